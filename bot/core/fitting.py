"""
Logistic models fitted to the signals of questions whose outcome is known.

Fitted by Newton's method with a small ridge (Hastie, Tibshirani and Friedman, "The Elements of
Statistical Learning", 2nd ed., 4.4.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.core.judgement import NO_TERMS, probability, signals
from bot.core.ranking import Ranking
from bot.core.thresholds import Logistic

SCOPE_SIGNALS = (
    "top",
    "lead",
    "over_elsewhere",
    "answerable",
    "coverage",
    "known",
    "unknown",
    "familiar",
    "jargon",
    "likeness",
    "term",
    "names_option",
    "names_several",
    "asks_fact",
    "asks_about",
    "asks_how_to",
    "code",
    "length",
    "words",
)
TOPIC_SIGNALS = (
    "top",
    "lead",
    "lead_over_third",
    "known",
    "likeness",
    "answerable",
    "term",
    "thin",
)
RIDGE = 1.0
GOLDEN = 5.0
"""
How much a golden question counts in fitting the model of the topic, beside 1 for a held-out
utterance. There are ten times as many of these, and none of them is too thin to be answered: with
equal weights, 44 % of the golden questions that fit several topics were answered where 97 % of the
right answers were kept, with this one 29 % (cross-validated, 2026-11-21).
"""
FOLDS = 10
ROUNDS = 3
"""Times that the folds are drawn anew, so that no cut depends on which questions share a fold."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trial:
    """
    A question's ranking and the topics that are right for it; none when it must be declined.
    """

    ranking: Ranking
    topics: frozenset[str]
    is_ambiguous: bool = False
    """Fits several topics equally: none of them is right, asking back is."""
    terms: Mapping[str, float] = field(default_factory=lambda: NO_TERMS)
    """The curated terms it says; see `signals`."""
    weight: float = 1.0
    """How much it counts in fitting the model of the topic."""
    is_refused: bool = False
    """Declined for the names in it, whatever its ranking: no threshold has a say."""

    @property
    def is_right(self) -> bool:
        """Whether answering on the best candidate is right."""
        best = self.ranking.candidates[:1]
        return bool(best) and best[0].topic in self.topics and not self.is_ambiguous

    @property
    def offers_right(self) -> bool:
        """Whether a right topic is among those that asking back would offer."""
        return any(one.topic in self.topics for one in self.ranking.candidates)

    @property
    def signals(self) -> dict[str, float]:
        """What the models look at."""
        return signals(self.ranking, self.terms)


def fit(
    rows: Sequence[dict[str, float]],
    truth: Sequence[bool],
    names: Sequence[str],
    counts: Sequence[float] | None = None,
) -> Logistic:
    """
    The logistic model of *truth* on the signals called *names*; a row *counts* 1 unless told.
    """
    given: Floats = np.array([[1.0, *(row[name] for name in names)] for row in rows])
    wanted: Floats = np.array(truth, dtype=np.float64)
    weights: Floats = np.zeros(given.shape[1])
    times: Floats = np.ones(len(rows)) if counts is None else np.array(counts, dtype=np.float64)
    ridge = RIDGE * np.eye(given.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(50):
        expected = 1 / (1 + np.exp(-np.clip(given @ weights, -30, 30)))
        curvature = given.T @ (given * (times * expected * (1 - expected))[:, None]) + ridge
        step = np.linalg.solve(curvature, given.T @ (times * (wanted - expected)) - ridge @ weights)
        weights += step
        if float(np.abs(step).max()) < 1e-8:
            break
    rounded = [round(float(weight), 4) for weight in weights]
    return Logistic(intercept=rounded[0], weights=dict(zip(names, rounded[1:], strict=True)))


def models(trials: Sequence[Trial]) -> tuple[Logistic, Logistic]:
    """
    The model of what can be answered, and of whether the best topic is the one meant.
    """
    return _models([(trial, trial.signals) for trial in trials])


Known = tuple[Trial, dict[str, float]]
"""A trial with its signals, which take a moment to work out."""


def _models(known: Sequence[Known]) -> tuple[Logistic, Logistic]:
    judged = [(trial, row) for trial, row in known if not trial.is_refused]
    inside = [(trial, row) for trial, row in judged if trial.topics]
    return (
        fit([row for _, row in judged], [bool(one.topics) for one, _ in judged], SCOPE_SIGNALS),
        fit(
            [row for _, row in inside],
            [one.is_right for one, _ in inside],
            TOPIC_SIGNALS,
            [one.weight for one, _ in inside],
        ),
    )


def held_out(trials: Sequence[Trial]) -> Iterator[tuple[Floats, Floats]]:
    """
    Each question's two probabilities, from models that have not seen it; one pair a round.

    A question that is refused for its names has no chance at all.
    """
    known = [(trial, trial.signals) for trial in trials]
    shuffle = np.random.default_rng(FOLDS)
    for _ in range(ROUNDS):
        scope, topic = np.zeros(len(trials)), np.zeros(len(trials))
        order = shuffle.permutation(len(trials)).tolist()
        for fold in range(FOLDS):
            held = set(order[fold::FOLDS])
            kept = [known[at] for at in range(len(trials)) if at not in held]
            if not held or not kept:
                continue
            in_scope, right_topic = _models(kept)
            for at in held:
                trial, row = known[at]
                if not trial.is_refused:
                    scope[at] = probability(in_scope, row)
                    topic[at] = probability(right_topic, row)
        yield scope, topic
