"""
How a reply came about, in words a curator understands (``fwchoice ask --explain``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cli.signal_words import SCOPE_REASONS, TOPIC_REASONS, told
from bot.core.judgement import Match, Outcome, judge, signals
from bot.core.options import SLOT, STRANGER
from bot.core.reading import Reading, read
from bot.core.replies import Answer, Reply
from bot.core.snapshot import Snapshot
from bot.core.strangers import turns_on_strangers

FEW = 5
"""Of each kind of question to decline, so many stand for all."""
AFTERWARDS = "afterwards run fwchoice check, tune and test"


def explanation(reply: Reply, snapshot: Snapshot) -> str:
    """
    What was understood, what came near, what decided, and how to have it otherwise.
    """
    return "\n".join(_lines(reply, snapshot))


def _lines(reply: Reply, snapshot: Snapshot) -> Iterator[str]:
    reading = read(reply.question, snapshot.index, snapshot.subjects)
    match = judge(reading.ranking, snapshot.base.thresholds, reading.terms)
    yield "--- how this came about"
    yield from _understood(reading)
    yield ""
    yield from _near(reading, snapshot)
    yield ""
    yield from _decided(reading, match, snapshot)
    yield ""
    yield from _outcome(reply, reading, match, snapshot)


def _understood(reading: Reading) -> Iterator[str]:
    query, whole = reading.ranking.query, reading.whole
    yield f"words      {' '.join(whole.mentions.words) or '(none)'}"
    if SLOT in whole.mentions.words or STRANGER in whole.mentions.words:
        yield f"           ({SLOT} stands for an option, {STRANGER} for a name that is not known)"
    if not reading.is_whole:
        yield f"read as    {' '.join(query.stems)} (the part that asks, as stems: it is clearer)"
    for written, taken in query.corrected:
        yield f"corrected  {written} -> {taken}"
    yield f"options    {', '.join(whole.mentions.options) or '(none named)'}"
    if whole.mentions.left_out:
        yield f"left out   {', '.join(whole.mentions.left_out)}: the question is about the others"
    if whole.mentions.strangers:
        yield f"unknown    {', '.join(whole.mentions.strangers)}"
    yield f"kind       {whole.how.kind}"


def _near(reading: Reading, snapshot: Snapshot) -> Iterator[str]:
    ranking = reading.ranking
    said = snapshot.subjects.terms(ranking.query.stems)
    for at, one in enumerate(ranking.candidates, start=1):
        terms = ", ".join(f"{term} {weight:g}" for term, weight in said.get(one.topic, {}).items())
        yield (
            f"candidate  {at}. {one.topic}: score {one.score:.2f}; knows {one.coverage:.0%} of the "
            f"words; terms said: {terms or 'none'}"
        )
        yield f"              nearest phrasing, {one.likeness:.0f} % alike: {one.utterance!r}"
    if ranking.elsewhere:
        yield f"declining  {ranking.elsewhere}: score {ranking.elsewhere_score:.2f}"


def _decided(reading: Reading, match: Match, snapshot: Snapshot) -> Iterator[str]:
    base = snapshot.base
    thresholds = base.thresholds
    given = signals(reading.ranking, reading.terms)
    middle = _middle(snapshot)
    yield (
        f"in scope   {match.in_scope:.0%} sure that the base can answer it "
        f"(declined below {thresholds.ask:.0%}, asked back below {thresholds.scope:.0%})"
    )
    for reason in told(SCOPE_REASONS, thresholds.in_scope, given, middle):
        yield f"           {reason}"
    yield (
        f"topic      {match.right_topic:.0%} sure that the first candidate is meant "
        f"(asked back below {thresholds.accept:.0%})"
    )
    for reason in told(TOPIC_REASONS, thresholds.right_topic, given, middle):
        yield f"           {reason}"


def _middle(snapshot: Snapshot) -> dict[str, float]:
    """The signals halfway between the topics' own questions and what must be declined."""

    def mean(questions: Sequence[str]) -> dict[str, float]:
        readings = [read(one, snapshot.index, snapshot.subjects) for one in questions]
        found = [signals(one.ranking, one.terms) for one in readings]
        return {name: sum(one[name] for one in found) / len(found) for name in found[0]}

    base = snapshot.base
    near = mean([topic.question for topic in base.topics])
    out = [*(one for topic in base.topics for one in topic.beyond[:1])]
    out += [one for kind in base.elsewhere for one in kind.utterances[:FEW]]
    far = mean(out) if out else near
    return {name: (near[name] + far[name]) / 2 for name in near}


def _outcome(reply: Reply, reading: Reading, match: Match, snapshot: Snapshot) -> Iterator[str]:
    base = snapshot.base
    best = match.candidates[0].topic if match.candidates else "<topic>"
    mentions = reading.whole.mentions
    if not reading.whole.stems:
        yield f"outcome    {Outcome.NO_MATCH}: it has no words"
        return
    if turns_on_strangers(mentions, len(base.options)):
        yield f"outcome    {Outcome.NO_MATCH}: it turns on {', '.join(mentions.strangers)}"
        yield "to change  `others` in options.yaml lists the names that are declined"
        return
    if isinstance(reply, Answer) and len(reply.topics) > 1:
        yield f"outcome    answered on several topics: {', '.join(reply.topics)}"
    elif isinstance(reply, Answer) and reply.decision is not None:
        yield f"outcome    answered by the needs it states: {', '.join(reply.criteria)}"
    else:
        yield f"outcome    {match.outcome}: {_why(match, snapshot)}"
    match match.outcome:
        case Outcome.ACCEPTED:
            yield (
                f"to change  to have it declined, add it to `beyond` in topics/{best}.yaml; if "
                f"another topic is meant, to `utterances` there; {AFTERWARDS}"
            )
        case Outcome.AMBIGUOUS:
            yield (
                f"to change  to have it answered, add it to `utterances` of the topic meant "
                f"(topics/{best}.yaml?), or the word that tells it to `terms`, with weight 2 or "
                f"more; {AFTERWARDS}"
            )
        case Outcome.NO_MATCH:
            yield (
                f"to change  to have it answered, add it to `utterances` of the topic meant "
                f"(topics/{best}.yaml?) if its claims do answer it; {AFTERWARDS}"
            )


def _why(match: Match, snapshot: Snapshot) -> str:
    thresholds = snapshot.base.thresholds
    if match.outcome is Outcome.ACCEPTED:
        return "both are sure enough"
    if match.in_scope < thresholds.ask:
        return "it may well be no question for this base"
    if match.in_scope < thresholds.scope:
        return "it may be no question for this base"
    return "no candidate is sure enough"
