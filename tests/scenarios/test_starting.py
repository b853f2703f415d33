"""
Starting and stopping: what cannot work is one clear line, and what was accepted is answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.bootstrap import Bot, Transport
from bot.cli.doctor import checks
from bot.core.errors import SettingsError, SlackError
from bot.knowledge.live import Live
from bot.network import bind
from bot.settings import ROOT
from bot.workspace import Workspace
from tests.scenarios.house import BOT, House, living, local_settings
from tests.security.egress import guarded


async def test_a_wrong_bot_token_is_one_clear_error(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Said at the start, with Slack's word for it and the way out.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", bot_token="xoxb-wrong")

    with pytest.raises(SlackError, match=r"refuses SLACK_BOT_TOKEN: invalid_auth. Copy"):
        await Bot(settings, "http", open_live=open_live).__aenter__()


async def test_a_wrong_app_token_is_one_clear_error(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    The SDK would go on trying without a word.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", app_token="xapp-wrong")

    with pytest.raises(SlackError, match="refuses SLACK_APP_TOKEN: invalid_auth"):
        await Bot(settings, "socket", open_live=open_live).__aenter__()


@pytest.mark.parametrize("api_url", ["http://127.0.0.1:9/api/", "http://no-such-host.invalid/api/"])
async def test_an_unreachable_web_api_is_one_clear_error(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path, api_url: str
) -> None:
    """
    With the address that was tried.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", api_url=api_url)

    with pytest.raises(SlackError, match=f"The Web API at {re.escape(api_url)} cannot be reached"):
        await Bot(settings, "http", open_live=open_live).__aenter__()


async def test_a_server_that_is_no_slack_is_one_clear_error(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Something answers, but not as Slack does.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", api_url=f"{workspace.url}/")

    with pytest.raises(SlackError, match="did not answer as Slack does"):
        await Bot(settings, "http", open_live=open_live).__aenter__()


async def test_a_busy_port_that_was_asked_for_is_one_clear_error(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Nothing is opened before it is known.
    """
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings = local_settings(workspace, tmp_path / "bot.db", port=port)
        with pytest.raises(SettingsError, match=f"PORT {port} is busy on 127.0.0.1"):
            await Bot(settings, "http", open_live=open_live).__aenter__()

    assert not (tmp_path / "bot.db").exists()


def test_without_a_port_the_next_free_one_is_taken() -> None:
    """
    Two in a row do not meet.
    """
    with bind("127.0.0.1", None) as one, bind("127.0.0.1", None) as other:
        assert one.getsockname()[1] < other.getsockname()[1]


async def test_the_same_settings_start_again_after_every_failure(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path, transport: Transport
) -> None:
    """
    A start that failed leaves nothing behind.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    failures: tuple[dict[str, Any], ...] = (
        {"bot_token": "xoxb-wrong"},
        {"api_url": "http://127.0.0.1:9/"},
    )
    for changes in failures:
        with pytest.raises(SlackError):
            await Bot(replace(settings, **changes), transport, open_live=open_live).__aenter__()
    async with living(workspace, settings, transport, open_live) as house:
        await house.ask("django or flask for microservices?")


AWAY: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"error": "fatal_error"},
    {"retry_after": 3},
)


