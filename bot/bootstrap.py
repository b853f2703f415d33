"""
The only place where the parts are constructed and joined.

``async with Bot(settings, transport) as bot`` is a whole bot, for ``fwchoice run`` and for tests
alike. What cannot work is said before anything is served: knowledge, database, token, port.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import importlib.metadata
import math
import secrets
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Literal

import structlog

from bot.connections import PATIENCE_SECONDS
from bot.core.errors import SlackAwayError, StoreError
from bot.delivery import Delivery, Kept, Waits
from bot.delivery.turns import POST_SECONDS
from bot.knowledge.live import MOST_TOLD, POLL_SECONDS, Live
from bot.metrics import Metrics
from bot.network import bind, connect, connect_when_back, reaching, slack_client
from bot.server import Readiness, Server
from bot.settings import Settings
from bot.slack.administration import tell_of_bad_edit
from bot.slack.app import SlackApp, build_app
from bot.slack.calling import Client
from bot.slack.counting import counting
from bot.slack.decided import Decided, Desk
from bot.slack.door import Door
from bot.slack.hosts import is_loopback
from bot.slack.identity import Identity
from bot.slack.introduction import introduce, remembered
from bot.slack.limits import Limits
from bot.slack.posting import Posting
from bot.slack.refusals import probe
from bot.slack.socket import Socket
from bot.store import Store
from bot.store.processes import Process

Transport = Literal["http", "socket"]

DELIVERED: Final = frozenset({"mention", "direct"})
"""The doors whose questions are stored, and logged by delivery when they are answered."""
DRAIN_SECONDS: Final = 6.0
"""For what runs when the bot is told to stop; within ten seconds all is over."""
TOLD_SECONDS: Final = 3600.0
"""For so long no other process tells the admins of the same edit."""
QUEUE_SECONDS: Final = 3.0
"""For asking the database how old its oldest question is."""

log = structlog.get_logger(__name__)


class Bot:
    """
    Everything that runs. Start it once, close it once.
    """

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        *,
        open_live: Callable[[Path], Live] | None = None,
        poll_seconds: float = POLL_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
        post_seconds: float = POST_SECONDS,
        waits: Waits | None = None,
    ) -> None:
        self.settings = settings
        self.transport: Final = transport
        self.metrics = Metrics()
        self.host = settings.host or "0.0.0.0"
        self.port = 0
        """Where the server listens, once it does."""
        self._open_live = open_live or functools.partial(Live.open, cache=settings.cache_dir)
        self._poll_seconds = poll_seconds
        self._patience_seconds = patience_seconds
        self._post_seconds = post_seconds
        self._waits = waits
        self._stack = contextlib.AsyncExitStack()
        self._socket: Socket | None = None
        self._stopping = False
        self.live: Live
        self.delivery: Delivery[Decided]
        self.posting: Posting
        self.slack: SlackApp
        self._store: Store

    async def __aenter__(self) -> Bot:
        """Start; what was started is closed again when the rest cannot be."""
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop taking new questions, answer those at hand, close."""
        self._stopping = True
        await self._stack.aclose()

    @property
    def url(self) -> str:
        """The address of the server on this machine."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", ""} else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    async def _start(self) -> None:
        settings, keep = self.settings, self._stack
        listening = bind(self.host, settings.port)
        keep.callback(listening.close)
        self.port = listening.getsockname()[1]
        self.live = await asyncio.to_thread(self._open_live, settings.knowledge_dir)
        self._store = await asyncio.to_thread(Store.open, settings.database_url)
        keep.push_async_callback(self._store.aclose)
        client = await keep.enter_async_context(slack_client(settings))
        me = await remembered(
            lambda: self._asked_who_we_are(client),
            self._store,
            f"{settings.api_url} {settings.bot_token}",
        )
        limits = Limits(settings.most_per_person, settings.most_per_channel)
        desk = Desk(client, me, self.live, self._observe, limits, self.metrics.decided)
        posting = self.posting = Posting(desk, self.metrics.posted)
        delivery = self.delivery = Delivery(
            store=self._store,
            decide=posting.decide,
            find=counting(posting.find, self.metrics.retried),
            post=counting(posting.post, self.metrics.retried),
            receipt=posting.receipt,
            probe=lambda: probe(client),
            release=release(),
            post_seconds=self._post_seconds,
            waits=self._waits,
            kept=Kept(
                questions_days=settings.keep_questions_days,
                receipts_days=settings.keep_receipts_days,
            ),
        )
        # Bolt wants a secret even where nothing is signed.
        secret = settings.signing_secret or secrets.token_hex(16)
        slack = self.slack = build_app(
            desk, delivery.accept, self._store, self.metrics.refused, signing_secret=secret
        )
        door = Door(slack.bolt, secret) if self.transport == "http" else None
        server = Server(self, door, patience_seconds=self._patience_seconds)
        keep.push_async_callback(delivery.aclose)
        await delivery.start()
        await delivery.serve(self.live.current.base.revision)
        keep.push_async_callback(server.aclose)
        await server.start(listening)
        if self.transport == "socket":
            self._socket = self._socket_for(slack, client)
            # Closed after the drain: what is under way is acknowledged through it.
            keep.push_async_callback(self._socket.aclose)
        keep.push_async_callback(self._drain, server, delivery, slack)
        if self._socket is not None:
            try:
                await connect(self._socket, settings.api_url)
            except SlackAwayError as error:
                log.warning("not connected while Slack is away", reason=str(error))
                connecting = connect_when_back(self._socket, settings.api_url)
                keep.callback(asyncio.create_task(connecting, name="connect").cancel)
        watch = asyncio.create_task(self._watch(desk), name="watch the knowledge")
        keep.callback(watch.cancel)
        log.info(
            "bot started",
            transport=self.transport,
            port=self.port,
            revision=self.live.current.base.revision,
        )

    async def _asked_who_we_are(self, client: Client) -> Identity:
        async with reaching(self.settings.api_url):
            return await introduce(client)

    def _observe(self, door: str, outcome: str, seconds: float) -> None:
        """Count a question; of those that delivery does not log, log it."""
        self.metrics.observe(door, outcome, seconds)
        if door not in DELIVERED:
            log.info("question answered", door=door, reply=outcome, seconds=round(seconds, 3))

    def _socket_for(self, slack: SlackApp, client: Client) -> Socket:
        proxied = not is_loopback(self.settings.api_url)
        timed = functools.partial(self.metrics.acknowledged, "socket", 200)
        token = self.settings.app_token or ""
        return Socket(slack.bolt, client, token, timed, proxied=proxied)

    async def _drain(self, server: Server, delivery: Delivery[Decided], slack: SlackApp) -> None:
        began = time.monotonic()
        await server.stop_listening()
        await delivery.drain(DRAIN_SECONDS)
        left = DRAIN_SECONDS - (time.monotonic() - began)
        await slack.doors.drain(max(0.1, left))
        log.info("bot stopping", drained_seconds=round(time.monotonic() - began, 2))

    async def _watch(self, desk: Desk) -> None:
        """Take up edits for ever; tell the admins once of each that cannot be used."""
        while True:
            await asyncio.sleep(self._poll_seconds)
            try:
                if await self.live.refresh():
                    await self._take_note(desk)
            except Exception as error:
                log.error("watching the knowledge failed", error=type(error).__name__)

    async def queue_age_seconds(self) -> float:
        """
        How long the oldest unanswered question has waited, in any process; NaN when unknown.
        """
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                return await self.delivery.oldest_waiting_seconds()
        except Exception:
            # The database is down; /readyz says so.
            return math.nan

    async def _take_note(self, desk: Desk) -> None:
        """What became of an edit, for the metrics, the other processes and the admins."""
        live = self.live
        self.metrics.reloaded(taken=not live.rejected)
        rejected = live.rejected_revision
        news = True
        try:
            await self.delivery.serve(live.current.base.revision, rejected)
            if live.rejected:
                # Every process sees the edit; one of them tells.
                digest = rejected or _digest(str(one) for one in live.rejected)
                news = await self._store.claims.make(f"bad edit {digest}", TOLD_SECONDS)
        except StoreError as error:
            log.warning("the other processes do not know", reason=str(error))
        if live.rejected and news:
            await tell_of_bad_edit(desk, self.settings.admins, live.rejected)

    async def readiness(self) -> Readiness:
        """
        Whether the bot can answer at this moment.
        """
        problems = {}
        processes: tuple[Process, ...] = ()
        try:
            await self._store.ping()
            processes = await self._store.processes.living()
        except StoreError as error:
            # Anybody may read this; where the database is and who we are there is for the log.
            problems["database"] = "does not answer; the log says more"
            log.warning("database does not answer", reason=str(error))
        problems.update(self.delivery.problems)
        if self.transport == "socket" and not (
            self._socket is not None and await self._socket.is_connected()
        ):
            problems["socket"] = "not connected"
        if self._stopping:
            problems["stopping"] = "no new questions are taken"
        return Readiness(
            revision=self.live.current.base.revision,
            problems=problems,
            rejected_revision=self.live.rejected_revision or None,
            findings=tuple(str(one) for one in self.live.rejected[:MOST_TOLD]),
            processes=processes,
        )


def release() -> str:
    """
    Which release this is, as it was installed.
    """
    try:
        return importlib.metadata.version("fwchoice")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
