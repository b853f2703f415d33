"""
What the figures of speed are taken with: a stand-in for Slack that does next to nothing, and
signed requests in a closed loop. Neither may be what is measured.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import yaml
from aiohttp import web

from bot.settings import ROOT
from bot.slack.decided import REPLIES_KEPT

SECRET = "a secret for signing"
BOT_USER = "U0BOT00001"
FORM = "application/x-www-form-urlencoded"
THREAD = re.compile(rb'thread_ts(?:"\s*:\s*"|=)([0-9]+\.[0-9]+)')
GOLDEN = ROOT / "knowledge" / "golden"
QUESTIONS = tuple(
    one["q"]
    for file in sorted(GOLDEN.glob("[a-z]*.yaml"))
    for one in yaml.safe_load(file.read_text("utf-8"))["questions"]
)
"""As people ask them, in turn: more than the bot keeps replies, so that none is a repetition."""
assert len(QUESTIONS) > REPLIES_KEPT


@dataclass
class Slack:
    """
    The Web API: says yes, and counts the replies of every thread.
    """

    url: str = ""
    replies: Counter[str] = field(default_factory=Counter)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """
        One call.
        """
        body = await request.read()
        method = request.path.rpartition("/")[2]
        if method == "chat.postMessage":
            found = THREAD.search(body)
            self.replies[found.group(1).decode() if found else ""] += 1
            self.changed.set()
        return web.Response(body=ANSWERS.get(method, b'{"ok":true}'), content_type=JSON)

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[Slack]:
        """
        On a free port of loopback.
        """
        runner = web.ServerRunner(web.Server(self.handle))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        try:
            yield self
        finally:
            await runner.cleanup()


JSON = "application/json"
ANSWERS = {
    "auth.test": json.dumps(
        {
            "ok": True,
            "user_id": BOT_USER,
            "bot_id": "B0BOT00001",
            "team_id": "T0TEAM0001",
            "user": "fwchoice",
            "team": "Team",
        }
    ).encode(),
    "chat.postMessage": b'{"ok":true,"channel":"C0","ts":"1800000000.000001","message":{}}',
    "conversations.replies": b'{"ok":true,"messages":[]}',
}


@dataclass(frozen=True, slots=True)
class Sent:
    """
    One request, ready to be signed.
    """

    body: bytes
    content_type: str
    thread: str = ""
    """The question's ts, when a reply is to be waited for."""


def mention(number: int) -> Sent:
    """
    Question *number*, in a channel of its own: a channel takes one post a second.
    """
    ts = f"{1_700_000_000 + number}.000100"
    event = {
        "type": "app_mention",
        "user": f"U0PERSON{number % 997:03}",
        "channel": f"C0ROOM{number:07}",
        "ts": ts,
        "event_ts": ts,
        "text": f"<@{BOT_USER}> {QUESTIONS[number % len(QUESTIONS)]}",
    }
    envelope = {
        "type": "event_callback",
        "team_id": "T0TEAM0001",
        "api_app_id": "A0APP00001",
        "event_id": f"Ev{number:09}",
        "event_time": 1_700_000_000 + number,
        "event": event,
        "authorizations": [{"team_id": "T0TEAM0001", "user_id": BOT_USER, "is_bot": True}],
    }
    return Sent(json.dumps(envelope).encode(), JSON, ts)


def command(number: int) -> Sent:
    """
    `/fwchoice QUESTION` by one of many people.
    """
    return _command(number, QUESTIONS[number % len(QUESTIONS)])


def help_command(number: int) -> Sent:
    """
    `/fwchoice help` by one of many people: always the same answer, and nothing to decide.
    """
    return _command(number, "help")


def _command(number: int, text: str) -> Sent:
    form = {
        "command": "/fwchoice",
        "text": text,
        "user_id": f"U0PERSON{number % 997:03}",
        "channel_id": f"C0ROOM{number % 997:04}",
        "team_id": "T0TEAM0001",
        "api_app_id": "A0APP00001",
        "trigger_id": f"1.{number}.a",
        "response_url": "http://127.0.0.1:9/none",
    }
    return Sent(urlencode(form).encode(), FORM)


