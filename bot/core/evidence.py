"""
Which claims bear on a question, and in what order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest

from bot.core.asked import Inquiry, concerns, meaning
from bot.core.citations import SourcedClaim
from bot.core.model import Claim, KnowledgeBase
from bot.core.shapes import Kind

MOST_LEADING = 3
"""Claims of the headline that come before those the question asked for in so many words."""


def speaks(claim: Claim, option: str, stance: str) -> bool:
    """
    Whether *claim* speaks for ("favour") or against *option*.
    """
    return claim.stance == stance and option in claim.options


def ordered_claims(
    base: KnowledgeBase, inquiry: Inquiry, first: Sequence[str]
) -> tuple[Claim, ...]:
    """
    Every claim that bears on *inquiry*, the most telling first; *first* carries the headline.

    1. the first few of the claims the headline rests on, in their order
    2. the stance that was asked for (advantages, drawbacks)
    3. about the options that were named
    4. asked for in the claim's own *asked* words
    5. the other claims the headline rests on
    6. words in common with the question
    7. at home in the topic
    8. more evidence
    9. the id, so that ties never depend on files
    """
    wanted = _WANTED.get(inquiry.kind, frozenset())
    leading = {claim_id: at for at, claim_id in enumerate(first[:MOST_LEADING])}
    last, carrying = len(leading), frozenset(first)
    is_overall, topic, home_of = _is_overall(inquiry), inquiry.topic.id, base.home_of
    options, stems, met = inquiry.options, inquiry.stems, inquiry.met

    def rank(claim: Claim) -> tuple[object, ...]:
        own = claim.id
        if is_overall:
            return (leading.get(own, last), *_weight_overall(claim))
        return (
            leading.get(own, last),
            0 if not wanted or claim.stance in wanted else 1,
            0 if concerns(claim, options) else 1,
            -len(met.get(own, ())),
            0 if own in carrying else 1,
            -len(meaning(claim.says) & stems),
            0 if home_of[own] == topic else 1,
            -len(claim.evidence),
            own,
        )

    bearing = {claim.id: claim for claim in _bearing(base, inquiry, wanted)}
    bearing |= {claim_id: base.claim_of[claim_id] for claim_id in first}
    ordered = sorted(bearing.values(), key=rank)
    return tuple(_in_turn(ordered) if inquiry.kind is Kind.BOTH_SIDES else ordered)


_WANTED = {
    Kind.ADVANTAGES: frozenset({"favour"}),
    Kind.DRAWBACKS: frozenset({"against"}),
    Kind.BOTH_SIDES: frozenset({"favour", "against"}),
}
"""The stances that a kind of question asks for."""


def _in_turn(claims: Sequence[Claim]) -> list[Claim]:
    """The claims for and those against in turn, each side in its order; neutral ones last."""
    sides = [[one for one in claims if one.stance == stance] for stance in ("favour", "against")]
    turns = [one for pair in zip_longest(*sides) for one in pair if one is not None]
    return [*turns, *(one for one in claims if one.stance == "neutral")]


def _is_overall(inquiry: Inquiry) -> bool:
    """Whether it asks what speaks for or against one option as a whole."""
    is_side = inquiry.kind in _WANTED
    return inquiry.topic.is_general and is_side and len(inquiry.options) == 1


def _weight_overall(claim: Claim) -> tuple[bool, bool, int, str]:
    """Undoubted and undisputed claims first, then the best evidenced."""
    return claim.caveat is not None, bool(claim.disputed_by), -len(claim.evidence), claim.id


def _bearing(base: KnowledgeBase, inquiry: Inquiry, wanted: Collection[str]) -> Iterator[Claim]:
    """The topic's claims; for and against one option as a whole, those of every topic."""
    if len(inquiry.options) != 1:
        yield from base.claims_on[inquiry.topic.id]
        return
    if _is_overall(inquiry):
        for claim in base.claim_of.values():
            if claim.options == inquiry.options and claim.stance in wanted:
                yield claim
        return
    for claim in base.claims_on[inquiry.topic.id]:
        if concerns(claim, inquiry.options):
            yield claim


def shown_first(claims: Sequence[Claim], most: int, must: Collection[str]) -> tuple[Claim, ...]:
    """
    The first *most* claims, but no side hidden: where all of them speak for the same side and
    there are others, the best of those takes the last place that is not in *must*.
    """
    shown = list(claims[:most])
    sides = {side for claim in shown for side in _sides(claim)}
    other = next((one for one in claims[most:] if _sides(one) - sides), None)
    free = [at for at, claim in enumerate(shown) if claim.id not in must]
    if other is not None and len(sides) == 1 and free:
        shown[free[-1]] = other
    return tuple(shown)


def _sides(claim: Claim) -> set[tuple[str, str]]:
    if claim.stance == "neutral":
        return set()
    return {(option, claim.stance) for option in claim.options}


def sourced(base: KnowledgeBase, claims: Iterable[Claim]) -> tuple[SourcedClaim, ...]:
    """
    The claims with their citations, one a source, in the order of the evidence.
    """
    return tuple([base.sourced[claim.id] for claim in claims])
