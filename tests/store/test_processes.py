"""
Who lives among the processes of one database, and what is claimed there, over both databases.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.settings import ROOT
from bot.store import Store
from bot.store.processes import LEASE, Lease

SHORT = Lease(beat_seconds=0.1, fresh_seconds=0.3, seconds=0.8, round_seconds=0.2)

A_LIFE = """
import asyncio, sys
from bot.store import Store
from bot.store.processes import Lease

async def main():
    store = Store.open(sys.argv[1], Lease(seconds=0.8))
    await store.processes.enter("theirs", "0.1.0")
    print("lives", flush=True)
    while True:
        await asyncio.sleep(0.1)
        await store.processes.renew("theirs")

asyncio.run(main())
"""


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store.open(database_url, SHORT)
    yield store
    await store.aclose()


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Store]:
    """
    Another process, as far as the database can tell.
    """
    store = Store.open(database_url, SHORT)
    yield store
    await store.aclose()


async def names(store: Store) -> list[str]:
    return [one.id for one in await store.processes.living()]


async def test_who_enters_lives_until_it_leaves(store: Store, other: Store) -> None:
    await store.processes.enter("a", "0.1.0")
    await other.processes.enter("b", "0.2.0")
    await other.processes.serve("b", "rev", "")
    found = await store.processes.living()
    await store.processes.leave("a")

    assert [(one.id, one.release, one.revision) for one in found] == [
        ("a", "0.1.0", ""),
        ("b", "0.2.0", "rev"),
    ]
    assert await names(other) == ["b"]


async def test_a_process_that_is_killed_is_buried_and_one_that_lives_is_not(
    store: Store, database_url: str
) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", A_LIFE, database_url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert child.stdout is not None
        await child.stdout.readline()
        await asyncio.sleep(1.0)
        await store.processes.bury(at_start=True)
        assert await names(store) == ["theirs"]
    finally:
        os.kill(child.pid, signal.SIGKILL)
        await child.wait()
    async with asyncio.timeout(10):
        while await names(store):
            await store.processes.bury(at_start=True)
            await asyncio.sleep(0.05)


async def test_a_lease_that_ran_out_is_not_renewed_once_others_have_seen_it(
    postgres_url: str,
) -> None:
    """
    Its holder learns that it was declared dead, and is not fresh long before that.
    """
    store, other = Store.open(postgres_url, SHORT), Store.open(postgres_url, SHORT)
    await store.processes.enter("a", "0.1.0")
    assert store.processes.me_fresh
    await asyncio.sleep(0.4)
    assert not store.processes.me_fresh
    async with asyncio.timeout(10):
        while not store.processes.me_fresh:  # a slow machine may be too late the first time
            assert await store.processes.renew("a")
    await asyncio.sleep(0.9)
    assert await names(other) == ["a"]
    await other.processes.bury(at_start=True)

    assert await names(other) == []
    assert not await store.processes.renew("a")
    assert not store.processes.me_fresh
    await store.aclose()
    await other.aclose()


async def test_after_an_outage_nobody_judges_the_others_at_once(postgres_url: str) -> None:
    """
    All leases have run out while the database was away; who comes back first waits for the rest.
    """
    store, other = Store.open(postgres_url, SHORT), Store.open(postgres_url, SHORT)
    await store.processes.enter("a", "0.1.0")
    await other.processes.enter("b", "0.1.0")
    await asyncio.sleep(1.0)
    await store.processes.renew("a")
    await store.processes.bury()
    assert await names(store) == ["a", "b"]
    async with asyncio.timeout(10):
        while await names(store) != ["a"]:
            await store.processes.renew("a")
            await store.processes.bury()
            await asyncio.sleep(0.1)
    await store.aclose()
    await other.aclose()


@pytest.mark.parametrize("step", [-3600, 3600])
async def test_a_clock_that_is_set_buries_nobody_and_keeps_nobody(
    postgres_url: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The database's, by an hour: who renews its lease lives on, who does not is buried in time.
    """
    now = 1_000.0
    monkeypatch.setattr("bot.store.processes.seconds_passed", lambda: now)
    store, other = Store.open(postgres_url), Store.open(postgres_url)
    await store.processes.enter("a", "0.1.0")
    await other.processes.enter("b", "0.1.0")
    await other.processes.enter("c", "0.1.0")
    await store.processes.bury()
    with store.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE processes SET alive_until = alive_until - :step"), {"step": step}
        )
    await store.processes.bury()
    lived = {}
    for second in range(1, 20):
        now += 1
        await store.processes.renew("a")
        await other.processes.renew("b")
        await store.processes.bury()
        lived[second] = await names(store)

    assert lived[LEASE.seconds] == ["a", "b", "c"]
    assert lived[19] == ["a", "b"]
    await store.aclose()
    await other.aclose()


async def test_a_process_of_a_sqlite_file_needs_no_lease(tmp_path: os.PathLike[str]) -> None:
    """
    Its lock is free only when it has ended, however long it was stopped.
    """
    store = Store.open(f"sqlite:///{tmp_path}/fwchoice.db", SHORT)
    await store.processes.enter("a", "0.1.0")
    await asyncio.sleep(1.0)
    await store.processes.bury(at_start=True)

    assert await names(store) == ["a"]
    assert store.processes.me_fresh
    assert await store.processes.renew("a")
    await store.aclose()


async def test_a_claim_is_made_by_one(store: Store, other: Store) -> None:
    made = await asyncio.gather(
        *(each.claims.make("thing", 60) for each in (store, other) for _ in range(5))
    )

    assert sorted(made) == [False] * 9 + [True]
    assert await other.claims.make("another thing", 60)
    await store.claims.drop("thing")
    assert await other.claims.make("thing", 60)


async def test_a_claim_ends_by_itself(store: Store, other: Store) -> None:
    assert await store.claims.make("thing", 0.05)
    await asyncio.sleep(0.1)

    assert await other.claims.make("thing", 60)


async def test_a_claim_from_before_the_clock_was_set_back_ends_as_well(
    store: Store, other: Store
) -> None:
    """
    A machine that began in the wrong year forgets what is old all the same.
    """
    assert await store.claims.make("purge", 60)
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE claims SET until = until + 31536000"))

    assert await other.claims.make("purge", 60)
    assert not await store.claims.make("purge", 60)


async def test_turns_are_given_one_after_another_to_all(store: Store, other: Store) -> None:
    """
    Also when they are asked for at the same moment in different processes.
    """
    waits = await asyncio.gather(
        *(each.claims.turn("C1", 1.0) for each in (store, other) for _ in range(3))
    )

    assert [round(wait) for wait in sorted(waits)] == [0, 1, 2, 3, 4, 5]
    assert await other.claims.turn("C2", 1.0) == 0.0


async def test_a_turn_from_before_the_clock_was_set_back_is_not_waited_for(store: Store) -> None:
    """
    Nobody waits an hour for a post of a moment ago.
    """
    await store.claims.turn("C1", 1.0)
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE turns SET free_at = free_at + 3600"))

    assert await store.claims.turn("C1", 1.0) == 0.0


async def test_what_has_ended_is_forgotten(store: Store) -> None:
    await store.claims.make("ended", 0.0)
    await store.claims.make("current", 60)
    await store.claims.turn("C1", 0.0)
    await asyncio.sleep(0.02)
    await store.claims.forget()

    with store.engine.connect() as connection:
        claims = connection.execute(sa.text("SELECT name FROM claims")).scalars().all()
        turns = connection.execute(sa.text("SELECT name FROM turns")).scalars().all()
    assert (claims, turns) == (["current"], [])
