"""
The one door to the core: a question and a snapshot in, a reply out.

Slack, ``fwchoice ask``, the golden questions and the benchmarks all call `answer`. It is pure: the
same question and the same snapshot give the same reply.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.evidence import Inquiry, direct_claim, ordered_claims, shown_first, sourced
from bot.core.judgement import Match, Outcome, judge
from bot.core.matching import Ranking
from bot.core.model import EITHER, NONE, Claim, KnowledgeBase, Topic
from bot.core.phrasing import Kind, Phrasing, phrasing
from bot.core.replies import (
    Answer,
    Clarification,
    DecidingCondition,
    Decline,
    Reply,
    Suggestion,
)
from bot.core.snapshot import Snapshot
from bot.core.wording import say

MOST_CLAIMS = 6
"""Shown at once: short enough to read on a phone."""
MOST_DISAGREEMENTS = 2
MOST_SUGGESTIONS = 3


def answer(question: str, snapshot: Snapshot, topic: str | None = None) -> Reply:
    """
    The reply to *question*; on *topic* when the person has picked it.
    """
    base = snapshot.base
    ranking = snapshot.index.rank(question)
    match = judge(ranking, base.thresholds)
    if topic in base.topic_of:
        return _answer(base, ranking, base.topic_of[topic], confidence=1.0)
    if not ranking.query.stems:
        return _decline(base, ranking, match, _say_empty(base))
    mentions = ranking.query.mentions
    if mentions.strangers and len(mentions.options) < len(base.options):
        text = say(
            base.wording,
            "unknown_names",
            names=listed(mentions.strangers),
            count=len(base.sources),
            options=options_named(base),
        )
        return _decline(base, ranking, match, text)
    match match.outcome:
        case Outcome.ACCEPTED:
            best = base.topic_of[match.candidates[0].topic]
            return _answer(base, ranking, best, confidence=match.confidence)
        case Outcome.AMBIGUOUS:
            return _clarify(base, ranking, match)
        case Outcome.NO_MATCH:
            return _decline(base, ranking, match, _say_unknown(base, ranking))


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


def _answer(base: KnowledgeBase, ranking: Ranking, topic: Topic, confidence: float) -> Answer:
    mentions = ranking.query.mentions
    how = phrasing(mentions.words, len(mentions.options))
    inquiry = Inquiry(topic.id, mentions.options, frozenset(ranking.query.stems), how.kind)
    headline, because = _headline(base, topic, inquiry, how)
    picks = how.wants_pick or (how.kind is Kind.COMPARE and topic.verdict.lean == EITHER)
    lean = topic.verdict.lean if picks else NONE
    claims = ordered_claims(base, inquiry, because)
    shown = shown_first(claims, MOST_CLAIMS, because)
    ids = {claim.id for claim in shown}
    bearing = [one for one in base.disagreements if ids & set(one.claims)]
    bearing.sort(key=lambda one: min(_place(shown, claim_id) for claim_id in one.claims))
    conditions = topic.verdict.conditions if headline == topic.verdict.says else ()
    return Answer(
        question=ranking.query.text,
        kind=how.kind,
        topics=(topic.id,),
        options=mentions.options,
        lean=lean,
        headline=headline,
        conditions=tuple(
            DecidingCondition(one.when, base.option_of[one.option].name) for one in conditions
        ),
        claims=sourced(base, shown),
        more_claims=sourced(base, (claim for claim in claims if claim.id not in ids)),
        disagreements=tuple(bearing[:MOST_DISAGREEMENTS]),
        more_disagreements=tuple(bearing[MOST_DISAGREEMENTS:]),
        strangers=mentions.strangers,
        confidence=confidence,
        level=_level(base, confidence),
        revision=base.revision,
        ranking=ranking,
    )


def _place(shown: Sequence[Claim], claim_id: str) -> int:
    return next((at for at, claim in enumerate(shown) if claim.id == claim_id), len(shown))


def _headline(
    base: KnowledgeBase, topic: Topic, inquiry: Inquiry, how: Phrasing
) -> tuple[str, tuple[str, ...]]:
    """The sentence that answers the question, and the claims it rests on."""
    verdict = (topic.verdict.says, topic.verdict.because)
    direct = direct_claim(base, inquiry) if how.kind in _DIRECT else None
    if direct is not None:
        says = direct.says
        if how.kind is Kind.YES_NO and direct.reply:
            says = say(base.wording, direct.reply, sentence=says)
        return says, (direct.id,)
    if how.kind is Kind.COMPARATIVE and len(inquiry.options) > 1:
        return _comparison(base, topic, inquiry, how), topic.verdict.because
    if len(inquiry.options) != 1 or how.kind in {Kind.CHOOSE, Kind.SUITS, Kind.COMPARATIVE}:
        return verdict
    if how.kind in {Kind.ADVANTAGES, Kind.DRAWBACKS}:
        return _one_side(base, topic, inquiry)
    about = topic.about.get(inquiry.options[0])
    return (about.says, about.because) if about else verdict


_DIRECT = frozenset({Kind.YES_NO, Kind.FACT, Kind.ABOUT})


def _comparison(base: KnowledgeBase, topic: Topic, inquiry: Inquiry, how: Phrasing) -> str:
    """Yes or no to "is A more so than B", where the verdict leans to one of them."""
    lean = topic.verdict.lean
    if lean not in base.option_of or how.is_downside:
        return topic.verdict.says
    reply = "yes" if inquiry.options[0] == lean else "no"
    return say(base.wording, reply, sentence=topic.verdict.says)


def _one_side(
    base: KnowledgeBase, topic: Topic, inquiry: Inquiry
) -> tuple[str, tuple[str, ...]]:
    """What speaks for, or against, the one option named."""
    stance, found, none = (
        ("favour", "for_one", "nothing_for")
        if inquiry.kind is Kind.ADVANTAGES
        else ("against", "against_one", "nothing_against")
    )
    option = base.option_of[inquiry.options[0]]
    title = topic.title[:1].lower() + topic.title[1:]
    for claim in ordered_claims(base, inquiry, ()):
        if claim.stance == stance and option.id in claim.options:
            sentence = say(
                base.wording, found, option=option.name, topic=title, sentence=claim.says
            )
            return sentence, (claim.id,)
    return say(base.wording, none, option=option.name, topic=title), ()


def _clarify(base: KnowledgeBase, ranking: Ranking, match: Match) -> Clarification:
    offered = [base.topic_of[candidate.topic] for candidate in match.candidates]
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


def _decline(base: KnowledgeBase, ranking: Ranking, match: Match, text: str) -> Decline:
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
    Three questions the bot can answer: near to what was asked where anything is, else the first.
    """
    near = ranking.candidates if ranking else ()
    chosen = [base.topic_of[one.topic] for one in near if one.score > 0]
    chosen.extend(topic for topic in base.topics if topic not in chosen)
    return tuple(Suggestion(topic.id, topic.question) for topic in chosen[:MOST_SUGGESTIONS])


def _say_unknown(base: KnowledgeBase, ranking: Ranking) -> str:
    kind = next((one for one in base.elsewhere if one.id == ranking.elsewhere), None)
    best = ranking.candidates[0].score if ranking.candidates else 0.0
    if kind is not None and ranking.elsewhere_score > max(best, 0.3):
        return say({"kind": kind.says}, "kind", options=options_named(base))
    return say(
        base.wording, "unknown_question", count=len(base.sources), options=options_named(base)
    )


def _say_empty(base: KnowledgeBase) -> str:
    return say(
        base.wording, "empty_question", count=len(base.sources), options=options_named(base)
    )


def _level(base: KnowledgeBase, confidence: float) -> str:
    levels = sorted(base.thresholds.levels.items(), key=lambda level: -level[1])
    return next((name for name, least in levels if confidence >= least), levels[-1][0])
