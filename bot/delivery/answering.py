"""
One question from stored to answered: attempts, and the pauses between them.

Looking before posting is what makes it safe to run this again after a crash. Only one attempt
does not look, because nothing can have been posted yet: the first one in the process that stored
the question, soon after it did. Every later attempt looks, and every one after a take-over.

At most *at_once* attempts run together. A question that pauses holds no place, so one channel's
outage does not stop the others; a dbos queue would count it as running, and add its polling
interval to every answer.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import structlog

from bot.delivery.backoff import Backoff
from bot.delivery.errors import GiveUp, RetryLater
from bot.delivery.log import where
from bot.delivery.question import Question
from bot.store import Receipt, Store

ReplyT = TypeVar("ReplyT")

POSTED: Final = "posted"
FOUND: Final = "found"
GIVEN_UP: Final = "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands(Generic[ReplyT]):
    """
    What delivery is handed, because it knows neither Slack nor YAML.
    """

    decide: Callable[[str], Awaitable[ReplyT] | ReplyT]
    """The question's text -> the reply, whatever that is."""
    find: Callable[[Question], Awaitable[str | None]]
    """The ts of the reply to this question that is already in the thread."""
    post: Callable[[Question, ReplyT], Awaitable[str]]
    """Posts the reply, with the question's key in it; its ts."""
    receipt: Callable[[Question, ReplyT, str], Receipt]
    """The receipt for a reply and its ts."""


class Answering(Generic[ReplyT]):
    def __init__(
        self, hands: Hands[ReplyT], store: Store, *, at_once: int, backoff: Backoff
    ) -> None:
        self._hands = hands
        self._store = store
        self._places = asyncio.Semaphore(at_once)
        self._backoff = backoff
        self._log = structlog.get_logger("delivery")
        self.pausing: Final[set[asyncio.Task[Any]]] = set()
        """Tasks between two attempts: nobody needs to wait for them."""

    async def answer(self, question: Question, *, alone_until: float) -> str:
        """
        Try until it is posted, found or given up; which of them.

        Until *alone_until*, on the monotonic clock, no other process can have taken it over.
        """
        log = self._log.bind(key=question.key)
        began = time.monotonic()
        number = 0
        while True:
            number += 1
            try:
                async with self._places:
                    look = number > 1 or time.monotonic() >= alone_until
                    outcome = await self._attempt(question, look=look)
            except GiveUp as error:
                log.error("question given up", reason=error.reason, attempts=number)
                return GIVEN_UP
            except RetryLater as error:
                pause = error.seconds
                log.warning(
                    "attempt put off",
                    reason=error.reason,
                    attempt=number,
                    pause_seconds=round(pause, 3),
                )
            except Exception as error:
                pause = self._backoff.seconds(number)
                log.warning(
                    "attempt failed",
                    error=type(error).__name__,
                    where=where(error),
                    attempt=number,
                    pause_seconds=round(pause, 3),
                )
            else:
                log.info(
                    "question answered",
                    outcome=outcome,
                    attempts=number,
                    seconds=round(time.monotonic() - began, 3),
                )
                return outcome
            await self._pause(pause)

    async def _attempt(self, question: Question, *, look: bool) -> str:
        found = await self._hands.find(question) if look else None
        if found is not None and await self._store.receipt(question.key) is not None:
            return FOUND
        decided = self._hands.decide(question.text)
        reply: ReplyT = await decided if inspect.isawaitable(decided) else decided
        ts = found if found is not None else await self._hands.post(question, reply)
        await self._store.save_receipt(self._hands.receipt(question, reply, ts))
        return POSTED if found is None else FOUND

    async def _pause(self, seconds: float) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("answer() runs in a task")
        self.pausing.add(task)
        try:
            await asyncio.sleep(seconds)
        finally:
            self.pausing.discard(task)
