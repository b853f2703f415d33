"""
The store: receipts, drafts, the processes that live, things claimed.

Its threads are its own and as many as the pool has connections: a database that hangs can stall
the store, and neither the event loop nor anybody else's threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final, TypeVar

import sqlalchemy as sa

from bot.core.errors import StoreError
from bot.store import database, drafts, notes, receipts
from bot.store.claims import Claims
from bot.store.group_commit import GroupCommit
from bot.store.migrations import migrate
from bot.store.processes import LEASE, Lease, Processes
from bot.store.receipts import Receipt

PING_SECONDS: Final = 3.0

T = TypeVar("T")


class Store:
    """
    Use *open*; close it with *aclose* after everything that uses it.
    """

    def __init__(self, engine: sa.Engine, threads: int, lease: Lease = LEASE) -> None:
        self.engine: Final = engine
        """Handed to dbos, so that one pool serves both."""
        self.processes: Final = Processes(engine, self.run, lease)
        self.claims: Final = Claims(engine, self.run)
        self._receipts = GroupCommit(self._save_receipts)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    @classmethod
    def open(cls, database_url: str, lease: Lease = LEASE) -> Store:
        """
        Connect and bring the schema up to date; StoreError in words a person can act on.
        """
        url = database.parse(database_url)
        engine = database.connect(url)
        try:
            migrate(engine)
        except sa.exc.SQLAlchemyError as error:
            engine.dispose()
            raise StoreError(
                f"The tables in {url.render_as_string()} cannot be made: "
                f"{database.first_line(error)}. The user needs the right to create tables."
            ) from error
        connections = (
            database.SQLITE_CONNECTIONS
            if database.is_sqlite(url)
            else database.POSTGRES_CONNECTIONS
        )
        return cls(engine, connections, lease)

    async def ping(self) -> None:
        """
        StoreError unless the database answers within PING_SECONDS.
        """
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self.run(self._ping)
        except TimeoutError:
            raise StoreError(f"The database did not answer within {PING_SECONDS:g} s.") from None

    async def save_receipt(self, receipt: Receipt) -> None:
        await self._receipts.add(receipt)

    async def receipt(self, key: str) -> Receipt | None:
        """
        The receipt of the question *key*.
        """
        return await self.run(lambda: self._receipt(key))

    async def save_draft(self, owner: str, content: str, now: datetime) -> None:
        """
        Keep *content* as what *owner* left unfinished at *now*, in place of an earlier one.
        """
        await self.run(lambda: self._save_draft(owner, content, now))

    async def draft(self, owner: str, now: datetime) -> str | None:
        """
        What *owner* left unfinished, unless that was too long before *now*.
        """
        return await self.run(lambda: self._found(drafts.of(owner, now)))

    async def forget_draft(self, owner: str) -> None:
        await self.run(lambda: self._execute(drafts.forget(owner)))

    async def remember(self, name: str, said: str) -> None:
        """
        Note under *name* what was *said*, in place of an earlier note.
        """
        await self.run(lambda: self._execute(notes.upsert(name, said)))

    async def recall(self, name: str) -> str | None:
        """
        What was noted under *name* last.
        """
        return await self.run(lambda: self._found(notes.of(name)))

    async def forget_receipts(self, before: datetime) -> int:
        """
        Delete the receipts of what was answered *before* then; how many there were.
        """
        return await self.run(lambda: self._forget_receipts(before))

    async def aclose(self) -> None:
        await self.run(self._close)
        self._threads.shutdown(wait=False)

    async def run(self, work: Callable[[], T]) -> T:
        """
        What *work* returns, in a thread of the store's; StoreError when the database fails.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database failed: {database.first_line(error)}.") from error

    def _ping(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    async def _save_receipts(self, group: Sequence[Receipt]) -> None:
        await self.run(lambda: self._save(group))

    def _save(self, group: Sequence[Receipt]) -> None:
        rows = [receipts.to_row(one) for one in group]
        with self.engine.begin() as connection:
            connection.execute(receipts.UPSERT, rows if len(rows) > 1 else rows[0])

    def _receipt(self, key: str) -> Receipt | None:
        with self.engine.connect() as connection:
            row = connection.execute(receipts.by_key(key)).mappings().one_or_none()
        return None if row is None else receipts.from_row(row)

    def _save_draft(self, owner: str, content: str, now: datetime) -> None:
        with self.engine.begin() as connection:
            connection.execute(drafts.upsert(owner, content, now, self.engine.dialect.name))
            connection.execute(drafts.forget_old(now))

    def _found(self, asked: sa.Select[tuple[str]]) -> str | None:
        with self.engine.connect() as connection:
            row = connection.execute(asked).one_or_none()
        return None if row is None else str(row[0])

    def _execute(self, statement: sa.Executable) -> None:
        with self.engine.begin() as connection:
            connection.execute(statement)

    def _forget_receipts(self, before: datetime) -> int:
        number = 0
        while True:
            # A few at a time: nobody who wants to write waits long.
            with self.engine.begin() as connection:
                deleted = connection.execute(receipts.delete_before(before)).rowcount
            number += deleted
            if deleted < receipts.DELETED_AT_ONCE:
                return number

    def _close(self) -> None:
        self.processes.close()
        self.engine.dispose()
