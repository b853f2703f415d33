"""
What a process does beside answering: it goes on living, looks after the work of the dead and of
its own that was lost, and forgets what is old.

Nothing of it ends because the database is away: it goes on when the database is back.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot.delivery.durable import Durable
from bot.delivery.log import where
from bot.store import Store

PURGE_SECONDS: Final = 3600.0
PURGE_CLAIM: Final = "purge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """
    How long things are kept, in days.
    """

    questions_days: float = 30.0
    """Answered questions with dbos' rows about them."""
    receipts_days: float = 180.0


class Keeping:
    """
    The tasks of one *durable*. *running* are the workflows at hand; *dead* is called, at most
    once, when others have declared this process dead.
    """

    def __init__(
        self,
        durable: Durable,
        store: Store,
        kept: Kept,
        *,
        running: Callable[[], set[str]],
        dead: Callable[[], Awaitable[None]],
    ) -> None:
        self._durable = durable
        self._store = store
        self._kept = kept
        self._running = running
        self._dead = dead
        self._log = structlog.get_logger("delivery")
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """
        Begin, on the running loop.
        """
        work = {
            "renew the lease": self._live(),
            "take over": self._every(self._store.processes.lease.round_seconds, self._round),
            "purge": self._every(PURGE_SECONDS, self.purge),
        }
        self._tasks = [asyncio.create_task(each, name=name) for name, each in work.items()]

    async def stop(self) -> None:
        """
        End, except the task that called.
        """
        mine = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)

    async def purge(self) -> None:
        """
        Forget what is old, unless another process has just done so.
        """
        if not await self._store.claims.make(PURGE_CLAIM, PURGE_SECONDS / 2):
            return
        now = datetime.now(UTC)
        workflows = await self._durable.forget(now - timedelta(days=self._kept.questions_days))
        receipts = await self._store.forget_receipts(now - timedelta(days=self._kept.receipts_days))
        await self._store.claims.forget()
        if workflows or receipts:
            self._log.info("purged", questions=workflows, receipts=receipts)

    async def _round(self) -> None:
        taken = await self._durable.take_over()
        lost = await self._durable.find_lost(self._running())
        if taken or lost:
            self._log.warning("work taken over", of_the_dead=taken, lost=lost)

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(self._store.processes.lease.beat_seconds)
            try:
                lives = await self._durable.renew()
            except Exception as error:
                self._log.warning("lease not renewed", error=type(error).__name__)
            else:
                if not lives:
                    await self._dead()
                    return

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds * random.uniform(0.8, 1.2))
            try:
                await work()
            except Exception as error:
                self._log.warning(
                    "upkeep failed",
                    what=work.__name__.strip("_"),
                    error=type(error).__name__,
                    where=where(error),
                )
