"""
A decision begun in one process is finished in another, after the first was killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from bot.server import EVENTS_PATH
from bot.settings import ROOT
from bot.workspace import Workspace
from tests.scenarios.guided import Guided
from tests.scenarios.house import House, said
from tests.security.egress import guarded

START_SECONDS = 60


@contextlib.asynccontextmanager
async def process(workspace: Workspace, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """
    The bot as ``fwchoice run --http`` starts it, on the database of *folder*; killed at the end.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_SIGNING_SECRET": workspace.app.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "KNOWLEDGE_DIR": str(ROOT / "knowledge"),
        "CACHE_DIR": str(folder / "cache"),
    }
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot"),
        cwd=ROOT,
        env=guarded(environment),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _ready(f"http://127.0.0.1:{port}/readyz", child)
        workspace.deliver_to(f"http://127.0.0.1:{port}{EVENTS_PATH}")
        yield child
    finally:
        workspace.deliver_to(None)
        if child.returncode is None:
            child.kill()
        await child.wait()


async def _ready(address: str, child: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
        while True:
            assert child.returncode is None, "the bot ended before it was ready"
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(address) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)


async def test_a_decision_begun_in_one_process_is_finished_in_another(
    workspace: Workspace, tmp_path: Path
) -> None:
    """
    SIGKILL in the middle of a walk: the open view goes on, and so does one that was closed.
    """
    async with process(workspace, tmp_path) as first:
        ada = await Guided.begin(_house(workspace))
        level = ada.levels()[1]
        begun = ada.question
        await ada.next(1)
        await ada.next()
        grace = await Guided.begin(_house(workspace), user="grace")
        await grace.next()
        await grace.close()
        first.send_signal(signal.SIGKILL)
        await first.wait()
        unheard = await workspace.submit(ada.view, {"level": ada.levels()[0]})
        assert not unheard.accepted

    async with process(workspace, tmp_path):
        await ada.next()
        for _ in range(3):
            await ada.press("back")
        assert (ada.question, ada.chosen) == (begun, level)
        await ada.press("finish")
        await ada.press("share")
        await ada.press("save")
        again = await Guided.begin(_house(workspace), user="grace")

    (message,) = workspace.messages("general")
    assert "<@U0ADA00001> decided" in said(message)
    assert [reply.files[0]["filetype"] for reply in workspace.thread(message)] == ["markdown"]
    assert "with one answer given" in again.shown


def _house(workspace: Workspace) -> House:
    """The workspace as a house whose bot is another process."""
    return House(workspace, bot=None)  # type: ignore[arg-type]
