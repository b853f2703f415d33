"""
A question that states several needs at once: answered from the decision table, not from one topic.

"Flask or Django for a small internal tool with an admin, in two weeks?" is about three things, and
what one topic says would leave two of them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.decision import recommend
from bot.core.decision_table import DecisionTable
from bot.core.judgement import Match, Outcome
from bot.core.model import Claim, KnowledgeBase
from bot.core.needs import Understanding
from bot.core.phrasing import Phrasing
from bot.core.recommendation import Recommendation
from bot.core.replies import DecidingCondition
from bot.core.shapes import Kind
from bot.core.telling import closeness, headline
from bot.core.wording import say

SEVERAL = 2
"""Criteria, each in words of its own, that make a question one of several needs."""
MANY = 3
"""As many where matching is not sure that it can be answered at all: then it is a description."""
_OPEN = frozenset({Kind.ABOUT, Kind.COMPARE, Kind.FACT})
"""What "what should we take?" and "how do they compare?" may be read as, after many needs."""


@dataclass(frozen=True, slots=True)
class Combined:
    """
    What the decision table answers to a question.
    """

    headline: str
    lean: str
    claims: tuple[Claim, ...]
    """The claims behind the answers, the strongest pull first, those of either side."""
    conditions: tuple[DecidingCondition, ...]
    """Single answers that would change it."""
    result: Recommendation


def combined(
    base: KnowledgeBase, stated: Understanding, how: Phrasing, options: Sequence[str], match: Match
) -> Combined | None:
    """
    The answer to all needs *stated* together; None for a question that is not about a choice, or
    that states too few, or that asks for one thing in many words.
    """
    count = len(set(stated.said.values()))
    is_choice = how.kind is Kind.CHOOSE or (how.kind in _OPEN and count >= MANY)
    least = SEVERAL if match.in_scope >= base.thresholds.scope else MANY
    if not is_choice or len(options) == 1 or count < least or not base.decisions:
        return None
    table = base.decisions[0]
    asks_one_thing = how.by_one_quality or how.asks_twice or how.seeks_agreement
    if asks_one_thing or _is_beside(base, table, match):
        return None
    result = recommend(table, stated.responses, base.told_by)
    if result.winner is None:
        return None
    means = [table.criterion_of[one].level_of[level].means for one, level in stated.levels.items()]
    says = say(
        base.wording,
        "combined",
        means="; ".join(means),
        headline=headline(base, result),
        closeness=closeness(base, result),
    )
    return Combined(
        headline=says,
        lean=result.winner,
        claims=_claims(base, result),
        conditions=_conditions(base, table, result),
        result=result,
    )


def _is_beside(base: KnowledgeBase, table: DecisionTable, match: Match) -> bool:
    """Whether it is clearly on a topic that nothing in the table rests on: it is no need then."""
    if match.outcome is not Outcome.ACCEPTED:
        return False
    topic = base.topic_of[match.candidates[0].topic]
    return not any(claim.id in table.claims for claim in topic.claims)


def _claims(base: KnowledgeBase, result: Recommendation) -> tuple[Claim, ...]:
    """A claim an answer, the better option's first; then all others behind the answers."""
    first, *others = result.ranking
    rated = {
        ranked.option: {one.criterion: one for one in ranked.contributions}
        for ranked in (first, *others[:1])
    }
    leading, following = [], []
    for pull in result.pulls:
        sides = sorted(rated, key=lambda option: option != pull.towards)
        named = [claim for option in sides for claim in rated[option][pull.criterion].claims]
        leading.extend(named[:1])
        following.extend(named[1:])
    return tuple(base.claim_of[name] for name in dict.fromkeys([*leading, *following]))


def _conditions(
    base: KnowledgeBase, table: DecisionTable, result: Recommendation
) -> tuple[DecidingCondition, ...]:
    """The nearest single answer of each criterion that would make another option win."""
    nearest: dict[str, DecidingCondition] = {}
    for flip in result.flips:
        if len(flip.change) == 1:
            [(name, level)] = flip.change.items()
            when = table.criterion_of[name].level_of[level].means
            option = base.option_of[flip.winner].name
            nearest.setdefault(name, DecidingCondition(when, option))
    return tuple(nearest.values())
