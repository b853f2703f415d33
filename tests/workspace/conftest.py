"""
A workspace with short delays, and a toy app on each transport.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.workspace import Command, Shortcut, Workspace
from tests.workspace.toy_app import ToyApp

EVERYTHING = frozenset(
    {
        "app_mention",
        "app_home_opened",
        "message.channels",
        "message.im",
        "member_joined_channel",
        "reaction_added",
    }
)


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """
    A started workspace whose retries take milliseconds.
    """
    async with Workspace(
        commands=[Command("/ask", "Ask something", "[question]")],
        shortcuts=[Shortcut("explain", "Explain this")],
        events=EVERYTHING,
        retry_delays=(0.01, 0.02, 0.03),
        welcome="Hello",
        tries=("Try this",),
    ) as started:
        yield started


@pytest.fixture
async def toy(workspace: Workspace) -> AsyncIterator[ToyApp]:
    """
    A toy app that is not connected yet.
    """
    async with aiohttp.ClientSession() as session:
        yield ToyApp(workspace, session)


@pytest.fixture(params=["http", "socket"])
async def connected(request: pytest.FixtureRequest, toy: ToyApp) -> AsyncIterator[ToyApp]:
    """
    A toy app connected over HTTP, then over a socket.
    """
    over = toy.over_http() if request.param == "http" else toy.over_a_socket()
    async with over:
        yield toy
