"""
The shapes of questions on several options or on none: what is left when none of one option fits.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.options import SLOT
from bot.core.question_words import (
    AUXILIARIES,
    BESIDE,
    HOW_I,
    IN_EACH,
    INSTEAD,
    ONE_OF_THEM,
    ONLY_ONE,
    ORDINARY_PICKING,
    PICKING,
    SUITING,
    TAKING,
    TELLING,
    THERE_IS_ONE,
    UPSIDES,
    words_of,
)
from bot.core.shapes import Kind, Shape

OF_SEVERAL: Sequence[Shape] = (
    Shape(
        Kind.COMPARATIVE,
        '"is ■ as fast as ■": as much so, or not',
        first=AUXILIARIES,
        beside=frozenset({("as", SLOT)}),
        named=True,
        never=words_of("or should"),
    ),
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
        Kind.CHOOSE,
        '"is there one that has …": which one',
        beside=THERE_IS_ONE,
        first=AUXILIARIES,
    ),
    Shape(
        Kind.ABOUT,
        '"how can I speed it up": instructions, and no pick',
        first=words_of("how"),
        beside=HOW_I,
        never=PICKING | UPSIDES | words_of("decide or know differ"),
    ),
    Shape(
        Kind.ABOUT,
        '"how do I start in each": told of all, and no pick',
        beside=IN_EACH,
        never=UPSIDES | words_of("which or should"),
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
        '"can ■ and ■ both do it, or …": nothing to choose between them',
        first=AUXILIARIES,
        beside=frozenset({(SLOT, "both")}),
        never=words_of("should"),
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
