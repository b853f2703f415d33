"""
Numbers and lengths of time in words: "1,200", "twenty-five", "10k", "a couple of weeks".

Whole ones only: a fraction is left aside. A rate ("two million readers a month", "an hour a day")
is no length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.cues import Token
from bot.core.text import stem

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
DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(k|m|mio|x|\+)?")
_SUFFIXES = {"k": 1e3, "m": 1e6, "mio": 1e6}
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0, "wk": 7.0}
_ONE = frozenset({"a", "an"})
_NO_COUNT = frozenset({"times", "percent", "x"})
"""After these a number counts nothing: "ten times more users"."""
BEFORE_UNITS = _ONE | {"of", "more", "or", "to", "good"}
"""What may stand between a number and its unit: "a couple of weeks"."""
_OFTEN = frozenset({"once", "twice", "times"})
_EACH = frozenset({"every", "each", "per"})
_A_TIME = _ONE | _EACH
"""Between a length of time and a unit these make a rate: "an hour a day"."""
_AGES = frozenset({"old", "olds"})
"""After these a length of time is somebody's age."""
_LASTING = frozenset("lasts takes needs lives least wants gives".split())
"""Verbs after which "a month" is a length of time."""
_MULTIPLIERS = frozenset({"hundred", "thousand", "million", "dozen"})


def tokens(spoken: Sequence[str]) -> tuple[Token, ...]:
    """
    *spoken* as tokens, with the number or the length of time that each word tells.
    """
    stems = [stem(word) for word in spoken]
    if (
        _NUMBERS.keys().isdisjoint(spoken)
        and _DAYS.keys().isdisjoint(stems)
        and not DIGIT.search(" ".join(spoken))
    ):
        return tuple(map(Token, stems))
    read = []
    for at, (word, after) in enumerate(zip(spoken, [*spoken[1:], ""], strict=False)):
        before = spoken[max(0, at - 3) : at]
        unit = _DAYS.get(stems[at])
        is_half = (word in _TENS and after in _UNITS) or after in _MULTIPLIERS
        number = None if is_half or after in _NO_COUNT else _number(word, before)
        is_rate = after in _A_TIME and "".join(stems[at + 2 : at + 3]) in _DAYS
        days = _length(unit, before) if unit and after not in _AGES and not is_rate else None
        is_of_time = after != "" and stems[at + 1] in _DAYS
        read.append(Token(stems[at], number, days, is_of_time))
    return tuple(read)


def _number(word: str, before: Sequence[str]) -> float | None:
    """The number that *word* tells, with what stands before it: "two thousand"."""
    found = _DIGITS.fullmatch(word) if word[:1].isdigit() else None
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
    if _EACH & set(before):
        return None
    for at in range(len(before) - 1, -1, -1):
        number = _number(before[at], before[:at])
        if number is not None:
            return number * unit
        if before[at] in _ONE:
            is_rate = at and (
                stem(before[at - 1]) in _DAYS or _counts(before[at - 1], before[: at - 1])
            )
            return None if is_rate else unit
        if before[at] not in BEFORE_UNITS:
            return None
    return None


def _counts(word: str, before: Sequence[str]) -> bool:
    """Whether *word* is counted, so that "a month" after it is a rate: "readers a month"."""
    if word in _OFTEN or _number(word, before) is not None:
        return True
    return word.endswith("s") and len(word) > 4 and word not in _LASTING
