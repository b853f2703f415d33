"""
What a question names: the options it is about, and strangers the base knows nothing of.

Options are slots: matching sees that *an* option is named, never which one, so the order of the
options and a swap of their names cannot change the topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.model import Option, Stranger
from bot.core.text import words

SLOT = "\N{WHITE SQUARE}"
"""Stands for a named option in the words that are matched."""
STRANGER = "\N{BLACK SQUARE}"
"""Stands for a named stranger."""
NAMED = frozenset({SLOT, STRANGER})
REMEMBERED = 20_000
"""Words of which it is remembered whether they are a misspelt name."""
SHORTEST_MISSPELT = 5
"""Names shorter than this are recognised only as written."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """
    The words of a question with names taken out, and what was named, in the order of the question.
    """

    words: tuple[str, ...]
    options: tuple[str, ...]
    strangers: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...]
    """Names that were misspelt, and what they were taken for."""


class Names:
    """
    All names of options and strangers, ready to be found in a question.
    """

    def __init__(
        self,
        options: Iterable[Option],
        strangers: Iterable[Stranger],
        ordinary: frozenset[str] = frozenset(),
    ) -> None:
        self._phrases: dict[tuple[str, ...], tuple[str, str]] = {}
        self._single: dict[str, str] = {}
        self._ordinary = ordinary
        self._not_meant: set[str] = set()
        for stranger in strangers:
            for name in (stranger.name, *stranger.aliases):
                self._name(tuple(words(name)), STRANGER, stranger.name)
        for option in options:
            self._not_meant.update(word for phrase in option.not_meant for word in words(phrase))
            for name in (option.id, option.name, *option.aliases):
                phrase = tuple(words(name))
                self._name(phrase, SLOT, option.id)
                if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_MISSPELT:
                    self._single[phrase[0]] = option.id
        self._misspelt = lru_cache(maxsize=REMEMBERED)(self._meant_by)
        self._longest: dict[str, int] = {}
        """How many words the longest name has that begins with a word."""
        for phrase in self._phrases:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 1))

    def _name(self, phrase: tuple[str, ...], mark: str, meant: str) -> None:
        if phrase:
            self._phrases[phrase] = (mark, meant)

    def find(self, spoken: Sequence[str]) -> Mentions:
        """
        The longest names first, from left to right; misspelt option names last.
        """
        if not self._phrases:
            return Mentions(tuple(spoken), (), (), ())
        left: list[str] = []
        options: list[str] = []
        strangers: list[str] = []
        corrected: list[tuple[str, str]] = []
        at = 0
        while at < len(spoken):
            longest = self._longest.get(spoken[at], 0)
            for length in range(min(longest, len(spoken) - at), 0, -1):
                named = self._phrases.get(tuple(spoken[at : at + length]))
                if named:
                    break
            else:
                length, named = 1, self._misspelt(spoken[at])
                if named:
                    corrected.append((spoken[at], named[1]))
            if named is None:
                left.append(spoken[at])
            else:
                mark, name = named
                found = options if mark == SLOT else strangers
                if name not in found:
                    found.append(name)
                left.append(mark)
            at += length
        return Mentions(tuple(left), tuple(options), tuple(strangers), tuple(corrected))

    def _meant_by(self, word: str) -> tuple[str, str] | None:
        """The option that *word* is one slip away from, unless it is a word of its own."""
        if len(word) < SHORTEST_MISSPELT - 1 or word in self._not_meant or word in self._ordinary:
            return None
        near = [
            (distance, name, option_id)
            for name, option_id in self._single.items()
            for stripped in {word, word.removesuffix("s")}
            if (distance := OSA.distance(stripped, name, score_cutoff=_slips(name))) <= _slips(name)
        ]
        return (SLOT, min(near)[2]) if near else None


def _slips(name: str) -> int:
    return 1 if len(name) < 8 else 2
