"""
The shapes of English questions, each with the kind of question it is and why.

`SHAPES` is read from the top, and the first that fits decides.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    ORDINARY_PICKING,
    PICKING,
    PROS,
    SPEAKING,
    STRONG,
    SUITING,
    TAKING,
    TELLING,
    UPSIDES,
    WEAK,
    pairs_of,
    words_of,
)
from bot.core.shapes import Kind, Shape

WHEN_SHOULD = pairs_of("when should")
ANYTHING_BUT = pairs_of("anything but, everything but, all but")
AND_NOT = pairs_of("and not, but not")
WHAT_IF = pairs_of("what if")
ONLY_ONE = pairs_of("only one, just one, or one")
ONE_OF_THEM = frozenset((verb, word) for verb in AUXILIARIES for word in ("either", "one", "any"))
"""How "does either of them …" begins."""
A_PART = frozenset({("of", SLOT), ("the", SLOT), ("are", SLOT)})
"""How a part of an option is named as what is asked about: "the docs of ■", "are ■ plugins"."""
CLOSING = words_of("then maybe just so use take go with for it that this or not no yes still")
"""Words that may stand beside a name that is the whole question at the end of a story."""

SHAPES: Sequence[Shape] = (
    Shape(
        Kind.BOTH_SIDES,
        '"what speaks for and against ■": both, of the one',
        every=words_of("for against"),
        one=True,
    ),
    Shape(
        Kind.ADVANTAGES,
        '"what speaks for ■": one side only',
        says=(SPEAKING,),
        every=words_of("what for"),
        never=words_of("against"),
        one=True,
    ),
    Shape(
        Kind.DRAWBACKS,
        '"what speaks against ■": one side only',
        says=(SPEAKING,),
        every=words_of("what against"),
        never=words_of("for"),
        one=True,
    ),
    Shape(Kind.ADVANTAGES, '"■, strong points": one side only', beside=STRONG, one=True),
    Shape(Kind.DRAWBACKS, '"■, weak points": one side only', beside=WEAK, one=True),
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
        '"why do they take ■ and not ■": a choice, and its reasons',
        first=words_of("why"),
        beside=AND_NOT,
        one=False,
        named=True,
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
    Shape(
        Kind.SUITS,
        '"a shop with a thousand products. ■ then?": a story, and a name last',
        only=CLOSING | SUITING | {SLOT},
        one=True,
    ),
    Shape(
        Kind.YES_NO,
        '"are the docs of ■ any good": of a part of it, and no choice',
        first=words_of("is are"),
        beside=A_PART,
        never=words_of("should use using framework or"),
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
        Kind.CHOOSE,
        '"does either of them have …": which one',
        beside=ONE_OF_THEM,
        first=AUXILIARIES,
        every=words_of("of"),
    ),
    Shape(
        Kind.YES_NO,
        '"do both have …, or only one": nothing to choose',
        first=AUXILIARIES,
        every=words_of("both"),
        beside=ONLY_ONE,
        never=words_of("should"),
    ),
    Shape(
        Kind.YES_NO,
        '"■ is this and ■ is that, right?": what they are, and nothing to choose',
        is_yes_no=True,
        named=True,
        says=(words_of("is has comes uses"), words_of("and while whereas but")),
        never=PICKING | UPSIDES | SUITING | INSTEAD | words_of("or so"),
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
