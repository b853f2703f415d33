"""
Which claims bear on a question, and in what order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from bot.core.asked import Inquiry, meaning
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
    7. as the base has them: at home in the topic, more evidence, the id
    """
    wanted = _WANTED.get(inquiry.kind, frozenset())
    leading, carrying = dict.fromkeys(first[:MOST_LEADING]), frozenset(first)
    named, stems, met = frozenset(inquiry.options), inquiry.stems, inquiry.met

    def rank(claim: Claim) -> tuple[object, ...]:
        own, about = claim.id, claim.options
        return (
            bool(wanted) and claim.stance not in wanted,
            bool(named and about) and named.isdisjoint(about),
            -len(met[own]) if own in met else 0,
            own not in carrying,
            -len(meaning(claim.says) & stems),
        )

    bearing = {claim.id: claim for claim in _bearing(base, inquiry, wanted)}
    if not carrying <= bearing.keys():
        bearing |= {claim_id: base.claim_of[claim_id] for claim_id in first}
        bearing = {claim.id: claim for claim in base.in_order(bearing.values(), inquiry.topic.id)}
    following = [claim for own, claim in bearing.items() if own not in leading]
    following.sort(key=_weight_overall if _is_overall(inquiry) else rank)
    ordered = [*(base.claim_of[own] for own in leading), *following]
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


def _bearing(base: KnowledgeBase, inquiry: Inquiry, wanted: Collection[str]) -> Sequence[Claim]:
    """The topic's claims; for and against one option as a whole, those of every topic."""
    on_topic = base.claims_on[inquiry.topic.id]
    if len(inquiry.options) != 1:
        return on_topic
    if _is_overall(inquiry):
        every, about = base.claim_of.values(), inquiry.options
        return [one for one in every if one.options == about and one.stance in wanted]
    (option,) = inquiry.options
    return [one for one in on_topic if not one.options or option in one.options]


def shown_first(claims: Sequence[Claim], most: int, must: Collection[str]) -> tuple[Claim, ...]:
    """
    The first *most* claims, but no side hidden: where all of them speak for the same side and
    there are others, the best of those takes the last place that is not in *must*.
    """
    shown = list(claims[:most])
    sides = {side for claim in shown for side in _sides(claim)}
    if len(sides) == 1:
        other = next((one for one in claims[most:] if _sides(one) - sides), None)
        free = [at for at, claim in enumerate(shown) if claim.id not in must]
        if other is not None and free:
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
