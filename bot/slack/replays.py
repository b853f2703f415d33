"""
Which signed requests were here before: a copy of one has no second effect.

Slack signs every attempt anew, so a signature that was seen is a copy, made by whoever could read
the first. Remembered as long as the signature would still be taken, in this process: what a copy
can do in another one of the same bot stands in SECURITY.md.
"""

from __future__ import annotations

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

    def is_new(self, signature: str, signed_at: int) -> bool:
        """
        Whether *signature*, a hexadecimal digest after ``v0=``, was never seen; now it is.
        """
        self._drop_old()
        digest = _digest(signature)
        if digest in self._seen:
            return False
        self._seen.add(digest)
        self._in_order.append((signed_at + WINDOW_SECONDS, digest))
        return True

    def forget(self, signature: str) -> None:
        """
        What it stood for was not done: it may come again.
        """
        self._seen.discard(_digest(signature))

    def _drop_old(self) -> None:
        now = time.time()
        while self._in_order and self._in_order[0][0] < now:
            self._seen.discard(self._in_order.popleft()[1])


def _digest(signature: str) -> bytes:
    return bytes.fromhex(signature.removeprefix("v0="))
