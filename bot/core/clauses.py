"""
A text as clauses of words: what is denied or hedged in one says nothing of the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.core.cues import Token
from bot.core.spelling import Vocabulary
from bot.core.text import plain, stem, words

_CUT = re.compile(r"(,)|[;:.!?\n()\u2013\u2014]+|\s-+\s")
_IN_NUMBER = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_FRACTION = re.compile(r"(?<=\d)\.\d+")
_ALWAYS_CUT = frozenset("but with although though while whereas because so that which who".split())
_CUT_AT_START = frozenset(
    "a an the we i it they our my there must need needs should will no not has have want "
    "wants nothing without just only then".split()
)
"""After "and" these begin a clause of their own; "small and simple" goes on."""

DENIALS = frozenset(
    stem(word) for word in "no not never without nothing none nor neither avoid".split()
)
REACH_BEFORE = 4
"""Words after a denial that it may deny: "no need for an admin"."""
REACH_AFTER = 3
"""Words after which a denial may still follow: "an admin is really not needed"."""
_CARRIERS = frozenset(
    stem(word) for word in "is are was would will should can do does really".split()
)
_DENIALS_AFTER = frozenset(
    stem(word) for word in "not never unnecessary unneeded superfluous overkill".split()
)
_HEDGES = frozenset(stem(word) for word in "maybe perhaps possibly might whether unsure".split())
SHORTEST_PART = 3
"""Letters of a part of a compound: "log ins" is one word, "of ten" is not "often"."""
_SURE = frozenset(stem(word) for word in "sure certain clear".split())
_MAKING = frozenset(
    stem(word) for word in "build write code program implement develop make glue reinvent".split()
)
_WISHING = frozenset(stem(word) for word in "want wish like fancy time patience".split())
_LIST_ITEM = 4
"""Words that one part of "no accounts, payments or roles" may have."""

_NUMBERS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {
    "couple": 2.0,
    "few": 3.0,
    "half": 0.5,
    "dozen": 12.0,
    "dozens": 36.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
    "hundred": 100.0,
    "hundreds": 300.0,
    "thousand": 1e3,
    "thousands": 3e3,
    "million": 1e6,
    "millions": 3e6,
}
_UNITS = frozenset("one two three four five six seven eight nine".split())
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(k|m|mio|x|\+)?")
_SUFFIXES = {"k": 1e3, "m": 1e6, "mio": 1e6}
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0, "wk": 7.0}
_ONE = frozenset({"a", "an"})
_NO_COUNT = frozenset({"times", "percent", "x"})
"""After these a number counts nothing: "ten times more users"."""
_BEFORE_UNITS = _ONE | {"of", "more", "or", "to", "good"}
"""What may stand between a number and its unit: "a couple of weeks"."""
_MULTIPLIERS = frozenset({"hundred", "thousand", "million", "dozen"})


@dataclass(frozen=True, slots=True)
class Clause:
    """
    The words of a clause, as they are compared and as they were said.
    """

    tokens: tuple[Token, ...]
    spoken: tuple[str, ...]
    carries_denial: bool = False
    """Whether a denial before it reaches over: the later parts of "no logins, roles or admin"."""

    def quoted(self, places: Collection[int]) -> str:
        """The words from the first to the last of *places*, a length of time with its number."""
        first = min(places)
        if self.tokens[first].days is not None:
            while first and (
                self.tokens[first - 1].number is not None or self.spoken[first - 1] in _BEFORE_UNITS
            ):
                first -= 1
        return " ".join(self.spoken[first : max(places) + 1])

    def is_denied(self, places: Collection[int]) -> bool:
        """Whether what stands at *places* is denied by a word that is not itself among them."""
        if self.carries_denial:
            return True
        first, last = min(places), max(places)
        before = [
            at
            for at in range(max(0, first - REACH_BEFORE), last)
            if at not in places and self._denies(at) and not self._spares_work(at, first)
        ]
        after = self.tokens[last + 1 : last + 1 + REACH_AFTER]
        is_denied_after = any(
            token.stem in _DENIALS_AFTER and all(one.stem in _CARRIERS for one in after[:at])
            for at, token in enumerate(after)
        )
        return (len(before) + is_denied_after) % 2 == 1

    def is_hedged(self, places: Collection[int]) -> bool:
        """Whether it is said with a "maybe" before it that is not itself among *places*."""
        first = min(places)
        before = self.tokens[max(0, first - REACH_BEFORE) : first]
        unsure = any(
            one.stem == "not" and two.stem in _SURE
            for one, two in zip(self.tokens, self.tokens[1:], strict=False)
        )
        hedged = any(token.stem in _HEDGES for token in before) or unsure
        return hedged and not any(self.tokens[at].stem in _HEDGES for at in places)

    def _spares_work(self, at: int, first: int) -> bool:
        """Whether the denial *at* is of work only: "we do not want to build logins"."""
        between = [token.stem for token in self.tokens[at + 1 : first]]
        made = next((by for by, word in enumerate(between) if word in _MAKING), None)
        if made is None:
            return False
        return self.tokens[at].stem == "without" or bool(_WISHING & set(between[:made]))

    def _denies(self, at: int) -> bool:
        word = self.tokens[at].stem
        after = self.tokens[at + 1].stem if at + 1 < len(self.tokens) else ""
        if word in {"instead", stem("rather")}:
            return after in {"of", "than"}
        return word in DENIALS and after not in {"only", "just"}


def clauses(text: str, vocabulary: Vocabulary) -> list[Clause]:
    """
    The clauses of *text*, its words mended with *vocabulary* and folded, its numbers read
    (whole ones: a fraction is left aside).
    """
    text = _FRACTION.sub("", _IN_NUMBER.sub("", plain(text)))
    cut: list[Clause] = []
    denied = False
    for part, is_listed in _parts(text):
        spoken = vocabulary.joined(
            [better for word in words(part) for better in vocabulary.mend(word).split()],
            SHORTEST_PART,
        )
        for at, (said, tokens) in enumerate(_split(_without_pronoun(spoken))):
            carries = denied and is_listed and at == 0 and len(said) <= _LIST_ITEM
            cut.append(Clause(tokens, said, carries))
            denied = carries or any(token.stem in DENIALS for token in tokens)
    return _without_loose_denials(cut)


def _without_pronoun(spoken: Sequence[str]) -> list[str]:
    """*spoken* without the "one" of "which one", which counts nothing: "which one for a site"."""
    before = ["", *spoken]
    return [
        word for last, word in zip(before, spoken, strict=False) if (last, word) != ("which", "one")
    ]


def _without_loose_denials(cut: Sequence[Clause]) -> list[Clause]:
    """Denials reach over commas only in a list that "or" or "nor" closes."""
    kept: list[Clause] = []
    for at, clause in enumerate(cut):
        carries = clause.carries_denial
        if carries:
            rest = []
            for later in cut[at:]:
                if not later.carries_denial:
                    break
                rest.append(later)
            carries = any(token.stem in {"or", "nor"} for one in rest for token in one.tokens)
        kept.append(Clause(clause.tokens, clause.spoken, carries))
    return kept


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts between marks, and whether a comma stands before a part."""
    at, is_listed = 0, False
    for mark in _CUT.finditer(text):
        yield text[at : mark.start()], is_listed
        at, is_listed = mark.end(), mark[1] is not None
    yield text[at:], is_listed


