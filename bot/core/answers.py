"""
The one door to the core: a question and a snapshot in, a reply out.

Slack, ``fwchoice ask``, the golden questions and the benchmarks all call `answer`. It is pure: the
same question and the same snapshot give the same reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.asked import Inquiry, denied, in_turn
from bot.core.combined import combined
from bot.core.evidence import ordered_claims, shown_first, sourced
from bot.core.headline import headline
from bot.core.judgement import TELLING, Match, Outcome, judge, specific_first
from bot.core.matching import Query, Ranking
from bot.core.model import Disagreement, KnowledgeBase, Topic
from bot.core.phrasing import phrasing
from bot.core.replies import (
    Answer,
    Clarification,
    DecidingCondition,
    Decline,
    Reply,
    Suggestion,
)
from bot.core.several import Meant, about, topics_meant
from bot.core.snapshot import Snapshot
from bot.core.strangers import turns_on_strangers
from bot.core.wording import say

MOST_CLAIMS = 5
"""Shown at once: short enough to read on a phone."""
MOST_CONDITIONS = 3
MOST_DISAGREEMENTS = 2
MOST_SUGGESTIONS = 3
AS_WRITTEN = 100.0
"""The likeness of a question to an utterance that has its words and no others."""
NEAR = 0.25
"""The least score of a topic for suggesting it to somebody whose question is declined."""
NEAR_ELSEWHERE = 0.5
"""The least score of a kind of question to decline for using its own words."""


def answer(question: str, snapshot: Snapshot, topic: str | None = None) -> Reply:
    """
    The reply to *question*; on *topic* when the person has picked it.
    """
    base = snapshot.base
    ranking = snapshot.index.rank(question)
    terms = snapshot.subjects.heaviest(ranking.query.stems)
    ranking = specific_first(ranking, terms, snapshot.subjects.general)
    match = judge(ranking, base.thresholds, terms)
    if topic in base.topic_of:
        return _answer(base, ranking, base.topic_of[topic], confidence=1.0)
    if not ranking.query.stems:
        return _decline(base, ranking, _say_empty(base))
    mentions = ranking.query.mentions
    if turns_on_strangers(mentions, len(base.options)):
        text = say(
            base.wording,
            "unknown_names",
            names=listed(mentions.strangers),
            count=len(base.sources),
            options=options_named(base),
        )
        return _decline(base, ranking, text)
    several = _several(question, match, snapshot)
    if several:
        sure = match.in_scope * min(one.right_topic for one in several)
        parts = [
            _answer(base, ranking, base.topic_of[one.topic], sure, about(one.part, ranking.query))
            for one in several
        ]
        best = match.candidates[0].topic
        return combined(base, parts, best, MOST_CLAIMS, MOST_DISAGREEMENTS)
    match match.outcome:
        case Outcome.ACCEPTED:
            topic_meant = base.topic_of[match.candidates[0].topic]
            return _answer(base, ranking, topic_meant, confidence=match.confidence)
        case Outcome.AMBIGUOUS:
            telling = any(weight >= TELLING for weight in terms.values())
            return _clarify(snapshot, ranking, match, says_subject=telling)
        case Outcome.NO_MATCH:
            return _decline(base, ranking, _say_unknown(base, ranking))


def _several(question: str, match: Match, snapshot: Snapshot) -> tuple[Meant, ...]:
    """
    The topics of a question on several, the first asked for first.

    One that is clearly on a single topic stays there, whatever its parts would mean alone, and so
    does one that curators wrote down as it is.
    """
    is_written = any(one.likeness >= AS_WRITTEN for one in match.candidates[:1])
    if is_written or match.in_scope < snapshot.base.thresholds.scope:
        return ()
    found = topics_meant(question, snapshot)
    is_clear = match.outcome is Outcome.ACCEPTED
    if is_clear and match.candidates[0].topic not in {one.topic for one in found}:
        return ()
    return found


def listed(names: Sequence[str]) -> str:
    """
    Names as people list them: "A", "A and B", "A, B and C".
    """
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def options_named(base: KnowledgeBase) -> str:
    """
    The names of all options, as people list them.
    """
    return listed([option.name for option in base.options])


def _answer(
    base: KnowledgeBase,
    ranking: Ranking,
    topic: Topic,
    confidence: float,
    part: Query | None = None,
) -> Answer:
    """What the base says on *topic* to the question; to a *part* of it, where it has several."""
    query = part or ranking.query
    mentions = query.mentions
    how = phrasing(query.asked, len(mentions.options))
    stems = query.stems
    inquiry = Inquiry(
        topic=topic,
        options=mentions.options,
        stems=frozenset(stems),
        kind=how.kind,
        only_the_first=how.is_hedged and len(mentions.options) > 1,
        denied=denied(stems),
    )
    first = headline(base, topic, inquiry, how)
    claims = ordered_claims(base, inquiry, first.because)
    shown = shown_first(claims, MOST_CLAIMS, first.because)
    places = {claim.id: at for at, claim in enumerate(shown)}
    bearing = [one for one in base.disagreements if places.keys() & set(one.claims)]
    bearing.sort(key=lambda one: _weightiest(one, places))
    return Answer(
        question=ranking.query.text,
        kind=how.kind,
        topics=(topic.id,),
        options=ranking.query.mentions.options,
        lean=first.lean,
        headline=first.says,
        conditions=tuple(
            DecidingCondition(one.when, base.option_of[one.option].name)
            for one in in_turn(first.conditions)[:MOST_CONDITIONS]
        ),
        claims=sourced(base, shown),
        more_claims=sourced(base, (claim for claim in claims if claim.id not in places)),
        disagreements=tuple(bearing[:MOST_DISAGREEMENTS]),
        more_disagreements=tuple(bearing[MOST_DISAGREEMENTS:]),
        strangers=ranking.query.mentions.strangers,
        confidence=confidence,
        level=_level(base, confidence),
        revision=base.revision,
        ranking=ranking,
    )


def _weightiest(one: Disagreement, places: Mapping[str, int]) -> tuple[bool, bool, int, str]:
    """Conflicts of claims that are shown, other conflicts, doubts; then as the claims stand."""
    shown = [places[claim] for claim in one.claims if claim in places]
    return len(shown) < 2, len(one.claims) == 1, min(shown), one.id


def _general(snapshot: Snapshot, ranking: Ranking) -> list[Topic]:
    """The topic on the options as a whole whose own question is most like this one in kind."""

    def wants_pick(query: Query) -> bool:
        return phrasing(query.asked, len(query.mentions.options)).wants_pick

    wanted = wants_pick(ranking.query)
    general = [topic for topic in snapshot.base.topics if topic.is_general]
    alike = (
        topic for topic in general if wants_pick(snapshot.index.query(topic.question)) == wanted
    )
    return [next(alike, general[0])] if general else []


def _clarify(
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


def _decline(base: KnowledgeBase, ranking: Ranking, text: str) -> Decline:
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
    chosen.extend(topic for topic in others if topic not in chosen)
    known = [Suggestion(topic.id, topic.question) for topic in chosen]
    named = ranking.query.mentions.options if ranking else ()
    if len(named) == 1 and others and others[0].is_general:
        option = base.option_of[named[0]].name
        question = say(base.wording, "for_and_against", option=option)
        known = [one for one in known if one.topic != others[0].id]
        known.insert(0, Suggestion(others[0].id, question))
    return tuple(known[:MOST_SUGGESTIONS])


def _say_unknown(base: KnowledgeBase, ranking: Ranking) -> str:
    kind = next((one for one in base.elsewhere if one.id == ranking.elsewhere), None)
    best = ranking.candidates[0].score if ranking.candidates else 0.0
    if kind is not None and ranking.elsewhere_score > max(best, NEAR_ELSEWHERE):
        return say({"kind": kind.says}, "kind", options=options_named(base))
    return say(
        base.wording, "unknown_question", count=len(base.sources), options=options_named(base)
    )


def _say_empty(base: KnowledgeBase) -> str:
    return say(base.wording, "empty_question", count=len(base.sources), options=options_named(base))


def _level(base: KnowledgeBase, confidence: float) -> str:
    levels = sorted(base.thresholds.levels.items(), key=lambda level: -level[1])
    return next((name for name, least in levels if confidence >= least), levels[-1][0])
