"""
An emulated Slack workspace on loopback: to run the bot in, and to test it with.

`Workspace` joins the state (`world`), the Web API, the courier that brings events to the app, and
the page. It speaks Slack's protocol and knows nothing of what any bot does with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from aiohttp import web

from bot.workspace import events, file_methods
from bot.workspace.courier import Courier
from bot.workspace.delivery import Delivery
from bot.workspace.faults import Fault, Faults
from bot.workspace.http_transport import HttpTransport
from bot.workspace.message import Json
from bot.workspace.page_server import PageServer
from bot.workspace.people_acting import PeopleActing
from bot.workspace.response_route import answer_response_url
from bot.workspace.socket_transport import SocketTransport
from bot.workspace.team import ALL_SCOPES, DEFAULT_EVENTS, App, Command, Shortcut, Team
from bot.workspace.web_api import WebApi
from bot.workspace.world import World

MOST_UPLOAD_BYTES = 50 * 1024 * 1024
RETRY_DELAYS = (1.0, 60.0, 300.0)
"""Seconds before each further attempt at an event, as Slack takes them."""


class Workspace(PeopleActing):
    """
    One workspace with one app in it. Start it, point the app at `api_url`, act as its people.
    """

    def __init__(
        self,
        *,
        team: Team | None = None,
        bot_token: str = "xoxb-workspace",
        signing_secret: str = "workspace-signing-secret",
        app_token: str = "xapp-workspace",
        bot_name: str = "fwchoice",
        commands: Sequence[Command] = (),
        shortcuts: Sequence[Shortcut] = (),
        events: frozenset[str] = DEFAULT_EVENTS,
        scopes: frozenset[str] = ALL_SCOPES,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        ack_seconds: float = 3.0,
        rate_limits: bool = False,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        welcome: str = "",
        tries: Sequence[str] = (),
    ) -> None:
        self.app = App(
            bot_token,
            signing_secret,
            app_token,
            name=bot_name,
            scopes=scopes,
            events=events,
            commands=tuple(commands),
            shortcuts=tuple(shortcuts),
        )
        self.world = World(team or Team(), self.app, clock)
        self.sockets = SocketTransport(self.app.id, ack_seconds)
        self.http = HttpTransport(signing_secret, ack_seconds)
        self.courier = Courier(self.http, self.sockets, retry_delays, clock, sleep)
        self.faults = Faults()
        self.web_api = WebApi(self.world, self.faults, self._new_socket, rate_limits=rate_limits)
        self.page = PageServer(self, welcome, tuple(tries))
        self.url = ""
        self._entered = {}
        self._runner: web.AppRunner | None = None
        self.world.on_event = self._tell_app
        self.world.on_change = self.page.changed
        self.sockets.on_change = self.page.changed
        self.courier.on_change = self.page.changed

    @property
    def api_url(self) -> str:
        """The base address of the Web API, as ``SLACK_API_URL`` wants it."""
        return f"{self.url}/api/"

    @property
    def connected(self) -> bool:
        """Whether an app is there: an open socket, or a request URL that answered last."""
        if self.sockets.connected:
            return True
        last = self.courier.last_answer
        return bool(self.http.url) and not (last and last.outcome == "connection_failed")

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """
        Listen on *host*, which must be loopback; port 0 takes any that is free.
        """
        if not _is_loopback(host):
            raise ValueError(f"the workspace listens on loopback only, not on {host}")
        app = web.Application(client_max_size=MOST_UPLOAD_BYTES, middlewares=[self.page.guard])
        app.router.add_route("*", "/api/{method}", self.web_api.handle)
        app.router.add_get("/link", self.sockets.handle)
        app.router.add_post("/response/{key}", partial(answer_response_url, self.world))
        app.router.add_post("/upload/{file_id}", partial(file_methods.receive, self.world))
        app.router.add_get("/files/{file_id}", partial(file_methods.hand_out, self.world))
        self.page.add_routes(app)
        self.page.closing = False
        await self.http.start()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        try:
            await self._runner.setup()
            await web.TCPSite(self._runner, host, port).start()
        except BaseException:
            await self.aclose()
            raise
        listening = self._runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{listening}"
        self.world.response_urls.base = f"{self.url}/response/"
        self.world.files.base = f"{self.url}/"

    async def aclose(self) -> None:
        """
        Stop listening; give up what is under way.
        """
        self.page.close()
        await self.courier.aclose()
        await self.sockets.aclose()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        await self.http.aclose()

    async def __aenter__(self) -> Workspace:
        """
        Start on any free port.
        """
        if not self.url:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """
        Close.
        """
        await self.aclose()

    def deliver_to(self, url: str | None) -> None:
        """
        Bring deliveries to this request URL, as long as no socket is open.
        """
        self.http.url = url
        self.page.changed()

    async def verify_url(self) -> Delivery:
        """
        Send the challenge Slack sends when a request URL is set.
        """
        payload: Json = {
            "token": "verification-token",
            "challenge": self.world.new_id("challenge"),
            "type": "url_verification",
        }
        return await self.courier.bring("url_verification", payload)

    def fail(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        after_effect: bool = False,
        times: int = 1,
    ) -> None:
        """
        Let the next calls of *method* fail; ``*`` is every method.

        With *after_effect* the call does its work and only its answer is a failure.
        """
        fault = Fault(error, status, retry_after, after_effect=after_effect)
        self.faults.add(method, fault, times)

    def drop(self, method: str, *, after_effect: bool = False, times: int = 1) -> None:
        """
        Break the connection of the next calls of *method*, before or after their effect.
        """
        self.faults.add(method, Fault(drop=True, after_effect=after_effect), times)

    def slow(self, method: str, seconds: float) -> None:
        """
        Let every call of *method* take *seconds* longer; zero ends it.
        """
        self.faults.slow(method, seconds)

    def _new_socket(self) -> str:
        address = self.url.replace("http://", "ws://")
        return f"{address}/link?ticket={self.sockets.ticket()}&app_id={self.app.id}"

    def _tell_app(self, subscription: str, event: Json) -> None:
        if subscription in self.app.events and not self.page.closing:
            self.courier.event(events.envelope(self.world, event))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
