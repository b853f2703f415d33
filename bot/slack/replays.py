"""
Which signed requests were here before: a copy of one has no second effect.

Slack signs every attempt anew, so a signature that was seen is a copy, made by whoever could read
the first. Remembered as long as the signature would still be taken, in this process: what a copy
can do in another one of the same bot stands in SECURITY.md.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Final

WINDOW_SECONDS: Final = 300
"""How far the time of a signature may be off, either way; Slack's own figure.
https://docs.slack.dev/authentication/verifying-requests-from-slack"""


class Replays:
    """
    The signatures of the last minutes; only requests with a valid one may be shown to it.
    """

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._in_order: deque[tuple[float, bytes]] = deque()
        self._under_way: dict[bytes, asyncio.Event] = {}

    async def is_new(self, signature: str) -> bool:
        """
        Whether what *signature*, a hexadecimal digest after ``v0=``, stands for was never done. If
        so it is under way from now on, and must be settled; a copy waits for what comes of it.
        """
        self._drop_old()
        digest = _digest(signature)
        while (first := self._under_way.get(digest)) is not None:
            await first.wait()
        if digest in self._seen:
            return False
        self._under_way[digest] = asyncio.Event()
        return True

    def settle(self, signature: str, signed_at: int, *, was_done: bool) -> None:
        """
        It was done, or not: then it may come again.
        """
        digest = _digest(signature)
        self._under_way.pop(digest).set()
        if was_done:
            self._seen.add(digest)
            self._in_order.append((signed_at + WINDOW_SECONDS, digest))

    def _drop_old(self) -> None:
        now = time.time()
        while self._in_order and self._in_order[0][0] < now:
            self._seen.discard(self._in_order.popleft()[1])


def _digest(signature: str) -> bytes:
    return bytes.fromhex(signature.removeprefix("v0="))
