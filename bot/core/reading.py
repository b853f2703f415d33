"""
What a question is read as: the whole of it, or the part that asks, without the story around it.

"I know ■ already. How hard is □ to learn?" and "is □ faster than □ for project zanzibar" are asked
in a few of their words; the others only make them look less like what curators expected. So the
part that asks is ranked as well, and taken where it is told more clearly from what must be
declined. It never loses its subject that way: a sentence counts only when it says a telling term of
a topic itself, as heavy as any that is left out, and only what says nothing of any topic is left
off its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.judgement import TELLING, general_first, specific_first
from bot.core.matching import Index
from bot.core.options import NAMED
from bot.core.phrasing import opens_question
from bot.core.politeness import without_courtesies
from bot.core.ranking import Query, Ranking
from bot.core.sentences import question_in
from bot.core.subjects import Subjects, heaviest
from bot.core.text import words

FEWEST = 3
"""Words, names not counted, that a part must have to be read alone."""
CLEARER = 0.1
"""By how much more a part must lead what must be declined than the whole does."""
_OPEN_TAIL = frozenset("for in on at with by within inside".split())
"""Words that begin a closing phrase: "… for project zanzibar", "… at our company"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """
    A question's ranking, and the curated terms it says.
    """

    ranking: Ranking
    """Of the part that was read; its names are those of the whole question."""
    whole: Query
    """Everything that was asked: what the answer goes by."""
    is_whole: bool
    """Whether nothing was left out."""
    terms: Mapping[str, float]
    """The weight of the heaviest term of each topic that the part says."""


def read(question: str, index: Index, subjects: Subjects) -> Reading:
    """
    *question* as the whole or as the part of it that asks, whichever is clearer.
    """
    best = whole = index.rank(question)
    found = said = subjects.terms(whole.query.stems)
    for part, is_only_shorter in _parts(question, whole, index):
        ranking = index.rank(part)
        spoken = [stem for stem in ranking.query.stems if stem not in NAMED]
        of_part = subjects.terms(ranking.query.stems)
        tells = _telling(of_part)
        is_subject_kept = (
            _weight(of_part) >= _weight(said) if tells else (not _telling(said) and is_only_shorter)
        )
        if len(spoken) < FEWEST or not is_subject_kept:
            continue
        if _clarity(ranking) > _clarity(best) + CLEARER:
            best, found = ranking, of_part
    terms = heaviest(found)
    is_whole = best is whole
    if not is_whole:
        named, corrected = whole.query.mentions, whole.query.corrected
        query = replace(best.query, text=question, mentions=named, corrected=corrected)
        best = replace(best, query=query)
    if whole.query.how.is_overall:
        best = general_first(best, subjects.general)
    else:
        best = specific_first(best, terms, subjects.general)
    return Reading(best, whole.query, is_whole, terms)


def _clarity(ranking: Ranking) -> float:
    """By how much the best topic leads the best kind of question to decline."""
    top = ranking.candidates[0].score if ranking.candidates else 0.0
    return top - ranking.elsewhere_score


def _weight(terms: Mapping[str, Mapping[str, float]]) -> float:
    """The weight of the heaviest of *terms*."""
    return max(heaviest(terms).values(), default=0.0)


def _telling(terms: Mapping[str, Mapping[str, float]]) -> frozenset[str]:
    """Those of *terms* that tell a topic."""
    return frozenset(
        term for of in terms.values() for term, weight in of.items() if weight >= TELLING
    )


def _parts(question: str, whole: Ranking, index: Index) -> Iterator[tuple[str, bool]]:
    """
    The parts of *question* that may be what it asks, the story before or behind left out.

    And whether nothing but a closing phrase that says nothing was left out.
    """
    sentence = question_in(question)
    if sentence is not question:
        yield sentence, False
    _, comma, rest = sentence.partition(",")
    if comma and opens_question(words(rest)):
        yield rest, False
    spoken = without_courtesies(words(sentence))
    end = _without_tail(spoken, whole, index)
    if end < len(spoken):
        yield " ".join(spoken[:end]), sentence is question


def _without_tail(spoken: Sequence[str], whole: Ranking, index: Index) -> int:
    """Where a closing phrase begins that says nothing of what is asked: "for our project"."""
    options = len(whole.query.mentions.options)
    if not options:
        return len(spoken)
    for at in range(len(spoken) - 1, 0, -1):
        if spoken[at] in _OPEN_TAIL:
            return at
        if not index.says_nothing(spoken[at], even_if_ordinary=options > 1):
            break
    return len(spoken)
