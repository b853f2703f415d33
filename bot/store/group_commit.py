"""
Group commit: what several callers write at the same time goes into one transaction.

While one transaction is on its way, what comes is gathered for the next; so a writer that is alone
waits for nobody, and many share the cost of a commit, which is most of a small write's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

import sqlalchemy as sa

from bot.core.errors import StoreError

MOST_TOGETHER: Final = 100

T = TypeVar("T")


class GroupCommit(Generic[T]):
    """
    *write* commits all it is given, or raises StoreError and has written nothing.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, item: T) -> None:
        """
        Return when *item* is committed; StoreError when it is not.
        """
        committed = asyncio.get_running_loop().create_future()
        self._waiting.append((item, committed))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_on(), name="group commit")
        await committed

    async def _write_on(self) -> None:
        try:
            while self._waiting:
                group = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                await self._commit(group)
        finally:
            self._writing = None
            for _, committed in self._waiting:
                committed.cancel()
            self._waiting.clear()

    async def _commit(self, group: Sequence[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            await self._write([item for item, _ in group])
        except StoreError as error:
            if len(group) > 1 and isinstance(error.__cause__, sa.exc.DataError):
                # One that the database refuses must not take the others with it.
                for one in group:
                    await self._commit([one])
                return
            for _, committed in group:
                if not committed.done():
                    committed.set_exception(error)
        except BaseException:
            for _, committed in group:
                committed.cancel()
            raise
        else:
            for _, committed in group:
                if not committed.done():
                    committed.set_result(None)
