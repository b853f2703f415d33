"""
What a question names: the options it is about, and strangers the base knows nothing of.

Options are slots: matching sees that *an* option is named, never which one, so the order of the
options and a swap of their names cannot change the topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.core.leaving_out import left_out
from bot.core.misspelt_names import SHORTEST_MISSPELT, misspelt_name, one_slip_from
from bot.core.model import Option, Stranger
from bot.core.politeness import without_courtesies
from bot.core.text import words

SLOT = "\N{WHITE SQUARE}"
"""Stands for a named option in the words that are matched."""
STRANGER = "\N{BLACK SQUARE}"
"""Stands for a named stranger."""
NAMED = frozenset({SLOT, STRANGER})
REMEMBERED = 20_000
"""Words of which it is remembered whether they are a misspelt name."""
SHORTEST_GLUED = 3
"""Letters of what a name is written together with: "alphadby" is none, "alphadbapi" is one."""


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
    left_out: tuple[str, ...] = ()
    """Options that are named only to be left out; *options* are then all others."""

    def with_name(self, at: int, option: str) -> Mentions:
        """These, and the word *at* a place taken for the name of *option*."""
        return replace(
            self,
            words=(*self.words[:at], SLOT, *self.words[at + 1 :]),
            options=(*self.options, option),
            corrected=(*self.corrected, (self.words[at], option)),
        )


class Names:
    """
    All names of options and strangers, ready to be found in a question.
    """

    def __init__(
        self,
        options: Iterable[Option],
        strangers: Iterable[Stranger],
        ordinary: Set[str] = frozenset(),
    ) -> None:
        self._phrases: dict[tuple[str, ...], tuple[str, str]] = {}
        self._single: dict[str, str] = {}
        self._ordinary = ordinary
        self._not_meant: set[str] = set()
        self._beside: dict[str, str] = {}
        """Strangers by the everyday words that mean them only beside an option."""
        for stranger in strangers:
            self._beside |= {word: stranger.name for one in stranger.beside for word in words(one)}
            for name in (stranger.name, *stranger.aliases):
                self._name(tuple(words(name)), STRANGER, stranger.name)
        self._joined: re.Pattern[str] | None = None
        """A name anywhere in a word: "alphadbvsbetadb"."""
        self._options: list[str] = []
        for option in options:
            self._options.append(option.id)
            self._not_meant.update(word for phrase in option.not_meant for word in words(phrase))
            for name in (option.id, option.name, *option.aliases):
                phrase = tuple(words(name))
                self._name(phrase, SLOT, option.id)
                if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_MISSPELT:
                    self._single[phrase[0]] = option.id
        if self._single:
            either = sorted(self._single, key=lambda name: (-len(name), name))
            self._joined = re.compile("|".join(map(re.escape, either)))
        self._misspelt = lru_cache(maxsize=REMEMBERED)(self._meant_by)
        self.nearest = lru_cache(maxsize=REMEMBERED)(self._one_slip_from)
        """The option whose name is one slip from a word, be it a word of English."""
        self._longest: dict[str, int] = {}
        """How many words the longest name has that begins with a word."""
        for phrase in self._phrases:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 1))

    def _name(self, phrase: tuple[str, ...], mark: str, meant: str) -> None:
        if phrase:
            self._phrases[phrase] = (mark, meant)

    def find_in(self, text: str) -> Mentions:
        """
        What *text* names, the courtesies around it taken off.
        """
        return self.find(without_courtesies(words(text), self._longest))

    def find(self, spoken: Sequence[str]) -> Mentions:
        """
        The longest names first, from left to right; misspelt option names last.
        """
        if not self._phrases:
            return Mentions(tuple(spoken), (), (), ())
        spoken = self._apart(spoken)
        begins, misspelt = self._longest, self._misspelt
        named_from = {word for word in spoken if word in begins or misspelt(word)}
        if not named_from:
            return Mentions(tuple(spoken), (), (), ())
        joints = [at for at, word in enumerate(spoken) if word in _WEIGHED]
        beside = {at + step for at in joints for step in (-1, 1)}
        left: list[str] = []
        named_at: dict[int, str] = {}
        options: list[str] = []
        strangers: list[str] = []
        corrected: list[tuple[str, str]] = []
        at = 0
        while at < len(spoken):
            word = spoken[at]
            if word not in named_from and at not in beside:
                left.append(word)
                at += 1
                continue
            for length in range(min(begins.get(word, 0), len(spoken) - at), 0, -1):
                named = self._phrases.get(tuple(spoken[at : at + length]))
                if named and not (length > 1 and _is_asked_for(word, left)):
                    break
            else:
                length, named = 1, misspelt(word) or self._set_beside(spoken, at)
                if named and named[0] == SLOT:
                    corrected.append((word, named[1]))
            if named is None:
                left.append(word)
            else:
                mark, name = named
                found = options if mark == SLOT else strangers
                if name not in found:
                    found.append(name)
                if mark == SLOT and left and left[-1] == SLOT:
                    left.append("or")  # "a, b" and "a/b" set them side by side
                if mark == SLOT:
                    named_at[len(left)] = name
                left.append(mark)
            at += length
        return self._without_left_out(
            Mentions(tuple(left), tuple(options), tuple(strangers), tuple(corrected)), named_at
        )

    def _apart(self, spoken: Sequence[str]) -> Sequence[str]:
        """*spoken* with words that are written together with a name taken apart."""
        if self._joined is None or not any(map(self._is_glued, spoken)):
            return spoken
        apart = [part for word in spoken for part in self._parts(word)]
        return ["or" if word in {"vs", "versus"} else word for word in apart]

    def _is_glued(self, word: str) -> bool:
        """Whether there is more to *word* than the name in it."""
        if len(word) <= SHORTEST_MISSPELT or word in self._single or self._joined is None:
            return False
        return bool(self._joined.search(word)) and word not in self._ordinary

    def _parts(self, word: str) -> Sequence[str]:
        """A name and what is glued to it: "isalphadb", "alphadbbackups", "alphadbvsbetadb"."""
        found = self._joined.search(word) if self._joined else None
        if found is None or (word,) in self._phrases or word in self._ordinary:
            return (word,)
        before, name, behind = word[: found.start()], found[0], word[found.end() :]
        is_free = len(before) in {0, 2} or before in self._ordinary  # "is" is not on the list
        if not is_free or (behind and len(behind) < SHORTEST_GLUED):
            return (word,)
        joint = next((one for one in _JOINTS if behind.startswith(one)), "")
        other = behind.removeprefix(joint)
        if other in self._single:
            return [part for part in (before, name, joint or "or", other) if part]
        return [part for part in (before, name, behind) if part]

    def _without_left_out(self, found: Mentions, named_at: Mapping[int, str]) -> Mentions:
        """*found* about the other options, where all that are named are to be left out."""
        cuts = {at: left_out(found.words, at) for at in named_at}
        out = {named_at[at] for at, cut in cuts.items() if cut}
        others = [option for option in self._options if option not in out]
        if not out or set(found.options) != out or not others:
            return found
        kept = list(found.words)
        for at in sorted(cuts, reverse=True):
            cut = cuts[at]
            if cut:
                kept[cut[0] : cut[1]] = [SLOT]
        return replace(
            found, words=tuple(kept), options=tuple(others), left_out=tuple(found.options)
        )

    def _meant_by(self, word: str) -> tuple[str, str] | None:
        """The option that *word* is a misspelt name of, where it is no word of its own."""
        if word.endswith("s") and word.removesuffix("s") in self._single:
            return SLOT, self._single[word.removesuffix("s")]
        if word in self._not_meant or word in self._ordinary:
            return None
        option = misspelt_name(word, self._single, self._ordinary)
        return (SLOT, option) if option else None

    def _one_slip_from(self, word: str) -> str | None:
        return None if word in self._not_meant else one_slip_from(word, self._single)

    def _set_beside(self, spoken: Sequence[str], at: int) -> tuple[str, str] | None:
        """
        What a word of its own means where it is set beside an option: a stranger ("□ or express"),
        or another option that it is a slip from ("□ or flak").
        """
        for step in (-1, 1):
            joint, other = at + step, at + 2 * step
            if not 0 <= other < len(spoken) or spoken[joint] not in _WEIGHED:
                continue
            named = self._phrases.get((spoken[other],)) or self._misspelt(spoken[other])
            if named is None or named[0] != SLOT:
                continue
            if spoken[at] in self._beside:
                return STRANGER, self._beside[spoken[at]]
            if spoken[joint] not in _JOINTS:
                continue
            near = one_slip_from(spoken[at], self._single, besides=named[1])
            if near:
                return SLOT, near
        return None


_COPULAS = frozenset({"is", "are", "was"})
_WHICH = frozenset({"which", "who"})
FARTHEST_WHICH = 5
"""Words from a "which" to what is asked for: "which of the two is the micro one"."""


def _is_asked_for(word: str, before: Sequence[str]) -> bool:
    """
    Whether a description that begins with *word* is asked for and names nothing: "which is the
    micro one", "is □ the micro one".
    """
    if word != "the" or not before:
        return False
    if before[-1] in _COPULAS:
        return not _WHICH.isdisjoint(before[-FARTHEST_WHICH:]) or before[-2:-1] == [SLOT]
    return before[-1] == SLOT and before[0] in _COPULAS


_JOINTS = frozenset({"versus", "vs", "and", "or"})
_WEIGHED = _JOINTS | {"over", "than"}
