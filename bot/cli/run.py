"""
``fwchoice run``: the bot against Slack, or in a local workspace without it.

Without any of Slack's variables an emulated workspace is started on loopback and the same bot is
put into it, with tokens made up for this one run.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import os
import secrets
import signal
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

import click

from bot.bootstrap import Bot, Transport
from bot.cli.environment import settings as read_settings
from bot.core.errors import SettingsError
from bot.core.silence import suggestions
from bot.knowledge.apart import give_back
from bot.logs import Outlet, catch_the_rest, configure
from bot.network import DEFAULT_PORT, bind
from bot.server import EVENTS_PATH
from bot.settings import Settings
from bot.slack.manifest import manifest

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 9.5
MOST_YOUNG: Final = 5_000
"""So many new objects before Python looks for cycles among them, and not 700: the questions at hand
and the knowledge would be gone through again and again."""
ARENA_MAX: Final = -8
"""glibc's ``M_ARENA_MAX``: how many heaps there may be for a program's threads to take memory from.
https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html"""


@click.command("run")
@click.option("--http", "transport", flag_value="http", help="Let Slack send over HTTP.")
@click.option("--socket", "transport", flag_value="socket", help="Connect by Socket Mode.")
def command(transport: Transport | None) -> None:
    """
    Run the bot: against Slack when it is configured, else in a local workspace.
    """
    settings = read_settings()
    configure(settings.log_format)
    catch_the_rest()
    be_frugal()
    # What the program makes, the database's files above all, is its user's alone.
    os.umask(0o077)
    if not settings.has_slack:
        asyncio.run(in_local_workspace(settings, transport or "http"))
        return
    problems = settings.missing(transport)
    if problems:
        raise SettingsError("\n".join(problems))
    asyncio.run(against_slack(settings, transport or ("socket" if settings.app_token else "http")))


def be_frugal() -> None:
    """
    Use memory sparingly: before there are threads.

    Python's threads take turns anyway. With a heap each, some 30 threads held 30 MiB that each had
    used once and no other could use.
    """
    gc.set_threshold(MOST_YOUNG, *gc.get_threshold()[1:])
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another system's C library
        ctypes.CDLL(None).mallopt(ARENA_MAX, 1)


async def against_slack(settings: Settings, transport: Transport) -> None:
    """
    Run until told to stop.
    """
    async with stopping() as stop, Bot(settings, transport) as bot:
        over = "Socket Mode" if transport == "socket" else f"HTTP at {bot.url}{EVENTS_PATH}"
        _say(f"fwchoice answers in Slack over {over}.")
        _say_port(settings, bot.port)
        _say(f"Health: {bot.url}/readyz")
        await give_back()  # what starting took
        await stop.wait()


async def in_local_workspace(settings: Settings, transport: Transport) -> None:
    """
    Run a workspace and the bot in it until told to stop.
    """
    from bot.workspace import Workspace, declared

    host = settings.host or LOOPBACK
    with bind(host, settings.port) as probe:
        port = probe.getsockname()[1]
    workspace = Workspace(
        bot_token=f"xoxb-{secrets.token_hex(12)}",
        app_token=f"xapp-{secrets.token_hex(12)}",
        signing_secret=secrets.token_hex(16),
        **declared(manifest()),
    )
    try:
        await workspace.start(host, port)
    except ValueError as error:
        raise SettingsError(
            f"HOST is {host}, but the local workspace is for this machine only: unset HOST, "
            "or set Slack's variables to run against Slack."
        ) from error
    inside = replace(
        settings,
        bot_token=workspace.app.bot_token,
        signing_secret=workspace.app.signing_secret,
        app_token=workspace.app.app_token,
        api_url=workspace.api_url,
        host=LOOPBACK,
        port=0,
        admins=settings.admins or (workspace.world.team.people[0].id,),
    )
    async with workspace, stopping() as stop, Bot(inside, transport) as bot:
        base = bot.live.current.base
        asked = (f"@{workspace.app.name} {one.question}" for one in suggestions(base))
        workspace.page.tries = (*asked, "/fwchoice")
        workspace.page.welcome = f"Ask @{workspace.app.name} a question, or try one:"
        if transport == "http":
            workspace.deliver_to(f"{bot.url}{EVENTS_PATH}")
        _say(f"A local workspace, without Slack: open {workspace.url}")
        _say_port(settings, port)
        _say("It is on this machine only and forgets everything when it stops (Ctrl+C).")
        await give_back()  # what starting took
        await stop.wait()


def _say(text: str, *, err: bool = False) -> None:
    """To whoever started the program, if anybody still listens: nothing depends on it."""
    outlet = Outlet(sys.stderr if err else sys.stdout)
    outlet.write(f"{text}\n")
    outlet.flush()


def _say_port(settings: Settings, port: int) -> None:
    if settings.port is None and port != DEFAULT_PORT:
        _say(f"Port {DEFAULT_PORT} is busy, so this is port {port}.")


@contextlib.asynccontextmanager
async def stopping() -> AsyncIterator[asyncio.Event]:
    """
    An event that is set by SIGTERM or SIGINT; a second signal ends the program at once.

    Whatever hangs then, a database or a thread, the program ends within STOP_SECONDS of the first:
    what was accepted is stored, and whoever runs next goes on with it.
    """
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def asked(number: signal.Signals) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()
        # It outlives the loop, because threads may hang after that.
        end = threading.Timer(STOP_SECONDS, cut_off)
        end.daemon = True
        end.start()
        _say("Stopping: no new questions, answering those at hand.", err=True)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked, number)
    try:
        yield stop
    finally:
        if not stop.is_set():
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)


def cut_off() -> None:
    """
    End the program as it is.
    """
    _say("Stopped in the middle: what is left over is stored, and comes next.", err=True)
    os._exit(0)
