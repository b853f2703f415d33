"""
Processes that share a database: who lives, whose work is whose, what is forgotten.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from dbos._utils import INTERNAL_QUEUE_NAME

from bot.delivery import Kept, Question
from bot.delivery.durable import APPLICATION_VERSION
from bot.store import Store
from bot.store.workflows import COLUMNS, INTERNAL_QUEUE, Workflows
from tests.delivery.conftest import Running
from tests.delivery.thread import Thread, eventually, has_receipt, question, receipt

on_sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgres_only = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@on_postgres_only
async def test_a_process_that_was_declared_dead_lets_go_and_lives_again(
    running: Running, thread: Thread, store: Store, log: list[Any]
) -> None:
    """
    As after a pause in which others have taken its work: it is done once, and new work is taken.
    """
    never = asyncio.Event()

    async def hang_at_first(asked: Question) -> None:
        if not never.is_set():
            never.set()
            await asyncio.sleep(60)

    thread.before_post = hang_at_first
    async with running(release="0.1.0") as delivery:
        await delivery.accept(question(1))
        await never.wait()
        (me,) = await store.processes.living()
        await store.run(lambda: _execute(store, f"DELETE FROM processes WHERE id = '{me.id}'"))
        await thread.wait_for(1)
        await eventually(lambda: _accepts(delivery, question(2)))
        await thread.wait_for(2)
        (again,) = await store.processes.living()

    assert again.id != me.id
    assert thread.replies() == {question(1).key: 1, question(2).key: 1}
    assert "declared dead by another process" in [one["event"] for one in log]
    assert await store.processes.living() == ()


@on_postgres_only
async def test_nothing_is_posted_without_a_fresh_lease(
    running: Running, thread: Thread, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Others might take over at that moment; when the lease is renewed it goes on.
    """
    async with running() as delivery:
        monkeypatch.setattr(type(store.processes), "me_fresh", False)
        await delivery.accept(question())
        await asyncio.sleep(0.3)
        assert not thread.replies()
        monkeypatch.undo()
        await thread.wait_for(1)


async def test_work_that_was_lost_in_the_database_s_trouble_is_found_again(
    running: Running,
    thread: Thread,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    log: list[Any],
) -> None:
    """
    Stored, but nobody here runs it: the database failed between the one and the other.
    """
    monkeypatch.setattr("bot.delivery.durable.LOST_SECONDS", 0.5)
    async with running() as delivery:
        await delivery.accept(question(1))
        await has_receipt(store, question(1))
        await asyncio.sleep(0.2)
        schema = "" if store.engine.dialect.name == "sqlite" else "dbos."
        table = f"{schema}workflow_status"
        await store.run(
            lambda: _execute(store, f"UPDATE {table} SET status = 'PENDING', owner_xid = 'lost'")
        )
        await eventually(lambda: _ended(store))

    assert thread.replies() == {question(1).key: 1}
    # On a slow machine it is found a second time before it has ended: it is answered once even so.
    assert {one["lost"] for one in log if one["event"] == "work taken over"} == {1}


@pytest.mark.parametrize("releases", [("0.1.0", "0.2.0"), ("0.2.0", "0.1.0")])
@on_sqlite_only
async def test_another_release_takes_over_what_this_one_leaves(
    releases: tuple[str, str], database_url: str, thread: Thread, running: Running, tmp_path: Any
) -> None:
    """
    The older from the newer, and the other way round: during a deploy both run.
    """
    theirs, ours = releases
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.delivery.child", database_url, str(tmp_path / "thread"), "before", "3"),
        theirs,
    )
    assert await child.wait() == -signal.SIGKILL
    async with running(release=ours):
        await thread.wait_for(3)

    assert thread.replies() == {question(number).key: 1 for number in range(3)}


async def test_what_is_old_is_forgotten_and_what_is_unfinished_is_not(
    running: Running, thread: Thread, store: Store
) -> None:
    """
    Answered questions with dbos' rows, receipts, ended claims; one process in an hour sees to it.
    """

    async def hold_the_second(asked: Question) -> None:
        if asked == question(2):
            raise ConnectionError

    thread.before_post = hold_the_second
    old = datetime.now(UTC) - timedelta(days=40)
    async with running(kept=Kept(questions_days=0, receipts_days=30)) as delivery:
        await delivery.accept(question(1))
        await delivery.accept(question(2))
        await has_receipt(store, question(1))
        await asyncio.sleep(0.2)
        await store.save_receipt(replace(receipt(question(3), "", "1.1"), created=old))
        await store.claims.make("ended", -1)
        keeping = delivery._keeping
        await keeping.purge()
        left = Workflows(store.engine, APPLICATION_VERSION)
        stored = await store.run(lambda: left.inputs([question(1).key, question(2).key]))
        await keeping.purge()

    assert list(stored) == [question(2).key]
    assert await store.receipt(question(1).key) is not None
    assert await store.receipt(question(3).key) is None


@on_sqlite_only
async def test_our_view_of_dbos_rows_is_that_of_the_dbos_installed(
    running: Running, store: Store
) -> None:
    async with running():
        found = sa.inspect(store.engine).get_columns("workflow_status")
    assert set(COLUMNS) <= {one["name"] for one in found}
    assert INTERNAL_QUEUE == INTERNAL_QUEUE_NAME


async def test_every_process_shows_what_it_serves(
    running: Running, store: Store, database_url: str
) -> None:
    other = Store.open(database_url)
    await other.processes.enter("other", "0.0.9")
    async with running(release="0.1.0") as delivery:
        await delivery.serve("rev1", "rev2")
        seen = await store.processes.living()
        await other.processes.leave("other")
        left = await store.processes.living()
    await other.aclose()

    assert [(one.release, one.revision, one.rejected) for one in seen] == [
        ("0.0.9", "", ""),
        ("0.1.0", "rev1", "rev2"),
    ]
    assert [one.release for one in left] == ["0.1.0"]


async def _accepts(delivery: Any, asked: Question) -> bool:
    try:
        await delivery.accept(asked)
    except Exception:
        return False
    return True


async def _ended(store: Store) -> bool:
    rows = Workflows(store.engine, APPLICATION_VERSION)
    return not await store.run(rows.executors) and not await store.run(
        lambda: rows.unfinished("C1:")
    )


def _execute(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text(statement))
