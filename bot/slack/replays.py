"""
Which signed requests were here before: a copy of one has no second effect.

Slack signs every attempt anew, so a signature that was seen is a copy, made by whoever could read
the first. Remembered as long as the signature would still be taken, in this process: what a copy
can do in another one of the same bot stands in SECURITY.md.
"""

from __future__ import annotations

import asyncio
import time
from array import array
from typing import Final

WINDOW_SECONDS: Final = 300
"""How far the time of a signature may be off, either way; Slack's own figure.
https://docs.slack.dev/authentication/verifying-requests-from-slack"""


class Replays:
    """
    The signatures of the last minutes; only requests with a valid one may be shown to it.
    """

    def __init__(self) -> None:
        self._seen: dict[int, array[int]] = {}
        """By the second they were signed in, eight bytes of each: two of one second that begin
        alike do not come by chance, and nobody without the secret can make them."""
        self._swept = 0
        self._under_way: dict[str, asyncio.Event] = {}

    async def is_new(self, signature: str, signed_at: int) -> bool:
        """
        Whether what *signature*, a hexadecimal digest after ``v0=``, stands for was never done. If
        so it is under way from now on, and must be settled; a copy waits for what comes of it.
        """
        self._drop_old()
        while (first := self._under_way.get(signature)) is not None:
            await first.wait()
        if _beginning(signature) in self._seen.get(signed_at, ()):
            return False
        self._under_way[signature] = asyncio.Event()
        return True

    def settle(self, signature: str, signed_at: int, *, was_done: bool) -> None:
        """
        It was done, or not: then it may come again.
        """
        self._under_way.pop(signature).set()
        if was_done:
            self._seen.setdefault(signed_at, array("Q")).append(_beginning(signature))

    def _drop_old(self) -> None:
        now = int(time.time())
        if now != self._swept:
            self._swept = now
            for second in [one for one in self._seen if one + WINDOW_SECONDS < now]:
                del self._seen[second]


def _beginning(signature: str) -> int:
    return int(signature.removeprefix("v0=")[:16], 16)
