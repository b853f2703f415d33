"""
Replies held against golden questions, on numbers small enough to count by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.core.answers import answer
from bot.core.replies import Answer, Clarification, Decline, Reply, Suggestion
from bot.core.scoring import Calibration, Score, calibration, score, score_ambiguous, share
from bot.core.snapshot import Snapshot

ASKED = Clarification("?", (), "which?", (Suggestion("a", "a?"), Suggestion("b", "b?")), "r", None)
REFUSED = Decline("?", (), "no", "but", (Suggestion("a", "a?"),), (), "r", None)


@pytest.fixture
def given(databases: Snapshot) -> Answer:
    """
    An answer on topic "a" that leans to "x".
    """
    reply = answer("is alphadb faster than betadb", databases)
    assert isinstance(reply, Answer)
    return replace(reply, topics=("a",), lean="x", level="level_high")


@pytest.mark.parametrize(
    ("topics", "expected"), [(["a"], Score.RIGHT), (["b", "a"], Score.RIGHT), (["b"], Score.WRONG)]
)
def test_an_answer_is_right_on_a_right_topic(
    given: Answer, topics: list[str], expected: Score
) -> None:
    """
    The golden topic, or one of the others that are right as well.
    """
    assert expected is score("?", given, topics).score


@pytest.mark.parametrize(
    ("reply", "topics", "expected"),
    [
        (ASKED, ["a"], Score.ASKED),
        (ASKED, ["c"], Score.REFUSED),
        (ASKED, [], Score.BOTHERED),
        (REFUSED, ["a"], Score.REFUSED),
        (REFUSED, [], Score.RIGHT),
    ],
)
def test_asking_back_and_refusing_are_told_apart(
    reply: Reply, topics: list[str], expected: Score
) -> None:
    """
    Asking back counts when a right topic is on offer; refusing when nothing was right.
    """
    assert expected is score("?", reply, topics).score


def test_answering_what_must_be_declined_is_wrong(given: Answer) -> None:
    """
    Whatever the answer says.
    """
    assert score("?", given, []).score is Score.WRONG


@pytest.mark.parametrize(
    ("lean", "expected", "agrees"),
    [
        ("x", "x", True),
        ("x", "y", False),
        ("x", "either", False),
        ("either", "either", True),
        ("either", "none", True),
        ("none", "either", True),
        ("none", "x", False),
        ("x", None, None),
    ],
)
def test_the_lean_counts_only_in_a_right_answer(
    given: Answer, lean: str, expected: str | None, agrees: bool | None
) -> None:
    """
    An option agrees with itself; "either" and "none" both push nothing.
    """
    reply = replace(given, lean=lean)

    assert agrees is score("?", reply, ["a"], expected).lean
    assert score("?", reply, ["b"], expected).lean is None


@pytest.mark.parametrize(
    ("topics", "expected"),
    [(["a", "b"], Score.RIGHT), (["c", "d"], Score.REFUSED)],
)
def test_what_fits_several_topics_is_best_asked_back(topics: list[str], expected: Score) -> None:
    """
    With one of them on offer.
    """
    assert expected is score_ambiguous("?", ASKED, topics).score


def test_answering_what_fits_several_topics_is_wrong(given: Answer) -> None:
    """
    Also on one of them: it was a guess.
    """
    assert score_ambiguous("?", given, ["a", "b"]).score is Score.WRONG
    assert score_ambiguous("?", REFUSED, ["a", "b"]).score is Score.REFUSED


def test_shares_are_counted(given: Answer) -> None:
    """
    Of nothing, nothing has any score.
    """
    results = [score("?", given, ["a"]), score("?", given, ["b"]), score("?", REFUSED, ["a"])]

    assert share(results, Score.RIGHT) == pytest.approx(1 / 3)
    assert share(results, Score.BOTHERED) == 0
    assert share([], Score.RIGHT) == 0


@pytest.mark.parametrize(
    ("right", "answers", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (1, 1, 0.2065, 1.0),
        (90, 100, 0.8256, 0.9448),
    ],
)
def test_intervals_are_wilsons(right: int, answers: int, low: float, high: float) -> None:
    """
    Known values of the 95 % score interval; never outside 0 to 1.
    """
    assert (low, high) == pytest.approx(Calibration("x", answers, right).interval, abs=5e-4)


def test_calibration_counts_answers_by_level(given: Answer) -> None:
    """
    Only answers have a confidence; each level is listed, also where nothing fell.
    """
    low = replace(given, level="level_low")
    results = [
        score("?", given, ["a"]),
        score("?", given, ["b"]),
        score("?", low, []),
        score("?", ASKED, ["a"]),
    ]
    levels: Sequence[str] = ("level_high", "level_medium", "level_low")

    assert [(one.level, one.answers, one.right) for one in calibration(results, levels)] == [
        ("level_high", 2, 1),
        ("level_medium", 0, 0),
        ("level_low", 1, 0),
    ]
