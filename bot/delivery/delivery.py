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

from bot.delivery.accepting import Accepting
from bot.delivery.answering import Answering
from bot.delivery.attempt import Hands, LostError, ReplyT, Waits
from bot.delivery.durable import Durable
from bot.delivery.errors import NotAcceptedError
from bot.delivery.gate import Gate
from bot.delivery.keeping import Keeping, Kept
from bot.delivery.question import Question
from bot.delivery.turns import POST_SECONDS, Turns
from bot.store import Receipt, Store

CLOSE_SECONDS: Final = 2.0
ALONE_SECONDS: Final = 10.0
"""How long after storing a question no other process can have taken it over and answered it."""
_ALONE_UNTIL: Final[ContextVar[float]] = ContextVar("alone_until", default=0.0)
"""Set where this process begins a workflow; one that was taken over does not inherit it."""


async def _nothing_to_probe() -> None:
    pass


class Delivery(Generic[ReplyT]):
    def __init__(
        self,
        *,
        store: Store,
        decide: Callable[[str], Awaitable[ReplyT] | ReplyT],
        find: Callable[[Question], Awaitable[str | None]],
        post: Callable[[Question, ReplyT], Awaitable[str]],
        receipt: Callable[[Question, ReplyT, str], Receipt],
        probe: Callable[[], Awaitable[None]] = _nothing_to_probe,
        release: str = "",
        at_once: int = 16,
        post_seconds: float = POST_SECONDS,
        waits: Waits | None = None,
        kept: Kept | None = None,
    ) -> None:
        self._store = store
        self._release = release
        self._kept = kept or Kept()
        waits = waits or Waits()
        self._gate = Gate(probe, waits.probes)
        self._accepting = Accepting(self._begin)
        self._answering = Answering(
            Hands(decide=decide, find=find, post=post, receipt=receipt),
            store,
            gate=self._gate,
            turns=Turns(post_seconds, self._reserve),
            waits=waits,
            at_once=at_once,
            let_in_first=self._accepting.let_in_first,
        )
        self._served = ("", "")
        self._new_life()
        self._coming: set[str] = set()
        """Keys that are stored and whose workflow has not been entered yet."""
        self._workflows: dict[asyncio.Task[Any], str] = {}
        self._inside: set[asyncio.Task[Any]] = set()
        """Those workflows that may be cancelled, because dbos is not writing their end."""
        self._watching: asyncio.Task[None] | None = None
        self._open = False
        self._draining = False
        """What dbos takes over now is left for whoever comes after."""
        self._closing = False
        self._log = structlog.get_logger("delivery")

    @property
    def problems(self) -> dict[str, str]:
        """
        What a person has to mend before all questions can be answered, by part.
        """
        found = {}
        if self._gate.problem is not None:
            found["token"] = self._gate.problem
        if self._accepting.has_failed:
            found["questions"] = "the last one could not be stored; the log says more"
        if waiting := self._answering.cannot_look:
            error = next(iter(waiting.values()))
            found["thread look-up"] = (
                f"{error.reason}; {error.way_out}; questions that may have been answered "
                f"already and wait for it: {len(waiting)}"
            )
        return found

    @property
    def waiting(self) -> int:
        """
        How many questions are at hand in this process.
        """
        return len(self._answering.unfinished)

    @property
    def retries(self) -> int:
        """
        How many attempts so far had to be made again.
        """
        return self._answering.retries

    async def start(self) -> None:
        """
        Take over unfinished work, then accept.
        """
        self._closing = self._draining = False
        taken = await self._durable.start()
        self._keeping.start()
        if self._watching is None:
            self._watching = asyncio.create_task(self._gate.watch(), name="watch the gate")
        self._open = True
        self._log.info("delivery started", executor=self._durable.executor_id, taken_over=taken)

    async def accept(self, question: Question) -> bool:
        """
        Store the question; False when it was known.

        NotAcceptedError when it is not known to be stored: whoever sent it sends it again.
        """
        if not self._open:
            raise NotAcceptedError("No questions are taken: not started, or shutting down.")
        return await self._accepting.accept(question)

    async def oldest_waiting_seconds(self) -> float:
        """
        The age of the oldest question stored and not answered, in any process; 0 when none is.
        """
        return await self._durable.oldest_seconds()

    async def serve(self, revision: str, rejected: str = "") -> None:
        """
        Let other processes see which knowledge this one answers from.
        """
        self._served = (revision, rejected)
        await self._durable.serve(revision, rejected)

    async def drain(self, timeout_seconds: float) -> None:
        """
        Take nothing new; wait for what runs, but not for what only waits for its next attempt.
        """
        self._open, self._draining = False, True
        if not await self._idle(timeout_seconds):
            self._log.warning("drained in part", left_over=self._running())

    async def aclose(self) -> None:
        """
        Stop at once. What was not finished is stored, and the next start takes it over.
        """
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        await self._keeping.stop()
        await self._stop_work()
        await self._durable.close()

    def _new_life(self) -> None:
        self._durable = Durable(self._store, self._workflow, self._release)
        self._keeping = Keeping(
            self._durable,
            self._store,
            self._kept,
            running=self._at_hand,
            dead=self._live_again,
        )

    async def _live_again(self) -> None:
        """
        Others have declared this process dead, and have its work: let go of it, and begin anew.
        """
        self._log.error("declared dead by another process", executor=self._durable.executor_id)
        await self._keeping.stop()
        await self._stop_work()
        await self._durable.close()
        self._new_life()
        pause = 1
        while not self._open:
            try:
                await self.start()
                await self._durable.serve(*self._served)
            except Exception as error:
                self._log.error("not started again", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(2 * pause, 30)

    async def _stop_work(self) -> None:
        self._open = False
        self._closing = True
        for task in self._inside:
            task.cancel()
        await self._idle(CLOSE_SECONDS)

    async def _reserve(self, channel: str, seconds: float) -> float:
        if self._durable.alone:
            return 0.0
        return await self._store.claims.turn(channel, seconds)

    def _at_hand(self) -> set[str]:
        return {*self._accepting.keys, *self._coming, *self._workflows.values()}

    def _running(self) -> int:
        active = self._workflows.keys() - self._answering.parked
        return len(self._accepting.keys | self._coming) + len(active)

    async def _idle(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self._running():
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(0.01)
        return True

    async def _begin(self, question: Question) -> bool:
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
        alone_until = _ALONE_UNTIL.get()
        if self._closing or (self._draining and not alone_until):
            raise asyncio.CancelledError
        self._workflows[task] = question.key
        task.add_done_callback(self._workflows.pop)
        self._inside.add(task)
        try:
            return await self._answering.answer(question, self._durable, alone_until=alone_until)
        except LostError:
            # Another execution has it; this one ends without a word to dbos.
            self._log.info("question passed on", key=question.key)
            raise asyncio.CancelledError from None
        finally:
            self._inside.discard(task)
