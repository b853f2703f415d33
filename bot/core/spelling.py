"""
Repair of misspelt words against the words the base knows.

A word that is known, or that is ordinary English, is left alone: a repair must not turn a question
about lunch into one about launches. Distances are optimal string alignment (a swap of neighbours
counts as one slip), from rapidfuzz. A word one slip away is looked for among those with the same
first letters or the same last, for one slip leaves one half of a word as it is; words two slips
away are looked for among all of a like length. Among them a noisy channel decides: how much a word
is used, whether it stands beside its neighbours elsewhere in the base, and which slips fingers make
(Kernighan, Church and Gale, COLING 1990).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from operator import add

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.slips import slip, without_a_letter
from bot.core.text import stem

SHORTEST_REPAIRED = 4
"""Shorter words have too many neighbours to be repaired by themselves."""
SHORTEST_IN_CONTEXT = 3
"""From this length on words are repaired to one that is known beside a neighbour of theirs; where
it is known beside both, a word that has lost its third letter ("sacling wb apps") is, too."""
BOTH = 2
"""As many neighbours as a word has."""
BESIDE = 4.0
"""What a neighbour is worth that the word is known to stand beside: fifty times its use."""
LONG_WORD = 8
"""From this length on two slips are forgiven, below it one."""
LONGEST_END = 3
"""So many of its first and of its last letters are looked at, where half a word is not shorter."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    The words a base knows with how often it uses them, and ordinary words beside them.
    """

    counts: dict[str, int]
    ordinary: Set[str]
    by_length: dict[int, tuple[str, ...]]
    by_end: dict[str, tuple[str, ...]]
    """By first letters, and by last letters; see `_ends`."""
    stems: frozenset[str]

    @classmethod
    def of(cls, counts: dict[str, int], ordinary: Set[str] = frozenset()) -> Vocabulary:
        """
        A vocabulary of known words with how often they are used, and of *ordinary* ones.
        """
        by_length: dict[int, list[str]] = {}
        by_end: dict[str, list[str]] = {}
        for word in sorted(counts):
            if len(word) < SHORTEST_IN_CONTEXT or not is_wordlike(word):
                continue
            by_length.setdefault(len(word), []).append(word)
            for end in _ends(word, _end_of(len(word))):
                by_end.setdefault(end, []).append(word)
        return cls(
            counts,
            ordinary,
            {length: tuple(of) for length, of in by_length.items()},
            {end: tuple(of) for end, of in by_end.items()},
            frozenset(stem(word) for word in counts),
        )

    def knows(self, word: str) -> bool:
        """Whether *word* needs no repair: known, ordinary, or another form of a known word."""
        return word in self.counts or stem(word) in self.stems or word in self.ordinary

    def unknown(self, spoken: Iterable[str]) -> set[str]:
        """The words of *spoken* that it does not know; see `knows`."""
        counts, ordinary, stems = self.counts, self.ordinary, self.stems
        return {
            word
            for word in spoken
            if word not in counts and stem(word) not in stems and word not in ordinary
        }

    def joined(self, spoken: Sequence[str], shortest: int = 1) -> list[str]:
        """
        *spoken* with known compounds written as one, whose parts have *shortest* letters at least.
        """
        return joined(spoken, self.counts, shortest)

    def mend(self, word: str, stands: Callable[[str], int] | None = None) -> str:
        """
        *word* repaired or taken apart where that makes known words of it; see `repair`.

        A blank is left out less often than a letter is hit wrong: "comunity" is not "com unity".
        """
        if not self._may_be_repaired(word):
            return word
        if len(word) == SHORTEST_IN_CONTEXT and word[1] == word[2] and word[:2] in self.counts:
            return word[:2]  # "sooo much" is "so much", never "too much"
        near = self._one_slip_from(word)
        found = self._likeliest(word, near, stands)
        if found != word:
            return found
        parts = self.split(word)
        if parts:
            return " ".join(parts)
        return word if near else self._likeliest(word, self._two_slips_from(word), stands)

    def repair(self, word: str, stands: Callable[[str], int] | None = None) -> str:
        """
        The known word that *word* most likely stands for; *word* itself where none is near.

        The nearest first, then the likeliest by the noisy channel, then the alphabet. *stands*
        tells beside how many of its two neighbours a word is known to stand.
        """
        if not self._may_be_repaired(word):
            return word
        near = self._one_slip_from(word) or self._two_slips_from(word)
        return self._likeliest(word, near, stands)

    def meant_instead(self, word: str, stands: Callable[[str], int]) -> str:
        """
        The word one slip away that is known beside both neighbours of *word*, which is a word
        itself and known beside neither; otherwise *word*. *stands* as in `repair`.
        """
        if len(word) < SHORTEST_IN_CONTEXT or not is_wordlike(word) or stands(word):
            return word
        same = stem(word)
        near = [
            found
            for found in self._one_slip_from(word)
            if stands(found) == BOTH and stem(found) != same
        ]
        return self._likeliest(word, near, stands)

    def _may_be_repaired(self, word: str) -> bool:
        is_long_enough = len(word) >= SHORTEST_IN_CONTEXT - 1
        return is_long_enough and not self.knows(word) and is_wordlike(word)

    def _likeliest(
        self, word: str, near: Collection[str], stands: Callable[[str], int] | None
    ) -> str:
        """Of the words *near* the one that is meant, or *word* where none of them can be."""
        needed = SHORTEST_REPAIRED - len(word)
        best, likeliest = word, -math.inf
        for found in sorted(near):
            if _digits(found) != _digits(word):
                continue
            support = stands(found) if stands else 0
            if support < needed or (len(found) < SHORTEST_REPAIRED and not support):
                continue
            likely = math.log(self.counts[found]) + BESIDE * support + slip(word, found)
            if likely > likeliest:
                best, likeliest = found, likely
        return best

    def _one_slip_from(self, word: str) -> set[str]:
        shorter = (left for left in without_a_letter(word) if left in self.counts)
        found = {left for left in shorter if len(left) >= SHORTEST_IN_CONTEXT}
        for length in dict.fromkeys(map(_end_of, range(len(word) - 1, len(word) + 2))):
            for end in _ends(word, length):
                if end in self.by_end:
                    found.update(_within(1, word, self.by_end[end]))
        return found

    def _two_slips_from(self, word: str) -> set[str]:
        if len(word) < LONG_WORD:
            return set()
        return {
            found
            for length in range(len(word) - 2, len(word) + 3)
            for found in _within(2, word, self.by_length.get(length, ()))
        }

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


_ALONE = frozenset({"a", "i"})
"""Words of one letter, never the beginning of another: "i like" is not SQL's "ilike"."""


