"""
How far a confidence can be trusted: hit rates by level and by band, and the usual two scores.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core.thresholds import Band, HitRate

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A question with the confidence it was given, and what was true of it.
    """

    confidence: float
    """The probability that answering on the best topic is right, 0 to 1."""
    is_right: bool
    """Whether it would be."""
    is_answered: bool


def measured(judged: Sequence[Judged], levels: Mapping[str, float]) -> dict[str, HitRate]:
    """
    Of the answers at each level, how many were right; *levels* by the least confidence of each.
    """
    highest_first = sorted(levels.items(), key=lambda level: -level[1])
    found = {name: [0, 0] for name in levels}
    for one in judged:
        if one.is_answered and highest_first:
            at = (name for name, least in highest_first if one.confidence >= least)
            name = next(at, highest_first[-1][0])
            found[name][0] += 1
            found[name][1] += one.is_right
    return {name: HitRate(answers=all_, right=right) for name, (all_, right) in found.items()}


def bands(judged: Sequence[Judged]) -> tuple[Band, ...]:
    """
    All questions, answered or not, by tenths of confidence: what was promised, and what was kept.
    """
    found = []
    for low, high in pairwise(EDGES):
        here = [
            one for one in judged if low <= one.confidence < high or one.confidence == high == 1
        ]
        promised = sum(one.confidence for one in here) / len(here) if here else 0.0
        found.append(
            Band(
                least=low,
                questions=len(here),
                right=sum(one.is_right for one in here),
                promised=round(promised, 4),
            )
        )
    return tuple(found)


def brier(judged: Sequence[Judged]) -> float:
    """
    The mean squared error of the confidence (Brier, Monthly Weather Review 78, 1950); 0 is best.
    """
    return sum((one.confidence - one.is_right) ** 2 for one in judged) / max(1, len(judged))


def expected_error(judged: Sequence[Judged]) -> float:
    """
    The mean gap between what a band promises and what it keeps, by the questions in it (ECE).
    """
    gaps = (abs(one.promised * one.questions - one.right) for one in bands(judged))
    return sum(gaps) / max(1, len(judged))


def interval(right: int, answers: int) -> tuple[float, float]:
    """
    The 95 % interval of the share that is right (Wilson, JASA 22, 1927).
    """
    if not answers:
        return 0.0, 1.0
    z, n, p = 1.96, answers, right / answers
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - spread), min(1.0, middle + spread)
