"""
Questions as people type them in a hurry: about one word in four with one slip of the fingers.

A slip is a neighbouring key hit instead, one hit besides, two letters swapped, or a letter left
out (a letter typed twice counts as one hit besides). The same text with the same seed is always
misspelt the same way, whatever stands around it.

    python -m benchmarks.typos < QUESTIONS
"""

from __future__ import annotations

import random
import re
import sys

SHARE = 0.25
"""The share of words that are misspelt."""
SHORTEST = 3
"""Shorter words are typed right: a slip there leaves nothing to recognise."""
_WORD = re.compile(r"[A-Za-z]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> dict[str, str]:
    """The keys around each key of an American keyboard, whose rows are half a key apart."""
    places = {
        key: (row, at + row / 2) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)
    }
    return {
        key: "".join(
            other
            for other, (row, at) in places.items()
            if other != key and abs(row - here[0]) <= 1 and abs(at - here[1]) <= 1
        )
        for key, here in places.items()
    }


BESIDE = _beside()


def slipped(word: str, chance: random.Random) -> str:
    """*word*, of at least two letters, with one slip; always another word, case kept."""
    while True:
        at = chance.randrange(len(word))
        letter = word[at]
        kind = chance.choice(("hit instead", "hit besides", "swapped", "left out"))
        near = chance.choice(BESIDE[letter.lower()])
        if letter.isupper():
            near = near.upper()
        if kind == "hit instead":
            found = word[:at] + near + word[at + 1 :]
        elif kind == "hit besides":
            found = word[:at] + letter + chance.choice((letter, near)) + word[at + 1 :]
        elif kind == "swapped":
            found = word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :]
        else:
            found = word[:at] + word[at + 1 :]
        if found != word:
            return found


def misspelt(text: str, seed: int = 1, share: float = SHARE) -> str:
    """
    *text* with each longer word misspelt with the chance *share*.
    """
    chance = random.Random(f"{seed} {text}")

    def typed(match: re.Match[str]) -> str:
        word = match.group()
        fails = chance.random() < share
        return slipped(word, chance) if fails and len(word) >= SHORTEST else word

    return _WORD.sub(typed, text)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(misspelt(line))
