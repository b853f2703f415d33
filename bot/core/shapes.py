"""
The shapes of English questions, each with the kind of question it is and why.

`SHAPES` is read from the top, and the first that fits decides. A shape says which words a question
must have and which it must not; nothing here knows a topic or an option.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.options import SLOT
from bot.core.question_words import (
    AUXILIARIES,
    BESIDE,
    CHANGING,
    CONS,
    COUNTING,
    DIFFER,
    INSTEAD,
    JUDGING,
    NOTHING,
    ORDINARY_PICKING,
    PICKING,
    PROS,
    SUITING,
    TAKING,
    TELLING,
    UPSIDES,
    Words,
    pairs_of,
    words_of,
)


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
    asks_yes_no: bool
    """Begins with a verb, or ends in a "right?"."""
    options: int
    """How many it names."""

    @property
    def ends_named(self) -> bool:
        """Whether a name comes last, as an afterthought."""
        return len(self.spoken) > 3 and self.spoken[-1] == SLOT


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
    beside: frozenset[tuple[str, str]] = frozenset()
    """Has one of these pairs of words side by side."""
    is_yes_no: bool | None = None
    one: bool | None = None
    """Whether it names exactly one option."""
    named: bool | None = None
    """Whether it names any."""
    ends_named: bool | None = None
    """Whether a name comes last, as an afterthought."""

    def fits(self, question: Said) -> bool:
        """
        Whether *question* has this shape.
        """
        # What rules most questions out comes first: every question is held against most shapes.
        return (
            (self.one is None or self.one == (question.options == 1))
            and (not self.first or question.first in self.first)
            and (self.is_yes_no is None or self.is_yes_no == question.asks_yes_no)
            and self.every <= question.said
            and not any(map(question.said.isdisjoint, self.says))
            and self.never.isdisjoint(question.said)
            and (not self.beside or not self.beside.isdisjoint(question.pairs))
            and (self.named is None or self.named == (question.options >= 1))
            and (self.ends_named is None or self.ends_named == question.ends_named)
        )


WHEN_SHOULD = pairs_of("when should")
ANYTHING_BUT = pairs_of("anything but, everything but, all but")
WHAT_IF = pairs_of("what if")

SHAPES: Sequence[Shape] = (
    Shape(
        Kind.BOTH_SIDES,
        '"what speaks for and against ■": both, of the one',
        every=words_of("for against"),
        one=True,
    ),
    Shape(Kind.DRAWBACKS, '"limits of ■": one side only', says=(CONS,), never=PROS),
    Shape(Kind.ADVANTAGES, '"perks of ■": one side only', says=(PROS,), never=CONS),
    Shape(Kind.BOTH_SIDES, '"pros and cons of ■"', says=(PROS,), one=True),
    Shape(Kind.COMPARE, '"pros and cons" of several: how they differ', says=(PROS,)),
    Shape(Kind.BOTH_SIDES, '"one pro and one con of ■"', every=words_of("pro con"), one=True),
    Shape(Kind.COMPARE, '"pro and con" of several', every=words_of("pro con")),
    Shape(
        Kind.DRAWBACKS,
        '"anything but ■": what speaks against it',
        beside=ANYTHING_BUT,
        one=True,
    ),
    Shape(
        Kind.DRAWBACKS,
        '"what is bad about ■"',
        every=words_of("bad about"),
        first=words_of("what"),
        one=True,
    ),
    Shape(
        Kind.ADVANTAGES,
        '"what is good about ■"',
        every=words_of("good about"),
        first=words_of("what"),
        one=True,
    ),
    Shape(
        Kind.SUITS,
        '"when do I use ■": whether it fits',
        first=words_of("when where"),
        says=(PICKING,),
        one=True,
    ),
    Shape(
        Kind.CHOOSE,
        '"when do I pick ■ and when ■": what decides',
        first=words_of("when where"),
        says=(PICKING,),
    ),
    Shape(Kind.SUITS, '"when should I …"', beside=WHEN_SHOULD, first=words_of("when"), one=True),
    Shape(Kind.CHOOSE, '"when should I …"', beside=WHEN_SHOULD, first=words_of("when")),
    Shape(
        Kind.CHOOSE,
        '"whose docs are better", "where is more help": a pick',
        first=words_of("where whose"),
        says=(UPSIDES,),
        one=False,
    ),
    Shape(Kind.FACT, '"who made ■", "when …", "whose …"', first=words_of("who when where whose")),
    Shape(Kind.FACT, '"how many stars": a number', beside=COUNTING),
    Shape(
        Kind.COMPARATIVE,
        '"is ■ faster than ■": more so, or not',
        is_yes_no=True,
        every=words_of("than"),
        named=True,
    ),
    Shape(
        Kind.COMPARE,
        '"how do ■ and ■ differ": no pick is asked for',
        says=(DIFFER,),
        never=words_of("which should"),
    ),
    Shape(
        Kind.DRAWBACKS,
        '"why not ■": what speaks against it',
        first=words_of("why"),
        every=words_of("not"),
        never=words_of("or over than"),
        one=True,
    ),
    Shape(
        Kind.CHOOSE,
        '"why ■ over ■": a choice, and its reasons',
        first=words_of("why"),
        says=(INSTEAD,),
        named=True,
    ),
    Shape(
        Kind.ADVANTAGES,
        '"why use ■": what speaks for it',
        first=words_of("why"),
        says=(PICKING,),
        one=True,
    ),
    Shape(Kind.ABOUT, '"why is it so"', first=words_of("why")),
    Shape(Kind.ABOUT, '"what does … mean": an explanation', every=words_of("what does mean")),
    Shape(Kind.SUITS, '"thoughts on ■": whether it is any good', beside=JUDGING, one=True),
    Shape(Kind.CHOOSE, '"opinions on ■ and ■"', beside=JUDGING),
    Shape(Kind.FACT, '"which sites run on ■": not which option', first=words_of("which"), one=True),
    Shape(Kind.SUITS, '"what if I take ■"', beside=WHAT_IF, first=words_of("what"), one=True),
    Shape(
        Kind.SUITS,
        '"should we use ■": advice on the one',
        says=(words_of("should"), PICKING | CHANGING),
        one=True,
    ),
    Shape(Kind.SUITS, '"is ■ good for …"', is_yes_no=True, says=(SUITING,), one=True),
    Shape(Kind.ABOUT, '"is ■ this or that"', is_yes_no=True, says=(words_of("or"),), one=True),
    Shape(Kind.YES_NO, '"does ■ have …"', is_yes_no=True, one=True),
    Shape(Kind.ABOUT, '"explain how ■ …"', first=TELLING, one=True),
    Shape(
        Kind.SUITS,
        '"three forms and a login, ■": a wish, and a name last',
        ends_named=True,
        one=True,
    ),
    Shape(Kind.SUITS, '"■ good enough for …"', says=(SUITING,), one=True),
    Shape(Kind.ABOUT, "one option, and no other shape", one=True),
    Shape(
        Kind.CHOOSE,
        '"what do people take, ■ or ■": a pick',
        first=words_of("what"),
        says=(TAKING, words_of("do does")),
        beside=BESIDE,
    ),
    Shape(
        Kind.CHOOSE,
        '"what should we take for a shop": a pick',
        first=words_of("what"),
        says=(TAKING, words_of("would should")),
        one=False,
    ),
    Shape(
        Kind.ABOUT,
        '"explain how both …": no pick is asked for',
        first=TELLING,
        never=(PICKING - ORDINARY_PICKING) | UPSIDES,
    ),
    Shape(
        Kind.YES_NO,
        '"do both have …": nothing to choose',
        first=AUXILIARIES,
        never=PICKING | UPSIDES | SUITING | words_of("or"),
    ),
    Shape(
        Kind.YES_NO,
        '"both have …, right?": nothing to choose',
        every=words_of("both"),
        is_yes_no=True,
        never=PICKING | UPSIDES | SUITING | words_of("or"),
    ),
    Shape(
        Kind.YES_NO,
        '"do frameworks help": of frameworks in general',
        first=AUXILIARIES,
        every=words_of("frameworks"),
        never=PICKING | words_of("or these"),
        named=False,
    ),
    Shape(Kind.CHOOSE, "several options or none, and no other shape"),
)