def signed(sent: Sent) -> dict[str, str]:
    """
    The headers Slack would send.
    """
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + sent.body
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": sent.content_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What one run gave.
    """

    per_second: float
    """Requests, or questions answered, a second."""
    ack_ms_p50: float
    ack_ms_p99: float
    cpu_ms: float
    """Processor milliseconds of the server for each."""

    def to_json(self) -> dict[str, float]:
        """
        Rounded as far as it means something.
        """
        return {
            "per_second": round(self.per_second, 1),
            "ack_ms_p50": round(self.ack_ms_p50, 2),
            "ack_ms_p99": round(self.ack_ms_p99, 2),
            "cpu_ms": round(self.cpu_ms, 3),
        }


async def measure(
    server: Server, slack: Slack, make: Callable[[int], Sent], number: int, at_once: int
) -> Figures:
    """
    *number* requests, *at_once* under way; with questions, until the last of them is answered.
    """
    first = next(RUNS) * 1_000_000
    warm = [make(first + one) for one in range(at_once * 4)]
    await _send(server, warm, at_once)
    await _answered(slack, warm)
    todo = [make(first + len(warm) + one) for one in range(number)]
    began, cpu = time.perf_counter(), server.cpu_seconds()
    acks = await _send(server, todo, at_once)
    await _answered(slack, todo)
    took, used = time.perf_counter() - began, server.cpu_seconds() - cpu
    acks.sort()
    return Figures(
        number / took,
        acks[len(acks) // 2] * 1000,
        acks[int(len(acks) * 0.99)] * 1000,
        used / number * 1000,
    )


RUNS = itertools.count(1)


async def _send(server: Server, todo: list[Sent], at_once: int) -> list[float]:
    waiting, acks = iter(todo), list[float]()
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector, trust_env=False) as session:

        async def work() -> None:
            for sent in waiting:
                headers = signed(sent)
                began = time.perf_counter()
                async with session.post(server.url, data=sent.body, headers=headers) as answer:
                    await answer.read()
                acks.append(time.perf_counter() - began)
                if answer.status != 200:
                    raise RuntimeError(f"the server answered {answer.status}")

        await asyncio.gather(*(work() for _ in range(at_once)))
    return acks


async def _answered(slack: Slack, todo: list[Sent]) -> None:
    """Until every question has its reply; more than one is a mistake, not a figure."""
    threads = [one.thread for one in todo if one.thread]
    async with asyncio.timeout(120):
        while not all(slack.replies[one] for one in threads):
            slack.changed.clear()
            await slack.changed.wait()
    if any(slack.replies[one] > 1 for one in threads):
        raise RuntimeError("a question was answered twice")


@dataclass
class Server:
    """
    A server in a process of its own, on one core.
    """

    process: subprocess.Popen[bytes]
    url: str = ""

    def cpu_seconds(self) -> float:
        """
        What it has used so far, in user and kernel mode, its threads included.
        """
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cores() -> tuple[set[int], set[int]]:
    """
    One core for the server, the others for everything else; the same where there is only one.
    """
    there = sorted(os.sched_getaffinity(0))
    return {there[0]}, set(there[1:]) or {there[0]}


@contextlib.asynccontextmanager
async def server(
    arguments: list[str], environment: Mapping[str, str], core: set[int], log: Path
) -> AsyncIterator[Server]:
    """
    `python ARGUMENTS`, from the first request it can take until the end of the block.
    """
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with log.open("ab") as stderr:
        process = subprocess.Popen(  # noqa: ASYNC220 - nothing is measured yet
            [sys.executable, *arguments],
            env={**inherited, **environment},
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, core),
        )
    try:
        address = await asyncio.to_thread(_address, process)
        if not address:
            raise RuntimeError(f"the server did not start; its log is {log}")
        yield Server(process, address)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=10)


def _address(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(rb"(http://\S+/slack/events)", line)
        if found:
            return found.group(1).decode()
    return ""


def environment(slack: Slack, folder: Path, database_url: str) -> dict[str, str]:
    """
    What a server is started with.
    """
    return {
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.url,
        "HOST": "127.0.0.1",
        "PORT": "0",
        "DATABASE_URL": database_url,
        "CACHE_DIR": str(folder / "cache"),
        "LOG_FORMAT": "json",
    }
