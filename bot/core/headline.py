"""
The first line of an answer: it answers the question directly, and names the claims it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.asked import Inquiry, condition_met, direct_claims, settling_claim
from bot.core.evidence import ordered_claims, speaks
from bot.core.model import EITHER, NONE, Claim, Condition, KnowledgeBase, Topic
from bot.core.phrasing import Phrasing
from bot.core.shapes import SIDES, Kind
from bot.core.wording import say


@dataclass(frozen=True, slots=True)
class Headline:
    """
    What the bot says first, the option it recommends, and what that rests on.
    """

    says: str
    because: tuple[str, ...]
    """Ids of claims."""
    lean: str
    """An option's id, ``either`` or ``none``."""
    conditions: tuple[Condition, ...] = ()
    """What decides, where that belongs to it; one that is met comes first."""


_STRAIGHT = frozenset({Kind.YES_NO, Kind.FACT, Kind.ABOUT})
"""Kinds of questions that one claim may answer."""


def headline(base: KnowledgeBase, topic: Topic, inquiry: Inquiry, how: Phrasing) -> Headline:
    """
    The headline for a question of the kind *how* on *topic*.
    """
    nothing_to_pick = topic.verdict.lean == NONE
    met = condition_met(topic.verdict, inquiry)
    if how.kind is Kind.SUITS and met is None:
        settled = settling_claim(base, inquiry)
        if settled is not None:
            says = _stated(base, (settled,), how)
            return Headline(says, (settled.id,), _lean_of(settled, topic, inquiry))
    if how.wants_pick and not nothing_to_pick:
        return _pick(base, topic, inquiry, how, met)
    if how.compares and how.is_downside and not nothing_to_pick:
        return _turned_round(base, inquiry, how, _pick(base, topic, inquiry, how, met))
    if how.kind in _STRAIGHT or nothing_to_pick:
        claims = direct_claims(base, inquiry)
        if claims:
            says = _stated(base, claims, how)
            return Headline(says, tuple(claim.id for claim in claims), NONE)
    if how.kind is Kind.YES_NO and nothing_to_pick:
        # "Does this firm use □?" is answered by its use of another, but with no yes and no no.
        claims = direct_claims(base, replace(inquiry, options=()))
        if claims:
            return Headline(claims[0].says, (claims[0].id,), NONE)
    if how.kind in SIDES and len(inquiry.options) == 1:
        return _sides(base, topic, inquiry)
    if len(inquiry.options) == 1 and inquiry.options[0] in topic.about:
        about = topic.about[inquiry.options[0]]
        return Headline(about.says, about.because, NONE)
    return Headline(topic.verdict.says, topic.verdict.because, NONE, topic.verdict.conditions)


def _lean_of(settled: Claim, topic: Topic, inquiry: Inquiry) -> str:
    """The verdict's lean, unless the one asked about is said to do."""
    speaks_for_it = settled.reply == "yes" and topic.verdict.lean not in inquiry.options
    return EITHER if speaks_for_it else topic.verdict.lean


def _pick(
    base: KnowledgeBase, topic: Topic, inquiry: Inquiry, how: Phrasing, met: Condition | None
) -> Headline:
    """The verdict; or the one of its conditions that the question says is met."""
    verdict = topic.verdict
    if how.asks_if_it_matters and met is None:
        alike = [
            one
            for one in direct_claims(base, inquiry)
            if one.stance == "neutral" and len(one.options) == len(base.options)
        ]
        if alike:
            return Headline(alike[0].says, (alike[0].id,), EITHER, verdict.conditions)
    says, because, lean = verdict.says, verdict.because, verdict.lean
    conditions = verdict.conditions
    if met is not None:
        name = base.option_of[met.option].name
        is_other = how.kind is Kind.SUITS and inquiry.options not in {(), (met.option,)}
        sentence = "condition_met_rather" if is_other else "condition_met"
        says = say(base.wording, sentence, when=met.when, option=name)
        if met.because:
            says = f"{says} {base.claim_of[met.because[0]].says}"
        because = (*met.because, *(one for one in because if one not in met.because))
        lean = met.option
        conditions = (met, *(one for one in conditions if one != met))
    is_comparison = how.is_plain_upside and len(inquiry.options) > 1
    if is_comparison and lean in base.option_of:
        says = say(base.wording, "yes" if inquiry.options[0] == lean else "no", sentence=says)
    elif how.kind is Kind.SUITS and met is None:
        says, because = _on_the_one_asked(topic, inquiry, says, because)
    return Headline(says, because, lean, conditions)


def _turned_round(
    base: KnowledgeBase, inquiry: Inquiry, how: Phrasing, found: Headline
) -> Headline:
    """*found*, for who asks which one is worse: no pick, and no name first that is not meant."""
    says, others = found.says, [one for one in base.options if one.id != found.lean]
    if found.lean in base.option_of:
        if how.is_plain_downside and len(inquiry.options) > 1:
            says = say(
                base.wording, "no" if inquiry.options[0] == found.lean else "yes", sentence=says
            )
        elif how.kind is Kind.CHOOSE:
            says = say(
                base.wording,
                "the_worse_one" if len(others) == 1 else "the_better_one",
                option=base.option_of[found.lean].name,
                other=others[0].name,
                sentence=says,
            )
    return replace(found, says=says, lean=NONE)


def _on_the_one_asked(
    topic: Topic, inquiry: Inquiry, says: str, because: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """What is known of the option that was asked about, before a verdict for another."""
    asked = inquiry.options[0] if len(inquiry.options) == 1 else None
    if asked is None or asked == topic.verdict.lean or asked not in topic.about:
        return says, because
    about = topic.about[asked]
    rest = (one for one in because if one not in about.because)
    return f"{about.says} {says}", (*about.because[:1], *rest, *about.because[1:])


def _stated(base: KnowledgeBase, claims: Sequence[Claim], how: Phrasing) -> str:
    """The claims as the answer, with yes or no before them where that was asked."""
    says = " ".join(claim.says for claim in claims)
    reply = claims[0].reply
    if how.kind not in {Kind.YES_NO, Kind.SUITS} or how.is_hedged or reply is None:
        return says
    return say(base.wording, reply, sentence=says)


def _sides(base: KnowledgeBase, topic: Topic, inquiry: Inquiry) -> Headline:
    """What speaks for the one option named, or against it, or both."""
    option = base.option_of[inquiry.options[0]]
    ordered = ordered_claims(base, inquiry, ())
    favour = next((one for one in ordered if speaks(one, option.id, "favour")), None)
    against = next((one for one in ordered if speaks(one, option.id, "against")), None)
    title = topic.title[:1].lower() + topic.title[1:]
    if inquiry.kind is Kind.BOTH_SIDES and favour and against:
        says = say(
            base.wording,
            "both_sides",
            option=option.name,
            favour=favour.says,
            against=against.says,
        )
        return Headline(says, (favour.id, against.id), NONE)
    claim, name = (against, "against") if inquiry.kind is Kind.DRAWBACKS else (favour, "for")
    if claim is None:
        says = say(base.wording, f"nothing_{name}", option=option.name, topic=title)
        return Headline(f"{says} {topic.verdict.says}", topic.verdict.because, NONE)
    sentence = f"{name}_one_overall" if topic.is_general else f"{name}_one"
    says = say(base.wording, sentence, option=option.name, topic=title, sentence=claim.says)
    return Headline(says, (claim.id,), NONE)
