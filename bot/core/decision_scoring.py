"""
Recommendations held against golden decisions: the option, and the criteria read out of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.decision import recommend
from bot.core.golden import GoldenDecision
from bot.core.model import KnowledgeBase
from bot.core.needs import Understanding


@dataclass(frozen=True, slots=True)
class Decided:
    """
    What became of one description.
    """

    golden: GoldenDecision
    winner: str | None
    understood: Understanding

    @property
    def is_right(self) -> bool:
        """Whether the option is the expected one."""
        return self.winner == self.golden.option

    @property
    def found(self) -> int:
        """How many of the criteria that the text states were read as they are meant."""
        return len(self.golden.criteria.items() & self.understood.levels.items())

    @property
    def missed(self) -> dict[str, str]:
        """Criteria that were not read, or as another level."""
        return dict(sorted(self.golden.criteria.items() - self.understood.levels.items()))

    @property
    def over_read(self) -> dict[str, str]:
        """Criteria that were read and are not meant, or not so."""
        return dict(sorted(self.understood.levels.items() - self.golden.criteria.items()))


def decided(base: KnowledgeBase, golden: Sequence[GoldenDecision]) -> list[Decided]:
    """
    Every description read and decided; nothing where the base has no decision table.
    """
    if base.needs is None:
        return []
    results = []
    for one in golden:
        understood = base.needs.understood(one.text)
        result = recommend(base.decisions[0], understood.responses, base.told_by)
        results.append(Decided(one, result.winner, understood))
    return results


@dataclass(frozen=True, slots=True)
class DecisionShares:
    """
    All golden decisions in three shares, each 0 to 1; 1 where there is nothing to count.
    """

    right: float
    """Descriptions with the expected option."""
    found: float
    """Criteria stated that were read (recall)."""
    exact: float
    """Criteria read that were stated (precision)."""

    @classmethod
    def of(cls, results: Sequence[Decided]) -> DecisionShares:
        """The shares over *results*."""
        found = sum(one.found for one in results)
        return cls(
            _share(sum(one.is_right for one in results), len(results)),
            _share(found, sum(len(one.golden.criteria) for one in results)),
            _share(found, sum(len(one.understood.levels) for one in results)),
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
