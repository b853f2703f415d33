"""
A recommendation in plain words: who is ahead, how close it was, and what would change it.

Nothing here is marked up; who shows a sentence makes it fit to be sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from bot.core.decision_table import DecisionTable
from bot.core.importance import Importance
from bot.core.model import KnowledgeBase
from bot.core.presentation import dated_claim
from bot.core.recommendation import Flip, LeansOn, Pull, Recommendation, WeightFlip
from bot.core.values import EITHER
from bot.core.wording import listed, say

MOST_FLIPS = 4
"""Of each kind of change: the nearest are listed first, and a list of twenty tells nobody more."""
SAME_POINTS = 1e-9
"""Less than this between two sums is what reckoning with floats leaves: a tie."""
SMALL_PULL = 0.05
"""Points, of ten: less would be rounded to nothing."""


SHORT_LEAD = 0.1
"""Points below which one decimal place would say "0.0 ahead"."""
MOST_PLACES = 4


def ahead(base: KnowledgeBase, result: Recommendation) -> str:
    """
    The names of whoever is first.
    """
    best = result.ranking[0].score if result.ranking else 0.0
    first = [one.option for one in result.ranking if one.score == best]
    return listed([base.option_of[option].name for option in first])


def named(base: KnowledgeBase, winner: str) -> str:
    """
    The name of *winner*, or that it would be a tie.
    """
    return base.wording["guide_level"] if winner == EITHER else base.option_of[winner].name


def headline(base: KnowledgeBase, result: Recommendation) -> str:
    """
    The recommendation in one line.
    """
    if not result.ranking:
        return base.wording["guide_no_result"]
    first, *others = result.ranking
    if result.winner == EITHER:
        return say(
            base.wording, "guide_tie", options=ahead(base, result), score=f"{first.score:.1f}"
        )
    runner_up = others[0] if others else first
    places = _places(result)
    return say(
        base.wording,
        "guide_winner",
        option=base.option_of[first.option].name,
        score=f"{first.score:.{places}f}",
        other=base.option_of[runner_up.option].name,
        second=f"{runner_up.score:.{places}f}",
    )


def _places(result: Recommendation) -> int:
    """Decimal places in which the lead can be seen: one, or more where it is very short."""
    if not result.lead or result.lead >= SHORT_LEAD:
        return 1
    return min(MOST_PLACES, math.ceil(-math.log10(result.lead)))


def closeness(base: KnowledgeBase, result: Recommendation) -> str:
    """
    How close it was, and on how many answers it stands.
    """
    if result.winner == EITHER:
        name = "guide_how_tied"
    elif result.close_call:
        name = "guide_how_close"
    else:
        # One answer of sixteen is clear in itself, and still says little.
        name = "guide_how_clear" if result.settled else "guide_how_so_far"
    answered = len(result.responses.levels)
    return say(
        base.wording,
        name,
        lead=_lead(result),
        answered=answered,
        count=answered + len(result.unanswered),
    )


def _lead(result: Recommendation) -> str:
    """The lead that the shown scores leave, so that nobody reckons another one; never zero."""
    places = _places(result)
    shown = [round(one.score, places) for one in result.ranking[:2]]
    return f"{shown[0] - shown[1] if len(shown) == 2 else result.lead:.{places}f}"


def pulled(base: KnowledgeBase, pull: Pull) -> str:
    """
    Which option an answer speaks for, and how strongly; a pull too small for one place after the
    point is told with two, since "+0.0" reads as none.
    """
    if pull.towards == EITHER:
        return base.wording["guide_pull_none"]
    points = abs(pull.points)
    option = base.option_of[pull.towards].name
    places = 1 if points >= SMALL_PULL else 2
    return say(base.wording, "guide_pull", option=option, points=f"{points:.{places}f}")


def changes(base: KnowledgeBase, table: DecisionTable, result: Recommendation) -> list[str]:
    """
    What would change it: answers, weights, evidence, then questions left open; or that nothing
    small would. Empty where nothing is recommended.
    """
    found = [
        *(_flip(base, table, one) for one in result.flips[:MOST_FLIPS]),
        *(_weight_flip(base, table, result, one) for one in result.weight_flips[:MOST_FLIPS]),
        *(_leans_on(base, one) for one in result.leans_on[:MOST_FLIPS]),
        *_open_questions(base, table, result),
    ]
    return found or [base.wording["guide_firm"] for _ in result.ranking[:1]]


def _flip(base: KnowledgeBase, table: DecisionTable, flip: Flip) -> str:
    criterion_of = table.criterion_of
    means = [criterion_of[name].level_of[level].means for name, level in flip.change.items()]
    return say(base.wording, "guide_flip", means=listed(means), winner=named(base, flip.winner))


def _weight_flip(
    base: KnowledgeBase, table: DecisionTable, result: Recommendation, flip: WeightFlip
) -> str:
    criterion = table.criterion_of[flip.criterion]
    importance = enough(criterion.weight, result, flip)
    return say(
        base.wording,
        "guide_weight_raised" if flip.is_raised else "guide_weight_lowered",
        criterion=criterion.name,
        matters=base.wording[f"matters_{importance.value if importance else 'beyond'}"],
        weight=f"{flip.weight:.2g}",
        usual=f"{result.responses.weights.get(criterion.id, criterion.weight):g}",
        winner=named(base, flip.winner),
    )


def enough(usual: float, result: Recommendation, flip: WeightFlip) -> Importance | None:
    """
    The word for how much it matters that brings *flip* about, the one nearest to the weight now;
    *usual* is the table's weight. None where no word does: beyond the threshold, a third option
    may have overtaken the one that wins at it.
    """
    now = next(
        one.weight for one in result.ranking[0].contributions if one.criterion == flip.criterion
    )
    words = sorted(Importance, key=lambda one: (abs(one.weight(usual) - now), one.value))
    return next((one for one in words if _brings(one.weight(usual), result, flip)), None)


def _brings(weight: float, result: Recommendation, flip: WeightFlip) -> bool:
    """Whether *weight* makes the winner of *flip* the first, and past its threshold."""
    if weight == flip.weight or (weight > flip.weight) is not flip.is_raised:
        return False
    totals = {
        ranked.option: sum(
            one.rating * (weight if one.criterion == flip.criterion else one.weight)
            for one in ranked.contributions
        )
        for ranked in result.ranking
    }
    best = totals.pop(flip.winner)
    return all(best - total > SAME_POINTS for total in totals.values())


def _leans_on(base: KnowledgeBase, one: LeansOn) -> str:
    winner = named(base, one.winner)
    if one.source is not None:
        source = base.source_of[one.source].short
        return say(base.wording, "guide_leans_source", source=source, winner=winner)
    claim = base.claim_of[one.claims[0]]
    sources = {evidence.source: base.source_of[evidence.source] for evidence in claim.evidence}
    return say(
        base.wording,
        "guide_leans_claim",
        claim=dated_claim(claim, sources.values(), base.wording),
        sources=listed([source.short for source in sources.values()]),
        winner=winner,
    )


def _open_questions(
    base: KnowledgeBase, table: DecisionTable, result: Recommendation
) -> Iterator[str]:
    names = [table.criterion_of[name].name for name in result.open_questions]
    if names and result.ranking:
        yield say(base.wording, "guide_still_open", names=listed(names[:MOST_FLIPS]))
