"""
A decision table as values: the criteria people choose by, and how each option does on each.

Which criteria, levels and options there are is data (``knowledge/decisions/``). Every rating names
the claims it rests on, so that a recommendation can be followed back to its sources. The lengths
are those a dialogue in Slack can show whole.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.core.values import Id, Phrase, Sentence, Value

MOST_CRITERIA = 30
MOST_LEVELS = 10
"""Radio buttons in one group, by Slack's limit."""
MOST_WEIGHT = 10.0
"""The greatest weight a person may give; tables stay at 3 and below."""

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]
"""Fits the title of a dialogue."""
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]
"""Fits a radio button, and the line below it."""
Cue = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
"""Words of a free text that state a level; `bot.core.cues` has the notation."""


class Rating(Value):
    """
    How well an option does where a level holds, and the claims that say so.
    """

    rating: Annotated[float, Field(ge=0, le=10, multiple_of=0.5)]
    """0 (does badly) to 10 (does very well), in halves; 5 says nothing either way."""
    claims: tuple[Id, ...]


class Level(Value):
    """
    One answer to a criterion's question.
    """

    id: Id
    label: Label
    hint: Label | None = None
    """A line below the label, where the label needs one."""
    means: Phrase
    """The level in the middle of a sentence: "your team has used it before"."""
    ratings: dict[Id, Rating]
    """By option."""
    cues: tuple[Cue, ...] = ()
    """Words that state this level in free text."""
    outdoes: tuple[Id, ...] = ()
    """Levels that count for nothing where a text states this one as well: "log in, with roles"."""
    denied: tuple[Cue, ...] = ()
    """Words that state this level when they are denied: "no admin needed"."""


class Criterion(Value):
    """
    One thing people choose by: the question, why it is asked, how much it matters.
    """

    id: Id
    name: Label
    """What it is called in bars, tables and records."""
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
    why: Sentence
    """Why it is asked."""
    weight: Annotated[float, Field(ge=0, le=3, multiple_of=0.5)]
    """How much it counts where a person says nothing of it; 1 is usual."""
    weight_because: Sentence
    levels: Annotated[tuple[Level, ...], Field(max_length=MOST_LEVELS)]

    @cached_property
    def level_of(self) -> dict[str, Level]:
        """Levels by id."""
        return {level.id: level for level in self.levels}


class DecisionTable(Value):
    """
    ``decisions/<id>.yaml``: one choice, criterion by criterion.
    """

    id: Id
    title: Title
    review_after_months: Annotated[int, Field(ge=1, le=60)]
    """How long a decision made with it stands before it should be looked at again."""
    words: dict[Id, tuple[Phrase, ...]] = Field(default_factory=dict)
    """Words that stand for one another in cues, by the name they are written with there."""
    criteria: Annotated[tuple[Criterion, ...], Field(max_length=MOST_CRITERIA)]

    @cached_property
    def criterion_of(self) -> dict[str, Criterion]:
        """Criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The ids of the options that are rated, in the order of the alphabet."""
        levels = (level for criterion in self.criteria for level in criterion.levels)
        return tuple(sorted({option for level in levels for option in level.ratings}))

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """The ids of all claims that back a rating, each once, in the order of the alphabet."""
        return tuple(
            sorted(
                {
                    claim
                    for criterion in self.criteria
                    for level in criterion.levels
                    for rating in level.ratings.values()
                    for claim in rating.claims
                }
            )
        )
