"""
When the bot gives no answer: a question back, or a refusal with what it could answer instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.judgement import Match
from bot.core.model import KnowledgeBase, Topic
from bot.core.ranking import Ranking
from bot.core.replies import Clarification, Decline, Suggestion
from bot.core.snapshot import Snapshot
from bot.core.wording import listed, say

MOST_SUGGESTIONS = 3
NEAR = 0.25
"""The least score of a topic for suggesting it to somebody whose question is declined."""
NEAR_ELSEWHERE = 0.5
"""The least score of a kind of question to decline for using its own words."""


def options_named(base: KnowledgeBase) -> str:
    """
    The names of all options, as people list them.
    """
    return listed([option.name for option in base.options])


def _general(snapshot: Snapshot, ranking: Ranking) -> list[Topic]:
    """The topic on the options as a whole whose own question is most like this one in kind."""
    wanted = ranking.query.how.wants_pick
    general = [topic for topic in snapshot.base.topics if topic.is_general]
    alike = (
        topic for topic in general if snapshot.index.query(topic.question).how.wants_pick == wanted
    )
    return [next(alike, general[0])] if general else []


def clarification(
    snapshot: Snapshot, ranking: Ranking, match: Match, *, says_subject: bool
) -> Clarification:
    """A question back; one without any topic's own words may also be about the whole choice."""
    base = snapshot.base
    offered = [base.topic_of[candidate.topic] for candidate in match.candidates]
    if not says_subject and not any(topic.is_general for topic in offered):
        offered[MOST_SUGGESTIONS - 1 :] = _general(snapshot, ranking)
    return Clarification(
        question=ranking.query.text,
        options=ranking.query.mentions.options,
        text=say(base.wording, "which_topic"),
        suggestions=tuple(
            Suggestion(topic.id, topic.question) for topic in offered[:MOST_SUGGESTIONS]
        ),
        revision=base.revision,
        ranking=ranking,
    )


def decline(base: KnowledgeBase, ranking: Ranking, text: str) -> Decline:
    return Decline(
        question=ranking.query.text,
        options=ranking.query.mentions.options,
        text=text,
        intro=say(base.wording, "can_answer"),
        suggestions=suggestions(base, ranking),
        strangers=ranking.query.mentions.strangers,
        revision=base.revision,
        ranking=ranking,
    )


def suggestions(base: KnowledgeBase, ranking: Ranking | None = None) -> tuple[Suggestion, ...]:
    """
    Three questions the bot can answer: near to what was asked where anything is, else general.
    """
    near = ranking.candidates if ranking else ()
    chosen = [base.topic_of[one.topic] for one in near if one.score >= NEAR]
    others = sorted(base.topics, key=lambda topic: not topic.is_general)
    offered = {topic.id for topic in chosen}
    chosen.extend(topic for topic in others if topic.id not in offered)
    known = [Suggestion(topic.id, topic.question) for topic in chosen]
    named = ranking.query.mentions.options if ranking else ()
    if len(named) == 1 and others and others[0].is_general:
        option = base.option_of[named[0]].name
        question = say(base.wording, "for_and_against", option=option)
        known = [one for one in known if one.topic != others[0].id]
        known.insert(0, Suggestion(others[0].id, question))
    return tuple(known[:MOST_SUGGESTIONS])


def say_strangers(base: KnowledgeBase, names: Sequence[str]) -> str:
    """
    That the base knows nothing of *names*, by name.
    """
    return say(
        base.wording,
        "unknown_names",
        names=listed(names),
        count=len(base.sources),
        options=options_named(base),
    )


def say_unknown(base: KnowledgeBase, ranking: Ranking) -> str:
    if ranking.query.mentions.strangers:
        return say_strangers(base, ranking.query.mentions.strangers)
    kind = next((one for one in base.elsewhere if one.id == ranking.elsewhere), None)
    best = ranking.candidates[0].score if ranking.candidates else 0.0
    if kind is not None and ranking.elsewhere_score > max(best, NEAR_ELSEWHERE):
        return say({"kind": kind.says}, "kind", options=options_named(base))
    return say(
        base.wording, "unknown_question", count=len(base.sources), options=options_named(base)
    )


def say_empty(base: KnowledgeBase) -> str:
    return say(base.wording, "empty_question", count=len(base.sources), options=options_named(base))
