"""
Many words of which only one thing is ever asked: whether a word is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import groupby
from typing import Final

APART: Final = "\n"
START: Final = 3
"""Letters: the words that begin with the same ones stand together."""


def _start(word: str) -> str:
    return word[:START]


class WordList(Set[str]):
    """
    Words, looked for in the text of those that begin alike. A set of strings would take six times
    the memory, in 40,000 pieces, and each edit of the knowledge makes them anew.
    """

    def __init__(self, words: Iterable[str]) -> None:
        listed = sorted({word for word in words if APART not in word})
        self._count = len(listed)
        self._alike = {
            start: APART.join(("", *of, "")) for start, of in groupby(listed, key=_start)
        }

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or APART in word:
            return False
        alike = self._alike.get(_start(word))
        return alike is not None and f"{APART}{word}{APART}" in alike

    def __iter__(self) -> Iterator[str]:
        for alike in self._alike.values():
            yield from alike.split(APART)[1:-1]

    def __len__(self) -> int:
        return self._count
