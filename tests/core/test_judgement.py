"""
A ranking and thresholds to a match: a close race is not a win, no match is a result.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.judgement import Outcome, judge, probability, signals
from bot.core.options import Mentions
from bot.core.ranking import Asked, Candidate, Known, Query, Ranking
from bot.core.thresholds import Logistic, Thresholds
from tests.core.properties import MANY


def candidate(topic: str, score: float) -> Candidate:
    asked = Asked("fast", {"fast": 1.0, "slow": 1.0}, 2.0)
    return Candidate(topic, score, asked, Known(frozenset({"slow"}), "slow", ["slow?"]))


def ranking(*scores: float, stems: tuple[str, ...] = ("fast",), answerable: float = 0.0) -> Ranking:
    """A ranking of topics a, b, c with these scores."""
    return Ranking(
        query=Query(
            text="fast?",
            stems=stems,
            mentions=Mentions(stems, (), (), ()),
            asked=stems,
            corrected=(),
            unknown=0.0,
        ),
        candidates=tuple(
            candidate(name, score) for name, score in zip("abc", scores, strict=False)
        ),
        runner_up=scores[1] if len(scores) > 1 else 0.0,
        elsewhere=None,
        elsewhere_score=0.0,
        answerable=answerable,
    )


def thresholds(scope: float = 0.5, accept: float = 0.5, ask: float = 0.5) -> Thresholds:
    """In scope by ``answerable`` alone, the right topic by ``lead`` alone."""
    return Thresholds(
        ask=ask,
        scope=scope,
        accept=accept,
        in_scope=Logistic(intercept=0.0, weights={"answerable": 4.0}),
        right_topic=Logistic(intercept=0.0, weights={"lead": 4.0}),
        target="a test",
        set_from="a test",
        levels={"level_low": 0.0},
    )


def test_a_clear_lead_is_accepted() -> None:
    """
    In scope, and one topic ahead of the others.
    """
    match = judge(ranking(1.0, 0.2, answerable=1.0), thresholds())

    assert Outcome.ACCEPTED is match.outcome
    assert match.candidates[0].topic == "a"
    assert match.in_scope * match.right_topic == match.confidence


def test_a_close_race_is_not_a_win() -> None:
    """
    Two topics equally near: the bot asks back.
    """
    assert (
        Outcome.AMBIGUOUS is judge(ranking(1.0, 1.0, answerable=1.0), thresholds(0.5, 0.6)).outcome
    )


def test_a_doubtful_question_is_asked_back() -> None:
    """
    Too likely in scope to be declined, too unlikely to be answered, however clear the topic.
    """
    doubtful = judge(ranking(1.0, 0.0, answerable=0.1), thresholds(scope=0.9, ask=0.3))

    assert Outcome.AMBIGUOUS is doubtful.outcome


def test_out_of_scope_is_no_match_however_clear_the_topic() -> None:
    """
    A clear lead among topics says nothing about questions that are on none of them.
    """
    assert Outcome.NO_MATCH is judge(ranking(1.0, 0.0, answerable=-1.0), thresholds()).outcome


def test_nothing_asked_is_no_match() -> None:
    """
    Without words, and without topics, there is nothing to judge.
    """
    assert (
        Outcome.NO_MATCH is judge(ranking(1.0, 0.0, stems=(), answerable=9.0), thresholds()).outcome
    )
    assert Outcome.NO_MATCH is judge(ranking(answerable=9.0), thresholds()).outcome


def test_thresholds_are_the_least_that_is_enough() -> None:
    """
    A probability equal to its threshold passes.
    """
    assert Outcome.ACCEPTED is judge(ranking(0.5, 0.5), thresholds(0.5, 0.5)).outcome


@pytest.mark.parametrize(
    ("intercept", "value", "expected"),
    [(0.0, 0.0, 0.5), (0.0, 1.0, 0.7310585786), (math.log(3), 0.0, 0.75), (0.0, 1e9, 1.0)],
)
def test_probabilities_are_the_logistic_function(
    intercept: float, value: float, expected: float
) -> None:
    """
    Known values; the far ends are reached without overflow.
    """
    model = Logistic(intercept=intercept, weights={"x": 1.0})

    assert expected == pytest.approx(probability(model, {"x": value}), abs=1e-9)
    assert probability(model, {"x": -1e300}) >= 0.0


numbers = st.floats(-5, 5)


@given(st.tuples(numbers, numbers, numbers).map(lambda of: sorted(of, reverse=True)), numbers)
@MANY
def test_every_ranking_is_judged(scores: list[float], answerable: float) -> None:
    """
    Probabilities stay between 0 and 1, and the signals are numbers.
    """
    one = ranking(*scores, answerable=answerable)
    match = judge(one, thresholds())

    assert 0 <= match.confidence <= min(match.in_scope, match.right_topic) <= 1
    assert all(math.isfinite(value) for value in signals(one).values())


@given(numbers, numbers)
@MANY
def test_a_greater_lead_never_makes_an_answer_less_likely(first: float, second: float) -> None:
    """
    With all else equal, the probability of the right topic grows with the lead.
    """
    small, great = sorted([abs(first), abs(second)])
    close, clear = (judge(ranking(5 + lead, 5.0), thresholds()) for lead in (small, great))

    assert close.right_topic <= clear.right_topic


def test_signals_tell_what_was_named() -> None:
    """
    Whether an option is named, and whether several are.
    """
    plain = ranking(1.0, 0.5)
    query = replace(plain.query, mentions=Mentions(("a",), ("x", "y"), (), ()))
    named = signals(replace(plain, query=query))

    assert (named["names_option"], named["names_several"]) == (1.0, 1.0)
    assert (signals(plain)["names_option"], signals(plain)["names_several"]) == (0.0, 0.0)
