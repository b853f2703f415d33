"""
A bot in a workspace, patient for a fraction of a second, and what it logged.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Bot
from bot.core.snapshot import Snapshot
from bot.knowledge.live import Live
from bot.server import EVENTS_PATH
from bot.workspace import Workspace
from tests.core.fixtures import shipped_snapshot
from tests.scenarios.house import House, local_settings, new_workspace
from tests.security.logging_to import logging_to

PATIENCE_SECONDS = 0.4


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """
    The shipped knowledge, loaded once.
    """
    return shipped_snapshot()


@pytest.fixture(scope="session")
def open_live(snapshot: Snapshot) -> Callable[[Path], Live]:
    """
    Opens the shipped knowledge without reading it again.
    """
    return lambda folder: Live(folder, snapshot)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """
    Everything the program writes to its log.
    """
    with logging_to("json") as stream:
        yield stream


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """
    A started workspace without a bot.
    """
    async with new_workspace() as started:
        yield started


@pytest.fixture
async def house(
    workspace: Workspace,
    open_live: Callable[[Path], Live],
    tmp_path: Path,
    log: io.StringIO,
) -> AsyncIterator[House]:
    """
    The bot over HTTP; its admin is grace.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", admins=("U0GRACE001",))
    async with contextlib.AsyncExitStack() as stack:
        bot = Bot(settings, "http", open_live=open_live, patience_seconds=PATIENCE_SECONDS)
        await stack.enter_async_context(bot)
        workspace.deliver_to(f"{bot.url}{EVENTS_PATH}")
        yield House(workspace, bot)
        workspace.deliver_to(None)
