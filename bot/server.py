"""
The HTTP front door: Slack's route, health, readiness, metrics.

The health routes are there in Socket Mode too; Slack's route only with a door to pass requests to.
Whatever comes in, the answer is short, and neither a body nor a traceback gets out or into the log.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, Info
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.knowledge.live import Live
from bot.slack.door import Response
from bot.store.processes import Process

EVENTS_PATH: Final = "/slack/events"
MOST_BODY_BYTES: Final = 1024 * 1024
READ_SECONDS: Final = 10.0
SECONDS_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)

log = structlog.get_logger(__name__)

Receive = Callable[[bytes, Mapping[str, str]], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Readiness:
    """
    Whether the bot can answer, and what stands in the way.
    """

    revision: str
    problems: Mapping[str, str]
    """What is wrong, by part: database, token, socket, stopping."""
    rejected_revision: str | None = None
    findings: tuple[str, ...] = ()
    """Why the last edit of the knowledge was not taken up."""
    processes: tuple[Process, ...] = ()
    """Those that share the database, this one among them."""

    def to_json(self) -> dict[str, object]:
        """
        As ``/readyz`` answers.
        """
        rejected = {"revision": self.rejected_revision, "findings": list(self.findings)}
        return {
            "ready": not self.problems,
            "revision": self.revision,
            "problems": dict(self.problems),
            "rejected": rejected if self.findings else None,
            "processes": [
                {
                    "release": one.release,
                    "revision": one.revision,
                    "rejected": one.rejected or None,
                    "started": one.started.isoformat(timespec="seconds"),
                }
                for one in self.processes
            ],
        }


class Metrics:
    """
    What Prometheus is told. A registry of its own: two bots in one process do not mix.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "fwchoice_questions",
            "Questions answered, by the door they came in and what came of them",
            ["door", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "fwchoice_reply_seconds",
            "From the question to its reply, by door",
            ["door"],
            buckets=SECONDS_BUCKETS,
            registry=self.registry,
        )
        self._reloads = Counter(
            "fwchoice_knowledge_reloads",
            "Edits of the knowledge base, by what became of them",
            ["result"],
            registry=self.registry,
        )
        self._knowledge = Info(
            "fwchoice_knowledge", "The knowledge answered from", registry=self.registry
        )

    def observe(self, door: str, outcome: str, seconds: float) -> None:
        """
        Count one question.
        """
        self._questions.labels(door, outcome).inc()
        self._seconds.labels(door).observe(seconds)

    def reloaded(self, *, taken: bool) -> None:
        """
        Count one edit.
        """
        self._reloads.labels("taken" if taken else "rejected").inc()

    def text(self, live: Live) -> bytes:
        """
        Everything, in Prometheus' text format.
        """
        self._knowledge.info({"revision": live.current.base.revision})
        return generate_latest(self.registry)


class App(Protocol):
    """
    What the server asks the bot.
    """

    live: Live
    metrics: Metrics

    async def readiness(self) -> Readiness:
        """Whether the bot can answer."""


class Server:
    """
    Serves on a socket that is bound already, so that a busy port is known before anything starts.
    """

    def __init__(self, app: App, receive: Receive | None) -> None:
        self._app = app
        self._receive = receive
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None

    async def start(self, listening: socket.socket) -> None:
        """
        Serve on *listening*.
        """
        app = web.Application(client_max_size=MOST_BODY_BYTES, middlewares=[_quietly])
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        if self._receive is not None:
            app.router.add_post(EVENTS_PATH, self._events)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0)
        await self._runner.setup()
        self._site = web.SockSite(self._runner, listening)
        await self._site.start()

    async def stop_listening(self) -> None:
        """
        Take no new connections; those open are served.
        """
        if self._site is not None:
            await self._site.stop()
            self._site = None

    async def aclose(self) -> None:
        """
        Close every connection.
        """
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _events(self, request: web.Request) -> web.Response:
        if (request.content_length or 0) > MOST_BODY_BYTES:
            return web.Response(status=413, text="too large")
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408, text="too slow")
        if self._receive is None:
            raise web.HTTPNotFound
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = await self._receive(body, headers)
        return web.Response(
            status=answer.status, text=answer.body, content_type=answer.content_type
        )

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _request: web.Request) -> web.Response:
        found = await self._app.readiness()
        return web.json_response(found.to_json(), status=503 if found.problems else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self._app.metrics.text(self._app.live),
            headers={"Content-Type": CONTENT_TYPE_LATEST},
        )


@web.middleware
async def _quietly(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """An error becomes a bare 500; where it happened is in the log, its text is not."""
    try:
        return await handler(request)
    except (web.HTTPException, ConnectionError, asyncio.CancelledError):
        raise
    except Exception as error:
        log.error("request failed", path=request.path, error=type(error).__name__)
        return web.Response(status=500, text="something went wrong")
