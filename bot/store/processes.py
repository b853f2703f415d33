"""
The processes that share a database: which of them live, and what each serves.

SQLite: a process lives as long as it holds its locked file, which only its own end can free. On
PostgreSQL a lost connection would free a lock under a living process, so there it holds a lease
and renews it. Whoever sees, by a clock of its own, that a lease was not renewed for its whole
length deletes its row; that is for good. No clock that can be set is trusted with that: one that
jumps an hour would bury the living, or keep the dead. A process that was declared dead learns so
from its next renewal, and must not go on with work that others may have by then.

What a process begins may still be under way for a while after it last knew that it lives, so a
lease is longer than that and the longest call together.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

import sqlalchemy as sa

from bot.core.errors import StoreError
from bot.store.database import clock, first_line, is_sqlite
from bot.store.locks import FileLocks
from bot.store.receipts import METADATA

RENEWAL_MILLISECONDS: Final = 3_000

PROCESSES: Final = sa.Table(
    "processes",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("rejected", sa.Text, nullable=False),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("alive_until", sa.Double, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """
    The times by which processes know of each other, in seconds.
    """

    beat_seconds: float = 2.0
    """How often it is renewed."""
    fresh_seconds: float = 4.0
    """How long after it asked for a renewal a process may begin something."""
    seconds: float = 12.0
    round_seconds: float = 3.0
    """How often the living look for the dead."""

    @property
    def longest_call_seconds(self) -> float:
        """What is begun ends before anybody can take it over, even if the lease is lost then."""
        return 0.9 * (self.seconds - self.fresh_seconds)


LEASE: Final = Lease()
"""The work of the dead is under way again within 12 seconds, two rounds of up to 3.6, and the
second in which dbos looks at its queue."""
_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def seconds_passed() -> float:
    """
    A clock that nobody sets, and that goes on while the machine sleeps, where it has one.
    """
    return time.clock_gettime(_CLOCK)


@dataclass(frozen=True, slots=True)
class Process:
    """
    One living process.
    """

    id: str
    release: str
    """Of the program it runs."""
    revision: str
    """Of the knowledge it answers from; empty until it says."""
    rejected: str
    """Revision of the last edit, if that could not be used; else empty."""
    started: datetime


class Run(Protocol):
    """Runs what waits for the database in a thread of the store's."""

    def __call__(self, work: Callable[[], Any]) -> Awaitable[Any]: ...


