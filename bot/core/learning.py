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

PASSES = 4
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

    def __init__(self, features: Sequence[str], rarity: Floats) -> None:
        self.columns = {feature: at for at, feature in enumerate(features)}
        self.rarities = rarity
        """How telling each feature is; the last entry is for those that were never seen."""

    @classmethod
    def of(cls, bags: Sequence[Mapping[str, float]]) -> Space:
        """The space of the features in *bags*."""
        seen: dict[str, int] = {}
        for bag in bags:
            for feature in bag:
                seen[feature] = seen.get(feature, 0) + 1
        rarity = [math.log(1 + len(bags) / count) for count in (*seen.values(), 1)]
        return cls(list(seen), np.array(rarity, dtype=np.float32))

    def rarity(self, feature: str) -> float:
        """How telling *feature* is; one that was never seen is as telling as can be."""
        return float(self.rarities[self.columns.get(feature, -1)])

    def vector(self, bag: Mapping[str, float]) -> Vector:
        """The vector of *bag*; unknown features are left out."""
        known = [(self.columns[one], weight) for one, weight in bag.items() if one in self.columns]
        columns = np.array([column for column, _ in known], dtype=np.int64)
        values = np.array([weight for _, weight in known], dtype=np.float32)
        values = values * self.rarities[columns]
        length = float(np.linalg.norm(values))
        return Vector(columns, values / length if length else values)


class LinearModel:
    """
    Scores of a fixed number of labels; about 1 apart for the right label of a known example.
    """

    def __init__(self, weights: Floats) -> None:
        self.weights = weights

    def scores(self, vector: Vector) -> Floats:
        """One score a label."""
        found: Floats = vector.values @ self.weights[vector.columns]
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
        late = np.zeros_like(now)
        flat, flat_late = now.reshape(-1), late.reshape(-1)
        steps = 0
        shuffle = np.random.default_rng(SEED)
        visited = np.arange(len(vectors) if labels > 1 else 0)
        for turn in range(PASSES):
            missed = []
            for at in shuffle.permutation(visited):
                columns, values, right = vectors[at].columns, vectors[at].values, truth[at]
                scores = values @ now.take(columns, axis=0)
                reached = scores[right]
                scores[right] = -np.inf
                rival = int(scores.argmax())
                loss = 1.0 - (reached - scores[rival])
                steps += 1
                if loss > 0:
                    missed.append(at)
                    step = min(AGGRESSIVENESS * trust[at], loss / 2) * values
                    first = columns * labels
                    cells, rivals = first + right, first + rival
                    flat[cells] += step
                    flat[rivals] -= step
                    step *= np.float32(steps)
                    flat_late[cells] += step
                    flat_late[rivals] -= step
            # What was learned in one pass is left out of the next: half the visits, same result.
            visited = np.array(missed if turn % 2 == 0 else range(len(vectors)), dtype=np.int64)
        # The average of the weights after every example: what came late counts for less.
        return cls(now - late / np.float32(steps + 1))
