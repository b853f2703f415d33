"""
A clock that stands still until it is moved: Slack's five minutes in no time.
"""

from __future__ import annotations

import asyncio
import time


class MovedClock:
    """
    For a workspace's *clock* and *sleep*; begins at the real time.
    """

    def __init__(self) -> None:
        self._now = time.time()
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        """
        Seconds since the epoch.
        """
        return self._now

    @property
    def sleeping(self) -> int:
        """How many wait for a later time."""
        return len(self._sleeping)

    async def sleep(self, seconds: float) -> None:
        """
        Wait until the clock has been moved that far.
        """
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (self._now + seconds, over)
        self._sleeping.append(entry)
        try:
            await over
        finally:
            if entry in self._sleeping:
                self._sleeping.remove(entry)

    def move(self, seconds: float) -> None:
        """
        Let *seconds* pass; who slept until then wakes.
        """
        self._now += seconds
        due = [entry for entry in self._sleeping if entry[0] <= self._now]
        for entry in due:
            self._sleeping.remove(entry)
            if not entry[1].done():
                entry[1].set_result(None)
