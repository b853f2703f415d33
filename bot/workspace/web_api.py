"""
The Web API over HTTP: who is calling, with what, and what they get.

Every call is recorded with its answer. Faults asked for come first, as they do in life.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.workspace import (
    chat_methods,
    conversation_methods,
    file_methods,
    team_methods,
    view_methods,
)
from bot.workspace.arguments import Arguments
from bot.workspace.faults import Fault, Faults
from bot.workspace.message import Json
from bot.workspace.method import Method
from bot.workspace.refusals import RefusedError
from bot.workspace.world import World

METHODS = {
    method.name: method
    for method in (
        *chat_methods.METHODS,
        *conversation_methods.METHODS,
        *view_methods.METHODS,
        *team_methods.METHODS,
        *file_methods.METHODS,
    )
}
POST_SECONDS = 1.0
"""With rate limits on: at most one message in this time to a channel, after a short burst."""
BURST = 5


@dataclass(frozen=True, slots=True)
class Call:
    """
    The record of one call.
    """

    method: str
    arguments: Json
    response: Json
    """Empty when the answer was not JSON or never came."""
    status: int
    """HTTP status, 0 for a connection that broke."""
    at: float
    """Seconds of the workspace's clock when it came."""
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether Slack said yes."""
        return bool(self.response.get("ok"))

    @property
    def error(self) -> str | None:
        """What Slack said instead of yes."""
        found = self.response.get("error")
        return str(found) if found else None


class WebApi:
    """
    Answers calls under ``/api/``.
    """

    def __init__(
        self, world: World, faults: Faults, new_socket: Callable[[], str], *, rate_limits: bool
    ) -> None:
        self.calls: list[Call] = []
        self.running = 0
        self._world = world
        self._faults = faults
        self._rate_limits = rate_limits
        self._posted: dict[str, list[float]] = {}
        opening = Method(
            "apps.connections.open", lambda _world, _args: {"url": new_socket()}, token="app"
        )
        self._methods = METHODS | {opening.name: opening}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """
        Serve one call.
        """
        began, at = time.perf_counter(), self._world.clock()
        name = request.match_info["method"]
        self.running += 1
        try:
            given = await _read(request)
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
            token = str(given.pop("token", "") or "") or bearer
            args = Arguments(given)
            await asyncio.sleep(self._faults.delay(name))
            fault = self._faults.take(name)
            answer, status, headers = self._answer(name, token, args, fault)
        finally:
            self.running -= 1
        dropped = fault is not None and fault.drop
        seconds = time.perf_counter() - began
        kept = answer if status in (200, 429) and not dropped else {}
        self.calls.append(Call(name, args.seen(), kept, 0 if dropped else status, at, seconds))
        if dropped and request.transport is not None:
            request.transport.close()
        if status not in (200, 429):
            return web.Response(status=status, text="upstream trouble")
        body = json.dumps(answer)
        return web.Response(
            status=status, text=body, content_type="application/json", headers=headers
        )

    def _answer(
        self, name: str, token: str, args: Arguments, fault: Fault | None
    ) -> tuple[Json, int, dict[str, str]]:
        headers = {"x-slack-req-id": self._world.new_id("r")}
        if fault and not fault.after_effect:
            if fault.retry_after is not None:
                headers["Retry-After"] = str(fault.retry_after)
                return {"ok": False, "error": "ratelimited"}, 429, headers
            if fault.status:
                return {}, fault.status, headers
            return {"ok": False, "error": fault.error or "fatal_error"}, 200, headers
        wait = self._too_fast(name, args) if self._rate_limits else 0
        if wait:
            headers["Retry-After"] = str(wait)
            return {"ok": False, "error": "ratelimited"}, 429, headers
        try:
            method = self._methods.get(name)
            if method is None:
                raise RefusedError("unknown_method", req_method=name)
            self._admit(method, token)
            if method.token == "bot":
                headers["x-oauth-scopes"] = ",".join(sorted(self._world.app.scopes))
            if method.scope:
                headers["x-accepted-oauth-scopes"] = method.scope
                self._world.need(method.scope)
            answer = {"ok": True, **method.run(self._world, args)}
        except RefusedError as refused:
            answer = {"ok": False, "error": refused.error, **refused.details}
        if fault:
            return answer, fault.status or 200, headers
        return answer, 200, headers

    def _admit(self, method: Method, token: str) -> None:
        app = self._world.app
        if method.token == "none":
            return
        if not token:
            raise RefusedError("not_authed")
        right = app.app_token if method.token == "app" else app.bot_token
        if token == right:
            return
        known = token in (app.app_token, app.bot_token)
        raise RefusedError("not_allowed_token_type" if known else "invalid_auth")

    def _too_fast(self, name: str, args: Arguments) -> int:
        if name not in ("chat.postMessage", "chat.update"):
            return 0
        now = self._world.clock()
        recent = self._posted.setdefault(args.text("channel"), [])
        recent[:] = [at for at in recent if now - at < BURST * POST_SECONDS]
        if len(recent) >= BURST:
            return 1
        recent.append(now)
        return 0


async def _read(request: web.Request) -> Json:
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            body = None
        return given | (body if isinstance(body, dict) else {})
    if request.method == "POST":
        form = await request.post()
        given |= {name: value for name, value in form.items() if isinstance(value, str)}
    return given
