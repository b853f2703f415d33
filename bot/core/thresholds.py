"""
The numbers beside the knowledge: when to answer, and what confidence was found to be worth.

All of it is written by ``fwchoice tune`` and read with the rest of the base.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field

from bot.core.values import Sentence, Value


class Logistic(Value):
    """
    A logistic model: the probability that something holds, from named signals of a ranking.
    """

    intercept: float
    weights: dict[str, float]

    @cached_property
    def in_order(self) -> tuple[tuple[str, float], ...]:
        """The weights by name: added up in the same order whatever file they were read from."""
        return tuple(sorted(self.weights.items()))


class HitRate(Value):
    """
    Of so many answers, how many were on the right topic.
    """

    answers: Annotated[int, Field(ge=0)]
    right: Annotated[int, Field(ge=0)]


class Band(Value):
    """
    The questions whose confidence lies in one tenth, from *least* on.
    """

    least: Annotated[float, Field(ge=0, le=1)]
    questions: Annotated[int, Field(ge=0)]
    right: Annotated[int, Field(ge=0)]
    promised: Annotated[float, Field(ge=0, le=1)]
    """The mean of their confidence."""


class Thresholds(Value):
    """
    When to answer, ask back or decline; set from golden data by ``fwchoice tune``.
    """

    ask: Annotated[float, Field(ge=0, le=1)]
    """The least probability that the question can be answered at all; below it: declined."""
    scope: Annotated[float, Field(ge=0, le=1)]
    """The least of the same probability for an answer; below it: asked back."""
    accept: Annotated[float, Field(ge=0, le=1)]
    """The least probability that the best topic is the one meant; below it: asked back."""
    in_scope: Logistic
    right_topic: Logistic
    target: Sentence
    set_from: Sentence
    levels: dict[str, Annotated[float, Field(ge=0, le=1)]]
    """The least confidence for each level, the name being a name in the wording."""
    measured: dict[str, HitRate] = Field(default_factory=dict)
    """By level, what golden questions showed that the models had not seen."""
    reliability: tuple[Band, ...] = ()
    """The same questions, answered or not, by tenths of confidence."""
    brier: float | None = None
    """Mean squared error of the confidence on them; 0 is best."""
    calibration_error: float | None = None
    """Mean gap between what is promised and what is kept (ECE); 0 is best."""
