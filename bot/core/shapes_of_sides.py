"""
The shapes of questions for what speaks for or against something.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.question_words import (
    AGAINST_IT,
    ANYTHING_BUT,
    BAD_CHOICE,
    CONS,
    FOR_IT,
    HATED,
    PROS,
    SPEAKING,
    STRONG,
    WEAK,
    words_of,
)
from bot.core.shapes import Kind, Shape

OF_SIDES: Sequence[Shape] = (
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
    Shape(Kind.DRAWBACKS, '"what is wrong with ■"', beside=AGAINST_IT, never=PROS, one=True),
    Shape(Kind.DRAWBACKS, '"why do people hate ■"', first=words_of("why"), beside=HATED, one=True),
    Shape(Kind.ADVANTAGES, '"what do people like about ■"', beside=FOR_IT, never=CONS, one=True),
    Shape(
        Kind.DRAWBACKS,
        '"when should I not use ■": what speaks against it',
        first=words_of("when who where"),
        every=words_of("not"),
        never=words_of("or than and"),
        one=True,
    ),
    Shape(
        Kind.DRAWBACKS,
        '"when is ■ a bad idea": what speaks against it',
        first=words_of("when where why"),
        beside=BAD_CHOICE,
        one=True,
    ),
    Shape(
        Kind.DRAWBACKS,
        '"why is ■ bad for …": what speaks against it there',
        first=words_of("why"),
        says=(words_of("bad worse poor terrible unsuitable unsuited wrong"),),
        never=words_of("or than"),
        one=True,
    ),
)
