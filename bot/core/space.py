"""
The features that occur in some texts, each with a column and a value, and texts as such columns.

A feature's value is its kind's weight times its number of texts to the power of -RARITY. Unlike a
TF-IDF weight this does not depend on how many texts there are in all: what is added to a base
elsewhere does not change how a question is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.features import END, LETTERS, NEIGHBOURS, START, WORD, letters

RARITY = 0.12
"""
Chosen on CLINC150: 0.08 to 0.15 is as good; TF-IDF loses 0.4 points of accuracy, 0.35 two points.
"""

Floats = NDArray[np.float32]
Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vector:
    """
    The features of a text: their columns, and values of length one together.
    """

    columns: Columns
    values: Floats


class Space:
    """
    Columns for words, then for runs of letters, then for pairs of neighbours.
    """

    def __init__(self, texts: Sequence[tuple[str, ...]]) -> None:
        self.words: dict[str, int] = {}
        counts: list[int] = []
        self.pairs: dict[tuple[int, int], int] = {}
        pair_counts: list[int] = []
        self._bags: list[tuple[list[int], list[int]]] = []
        """By text: its words, and its pairs; counted from 0 within their kind."""
        words, pairs = self.words, self.pairs
        for end in (START, END):
            words[end] = len(words)
            counts.append(0)
        for stems in texts:
            numbers = []
            for word in stems:
                at = words.get(word)
                if at is None:
                    at = words[word] = len(words)
                    counts.append(0)
                numbers.append(at)
            once = list(dict.fromkeys(numbers))
            for at in once:
                counts[at] += 1
            beside = []
            for pair in dict.fromkeys(zip([0, *numbers], [*numbers, 1], strict=True)):
                at = pairs.get(pair)
                if at is None:
                    at = pairs[pair] = len(pairs)
                    pair_counts.append(0)
                pair_counts[at] += 1
                beside.append(at)
            self._bags.append((once, beside))
        self.counts = dict(zip(words, counts, strict=True))
        """In how many texts a word occurs."""
        self.letters: dict[str, int] = {}
        self._of_word: list[list[int]] = []
        letter_counts: list[int] = []
        for word, count in self.counts.items():
            inside = []
            for run in letters(word) if count else ():
                at = self.letters.get(run)
                if at is None:
                    at = self.letters[run] = len(self.letters)
                    letter_counts.append(0)
                letter_counts[at] += count
                inside.append(at)
            self._of_word.append(inside)
        self.values = np.concatenate(
            [
                _valued(counts, WORD),
                _valued(letter_counts, LETTERS),
                _valued(pair_counts, NEIGHBOURS),
            ]
        )
        """By column, before a text is scaled to length one."""
        first = len(words)
        self._columns = [
            np.array([at, *(first + one for one in inside)], dtype=np.int64)
            for at, inside in enumerate(self._of_word)
        ]

    def __len__(self) -> int:
        return len(self.values)

    def vectors(self) -> list[Vector]:
        """The texts the space was made of."""
        first = len(self.words) + len(self.letters)
        found = []
        for words, pairs in self._bags:
            columns = np.concatenate(
                [*(self._columns[at] for at in words), np.array(pairs, dtype=np.int64) + first]
            )
            values = self.values[columns]
            found.append(Vector(columns, values / np.sqrt(np.add.reduce(values * values))))
        return found

    def columns_of_words(self) -> list[Columns]:
        """By word: its own column and those of its letters."""
        return self._columns


def _valued(counts: Sequence[int], weight: float) -> Floats:
    """Values of features that occur in so many texts; rounded, so that they agree everywhere."""
    found = weight * np.maximum(1.0, np.array(counts, dtype=np.float64)) ** -RARITY
    return found.round(4).astype(np.float32)
