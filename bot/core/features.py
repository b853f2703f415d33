"""
What is looked at in a question: its words, the letters inside them, and which words are neighbours.

Letters belong to their word, never across two, so all that a word contributes can be added up
once and for all; see `bot.core.table`.
"""

from __future__ import annotations

WORD, NEIGHBOURS, LETTERS = 1.5, 1.0, 0.5
"""
How much each kind counts before its rarity: chosen on CLINC150's training and validation parts,
where half as much or twice as much of one of them lost up to a point of accuracy.
"""
LETTER_RUNS = (3, 4)
START, END = "^", "$"
"""Stand before the first word and after the last."""


def letters(word: str) -> list[str]:
    """
    The runs of letters inside *word*, its ends marked, each once.
    """
    bounded = f"<{word}>"
    return list(
        dict.fromkeys(
            bounded[start : start + length]
            for length in LETTER_RUNS
            for start in range(len(bounded) - length + 1)
        )
    )
