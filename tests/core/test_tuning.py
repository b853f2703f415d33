"""
Thresholds from hand-made trials: what can be told apart is told apart.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from bot.core.fitting import Trial, fit
from bot.core.judgement import Outcome, judge, probability
from bot.core.options import Mentions
from bot.core.ranking import Asked, Candidate, Known, Query, Ranking
from bot.core.snapshot import Snapshot, examples
from bot.core.thresholds import Thresholds
from bot.core.tuning import tune, unseen
from tests.core.fixtures import names_of

LEVELS = {"level_low": 0.0}


def ranking(*, answerable: float, lead: float, at: int) -> Ranking:
    """A ranking of topics a, b and c; *at* makes it a little different from others."""
    words = ("fast",) * (1 + at % 3)
    scores = (0.5 + lead + at % 5 / 100, 0.5, 0.4)
    asked = Asked(" ".join(words), {"fast": 1.0, "slow": 1.0}, 2.0)
    known = Known(frozenset({"fast"}), "fast" + "er" * (at % 7), ["a phrasing"])
    return Ranking(
        query=Query("?", words, Mentions(words, (), (), ()), words, (), unknown=at % 2 / 10),
        candidates=tuple(
            Candidate(topic, score, asked, known)
            for topic, score in zip("abc", scores, strict=True)
        ),
        runner_up=scores[1],
        elsewhere="other",
        elsewhere_score=0.3 - answerable / 5,
        answerable=answerable,
    )


CLEAR = [Trial(ranking(answerable=1.0, lead=0.8, at=at), frozenset("a")) for at in range(40)]
"""On topic a, and clearly so."""
CLOSE = [Trial(ranking(answerable=1.0, lead=0.0, at=at), frozenset("b")) for at in range(20)]
"""On topic b, with a just as near."""
OUTSIDE = [Trial(ranking(answerable=-1.0, lead=0.4, at=at), frozenset()) for at in range(40)]
"""To be declined."""


@pytest.fixture(scope="module")
def tuned() -> Thresholds:
    """
    Thresholds from trials of three sorts.
    """
    return tune([*CLEAR, *CLOSE, *OUTSIDE], [], LEVELS)


def outcomes(trials: list[Trial], thresholds: Thresholds) -> set[Outcome]:
    return {judge(trial.ranking, thresholds).outcome for trial in trials}


def test_what_is_clear_is_answered(tuned: Thresholds) -> None:
    """
    In scope, and the topic far ahead.
    """
    assert {Outcome.ACCEPTED} == outcomes(CLEAR, tuned)


def test_what_is_close_is_asked_back(tuned: Thresholds) -> None:
    """
    In scope, and answering would be wrong.
    """
    assert {Outcome.AMBIGUOUS} == outcomes(CLOSE, tuned)


def test_what_is_outside_is_declined(tuned: Thresholds) -> None:
    """
    Also where a topic leads.
    """
    assert {Outcome.NO_MATCH} == outcomes(OUTSIDE, tuned)


def test_it_says_what_it_was_set_from(tuned: Thresholds) -> None:
    """
    A number without its origin cannot be judged.
    """
    assert "60 golden questions (0 of them to be asked back)" in tuned.set_from
    assert "and 40 to be declined" in tuned.set_from
    assert "40 golden questions are answered, 40 rightly" in tuned.set_from
    assert tuned.target
    assert tuned.levels == LEVELS


def test_practice_teaches_the_models(tuned: Thresholds) -> None:
    """
    Utterances held out in turn count beside golden questions, which choose the cuts.
    """
    taught = tune([*CLEAR[:4], *CLOSE[:4], *OUTSIDE[:4]], [*CLEAR, *CLOSE, *OUTSIDE], LEVELS)

    assert "8 golden questions (0 of them to be asked back) and 4" in taught.set_from
    assert "beside 100 utterances" in taught.set_from
    assert {Outcome.ACCEPTED} == outcomes(CLEAR, taught)
    assert {Outcome.NO_MATCH} == outcomes(OUTSIDE, taught)


def test_few_trials_are_enough_not_to_fail() -> None:
    """
    A young base has few golden questions.
    """
    found = tune([*CLEAR[:2], *OUTSIDE[:2]], [], LEVELS)

    assert 0 <= found.scope <= 1
    assert all(math.isfinite(weight) for weight in found.in_scope.weights.values())


def test_a_trial_is_right_on_a_right_topic_only() -> None:
    """
    And never where several topics fit equally.
    """
    trial = CLEAR[0]

    assert trial.is_right
    assert not CLOSE[0].is_right
    assert not OUTSIDE[0].is_right
    assert not replace(trial, is_ambiguous=True).is_right


def test_a_model_finds_what_tells_two_sorts_apart() -> None:
    """
    By hand: x says it, y does not.
    """
    rows = [{"x": float(at % 2), "y": float(at % 3)} for at in range(60)]
    model = fit(rows, [row["x"] > 0.5 for row in rows], ("x", "y"))

    assert model.weights["x"] > 4 * abs(model.weights["y"])
    assert probability(model, {"x": 1.0, "y": 1.0}) > 0.85
    assert probability(model, {"x": 0.0, "y": 1.0}) < 0.15


def test_a_model_of_what_is_always_so_stays_finite() -> None:
    """
    With nothing to tell apart, the ridge keeps the weights small.
    """
    rows = [{"x": float(at)} for at in range(10)]
    model = fit(rows, [True] * 10, ("x",))

    assert math.isfinite(model.intercept)
    assert probability(model, {"x": 5.0}) > 0.5


def test_utterances_are_ranked_by_an_index_that_has_not_seen_them(databases: Snapshot) -> None:
    """
    Each whole question once; none wins by being exactly itself.
    """
    base = databases.base
    given = list(examples(base))
    rankings = [trial.ranking for trial in unseen(given, names_of(base), base.ordinary)]
    written = [topic.question for topic in base.topics]
    written += [text for topic in base.topics for text in (*topic.utterances, *topic.beyond)]
    written += [text for kind in base.elsewhere for text in kind.utterances]

    assert sorted(written) == sorted(one.query.text for one in rankings)
    assert all(one.query.text != one.candidates[0].utterance for one in rankings)
