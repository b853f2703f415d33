"""
Thresholds from golden questions: two logistic models, and the cuts that serve a stated target.

The index never learns from golden questions, so their signals are those of unseen questions. The
models are fitted by Newton's method with a small ridge (Hastie, Tibshirani and Friedman, "The
Elements of Statistical Learning", 2nd ed., 4.4.1); what is reported is cross-validated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.judgement import probability, signals
from bot.core.matching import Ranking
from bot.core.model import Logistic, Thresholds

SCOPE_SIGNALS = (
    "top",
    "lead",
    "over_elsewhere",
    "answerable",
    "coverage",
    "known",
    "unknown",
    "likeness",
    "names_option",
    "names_several",
    "asks_how_to",
    "length",
)
TOPIC_SIGNALS = ("top", "lead", "lead_over_third", "known", "likeness", "answerable")
RIDGE = 1.0
FOLDS = 10
MOST_WRONG = 0.03
"""Of questions that must be declined, at most this share may be answered."""
MOST_WRONG_TOPIC = 0.05
"""Of answerable questions, at most this share may be answered on another topic."""

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

    @property
    def is_right(self) -> bool:
        """Whether answering on the best candidate is right."""
        best = self.ranking.candidates[:1]
        return bool(best) and best[0].topic in self.topics and not self.is_ambiguous


def fit(rows: Sequence[dict[str, float]], truth: Sequence[bool], names: Sequence[str]) -> Logistic:
    """
    The logistic model of *truth* on the signals called *names*.
    """
    given: Floats = np.array([[1.0, *(row[name] for name in names)] for row in rows])
    wanted: Floats = np.array(truth, dtype=np.float64)
    weights: Floats = np.zeros(given.shape[1])
    ridge = RIDGE * np.eye(given.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(50):
        expected = 1 / (1 + np.exp(-np.clip(given @ weights, -30, 30)))
        curvature = given.T @ (given * (expected * (1 - expected))[:, None]) + ridge
        step = np.linalg.solve(curvature, given.T @ (wanted - expected) - ridge @ weights)
        weights += step
        if float(np.abs(step).max()) < 1e-8:
            break
    rounded = [round(float(weight), 4) for weight in weights]
    return Logistic(intercept=rounded[0], weights=dict(zip(names, rounded[1:], strict=True)))


def held_out(
    rows: Sequence[dict[str, float]], truth: Sequence[bool], names: Sequence[str]
) -> list[float]:
    """
    Each row's probability from a model that has not seen it (every tenth row is one fold).
    """
    found = [0.0] * len(rows)
    for fold in range(FOLDS):
        kept = [at for at in range(len(rows)) if at % FOLDS != fold]
        model = fit([rows[at] for at in kept], [truth[at] for at in kept], names)
        for at in range(fold, len(rows), FOLDS):
            found[at] = probability(model, rows[at])
    return found


def tune(trials: Sequence[Trial], levels: dict[str, float]) -> Thresholds:
    """
    The thresholds that answer most questions rightly within the two limits on wrong answers.
    """
    rows = [signals(trial.ranking) for trial in trials]
    answerable = [bool(trial.topics) for trial in trials]
    inside = [at for at, can in enumerate(answerable) if can]
    right = [trials[at].is_right for at in inside]
    scope = held_out(rows, answerable, SCOPE_SIGNALS)
    topic = dict(
        zip(inside, held_out([rows[at] for at in inside], right, TOPIC_SIGNALS), strict=True)
    )
    topic_model = fit([rows[at] for at in inside], right, TOPIC_SIGNALS)
    for at, can in enumerate(answerable):
        if not can:
            topic[at] = probability(topic_model, rows[at])
    best = max(
        (
            (_worth(trials, scope, topic, cut, accept), -cut, -accept)
            for cut in np.arange(0.2, 0.96, 0.01).round(2).tolist()
            for accept in np.arange(0.1, 0.9, 0.02).round(2).tolist()
        ),
    )
    cut, accept = -best[1], -best[2]
    answered = [at for at in range(len(trials)) if scope[at] >= cut and topic[at] >= accept]
    hits = sum(trials[at].is_right for at in answered)
    return Thresholds(
        scope=cut,
        accept=accept,
        in_scope=fit(rows, answerable, SCOPE_SIGNALS),
        right_topic=topic_model,
        levels=levels,
        target=(
            f"most questions answered rightly with at most {MOST_WRONG:.0%} of those to be "
            f"declined answered, and at most {MOST_WRONG_TOPIC:.0%} of the others on another topic"
        ),
        set_from=(
            f"{len(inside)} golden questions and {len(trials) - len(inside)} to be declined; "
            f"cross-validated, {len(answered)} are answered and {hits} of them rightly"
        ),
    )


def _worth(
    trials: Sequence[Trial],
    scope: Sequence[float],
    topic: dict[int, float],
    cut: float,
    accept: float,
) -> float:
    """Right answers, half for asking back with the right topic on offer; less beyond the limits."""
    inside = outside = right = asked = wrong_topic = wrong = bothered = 0
    for at, trial in enumerate(trials):
        speaks = scope[at] >= cut
        answers = speaks and topic[at] >= accept
        if not trial.topics:
            outside += 1
            wrong += answers
            bothered += speaks and not answers
            continue
        inside += 1
        if answers:
            right += trial.is_right
            wrong_topic += not trial.is_right
        elif speaks:
            asked += any(one.topic in trial.topics for one in trial.ranking.candidates)
    over = max(0.0, wrong / max(1, outside) - MOST_WRONG)
    astray = max(0.0, wrong_topic / max(1, inside) - MOST_WRONG_TOPIC)
    pestered = max(0.0, bothered / max(1, outside) - MOST_WRONG)
    return (right + 0.5 * asked) / max(1, inside) - 3 * over - 2 * astray - 2 * pestered
