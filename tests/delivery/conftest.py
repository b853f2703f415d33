"""
A running delivery over either database, and the thread it posts into.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.delivery import Delivery
from bot.delivery.attempt import Waits
from bot.delivery.backoff import Backoff
from bot.store import Store
from tests.delivery.thread import SHORT, Thread, decide, receipt

Running = Callable[..., AbstractAsyncContextManager[Delivery[str]]]

WAITS = Waits(
    backoff=Backoff(first_seconds=0.02, most_seconds=0.1),
    settle_seconds=0.2,
    unclear_seconds=0.02,
    crash_seconds=0.05,
    mending_seconds=0.1,
    probes=Backoff(first_seconds=0.05, most_seconds=0.1),
)


@pytest.fixture
def thread(tmp_path: Path) -> Thread:
    return Thread(tmp_path / "thread")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store.open(database_url, SHORT)
    yield store
    await store.aclose()


@pytest.fixture
def running(store: Store, thread: Thread) -> Running:
    """
    `async with running() as delivery`: started, and closed at the end; again and again.
    """

    @asynccontextmanager
    async def start(**changes: Any) -> AsyncIterator[Delivery[str]]:
        hands = {"decide": decide, "find": thread.find, "post": thread.post, "receipt": receipt}
        delivery: Delivery[str] = Delivery(
            store=store, **{"waits": WAITS, "post_seconds": 0.0, **hands, **changes}
        )
        await delivery.start()
        try:
            yield delivery
        finally:
            await delivery.aclose()

    return start


@pytest.fixture
def log() -> Iterator[list[Any]]:
    """
    Every structured event of the test.
    """
    with structlog.testing.capture_logs() as events:
        yield events
