"""
The words that name a topic's subject, as its curators weighed them, and where a question says them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.core.model import Topic
from bot.core.options import Names
from bot.core.text import stem, words


class Subjects:
    """
    All topics' terms, ready to be found in a question; only read.
    """

    def __init__(self, topics: Iterable[Topic], names: Names) -> None:
        self.general: set[str] = set()
        """The topics on the options as a whole."""
        self._meant: dict[tuple[str, ...], dict[str, float]] = {}
        for topic in topics:
            if topic.is_general:
                self.general.add(topic.id)
            for term, weight in topic.terms.items():
                said = tuple(stem(word) for word in names.find(words(term)).words)
                if said:
                    of = self._meant.setdefault(said, {})
                    of[topic.id] = max(weight, of.get(topic.id, 0.0))
        self._longest: dict[str, int] = {}
        """How many words the longest term has that begins with a word."""
        for said in self._meant:
            self._longest[said[0]] = max(len(said), self._longest.get(said[0], 1))

    @classmethod
    def none(cls) -> Subjects:
        """
        Those of a base without terms.
        """
        return cls((), Names((), ()))

    def terms(self, stems: Sequence[str]) -> dict[str, dict[str, float]]:
        """
        The terms in *stems* by topic, each with its weight.
        """
        found: dict[str, dict[str, float]] = {}
        for at, first in enumerate(stems):
            if first not in self._longest:
                continue
            for length in range(1, min(self._longest[first], len(stems) - at) + 1):
                said = tuple(stems[at : at + length])
                for topic, weight in self._meant.get(said, {}).items():
                    found.setdefault(topic, {})[" ".join(said)] = weight
        return found


def heaviest(terms: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """
    The greatest weight of each topic's *terms*.
    """
    return {topic: max(of.values()) for topic, of in terms.items()}
