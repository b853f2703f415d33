"""
How long to wait before the next attempt.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """
    Doubles from *first_seconds* up to *most_seconds*, with up to a fifth taken off by chance so
    that questions which failed together do not come back together.
    """

    first_seconds: float = 0.5
    most_seconds: float = 30.0

    def seconds(self, attempt: int) -> float:
        """
        After the *attempt*-th failure, counted from 1.
        """
        doubled = self.first_seconds * 2.0 ** min(attempt - 1, 32)
        return min(doubled, self.most_seconds) * random.uniform(0.8, 1.0)
