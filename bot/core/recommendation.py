"""
What a person answered, and what follows from it, as values.

Every edge shows these; `bot.core.decision` makes them. A *winner* is an option's id, or ``either``
where the first place is shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Responses:
    """
    What a person said: the level of a criterion, and how much it matters where they said so.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    """Level id by criterion id; a skipped question is not in it."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """By criterion id; 0 takes a criterion out. The table's own weight where there is none."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.levels


@dataclass(frozen=True, slots=True)
class Misfit:
    """
    A response that the table has no place for.
    """

    criterion: str
    given: str
    """The criterion, level or weight as it was given."""
    kind: str
    """``criterion``, ``level`` or ``weight``: which of them does not fit."""
    known: tuple[str, ...] = ()
    """What would have fitted, where that can be listed."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    What one answer adds to one option's score.
    """

    criterion: str
    level: str
    weight: float
    rating: float
    points: float
    """weight x rating / sum of the weights: an option's points add up to its score, 0 to 10."""
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """
    An option with its score, 0 to 10, and where that comes from.
    """

    option: str
    score: float
    contributions: tuple[Contribution, ...]
    """By criterion id."""


@dataclass(frozen=True, slots=True)
class Pull:
    """
    What one answer does to the race between the first two: the bar a person sees.
    """

    criterion: str
    level: str
    points: float
    """The difference of their points, above zero for the first; the pulls add up to the lead."""
    towards: str
    """The option it pulls to; ``either`` where it rates both alike."""


@dataclass(frozen=True, slots=True)
class Flip:
    """
    Other answers that would make another option win: one, or two together.
    """

    change: Mapping[str, str]
    """The other level by criterion id."""
    winner: str


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """
    Another weight of one criterion that would make another option win.
    """

    criterion: str
    weight: float
    """The threshold: at it the first two are level, past it *winner* wins."""
    is_raised: bool
    """Whether the weight must rise above the threshold; else it must fall below it."""
    winner: str


@dataclass(frozen=True, slots=True)
class LeansOn:
    """
    Claims without which the result would be another: one claim, or all that only one source makes.
    """

    claims: tuple[str, ...]
    winner: str
    source: str | None = None
    """The source, where it is all it alone says that is taken away."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """
    The ranking, why it is so, how sure it is, and what would change it.
    """

    responses: Responses
    ranking: tuple[Ranked, ...]
    """The best first; empty where nothing was answered."""
    winner: str | None
    """The first option, ``either`` at a tie, None where nothing was answered."""
    lead: float
    """Points between the first two, 0 to 10."""
    close_call: bool
    """Whether what speaks for the second is at least half as strong as what speaks for the first.

    It is measured by the pulls alone, so that criteria on which both do alike change nothing.
    """
    pulls: tuple[Pull, ...]
    """Between the first two, the strongest first."""
    flips: tuple[Flip, ...]
    """Single answers first, then pairs in which neither alone would do."""
    weight_flips: tuple[WeightFlip, ...]
    """The nearest first."""
    leans_on: tuple[LeansOn, ...]
    unanswered: tuple[str, ...]
    """In the order in which to ask: what can move the result most comes first."""
    open_questions: tuple[str, ...]
    """Those of the unanswered that can still have a part in another result, in the same order."""

    @property
    def settled(self) -> bool:
        """Whether no answer to what is left can change who is first: one may stop here."""
        return bool(self.ranking) and not self.open_questions
