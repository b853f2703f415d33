"""
Socket Mode: the app behind a WebSocket that it opens itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.introduction import socket_url


class Timed(AsyncSocketModeHandler):
    """
    Bolt's handler, with a clock at its acknowledgements.
    """

    def __init__(self, timed: Callable[[float], None], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._timed = timed

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Dispatch *req* and acknowledge it."""
        began = time.monotonic()
        await super().handle(client, req)  # type: ignore[arg-type]
        self._timed(time.monotonic() - began)


class Socket:
    """
    One connection, kept up by the SDK.
    """

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        app_token: str,
        timed: Callable[[float], None],
        *,
        proxied: bool,
    ) -> None:
        self._handler: AsyncSocketModeHandler | None = None
        self._app = app
        self._client = client
        self._app_token = app_token
        self._timed = timed
        self._proxied = proxied

    async def open(self) -> None:
        """
        Connect. Raises SlackError when the token is refused; the SDK would try for ever.
        """
        url = await socket_url(self._client, self._app_token)
        await self.aclose()
        handler = Timed(
            self._timed,
            self._app,
            self._app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=self._client,
        )
        if not self._proxied:
            handler.client.proxy = None
        handler.client.wss_uri = url
        self._handler = handler
        await handler.client.connect()  # type: ignore[no-untyped-call]

    async def is_connected(self) -> bool:
        """
        Whether events can come in at this moment.
        """
        return self._handler is not None and await self._handler.client.is_connected()

    async def aclose(self) -> None:
        """
        Hang up.
        """
        if self._handler is not None:
            await self._handler.client.close()  # type: ignore[no-untyped-call]
            self._handler = None
