"""
What would change a recommendation: other answers, other weights, evidence taken away.

A *flip* makes another option win outright; from a tie, any option that then wins alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from bot.core.decision_table import MOST_WEIGHT, DecisionTable
from bot.core.recommendation import Flip, LeansOn, WeightFlip
from bot.core.tally import HALVES, NEUTRAL, THOUSANDTHS, Tally, Totals, leader
from bot.core.values import EITHER


def answer_flips(tally: Tally) -> tuple[Flip, ...]:
    """
    The other answers that flip the result: single ones, then pairs that need both.

    Each kind is in order of how many points it leaves the new winner ahead, the fewest first: the
    smallest push. Only what was answered is turned; what was not is no change of mind.
    """
    others: list[tuple[str, str, Totals]] = [
        (criterion, level, tally.with_level(criterion, level))
        for criterion, answered in tally.answered.items()
        for level in tally.gains[criterion]
        if level != answered
    ]
    winner = tally.winner()
    alone: list[tuple[int, Flip]] = []
    not_alone = []
    for criterion, level, change in others:
        totals = [total + by for total, by in zip(tally.totals, change, strict=True)]
        found = _turned(tally, winner, totals, {criterion: level})
        if found:
            alone.append(found)
        else:
            not_alone.append((criterion, level, change))
    paired = (
        _turned(
            tally,
            winner,
            [total + a + b for total, a, b in zip(tally.totals, first[2], second[2], strict=True)],
            {first[0]: first[1], second[0]: second[1]},
        )
        for first, second in combinations(not_alone, 2)
        if first[0] != second[0]
    )
    together = [found for found in paired if found]
    return tuple(
        flip
        for found in (alone, together)
        for _, flip in sorted(found, key=lambda one: (one[0], sorted(one[1].change.items())))
    )


def _turned(
    tally: Tally, before: str | None, totals: Sequence[int], said: Mapping[str, str]
) -> tuple[int, Flip] | None:
    """The flip to *totals*, with how far ahead it leaves its winner; None if it is none."""
    winner = leader(tally.options, totals)
    if winner in {EITHER, before}:
        return None
    ahead = sorted(totals)
    return ahead[-1] - ahead[-2], Flip(dict(said), winner)


def weight_flips(tally: Tally) -> tuple[WeightFlip, ...]:
    """
    The single weights whose change flips the result, with the exact threshold, the nearest first.

    At a tie every weight would, and none is named. Between the first A and another B, with the
    lead L in points and the criterion rating them r(A) and r(B) at weight w, the two are level at
    w - L / (r(A) - r(B)).
    """
    winner = tally.winner()
    if winner is None or winner == EITHER:
        return ()
    at = tally.options.index(winner)
    found = []
    for criterion, level in tally.answered.items():
        weight = tally.weights[criterion]
        rated = [Fraction(gain, weight) for gain in tally.gains[criterion][level]]
        nearest: dict[bool, tuple[Fraction, Fraction, str]] = {}
        for rival, option in enumerate(tally.options):
            steepness = rated[at] - rated[rival]
            if not steepness:
                continue
            threshold = weight - Fraction(tally.totals[at] - tally.totals[rival]) / steepness
            is_raised = steepness < 0
            if threshold <= 0 or threshold >= MOST_WEIGHT * THOUSANDTHS:
                continue
            crossing = (abs(threshold - weight), -abs(steepness), option)
            nearest[is_raised] = min(nearest.get(is_raised, crossing), crossing)
        for is_raised, (far, _, option) in nearest.items():
            threshold = weight + far if is_raised else weight - far
            flip = WeightFlip(criterion, float(threshold / THOUSANDTHS), is_raised, option)
            found.append((far, flip))
    return tuple(flip for _, flip in sorted(found, key=lambda one: (one[0], one[1].criterion)))


def leans(
    tally: Tally, table: DecisionTable, told_by: Mapping[str, frozenset[str]]
) -> tuple[LeansOn, ...]:
    """
    Without which single claim, or without all that which source alone makes, another would win.

    A rating whose claims are all taken away says nothing any more: it becomes the middle of the
    scale. One that others still carry stays as it is.
    """
    answered = {
        (criterion, at): rating
        for criterion, level in tally.answered.items()
        for at, option in enumerate(tally.options)
        if (rating := table.criterion_of[criterion].level_of[level].ratings[option]).claims
    }
    alone = sorted({one.claims[0] for one in answered.values() if len(set(one.claims)) == 1})
    used = {claim for one in answered.values() for claim in one.claims}
    by_source: dict[str, set[str]] = {}
    for claim in sorted(used):
        sources = sorted(told_by.get(claim, ()))
        if len(sources) == 1:
            by_source.setdefault(sources[0], set()).add(claim)
    losses: list[tuple[frozenset[str], str | None]] = [
        *((frozenset({claim}), None) for claim in alone),
        *((frozenset(claims), source) for source, claims in sorted(by_source.items())),
    ]

    def found() -> Iterator[LeansOn]:
        for lost, source in losses:
            totals = [*tally.totals]
            for (criterion, at), one in answered.items():
                if lost.issuperset(one.claims):
                    totals[at] += round(_per_point(tally, criterion) * (NEUTRAL - one.rating))
            winner = leader(tally.options, totals)
            if winner != tally.winner():
                yield LeansOn(tuple(sorted(lost)), winner, source)

    return tuple(found())


def _per_point(tally: Tally, criterion: str) -> float:
    """What one point of rating adds to a total."""
    return tally.weights[criterion] * HALVES
