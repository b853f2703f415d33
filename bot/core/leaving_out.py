"""
Options that a question leaves out: "anything but □", "we can't use □", "□ is out".

Who leaves one out asks about the others, so these are what the question names. Asking for the
reason or the wisdom of it ("why not □", "should we avoid □") leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Phrase = tuple[str, ...]


def _by_word(phrases: Iterable[str], at: int) -> dict[str, list[Phrase]]:
    """*phrases* by their first (0) or last (-1) word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(map(tuple, map(str.split, phrases)), key=lambda one: (-len(one), one)):
        found.setdefault(phrase[at], []).append(phrase)
    return found


_BEFORE = _by_word(
    (
        "anything but|anything except|anything except for|anything besides|"
        "anything other than|everything but|everything except|everything except for|"
        "something other than|something else than|all but|other than|except|except for|"
        "apart from|ruled out|we rule out|excluding|i hate|we hate|i really hate|we drop|no|not|"
        "never|anything not|if not|do not say|do not suggest"
    ).split("|"),
    -1,
)
"""What stands before the name of an option that is left out, by the word next to it."""
_PEOPLE = frozenset("i we they he she you us team boss".split())
_AUXILIARIES = frozenset("do does did can could will would must may should".split())
_TAKING = frozenset("want like need use take have choose pick consider try touch".split())
_BEHIND = _by_word(
    (
        "is out|is not an option|is no option|is off the table|is not allowed|is ruled out|"
        "is excluded|was ruled out"
    ).split("|"),
    0,
)
"""What stands behind it, by the word next to it."""
_ASKS_WHETHER = frozenset(
    "why when where who what is are was were am do does did can could will would should has have "
    "wrong if or whether there built in".split()
)
"""Before a bare "not", "no" or "never" these ask about the option: "why not □", "is it not □"."""
_BARE = frozenset({("not",), ("no",), ("never",)})
LONGEST_BETWEEN = 2
"""Words between "we do not want" and the name: "we do not want to use □"."""


def left_out(spoken: Sequence[str], at: int) -> tuple[int, int] | None:
    """
    From where to where *spoken* leaves out the option named at the place *at*; None if it does not.

    The end is that of the last word that belongs to it, so that the whole can be taken out.
    """
    for phrase in _BEHIND.get(spoken[at + 1], ()) if at + 1 < len(spoken) else ():
        if tuple(spoken[at + 1 : at + 1 + len(phrase)]) == phrase:
            return at, at + 1 + len(phrase)
    for phrase in _BEFORE.get(spoken[at - 1], ()) if at else ():
        start = at - len(phrase)
        if start < 0 or tuple(spoken[start:at]) != phrase:
            continue
        before = spoken[start - 1] if start else ""
        if phrase in _BARE and before in _ASKS_WHETHER:
            return None
        return start, at + 1
    refused_from = _refusal(spoken, at)
    return None if refused_from is None else (refused_from, at + 1)


def _refusal(spoken: Sequence[str], at: int) -> int | None:
    """Where "we can not use □" or "i do not want to use □" begins."""
    for start in range(max(0, at - 4 - LONGEST_BETWEEN), at - 3):
        person, auxiliary, denial, verb = spoken[start : start + 4]
        is_refusal = person in _PEOPLE and auxiliary in _AUXILIARIES and denial in {"not", "never"}
        before = spoken[start - 1] if start else ""
        if is_refusal and verb in _TAKING and before not in _ASKS_WHETHER:
            return start
    return None
