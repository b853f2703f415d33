"""
One question from stored to answered: attempts, and the pauses between them.

Looking before posting is what makes it safe to run this again after a crash. Only one attempt
does not look, because nothing can have been posted yet: the first one in the process that stored
the question, soon after it did. Every later attempt makes sure that the question is still this
process's, and looks.

A post without an answer may still appear. It is looked for, and not repeated, until it would be
strange if it did; see `Waits`. What appears later than that is the one way to a second reply.

At most *at_once* attempts run together. A question that waits holds no place, so one channel's
outage does not stop the others; a dbos queue would count it as running, and add its polling
interval to every answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, Generic

import structlog

from bot.delivery.attempt import (
    Attempt,
    Attempting,
    Hands,
    LostError,
    ReplyT,
    UnsettledError,
    Waits,
)
from bot.delivery.backoff import Backoff
from bot.delivery.durable import Durable
from bot.delivery.errors import CannotLook, GiveUp, NeedsMending, RetryLater
from bot.delivery.gate import Gate
from bot.delivery.log import where
from bot.delivery.question import Question
from bot.delivery.turns import Turns
from bot.store import Store

GIVEN_UP: Final = "given up"
BEHIND: Final = Backoff(first_seconds=0.1, most_seconds=5.0)
"""Until the questions before it in its thread are answered."""
LONG_SECONDS: Final = 2.0
"""A longer wait for a channel is not spent standing in its lane."""


class Answering(Generic[ReplyT]):
    def __init__(
        self,
        hands: Hands[ReplyT],
        store: Store,
        *,
        gate: Gate,
        turns: Turns,
        waits: Waits,
        at_once: int,
        let_in_first: Callable[[], Awaitable[None]],
    ) -> None:
        self._let_in_first = let_in_first
        self._places = asyncio.Semaphore(at_once)
        self._attempting = Attempting(hands, store, gate, waits)
        self._gate = gate
        self._turns = turns
        self._waits = waits
        self._log = structlog.get_logger("delivery")
        self.parked: Final[set[asyncio.Task[Any]]] = set()
        """Tasks that wait for something: a shutdown need not wait for them."""
        self.unfinished: Final[dict[str, float]] = {}
        """The questions at hand, and since when on the monotonic clock."""
        self.retries = 0
        """Attempts after which another was needed."""
        self.cannot_look: dict[str, CannotLook] = {}
        """Questions that wait because nobody can tell whether they have been answered."""

    async def answer(self, question: Question, durable: Durable, *, alone_until: float) -> str:
        """
        Try until it is posted, found or given up; which of them.

        Until *alone_until*, on the monotonic clock, no other process can have taken it over.
        Raises LostError when another one has.
        """
        began = self.unfinished[question.key] = time.monotonic()
        settled_at = 0.0 if began < alone_until else began + self._waits.crash_seconds
        attempt = Attempt(question, durable, alone_until=alone_until, settled_at=settled_at)
        try:
            while (outcome := await self._try(attempt)) is None:
                pass
        finally:
            self.unfinished.pop(question.key, None)
            self.cannot_look.pop(question.key, None)
        seconds = round(time.monotonic() - began, 3)
        log = self._log.bind(key=question.key, attempts=attempt.number, seconds=seconds)
        if outcome == GIVEN_UP:
            log.error("question given up", reason=attempt.reason)
        else:
            log.info("question answered", outcome=outcome)
        return outcome

    async def _try(self, attempt: Attempt) -> str | None:
        """One attempt, and the pause after it; what came of it, if it was the last."""
        try:
            outcome = await self._in_turn(attempt)
        except LostError:
            raise
        except UnsettledError as error:
            pause = min(error.seconds, self._waits.backoff.seconds(attempt.number))
        except GiveUp as error:
            attempt.refusals += 1
            if attempt.refusals >= error.after:
                attempt.reason = error.reason
                return GIVEN_UP
            pause = self._put_off(attempt, error.reason, self._backoff(attempt))
        except CannotLook as error:
            self.cannot_look[attempt.question.key] = error
            pause = self._put_off(attempt, error.reason, self._waits.mending_seconds)
        except NeedsMending as error:
            # Beside the gate a pause of its own: what is refused here alone holds up no others.
            pause = self._put_off(attempt, error.reason, self._backoff(attempt))
        except RetryLater as error:
            pause = self._put_off(attempt, error.reason, error.seconds)
            self._turns.put_off(attempt.question.channel, error.seconds)
        except Exception as error:
            pause = self._backoff(attempt)
            self._log.warning(
                "attempt failed",
                key=attempt.question.key,
                error=type(error).__name__,
                where=where(error),
                attempt=attempt.number,
                pause_seconds=round(pause, 3),
            )
        else:
            return outcome
        self.retries += 1
        with self._parking():
            await asyncio.sleep(pause)
        return None

    async def _in_turn(self, attempt: Attempt) -> str:
        """One attempt, when the gate, the thread, the channel and a place allow it."""
        question, behind = attempt.question, 0
        while True:
            async with contextlib.AsyncExitStack() as stack:
                with self._parking():
                    if (wait := self._turns.seconds_to(question.channel)) > LONG_SECONDS:
                        await asyncio.sleep(wait)
                        continue
                    await stack.enter_async_context(self._gate.passage())
                # The first of a thread has nobody before it.
                is_first = question.ts == question.thread_ts or await attempt.durable.is_first(
                    question
                )
                if is_first:
                    lane = await stack.enter_async_context(self._turns.of(question.channel))
                    await stack.enter_async_context(self._places)
                    await self._let_in_first()
                    if self._gate.lets_through():
                        attempt.number += 1
                        return await self._attempting.once(attempt, lane, self._turns.seconds)
            if not is_first:
                behind += 1
                with self._parking():
                    await asyncio.sleep(BEHIND.seconds(behind))

    def _backoff(self, attempt: Attempt) -> float:
        return self._waits.backoff.seconds(attempt.number)

    def _put_off(self, attempt: Attempt, reason: str, seconds: float) -> float:
        self._log.warning(
            "attempt put off",
            key=attempt.question.key,
            reason=reason,
            attempt=attempt.number,
            pause_seconds=round(seconds, 3),
        )
        return seconds

    @contextlib.contextmanager
    def _parking(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("answer() runs in a task")
        self.parked.add(task)
        try:
            yield
        finally:
            self.parked.discard(task)