@pytest.mark.parametrize("away", AWAY)
async def test_a_start_in_the_middle_of_an_outage_takes_questions_and_answers_them_after_it(
    workspace: Workspace,
    open_live: Callable[[Path], Live],
    tmp_path: Path,
    transport: Transport,
    away: dict[str, Any],
) -> None:
    """
    The process died, and what starts it anew cannot wait for Slack. Who it is it knows already;
    before the outage it left a question, and in it is asked another.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    workspace.fail("chat.postMessage", status=503, times=1_000)
    async with living(workspace, settings, transport, open_live) as house:
        before = await workspace.say("ada", "general", f"{BOT} is Django faster than Flask?")
        await workspace.wait_for(lambda: house.bot.delivery.waiting)
    workspace.fail("*", **away, times=10_000)
    async with living(workspace, settings, transport, open_live) as house:
        if transport == "http":
            during = await workspace.say("ada", "general", f"{BOT} does Flask have an ORM?")
            await workspace.wait_for(lambda: house.bot.delivery.waiting == 2)
        else:
            assert "socket" in (await house.bot.readiness()).problems
        workspace.faults.clear()
        await workspace.reply_to(before, within_seconds=30)
        if transport == "socket":
            await workspace.wait_for(lambda: workspace.connected, within_seconds=30)
            during = await workspace.say("ada", "general", f"{BOT} does Flask have an ORM?")
        await workspace.reply_to(during, within_seconds=30)
        await house.settle()

        assert [len(workspace.thread(one)) for one in (before, during)] == [1, 1]


async def test_with_another_token_nothing_is_known_of_before(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    It may be another app's: that Slack is away is one clear error then, and no refusal of the
    token.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    async with living(workspace, settings, "http", open_live):
        pass
    workspace.fail("auth.test", error="internal_error", times=10)
    other = replace(settings, bot_token="xoxb-other")

    with pytest.raises(SlackError, match="does not answer at the moment: internal_error"):
        await Bot(other, "http", open_live=open_live).__aenter__()


async def test_a_shutdown_answers_what_it_has_accepted(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path, transport: Transport
) -> None:
    """
    Slow calls are waited for; new questions are refused, so that Slack sends them again.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    async with living(workspace, settings, transport, open_live) as house:
        workspace.slow("chat.postMessage", 0.5)
        asked = await workspace.say("ada", "general", "<@U0BOT00001> django or flask?")
        await workspace.wait_for(lambda: workspace.web_api.running)
        del house

    assert len(workspace.thread(asked)) == 1


def environment(**given: str) -> dict[str, str]:
    """
    For a process of its own: a path to find Python by, and *given*.
    """
    return guarded({"PATH": os.defpath, "HOME": "/nonexistent", "LOG_FORMAT": "json", **given})


