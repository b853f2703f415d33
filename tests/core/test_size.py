"""
What a base takes in memory goes with what curators wrote, and is not many pieces for each phrasing.
"""

from __future__ import annotations

import functools
import gc
import types
from typing import Final

from bot.core.snapshot import Snapshot

MOST_PIECES: Final = 6
"""A phrasing is kept as it was written and in stems; with its share of words and all the rest there
were 4.7 pieces each on 2026-11-22, and before that day 18. Every edit makes them anew, and the gaps
that the old ones leave are what a running bot grew by."""
SHARED: Final = (
    type,
    types.ModuleType,
    types.FunctionType,
    functools._lru_cache_wrapper,  # grows with what is asked
)


def pieces(whole: object) -> int:
    """How many objects *whole* is made of, code not counted."""
    seen, ahead = {id(whole): whole}, [whole]
    while ahead:
        for one in gc.get_referents(ahead.pop()):
            if id(one) not in seen and not isinstance(one, SHARED):
                seen[id(one)] = one
                ahead.append(one)
    return len(seen)


def test_a_phrasing_is_few_pieces(shipped: Snapshot) -> None:
    """
    Counted over the shipped knowledge, everything else in it included.
    """
    base = shipped.base
    of_topics = sum(len(topic.utterances) + len(topic.beyond) for topic in base.topics)
    of_kinds = sum(len(kind.utterances) for kind in base.elsewhere)

    assert pieces(shipped) < MOST_PIECES * (of_topics + of_kinds)
