"""
Several topics in one question: which are clearly meant, in the order in which they are asked for,
unless the question as a whole is on one of them far more than on the first.

A question is taken apart where people join things ("… and which has better docs"), and each part is
looked at alone. A part counts when it says a word of its topic that curators weighed as telling,
and its topic is as sure as an answer must be; so a story around a question adds no topics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.judgement import TELLING, judge, probability, topic_signals
from bot.core.options import NAMED
from bot.core.phrasing import opens_question
from bot.core.ranking import Query
from bot.core.snapshot import Snapshot
from bot.core.subjects import heaviest
from bot.core.text import plain, words

MOST_TOPICS = 3
"""Answered at once; more is better asked one by one."""
SURE_WITHOUT_TERMS = 0.9
"""
The least confidence in a part that says none of its topic's own words. "… django or flask?" at the
end of a question is no further topic, so one on the options as a whole must always say its words.
"""
LONGEST_PART = 12
"""Words of a part that asks for one thing; longer ones tell a story."""
LEAST_SHARE = 0.6
"""
The least score in the whole question, beside 1 for the best, of what is said before it asks: what
falls short of it is a word in passing, as in "as a startup CTO, how do I protect my app?".
"""
LEAST_TO_LEAD = 0.85
"""The least, beside 1 for the best, of what stands first without being asked for."""
_SUPPOSING = frozenset(
    "once if while since because although though after unless until given assuming suppose "
    "supposing".split()
)
"""Words that open what is taken for granted, and not asked for: "once it has a database, …"."""
_OPEN = frozenset({"which", "either", "both"})
"""Words of a part that is about all options, whatever was named before it."""
_JOINTS = re.compile(
    r"[?!;\n]+|\.(?=\s|$)|,|\s&\s|\s\+\s|\b(?:and|also|plus|but|as well as|along with|besides)\b"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """
    A topic that a part of a question is clearly on.
    """

    topic: str
    part: Query
    """What asks for it, with the names it is about."""
    right_topic: float
    """The probability that it is the one meant by them, 0 to 1."""
    in_scope: float
    """The probability that the base can answer them, 0 to 1."""
    terms: frozenset[str]
    """The curated terms in them."""


def topics_meant(question: str, whole: Query, snapshot: Snapshot) -> tuple[Meant, ...]:
    """
    What the parts of *question* are clearly on, in their order; empty unless that is several, of
    which one may be left.

    Read as a *whole*, it tells what of that is only said before it asks.
    """
    found: dict[str, Meant] = {}
    parts = _parts(question)
    for at, part in enumerate(parts):
        if len(found) + len(parts) - at < 2:
            return ()  # the parts that are left cannot make it several any more
        meant = _meant(part, snapshot)
        if meant and not any(meant.terms & other.terms for other in found.values()):
            found.setdefault(meant.topic, meant)
    if len(found) < 2:
        return ()
    scores = snapshot.index.scores(whole)
    return tuple(_weighed(list(found.values()), scores)[:MOST_TOPICS])


def _weighed(found: Sequence[Meant], scores: Mapping[str, float]) -> Sequence[Meant]:
    """*found* without what is only said before the question; the best before what tells a story."""
    best = max(scores[one.topic] for one in found)
    asked = next((at for at, one in enumerate(found) if opens_question(one.part.asked)), 0)
    kept = [
        one
        for at, one in enumerate(found)
        if at >= asked or scores[one.topic] >= LEAST_SHARE * best
    ]
    first = kept[0]
    if scores[first.topic] < LEAST_TO_LEAD * best and not opens_question(first.part.asked):
        kept.sort(key=lambda one: scores[one.topic] < best)
    return kept


def _parts(question: str) -> Sequence[str]:
    """The pieces of *question* that may ask for something of their own."""
    pieces = [piece for piece in _JOINTS.split(plain(question)) if piece and not piece.isspace()]
    if len(pieces) < 2:
        return ()
    kept, is_supposed = [], False
    for piece in pieces:
        spoken = words(piece)
        # "once it has logins, forms and an admin, is it …" supposes until the question begins.
        is_supposed = not _SUPPOSING.isdisjoint(spoken[:1]) or (
            is_supposed and not opens_question(spoken)
        )
        if 0 < len(spoken) <= LONGEST_PART and not is_supposed:
            kept.append(piece)
    return kept if len(kept) > 1 else ()


def _meant(part: str, snapshot: Snapshot) -> Meant | None:
    """The topic of *part*, where it is on one clearly."""
    ranking = snapshot.index.rank(part)
    stems = ranking.query.stems
    if not ranking.candidates or all(stem in NAMED for stem in stems):
        return None
    found = snapshot.subjects.terms(stems)
    best = ranking.candidates[0].topic
    telling = {term for term, weight in found.get(best, {}).items() if weight >= TELLING}
    if not telling and snapshot.base.topic_of[best].is_general:
        return None
    thresholds, terms = snapshot.base.thresholds, heaviest(found)
    # The likelier reason to refuse it, and the cheaper one to find: no confidence is higher.
    right_topic = probability(thresholds.right_topic, topic_signals(ranking, terms))
    if right_topic < max(thresholds.accept, 0.0 if telling else SURE_WITHOUT_TERMS):
        return None
    match = judge(ranking, thresholds, terms)
    if not telling and match.confidence < SURE_WITHOUT_TERMS:
        return None
    return Meant(best, ranking.query, match.right_topic, match.in_scope, frozenset(telling))


def about(part: Query, whole: Query) -> Query:
    """
    What of *part* and of the *whole* question an answer on the part's topic goes by.

    "… and which has better docs" asks for itself, of the options named before it unless it asks
    which; "… and an admin panel" only goes on with what was asked.
    """
    if not opens_question(part.asked):
        return whole
    if part.mentions.options or _OPEN & set(part.asked):
        return part
    return replace(part, mentions=replace(part.mentions, options=whole.mentions.options))
