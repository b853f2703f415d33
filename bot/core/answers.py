"""
The one door to the core: a question and a snapshot in, a reply out.

Slack, ``fwchoice ask``, the golden questions and the benchmarks all call `answer`. It is pure: the
same question and the same snapshot give the same reply.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.asked import Inquiry, denied, in_turn
from bot.core.combined import Combined, combined
from bot.core.evidence import ordered_claims, shown_first, sourced
from bot.core.headline import headline
from bot.core.joining import joined
from bot.core.judgement import AS_WRITTEN, TELLING, Match, Outcome, judge
from bot.core.model import Disagreement, KnowledgeBase, Topic
from bot.core.needs import Understanding
from bot.core.ranking import Query, Ranking
from bot.core.reading import Reading, read
from bot.core.replies import (
    Answer,
    DecidingCondition,
    Reply,
)
from bot.core.several import Meant, about, topics_meant
from bot.core.shapes import Kind
from bot.core.silence import clarification, decline, say_empty, say_strangers, say_unknown
from bot.core.snapshot import Snapshot
from bot.core.strangers import turns_on_strangers

MOST_CLAIMS = 5
"""Shown at once: short enough to read on a phone."""
MOST_CONDITIONS = 3
MOST_DISAGREEMENTS = 2
NO_CRITERIA: Mapping[str, str] = {}


def answer(question: str, snapshot: Snapshot, topic: str | None = None) -> Reply:
    """
    The reply to *question*; on *topic* when the person has picked it.
    """
    base = snapshot.base
    reading = read(question, snapshot.index, snapshot.subjects)
    ranking, whole, terms = reading.ranking, reading.whole, reading.terms
    match = judge(ranking, base.thresholds, terms)
    if topic in base.topic_of:
        return _answer(base, ranking, base.topic_of[topic], 1.0, whole)
    if not whole.stems:
        return decline(base, ranking, say_empty(base))
    mentions = ranking.query.mentions
    if turns_on_strangers(mentions, len(base.options)):
        return decline(base, ranking, say_strangers(base, mentions.strangers))
    stated = base.needs.understood(question) if base.needs else Understanding()
    together = combined(base, stated, whole.how, mentions.options, match)
    if together is not None:
        return _answer_together(base, ranking, match, together)
    several = _several(question, reading, match, snapshot)
    if several:
        in_scope = max(match.in_scope, min(one.in_scope for one in several))
        sure = in_scope * min(one.right_topic for one in several)
        parts = [
            _answer(base, ranking, base.topic_of[one.topic], sure, about(one.part, whole))
            for one in several
        ]
        return joined(base, parts, MOST_CLAIMS, MOST_DISAGREEMENTS) if parts[1:] else parts[0]
    match match.outcome:
        case Outcome.ACCEPTED:
            topic_meant = base.topic_of[match.candidates[0].topic]
            return _answer(base, ranking, topic_meant, match.confidence, whole, stated.levels)
        case Outcome.AMBIGUOUS:
            telling = any(weight >= TELLING for weight in terms.values())
            return clarification(snapshot, ranking, match, says_subject=telling)
        case Outcome.NO_MATCH:
            return decline(base, ranking, say_unknown(base, ranking))


def _several(
    question: str, reading: Reading, match: Match, snapshot: Snapshot
) -> tuple[Meant, ...]:
    """
    The topics of a question on several, the first asked for first.

    One that is clearly on a single topic stays there, whatever its parts would mean alone, and so
    does one that curators wrote down as it is.
    """
    is_written = any(one.likeness >= AS_WRITTEN for one in match.candidates[:1])
    if is_written and reading.is_whole:
        return ()
    found = topics_meant(question, reading.ranking.query, snapshot)
    least = min((one.in_scope for one in found), default=0.0)
    if max(match.in_scope, least) < snapshot.base.thresholds.scope:
        return ()
    is_clear = match.outcome is Outcome.ACCEPTED
    if is_clear and match.candidates[0].topic not in {one.topic for one in found}:
        return ()
    return found


def _answer(
    base: KnowledgeBase,
    ranking: Ranking,
    topic: Topic,
    confidence: float,
    query: Query,
    criteria: Mapping[str, str] = NO_CRITERIA,
) -> Answer:
    """
    What the base says on *topic* to *query*: all that was asked, or one of several parts.

    *criteria* are those of the decision table that it states.
    """
    mentions = query.mentions
    how = query.how
    stems = frozenset(query.stems)
    inquiry = Inquiry(
        topic=topic,
        options=mentions.options,
        stems=stems,
        kind=how.kind,
        only_the_first=how.is_hedged and len(mentions.options) > 1,
        denied=denied(query.stems),
        spoken=query.stems,
        met=base.asked.met(stems),
    )
    first = headline(base, topic, inquiry, how)
    claims = ordered_claims(base, inquiry, first.because)
    shown = shown_first(claims, MOST_CLAIMS, first.because)
    places = {claim.id: at for at, claim in enumerate(shown)}
    bearing = _bearing(base, places)
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
        more_claims=sourced(base, [claim for claim in claims if claim.id not in places]),
        disagreements=tuple(bearing[:MOST_DISAGREEMENTS]),
        more_disagreements=tuple(bearing[MOST_DISAGREEMENTS:]),
        strangers=ranking.query.mentions.strangers,
        confidence=confidence,
        level=_level(base, confidence),
        revision=base.revision,
        ranking=ranking,
        criteria=criteria,
    )


def _answer_together(
    base: KnowledgeBase, ranking: Ranking, match: Match, found: Combined
) -> Answer:
    """The answer to several needs, under the topic that is nearest to them."""
    topic = next((one for one in base.topics if one.is_general), base.topics[0])
    if match.outcome is not Outcome.NO_MATCH:
        topic = base.topic_of[match.candidates[0].topic]
    shown = shown_first(found.claims, MOST_CLAIMS, ())
    places = {claim.id: at for at, claim in enumerate(shown)}
    bearing = _bearing(base, places)
    return Answer(
        question=ranking.query.text,
        kind=Kind.CHOOSE,
        topics=(topic.id,),
        options=ranking.query.mentions.options,
        lean=found.lean,
        headline=found.headline,
        conditions=found.conditions[:MOST_CONDITIONS],
        claims=sourced(base, shown),
        more_claims=sourced(base, (claim for claim in found.claims if claim.id not in places)),
        disagreements=tuple(bearing[:MOST_DISAGREEMENTS]),
        more_disagreements=tuple(bearing[MOST_DISAGREEMENTS:]),
        strangers=ranking.query.mentions.strangers,
        confidence=match.confidence,
        level=_level(base, match.confidence),
        revision=base.revision,
        ranking=ranking,
        criteria=found.result.responses.levels,
        decision=found.result,
    )


def _bearing(base: KnowledgeBase, places: Mapping[str, int]) -> list[Disagreement]:
    """The disagreements on the claims that are shown, the weightiest first."""
    found = {one.id: one for claim in places for one in base.disagreements_on.get(claim, ())}
    return sorted(found.values(), key=lambda one: _weightiest(one, places))


def _weightiest(one: Disagreement, places: Mapping[str, int]) -> tuple[bool, bool, int, str]:
    """Conflicts of claims that are shown, other conflicts, doubts; then as the claims stand."""
    shown = [places[claim] for claim in one.claims if claim in places]
    return len(shown) < 2, len(one.claims) == 1, min(shown), one.id


def _level(base: KnowledgeBase, confidence: float) -> str:
    levels = sorted(base.thresholds.levels.items(), key=lambda level: -level[1])
    return next((name for name, least in levels if confidence >= least), levels[-1][0])
