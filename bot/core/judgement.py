"""
A ranking and thresholds to a match: accepted, ambiguous, or no match. A close race is not a win.

Two logistic models, fitted on golden questions by ``fwchoice tune``, turn a ranking's signals into
probabilities: that the question can be answered at all, and that the best topic is the one meant.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.code_marks import code_marks
from bot.core.options import NAMED
from bot.core.phrasing import asks_how_to
from bot.core.ranking import Candidate, Ranking
from bot.core.shapes import Kind
from bot.core.thresholds import Logistic, Thresholds

TELLING = 2.0
"""The least weight of a curated term that says which topic is meant."""
THIN = 4
"""A question with fewer words than this, names not counted, says little of what is meant."""
NO_TERMS: Mapping[str, float] = {}


class Outcome(StrEnum):
    """
    What a ranking amounts to.
    """

    ACCEPTED = "accepted"
    AMBIGUOUS = "ambiguous"
    NO_MATCH = "no match"


@dataclass(frozen=True, slots=True)
class Match:
    """
    A judged ranking.
    """

    outcome: Outcome
    in_scope: float
    """The probability that the base can answer the question, 0 to 1."""
    right_topic: float
    """The probability that the best candidate is meant, if it can, 0 to 1."""
    candidates: tuple[Candidate, ...]

    @property
    def confidence(self) -> float:
        """The probability that answering on the best topic is right, 0 to 1."""
        return self.in_scope * self.right_topic


def topic_signals(ranking: Ranking, terms: Mapping[str, float] = NO_TERMS) -> dict[str, float]:
    """
    What the model of the topic looks at, by name.

    *terms* has the weight of the heaviest curated term that the question says, by topic.
    """
    best = ranking.candidates[0] if ranking.candidates else None
    top = best.score if best else 0.0
    third = ranking.candidates[2].score if len(ranking.candidates) > 2 else 0.0
    spoken = sum([word not in NAMED for word in ranking.query.stems])
    return {
        "top": top,
        "lead": top - ranking.runner_up,
        "lead_over_third": top - third,
        "answerable": ranking.answerable,
        "known": math.log1p(best.known) if best else 0.0,
        "likeness": best.likeness / 100 if best else 0.0,
        "term": terms.get(best.topic, 0.0) if best else 0.0,
        "words": float(spoken),
        "thin": float(max(0, THIN - spoken)),
    }


def signals(ranking: Ranking, terms: Mapping[str, float] = NO_TERMS) -> dict[str, float]:
    """
    What both logistic models look at, by name; for *terms* see `topic_signals`.
    """
    given = topic_signals(ranking, terms)
    query = ranking.query
    kind = query.how.kind
    return given | {
        "over_elsewhere": given["top"] - ranking.elsewhere_score,
        "coverage": ranking.candidates[0].coverage if ranking.candidates else 0.0,
        "unknown": math.log1p(query.unknown),
        "familiar": query.familiar,
        "jargon": math.log1p(query.jargon),
        "names_option": 1.0 if query.mentions.options else 0.0,
        "names_several": 1.0 if len(query.mentions.options) > 1 else 0.0,
        "asks_fact": 1.0 if kind is Kind.FACT else 0.0,
        "asks_about": 1.0 if kind is Kind.ABOUT else 0.0,
        "asks_how_to": 1.0 if asks_how_to(query.asked) else 0.0,
        "code": math.log1p(code_marks(query.text)),
        "length": math.log1p(len(query.stems)),
    }


def specific_first(
    ranking: Ranking, terms: Mapping[str, float], general: Collection[str]
) -> Ranking:
    """
    *ranking* with a topic on the options as a whole behind a special one whose word was said.

    General topics have no words of their own that count: any question that names the options is
    like theirs. Where one leads and the question says a telling term of another candidate, that
    one is meant; it takes the place and its score.
    """
    if not ranking.candidates or ranking.candidates[0].topic not in general:
        return ranking
    first, *others = ranking.candidates
    said = [
        one for one in others if one.topic not in general and terms.get(one.topic, 0) >= TELLING
    ]
    if not said:
        return ranking
    meant = max(said, key=lambda one: terms[one.topic])
    behind = [replace(first, score=meant.score), *(one for one in others if one is not meant)]
    behind.sort(key=lambda one: (-one.score, one.topic))
    candidates = (replace(meant, score=first.score), *behind)
    return replace(ranking, candidates=candidates)


AS_WRITTEN = 100.0
"""The likeness of a question to an utterance that has its words and no others."""


def general_first(ranking: Ranking, general: Collection[str]) -> Ranking:
    """
    *ranking* with the best general topic first, for a question on no subject: "limits of ■".

    Whatever topic such a question is like, it is like by accident, unless curators wrote it there.
    """
    overall = next((one for one in ranking.candidates if one.topic in general), None)
    if overall is None or ranking.candidates[0].likeness >= AS_WRITTEN:
        return ranking
    top = ranking.candidates[0].score
    rest = (
        replace(one, score=min(one.score, overall.score))
        for one in ranking.candidates
        if one is not overall
    )
    behind = sorted(rest, key=lambda one: (-one.score, one.topic))
    return replace(ranking, candidates=(replace(overall, score=top), *behind), runner_up=0.0)


def probability(model: Logistic, given: dict[str, float]) -> float:
    """
    The model's probability for these signals, 0 to 1.
    """
    total = model.intercept + sum([weight * given[name] for name, weight in model.in_order])
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


def judge(ranking: Ranking, thresholds: Thresholds, terms: Mapping[str, float] = NO_TERMS) -> Match:
    """
    What *ranking* amounts to under *thresholds*; for *terms* see `signals`.
    """
    given = signals(ranking, terms)
    in_scope = probability(thresholds.in_scope, given)
    right_topic = probability(thresholds.right_topic, given)
    stems = ranking.query.stems
    is_bare_name = bool(stems) and NAMED.issuperset(stems) and bool(ranking.query.mentions.options)
    if is_bare_name and in_scope < thresholds.scope:
        outcome = Outcome.AMBIGUOUS  # "django?": on the choice, and nothing said of what
    elif not stems or not ranking.candidates or in_scope < thresholds.ask:
        outcome = Outcome.NO_MATCH
    elif in_scope < thresholds.scope or right_topic < thresholds.accept:
        outcome = Outcome.AMBIGUOUS
    else:
        outcome = Outcome.ACCEPTED
    return Match(outcome, in_scope, right_topic, ranking.candidates)
