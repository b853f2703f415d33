"""
What a question wants to know, and by what shape it is told.

A shape says which words a question must have and which it must not; nothing here knows a topic or
an option. The shapes themselves stand in `question_shapes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.options import SLOT
from bot.core.question_words import LEADING, NOTHING, Words


class Kind(StrEnum):
    """
    What a person wants to know.
    """

    CHOOSE = "choose"
    """Which one, for something."""
    COMPARATIVE = "comparative"
    """Is this one more so than that one?"""
    COMPARE = "compare"
    """How they differ."""
    SUITS = "suits"
    """Whether one is good for something."""
    YES_NO = "yes-no"
    """Whether one has or does something."""
    ADVANTAGES = "advantages"
    DRAWBACKS = "drawbacks"
    BOTH_SIDES = "both-sides"
    """Advantages and drawbacks together."""
    FACT = "fact"
    """Who, when, how many, which ones."""
    ABOUT = "about"
    """Tell me about it; how or why it is so."""


SIDES = frozenset({Kind.ADVANTAGES, Kind.DRAWBACKS, Kind.BOTH_SIDES})
"""What speaks for or against something."""


@dataclass(frozen=True, slots=True)
class Said:
    """
    A question as shapes look at it.
    """

    spoken: Sequence[str]
    first: str
    """The word the question starts with, greetings and fillers left out; empty where none does."""
    pairs: frozenset[tuple[str, str]]
    """The words that stand side by side from there on."""
    said: Words
    """Every word, but for a "right?" at the end."""

    @property
    def ends_named(self) -> bool:
        """Whether a name comes last, as an afterthought; "… in ■" is none."""
        is_last = len(self.spoken) > 3 and self.spoken[-1] == SLOT
        return is_last and self.spoken[-2] not in LEADING


@dataclass(frozen=True, slots=True)
class Shape:
    """
    What a question must look like to be of a kind; what is not given does not matter.
    """

    kind: Kind
    because: str
    """An example, and why it is of that kind."""
    first: Words = NOTHING
    """Begins with one of these."""
    says: tuple[Words, ...] = ()
    """Has one of each of these."""
    every: Words = NOTHING
    """Has all of these."""
    never: Words = NOTHING
    """Has none of these."""
    only: Words = NOTHING
    """Has no others than these."""
    beside: frozenset[tuple[str, str]] = frozenset()
    """Has one of these pairs of words side by side."""
    is_yes_no: bool | None = None
    """Begins with a verb, or ends in a "right?"."""
    one: bool | None = None
    """Whether it names exactly one option."""
    named: bool | None = None
    """Whether it names any."""
    ends_named: bool | None = None
    """Whether a name comes last, as an afterthought."""

    def is_open_to(self, options: int, asks_yes_no: bool, first: str) -> bool:
        """
        Whether a question that names so many *options* and begins with the word *first* can have
        this shape, whatever else it says.
        """
        return (
            (not self.first or first in self.first)
            and self.one in {None, options == 1}
            and self.named in {None, options >= 1}
            and self.is_yes_no in {None, asks_yes_no}
        )

    def fits(self, question: Said) -> bool:
        """
        Whether *question*, to which it is open, has this shape.
        """
        # What rules most questions out comes first: every question is held against many shapes.
        return (
            self.every <= question.said
            and not any(map(question.said.isdisjoint, self.says))
            and self.never.isdisjoint(question.said)
            and (not self.only or question.said <= self.only)
            and (not self.beside or not self.beside.isdisjoint(question.pairs))
            and (self.ends_named is None or self.ends_named == question.ends_named)
        )
