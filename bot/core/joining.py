"""
One answer out of several: a question on more than one topic gets one reply, not one a topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from bot.core.citations import SourcedClaim
from bot.core.model import EITHER, NONE, Disagreement, KnowledgeBase
from bot.core.replies import Answer, DecidingCondition
from bot.core.wording import say


def joined(
    base: KnowledgeBase,
    parts: Sequence[Answer],
    most_claims: int,
    most_disagreements: int,
) -> Answer:
    """
    *parts*, one a topic in the order they were asked for, as one answer.

    Headlines keep the order, each with its topic's title. The claims shown, and the rest, take
    turns, so that no topic hides another, and so do the conditions, which say their topic. What it
    recommends is what all parts that recommend something agree on.
    """
    titled = (
        say(
            base.wording,
            "on_topic",
            topic=base.topic_of[one.topics[0]].title,
            sentence=one.headline,
        )
        for one in parts
    )
    claims = _claims_in_turn([one.claims for one in parts])
    rest = _claims_in_turn([one.more_claims for one in parts])
    shown = claims[:most_claims]
    visible = {one.claim.id for one in shown}
    more = [one for one in (*claims[most_claims:], *rest) if one.claim.id not in visible]
    every = chain.from_iterable((*one.disagreements, *one.more_disagreements) for one in parts)
    bearing: dict[str, Disagreement] = {one.id: one for one in every}
    near = [one for one in bearing.values() if visible & set(one.claims)][:most_disagreements]
    return replace(
        parts[0],
        topics=tuple(one.topics[0] for one in parts),
        lean=_lean(parts),
        headline="\n".join(titled),
        conditions=_conditions(base, parts),
        claims=tuple(shown),
        more_claims=tuple({one.claim.id: one for one in more}.values()),
        disagreements=tuple(near),
        more_disagreements=tuple(one for one in bearing.values() if one not in near),
    )


def _conditions(base: KnowledgeBase, parts: Sequence[Answer]) -> tuple[DecidingCondition, ...]:
    """One condition of each part, then the next of each, as many as the longest part has."""
    labelled = [
        [
            replace(
                condition,
                when=say(
                    base.wording,
                    "condition_on_topic",
                    when=condition.when,
                    topic=base.topic_of[one.topics[0]].title,
                ),
            )
            for condition in one.conditions
        ]
        for one in parts
    ]
    turns = (one for turn in zip_longest(*labelled) for one in turn if one is not None)
    return tuple(turns)[: max(map(len, labelled))]


def _lean(parts: Sequence[Answer]) -> str:
    """The option all parts with a choice agree on; ``either`` where they part ways."""
    leans = {one.lean for one in parts} - {NONE}
    if not leans:
        return NONE
    return leans.pop() if len(leans) == 1 else EITHER


def _claims_in_turn(of: Sequence[Sequence[SourcedClaim]]) -> list[SourcedClaim]:
    """One claim of each part, then the next of each; each claim once."""
    turns = (one for turn in zip_longest(*of) for one in turn if one is not None)
    return list({one.claim.id: one for one in turns}.values())
