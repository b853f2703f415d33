"""
The schema's history: numbered functions, applied in order, each recorded when it has run.

A migration is never changed once released and only ever adds, so that during a deploy the older
release goes on working beside the newer one; numbers this release does not know are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

LOCK: Final = 0x66776368
"""PostgreSQL's advisory lock that keeps two starting processes apart: `fwch`."""


def m001_receipts(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            """
            CREATE TABLE receipts (
                key TEXT PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                channel TEXT NOT NULL,
                ts TEXT NOT NULL,
                thread_ts TEXT NOT NULL,
                reply_ts TEXT NOT NULL,
                text TEXT NOT NULL,
                outcome TEXT NOT NULL,
                topics JSON NOT NULL,
                confidence DOUBLE PRECISION,
                revision TEXT NOT NULL,
                created TEXT NOT NULL
            )
            """
        )
    )


def m002_drafts(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            """
            CREATE TABLE drafts (
                owner TEXT PRIMARY KEY,
                content TEXT NOT NULL,
                saved TEXT NOT NULL
            )
            """
        )
    )


def m003_processes(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            """
            CREATE TABLE processes (
                id TEXT PRIMARY KEY,
                release TEXT NOT NULL,
                revision TEXT NOT NULL,
                rejected TEXT NOT NULL,
                started TEXT NOT NULL,
                alive_until DOUBLE PRECISION NOT NULL
            )
            """
        )
    )
    connection.execute(
        sa.text("CREATE TABLE claims (name TEXT PRIMARY KEY, until DOUBLE PRECISION NOT NULL)")
    )
    quick = "UNLOGGED " if connection.dialect.name == "postgresql" else ""
    connection.execute(
        sa.text(
            f"CREATE {quick}TABLE turns (name TEXT PRIMARY KEY, free_at DOUBLE PRECISION NOT NULL)"
        )
    )
    connection.execute(sa.text("CREATE INDEX receipts_created ON receipts (created)"))


def m004_notes(connection: sa.Connection) -> None:
    connection.execute(sa.text("CREATE TABLE notes (name TEXT PRIMARY KEY, said TEXT NOT NULL)"))


MIGRATIONS: Final[tuple[Callable[[sa.Connection], None], ...]] = (
    m001_receipts,
    m002_drafts,
    m003_processes,
    m004_notes,
)


def migrate(engine: sa.Engine) -> list[str]:
    """
    Bring the database up to this release; the names of what was applied now.
    """
    applied: list[str] = []
    with engine.begin() as connection:
        # One transaction, one process at a time: another that starts now waits, then finds
        # nothing to do. sqlite3 opens no transaction before DDL by itself.
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        connection.execute(
            sa.text(
                "CREATE TABLE IF NOT EXISTS fwchoice_migrations "
                "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL)"
            )
        )
        done = set(connection.execute(sa.text("SELECT number FROM fwchoice_migrations")).scalars())
        for number, migration in enumerate(MIGRATIONS, start=1):
            if number in done:
                continue
            migration(connection)
            connection.execute(
                sa.text("INSERT INTO fwchoice_migrations VALUES (:number, :name, :applied)"),
                {
                    "number": number,
                    "name": migration.__name__,
                    "applied": datetime.now(UTC).isoformat(),
                },
            )
            applied.append(migration.__name__)
    return applied
