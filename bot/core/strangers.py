"""
Whether a question turns on something the base knows nothing of, and must be declined by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.options import SLOT, STRANGER, Mentions

FARTHEST_THAN = 4
"""Words between what is compared and "than"'s other side: "■ any better suited than flask"."""
FARTHEST_COMPARED = 4
"""Words from a stranger to the word that compares it: "■ in comparison to them"."""
_BEFORE = frozenset("or and over than like with instead against replace to x not".split())
_AFTER = frozenset("or and over than instead against".split())
_OPPOSES_BEFORE = frozenset("with by to against".split())
_REPLACES = frozenset(
    "replace replacing replaced switch switching move moving migrate swap".split()
)

_COMPARING = frozenset("compare compares compared comparing comparison differ differs".split())


def turns_on_strangers(mentions: Mentions, options: int) -> bool:
    """
    Whether a stranger is what is asked about, in a base of so many *options*.

    Where every option is named, a stranger beside them is left out and the rest is answered; one
    that is set against them all ("are they better than ■") is still what it turns on.
    """
    if not mentions.strangers:
        return False
    if len(mentions.options) == options:
        return opposes_stranger(mentions.words)
    return not mentions.options or weighs_stranger(mentions.words)


def weighs_stranger(spoken: Sequence[str]) -> bool:
    """
    Whether a stranger stands among what is compared, and not only in the story around it.

    "flask or ■", "■ instead of flask" and "is ■ faster than flask" weigh it, and so do two names
    side by side; "i come from ■, is django easy" does not.
    """
    for at, word in enumerate(spoken):
        if word != STRANGER:
            continue
        before = spoken[at - 1] if at else ""
        after = spoken[at + 1] if at + 1 < len(spoken) else ""
        if before in _BEFORE or after in _AFTER:
            return True
        if {SLOT, STRANGER} & {before, after} or (before == "from" and after == "to"):
            return True
        if ("than", SLOT) in pairwise(spoken[at + 1 : at + 2 + FARTHEST_THAN]):
            return True
    return False


def opposes_stranger(spoken: Sequence[str]) -> bool:
    """
    Whether all options are set against a stranger: "is ■ better than both", "replace them by ■",
    "how does ■ compare to them", "compared to them, how good is ■".
    """
    said = set(spoken)
    compared = [
        at
        for at, pair in enumerate(pairwise(spoken))
        if pair[0] in _COMPARING and pair[1] in _OPPOSES_BEFORE and SLOT in spoken[at : at + 4]
    ]
    if compared and spoken[-1] == STRANGER:
        return True
    for at, word in enumerate(spoken):
        if word != STRANGER:
            continue
        before = spoken[at - 1] if at else ""
        if before == "than" or (before in _OPPOSES_BEFORE and said & _REPLACES):
            return True
        if any(at < by <= at + FARTHEST_COMPARED for by in compared):
            return True
        rest = list(spoken[at + 1 : at + 2 + FARTHEST_THAN])
        if SLOT in rest and "than" in rest[: rest.index(SLOT)]:
            return True
    return False
