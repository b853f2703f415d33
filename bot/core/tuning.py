"""
Thresholds from golden questions: two logistic models, and the cuts that serve a stated target.

The models learn from the signals of unseen questions: golden questions, which the index never
learns from, and every utterance ranked by an index that was built without it. They are fitted by
Newton's method with a small ridge (Hastie, Tibshirani and Friedman, "The Elements of Statistical
Learning", 2nd ed., 4.4.1). The cuts are chosen on the golden questions, cross-validated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.judgement import probability, signals
from bot.core.learned import Example, Role
from bot.core.matching import Index, Ranking
from bot.core.model import Logistic, Thresholds
from bot.core.options import Names

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
INDEXES = 5
"""Indexes built to rank utterances that they have not seen."""
MOST_WRONG = 0.05
"""Of questions that must be declined, at most this share may be answered."""
MOST_BOTHERED = 0.05
"""Of questions that must be declined, at most this share may be asked back."""
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

    @property
    def offers_right(self) -> bool:
        """Whether a right topic is among those that asking back would offer."""
        return any(one.topic in self.topics for one in self.ranking.candidates)


class Golden:
    """
    What is known of golden questions, one entry a question.
    """

    def __init__(self, trials: Sequence[Trial]) -> None:
        self.inside = np.array([bool(one.topics) for one in trials])
        self.ambiguous = np.array([one.is_ambiguous for one in trials])
        self.right = np.array([one.is_right for one in trials])
        self.offered = np.array([one.offers_right for one in trials])


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


def unseen(
    examples: Sequence[Example], names: Names, ordinary: frozenset[str] = frozenset()
) -> list[Trial]:
    """
    Every whole question among *examples*, ranked by an index that has not seen it.
    """
    whole = [at for at, one in enumerate(examples) if one.role is Role.UTTERANCE]
    trials: list[Trial] = []
    for fold in range(INDEXES):
        held = set(whole[fold::INDEXES])
        kept = [one for at, one in enumerate(examples) if at not in held]
        index = Index.build(kept, names, ordinary)
        for at in sorted(held):
            right = frozenset({examples[at].label}) if examples[at].in_scope else frozenset[str]()
            trials.append(Trial(index.rank(examples[at].text), right))
    return trials


def tune(
    golden: Sequence[Trial], practice: Sequence[Trial], levels: dict[str, float]
) -> Thresholds:
    """
    The thresholds that answer most *golden* questions rightly within the limits on wrong answers.

    The models learn from the *practice* as well; no golden question is judged by a model that has
    seen it.
    """
    scope, topic = _held_out(golden, practice)
    known = Golden(golden)
    steps = np.arange(0.1, 0.97, 0.02).round(2).tolist()
    cuts = max(
        (
            Cuts(ask, cut, accept)
            for cut in steps
            for ask in steps
            if ask <= cut
            for accept in steps
        ),
        key=lambda cuts: (_worth(known, scope, topic, cuts), -cuts.scope, -cuts.accept),
    )
    in_scope, right_topic = _models([*golden, *practice])
    outside = sum(not trial.topics for trial in golden)
    answered = [
        trial
        for at, trial in enumerate(golden)
        if scope[at] >= cuts.scope and topic[at] >= cuts.accept
    ]
    return Thresholds(
        ask=cuts.ask,
        scope=cuts.scope,
        accept=cuts.accept,
        in_scope=in_scope,
        right_topic=right_topic,
        levels=levels,
        target=(
            f"most questions answered rightly with at most {MOST_WRONG:.0%} of those to be "
            f"declined answered, and at most {MOST_WRONG_TOPIC:.0%} of the others on another topic"
        ),
        set_from=(
            f"{len(golden) - outside} golden questions and {outside} to be declined, beside "
            f"{len(practice)} utterances held out in turn; cross-validated, {len(answered)} "
            f"golden questions are answered, {sum(one.is_right for one in answered)} rightly"
        ),
    )


def _models(trials: Sequence[Trial]) -> tuple[Logistic, Logistic]:
    """The model of what can be answered, and of whether the best topic is the one meant."""
    rows = [signals(trial.ranking) for trial in trials]
    inside = [at for at, trial in enumerate(trials) if trial.topics]
    return (
        fit(rows, [bool(trial.topics) for trial in trials], SCOPE_SIGNALS),
        fit([rows[at] for at in inside], [trials[at].is_right for at in inside], TOPIC_SIGNALS),
    )


def _held_out(golden: Sequence[Trial], practice: Sequence[Trial]) -> tuple[Floats, Floats]:
    """Each golden question's two probabilities, from models that have not seen it."""
    scope, topic = np.zeros(len(golden)), np.zeros(len(golden))
    for fold in range(FOLDS):
        kept = [trial for at, trial in enumerate(golden) if at % FOLDS != fold]
        in_scope, right_topic = _models([*kept, *practice])
        for at in range(fold, len(golden), FOLDS):
            given = signals(golden[at].ranking)
            scope[at] = probability(in_scope, given)
            topic[at] = probability(right_topic, given)
    return scope, topic


@dataclass(frozen=True, slots=True)
class Cuts:
    """
    Where the probabilities are cut; see `Thresholds`.
    """

    ask: float
    scope: float
    accept: float


def _worth(golden: Golden, scope: Floats, topic: Floats, cuts: Cuts) -> float:
    """
    Right answers, a quarter for asking back with a right topic on offer; less beyond the limits.

    A question that fits several topics is better served by asking back than by an answer.
    """
    speaks = scope >= cuts.ask
    answers = speaks & (scope >= cuts.scope) & (topic >= cuts.accept)
    asks = speaks & ~answers
    inside, thin = golden.inside, golden.ambiguous
    served = (
        (answers & golden.right).sum()
        + 0.25 * (answers & thin).sum()
        + (asks & golden.offered & thin).sum() * 0.75
        + (asks & golden.offered & ~thin).sum() * 0.25
    ) / max(1, inside.sum())
    outside = max(1.0, float((~inside).sum()))
    over = max(0.0, float((answers & ~inside).sum()) / outside - MOST_WRONG)
    pestered = max(0.0, float((asks & ~inside).sum()) / outside - MOST_BOTHERED)
    wrong = float((answers & inside & ~thin & ~golden.right).sum())
    astray = max(0.0, wrong / max(1.0, float(inside.sum())) - MOST_WRONG_TOPIC)
    return float(served) - 3 * over - 2 * astray - 2 * pestered