class Processes:
    """
    The living, as this process sees them and is seen by them. At most one of them is `me`.
    """

    def __init__(self, engine: sa.Engine, run: Run, lease: Lease) -> None:
        self.lease: Final = lease
        self._engine = engine
        self._run = run
        url = engine.url
        self._locks = FileLocks(Path(f"{url.database}.locks")) if is_sqlite(url) else None
        # A thread and a connection of its own: the renewal never waits for anybody's work.
        self._renewer = ThreadPoolExecutor(1, thread_name_prefix="lease")
        self._connection: sa.Engine | None = None
        self._fresh_until = 0.0
        self._fresh_since = 0.0
        self._mine: set[str] = set()
        """Who this process is: slow to start is not dead."""
        self._unchanged: dict[str, tuple[float, float]] = {}
        """By process: its lease as it was last seen, and since when it has been like that."""

    @property
    def me_fresh(self) -> bool:
        """
        Whether this process has known for long enough to begin something that it lives.
        """
        return self._locks is not None or seconds_passed() < self._fresh_until

    async def enter(self, name: str, release: str) -> None:
        """
        Live under *name*, which nobody ever had before.
        """
        asked = seconds_passed()
        self._mine.add(name)
        await self._run(lambda: self._enter(name, release))
        self._fresh_until = asked + self.lease.fresh_seconds

    async def renew(self, name: str) -> bool:
        """
        Go on living; False when others have declared *name* dead.
        """
        if self._locks is not None:
            return True
        asked = seconds_passed()
        loop = asyncio.get_running_loop()
        try:
            lives = await loop.run_in_executor(self._renewer, self._renew, name)
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(f"The lease was not renewed: {first_line(error)}.") from error
        if not self.me_fresh:
            self._fresh_since = seconds_passed()
        self._fresh_until = asked + self.lease.fresh_seconds if lives else 0.0
        return lives

    async def leave(self, name: str) -> None:
        """
        End under *name*: what it left may be taken over at once.
        """
        self._fresh_until = 0.0
        self._mine.discard(name)
        await self._run(lambda: self._leave(name))

    async def bury(self, *, at_start: bool = False) -> None:
        """
        Declare dead whoever does not live any more.

        After a database was away from all of them, nobody judges the others at once. Who has
        just started has seen nobody yet, and takes the database's clock for it.
        """
        if at_start or seconds_passed() - self._fresh_since > self.lease.seconds:
            await self._run(lambda: self._bury(at_start=at_start))

    async def living(self) -> tuple[Process, ...]:
        """
        Everyone who was not declared dead, the longest-lived first.
        """
        found: tuple[Process, ...] = await self._run(self._living)
        return found

    async def serve(self, name: str, revision: str, rejected: str) -> None:
        """
        Let the others see which knowledge *name* answers from.
        """
        served = sa.update(PROCESSES).where(PROCESSES.c.id == name)
        await self._run(lambda: self._execute(served.values(revision=revision, rejected=rejected)))

    def close(self) -> None:
        if self._locks is not None:
            self._locks.close()
        self._renewer.shutdown(wait=False)
        if self._connection is not None:
            self._connection.dispose()

    def _enter(self, name: str, release: str) -> None:
        if self._locks is not None and not self._locks.acquire(name):
            raise OSError(f"{name} is held by another process")
        row = sa.insert(PROCESSES).values(
            id=name,
            release=release,
            revision="",
            rejected="",
            started=datetime.now(UTC).isoformat(),
            alive_until=clock(self._engine) + self.lease.seconds,
        )
        self._execute(row)

    def _renew(self, name: str) -> bool:
        renewed = (
            sa.update(PROCESSES)
            .where(PROCESSES.c.id == name)
            .values(alive_until=clock(self._engine) + self.lease.seconds)
        )
        if self._connection is None:
            self._connection = _lease_engine(self._engine.url)
        with self._connection.begin() as connection:
            return bool(connection.execute(renewed).rowcount)

    def _leave(self, name: str) -> None:
        self._execute(sa.delete(PROCESSES).where(PROCESSES.c.id == name))
        if self._locks is not None:
            self._locks.release(name)

    def _bury(self, *, at_start: bool) -> None:
        if self._locks is None:
            with self._engine.begin() as connection:
                for name, until in self._run_out(connection, at_start=at_start):
                    connection.execute(
                        sa.delete(PROCESSES).where(
                            PROCESSES.c.id == name, PROCESSES.c.alive_until == until
                        )
                    )
            return
        for process in self._living():
            if self._locks.acquire(process.id):
                # Free: only its end can have freed it. The row goes before the file does.
                self._leave(process.id)

    def _run_out(self, connection: sa.Connection, *, at_start: bool) -> list[tuple[str, float]]:
        asked_at = seconds_passed()
        is_over = PROCESSES.c.alive_until < clock(self._engine)
        rows = connection.execute(sa.select(PROCESSES.c.id, PROCESSES.c.alive_until, is_over)).all()
        seen_at, seen = seconds_passed(), self._unchanged
        self._unchanged = {
            name: seen[name] if name in seen and seen[name][0] == until else (until, seen_at)
            for name, until, _ in rows
        }
        return [
            (name, until)
            for name, until, is_over_now in rows
            if name not in self._mine
            if asked_at - self._unchanged[name][1] > self.lease.seconds
            or (at_start and is_over_now)
        ]

    def _living(self) -> tuple[Process, ...]:
        with self._engine.connect() as connection:
            rows: Iterable[sa.RowMapping] = connection.execute(
                sa.select(PROCESSES).order_by(PROCESSES.c.started, PROCESSES.c.id)
            ).mappings()
            return tuple(
                Process(
                    id=row["id"],
                    release=row["release"],
                    revision=row["revision"],
                    rejected=row["rejected"],
                    started=datetime.fromisoformat(row["started"]),
                )
                for row in rows
            )

    def _execute(self, statement: sa.Executable) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)


def _lease_engine(url: sa.URL) -> sa.Engine:
    """One connection that gives up soon: a renewal that hangs is no renewal."""
    engine = sa.create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 2, "tcp_user_timeout": RENEWAL_MILLISECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {RENEWAL_MILLISECONDS}")
        connection.commit()

    return engine
