"""
The bot in a workspace, entered over HTTP and over Socket Mode.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.bootstrap import Transport
from bot.core.answers import answer
from bot.core.replies import Clarification
from bot.core.snapshot import Snapshot
from bot.knowledge.live import Live
from bot.workspace import Workspace
from tests.core.fixtures import shipped_snapshot
from tests.scenarios.house import House, living, local_settings, new_workspace


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """
    The shipped knowledge, loaded once.
    """
    return shipped_snapshot()


@pytest.fixture(scope="session")
def close_race(snapshot: Snapshot) -> str:
    """
    A question between two topics, whatever the matcher is like today.
    """
    titles = [topic.title for topic in snapshot.base.topics]
    for one, other in itertools.combinations(titles, 2):
        question = f"{one} or {other}?"
        if isinstance(answer(question, snapshot), Clarification):
            return question
    raise AssertionError("no question is a close race")


@pytest.fixture
def open_live(snapshot: Snapshot) -> Callable[[Path], Live]:
    """
    Opens the shipped knowledge without reading it again.
    """
    return lambda folder: Live(folder, snapshot)


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """
    A started workspace without a bot.
    """
    async with new_workspace() as started:
        yield started


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> Transport:
    """
    Each way Slack has to reach the bot.
    """
    found: Transport = request.param
    return found


@pytest.fixture
async def house(
    workspace: Workspace,
    transport: Transport,
    open_live: Callable[[Path], Live],
    tmp_path: Path,
) -> AsyncIterator[House]:
    """
    The bot in the workspace, over each transport.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    async with living(workspace, settings, transport, open_live) as lived_in:
        yield lived_in


@pytest.fixture
async def http_house(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> AsyncIterator[House]:
    """
    The bot over HTTP, for what does not depend on the transport.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    async with living(workspace, settings, "http", open_live) as lived_in:
        yield lived_in
