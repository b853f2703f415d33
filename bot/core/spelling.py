"""
Repair of misspelt words against the words the base knows.

A word that is known, or that is ordinary English, is left alone: a repair must not turn a question
about lunch into one about launches. Distances are optimal string alignment (a swap of neighbours
counts as one slip), from rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.text import stem

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
    stems: frozenset[str]

    @classmethod
    def of(cls, counts: dict[str, int], ordinary: frozenset[str] = frozenset()) -> Vocabulary:
        """
        A vocabulary of known words with how often they are used, and of *ordinary* ones.
        """
        by_length: dict[int, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= SHORTEST_REPAIRED and word.isalpha():
                by_length.setdefault(len(word), []).append(word)
        return cls(
            counts,
            ordinary,
            {length: tuple(of) for length, of in by_length.items()},
            frozenset(stem(word) for word in counts),
        )

    def knows(self, word: str) -> bool:
        """Whether *word* needs no repair: known, ordinary, or another form of a known word."""
        return word in self.counts or word in self.ordinary or stem(word) in self.stems

    def joined(self, spoken: Sequence[str], shortest: int = 1) -> list[str]:
        """
        *spoken* with known compounds written as one: "plug ins" and "plugins" are the same word.

        Parts have *shortest* letters at least.
        """
        found: list[str] = []
        for word in spoken:
            if (
                found
                and len(word) > 1
                and min(len(word), len(found[-1])) >= shortest
                and len(found[-1] + word) >= SHORTEST_REPAIRED
                and (found[-1] + word in self.counts)
            ):
                found[-1] += word
            else:
                found.append(word)
        return found

    def mend(self, word: str) -> str:
        """*word* taken apart or repaired where that makes known words of it."""
        parts = self.split(word)
        return " ".join(parts) if parts else self.repair(word)

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
