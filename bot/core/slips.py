"""
Slips of the fingers: what a word may have been before one, and how likely a slip explains it.
"""

from __future__ import annotations

from collections.abc import Iterator

SAME_START, SWAP, NEAR_KEY = 1.0, 2.0, 2.0
"""
What speaks for a slip: the first letter is right, two letters are swapped, keys are near. The
logarithms of how often: there is one way to swap two letters, and 25 to replace one.
"""


def without_a_letter(word: str) -> list[str]:
    """What is left of *word* when it loses a letter, for each of its letters."""
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def slips(word: str) -> Iterator[str]:
    """
    What *word* may have been before one slip of the fingers, in the letters of English.
    """
    yield from without_a_letter(word)
    for at in range(len(word) + 1):
        before, behind = word[:at], word[at:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield before + letter + behind
            if behind:
                yield before + letter + behind[1:]


_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEY = {key: (row, at + row / 2) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)}
"""Where a key is on an American keyboard, whose rows are half a key apart."""


def slip(typed: str, meant: str) -> float:
    """
    How well *typed* is explained as a slip of the fingers by someone who meant *meant*.
    """
    likely = SAME_START if typed[0] == meant[0] else 0.0
    if len(typed) == len(meant):
        differ = [at for at, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(differ) == 2:
            likely += SWAP
        elif len(differ) == 1 and _near(typed[differ[0]], meant[differ[0]]):
            likely += NEAR_KEY
    return likely


def _near(first: str, second: str) -> bool:
    """Whether two keys touch."""
    if first not in _KEY or second not in _KEY:
        return False
    (row, at), (other_row, other_at) = _KEY[first], _KEY[second]
    return abs(row - other_row) <= 1 and abs(at - other_at) <= 1