def _split(spoken: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[Token, ...]]]:
    """*spoken* cut at the words that begin a clause, with the numbers in it read."""
    start = 0
    for at, word in enumerate(spoken):
        after = spoken[at + 1] if at + 1 < len(spoken) else ""
        is_cut = word in _ALWAYS_CUT or (word in {"and", "plus"} and after in _CUT_AT_START)
        if (is_cut or word == "without") and at > start:
            yield tuple(spoken[start:at]), _tokens(spoken[start:at])
            start = at
    if start < len(spoken):
        yield tuple(spoken[start:]), _tokens(spoken[start:])


def _tokens(spoken: Sequence[str]) -> tuple[Token, ...]:
    tokens = []
    for at, word in enumerate(spoken):
        before = spoken[max(0, at - 3) : at]
        unit = _DAYS.get(stem(word))
        after = spoken[at + 1] if at + 1 < len(spoken) else ""
        is_half = word in _TENS and after in _UNITS
        number = None if is_half or after in _NO_COUNT else _number(word, before)
        tokens.append(Token(stem(word), number, _length(unit, before) if unit else None))
    return tuple(tokens)


def _number(word: str, before: Sequence[str]) -> float | None:
    """The number that *word* tells, with what stands before it: "two thousand"."""
    found = _DIGITS.fullmatch(word)
    if found:
        return float(found[1]) * _SUFFIXES.get(found[2] or "", 1.0)
    number = _NUMBERS.get(word)
    if number is not None and word in _UNITS and before and before[-1] in _TENS:
        return _NUMBERS[before[-1]] + number
    if number is not None and word in _MULTIPLIERS and before:
        times = _number(before[-1], ())
        return number * times if times is not None else number
    return number


def _length(unit: float, before: Sequence[str]) -> float | None:
    """A length of time in days: "two weeks", "a month", "a couple of days"."""
    for at in range(len(before) - 1, -1, -1):
        number = _number(before[at], before[:at])
        if number is not None:
            return number * unit
        if before[at] in _ONE:
            return unit
        if before[at] not in _BEFORE_UNITS:
            return None
    return None
