"""
The database goes away under a running delivery, and comes back.
"""

from __future__ import annotations

import asyncio
import contextlib
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.core.errors import StoreError
from bot.delivery import NotAcceptedError
from bot.store import Store
from tests import postgres
from tests.delivery.conftest import Running
from tests.delivery.thread import SHORT, Thread, eventually, has_receipt, question

on_sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Server:
    """
    A PostgreSQL that can be stopped at once, as by a fault, and started again.
    """

    def __init__(self, url: str) -> None:
        self.url = f"{url}/postgres"
        with psycopg.connect(self.url) as connection:
            (directory,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        self._data = Path(directory)
        arguments = shlex.split((self._data / "postmaster.opts").read_text())
        self._options = shlex.join(arguments[arguments.index("-D") + 2 :])

    def stop(self) -> None:
        self._run("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        log = str(self._data.parent / "log")
        self._run("-o", self._options, "-l", log, "-w", "start")

    def _run(self, *arguments: str) -> None:
        programs, become = postgres._programs(), postgres._as_postgres()
        assert programs is not None
        assert become is not None
        subprocess.run(
            [*become, str(programs / "pg_ctl"), "-D", str(self._data), *arguments],
            check=True,
            cwd=self._data.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


@pytest.fixture
def server() -> Iterator[Server]:
    """
    A server of the test's own, running at its end.
    """
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.postgres(postgres.UNSAFE))
        except postgres.NoPostgresError as error:
            pytest.skip(str(error))
        yield Server(url)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """
    SQLite where a test asks for it, else that server.
    """
    if getattr(request, "param", "") == "sqlite":
        return f"sqlite:///{tmp_path}/fwchoice.db"
    server: Server = request.getfixturevalue("server")
    return server.url


async def test_postgres_stops_and_starts_under_a_running_delivery(
    server: Server, running: Running, thread: Thread, store: Store
) -> None:
    """
    Meanwhile questions are refused quickly, so that Slack sends them again; afterwards all goes on
    by itself: what was accepted, what was under way, new questions, and the end.
    """
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def hold(_: Any) -> None:
        reached.set()
        await go_on.wait()

    async with running() as delivery:
        await delivery.accept(question(1))
        await has_receipt(store, question(1))
        thread.before_post = hold
        await delivery.accept(question(2))
        await reached.wait()

        await asyncio.to_thread(server.stop)
        began = time.monotonic()
        with pytest.raises(NotAcceptedError):
            await delivery.accept(question(3))
        assert time.monotonic() - began < 3
        with pytest.raises(StoreError):
            await store.ping()
        go_on.set()
        await asyncio.sleep(1.0)

        await asyncio.to_thread(server.start)
        began = time.monotonic()
        await eventually(lambda: _accepted(delivery, 3))
        await eventually(lambda: _accepted(delivery, 4))
        await thread.wait_for(4)
        for number in range(1, 5):
            await has_receipt(store, question(number))
        assert time.monotonic() - began < 15

    assert thread.replies() == {question(number).key: 1 for number in range(1, 5)}


async def test_a_delivery_ends_though_its_database_is_down(
    server: Server, thread: Thread, running: Running, store: Store
) -> None:
    began = 0.0
    async with running() as delivery:
        await delivery.accept(question(1))
        await thread.wait_for(1)
        await asyncio.to_thread(server.stop)
        with contextlib.suppress(NotAcceptedError):
            await delivery.accept(question(2))
        began = time.monotonic()
        await delivery.drain(1.0)

    ended = time.monotonic()
    await asyncio.to_thread(server.start)
    assert ended - began < 8


@on_sqlite_only
async def test_a_full_disk_is_refused_and_recovered_from(
    running: Running, thread: Thread, store: Store
) -> None:
    """
    Nothing can be written: not stored, not acknowledged. Room is made, and all goes on.
    """

    def room(pages: int | None) -> None:
        # For every connection of the pool.
        with contextlib.ExitStack() as stack:
            for connection in [stack.enter_context(store.engine.connect()) for _ in range(2)]:
                now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages or now}")
                connection.rollback()

    async with running() as delivery:
        await delivery.accept(question(1))
        await has_receipt(store, question(1))
        await asyncio.sleep(0.2)
        await store.run(lambda: room(None))
        with pytest.raises(NotAcceptedError):
            await fill(delivery)
        assert list(delivery.problems) == ["questions"]
        await store.run(lambda: room(1_000_000))
        await eventually(lambda: _accepted(delivery, 500))
        await has_receipt(store, question(500))
        assert delivery.problems == {}

    assert set(thread.replies().values()) == {1}
    assert question(500).key in thread.replies()


async def test_the_next_connection_of_a_lease_is_made_by_itself(
    server: Server, store: Store
) -> None:
    await store.processes.enter("me", "0.1.0")
    assert await store.processes.renew("me")
    await asyncio.to_thread(server.stop)
    with pytest.raises(StoreError, match="lease"):
        await store.processes.renew("me")
    await asyncio.sleep(SHORT.fresh_seconds)
    assert not store.processes.me_fresh
    await asyncio.to_thread(server.start)
    assert await store.processes.renew("me")
    assert store.processes.me_fresh


async def _accepted(delivery: Any, number: int) -> bool:
    try:
        await delivery.accept(question(number))
    except NotAcceptedError:
        return False
    return True


async def fill(delivery: Any) -> None:
    """
    Ask until something is refused.
    """
    for number in range(2, 400):
        await delivery.accept(question(number, text="x" * 3000))
