"""
Whether a text asks something, or only states what somebody needs.

English question words only. Both mistakes are cheap, because either door leads to the other: an
answer has a button into the guide, and the guide one to ask in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.text import words

_CLAUSE = re.compile(r"[,;:.!\n()\u2013\u2014]+|\s-+\s|\b(?:so|and|but)\b", re.IGNORECASE)
_ASKING = frozenset(
    "is are was were am do does did can could will would should shall may has have had "
    "which what who whose when where why how "
    "compare explain describe tell define show recommend suggest advise".split()
)
"""What a question begins with."""
_WORDS_OF_QUESTION = frozenset({"which", "what", "how", "why", "should"})
_AFTER_THEM = frozenset("one should would do does is are shall can could i we to framework".split())
"""In the middle of a text "which should we take" asks, and "which is due in May" tells."""
_OPENERS = frozenset("hey hi hello ok okay well please".split())


def asks(text: str) -> bool:
    """
    Whether *text* is a question: by its mark, its first word, or a question further on in it.
    """
    if "?" in text:
        return True
    clauses = [spoken for part in _CLAUSE.split(text) if (spoken := _spoken(part))]
    if not clauses:
        return False
    return clauses[0][0] in _ASKING or any(_asks_on(spoken) for spoken in clauses)


def _spoken(part: str) -> list[str]:
    spoken = words(part)
    while spoken and spoken[0] in _OPENERS:
        spoken = spoken[1:]
    return list(spoken)


def _asks_on(spoken: Sequence[str]) -> bool:
    """Whether a clause further on asks: "which should we take", "what would you use"."""
    if len(spoken) < 2 or spoken[0] not in _WORDS_OF_QUESTION:
        return False
    return spoken[1] in _AFTER_THEM - {"is", "are", "can"} or (
        spoken[0] in {"what", "how"} and spoken[1] in _AFTER_THEM
    )
