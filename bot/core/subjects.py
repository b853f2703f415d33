"""
The words that name a topic's subject, as its curators weighed them, and where a question says them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core.model import Topic
from bot.core.options import Names
from bot.core.spelling import joined
from bot.core.text import stem, words

NO_TERMS: Mapping[str, float] = {}


class Subjects:
    """
    All topics' terms, ready to be found in a question; only read.
    """

    def __init__(self, topics: Iterable[Topic], names: Names, known: Collection[str] = ()) -> None:
        """
        A compound whose parts make a *known* word is one word in a term as it is in a question.
        """
        self.general: set[str] = set()
        """The topics on the options as a whole."""
        self._meant: dict[tuple[str, ...], dict[str, float]] = {}
        self._written: dict[tuple[str, str], str] = {}
        for topic in topics:
            if topic.is_general:
                self.general.add(topic.id)
            for term, weight in topic.terms.items():
                said = tuple(map(stem, joined(names.find(words(term)).words, known)))
                of = self._meant.setdefault(said, {}) if said else {}
                if said and weight > of.get(topic.id, 0.0):
                    of[topic.id] = weight
                    self._written[topic.id, " ".join(said)] = term
        self._lengths: dict[str, list[int]] = {}
        """How many words the terms have that begin with a word."""
        for first, length in sorted({(said[0], len(said)) for said in self._meant}):
            self._lengths.setdefault(first, []).append(length)

    @classmethod
    def none(cls) -> Subjects:
        """
        Those of a base without terms.
        """
        return cls((), Names((), ()))

    def as_written(self, topic: str, term: str) -> str:
        """
        The term of *topic* that was found as the stems *term*, as its curator wrote it.
        """
        return self._written[topic, term]

    def terms(self, stems: Sequence[str]) -> dict[str, dict[str, float]]:
        """
        The terms in *stems* by topic, each with its weight.
        """
        found: dict[str, dict[str, float]] = {}
        for at, first in enumerate(stems):
            for length in self._lengths.get(first, ()):
                said = tuple(stems[at : at + length])
                for topic, weight in self._meant.get(said, NO_TERMS).items():
                    found.setdefault(topic, {})[" ".join(said)] = weight
        return found


def heaviest(terms: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """
    The greatest weight of each topic's *terms*.
    """
    return {topic: max(of.values()) for topic, of in terms.items()}
