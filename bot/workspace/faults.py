"""
Trouble on request: errors, HTTP statuses, rate limits, slowness, dropped connections.

Faults for a method are used up in the order they were asked for; ``*`` stands for every method.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """
    What goes wrong with one call.
    """

    error: str | None = None
    """An error in an answer that is otherwise in order."""
    status: int | None = None
    """An HTTP status with a body that is not JSON."""
    retry_after: int | None = None
    """Seconds in ``Retry-After`` of a 429."""
    drop: bool = False
    """The connection breaks without an answer."""
    after_effect: bool = False
    """The call does its work first; only its answer is lost."""


class Faults:
    """
    What was asked for and has not happened yet.
    """

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._slow: dict[str, float] = {}

    def add(self, method: str, fault: Fault, times: int) -> None:
        """
        Let the next calls of *method* go wrong.
        """
        self._waiting[method].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """
        Return what goes wrong with this call of *method*, if anything.
        """
        for name in (method, "*"):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        return None

    def slow(self, method: str, seconds: float) -> None:
        """
        Let every call of *method* take that long; zero ends it.
        """
        self._slow[method] = seconds

    def delay(self, method: str) -> float:
        """
        Return how many seconds a call of *method* takes longer.
        """
        return self._slow.get(method, self._slow.get("*", 0.0))

    def clear(self) -> None:
        """
        End all trouble.
        """
        self._waiting.clear()
        self._slow.clear()
