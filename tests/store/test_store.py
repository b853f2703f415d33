"""
Receipts, over SQLite and PostgreSQL.
"""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.core.errors import StoreError
from bot.store import Receipt, Store, database
from bot.store.migrations import MIGRATIONS, migrate

RECEIPT = Receipt(
    key="C1:1700000000.000100",
    channel="C1",
    ts="1700000000.000100",
    thread_ts="1700000000.000100",
    reply_ts="1700000001.000200",
    text="is Django faster than Flask? 🐍 مرحبا",
    outcome="answer",
    topics=("performance", "scalability"),
    confidence=0.93,
    revision="0123abcd",
    created=datetime(2024, 5, 1, 12, 30, tzinfo=UTC),
)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store.open(database_url)
    yield store
    await store.aclose()


async def test_a_receipt_comes_back_as_it_was_saved(store: Store) -> None:
    await store.save_receipt(RECEIPT)

    assert await store.receipt(RECEIPT.key) == RECEIPT


async def test_an_unknown_question_has_no_receipt(store: Store) -> None:
    assert await store.receipt("C1:1.0") is None


async def test_saving_again_replaces_the_receipt_and_keeps_its_id(store: Store) -> None:
    later = replace(RECEIPT, outcome="decline", topics=(), confidence=None, revision="ffff")

    await store.save_receipt(RECEIPT)
    await store.save_receipt(later)

    assert await store.receipt(RECEIPT.key) == later
    assert later.id == RECEIPT.id


async def test_times_are_stored_in_utc(store: Store) -> None:
    paris = datetime(2024, 5, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))

    await store.save_receipt(replace(RECEIPT, created=paris))

    saved = await store.receipt(RECEIPT.key)
    assert saved is not None
    assert saved.created == paris
    assert saved.created.tzinfo == UTC


async def test_text_that_no_database_takes_is_made_storable(store: Store) -> None:
    await store.save_receipt(replace(RECEIPT, text="a\x00b\ud800c"))

    saved = await store.receipt(RECEIPT.key)
    assert saved is not None
    assert saved.text == "a\N{REPLACEMENT CHARACTER}b?c"


async def test_a_restart_finds_what_was_saved(database_url: str) -> None:
    first = Store.open(database_url)
    await first.save_receipt(RECEIPT)
    await first.aclose()

    second = Store.open(database_url)
    found = await second.receipt(RECEIPT.key)
    await second.aclose()

    assert found == RECEIPT


async def test_many_savers_at_once_all_get_their_turn(store: Store) -> None:
    receipts = [replace(RECEIPT, key=f"C1:{number}") for number in range(40)]

    await asyncio.gather(*map(store.save_receipt, receipts))

    assert [await store.receipt(receipt.key) for receipt in receipts] == receipts


async def test_a_living_database_answers_a_ping(store: Store) -> None:
    await store.ping()


async def test_migrations_are_applied_once_and_recorded(store: Store) -> None:
    assert migrate(store.engine) == []
    with store.engine.connect() as connection:
        names = connection.execute(
            sa.text("SELECT name FROM fwchoice_migrations ORDER BY number")
        ).scalars()

        assert list(names) == [migration.__name__ for migration in MIGRATIONS]


async def test_two_processes_may_open_a_new_database_at_once(database_url: str) -> None:
    stores = await asyncio.gather(*(asyncio.to_thread(Store.open, database_url) for _ in range(3)))
    for store in stores:
        await store.ping()
        await store.aclose()


async def test_receipts_are_forgotten_when_they_are_old(store: Store) -> None:
    old, new = RECEIPT, replace(RECEIPT, key="C1:2", created=RECEIPT.created + timedelta(days=2))
    await store.save_receipt(old)
    await store.save_receipt(new)

    assert await store.forget_receipts(RECEIPT.created + timedelta(days=1)) == 1
    assert await store.receipt(old.key) is None
    assert await store.receipt(new.key) == new


async def test_the_file_and_its_companions_are_readable_by_their_owner_only(
    tmp_path: Path,
) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/var/fwchoice.db")
    await store.save_receipt(RECEIPT)
    await store.processes.enter("worker", "0.1.0")

    files = [path for path in (tmp_path / "var").rglob("*") if path.is_file()]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files}
    await store.aclose()

    assert len(files) >= 3
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


async def test_sqlite_writes_ahead_and_syncs(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/fwchoice.db")
    with store.engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        ]
    await store.aclose()

    assert pragmas == ["wal", 2]


def test_heroku_s_scheme_is_accepted(postgres_url: str) -> None:
    store = Store.open(postgres_url.replace("postgresql://", "postgres://"))
    asyncio.run(store.aclose())


@pytest.mark.parametrize(
    ("database_url", "says"),
    [
        ("", "is not a database URL; use sqlite:///var/fwchoice.db or postgresql://"),
        ("var/fwchoice.db", "is not a database URL"),
        ("mysql://u:secret@h/d", "starts with 'mysql', which is not known"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("postgresql://u:secret@127.0.0.1:1/d", r"u:\*\*\*@127.0.0.1:1/d cannot be used: .+ DATAB"),
        ("postgresql://h:port/d", "is not a database URL"),
    ],
)
def test_a_wrong_url_says_what_to_do(database_url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as caught:
        Store.open(database_url)

    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "fwchoice.db"
    path.write_text("dear diary, " * 100)

    with pytest.raises(StoreError, match="file is not a database"):
        Store.open(f"sqlite:///{path}")


def test_a_folder_in_the_way_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        Store.open(f"sqlite:///{tmp_path}")


async def test_a_database_that_goes_away_fails_the_ping(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    with sa.create_engine(
        postgres_url.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0]
        + "/postgres",
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
    ).connect() as connection:
        name = postgres_url.rsplit("/", 1)[1]
        connection.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(
            sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )

    with pytest.raises(StoreError, match="database failed"):
        await store.ping()

    await store.aclose()


async def test_a_connection_lost_in_a_quiet_time_is_replaced_before_use(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "QUIET_SECONDS", 0.0)
    store = Store.open(postgres_url)
    with sa.create_engine(database.parse(postgres_url), poolclass=sa.NullPool).connect() as other:
        other.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    await store.save_receipt(RECEIPT)

    assert await store.receipt(RECEIPT.key) == RECEIPT
    await store.aclose()
