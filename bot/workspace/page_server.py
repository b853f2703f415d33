"""
Serves the page: its files, its live state, and what a person does on it.

Only the browser of this machine may talk to it: every request must name this server as its host,
and one that names an origin must come from this page. What a person does goes through the same
methods tests use.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from bot.workspace.page_acts import ACTS
from bot.workspace.page_state import snapshot
from bot.workspace.refusals import RefusedError

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

FILES = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
TOGETHER_SECONDS = 0.02
"""Changes that follow each other this closely are shown at once."""
HEARTBEAT_SECONDS = 10.0
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageServer:
    """
    The page's half of the workspace's HTTP server.
    """

    def __init__(self, workspace: Workspace, welcome: str, tries: tuple[str, ...]) -> None:
        self.closing = False
        self.welcome = welcome
        self.tries = tries
        self._workspace = workspace
        self._watchers: set[asyncio.Event] = set()

    def add_routes(self, app: web.Application) -> None:
        """
        Add the routes of the page.
        """
        app.router.add_get("/", self._file)
        app.router.add_get("/page/{name}", self._file)
        app.router.add_get("/live", self._live)
        app.router.add_post("/act/{act}", self._act)

    def changed(self) -> None:
        """
        Tell every open page that there is something new.
        """
        for watcher in self._watchers:
            watcher.set()

    def close(self) -> None:
        """
        Let every open page go.
        """
        self.closing = True
        self.changed()

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """
        Turn away what does not come from this machine's own pages and programs.
        """
        host = urlsplit(f"//{request.host}").hostname
        if host not in LOCAL_NAMES | {urlsplit(self._workspace.url).hostname}:
            raise web.HTTPForbidden(text="this workspace answers on loopback only")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            raise web.HTTPForbidden(text="requests from other pages are not answered")
        return await handler(request)

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        path = FILES / name
        if path.parent != FILES or path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        return web.Response(
            body=path.read_bytes(),
            content_type=TYPES[path.suffix],
            charset="utf-8",
            headers=SECURITY,
        )

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """
        Send the whole state now and after every change, as server-sent events.
        """
        response = web.StreamResponse(headers={**SECURITY, "Content-Type": "text/event-stream"})
        watcher = asyncio.Event()
        watcher.set()
        self._watchers.add(watcher)
        try:
            await response.prepare(request)
            last = ""
            while not self.closing:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(watcher.wait(), HEARTBEAT_SECONDS)
                watcher.clear()
                now = json.dumps(snapshot(self._workspace, request.query.get("as", "")))
                await response.write(b":\n\n" if now == last else f"data: {now}\n\n".encode())
                last = now
                if not self.closing:
                    await asyncio.sleep(TOGETHER_SECONDS)
        except ConnectionError:
            pass
        finally:
            self._watchers.discard(watcher)
        return response

    async def _act(self, request: web.Request) -> web.Response:
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            given = await request.json()
            answer = await act(self._workspace, given)
        except RefusedError as refused:
            return web.json_response({"error": refused.error}, status=409)
        except (LookupError, TypeError, ValueError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        return web.json_response(answer or {})
