"""
The weighted sum in whole numbers, so that neither order nor rounding can decide a race.

Ratings count in halves and weights in thousandths; a *total* is the sum of weight x rating in
those units. All options share the weights, so totals alone say who is first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.decision_table import DecisionTable
from bot.core.recommendation import Responses
from bot.core.values import EITHER

HALVES = 2
THOUSANDTHS = 1_000
NEUTRAL = 5.0
"""The rating that says nothing either way."""

Totals = tuple[int, ...]
"""One number an option, in the order of the table's options."""


@dataclass(frozen=True, slots=True)
class Tally:
    """
    A table and what was answered, reckoned once.
    """

    options: tuple[str, ...]
    weights: Mapping[str, int]
    """Thousandths by criterion; those that count for nothing are left out."""
    gains: Mapping[str, Mapping[str, Totals]]
    """What each level of each criterion adds to the options' totals."""
    answered: Mapping[str, str]
    """Level by criterion, without what counts for nothing."""
    totals: Totals

    @classmethod
    def of(cls, table: DecisionTable, responses: Responses) -> Tally:
        """
        The tally of *responses*, which must fit the *table*.
        """
        weights = {}
        for criterion in table.criteria:
            weight = responses.weights.get(criterion.id, criterion.weight)
            if thousandths := round(weight * THOUSANDTHS):
                weights[criterion.id] = thousandths
        gains = {
            criterion.id: {
                level.id: tuple(
                    round(weights[criterion.id] * HALVES * level.ratings[option].rating)
                    for option in table.options
                )
                for level in criterion.levels
            }
            for criterion in table.criteria
            if criterion.id in weights
        }
        answered = {
            name: responses.levels[name] for name in sorted(weights) if name in responses.levels
        }
        totals = tuple(
            sum(gains[name][level][at] for name, level in answered.items())
            for at in range(len(table.options))
        )
        return cls(table.options, weights, gains, answered, totals)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The criteria that count and have no answer."""
        return tuple(name for name in self.gains if name not in self.answered)

    def scale(self) -> int:
        """What a total is divided by to be a score from 0 to 10; 0 where nothing is answered."""
        return HALVES * sum(self.weights[name] for name in self.answered)

    def with_level(self, criterion: str, level: str) -> Totals:
        """What is added to the totals when the answer to *criterion* becomes *level*."""
        new = self.gains[criterion][level]
        if criterion not in self.answered:
            return new
        old = self.gains[criterion][self.answered[criterion]]
        return tuple(after - before for after, before in zip(new, old, strict=True))

    def order(self) -> list[int]:
        """The places of the options, the best first; a tie goes by the alphabet."""
        return sorted(range(len(self.options)), key=lambda at: (-self.totals[at], at))

    def winner(self) -> str | None:
        """The first option, ``either`` at a tie, None where nothing is answered."""
        return leader(self.options, self.totals) if self.answered else None


def leader(options: Sequence[str], totals: Sequence[float]) -> str:
    """
    The option with the greatest total; ``either`` where several share it.
    """
    most = max(totals)
    return options[totals.index(most)] if totals.count(most) == 1 else EITHER
