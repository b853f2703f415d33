"""
An accepted question gets exactly one reply.

One durable workflow a question, under the question's key: that makes one question of a mention,
its message twin, retries and redeliveries, also at the same instant. `accept` returns when the
question is committed, or says that it is not known to be, and never waits for the answer.

The workflow has no dbos steps inside: it is itself the unit that runs again after a crash, and
looking for its own reply makes that safe. A step would record the same fact once more, at half the
throughput.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, Final, Generic

import structlog

from bot.delivery.answering import Answering, Hands, ReplyT
from bot.delivery.backoff import Backoff
from bot.delivery.durable import Durable
from bot.delivery.errors import NotAcceptedError
from bot.delivery.question import Question
from bot.store import Receipt, Store

ACCEPT_SECONDS: Final = 2.5
"""Slack sends again what is not acknowledged within 3 seconds."""
STORING_AT_ONCE: Final = 4
"""More only queue inside the database, where nobody is served in order."""
CLOSE_SECONDS: Final = 5.0
BACKOFF: Final = Backoff()
ALONE_SECONDS: Final = 10.0
"""How long after storing a question no other process can have taken it over and answered it."""
_ALONE_UNTIL: Final[ContextVar[float]] = ContextVar("alone_until", default=0.0)
"""Set where this process begins a workflow; one that was taken over does not inherit it."""


class Delivery(Generic[ReplyT]):
    def __init__(
        self,
        *,
        store: Store,
        decide: Callable[[str], Awaitable[ReplyT] | ReplyT],
        find: Callable[[Question], Awaitable[str | None]],
        post: Callable[[Question, ReplyT], Awaitable[str]],
        receipt: Callable[[Question, ReplyT, str], Receipt],
        at_once: int = 16,
        backoff: Backoff = BACKOFF,
    ) -> None:
        hands = Hands(decide=decide, find=find, post=post, receipt=receipt)
        self._answering = Answering(hands, store, at_once=at_once, backoff=backoff)
        self._durable = Durable(store, self._workflow)
        self._doors = asyncio.Semaphore(STORING_AT_ONCE)
        self._storing: dict[str, asyncio.Task[bool]] = {}
        self._coming: set[str] = set()
        """Keys that are stored and whose workflow has not been entered yet."""
        self._workflows: set[asyncio.Task[Any]] = set()
        self._inside: set[asyncio.Task[Any]] = set()
        """Those workflows that may be cancelled, because dbos is not writing their end."""
        self._open = False
        self._closing = False
        self._log = structlog.get_logger("delivery")

    async def start(self) -> None:
        """
        Take over unfinished work, then accept.
        """
        self._closing = False
        taken = await self._durable.start()
        self._open = True
        self._log.info("delivery started", executor=self._durable.executor_id, taken_over=taken)

    async def accept(self, question: Question) -> bool:
        """
        Store the question; False when it was known.

        NotAcceptedError when it is not known to be stored: whoever sent it sends it again.
        """
        if not self._open:
            raise NotAcceptedError("No questions are taken: not started, or shutting down.")
        known = question.key in self._storing
        storing = self._storing.get(question.key) or self._store(question)
        try:
            async with asyncio.timeout(ACCEPT_SECONDS):
                # Shielded: dbos goes on trying in its thread, and whoever commits must also run.
                new = await asyncio.shield(storing)
        except TimeoutError:
            raise NotAcceptedError("The database has not taken the question in time.") from None
        except Exception as error:
            raise NotAcceptedError("The database did not take the question.") from error
        return new and not known

    async def oldest_waiting_seconds(self) -> float:
        """
        The age of the oldest question stored and not answered, in any process; 0 when none is.
        """
        return await self._durable.oldest_seconds()

    async def drain(self, timeout_seconds: float) -> None:
        """
        Take nothing new; wait for what runs, but not for what only waits for its next attempt.
        """
        self._open = False
        if not await self._idle(timeout_seconds):
            self._log.warning("drained in part", left_over=self._running())

    async def aclose(self) -> None:
        """
        Stop at once. What was not finished is stored, and the next start takes it over.
        """
        self._open = False
        self._closing = True
        for task in self._inside:
            task.cancel()
        await self._idle(CLOSE_SECONDS)
        await self._durable.close()

    def _running(self) -> int:
        active = self._workflows - self._answering.pausing
        return len(self._storing.keys() | self._coming) + len(active)

    async def _idle(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self._running():
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(0.01)
        return True

    def _store(self, question: Question) -> asyncio.Task[bool]:
        task = asyncio.create_task(self._begin(question), name=f"store {question.key}")
        self._storing[question.key] = task
        task.add_done_callback(lambda task: self._stored(question.key, task))
        return task

    def _stored(self, key: str, task: asyncio.Task[bool]) -> None:
        del self._storing[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("question not stored", key=key, error=type(error).__name__)

    async def _begin(self, question: Question) -> bool:
        async with self._doors:
            self._coming.add(question.key)
            _ALONE_UNTIL.set(time.monotonic() + ALONE_SECONDS)
            new = False
            try:
                new = await self._durable.begin(question.key, question.to_json())
            finally:
                if not new:
                    self._coming.discard(question.key)
        return new

    async def _workflow(self, stored: dict[str, str]) -> str:
        question = Question.from_json(stored)
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a workflow runs in a task")
        self._coming.discard(question.key)
        if self._closing:
            raise asyncio.CancelledError
        self._workflows.add(task)
        task.add_done_callback(self._workflows.discard)
        self._inside.add(task)
        try:
            return await self._answering.answer(question, alone_until=_ALONE_UNTIL.get())
        finally:
            self._inside.discard(task)
