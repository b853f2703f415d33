"""
A decision table and a person's responses to a recommendation, with what would change it.

The model is the weighted sum, the oldest and plainest of decision analysis (Fishburn, "Additive
utilities with incomplete product sets", Operations Research 15, 1967; Triantaphyllou,
"Multi-Criteria Decision Making Methods: A Comparative Study", Kluwer 2000, ch. 2): every option has
a rating from 0 to 10 at the level that was answered, every criterion a weight, and

    score(option) = sum(weight x rating) / sum(weight)

over the criteria that were answered and have a weight above zero. A part of that sum, weight x
rating / sum(weight), is what one answer contributes. The sum is additive, so a further option never
reorders the others, and a criterion that rates two options alike says nothing between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from bot.core.decision_table import MOST_WEIGHT, DecisionTable
from bot.core.errors import DecisionError
from bot.core.flips import answer_flips, leans, weight_flips
from bot.core.recommendation import (
    Contribution,
    Misfit,
    Pull,
    Ranked,
    Recommendation,
    Responses,
)
from bot.core.remaining import in_order, still_open
from bot.core.tally import THOUSANDTHS, Tally
from bot.core.values import EITHER

FORMULA = "score(option) = sum(weight x rating) / sum(weight), over the answered criteria; 0 to 10"
CLOSE = 0.5
"""From this share on a race is close: what speaks for the second, of what speaks for the first.

At a half, one point of evidence for the second stands against two for the first: taking a single
argument the other way may well turn it, and nobody should be told that it is clear.
"""


def recommend(
    table: DecisionTable,
    responses: Responses,
    told_by: Mapping[str, frozenset[str]] | None = None,
) -> Recommendation:
    """
    What *table* recommends to somebody with these *responses*; nothing where nothing is answered.

    *told_by* names the sources of each claim (``KnowledgeBase.told_by``); with it the
    recommendation says, too, which one source it leans on. Raises DecisionError when a response
    does not fit the table; `fitting` drops such.
    """
    _, misfits = fitting(table, responses)
    if misfits:
        said = ", ".join(f"{one.kind} {one.given!r} ({one.criterion})" for one in misfits)
        raise DecisionError(f"not in the decision table {table.id!r}: {said}")
    tally = Tally.of(table, responses)
    ranking = _ranking(table, tally)
    pulls = _pulls(ranking)
    remaining = in_order(tally)
    idle = tuple(
        sorted(
            criterion.id
            for criterion in table.criteria
            if criterion.id not in responses.levels and criterion.id not in tally.weights
        )
    )
    is_open = still_open(tally)
    return Recommendation(
        responses=responses,
        ranking=ranking,
        winner=tally.winner(),
        lead=max(0.0, ranking[0].score - ranking[1].score) if len(ranking) > 1 else 0.0,
        close_call=_is_close(tally),
        pulls=pulls,
        flips=answer_flips(tally) if ranking else (),
        weight_flips=weight_flips(tally),
        leans_on=leans(tally, table, told_by or {}) if ranking else (),
        unanswered=(*remaining, *idle),
        open_questions=tuple(name for name in remaining if name in is_open),
    )


def fitting(table: DecisionTable, responses: Responses) -> tuple[Responses, tuple[Misfit, ...]]:
    """
    The part of *responses* that fits *table*, and everything that does not.

    What was answered with an older table, or tampered with on its way, is told apart here.
    """
    misfits: list[Misfit] = []
    levels: dict[str, str] = {}
    weights: dict[str, float] = {}
    criteria = tuple(table.criterion_of)
    for name, level in responses.levels.items():
        criterion = table.criterion_of.get(name)
        if criterion is None:
            misfits.append(Misfit(name, name, "criterion", criteria))
        elif level not in criterion.level_of:
            misfits.append(Misfit(name, level, "level", tuple(criterion.level_of)))
        else:
            levels[name] = level
    for name, weight in responses.weights.items():
        if name not in table.criterion_of:
            if name not in responses.levels:
                misfits.append(Misfit(name, name, "criterion", criteria))
        elif not (math.isfinite(weight) and 0 <= weight <= MOST_WEIGHT):
            misfits.append(Misfit(name, f"{weight:g}", "weight"))
        else:
            weights[name] = weight
    return Responses(levels, weights), tuple(misfits)


def _ranking(table: DecisionTable, tally: Tally) -> tuple[Ranked, ...]:
    scale = tally.scale()
    if not scale:
        return ()
    return tuple(
        Ranked(
            option=tally.options[at],
            score=tally.totals[at] / scale,
            contributions=tuple(_contributions(table, tally, at)),
        )
        for at in tally.order()
    )


def _contributions(table: DecisionTable, tally: Tally, at: int) -> Iterator[Contribution]:
    for criterion, level in tally.answered.items():
        rated = table.criterion_of[criterion].level_of[level].ratings[tally.options[at]]
        yield Contribution(
            criterion=criterion,
            level=level,
            weight=tally.weights[criterion] / THOUSANDTHS,
            rating=rated.rating,
            points=tally.gains[criterion][level][at] / tally.scale(),
            claims=rated.claims,
        )


def _pulls(ranking: tuple[Ranked, ...]) -> tuple[Pull, ...]:
    """What each answer does between the first two, the strongest first."""
    if len(ranking) < 2:
        return ()
    first, second = ranking[:2]
    found = []
    for one, other in zip(first.contributions, second.contributions, strict=True):
        points = one.points - other.points
        towards = EITHER if not points else first.option if points > 0 else second.option
        found.append(Pull(one.criterion, one.level, points, towards))
    return tuple(sorted(found, key=lambda pull: (-abs(pull.points), pull.criterion)))


def _is_close(tally: Tally) -> bool:
    """Whether what speaks for the second is at least `CLOSE` of what speaks for the first."""
    if not tally.answered or len(tally.options) < 2:
        return False
    first, second = tally.order()[:2]
    pulls = [
        tally.gains[criterion][level][first] - tally.gains[criterion][level][second]
        for criterion, level in tally.answered.items()
    ]
    ahead = sum(pull for pull in pulls if pull > 0)
    behind = -sum(pull for pull in pulls if pull < 0)
    return behind >= CLOSE * ahead
