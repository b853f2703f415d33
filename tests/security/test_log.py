"""
Nothing a person wrote, no token and no name is in the log, the metrics or the health routes.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import re
import signal
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import aiohttp
import pytest

from bot.bootstrap import Bot
from bot.core.snapshot import Snapshot
from bot.knowledge.live import Live
from bot.server import EVENTS_PATH
from bot.settings import ROOT
from bot.workspace import Message, Workspace
from bot.workspace.team import Channel, Team
from tests.scenarios.guided import Guided
from tests.scenarios.house import BOT, House, buttons, local_settings, new_workspace
from tests.security.egress import guarded
from tests.security.logging_to import logging_to
from tests.security.wire import JSON, request, signed, talk

WORD = "zanzibar-7431"
"""In everything that is written; in no knowledge."""
QUESTION = f"is django faster than flask for project {WORD}?"


def planted(workspace: Workspace) -> list[str]:
    """
    What must not be told.
    """
    app, people = workspace.app, workspace.world.team.people
    names = [name for one in people for name in (one.name, getattr(one, "real_name", ""))]
    tokens = [app.bot_token, app.app_token, app.signing_secret]
    return [WORD, *tokens, *(name for name in names if len(name) > 2)]


def found_in(told: str, secrets: list[str]) -> list[str]:
    """
    Those of *secrets* that are in *told* as words.
    """
    return [one for one in secrets if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", told, re.I)]


CHANNELS = ("one", "two", "three", "four", "five", "six", "seven")
"""Posts in one channel are a second apart; in several they are not."""


@pytest.fixture
async def wide_workspace() -> AsyncIterator[Workspace]:
    """
    A started workspace with many channels.
    """
    channels = (*Team().channels, *(Channel(f"C0{name.upper()}", name) for name in CHANNELS))
    async with new_workspace(team=Team(channels=channels)) as started:
        yield started


async def everything(workspace: Workspace) -> None:
    """
    Whatever people do, with good and bad ends, the planted word in all of it.
    """
    one, two, three, four, *rest = CHANNELS

    async def answered(channel: str, text: str, user: str = "ada") -> Message:
        asked = await workspace.say(user, channel, text)
        return await workspace.reply_to(asked, within_seconds=30)

    async def more() -> None:
        await workspace.press("ada", await answered(one, f"{BOT} {QUESTION}"), "more")

    async def refused(channel: str, text: str) -> None:
        reply = await answered(channel, f"{BOT} {text}", "grace")
        if buttons(reply, "suggestion"):
            await workspace.press("grace", reply, "suggestion-1")

    async def commands() -> None:
        for text in (QUESTION, "help", WORD):
            await workspace.run_command("linus", "general", "/fwchoice", text)
        await workspace.press("linus", workspace.ephemerals("linus")[0], "share")

    await asyncio.gather(
        more(),
        refused(two, f"pizza {WORD} with {WORD}?"),
        refused(three, WORD),
        answered("fwchoice", QUESTION),
        commands(),
        decisions(workspace, four),
    )
    for trouble in ({"status": 500}, {"error": "internal_error"}, {"retry_after": 0}):
        workspace.fail("chat.postMessage", **trouble)
    workspace.drop("chat.postMessage")
    await asyncio.gather(*(answered(channel, f"{BOT} {QUESTION}") for channel in rest))
    await workspace.settle()


async def decisions(workspace: Workspace, channel: str) -> None:
    """
    The guide to its end from a description and from a message, with a draft in between; the
    record is uploaded, and posted when it cannot be.
    """
    needs = f"a small API with an admin for {WORD}, tight deadline"
    house = House(workspace, bot=None)  # type: ignore[arg-type]
    begun = await Guided.begin(house, needs, user="linus", channel=channel)
    await begun.close()
    said = await workspace.say("grace", channel, needs)
    await workspace.use_shortcut("linus", "help-me-choose", said)
    await Guided(house, "linus").opened()
    await Guided(house, "linus").close()
    for user in ("grace", "linus"):
        walk = await Guided.begin(house, needs, user=user, channel=channel)
        await walk.press("finish")
        if user == "grace":
            await walk.press("share")
        else:
            workspace.fail("files.getUploadURLExternal", error="missing_scope")
        await walk.press("save")


async def told_over_http(url: str) -> str:
    """
    What anybody can read at *url*.
    """
    async with aiohttp.ClientSession() as session:
        texts = []
        for path in ("/metrics", "/readyz", "/healthz", "/nowhere"):
            async with session.get(url + path) as answer:
                texts.append(await answer.text())
    return "\n".join(texts)


@pytest.mark.parametrize(("log_format", "debug"), [("json", "1"), ("text", "")])
async def test_a_whole_run_tells_nothing(
    wide_workspace: Workspace, tmp_path: Path, log_format: str, debug: str
) -> None:
    """
    The program as its own process: both its outputs, to the end, and what it serves.
    """
    workspace = wide_workspace
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run", "--http"),
        cwd=ROOT,
        env=guarded(
            {
                "PATH": os.defpath,
                "LOG_FORMAT": log_format,
                "PYTHONASYNCIODEBUG": debug,
                "SLACK_BOT_TOKEN": workspace.app.bot_token,
                "SLACK_SIGNING_SECRET": workspace.app.signing_secret,
                "SLACK_API_URL": workspace.api_url,
                "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
                "HOST": "127.0.0.1",
                "PORT": "0",
            }
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            line = (await process.stdout.readline()).decode()
            while not (address := re.search(r"http://[\d.:]+", line)):
                line += (await process.stdout.readline()).decode()
            workspace.deliver_to(address[0] + EVENTS_PATH)
            await everything(workspace)
            body = b'{"type":"event_callback","event":{"type":"' + WORD.encode() + b'"}}'
            for headers in ({}, signed("no", body), signed(workspace.app.signing_secret, body)):
                await talk(address[0], [request(body, headers, kind=JSON)])
            served = await told_over_http(address[0])
            workspace.deliver_to(None)
            process.send_signal(signal.SIGTERM)
            told = line + (await process.stdout.read()).decode()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()

    for done in ("question answered", "shared", "saved", "record not uploaded", "attempt failed"):
        assert done in told, done
    assert "fwchoice_questions_total" in served
    assert found_in(told + served, planted(workspace)) == []
    assert "Traceback" not in told


class Broken:
    """
    A snapshot that fails with the planted word in its error's text.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.base = snapshot.base

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(WORD)


