"""
The shapes of English questions, each with the kind of question it is and why.

`SHAPES` is read from the top, and the first that fits decides. A shape says which words a question
must have and which it must not; nothing here knows a topic or an option.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.core.options import SLOT


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


Words = frozenset[str]


def _of(text: str) -> Words:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for one, other in map(str.split, text.split(", ")))


AUXILIARIES = _of("is are was were am do does did can could will would should has have")
QUESTION_WORDS = _of("which what how who whose when where why")
TELLING = _of("explain describe tell what how why define eli5")
DIFFER = _of(
    "differ differs difference differences compare compared comparison compares "
    "tradeoff tradeoffs contrast same similar distinguish distinguishes"
)
PROS = _of(
    "advantage advantages pros benefit benefits strength strengths upside upsides perk perks merits"
)
CONS = _of(
    "disadvantage disadvantages cons drawback drawbacks downside downsides limitation "
    "limitations weakness weaknesses shortcoming shortcomings pitfall pitfalls criticism"
)
PICKING = _of(
    "which choose pick prefer recommend recommended suggest go use grab take pair "
    "choice favourite favorite start learn"
)
ORDINARY_PICKING = _of("use start learn go take")
"""Of the words for picking, those that a question for an explanation has as well."""
CHANGING = _of("switch migrate move")
SUITING = _of(
    "good fine enough suitable suited fit fits fitting handle handles ready ok okay "
    "worth overkill appropriate viable reasonable sensible ideal capable too right "
    "safe cope copes better"
)
INSTEAD = _of("over than instead rather")
BETTER = _of(
    "faster quicker better easier simpler safer lighter cheaper stronger friendlier smoother"
)
GOOD = _of("popular secure scalable flexible productive mature powerful stable robust widely")
UPSIDES = BETTER | GOOD | _of("best easiest bigger larger greater more broader wider richer")
JUDGING = _pairs(
    "thoughts on, opinion on, opinions on, what about, how about, good idea, good choice, bad "
    "idea, bad choice, wrong choice, right tool, wrong tool, make sense, makes sense"
)
BESIDE = frozenset({(SLOT, "or"), ("or", SLOT)})
"""An option set beside another one, for a choice."""
TAKING = _of("like take use go prefer choose pick want favour favor recommend suggest start begin")
COUNTING = _pairs("how many, how much, how old")
NOTHING: Words = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """
    A question as shapes look at it.
    """

    spoken: Sequence[str]
    lead: Sequence[str]
    """The words from where the question starts, greetings and fillers left out."""
    said: Words
    """Every word, but for a "right?" at the end."""
    asks_yes_no: bool
    """Begins with a verb, or ends in a "right?"."""
    options: int
    """How many it names."""


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
        return (
            (not self.first or any(one in self.first for one in question.lead[:1]))
            and all(words & question.said for words in self.says)
            and self.every <= question.said
            and not self.never & question.said
            and (not self.beside or bool(self.beside & set(pairwise(question.lead))))
            and self.is_yes_no in {None, question.asks_yes_no}
            and self.one in {None, question.options == 1}
            and self.named in {None, question.options >= 1}
            and self.ends_named in {None, len(question.spoken) > 3 and question.spoken[-1] == SLOT}
        )


WHEN_SHOULD = _pairs("when should")
ANYTHING_BUT = _pairs("anything but, everything but, all but")
WHAT_IF = _pairs("what if")

SHAPES: Sequence[Shape] = (
    Shape(
        Kind.BOTH_SIDES,
        '"what speaks for and against ■": both, of the one',
        every=_of("for against"),
        one=True,
    ),
    Shape(Kind.DRAWBACKS, '"limits of ■": one side only', says=(CONS,), never=PROS),
    Shape(Kind.ADVANTAGES, '"perks of ■": one side only', says=(PROS,), never=CONS),
    Shape(Kind.BOTH_SIDES, '"pros and cons of ■"', says=(PROS,), one=True),
    Shape(Kind.COMPARE, '"pros and cons" of several: how they differ', says=(PROS,)),
    Shape(Kind.BOTH_SIDES, '"one pro and one con of ■"', every=_of("pro con"), one=True),
    Shape(Kind.COMPARE, '"pro and con" of several', every=_of("pro con")),
    Shape(
        Kind.DRAWBACKS,
        '"anything but ■": what speaks against it',
        beside=ANYTHING_BUT,
        one=True,
    ),
    Shape(
        Kind.DRAWBACKS, '"what is bad about ■"', every=_of("bad about"), first=_of("what"), one=True
    ),
    Shape(
        Kind.ADVANTAGES,
        '"what is good about ■"',
        every=_of("good about"),
        first=_of("what"),
        one=True,
    ),
    Shape(
        Kind.SUITS,
        '"when do I use ■": whether it fits',
        first=_of("when where"),
        says=(PICKING,),
        one=True,
    ),
    Shape(
        Kind.CHOOSE,
        '"when do I pick ■ and when ■": what decides',
        first=_of("when where"),
        says=(PICKING,),
    ),
    Shape(Kind.SUITS, '"when should I …"', beside=WHEN_SHOULD, first=_of("when"), one=True),
    Shape(Kind.CHOOSE, '"when should I …"', beside=WHEN_SHOULD, first=_of("when")),
    Shape(
        Kind.CHOOSE,
        '"whose docs are better", "where is more help": a pick',
        first=_of("where whose"),
        says=(UPSIDES,),
        one=False,
    ),
    Shape(Kind.FACT, '"who made ■", "when …", "whose …"', first=_of("who when where whose")),
    Shape(Kind.FACT, '"how many stars": a number', beside=COUNTING),
    Shape(
        Kind.COMPARATIVE,
        '"is ■ faster than ■": more so, or not',
        is_yes_no=True,
        every=_of("than"),
        named=True,
    ),
    Shape(
        Kind.COMPARE,
        '"how do ■ and ■ differ": no pick is asked for',
        says=(DIFFER,),
        never=_of("which should"),
    ),
    Shape(
        Kind.DRAWBACKS,
        '"why not ■": what speaks against it',
        first=_of("why"),
        every=_of("not"),
        never=_of("or over than"),
        one=True,
    ),
    Shape(
        Kind.CHOOSE,
        '"why ■ over ■": a choice, and its reasons',
        first=_of("why"),
        says=(INSTEAD,),
        named=True,
    ),
    Shape(
        Kind.ADVANTAGES,
        '"why use ■": what speaks for it',
        first=_of("why"),
        says=(PICKING,),
        one=True,
    ),
    Shape(Kind.ABOUT, '"why is it so"', first=_of("why")),
    Shape(Kind.ABOUT, '"what does … mean": an explanation', every=_of("what does mean")),
    Shape(Kind.SUITS, '"thoughts on ■": whether it is any good', beside=JUDGING, one=True),
    Shape(Kind.CHOOSE, '"opinions on ■ and ■"', beside=JUDGING),
    Shape(Kind.FACT, '"which sites run on ■": not which option', first=_of("which"), one=True),
    Shape(Kind.SUITS, '"what if I take ■"', beside=WHAT_IF, first=_of("what"), one=True),
    Shape(
        Kind.SUITS,
        '"should we use ■": advice on the one',
        says=(_of("should"), PICKING | CHANGING),
        one=True,
    ),
    Shape(Kind.SUITS, '"is ■ good for …"', is_yes_no=True, says=(SUITING,), one=True),
    Shape(Kind.ABOUT, '"is ■ this or that"', is_yes_no=True, says=(_of("or"),), one=True),
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
        first=_of("what"),
        says=(TAKING, _of("do does")),
        beside=BESIDE,
    ),
    Shape(
        Kind.CHOOSE,
        '"what should we take for a shop": a pick',
        first=_of("what"),
        says=(TAKING, _of("would should")),
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
        never=PICKING | UPSIDES | SUITING | _of("or"),
    ),
    Shape(
        Kind.YES_NO,
        '"both have …, right?": nothing to choose',
        every=_of("both"),
        is_yes_no=True,
        never=PICKING | UPSIDES | SUITING | _of("or"),
    ),
    Shape(
        Kind.YES_NO,
        '"do frameworks help": of frameworks in general',
        first=AUXILIARIES,
        every=_of("frameworks"),
        never=PICKING | _of("or these"),
        named=False,
    ),
    Shape(Kind.CHOOSE, "several options or none, and no other shape"),
)
