"""
The HTTP front door: Slack's route, health, readiness, metrics.

The health routes are there in Socket Mode too; Slack's route only with a door to pass requests to.
Whatever comes in, the answer is short, and neither a body nor a traceback gets out or into the log.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import structlog
from aiohttp import HttpVersion11, web

from bot.connections import PATIENCE_SECONDS, Connection
from bot.knowledge.live import Live
from bot.metrics import CONTENT_TYPE, Metrics
from bot.slack.door import Response
from bot.store.processes import Process

EVENTS_PATH: Final = "/slack/events"
MOST_BODY_BYTES: Final = 1024 * 1024

log = structlog.get_logger(__name__)


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


class App(Protocol):
    """
    What the server asks the bot.
    """

    live: Live
    metrics: Metrics

    async def readiness(self) -> Readiness:
        """Whether the bot can answer."""

    async def queue_age_seconds(self) -> float:
        """How long the oldest unanswered question has waited; NaN when nobody can say."""


class Guard(Protocol):
    """
    What stands behind Slack's route.
    """

    def refusal(self, headers: Mapping[str, str]) -> Response | None:
        """The answer to a request that its head alone gives away."""

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """The answer to a whole request."""


class Server:
    """
    Serves on a socket that is bound already, so that a busy port is known before anything starts.
    """

    def __init__(
        self, app: App, guard: Guard | None, *, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._app = app
        self._guard = guard
        self._patience_seconds = patience_seconds
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """
        Serve on *listening*.
        """
        app = web.Application(client_max_size=MOST_BODY_BYTES, middlewares=[_quietly])
        app.on_response_prepare.append(_nameless)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        if self._guard is not None:
            app.router.add_post(EVENTS_PATH, self._events, expect_handler=self._expected)
        runner = self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0)
        await runner.setup()
        loop, server = asyncio.get_running_loop(), runner.server
        if server is None:
            raise RuntimeError("a runner that is set up has a server")
        self._listening = await loop.create_server(
            lambda: Connection(server, loop, self._patience_seconds), sock=listening, backlog=128
        )

    async def stop_listening(self) -> None:
        """
        Take no new connections; those open are served.
        """
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    async def aclose(self) -> None:
        """
        Close every connection.
        """
        await self.stop_listening()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _events(self, request: web.Request) -> web.Response:
        began = time.monotonic()
        answer = await self._answer(request)
        self._app.metrics.acknowledged("http", answer.status, time.monotonic() - began)
        response = web.Response(
            status=answer.status, text=answer.body, content_type=answer.content_type
        )
        if not request.content.is_eof():
            # What is left of a body that nobody wants is not waited for.
            response.force_close()
        return response

    async def _expected(self, request: web.Request) -> web.Response | None:
        """Nobody is asked for a body that will not be read, or told again what they expect."""
        if request.version != HttpVersion11:
            return None
        if request.headers.get("Expect", "").lower() == "100-continue":
            refused = self._refusal(request, _named(request))
        else:
            refused = Response(400, "not a request of Slack's")
        if refused is None:
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0  # nothing of the answer itself was sent yet
            return None
        response = web.Response(status=refused.status, text=refused.body)
        response.force_close()
        return response

    def _refusal(self, request: web.Request, headers: Mapping[str, str]) -> Response | None:
        """The answer to a request whose body need not be read."""
        if self._guard is None:
            raise web.HTTPNotFound
        refused = self._guard.refusal(headers)
        if refused is None and (request.content_length or 0) > MOST_BODY_BYTES:
            return Response(413, "too large")
        return refused

    async def _answer(self, request: web.Request) -> Response:
        headers = _named(request)
        refused = self._refusal(request, headers)
        if refused is not None or self._guard is None:
            return refused or Response(404)
        try:
            async with asyncio.timeout(self._patience_seconds):
                body = await request.read()
        except TimeoutError:
            return Response(408, "too slow")
        except web.HTTPRequestEntityTooLarge:
            return Response(413, "too large")
        except (web.RequestPayloadError, ConnectionError, RuntimeError):
            # RuntimeError is aiohttp's word for a connection that was closed in between.
            return Response(400, "not a request of Slack's")
        return await self._guard.receive(body, headers)

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _readyz(self, _request: web.Request) -> web.Response:
        found = await self._app.readiness()
        return web.json_response(found.to_json(), status=503 if found.problems else 200)

    async def _metrics(self, _request: web.Request) -> web.Response:
        age = await self._app.queue_age_seconds()
        return web.Response(
            body=self._app.metrics.text(self._app.live.current.base.revision, age),
            headers={"Content-Type": CONTENT_TYPE},
        )


def _named(request: web.Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


async def _nameless(_request: web.Request, response: web.StreamResponse) -> None:
    """Which versions serve is nobody's business."""
    response.headers["Server"] = "fwchoice"


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
