"""
What every known word, run of letters and pair of neighbours says for each label, added up.

Because letters stay inside their words and the model is linear, a word's own weight and that of
its letters are one row of numbers, so a question's scores are the sum of a row a word and a row a
pair, divided by the question's length in the space. Rows are whole numbers: their sum is the same
in every order and on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.features import LETTER_RUNS, letters
from bot.core.space import Columns, Floats, Space

LARGEST = 32_000
"""The largest number in a row, near the most that 16 bits hold."""
CHUNK = 2_000
RUN = f"U{max(LETTER_RUNS)}"
"""How numpy keeps runs of letters."""


@dataclass(frozen=True, slots=True)
class Table:
    """
    Rows of scores: words first, in their order, then runs of letters, then pairs.

    Runs and pairs are sorted and searched: as keys of a dictionary they would be 160,000 objects,
    which every edit of the knowledge makes anew.
    """

    words: Mapping[str, int]
    letters: NDArray[np.str_]
    """Runs of letters."""
    pairs: Columns
    """Pairs of neighbours: the first's number times the number of words, plus the second's."""
    rows: NDArray[np.int16]
    unit: float
    """What a 1 in a row is worth."""
    squares: Floats
    """By row, its part of the square of a question's length."""

    @classmethod
    def of(cls, space: Space, *models: Floats) -> Table:
        """
        The table of the *models'* weights, by feature of the *space* and label, side by side.
        """
        words, labels = len(space.words), sum(model.shape[1] for model in models)
        squares = np.square(space.values.astype(np.float64))
        of_words = np.empty((words, labels), dtype=np.float32)
        for first in range(0, words, CHUNK):
            starts, sizes = space.starts[first : first + CHUNK], space.sizes[first : first + CHUNK]
            columns = space.columns[starts[0] : starts[-1] + sizes[-1]]
            part = np.hstack([model[columns] for model in models]) * space.values[columns, None]
            of_words[first : first + CHUNK] = np.add.reduceat(part, starts - starts[0], axis=0)
        largest = max(float(np.abs(model).max(initial=0.0)) for model in models)
        largest = max(largest * float(space.values.max()), float(np.abs(of_words).max()))
        unit = largest / LARGEST or 1.0
        rows = np.empty((len(space), labels), dtype=np.int16)
        rows[:words] = np.rint(of_words / np.float32(unit))
        for first in range(words, len(space), CHUNK):
            of = slice(first, first + CHUNK)
            part = np.hstack([model[of] for model in models]) * space.values[of, None]
            rows[of] = np.rint(part / np.float32(unit))
        word_squares = np.add.reduceat(squares[space.columns], space.starts)
        squares = np.concatenate([word_squares, squares[words:]]).astype(np.float32)
        runs = np.array(list(space.letters), dtype=RUN)
        order, of_runs = runs.argsort(), slice(words, words + len(runs))
        rows[of_runs], squares[of_runs] = rows[of_runs][order], squares[of_runs][order]
        return cls.from_arrays(list(space.words), runs[order], space.pairs, rows, unit, squares)

    @classmethod
    def from_arrays(
        cls,
        words: Sequence[str],
        letters: NDArray[np.str_],
        pairs: Columns,
        rows: NDArray[np.int16],
        unit: float,
        squares: Floats,
    ) -> Table:
        """
        A table of its parts, as they are kept in a file.
        """
        return cls(
            words=dict(zip(words, range(len(words)), strict=True)),
            letters=letters,
            pairs=pairs,
            rows=rows,
            unit=unit,
            squares=squares,
        )

    def scores(self, stems: Sequence[str]) -> NDArray[np.float64]:
        """
        One score a label; zeros where nothing of *stems* is known.
        """
        words = self.words
        numbers = [words.get(stem, -1) for stem in stems]
        found = dict.fromkeys(numbers)
        if -1 in found:
            del found[-1]
        rows = [*found, *self._pair_rows(numbers)]
        if -1 in numbers:
            rows += self._letter_rows(stem for stem in dict.fromkeys(stems) if stem not in words)
        total = self.rows.take(rows, axis=0).sum(axis=0, dtype=np.int64)
        square = sum(self.squares.take(rows).tolist())
        scores: NDArray[np.float64] = total * (self.unit / math.sqrt(square) if square else 0.0)
        return scores

    def knows(self, first: str, second: str) -> bool:
        """Whether the two words are neighbours somewhere."""
        one, other = self.words.get(first, -1), self.words.get(second, -1)
        if one < 0 or other < 0:
            return False
        pair = one * len(self.words) + other
        at = int(self.pairs.searchsorted(pair))
        return at < len(self.pairs) and bool(self.pairs[at] == pair)

    def _pair_rows(self, numbers: Sequence[int]) -> list[int]:
        """The rows of known neighbours among words with these *numbers*, each once, in order."""
        many = len(self.words)
        pairs = dict.fromkeys(
            one * many + other for one, other in pairwise((0, *numbers, 1)) if one >= 0 <= other
        )
        return _found(self.pairs, [*pairs], many + len(self.letters))

    def _letter_rows(self, unknown: Iterable[str]) -> list[int]:
        """The rows of known runs of letters in *unknown* words, one word after the other."""
        runs = [run for stem in unknown for run in letters(stem)]
        return _found(self.letters, runs, len(self.words))


def _found(known: NDArray[Any], wanted: Sequence[object], first: int) -> list[int]:
    """Where those of *wanted* that are *known* stand there, counted from *first*."""
    if not wanted or not len(known):
        return []
    asked = np.array(wanted, dtype=known.dtype)
    at = known.searchsorted(asked)
    rows: list[int] = (at[known.take(at, mode="clip") == asked] + first).tolist()
    return rows
