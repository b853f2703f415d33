"""
Which claims bear on a question, and in what order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.core.model import Claim, Condition, KnowledgeBase, Topic, Verdict
from bot.core.options import SLOT, STRANGER
from bot.core.phrasing import Kind
from bot.core.replies import Citation, SourcedClaim
from bot.core.text import stem, words

_PLAIN = frozenset(
    stem(word)
    for word in "a an the of to in on for and or is be do does it its with by as at from that this "
    "which what how who when why can will would should i we you they my our your one more than not "
    "have has are was use using used framework come comes ship ships include included offer "
    "provide let allow there any some actually really already right".split()
)
"""Words that say nothing about which claim is meant."""


def meaning(text: str) -> frozenset[str]:
    """
    The stems of *text* that say what it is about.
    """
    return frozenset(stem(word) for word in words(text)) - _PLAIN


_DENIALS = frozenset({"not", "no", "never", "without"})
REACH_OF_DENIAL = 3
"""Words after a "not" that it may deny: "is not that big"."""


def denied(stems: Sequence[str]) -> frozenset[str]:
    """
    The stems that a "not" just before them denies.
    """
    return frozenset(
        follower
        for at, word in enumerate(stems)
        if word in _DENIALS
        for follower in stems[at + 1 : at + 1 + REACH_OF_DENIAL]
    )


@dataclass(frozen=True, slots=True)
class Inquiry:
    """
    What claims are looked for: on which topic, about whom, in what words, for what kind of answer.
    """

    topic: Topic
    options: tuple[str, ...]
    stems: frozenset[str]
    kind: Kind
    denied: frozenset[str] = frozenset()
    """Stems the question says do not hold: "not too complex"."""


MOST_DIRECT = 2
"""Claims that may answer one question together: "who made it, and when"."""
SETTLING_SHARE = 0.5
"""More than this share of a question's words must be met for its yes or no."""
SAME_ROOT = 4
"""Letters that two words must begin with to be the same subject: "scale", "scalability"."""
TELLING_SHARE = 0.6
"""The least share of a question's words that a claim must have in common to answer it."""


def direct_claims(base: KnowledgeBase, inquiry: Inquiry) -> tuple[Claim, ...]:
    """
    The claims that answer the question directly: by their *asked* words, one a part of it.

    More words in common win, then the better evidenced, then the id. A question for a fact that
    no *asked* words fit is answered by the claim that has most of its words, if it has enough.
    """
    ranked: list[tuple[tuple[float, ...], str, Claim, frozenset[str]]] = []
    for claim in base.claims_on[inquiry.topic.id]:
        matched = asked_for(claim.asked, inquiry.stems)
        if not matched or not _concerns(claim, inquiry.options):
            continue
        if inquiry.kind is Kind.ABOUT and inquiry.options and _only_the_topic(matched, inquiry):
            continue
        if inquiry.kind is Kind.YES_NO and not _settles(claim, matched, inquiry):
            continue
        common = len(meaning(claim.says) & inquiry.stems)
        rank = (-float(len(matched)), -float(common), -float(len(claim.evidence)))
        ranked.append((rank, claim.id, claim, matched))
    chosen: list[Claim] = []
    answered: frozenset[str] = frozenset()
    for _, _, claim, matched in sorted(ranked, key=lambda one: one[:2]):
        if not matched & answered:
            chosen.append(claim)
            answered |= matched
    if inquiry.kind is Kind.YES_NO:
        return tuple(chosen[:1])
    if not chosen and inquiry.kind is Kind.FACT:
        return _telling_claim(base, inquiry)
    return tuple(chosen[:MOST_DIRECT])


def _settles(claim: Claim, matched: Collection[str], inquiry: Inquiry) -> bool:
    """Whether the claim says yes or no to what was asked, and not to something beside it."""
    asked = inquiry.stems - _PLAIN - {SLOT, STRANGER}
    met = asked & (frozenset(matched) | meaning(claim.says))
    return claim.reply is not None and len(met) > SETTLING_SHARE * len(asked)


def _only_the_topic(matched: Collection[str], inquiry: Inquiry) -> bool:
    """Whether *matched* is no more than the topic's own name: "how does ■ handle deployment"."""
    named = {stem(word) for word in words(inquiry.topic.title)}
    return len(matched) == 1 and any(
        one.startswith(name[:SAME_ROOT]) for one in matched for name in named if len(name) > 3
    )


def _telling_claim(base: KnowledgeBase, inquiry: Inquiry) -> tuple[Claim, ...]:
    """The claim with most of the question's words, if it has enough of them."""
    wanted = inquiry.stems - _PLAIN - {SLOT, STRANGER}
    shared = [
        (-len(meaning(claim.says) & wanted), -len(claim.evidence), claim.id, claim)
        for claim in base.claims_on[inquiry.topic.id]
        if claim.options and _concerns(claim, inquiry.options)
    ]
    best = min(shared, default=None, key=lambda one: one[:3])
    if best is None or not wanted or -best[0] / len(wanted) < TELLING_SHARE:
        return ()
    return (best[3],)


def asked_for(phrases: Iterable[str], stems: Collection[str]) -> frozenset[str]:
    """
    The stems of the longest of *phrases* that is wholly in the question's *stems*; none: empty.
    """
    given = set(stems)
    met = (
        wanted
        for phrase in phrases
        if (wanted := frozenset(stem(word) for word in words(phrase))) and wanted <= given
    )
    return max(met, key=lambda one: (len(one), sorted(one)), default=frozenset())


def condition_met(verdict: Verdict, stems: Collection[str]) -> Condition | None:
    """
    The condition the question says holds, the most closely described one where it says several.

    None where it says none, or describes some for different options equally closely.
    """
    said = [(len(asked_for(one.asked, stems)), one) for one in verdict.conditions]
    closest = max((words_met for words_met, _ in said), default=0)
    met = [one for words_met, one in said if words_met == closest and closest]
    return met[0] if len({one.option for one in met}) == 1 else None


def _concerns(claim: Claim, options: Sequence[str]) -> bool:
    return not options or not claim.options or bool(set(claim.options) & set(options))


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
    carrying = frozenset(first)

    def rank(claim: Claim) -> tuple[object, ...]:
        if _is_overall(inquiry):
            return (leading.get(claim.id, len(leading)), *_weight_overall(claim))
        return (
            leading.get(claim.id, len(leading)),
            0 if not wanted or claim.stance in wanted else 1,
            0 if _concerns(claim, inquiry.options) else 1,
            -len(asked_for(claim.asked, inquiry.stems)),
            0 if claim.id in carrying else 1,
            -len(meaning(claim.says) & inquiry.stems),
            0 if base.home_of[claim.id] == inquiry.topic.id else 1,
            -len(claim.evidence),
            claim.id,
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
        if _concerns(claim, inquiry.options):
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
