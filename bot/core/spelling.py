"""
Repair of misspelt words against the words the base knows.

A word that is known, or that is ordinary English, is left alone: a repair must not turn a question
about lunch into one about launches. Distances are optimal string alignment (a swap of neighbours
counts as one slip), from rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_REPAIRED = 4
"""Shorter words have too many neighbours to be repaired safely."""
LONG_WORD = 8
"""From this length on two slips are forgiven, below it one."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    The words a base knows with how often it uses them, and ordinary words beside them.
    """

    counts: dict[str, int]
    ordinary: frozenset[str]
    by_length: dict[int, tuple[str, ...]]

    @classmethod
    def of(cls, known: Iterable[str], ordinary: frozenset[str] = frozenset()) -> Vocabulary:
        """
        A vocabulary of *known* words (repeated as often as they are used).
        """
        counts: dict[str, int] = {}
        for word in known:
            counts[word] = counts.get(word, 0) + 1
        by_length: dict[int, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= SHORTEST_REPAIRED and word.isalpha():
                by_length.setdefault(len(word), []).append(word)
        return cls(counts, ordinary, {length: tuple(of) for length, of in by_length.items()})

    def knows(self, word: str) -> bool:
        """Whether *word* needs no repair."""
        return word in self.counts or word in self.ordinary

    def repair(self, word: str) -> str:
        """
        The known word that *word* most likely stands for; *word* itself where none is near.

        Nearest first, then the same first letter, then the more used, then the alphabet.
        """
        if len(word) < SHORTEST_REPAIRED or not word.isalpha() or self.knows(word):
            return word
        slips = 2 if len(word) >= LONG_WORD else 1
        nearest: tuple[int, bool, int, str] | None = None
        for length in range(len(word) - slips, len(word) + slips + 1):
            for found, distance, _ in process.extract(
                word,
                self.by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            ):
                rank = (int(distance), found[0] != word[0], -self.counts[found], found)
                if nearest is None or rank < nearest:
                    nearest = rank
        return nearest[3] if nearest else word

    def split(self, word: str) -> tuple[str, str] | None:
        """
        Two known words written as one ("flaskapi"), or None.
        """
        if len(word) < 2 * SHORTEST_REPAIRED - 1 or self.knows(word):
            return None
        parts = [
            (word[:cut], word[cut:])
            for cut in range(3, len(word) - 2)
            if word[:cut] in self.counts and word[cut:] in self.counts
        ]
        return max(parts, key=lambda pair: (min(len(pair[0]), len(pair[1])), pair), default=None)
