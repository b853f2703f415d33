"""
Names as they are typed in a hurry: which of a few names a word is a slip or two from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

from rapidfuzz.distance import OSA

from bot.core.slips import slips

SHORTEST_MISSPELT = 5
"""Names shorter than this are recognised only as written."""
LONG_NAME = 8
"""Letters from which on two slips of any kind are forgiven; below it one."""


def misspelt_name(word: str, names: Mapping[str, str], ordinary: Set[str]) -> str | None:
    """
    What that of the *names* stands for that *word* is one slip away from, or two with its letters
    in another order; with two it must not be as near to an *ordinary* word. None where none is.
    """
    if len(word) < SHORTEST_MISSPELT - 1:
        return None
    near = [
        (distance, name, meant)
        for name, meant in names.items()
        for stripped in {word, word.removesuffix("s")}
        if (distance := OSA.distance(stripped, name, score_cutoff=_most(name))) <= _most(name)
    ]
    if near:
        return min(near)[2]
    jumbled = [(name, meant) for name, meant in names.items() if _is_jumbled(word, name)]
    if not jumbled or len(word) < SHORTEST_MISSPELT or not ordinary.isdisjoint(slips(word)):
        return None
    return min(jumbled)[1]


def one_slip_from(word: str, names: Mapping[str, str], besides: str = "") -> str | None:
    """
    What that of the *names* stands for that *word* is at most one slip from, *besides* one; or
    None.
    """
    if len(word) < SHORTEST_MISSPELT - 1:
        return None
    near = [
        (name, meant)
        for name, meant in names.items()
        if meant != besides and OSA.distance(word, name, score_cutoff=1) <= 1
    ]
    return min(near)[1] if near else None


def _most(name: str) -> int:
    """The slips that are forgiven in *name*."""
    return 1 if len(name) < LONG_NAME else 2


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