@asynccontextmanager
async def fwchoice(*words: str, **given: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """
    ``fwchoice`` with *words*, as a process of its own.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error::ResourceWarning", "-m", "bot", *words),
        cwd=ROOT,
        env=environment(**given),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(*words: str, **given: str) -> tuple[int | None, str, str]:
    """
    Exit code, standard output and standard error.
    """
    async with fwchoice(*words, **given) as process:
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()


async def test_half_a_configuration_names_what_is_missing() -> None:
    """
    Exit code 2, one line a variable, no traceback.
    """
    code, _, err = await ended("run", SLACK_BOT_TOKEN="xoxb-1")

    assert code == 2
    assert "SLACK_APP_TOKEN" in err
    assert len(err.strip().splitlines()) == 1


async def test_run_without_slack_prints_one_address_and_stops_when_told(tmp_path: Path) -> None:
    """
    Whatever proxies and OAuth variables the environment holds.
    """
    given = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "secret",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    for transport in ("--http", "--socket"):
        async with fwchoice("run", transport, **given) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
            address = re.search(r"http://[\d.:]+", line)
            assert "local workspace" in line
            assert address is not None
            async with aiohttp.ClientSession() as session:
                said = {"as": "U0ADA00001", "channel": "C0GENERAL1", "text": "@fwchoice flask?"}
                url = f"{address[0]}/act/say"
                async with session.post(url, json=said) as answer:
                    assert answer.status == 200, await answer.text()
                    found = await replied(session, address[0])
            process.send_signal(signal.SIGTERM)
            rest = (await process.stdout.read()).decode()
            log = (await process.stderr.read()).decode()
            assert await process.wait() == 0

        assert found
        assert "http://" not in rest
        assert "Traceback" not in log
        assert "flask?" not in log
        assert "xoxb-" not in log


async def replied(session: aiohttp.ClientSession, url: str) -> bool:
    """
    Whether the page shows a reply of the bot within five seconds.
    """
    async with asyncio.timeout(5), session.get(f"{url}/live") as stream:
        async for line in stream.content:
            if line.startswith(b"data: "):
                state = json.loads(line[6:])
                if any(one.get("bot_id") for one in state["messages"]["C0GENERAL1"]):
                    return True
    return False


async def test_the_doctor_finds_everything_in_order(workspace: Workspace, tmp_path: Path) -> None:
    """
    Exit code 0 and a tick on every line.
    """
    code, out, err = await ended(
        "doctor",
        SLACK_BOT_TOKEN=workspace.app.bot_token,
        SLACK_APP_TOKEN=workspace.app.app_token,
        SLACK_API_URL=workspace.api_url,
        DATABASE_URL=f"sqlite:///{tmp_path}/bot.db",
    )

    assert (code, err) == (0, "")
    assert "✗" not in out
    assert all(name in out for name in ("scopes", "thread look-up", "Socket Mode", "database"))


async def test_the_doctor_says_how_to_mend_what_is_missing(
    workspace: Workspace, tmp_path: Path
) -> None:
    """
    A token that is refused, a scope that is not there, nothing set at all.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")

    async def wrong(**changes: Any) -> dict[str, tuple[str, str]]:
        found = [one async for one in checks(replace(settings, **changes))]
        return {one.name: (one.says, one.mend) for one in found if not one.ok}

    refused = await wrong(bot_token="xoxb-no", app_token="xapp-no")
    nothing = await wrong(bot_token=None, app_token=None, signing_secret=None)
    unreachable = await wrong(api_url="http://127.0.0.1:9/")
    workspace.world.app = replace(workspace.app, scopes=frozenset({"chat:write"}))
    lacking = await wrong()
    some = workspace.app.scopes - {"groups:history"}
    workspace.world.app = replace(workspace.app, scopes=some)
    half = await wrong()

    assert set(refused) == {"bot token", "Socket Mode"}
    assert refused["bot token"][0] == "Slack refuses SLACK_BOT_TOKEN: invalid_auth"
    assert set(nothing) == {"bot token", "transport"}
    assert set(unreachable) == {"Web API"}
    assert "missing: app_mentions:read, channels:history" in lacking["scopes"][0]
    assert "OAuth & Permissions" in lacking["scopes"][1]
    assert "channels:history" in lacking["thread look-up"][0]
    assert "waits" in lacking["thread look-up"][1]
    assert half["thread look-up"][0] == "missing scope: groups:history"


async def test_the_bot_refuses_questions_while_it_stops(http_house: House) -> None:
    """
    Slack is told to send them again, to whoever is there then.
    """
    await http_house.bot.delivery.drain(0.1)
    await http_house.workspace.say("ada", "general", "<@U0BOT00001> django or flask?")
    await http_house.workspace.wait_for(lambda: len(http_house.workspace.deliveries) >= 2)

    assert http_house.workspace.deliveries[0].status == 503


HANGING = """
import asyncio, os, sys, threading, time
from bot.cli import run

run.STOP_SECONDS = float(sys.argv[1])

async def main():
    async with run.stopping() as stop:
        print("runs", flush=True)
        await stop.wait()
        print("stops", flush=True)
        await asyncio.to_thread(time.sleep, 60)

asyncio.run(main())
"""
"""A program whose shutdown waits for a thread that hangs, as in a database that does not answer."""


async def test_a_stop_that_hangs_is_cut_off(tmp_path: Path) -> None:
    """
    The program ends in time, and says that something is left over; that is no failure.
    """
    code, err = await hanging("0.3", [signal.SIGTERM])

    assert code == 0
    assert "what is left over is stored" in err


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
async def test_a_second_signal_ends_the_program_at_once(second: signal.Signals) -> None:
    """
    Whatever hangs, and whichever of the two it is.
    """
    code, _ = await hanging("30", [signal.SIGTERM, second])

    assert code == 128 + second


async def hanging(stop_seconds: str, numbers: list[signal.Signals]) -> tuple[int | None, str]:
    """
    What becomes of that program after these signals.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", HANGING, stop_seconds),
        cwd=ROOT,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    for number in numbers:
        await process.stdout.readline()
        process.send_signal(number)
    _, err = await asyncio.wait_for(process.communicate(), 10)
    return process.returncode, err.decode()
