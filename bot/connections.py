"""
One connection to the HTTP server, with a limit to its patience and to what it tells.

aiohttp would wait for the head of a request as long as an idle connection may live, would answer
what is no HTTP with the line it could not read, and would log that with a traceback. Here a head
that does not come is 408, one that breaks off or makes no sense is a bare 400, and there are only
so many connections: each costs a file descriptor that the database and Slack need, too.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import structlog
from aiohttp import StreamReader, web

PATIENCE_SECONDS: Final = 5.0
"""For the head of a request, and again for its body; Slack itself waits three for the answer."""
IDLE_SECONDS: Final = 75.0
"""Between two requests of one connection."""
LINGER_SECONDS: Final = 1.0
MOST_CONNECTIONS: Final = 400
"""Less than half of the 1,024 file descriptors a process usually may have."""
_HEAD: Final = "HTTP/1.1 {} {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

log = structlog.get_logger(__name__)


class Connection(web.RequestHandler):
    """
    A connection that somebody opened.
    """

    __slots__ = ("_body", "_patience_seconds", "_waiting_for_head")

    def __init__(
        self, server: web.Server, loop: asyncio.AbstractEventLoop, patience_seconds: float
    ) -> None:
        # Slack does not compress what it signs, and what is not unpacked cannot be a bomb.
        super().__init__(
            server,
            loop=loop,
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=LINGER_SECONDS,
            auto_decompress=False,
            access_log=None,  # type: ignore[arg-type]
        )
        self._patience_seconds = patience_seconds
        self._waiting_for_head: asyncio.TimerHandle | None = None
        self._body: StreamReader | None = None
        """Of the last request whose head has come."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """
        When there are too many, the one goes that has been there longest without asking for
        anything; when all have, the new one is refused at once, and not left to wait.
        """
        super().connection_made(transport)
        open_ones = self._manager.connections if self._manager is not None else []
        if len(open_ones) <= MOST_CONNECTIONS:
            return
        for one in open_ones:
            if isinstance(one, Connection) and one is not self and one.is_idle():
                one.force_close()
                return
        self._refuse(503, "Service Unavailable")

    def is_idle(self) -> bool:
        """Open, and not in the middle of a request whose head has come."""
        return self.transport is not None and self._is_between_requests()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The first byte of a head begins the time in which the whole must come."""
        known = self._request_count
        super().data_received(data)
        if self._request_count != known:
            self._stop_waiting()
            if self._messages:
                self._body = self._messages[-1][1]
        elif self._is_between_requests() and self._waiting_for_head is None and data:
            self._waiting_for_head = self._loop.call_later(
                self._patience_seconds, self._refuse, 408, "Request Timeout"
            )

    def eof_received(self) -> None:
        """Nothing more will come: half a head, or half a body, is no request."""
        if self._waiting_for_head is not None or (self._body and not self._body.is_eof()):
            self._refuse(400, "Bad Request")

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What aiohttp could not read, or did not expect: no word of it in answer or log."""
        if status >= 500 and not isinstance(exc, ConnectionError):
            log.error("request failed", error=type(exc).__name__)
        response = web.Response(status=status, headers={"Server": "fwchoice"})
        response.force_close()
        return response

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """The kind of error, without its text and traceback."""
        log.error("connection failed", error=type(kw.get("exc_info")).__name__)

    def _is_between_requests(self) -> bool:
        waiter = self._waiter
        return self._request_count == 0 or (waiter is not None and not waiter.done())

    def _stop_waiting(self) -> None:
        if self._waiting_for_head is not None:
            self._waiting_for_head.cancel()
            self._waiting_for_head = None

    def _refuse(self, status: int, reason: str) -> None:
        self._stop_waiting()
        if self.transport is not None:
            self.transport.write(_HEAD.format(status, reason).encode())
        self.force_close()