@pytest.mark.parametrize("log_format", ["json", "text"])
async def test_what_goes_wrong_tells_nothing(
    workspace: Workspace, snapshot: Snapshot, tmp_path: Path, log_format: str
) -> None:
    """
    A mistake in the core, a database without its table, libraries that quote a body or a bound
    value in a message or a traceback: the log has the kind and the place of each.
    """
    live = Live(ROOT / "knowledge", cast(Snapshot, Broken(snapshot)))
    settings = local_settings(workspace, tmp_path / "bot.db")
    with logging_to(log_format) as log:
        async with Bot(settings, "http", open_live=lambda _: live) as bot:
            workspace.deliver_to(f"{bot.url}{EVENTS_PATH}")
            asked = await workspace.say("ada", "general", f"{BOT} {QUESTION}")
            reply = await workspace.reply_to(asked)
            live.current = snapshot
            with sqlite3.connect(tmp_path / "bot.db") as database:
                database.execute("ALTER TABLE receipts RENAME TO gone")
            await workspace.reply_to(await workspace.say("ada", "general", f"{BOT} {QUESTION}"))
            await workspace.settle()
            for name in ("aiohttp.server", "slack_bolt.x", "slack_sdk.x", "asyncio", "dbos", "any"):
                logging.getLogger(name).error("a body: %s", WORD)
                try:
                    raise ValueError(WORD)
                except ValueError:
                    logging.getLogger(name).exception(QUESTION)
            served = await told_over_http(bot.url)
            workspace.deliver_to(None)
        told = log.getvalue()

    assert re.search(r"with reference|reference", told)
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "test_log.py" in told
    assert found_in(told + served, planted(workspace)) == []
    assert "Traceback" not in told
    assert WORD not in json.dumps(reply.blocks)


def test_what_nobody_caught_tells_nothing(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In the main thread, in another, in a finalizer.
    """
    from bot.logs import catch_the_rest

    for holder, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    monkeypatch.setattr(logging, "raiseExceptions", True)
    catch_the_rest()

    def fails() -> None:
        raise KeyError(WORD)

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    try:
        fails()
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    told = [json.loads(line) for line in log.getvalue().splitlines()]

    assert [one["error"] for one in told] == ["KeyError", "KeyError"]
    assert all(one["at"][-1].endswith("fails") for one in told)
    assert WORD not in log.getvalue()


async def test_a_question_is_one_line_with_its_key_and_durations(
    house: House, log: io.StringIO
) -> None:
    """
    Key, outcome, topics, score, how long deciding, posting and the whole took; once.
    """
    reply = await house.ask("django or flask for microservices?")
    await house.settle()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    key = f"{reply.channel}:{reply.thread_ts}"
    mine = [one for one in lines if one.get("key") == key]

    assert [one["event"] for one in mine] == ["question answered"]
    assert mine[0].keys() >= {
        *("outcome", "topics", "confidence", "attempts"),
        *("decide_ms", "post_ms", "seconds", "timestamp", "level"),
    }
    assert "microservices" in mine[0]["topics"]


async def test_the_metrics_say_how_it_goes(house: House, open_live: Callable[[Path], Live]) -> None:
    """
    By outcome; acknowledgement, decision and post; retries, queue, reloads, revision.
    """
    house.workspace.fail("chat.postMessage", status=500)
    await house.ask("django or flask for microservices?")
    await house.settle()
    served = await told_over_http(house.bot.url)

    for said in (
        'fwchoice_questions_total{door="mention",outcome="answer"} 1.0',
        'fwchoice_acknowledge_seconds_count{status="200",transport="http"} 1.0',
        "fwchoice_decide_seconds_count",
        'fwchoice_post_seconds_count{result="taken"} 1.0',
        'fwchoice_post_seconds_count{result="refused"} 1.0',
        "fwchoice_retries_total{",
        "fwchoice_queue_age_seconds 0.0",
        "fwchoice_knowledge_info{revision=",
    ):
        assert said in served
