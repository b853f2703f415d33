"""
The features that occur in some texts, each with a column and a value, and texts as such columns.

A feature's value is its kind's weight times its number of texts to the power of -RARITY. Unlike a
TF-IDF weight this does not depend on how many texts there are in all: what is added to a base
elsewhere does not change how a question is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
class Vectors:
    """
    Texts as their features: the columns of all, one text after the other, and their values.
    """

    columns: Columns
    values: Floats
    """Those of a text have length one together."""
    owner: Columns
    """By column: the number of its text."""
    bounds: list[int]
    """Where each text begins, and where the last ends."""

    @classmethod
    def of(cls, columns: Columns, owner: Columns, texts: int, values: Floats) -> Vectors:
        """
        Vectors of *columns*, sorted by their *owner*, with the *values* that columns have.
        """
        raw = values[columns].astype(np.float64)
        length = np.sqrt(np.bincount(owner, raw * raw, texts))
        return cls(
            columns,
            (raw / length[owner]).astype(np.float32),
            owner,
            [0, *np.bincount(owner, minlength=texts).cumsum().tolist()],
        )

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, at: int) -> tuple[Columns, Floats]:
        """The columns and values of one text."""
        of = slice(self.bounds[at], self.bounds[at + 1])
        return self.columns[of], self.values[of]

    def packed(self, some: Columns) -> tuple[Columns, Floats, Columns, Columns]:
        """
        The columns and values of *some* texts one after the other, by column which of *some* it is
        of, and where each text begins and the last ends.
        """
        begins = np.array(self.bounds)[some]
        sizes = np.array(self.bounds)[some + 1] - begins
        bounds = np.concatenate(([0], sizes.cumsum()))
        owner = np.repeat(np.arange(len(some)), sizes)
        at = np.arange(bounds[-1]) + (begins - bounds[:-1])[owner]
        return self.columns[at], self.values[at], owner, bounds


class Space:
    """
    Columns for words, then for runs of letters, then for pairs of neighbours.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        words = {START: 0, END: 1}
        spoken: list[int] = []
        for text in texts:
            spoken.append(0)
            spoken.extend([words.setdefault(word, len(words)) for word in text])
            spoken.append(1)
        self.words = words
        """By word: its column; the ends of a text have one, too."""
        at = np.array(spoken, dtype=np.int64)
        text_at = np.cumsum(at == 0) - 1
        begins = at[:-1] != 1
        keys = at[:-1][begins] * len(words) + at[1:][begins]
        self.pairs, pair_at = np.unique(keys, return_inverse=True)
        """Words that follow one another: the first's column times the number of words, plus the
        second's."""
        inside = at > 1
        said = np.unique(text_at[inside] * len(words) + at[inside])
        beside = np.unique(text_at[:-1][begins] * len(self.pairs) + pair_at)
        of_text, word = np.divmod(said, max(1, len(words)))
        counts = np.bincount(word, minlength=len(words))
        self.counts = dict(zip(words, counts.tolist(), strict=True))
        """In how many texts a word occurs."""
        self.letters: dict[str, int] = {}
        """By run of letters: its number, counted from 0."""
        runs = self.letters
        within = [
            [runs.setdefault(run, len(runs)) for run in letters(word) if count]
            for word, count in self.counts.items()
        ]
        first = len(words)
        self.sizes = np.array([1 + len(of) for of in within])
        """By word: how many columns are its, its own and its letters'."""
        self.columns = np.array(
            [column for at, of in enumerate(within) for column in (at, *(first + n for n in of))]
        )
        """The columns of the words, one word after the other."""
        self.starts = np.cumsum(self.sizes) - self.sizes
        own = np.zeros(len(self.columns), dtype=bool)
        own[self.starts] = True
        met = np.repeat(counts, self.sizes)
        run_counts = np.bincount(self.columns[~own] - first, met[~own], len(runs))
        of_pair_text, pair = np.divmod(beside, max(1, len(self.pairs)))
        pair_counts = np.bincount(pair, minlength=len(self.pairs))
        self.values = np.concatenate(
            [
                _valued(counts, WORD),
                _valued(run_counts, LETTERS),
                _valued(pair_counts, NEIGHBOURS),
            ]
        )
        """By column, before a text is scaled to length one."""
        spread = self.sizes[word]
        shift = np.repeat(self.starts[word] - (np.cumsum(spread) - spread), spread)
        columns = np.concatenate(
            [
                self.columns[np.arange(len(shift)) + shift],
                pair + first + len(runs),
            ]
        )
        owner = np.concatenate([np.repeat(of_text, spread), of_pair_text])
        order = owner.argsort(kind="stable")
        self.vectors = Vectors.of(columns[order], owner[order], len(texts), self.values)
        """The texts the space was made of."""

    def __len__(self) -> int:
        return len(self.values)


def _valued(counts: NDArray[Any], weight: float) -> Floats:
    """Values of features that occur in so many texts; rounded, so that they agree everywhere."""
    found: NDArray[np.float64] = weight * np.maximum(1.0, counts) ** -RARITY
    return found.round(4).astype(np.float32)
