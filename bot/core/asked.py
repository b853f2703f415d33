"""
What a question asks in so many words: the claims that answer it directly, the conditions it states.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.model import Claim, Condition, KnowledgeBase, Topic, Verdict
from bot.core.options import SLOT, STRANGER
from bot.core.phrases import SENTENCES_KEPT, stems_of
from bot.core.shapes import Kind
from bot.core.text import stem

_PLAIN = frozenset(
    stem(word)
    for word in "a an the of to in on for and or is be do does it its with by as at from that this "
    "which what how who when why can will would should i we you they my our your one more than not "
    "have has are was use using used framework come comes ship ships include included offer "
    "provide let allow there any some actually really already right like".split()
)
"""Words that say nothing about which claim is meant."""


@lru_cache(maxsize=SENTENCES_KEPT)
def meaning(text: str) -> frozenset[str]:
    """
    The stems of *text* that say what it is about.
    """
    return stems_of(text) - _PLAIN


DENIALS = frozenset({"not", "no", "never", "without"})
REACH_OF_DENIAL = 3
"""Words after a "not" that it may deny, articles not counted: "is not that big"."""
_ARTICLES = frozenset({"a", "an", "the", "any"})


def denied(stems: Sequence[str]) -> frozenset[str]:
    """
    The stems that a "not" just before them denies.
    """
    if DENIALS.isdisjoint(stems):
        return frozenset()
    counted = [one for one in stems if one not in _ARTICLES]
    return frozenset(
        follower
        for at, word in enumerate(counted)
        if word in DENIALS
        for follower in counted[at + 1 : at + 1 + REACH_OF_DENIAL]
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
    only_the_first: bool = False
    """About the first option named, the other only being likened to: "an admin like ■'s"."""
    denied: frozenset[str] = frozenset()
    """Stems the question says do not hold: "not too complex"."""
    spoken: tuple[str, ...] = ()
    """The stems in the order of the question."""
    met: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By claim id, the claim's own *asked* words where the question has them."""


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
        matched = inquiry.met.get(claim.id)
        if matched is None or not concerns(claim, inquiry.options):
            continue
        if inquiry.kind is Kind.ABOUT and inquiry.options and _only_the_topic(matched, inquiry):
            continue
        if inquiry.kind is Kind.YES_NO and not _settles(claim, matched, inquiry):
            continue
        if inquiry.only_the_first and not concerns(claim, inquiry.options[:1]):
            continue
        common = len(meaning(claim.says) & inquiry.stems)
        rank = (
            -float(len(matched)),
            0.0 if claim.reply or inquiry.kind is not Kind.YES_NO else 1.0,
            -float(common),
            -float(len(claim.evidence)),
        )
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


def settling_claim(base: KnowledgeBase, inquiry: Inquiry) -> Claim | None:
    """
    The claim that says yes or no to a question of fitness in at least two of its own words.
    """
    settling = [
        (-len(matched), claim.id, claim)
        for claim in base.claims_on[inquiry.topic.id]
        if claim.reply is not None
        and len(matched := inquiry.met.get(claim.id, ())) > 1
        and concerns(claim, inquiry.options)
        and _settles(claim, matched, inquiry)
    ]
    return min(settling, default=(0, "", None), key=lambda one: one[:2])[2]


def _settles(claim: Claim, matched: Collection[str], inquiry: Inquiry) -> bool:
    """Whether the claim is about what was asked, and not about something beside it."""
    asked = inquiry.stems - _PLAIN - {SLOT, STRANGER}
    met = asked & (frozenset(matched) | meaning(claim.says))
    return len(met) > SETTLING_SHARE * len(asked)


def _only_the_topic(matched: Collection[str], inquiry: Inquiry) -> bool:
    """Whether *matched* is no more than the topic's own name: "how does ■ handle deployment"."""
    named = stems_of(inquiry.topic.title)
    return len(matched) == 1 and any(
        one.startswith(name[:SAME_ROOT]) for one in matched for name in named if len(name) > 3
    )


def _telling_claim(base: KnowledgeBase, inquiry: Inquiry) -> tuple[Claim, ...]:
    """The claim with most of the question's words, if it has enough of them."""
    wanted = inquiry.stems - _PLAIN - {SLOT, STRANGER}
    shared = [
        (-len(meaning(claim.says) & wanted), -len(claim.evidence), claim.id, claim)
        for claim in base.claims_on[inquiry.topic.id]
        if claim.options and concerns(claim, inquiry.options)
    ]
    best = min(shared, default=None, key=lambda one: one[:3])
    if best is None or not wanted or -best[0] / len(wanted) < TELLING_SHARE:
        return ()
    return (best[3],)


def condition_met(verdict: Verdict, inquiry: Inquiry) -> Condition | None:
    """
    The condition the question says holds, the most closely described one where it says several.

    Words of a condition that stand side by side there describe it more closely than the same words
    apart. None where it says none, or describes some for different options equally closely.
    """
    said = [(_closeness(one.asked, inquiry), one) for one in verdict.conditions]
    closest = max((close for close, _ in said), default=0.0)
    met = [one for close, one in said if close == closest and closest]
    return met[0] if len({one.option for one in met}) == 1 else None


SIDE_BY_SIDE = 0.5
"""What it counts that the words of a condition stand side by side, beside 1 for each word."""


def _closeness(phrases: Iterable[str], inquiry: Inquiry) -> float:
    """
    How closely the question describes one of *phrases*; 0 where it says none.

    What a phrase denies ("no plugins") must be denied in the question, by whatever word.
    """
    spoken, said = inquiry.spoken, inquiry.stems - inquiry.denied
    closest = 0.0
    for phrase in phrases:
        wanted = stems_of(phrase)
        is_denying = not DENIALS.isdisjoint(wanted)
        holds = wanted - DENIALS <= inquiry.denied if is_denying else wanted <= said
        if not wanted or not holds:
            continue
        together = len(wanted) > 1 and any(
            wanted == set(spoken[at : at + len(wanted)]) for at in range(len(spoken))
        )
        closest = max(closest, len(wanted) + (SIDE_BY_SIDE if together else 0.0))
    return closest


def in_turn(conditions: Sequence[Condition]) -> list[Condition]:
    """
    *conditions* so that the options take turns, each in its own order: a cut favours none.
    """
    seen: dict[str, int] = {}
    turns = []
    for at, one in enumerate(conditions):
        seen[one.option] = seen.get(one.option, 0) + 1
        turns.append((seen[one.option], at, one))
    return [one for _, _, one in sorted(turns, key=lambda turn: turn[:2])]


def concerns(claim: Claim, options: Sequence[str]) -> bool:
    """
    Whether *claim* is about one of *options*, or either of them is open.
    """
    about = claim.options
    return not options or not about or any(map(about.__contains__, options))
