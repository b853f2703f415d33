"""
A tiny Bolt app on loopback: the workspace's counterpart, over either transport.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Workspace


class ToyApp:
    """
    A Bolt app without listeners, pointed at a workspace.
    """

    def __init__(self, workspace: Workspace, session: aiohttp.ClientSession) -> None:
        self.workspace = workspace
        self.client = AsyncWebClient(
            token=workspace.app.bot_token, base_url=workspace.api_url, session=session
        )
        self.bolt = AsyncApp(client=self.client, signing_secret=workspace.app.signing_secret)

    @contextlib.asynccontextmanager
    async def over_http(self) -> AsyncIterator[str]:
        """
        Serve at a request URL.
        """

        async def handle(request: web.Request) -> web.StreamResponse:
            answer = await self.bolt.async_dispatch(await to_bolt_request(request))
            return await to_aiohttp_response(answer)

        server = web.Application()
        server.router.add_post("/slack/events", handle)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        self.workspace.deliver_to(url)
        try:
            yield url
        finally:
            self.workspace.deliver_to(None)
            await runner.cleanup()

    @contextlib.asynccontextmanager
    async def over_a_socket(self) -> AsyncIterator[AsyncSocketModeHandler]:
        """
        Connect by Socket Mode.
        """
        handler = AsyncSocketModeHandler(self.bolt, self.workspace.app.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield handler
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
