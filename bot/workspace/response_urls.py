"""
Response URLs: five answers to one interaction, within thirty minutes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.message import Message
from bot.workspace.refusals import RefusedError

LIFE_SECONDS = 30 * 60.0
MOST_USES = 5


@dataclass(slots=True)
class ResponseUrl:
    """
    Where an app may answer what *user* did in *channel*.
    """

    user: str
    channel: str
    issued: float
    original: Message | None = None
    """The message the interaction was in, if any."""
    uses: int = 0


class ResponseUrls:
    """
    Every response URL issued, by the last part of its path.
    """

    base = ""
    """The address they begin with, known once the workspace listens."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, original: Message | None = None) -> str:
        """
        Return a new address to answer at.
        """
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(user, channel, self._clock(), original)
        return f"{self.base}{key}"

    def take(self, key: str) -> ResponseUrl:
        """
        Count one use of an address.
        """
        found = self._issued.get(key)
        if found is None:
            raise RefusedError("invalid_url")
        if self._clock() - found.issued > LIFE_SECONDS:
            raise RefusedError("expired_url")
        if found.uses >= MOST_USES:
            raise RefusedError("used_url")
        found.uses += 1
        return found
