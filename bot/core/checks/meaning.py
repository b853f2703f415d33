"""
Rules about the words that carry meaning: names that stand for options, terms that tell topics.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.checks.desk import Desk
from bot.core.findings import Finding
from bot.core.matching import Index
from bot.core.options import Names
from bot.core.parsing import Location
from bot.core.reading import read
from bot.core.subjects import Subjects
from bot.core.text import words


def names_mean_one_option(desk: Desk) -> Iterator[Finding]:
    """A name or alias that stands on two options names only the later one: nobody sees which."""
    owners: dict[tuple[str, ...], str] = {}
    for at, option in enumerate(desk.base.options):
        here = ("options", at)
        named: list[tuple[Location, str]] = [
            ((*here, "id"), option.id),
            ((*here, "name"), option.name),
        ]
        named += [((*here, "aliases", by), alias) for by, alias in enumerate(option.aliases)]
        for location, name in named:
            owner = owners.setdefault(tuple(words(name)), option.id)
            if owner != option.id:
                message = f"{name!r} already names the option {owner!r}; keep it on one of them"
                yield desk.finding("options.yaml", location, "K32", message)


def terms_leave_other_topics_their_golden_questions(desk: Desk) -> Iterator[Finding]:
    """A term that pulls another topic's golden question over outweighs what that topic has."""
    if desk.index is None or desk.golden is None:
        return
    base = desk.base
    names = Names(base.options, base.others, base.ordinary)
    subjects = Subjects(base.topics, names, desk.index.words)
    paths = {topic.id: path for path, topic in desk.topics()}
    for of in desk.golden.topics:
        for one in of.questions:
            for winner, term in _pulling(one.q, {of.topic, *one.topics}, desk.index, subjects):
                written = subjects.as_written(winner, term)
                message = (
                    f"{written!r} pulls the golden question {one.q!r} over from {of.topic}; give "
                    f"it less weight here, or give {of.topic} a heavier term for it"
                )
                place = ("terms", written)
                yield desk.finding(paths[winner], place, "K33", message, "warning")


def _pulling(
    question: str, expected: set[str], index: Index, subjects: Subjects
) -> Iterator[tuple[str, str]]:
    """The topic that wins *question* from those *expected*, with each term of its that does it."""
    ranking = read(question, index, subjects).ranking
    winner = ranking.candidates[0].topic if ranking.candidates else ""
    if not winner or winner in expected or not expected & set(index.topics):
        return
    stems = ranking.query.stems
    said = subjects.terms(stems)
    of_expected = {term: of for topic in expected for term, of in said.get(topic, {}).items()}
    most = max(of_expected.values(), default=0.0)
    for term, weight in said.get(winner, {}).items():
        if weight <= most:
            continue  # Those expected have their term for it: it is utterances that pull.
        # Without its words, does the winner still win?
        left = " ".join(stem for stem in stems if stem not in term.split())
        rest = index.rank(left)
        wins_without = bool(rest.query.stems) and rest.candidates[0].topic == winner
        if term not in of_expected and not wins_without:
            yield winner, term
