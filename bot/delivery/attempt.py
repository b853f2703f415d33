"""
One attempt: whose question it is, look, decide, post, keep the receipt.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.core.errors import BotError
from bot.delivery.backoff import Backoff
from bot.delivery.durable import Durable
from bot.delivery.errors import CannotLook, GiveUp, NeedsMending, RetryLater
from bot.delivery.gate import PROBES, Gate
from bot.delivery.question import Question
from bot.delivery.turns import Lane
from bot.store import Receipt, Store

ReplyT = TypeVar("ReplyT")

BACKOFF: Final = Backoff()

POSTED: Final = "posted"
FOUND: Final = "found"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """
    How long is waited for what, in seconds.
    """

    backoff: Backoff = BACKOFF
    """After trouble that passes."""
    settle_seconds: float = 30.0
    """After a post that was not answered in time: Slack may be about to do it."""
    unclear_seconds: float = 5.0
    """After a post that went wrong in another way, or whose connection broke: whoever was to do it
    may be at it still."""
    crash_seconds: float = 3.0
    """After a take-over: the process that died may have posted with its last breath."""
    probes: Backoff = PROBES
    """Between two looks whether the other side is back."""
    mending_seconds: float = 30.0
    """Until the thread is looked at again, where it may not be read."""


class LostError(BotError):
    """
    Another execution has the question: this one has nothing more to do.
    """


class UnsettledError(BotError):
    """
    A post may still appear within *seconds*.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"a post may still appear within {seconds:g} s")


@dataclass(slots=True)
class Attempt:
    """
    What is known of a question from its attempts so far.
    """

    question: Question
    durable: Durable
    begun_here: bool
    """This process stored it: as long as that lives, nobody else can have had it."""
    settled_at: float
    """Until then a post that was not answered may appear; 0 when there can be none."""
    number: int = 0
    refusals: int = 0
    reason: str = ""
    """Why it was given up."""
    posted: str | None = None
    """The ts of the reply, once it is known to stand there."""
    was_found: bool = False


class Attempting(Generic[ReplyT]):
    """
    Makes attempts, and tells the gate what became of each call.
    """

    def __init__(self, hands: Hands[ReplyT], store: Store, gate: Gate, waits: Waits) -> None:
        self._hands = hands
        self._store = store
        self._gate = gate
        self._waits = waits

    async def once(self, attempt: Attempt, lane: Lane, seconds: float) -> str:
        """
        One attempt in the channel *lane*, which then is taken for *seconds*; how the reply came
        to stand there.
        """
        question = attempt.question
        if attempt.posted is None:
            is_new = attempt.number == 1 and attempt.begun_here and attempt.durable.may_begin
            if not is_new:
                await self._look(attempt)
        if attempt.was_found and await self._store.receipt(question.key) is not None:
            return FOUND
        decided = self._hands.decide(question.text)
        reply: ReplyT = await decided if inspect.isawaitable(decided) else decided
        if attempt.posted is None:
            if not attempt.durable.may_begin:
                raise RetryLater(1.0, "the lease is not renewed")
            lane.posted(seconds)
            attempt.posted = await self._post(attempt, reply)
        await self._store.save_receipt(self._hands.receipt(question, reply, attempt.posted))
        return FOUND if attempt.was_found else POSTED

    async def _look(self, attempt: Attempt) -> None:
        if not await attempt.durable.owns(attempt.question.key):
            raise LostError
        try:
            attempt.posted = await self._hands.find(attempt.question)
        except (CannotLook, GiveUp):
            # Where nothing can have been posted, posting tells what comes of it.
            if attempt.settled_at:
                raise
        except RetryLater:
            raise
        except Exception as error:
            self._gate.failed(error)
            raise
        if attempt.posted is not None:
            attempt.was_found = True
            await self._gate.succeeded()
        elif (left := attempt.settled_at - time.monotonic()) > 0:
            raise UnsettledError(left)

    async def _post(self, attempt: Attempt, reply: ReplyT) -> str:
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._store.processes.lease.longest_call_seconds):
                posted = await self._hands.post(attempt.question, reply)
        except (RetryLater, GiveUp):
            await self._gate.succeeded()
            raise
        except NeedsMending as error:
            self._gate.failed(error)
            raise
        except TimeoutError as error:
            attempt.settled_at = began + self._waits.settle_seconds
            self._gate.failed(error)
            raise
        except Exception as error:
            attempt.settled_at = max(
                attempt.settled_at, time.monotonic() + self._waits.unclear_seconds
            )
            self._gate.failed(error)
            raise
        await self._gate.succeeded()
        return posted
