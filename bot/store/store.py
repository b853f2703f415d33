"""
The store: receipts, drafts, and names held while alive.

Its threads are its own and as many as the pool has connections: a database that hangs can stall
the store, and neither the event loop nor anybody else's threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final, TypeVar

import sqlalchemy as sa

from bot.core.errors import StoreError
from bot.store import database, drafts, receipts
from bot.store.locks import FileLocks, SessionLocks, locks_for
from bot.store.migrations import migrate
from bot.store.receipts import Receipt

PING_SECONDS: Final = 3.0

T = TypeVar("T")


class Store:
    """
    Use *open*; close it with *aclose* after everything that uses it.
    """

    def __init__(self, engine: sa.Engine, locks: FileLocks | SessionLocks, threads: int) -> None:
        self.engine: Final = engine
        """Handed to dbos, so that one pool serves both."""
        self._locks = locks
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    @classmethod
    def open(cls, database_url: str) -> Store:
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
        return cls(engine, locks_for(url), connections)

    async def ping(self) -> None:
        """
        StoreError unless the database answers within PING_SECONDS.
        """
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self._run(self._ping)
        except TimeoutError:
            raise StoreError(f"The database did not answer within {PING_SECONDS:g} s.") from None

    async def save_receipt(self, receipt: Receipt) -> None:
        await self._run(lambda: self._save(receipt))

    async def receipt(self, key: str) -> Receipt | None:
        """
        The receipt of the question *key*.
        """
        return await self._run(lambda: self._receipt(key))

    async def save_draft(self, owner: str, content: str, now: datetime) -> None:
        """
        Keep *content* as what *owner* left unfinished at *now*, in place of an earlier one.
        """
        await self._run(lambda: self._save_draft(owner, content, now))

    async def draft(self, owner: str, now: datetime) -> str | None:
        """
        What *owner* left unfinished, unless that was too long before *now*.
        """
        return await self._run(lambda: self._draft(owner, now))

    async def forget_draft(self, owner: str) -> None:
        await self._run(lambda: self._execute(drafts.forget(owner)))

    async def hold(self, name: str) -> bool:
        """
        Hold *name* until released or dead; False when a living process (also this one) has it.
        """
        return await self._run(lambda: self._locks.acquire(name))

    async def release(self, name: str) -> None:
        await self._run(lambda: self._locks.release(name))

    async def aclose(self) -> None:
        await self._run(self._close)
        self._threads.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise StoreError(f"The database failed: {database.first_line(error)}.") from error

    def _ping(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def _save(self, receipt: Receipt) -> None:
        with self.engine.begin() as connection:
            connection.execute(receipts.upsert(receipt, self.engine.dialect.name))

    def _receipt(self, key: str) -> Receipt | None:
        with self.engine.connect() as connection:
            row = connection.execute(receipts.by_key(key)).mappings().one_or_none()
        return None if row is None else receipts.from_row(row)

    def _save_draft(self, owner: str, content: str, now: datetime) -> None:
        with self.engine.begin() as connection:
            connection.execute(drafts.upsert(owner, content, now, self.engine.dialect.name))
            connection.execute(drafts.forget_old(now))

    def _draft(self, owner: str, now: datetime) -> str | None:
        with self.engine.connect() as connection:
            row = connection.execute(drafts.of(owner, now)).one_or_none()
        return None if row is None else str(row[0])

    def _execute(self, statement: sa.Executable) -> None:
        with self.engine.begin() as connection:
            connection.execute(statement)

    def _close(self) -> None:
        self._locks.close()
        self.engine.dispose()
