"""
A linear model over sparse features, learned from labelled examples.

Features are weighted by their rarity (TF-IDF) and scaled to length one. Training is averaged
passive-aggressive updates, PA-I (Crammer et al., "Online Passive-Aggressive Algorithms", JMLR 7,
2006); the order of examples is fixed by a seed, so the same examples give the same model on every
machine. Scoring costs time in proportion to the labels, not to the examples.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PASSES = 6
AGGRESSIVENESS = 0.5
"""PA-I's C: the largest step an example of weight 1 may take."""
SEED = 20

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vector:
    """
    The known features of a text: their columns, and values of length one together.
    """

    columns: NDArray[np.int64]
    values: Floats


class Space:
    """
    The features that occur in the examples, each with a column and its rarity.
    """

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        seen: dict[str, int] = {}
        for bag in bags:
            for feature in bag:
                seen[feature] = seen.get(feature, 0) + 1
        self.columns = {feature: at for at, feature in enumerate(seen)}
        self._rarity = np.array(
            [math.log(1 + len(bags) / count) for count in seen.values()], dtype=np.float32
        )
        self._rarest = math.log(1 + len(bags))

    def rarity(self, feature: str) -> float:
        """How telling *feature* is; one that was never seen is as telling as can be."""
        column = self.columns.get(feature)
        return self._rarest if column is None else float(self._rarity[column])

    def vector(self, bag: Mapping[str, float]) -> Vector:
        """The vector of *bag*; unknown features are left out."""
        known = [(self.columns[one], weight) for one, weight in bag.items() if one in self.columns]
        columns = np.array([column for column, _ in known], dtype=np.int64)
        values = np.array([weight for _, weight in known], dtype=np.float32)
        values = values * self._rarity[columns]
        length = float(np.linalg.norm(values))
        return Vector(columns, values / length if length else values)


class LinearModel:
    """
    Scores of a fixed number of labels; about 1 apart for the right label of a known example.
    """

    def __init__(self, weights: Floats) -> None:
        self._weights = weights

    def scores(self, vector: Vector) -> Floats:
        """One score a label."""
        found: Floats = vector.values @ self._weights[vector.columns]
        return found

    @classmethod
    def learn(
        cls,
        vectors: Sequence[Vector],
        truth: Sequence[int],
        trust: Sequence[float],
        features: int,
        labels: int,
    ) -> LinearModel:
        """
        The model of *truth* (a label's number for each vector), each example trusted as said.
        """
        now = np.zeros((features, labels), dtype=np.float32)
        total = np.zeros_like(now)
        shuffle = np.random.default_rng(SEED)
        for _ in range(PASSES):
            for at in shuffle.permutation(len(vectors)):
                vector, right = vectors[at], truth[at]
                scores = vector.values @ now[vector.columns]
                reached = scores[right]
                scores[right] = -np.inf
                rival = int(scores.argmax())
                loss = 1.0 - (reached - scores[rival])
                if labels > 1 and loss > 0:
                    step = min(AGGRESSIVENESS * trust[at], loss / 2) * vector.values
                    now[vector.columns, right] += step
                    now[vector.columns, rival] -= step
            total += now
        return cls(total / np.float32(PASSES))
