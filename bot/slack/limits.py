"""
How many questions a minute are taken from one person in one channel, and from one channel.

So that nobody, and no two bots that answer each other, can fill a channel with replies. Counted
over the last minute, in this process: behind N processes of one bot up to N times as many may get
through. A question is counted once, however often Slack sends it; what was let in once is let in
again, and nothing that was stored is ever dropped. What is over a limit is not stored, and the
person is told so, once a minute and visibly to them alone: two bots could answer a public word.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WINDOW_SECONDS: Final = 60.0
KEYS_KNOWN: Final = 5_000
"""Questions whose verdict is remembered, for what Slack sends again at once, or sends twice."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Whether a question is taken.
    """

    over: str = ""
    """Whose limit it is over, ``person`` or ``channel``; empty when it is taken."""
    tell: bool = False
    """Whether the person is to be told now."""

    @property
    def taken(self) -> bool:
        """Within the limits."""
        return not self.over


TAKEN: Final = Verdict()


class Limits:
    """
    The counts of the last minute. A limit of 0 is none.
    """

    def __init__(
        self, per_person: int, per_channel: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = {"person": per_person, "channel": per_channel}
        self._clock = clock
        self._times: dict[str, deque[float]] = {}
        self._told: dict[str, float] = {}
        self._verdicts: OrderedDict[str, str] = OrderedDict()
        self._swept = clock()

    def take(self, key: str, channel: str, user: str) -> Verdict:
        """
        Count what *user* asks to be posted in *channel* under *key*, or say that it is too much.
        """
        now = self._clock()
        self._sweep(now)
        person = f"{channel} {user}"
        if key in self._verdicts:
            return Verdict(self._verdicts[key])
        names = {"person": person, "channel": channel}
        for whose, name in names.items():
            if self._is_full(name, self._most[whose], now):
                self._remember(key, whose)
                tell = person not in self._told
                self._told.setdefault(person, now)
                return Verdict(whose, tell)
        for name in names.values():
            self._times.setdefault(name, deque()).append(now)
        self._remember(key, "")
        return TAKEN

    def _is_full(self, name: str, most: int, now: float) -> bool:
        times = self._times.get(name)
        if not most or times is None:
            return False
        _drop_old(times, now)
        return len(times) >= most

    def _remember(self, key: str, over: str) -> None:
        self._verdicts[key] = over
        if len(self._verdicts) > KEYS_KNOWN:
            self._verdicts.popitem(last=False)

    def _sweep(self, now: float) -> None:
        """What nobody asks for any more takes no memory."""
        old = now - WINDOW_SECONDS
        while self._told and next(iter(self._told.values())) <= old:
            del self._told[next(iter(self._told))]
        if self._swept > old:
            return
        self._swept = now
        for times in self._times.values():
            _drop_old(times, now)
        self._times = {name: times for name, times in self._times.items() if times}


def _drop_old(times: deque[float], now: float) -> None:
    while times and times[0] <= now - WINDOW_SECONDS:
        times.popleft()