def joined(spoken: Sequence[str], known: Collection[str], shortest: int = 1) -> list[str]:
    """
    *spoken* with *known* compounds written as one: "plug ins" and "plugins" are the same word.
    """
    if not any(map(known.__contains__, map(add, spoken, islice(spoken, 1, None)))):
        return list(spoken)
    found: list[str] = []
    last = ""
    for word in spoken:
        if (
            last
            and last not in _ALONE
            and len(word) > 1
            and min(len(last), len(word)) >= shortest
            and len(last) + len(word) >= SHORTEST_REPAIRED
            and last + word in known
        ):
            last += word
            found[-1] = last
        else:
            found.append(word)
            last = word
    return found


def _end_of(length: int) -> int:
    """
    How many letters at one end of a word of this *length* are as typed where it is one slip away:
    beside two swapped letters, the longer half of the rest.
    """
    return min(LONGEST_END, max(1, (length - 1) // 2))


def _ends(word: str, letters: int) -> tuple[str, str]:
    """Both ends of *word*, each of so many *letters*."""
    return f"{word[:letters]}-", f"-{word[-letters:]}"


def _within(slips: int, word: str, known: Sequence[str]) -> list[str]:
    """Those of the *known* words that are at most so many *slips* from *word*."""
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return [found for found, _, _ in near]


def is_wordlike(word: str) -> bool:
    """Whether *word* is letters, or enough of them beside a digit or two ("jinja2")."""
    letters = sum(map(str.isalpha, word))
    return letters == len(word) or SHORTEST_REPAIRED <= letters >= len(word) - 2


def _digits(word: str) -> str:
    """What in *word* is no letter: a slip there makes another version of it, not a misspelling."""
    return "" if word.isalpha() else "".join(sign for sign in word if not sign.isalpha())
