"""
Trigger ids: the right to open a modal, for three seconds and once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.refusals import RefusedError

LIFE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    What a person did, so that a view may follow.
    """

    user: str
    issued: float
    """Seconds of the workspace's clock."""
    view_id: str | None = None
    """The view it was done in, if any."""


class Triggers:
    """
    Every trigger id issued, and which of them were used.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def issue(self, user: str, view_id: str | None = None) -> str:
        """
        Return a new trigger id for *user*.
        """
        key = f"{len(self._issued) + 1}.{round(self._clock() * 1000)}.{user.lower()}"
        self._issued[key] = Trigger(user, self._clock(), view_id)
        return key

    def take(self, key: str) -> Trigger:
        """
        Exchange a trigger id; it is worth nothing afterwards.
        """
        trigger = self._issued.get(key)
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if key in self._used:
            raise RefusedError("exchanged_trigger_id")
        if self._clock() - trigger.issued > LIFE_SECONDS:
            raise RefusedError("expired_trigger_id")
        self._used.add(key)
        return trigger
