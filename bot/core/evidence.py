"""
Which claims bear on a question, and in what order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.core.model import Claim, KnowledgeBase
from bot.core.phrasing import Kind
from bot.core.replies import Citation, SourcedClaim
from bot.core.text import stem, words

_PLAIN = frozenset(
    stem(word)
    for word in "a an the of to in on for and or is be do does it its with by as at from that this "
    "which what how who when why can will would should i we you they my our your one more than not "
    "have has are was use using used framework".split()
)
"""Words that say nothing about which claim is meant."""


def meaning(text: str) -> frozenset[str]:
    """
    The stems of *text* that say what it is about.
    """
    return frozenset(stem(word) for word in words(text)) - _PLAIN


@dataclass(frozen=True, slots=True)
class Inquiry:
    """
    What claims are looked for: on which topic, about whom, in what words, for what kind of answer.
    """

    topic: str
    options: tuple[str, ...]
    stems: frozenset[str]
    kind: Kind


def direct_claim(base: KnowledgeBase, inquiry: Inquiry) -> Claim | None:
    """
    The claim whose *asked* words the question uses, or None.

    More words in common win, then the better evidenced, then the id.
    """
    best: tuple[tuple[float, float, int], Claim] | None = None
    for claim in sorted(base.claims_on[inquiry.topic], key=lambda one: one.id):
        if not claim.asked or not _concerns(claim, inquiry.options):
            continue
        if inquiry.kind is Kind.YES_NO and claim.reply is None:
            continue
        matched = max(
            (
                len(wanted)
                for phrase in claim.asked
                if (wanted := frozenset(stem(word) for word in words(phrase)))
                and wanted <= inquiry.stems
            ),
            default=0,
        )
        if not matched:
            continue
        common = len(meaning(claim.says) & inquiry.stems)
        rank = (float(matched), float(common), len(claim.evidence))
        if best is None or rank > best[0]:
            best = (rank, claim)
    return best[1] if best else None


def _concerns(claim: Claim, options: Sequence[str]) -> bool:
    return not options or not claim.options or bool(set(claim.options) & set(options))


def ordered_claims(
    base: KnowledgeBase, inquiry: Inquiry, first: Sequence[str]
) -> tuple[Claim, ...]:
    """
    Every claim that bears on *inquiry*: those in *first*, then the most telling.

    1. the claims the headline rests on, in their order
    2. the stance that was asked for (advantages, drawbacks)
    3. about the options that were named
    4. words in common with the question
    5. at home in the topic
    6. more evidence
    7. the id, so that ties never depend on files
    """
    wanted = {Kind.ADVANTAGES: "favour", Kind.DRAWBACKS: "against"}.get(inquiry.kind)
    leading = {claim_id: at for at, claim_id in enumerate(first)}

    def rank(claim: Claim) -> tuple[object, ...]:
        return (
            leading.get(claim.id, len(leading)),
            0 if wanted is None or claim.stance == wanted else 1,
            0 if _concerns(claim, inquiry.options) else 1,
            -len(meaning(claim.says) & inquiry.stems),
            0 if base.home_of[claim.id] == inquiry.topic else 1,
            -len(claim.evidence),
            claim.id,
        )

    bearing = {claim.id: claim for claim in base.claims_on[inquiry.topic]}
    for claim_id in first:
        if claim_id in base.claim_of:
            bearing.setdefault(claim_id, base.claim_of[claim_id])
    relevant = [
        claim
        for claim in bearing.values()
        if claim.id in leading or len(inquiry.options) != 1 or _concerns(claim, inquiry.options)
    ]
    return tuple(sorted(relevant, key=rank))


def shown_first(claims: Sequence[Claim], most: int, must: Collection[str]) -> tuple[Claim, ...]:
    """
    The first *most* claims, with at least one that speaks the other way where there is one.

    No claim is hidden because it does not suit the verdict: if all that would be shown speak for
    the same side, the best of the others takes the last place not held by *must*.
    """
    shown = list(claims[:most])
    sides = {side for claim in shown for side in _sides(claim)}
    if len(shown) < most or len(sides) != 1:
        return tuple(shown)
    for claim in claims[most:]:
        if _sides(claim) - sides:
            for at in range(len(shown) - 1, -1, -1):
                if shown[at].id not in must:
                    shown[at] = claim
                    break
            break
    return tuple(shown)


def _sides(claim: Claim) -> set[tuple[str, str]]:
    if claim.stance == "neutral":
        return set()
    return {(option, claim.stance) for option in claim.options}


def sourced(base: KnowledgeBase, claims: Iterable[Claim]) -> tuple[SourcedClaim, ...]:
    """
    The claims with their citations, one a source, in the order of the evidence.
    """
    return tuple(
        SourcedClaim(
            claim,
            base.home_of[claim.id],
            tuple(
                Citation(base.source_of[evidence.source], evidence.heading)
                for evidence in claim.evidence
            ),
        )
        for claim in claims
    )
