"""
The words of a question repaired one after the other, each beside its neighbours.

What is no word is taken for the known one it is nearest to. What is an ordinary word that the base
has never met is taken for one that is at home beside its neighbours, where there is one ("can the
admin be sued by editors"): slips of the fingers often make other words of words (Mays, Damerau and
Mercer, Context based spelling correction, 1991). Met once to three times, a word may be as wrong,
and looking at those as well mends one in a thousand misspelt questions more, but it makes a query a
quarter slower on a base of a thousand phrasings, where most words are rare.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.features import END, START
from bot.core.options import NAMED, SLOT, Names
from bot.core.spelling import BOTH, Vocabulary
from bot.core.text import stem

Corrected = list[tuple[str, str]]
"""What was typed, and what it was taken for."""


class Repair:
    """
    Repairs words against a vocabulary; *are_neighbours* tells of two stems whether they are known
    to stand beside each other.
    """

    def __init__(self, vocabulary: Vocabulary, are_neighbours: Callable[[str, str], bool]) -> None:
        self._vocabulary = vocabulary
        self._are_neighbours = are_neighbours

    def __call__(self, spoken: Sequence[str]) -> tuple[list[str], Corrected]:
        """
        *spoken* as it was meant, and what was corrected.
        """
        unmet = set(spoken).difference(self._vocabulary.counts, NAMED)
        doubtful = self._vocabulary.unknown(unmet)
        repaired: list[str] = []
        corrected: Corrected = []
        for at, word in enumerate(spoken):
            if word not in unmet:
                repaired.append(word)
                continue
            stands = self._stands(repaired, spoken[at + 1 :])
            if word in doubtful:
                better = self._vocabulary.mend(word, stands)
            else:
                better = self._vocabulary.meant_instead(word, stands)
            if better != word:
                corrected.append((word, better))
            repaired.extend(better.split())
        return repaired, corrected

    def named(self, spoken: Sequence[str], names: Names) -> tuple[int, str] | None:
        """
        Where a name is meant by a word that is one itself ("is flak dying"), and the option; or
        None.

        The word is beside neighbours it was never seen with, where a name is at home.
        """
        for at, word in enumerate(spoken):
            option = names.nearest(word)
            if option:
                stands = self._stands(spoken[:at], spoken[at + 1 :])
                if stands(SLOT) == BOTH and not stands(word):
                    return at, option
        return None

    def _stands(self, before: Sequence[str], after: Sequence[str]) -> Callable[[str], int]:
        """A function that tells beside how many of its two neighbours a word is known to stand."""
        first = stem(before[-1]) if before else START
        last = stem(after[0]) if after else END
        are_neighbours = self._are_neighbours

        def stands(word: str) -> int:
            middle = stem(word)
            return are_neighbours(first, middle) + are_neighbours(middle, last)

        return stands
