"""
Something between the bot and the Web API that spoils answers: proxies, gateways, half-dead lines.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web


@dataclass(frozen=True, slots=True)
class Spoilt:
    """
    What comes instead of an answer of the Web API's.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after_effect: bool = False
    """The call is made all the same; only its answer is lost."""
    half: bool = False
    """The true answer, but only its first half, and then the connection breaks."""


class Middleman:
    """
    Passes every call on to *api_url*, except what was asked to be spoilt.
    """

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url
        self._waiting: dict[str, deque[Spoilt]] = {}
        self.calls: list[str] = []
        """Every method called."""
        self.url = ""

    def spoil(self, method: str, how: Spoilt, times: int = 1) -> None:
        """
        Let the next calls of *method* come to *how*.
        """
        self._waiting.setdefault(method, deque()).extend([how] * times)

    @contextlib.asynccontextmanager
    async def standing(self) -> AsyncIterator[Middleman]:
        """
        On a free port of loopback.
        """
        async with aiohttp.ClientSession(auto_decompress=False) as self._session:
            runner = web.ServerRunner(web.Server(self._pass_on))
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
            try:
                yield self
            finally:
                await runner.cleanup()

    async def _pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        self.calls.append(method)
        waiting = self._waiting.get(method)
        how = waiting.popleft() if waiting else None
        status, kind, body = 0, "", b""
        if how is None or how.after_effect or how.half:
            async with self._session.request(
                request.method,
                f"{self._api_url}{method}?{request.query_string}",
                data=await request.read(),
                headers={
                    name: value
                    for name, value in request.headers.items()
                    if name in ("Authorization", "Content-Type")
                },
            ) as answer:
                status, kind, body = answer.status, answer.content_type, await answer.read()
        if how is None:
            return web.Response(status=status, body=body, content_type=kind)
        if how.half:
            broken = web.StreamResponse(headers={"Content-Length": str(len(body))})
            broken.content_type = kind
            await broken.prepare(request)
            await broken.write(body[: len(body) // 2])
            assert request.transport is not None
            request.transport.close()
            return broken
        return web.Response(
            status=how.status,
            body=how.body,
            content_type=how.content_type,
            headers=how.headers,
        )
