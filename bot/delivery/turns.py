"""
One post at a time to a channel, and a pause between two.

Slack takes about one message a second in a channel. Within this process that holds exactly; with
other processes alive it is agreed upon through the database, *reserve*, and while the database does
not answer each process keeps to it for itself. What Slack refuses all the same is waited out.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from bot.core.errors import StoreError

POST_SECONDS: Final = 1.0
MOST_LANES: Final = 1_000
"""Beyond so many channels, those that are idle are forgotten."""
SWEEP_SECONDS: Final = 1.0

Reserve = Callable[[str, float], Awaitable[float]]
"""A channel and the seconds a post takes up in it; how long to wait for one's turn."""


@dataclass(slots=True)
class Lane:
    """
    One channel. Whoever waits for *lock* gets it in the order they came.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    """On the monotonic clock."""

    def posted(self, seconds: float) -> None:
        """
        Something was sent just now; the next not before *seconds*.
        """
        self.free_at = max(self.free_at, time.monotonic() + seconds)


class Turns:
    def __init__(self, seconds: float, reserve: Reserve) -> None:
        self.seconds: Final = seconds
        self._reserve = reserve
        self._lanes: dict[str, Lane] = {}
        self._swept_at = 0.0

    @asynccontextmanager
    async def of(self, channel: str) -> AsyncIterator[Lane]:
        """
        Wait for *channel* to be free, and have it.
        """
        lane = self._lane(channel)
        async with lane.lock:
            await asyncio.sleep(max(0.0, lane.free_at - time.monotonic()))
            if self.seconds > 0:
                with suppress(StoreError):
                    await asyncio.sleep(await self._reserve(channel, self.seconds))
            yield lane

    def put_off(self, channel: str, seconds: float) -> None:
        """
        Nothing in *channel* for *seconds*: Slack has said so.
        """
        self._lane(channel).posted(seconds)

    def seconds_to(self, channel: str) -> float:
        """
        How long *channel* takes nothing, whoever waits.
        """
        lane = self._lanes.get(channel)
        return 0.0 if lane is None else max(0.0, lane.free_at - time.monotonic())

    def _lane(self, channel: str) -> Lane:
        now = time.monotonic()
        if len(self._lanes) > MOST_LANES and now - self._swept_at > SWEEP_SECONDS:
            self._swept_at = now
            self._lanes = {
                name: lane
                for name, lane in self._lanes.items()
                if name == channel or lane.lock.locked() or lane.free_at > now
            }
        return self._lanes.setdefault(channel, Lane())
