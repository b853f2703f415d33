"""
What a question names: the options it is about, and strangers the base knows nothing of.

Options are slots: matching sees that *an* option is named, never which one, so the order of the
options and a swap of their names cannot change the topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.leaving_out import left_out
from bot.core.model import Option, Stranger
from bot.core.slips import slips
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
        for stranger in strangers:
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
        """The option whose name is one slip from a word, were it none of English; see `find`."""
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
        spoken = self._apart(spoken)
        begins, misspelt = self._longest, self._misspelt
        named_from = {word for word in spoken if word in begins or misspelt(word)}
        if not named_from:
            return Mentions(tuple(spoken), (), (), ())
        joints = [at for at, word in enumerate(spoken) if word in _JOINTS]
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
                if named:
                    break
            else:
                length, named = 1, misspelt(word) or self._set_beside(spoken, at)
                if named:
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
        glued = [word for word in spoken if word not in self._single and word not in self._ordinary]
        if self._joined is None or not self._joined.search(" ".join(glued)):
            return spoken
        apart = [part for word in spoken for part in self._parts(word)]
        return ["or" if word in {"vs", "versus"} else word for word in apart]

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
        """
        The option that *word* is one slip away from, or two with its letters in another order,
        unless it is a word of its own or, with two slips, as near to one.
        """
        if word.endswith("s") and word.removesuffix("s") in self._single:
            return SLOT, self._single[word.removesuffix("s")]
        if len(word) < SHORTEST_MISSPELT - 1 or word in self._not_meant or word in self._ordinary:
            return None
        near = [
            (distance, name, option_id)
            for name, option_id in self._single.items()
            for stripped in {word, word.removesuffix("s")}
            if (distance := OSA.distance(stripped, name, score_cutoff=_slips(name))) <= _slips(name)
        ]
        if not near and len(word) >= SHORTEST_MISSPELT:
            near = [
                (2, name, option_id)
                for name, option_id in self._single.items()
                if _is_jumbled(word, name)
            ]
            if near and not self._ordinary.isdisjoint(slips(word)):
                return None
        return (SLOT, min(near)[2]) if near else None

    def _one_slip_from(self, word: str) -> str | None:
        if len(word) < SHORTEST_MISSPELT - 1 or word in self._not_meant:
            return None
        near = [
            (name, option_id)
            for name, option_id in self._single.items()
            if OSA.distance(word, name, score_cutoff=1) <= 1
        ]
        return min(near)[1] if near else None

    def _set_beside(self, spoken: Sequence[str], at: int) -> tuple[str, str] | None:
        """The option that a word of its own is a slip from, set beside another: "□ or flak"."""
        for step in (-1, 1):
            joint, other = at + step, at + 2 * step
            if not 0 <= other < len(spoken) or spoken[joint] not in _JOINTS:
                continue
            named = self._phrases.get((spoken[other],)) or self._misspelt(spoken[other])
            if named is None or named[0] != SLOT:
                continue
            near = [
                option_id
                for name, option_id in self._single.items()
                if option_id != named[1] and OSA.distance(spoken[at], name, score_cutoff=1) <= 1
            ]
            if near:
                return SLOT, min(near)
        return None


_JOINTS = frozenset({"versus", "vs", "and", "or"})


def _slips(name: str) -> int:
    return 1 if len(name) < 8 else 2


def _is_jumbled(typed: str, name: str) -> bool:
    """
    Whether *typed* is *name* with two slips, begins as it does, and has its letters but for one.

    Fingers that hurry swap letters and hit one besides ("dajgno", "faalsk"); two letters replaced
    make another word.
    """
    if typed[0] not in name[:2] or OSA.distance(typed, name, score_cutoff=2) > 2:
        return False
    here, there = Counter(typed), Counter(name)
    return (here - there).total() <= 1 and (there - here).total() <= 1
