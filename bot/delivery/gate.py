"""
The way out, for all questions together: open, closed, or on trial.

While nothing gets through, every question that tried on its own would only add to the trouble, and
an hour of it would be thousands of calls. So after a few failures in a row the gate closes, and
one *probe* at a time asks whether the other side is back. When it is, one question goes first; its
success opens the gate for all.

Waiting at the gate costs a question no call, no thread and no time of the processor. It is stored,
and outlives the process.
"""

from __future__ import annotations

import asyncio
import enum
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import structlog

from bot.delivery.backoff import Backoff
from bot.delivery.errors import NeedsMending
from bot.delivery.log import where

FAILURES: Final = 5
"""So many in a row close the gate: a single one is one question's trouble."""
QUIET_SECONDS: Final = 60.0
"""An open gate through which nothing has gone for so long is probed, too."""
PROBES: Final = Backoff(first_seconds=1.0, most_seconds=30.0)

Probe = Callable[[], Awaitable[None]]


class State(enum.Enum):
    OPEN = "open"
    CLOSED = "closed"
    ON_TRIAL = "on trial"
    """The probe got through: the next question may try."""
    TRYING = "trying"


class Gate:
    """
    *probe* returns when the other side answers, and raises what stands in the way.
    """

    def __init__(self, probe: Probe, probes: Backoff = PROBES) -> None:
        self.problem: str | None = None
        """What a person has to mend, while that keeps the gate closed."""
        self._probe = probe
        self._probes = probes
        self._state = State.OPEN
        self._changed = asyncio.Condition()
        self._failures = 0
        self._closings = 0
        """Since the last success."""
        self._last_success = time.monotonic()
        self._log = structlog.get_logger("delivery")

    @property
    def is_open(self) -> bool:
        return self._state is State.OPEN

    def lets_through(self) -> bool:
        """
        Whether one that was let through may still go: the gate may have closed behind it.
        """
        return self._state in (State.OPEN, State.TRYING)

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """
        Wait until a question may try, and let it.
        """
        if not self.is_open:
            await self._admission()
        try:
            yield
        finally:
            if self._state is State.TRYING:
                # It ended without being answered or refused: another one's turn.
                await self._let_one_try()

    async def succeeded(self) -> None:
        """
        The other side has answered.
        """
        self._failures = self._closings = 0
        self._last_success = time.monotonic()
        if self._state is not State.OPEN:
            self._state, self.problem = State.OPEN, None
            self._log.info("delivery goes on")
            async with self._changed:
                self._changed.notify_all()

    def failed(self, error: Exception) -> None:
        """
        The other side has not answered, or refuses everything until a person has mended it.
        """
        self._failures += 1
        if isinstance(error, NeedsMending):
            news = self.problem != (problem := f"{error.reason}; {error.way_out}")
            self.problem = problem
            if news:
                self._log.error("delivery waits", reason=error.reason, way_out=error.way_out)
        elif self._state is State.OPEN:
            if self._failures < FAILURES:
                return
            self._log.error("delivery waits", error=type(error).__name__, where=where(error))
        self._state = State.CLOSED
        self._closings += 1

    async def watch(self) -> None:
        """
        Probe, for ever: a closed gate until it may be tried, an open one when all is quiet.
        """
        while True:
            closed = self._state is State.CLOSED
            wait = self._probes.seconds(self._closings) if closed else self._probes.first_seconds
            await asyncio.sleep(wait)
            if self._state is State.ON_TRIAL:
                # Whoever was told may have been cancelled.
                await self._let_one_try()
            elif self._state is State.CLOSED:
                try:
                    await self._probe()
                except Exception as error:
                    self.failed(error)
                else:
                    await self._let_one_try()
            elif time.monotonic() - self._last_success >= QUIET_SECONDS:
                await self._probe_in_quiet()

    async def _probe_in_quiet(self) -> None:
        try:
            await self._probe()
        except NeedsMending as error:
            self.failed(error)
        except Exception:
            # Nobody waits for anything; the next question finds out for itself.
            self._last_success = time.monotonic()
        else:
            await self.succeeded()

    async def _admission(self) -> None:
        async with self._changed:
            while not self.is_open:
                if self._state is State.ON_TRIAL:
                    self._state = State.TRYING
                    return
                await self._changed.wait()

    async def _let_one_try(self) -> None:
        self._state = State.ON_TRIAL
        async with self._changed:
            self._changed.notify(1)
