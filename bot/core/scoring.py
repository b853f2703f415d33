"""
Replies held against golden questions: counts, the lean, and how far confidence can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.calibration import interval
from bot.core.model import EITHER, NONE
from bot.core.replies import Answer, Clarification, Decline, Reply


class Score(StrEnum):
    """
    What became of a question.
    """

    RIGHT = "right"
    ASKED = "asked"
    """Asked back, with a right topic on offer."""
    WRONG = "wrong"
    """Answered on another topic, or where it should have declined."""
    REFUSED = "refused"
    """Declined, or asked back without a right topic on offer."""
    BOTHERED = "bothered"
    """Asked back where it should have declined."""


@dataclass(frozen=True, slots=True)
class Result:
    """
    One golden question's reply, scored.
    """

    question: str
    expected: tuple[str, ...]
    """Topics that are right, the golden one first; empty when it must be declined."""
    reply: Reply
    score: Score
    lean: bool | None = None
    """Whether the lean is the expected one; None where it does not apply."""


def score(question: str, reply: Reply, expected: Sequence[str], lean: str | None = None) -> Result:
    """
    *reply* held against the *expected* topics and *lean*; no topics means: decline.
    """
    offered = {one.topic for one in (reply.suggestions if isinstance(reply, Clarification) else ())}
    match reply:
        case Answer() if expected and reply.topics[0] in expected:
            agrees = None if lean is None else _same(reply.lean, lean)
            return Result(question, tuple(expected), reply, Score.RIGHT, agrees)
        case Answer():
            found = Score.WRONG
        case Clarification() if not expected:
            found = Score.BOTHERED
        case Clarification():
            found = Score.ASKED if offered & set(expected) else Score.REFUSED
        case Decline():
            found = Score.REFUSED if expected else Score.RIGHT
    return Result(question, tuple(expected), reply, found)


def score_ambiguous(question: str, reply: Reply, topics: Sequence[str]) -> Result:
    """
    *reply* to a question that fits several topics: asking back between them is right.
    """
    result = score(question, reply, topics)
    turned = {Score.ASKED: Score.RIGHT, Score.RIGHT: Score.WRONG}
    return Result(question, tuple(topics), reply, turned.get(result.score, result.score))


def score_several(question: str, reply: Reply, topics: Sequence[str]) -> Result:
    """
    *reply* to a question on several topics: all of them must be answered, and no others.
    """
    result = score(question, reply, topics)
    if result.score is not Score.RIGHT or not isinstance(reply, Answer):
        return result
    is_whole = set(reply.topics) == set(topics)
    return Result(question, tuple(topics), reply, Score.RIGHT if is_whole else Score.WRONG)


def _same(lean: str, expected: str) -> bool:
    """An option's id agrees with itself; ``either`` and ``none`` both push nothing."""
    open_ended = {EITHER, NONE}
    return lean == expected or (lean in open_ended and expected in open_ended)


def share(results: Sequence[Result], wanted: Score) -> float:
    """
    The share of *results* with the score *wanted*, 0 to 1.
    """
    return sum(one.score is wanted for one in results) / len(results) if results else 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    Of the answers at one level of confidence, how many were right.
    """

    level: str
    answers: int
    right: int

    @property
    def interval(self) -> tuple[float, float]:
        """
        The 95 % interval of the share that is right.
        """
        return interval(self.right, self.answers)


def calibration(results: Iterable[Result], levels: Sequence[str]) -> list[Calibration]:
    """
    The answers among *results* by level of confidence, in the order of *levels*.
    """
    answered = [
        (one.reply.level, one.score is Score.RIGHT)
        for one in results
        if isinstance(one.reply, Answer)
    ]
    return [
        Calibration(
            level,
            sum(found == level for found, _ in answered),
            sum(found == level and right for found, right in answered),
        )
        for level in levels
    ]
