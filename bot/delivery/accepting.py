"""
The way in: each question is stored once, before Slack is told that it was taken.

Whoever is here goes before whoever is answered. Slack waits three seconds and then sends again, so
that a bot which answers first, and stores what comes when it has time, gets more to store the less
it has time for it (measured: at three times what it could answer, four in five acknowledgements
came too late; now all come, and the answers take as long as they take).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.delivery.errors import NotAcceptedError
from bot.delivery.question import Question

ACCEPT_SECONDS: Final = 2.5
"""Slack sends again what is not acknowledged within 3 seconds."""
STORING_AT_ONCE: Final = 4
"""More only queue inside the database, where nobody is served in order."""
UNSTORED_SECONDS: Final = 60.0
"""For so long a question that was not stored is a problem, if none comes that is: who sends
requests only where all is well would never find out that it is again."""
FIRST_SECONDS: Final = 1.0
"""However many come, an answer waits no longer than this for them."""
MOST_KNOWN: Final = 10_000
"""Keys of stored questions that are remembered, so that what Slack sends again, or sends twice as a
mention and a message, costs the database nothing: some minutes of the busiest workspace."""


class Accepting:
    """
    *begin* stores a question and lets it be answered; False when it was stored before.
    """

    def __init__(self, begin: Callable[[Question], Awaitable[bool]]) -> None:
        self._begin = begin
        self._doors = asyncio.Semaphore(STORING_AT_ONCE)
        self._storing: dict[str, asyncio.Task[bool]] = {}
        self._known: OrderedDict[str, None] = OrderedDict()
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()
        self._unstored_at = -UNSTORED_SECONDS
        """When a question was last not stored, on the monotonic clock, and none since that was."""
        self._log = structlog.get_logger("delivery")

    @property
    def keys(self) -> set[str]:
        """
        The questions that are being stored.
        """
        return set(self._storing)

    @property
    def has_failed(self) -> bool:
        """
        Whether the last question could not be stored.
        """
        return time.monotonic() - self._unstored_at < UNSTORED_SECONDS

    async def accept(self, question: Question) -> bool:
        """
        Store the question; False when it was known.

        NotAcceptedError when it is not known to be stored: whoever sent it sends it again.
        """
        if question.key in self._known:
            return False
        known = question.key in self._storing
        storing = self._storing.get(question.key) or self._store_in_task(question)
        try:
            async with asyncio.timeout(ACCEPT_SECONDS):
                # Shielded: dbos goes on trying in its thread, and whoever commits must also run.
                new = await asyncio.shield(storing)
        except TimeoutError:
            self._unstored_at = time.monotonic()
            raise NotAcceptedError("The database has not taken the question in time.") from None
        except Exception as error:
            self._unstored_at = time.monotonic()
            raise NotAcceptedError("The database did not take the question.") from error
        self._unstored_at = -UNSTORED_SECONDS
        return new and not known

    async def let_in_first(self) -> None:
        """
        Return when nobody is here, or they have been let in first for long enough.
        """
        if not self._nobody_waits.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FIRST_SECONDS):
                    await self._nobody_waits.wait()

    def _store_in_task(self, question: Question) -> asyncio.Task[bool]:
        task = asyncio.create_task(self._store(question), name=f"store {question.key}")
        self._storing[question.key] = task
        self._nobody_waits.clear()
        task.add_done_callback(lambda task: self._stored(question.key, task))
        return task

    async def _store(self, question: Question) -> bool:
        async with self._doors:
            return await self._begin(question)

    def _stored(self, key: str, task: asyncio.Task[bool]) -> None:
        del self._storing[key]
        if not self._storing:
            self._nobody_waits.set()
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            self._log.error("question not stored", key=key, error=type(error).__name__)
            return
        self._known[key] = None
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
