"""
Cues: words of a free text that state a level, as curators write them.

A cue is a row of words that must stand in this order, with at most two others between neighbours,
modal words not counted: "small tool" is met by "a small internal tool". ``small|tiny tool|app``
gives alternatives, one word each, ``@thing`` any of the table's words of that name. ``{2..5}`` is a
number in that range (one end may be open), ``{..14 days}`` a length of time. ``=small|tiny`` is met
by a clause of nothing else: "Small, simple, alone." A cue of two words is met turned round as well,
around a form of "be": "the tool is small"; where its second place is a name with ``it`` among its
words, "it is small" will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.text import stem, words

GAP = 2
"""Other words that may stand between two of a cue; those of a modal phrase come on top."""
_MODAL = frozenset(
    stem(word)
    for word in "must should can could may will would shall have need want like be able allowed "
    "to also all".split()
)
"""Words that only carry a verb: "staff should also be able to add them"."""
MOST_BETWEEN = 7
_COPULAS = frozenset({"be", "stay", "remain", "get", "look", "becom"})
_IT = "it"
_PRONOUNS = frozenset({_IT, "this", "that"})
"""They stand for what a text is about, and only where something is said of them: "it is small"."""
_FILLERS = frozenset(
    "a an the very really pretty quite rather fairly just only too so it is stay be something "
    "and all not no please probably".split()
)
"""Words beside which a word is still all that a clause says."""
_FILLER_STEMS = frozenset(stem(word) for word in _FILLERS)
_RANGE = re.compile(r"\{(\d*)\.\.(\d*)(?: days)?\}")
_SLOT = re.compile(r"\{[^}]*\}|[^\s{}]+")


class Token(NamedTuple):
    """
    One word of a text: its stem, and the number or the length of time it tells.
    """

    stem: str
    number: float | None = None
    days: float | None = None
    is_of_time: bool = False
    """Whether a unit of time follows: the "two" of "two weeks" counts nothing else."""

    @property
    def is_told(self) -> bool:
        """Whether it tells a number or a length of time."""
        return self.number is not None or self.days is not None


@dataclass(frozen=True, slots=True)
class Slot:
    """
    One place of a cue: any of some words, or a range of numbers or of days.
    """

    stems: frozenset[str] = frozenset()
    least: float = 0.0
    most: float = float("inf")
    is_number: bool = False
    is_days: bool = False
    is_alone: bool = False
    """Whether its clause must say nothing else."""
    is_subject: bool = False
    """Whether a pronoun of which something is said may stand for it."""

    def fits(self, token: Token) -> bool:
        """Whether *token* can stand in this place."""
        if not (self.is_number or self.is_days):
            return token.stem in self.stems
        number = None if token.is_of_time else token.number
        value = number if self.is_number else token.days
        return value is not None and self.least <= value <= self.most

    def places(self, clause: Sequence[Token]) -> list[int]:
        """Where in *clause* a word can stand in this place."""
        if self.is_number or self.is_days:
            return [at for at, token in enumerate(clause) if self.fits(token)]
        return [at for at, token in enumerate(clause) if token.stem in self.stems]

    def is_meant_by(self, token: Token) -> bool:
        """Whether *token*, of which something is said, can stand in this place."""
        return self.fits(token) or (self.is_subject and token.stem in _PRONOUNS)

    def overlaps(self, other: Slot) -> bool:
        """Whether some word fits this place and *other*."""
        if (self.is_number, self.is_days) != (other.is_number, other.is_days):
            return False
        if self.is_number or self.is_days:
            return max(self.least, other.least) <= min(self.most, other.most)
        return bool(self.stems & other.stems)


Cue = tuple[Slot, ...]


Words = Mapping[str, Sequence[str]]
"""Words that stand for one another, by name."""


def compiled(cue: str, named: Words) -> Cue:
    """
    *cue* as its places, with the *named* words put in.

    Raises ValueError, with the way out, where it is not written as one.
    """
    slots = []
    stray = _SLOT.sub("", cue).strip()
    if stray:
        raise ValueError(f"{stray[0]} has no partner; write a range as {{2..5}} or {{..14 days}}")
    for part in _SLOT.findall(cue):
        if part.startswith("{"):
            found = _RANGE.fullmatch(part)
            if not found or not (found[1] or found[2]):
                raise ValueError(f"{part} is no range; write {{2..5}}, {{..5}} or {{..14 days}}")
            least, most = float(found[1] or 0), float(found[2] or "inf")
            if least > most:
                raise ValueError(f"{part} begins above its end")
            is_days = part.endswith("days}")
            slots.append(Slot(least=least, most=most, is_number=not is_days, is_days=is_days))
            continue
        is_alone = part.startswith("=")
        alternatives = [words(one) for one in _alternatives(part.removeprefix("="), named)]
        if any(len(one) != 1 for one in alternatives):
            raise ValueError(f"{part} must be single words, with | between alternatives")
        stems = frozenset(stem(one[0]) for one in alternatives)
        is_subject = part.startswith("@") and _IT in stems
        stems -= {_IT} if is_subject else set()
        slots.append(Slot(stems=stems, is_alone=is_alone, is_subject=is_subject))
    if not slots:
        raise ValueError("the cue is empty")
    if len(slots) > 1 and any(slot.is_alone for slot in slots):
        raise ValueError("a word that stands alone (=) is a cue by itself")
    return tuple(slots)


def _alternatives(part: str, named: Words) -> Iterator[str]:
    for one in part.split("|"):
        if not one.startswith("@"):
            yield one
        elif one[1:] in named:
            yield from named[one[1:]]
        else:
            raise ValueError(f"{one} names none of the table's words: {', '.join(sorted(named))}")


def cue_words(cue: str, named: Words) -> Iterator[str]:
    """
    The plain words of *cue*: what misspellings are mended to.
    """
    for part in _SLOT.findall(cue):
        if not part.startswith("{"):
            for one in _alternatives(part.removeprefix("="), named):
                yield from words(one)


def alike(one: Cue, other: Cue) -> bool:
    """
    Whether some text meets both cues with the same words.
    """
    return len(one) == len(other) and all(a.overlaps(b) for a, b in zip(one, other, strict=True))


def needed(cue: Cue) -> tuple[frozenset[str], ...]:
    """
    For each place that is no number, one of which stems a clause must have to meet *cue*.
    """
    return tuple(
        slot.stems | _PRONOUNS if slot.is_subject and at else slot.stems
        for at, slot in enumerate(cue)
        if not (slot.is_number or slot.is_days)
    )


def found(cue: Cue, clause: Sequence[Token]) -> Iterator[tuple[int, ...]]:
    """
    The places in *clause* where *cue* is met, one tuple of positions a time.
    """
    if cue[0].is_alone and not _says_only(cue[0], clause):
        return
    for start in cue[0].places(clause):
        met = _following(cue[1:], clause, start)
        if met is not None:
            yield (start, *met)
    if len(cue) == 2 and not _COPULAS.isdisjoint([token.stem for token in clause]):
        yield from _turned_round(cue, clause)


def _says_only(slot: Slot, clause: Sequence[Token]) -> bool:
    return all(slot.fits(token) or token.stem in _FILLER_STEMS for token in clause)


def _following(cue: Cue, clause: Sequence[Token], last: int) -> tuple[int, ...] | None:
    if not cue:
        return ()
    between = 0
    for at in range(last + 1, min(last + 2 + MOST_BETWEEN, len(clause))):
        if cue[0].fits(clause[at]):
            rest = _following(cue[1:], clause, at)
            if rest is not None:
                return (at, *rest)
        between += clause[at].stem not in _MODAL
        if between > GAP:
            return None
    return None


def _turned_round(cue: Cue, clause: Sequence[Token]) -> Iterator[tuple[int, ...]]:
    """ "The deadline is very tight" for the cue "tight deadline"."""
    for start, token in enumerate(clause):
        if not cue[1].is_meant_by(token):
            continue
        ahead = range(start + 1, min(start + 2 + GAP, len(clause)))
        be = next((at for at in ahead if clause[at].stem in _COPULAS), None)
        if be is None:
            continue
        for at in range(be + 1, min(be + 3 + GAP, len(clause))):
            if cue[0].fits(clause[at]):
                yield (start, at)
                break
