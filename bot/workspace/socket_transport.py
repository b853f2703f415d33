"""
Brings deliveries to an app over Socket Mode: envelopes on a WebSocket, taken in turn.

A socket needs a ticket from ``apps.connections.open``, good for one connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Mapping

from aiohttp import WSCloseCode, WSMsgType, web

from bot.workspace.delivery import Answer, Kind
from bot.workspace.message import Json
from bot.workspace.refusals import RefusedError

MOST_SOCKETS = 10
ENVELOPES: Mapping[Kind, str] = {
    "event": "events_api",
    "command": "slash_commands",
    "interaction": "interactive",
}


class SocketTransport:
    """
    The sockets an app has open.
    """

    def __init__(self, app_id: str, ack_seconds: float) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._app_id = app_id
        self.ack_seconds = ack_seconds
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._turn = 0
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Answer]]] = {}

    @property
    def connected(self) -> int:
        """How many sockets are open."""
        return len(self._sockets)

    def ticket(self) -> str:
        """
        Return a ticket for one connection.
        """
        if len(self._sockets) >= MOST_SOCKETS:
            raise RefusedError("too_many_websockets")
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """
        Serve one connection until it closes.
        """
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        self.on_change()
        hello: Json = {
            "type": "hello",
            "num_connections": len(self._sockets),
            "debug_info": {"host": "applink-1", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }
        try:
            await socket.send_str(json.dumps(hello))
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    self._acknowledged(str(frame.data))
        finally:
            self._sockets.remove(socket)
            for mine, future in list(self._waiting.values()):
                if mine is socket and not future.done():
                    future.set_result(Answer("connection_failed"))
            self.on_change()
        return socket

    async def send(self, kind: Kind, payload: Json, retry_num: int, reason: str) -> Answer:
        """
        Send *payload* down the next socket and wait for its envelope id to come back.
        """
        socket = self._sockets[self._turn % len(self._sockets)]
        self._turn += 1
        envelope_id = secrets.token_hex(16)
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": ENVELOPES[kind],
            "payload": payload,
            "accepts_response_payload": kind != "event",
        }
        if kind == "event":
            envelope |= {"retry_attempt": retry_num, "retry_reason": reason}
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, future)
        try:
            await socket.send_str(json.dumps(envelope))
            return await asyncio.wait_for(future, self.ack_seconds)
        except TimeoutError:
            return Answer("timeout")
        except ConnectionError:
            return Answer("connection_failed")
        finally:
            del self._waiting[envelope_id]

    def _acknowledged(self, text: str) -> None:
        with contextlib.suppress(ValueError):
            said = json.loads(text)
            found = self._waiting.get(said.get("envelope_id", "")) if said else None
            if found and not found[1].done():
                found[1].set_result(Answer("acknowledged", body=said.get("payload") or None))

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """
        Ask the app to connect anew, as Slack does every few hours, and close what is open.
        """
        notice = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
        for socket in list(self._sockets):
            with contextlib.suppress(ConnectionError):
                await socket.send_str(json.dumps(notice))
        await self.aclose()

    async def aclose(self) -> None:
        """
        Close every socket.
        """
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
