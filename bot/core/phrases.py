"""
Phrases of the curators, ready to be found in a question's words in whatever order these stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final

from bot.core.text import stem, words

SENTENCES_KEPT: Final = 20_000
"""Of the knowledge, in memory as stems: every question is compared with the same few hundred."""


@lru_cache(maxsize=SENTENCES_KEPT)
def stems_of(text: str) -> frozenset[str]:
    """
    The stems of the words of *text*, a sentence of the knowledge.
    """
    return frozenset(stem(word) for word in words(text))


class Phrases:
    """
    Phrases by the id of what they stand for; only read.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        known = [(wanted, of) for of, phrase in phrases if (wanted := stems_of(phrase))]
        known.sort(key=lambda one: (len(one[0]), sorted(one[0])), reverse=True)
        counts = Counter(chain.from_iterable(wanted for wanted, _ in known))
        self._under: dict[str, list[tuple[int, frozenset[str], str]]] = {}
        """By its rarest stem, so that few are looked at: a phrase with its place in the order."""
        for at, (wanted, of) in enumerate(known):
            rarest = min(wanted, key=lambda one: (counts[one], one))
            self._under.setdefault(rarest, []).append((at, wanted, of))

    def met(self, stems: frozenset[str]) -> dict[str, frozenset[str]]:
        """
        By id, the stems of the longest phrase that is wholly in a question's *stems*.
        """
        under = self._under
        whole = [
            phrase for one in stems if one in under for phrase in under[one] if phrase[1] <= stems
        ]
        found: dict[str, frozenset[str]] = {}
        for _, wanted, of in sorted(whole):
            found.setdefault(of, wanted)
        return found
