"""
Thresholds from golden questions: two logistic models, and the cuts that serve a stated target.

The models learn from the signals of unseen questions: golden questions, which the index never
learns from, and every utterance ranked by an index that was built without it. The cuts are chosen,
cross-validated, so that most golden questions are answered and few of all those to be declined;
confidence is measured on golden questions alone.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.calibration import Judged, bands, brier, expected_error, measured
from bot.core.fitting import Floats, Trial, held_out, models
from bot.core.learned import Example, Role
from bot.core.matching import Index
from bot.core.options import Names
from bot.core.reading import read
from bot.core.strangers import turns_on_strangers
from bot.core.subjects import Subjects
from bot.core.thresholds import Thresholds

Flags = NDArray[np.bool_]

INDEXES = 5
"""Indexes built to rank utterances that they have not seen."""
MOST_WRONG = 0.06
"""
Of questions that must be declined, at most this share may be answered. Most of those were written
to be confused with what can be answered, so of what people really ask fewer are.
"""
MOST_BOTHERED = 0.07
"""Of questions that must be declined, at most this share may be asked back."""
MOST_WRONG_TOPIC = 0.04
"""Of answerable questions, at most this share may be answered on another topic."""
WORTH_ASKED = 0.4
"""What asking back with a right topic on offer is worth, beside 1 for the right answer."""
NOISE = 0.003
"""Three in a thousand questions: a third of the standard error that 800 golden questions leave."""
STEPS = tuple(round(0.1 + 0.02 * at, 2) for at in range(44))
"""The cuts that are tried."""


RIGHT, WRONG, OUTSIDE, THIN, OFFERED_THIN, OFFERED = range(6)
"""Kinds of questions: their best topic is right, or wrong; to be declined; to be asked back, and
with a right topic among those offered; not to be asked back, with a right topic among them."""


class Truth:
    """
    What is known of questions, one entry a question: the golden ones, then the practice.

    Golden questions stand for those people ask; in what must be declined the practice counts as
    well, for it is many times as much, and every kind of it was thought of by a curator.
    """

    def __init__(self, golden: Sequence[Trial], practice: Sequence[Trial]) -> None:
        trials = [*golden, *practice]
        is_golden = np.arange(len(trials)) < len(golden)
        self.outside = np.array([not one.topics for one in trials])
        self.inside = ~self.outside & is_golden
        thin = np.array([one.is_ambiguous for one in trials])
        right = np.array([one.is_right for one in trials])
        offered = np.array([one.offers_right for one in trials])
        self._kinds = np.stack(
            [
                self.inside & right,
                self.inside & ~thin & ~right,
                self.outside,
                thin,
                offered & thin,
                offered & self.inside & ~thin,
            ],
            axis=-1,
        ).astype(np.float64)

    def counts(self, chosen: Flags) -> Floats:
        """
        How many of the *chosen* questions, a row of flags each time, are of each kind: a column
        for `RIGHT`, `WRONG`, `OUTSIDE`, `THIN`, `OFFERED_THIN` and `OFFERED`.
        """
        found: Floats = chosen @ self._kinds
        return found


def unseen(
    examples: Sequence[Example],
    names: Names,
    ordinary: Set[str] = frozenset(),
    subjects: Subjects | None = None,
    options: int = 0,
) -> list[Trial]:
    """
    Every whole question among *examples*, ranked by an index that has not seen it.

    *subjects* and the number of *options* are those of the base the examples are from.
    """
    whole = [at for at, one in enumerate(examples) if one.role is Role.UTTERANCE]
    trials: list[Trial] = []
    for fold in range(INDEXES):
        held = set(whole[fold::INDEXES])
        kept = [one for at, one in enumerate(examples) if at not in held]
        index = Index.build(kept, names, ordinary)
        for at in sorted(held):
            right = {examples[at].label} if examples[at].in_scope else set[str]()
            trials.append(tried(examples[at].text, right, index, subjects, options))
    return trials


def tried(
    question: str,
    topics: Sequence[str] | set[str],
    index: Index,
    subjects: Subjects | None,
    options: int,
    *,
    is_ambiguous: bool = False,
    weight: float = 1.0,
) -> Trial:
    """
    *question* as a trial: ranked, and looked through for what decides beside the ranking.
    """
    reading = read(question, index, subjects or Subjects.none())
    ranking = reading.ranking
    return Trial(
        ranking,
        frozenset(topics),
        is_ambiguous,
        reading.terms,
        weight,
        is_refused=turns_on_strangers(ranking.query.mentions, options),
    )


def tune(
    golden: Sequence[Trial], practice: Sequence[Trial], levels: dict[str, float]
) -> Thresholds:
    """
    The thresholds that answer most *golden* questions rightly within the limits on wrong answers.

    The models learn from the *practice* as well; no golden question is judged by a model that has
    seen it.
    """
    rounds = list(held_out([*golden, *practice]))
    cuts = _best_cuts(Truth(golden, practice), rounds)
    in_scope, right_topic = models([*golden, *practice])
    scope, topic = rounds[0]
    judged = _judged(golden, scope, topic, cuts)
    answered = [one for one in judged if one.is_answered]
    outside = sum(not trial.topics for trial in golden)
    plain = sum(bool(one.topics) and not one.is_ambiguous for one in golden)
    return Thresholds(
        ask=cuts.ask,
        scope=cuts.scope,
        accept=cuts.accept,
        in_scope=in_scope,
        right_topic=right_topic,
        levels=levels,
        measured=measured(judged, levels),
        reliability=bands(judged),
        brier=round(brier(judged), 4),
        calibration_error=round(expected_error(judged), 4),
        target=(
            f"most golden questions answered rightly; of all that must be declined, held-out "
            f"utterances too, at most {MOST_WRONG:.0%} answered and {MOST_BOTHERED:.0%} asked "
            f"back; of the golden ones, at most {MOST_WRONG_TOPIC:.0%} answered on another topic"
        ),
        set_from=(
            f"{len(golden) - outside} golden questions ({len(golden) - outside - plain} of them "
            f"to be asked back) and {outside} to be declined, beside "
            f"{len(practice)} utterances held out in turn; cross-validated, {len(answered)} "
            f"golden questions are answered, {sum(one.is_right for one in answered)} rightly"
        ),
    )


@dataclass(frozen=True, slots=True)
class Cuts:
    """
    Where the probabilities are cut; see `Thresholds`.
    """

    ask: float
    scope: float
    accept: float


def _judged(golden: Sequence[Trial], scopes: Floats, topics: Floats, cuts: Cuts) -> list[Judged]:
    """The golden questions with a confidence by models that have not seen them."""
    found = []
    for trial, scope, topic in zip(golden, scopes, topics, strict=False):
        if trial.is_refused or trial.is_ambiguous:
            continue
        is_answered = bool(scope >= cuts.scope and topic >= cuts.accept)
        found.append(Judged(float(scope * topic), trial.is_right, is_answered))
    return found


def _best_cuts(truth: Truth, rounds: Sequence[tuple[Floats, Floats]]) -> Cuts:
    """
    The cuts that are worth most over all rounds; the lowest of those that are worth the same.

    How sure of the topic an answer must be hardly changes their worth over a wide range, and the
    best of it moves with every edit: so it is the middle of those with which any cuts for being
    answerable are worth as much but for `NOISE`. Of those cuts, these are the best.
    """
    steps = np.array(STEPS)
    worth = np.zeros((len(steps), len(steps), len(steps)))
    for scope, topic in rounds:
        reaches = scope >= steps[:, None]
        spoken = truth.counts(reaches)
        for at, accept in enumerate(STEPS):
            answered = truth.counts(reaches & (topic >= accept))
            # What is answered is spoken to: the rest of that is asked back.
            asked = spoken[:, None] - answered[None, :]
            worth[at] += _worth(truth, answered[None, :], asked)
    below_ask = steps[None, :] < steps[:, None]
    worth[:, below_ask] = -np.inf
    rounded = worth.round(9)
    enough = rounded >= rounded.max() - NOISE * len(rounds)
    good = np.flatnonzero(enough.any(axis=(1, 2)))
    accept = int(good[len(good) // 2])
    best = np.argwhere(rounded[accept] == rounded[accept].max()).tolist()
    ask, cut = min(best, key=lambda one: (one[1], one[0]))
    return Cuts(STEPS[ask], STEPS[cut], STEPS[accept])


def _worth(truth: Truth, answers: Floats, asks: Floats) -> Floats:
    """
    Right answers, less for asking back with a right topic on offer; less beyond the limits. Both
    are counts by the columns of `Truth.counts`.

    A question that fits several topics is better served by asking back than by an answer.
    """
    served = (
        answers[..., RIGHT]
        + WORTH_ASKED * answers[..., THIN]
        + asks[..., OFFERED_THIN]
        + WORTH_ASKED * asks[..., OFFERED]
    )
    inside, declined = truth.inside.sum(), truth.outside.sum()
    over = answers[..., OUTSIDE] / max(1, declined) - MOST_WRONG
    pestered = asks[..., OUTSIDE] / max(1, declined) - MOST_BOTHERED
    astray = answers[..., WRONG] / max(1, inside) - MOST_WRONG_TOPIC
    found: Floats = (
        served / max(1, inside)
        - 3 * np.maximum(0, over)
        - 2 * np.maximum(0, astray)
        - 2 * np.maximum(0, pestered)
    )
    return found
