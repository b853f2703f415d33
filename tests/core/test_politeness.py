"""
Courtesies around a question are taken off.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.politeness import without_courtesies
from bot.core.text import words
from tests.core.properties import MANY

SPOKEN = st.lists(
    st.sampled_from("hi hello please thanks thank you all so can you tell me is it fast".split()),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hi all, which is faster?", "which is faster"),
        ("Hello, could somebody tell me whether it is fast? Thanks a lot!", "it is fast"),
        ("which is faster? thanks in advance", "which is faster"),
        ("so, um, quick question: which is faster please", "which is faster"),
        ("which is faster, any thoughts?", "which is faster"),
        ("which team is faster", "which team is faster"),
        ("hello", "hello"),
        ("hello thanks", "hello thanks"),
        ("please help", "please help"),
        ("Dear colleagues, hope you are all well. Which is faster?", "which is faster"),
        ("sorry if this was asked before, which is faster", "which is faster"),
        ("Sorry for the dumb question: which is faster", "which is faster"),
        ("question for the team: which is faster", "which is faster"),
        ("which is faster? Any help or advice is much appreciated!", "which is faster"),
        ("which is faster? Cheers, Tom", "which is faster"),
        ("which is faster? Thanks for your time. Kind regards, Anna", "which is faster"),
        ("which is faster? TIA", "which is faster"),
        ("which is faster, thanks or not", "which is faster thanks or not"),
        ("which one has the better help", "which one has the better"),
        ("", ""),
    ],
)
def test_what_only_opens_or_closes_politely_is_taken_off(text: str, expected: str) -> None:
    """
    The question remains; of courtesies alone, all of them do.
    """
    assert expected.split() == without_courtesies(words(text))


@given(SPOKEN)
@MANY
def test_taking_courtesies_off_twice_is_taking_them_off_once(spoken: list[str]) -> None:
    """
    Nothing polite is left at either end, unless it is all there is.
    """
    left = without_courtesies(spoken)

    assert left == without_courtesies(left)


def test_a_name_that_can_be_asked_about_is_no_signature() -> None:
    """
    "Thanks, Tom" ends a message; "thanks. Alphadb?" asks.
    """
    spoken = words("which is faster? thanks. alphadb?")

    assert spoken == without_courtesies(spoken, {"alphadb"})
    assert words("which is faster") == without_courtesies(spoken)


@given(SPOKEN)
@MANY
def test_what_is_left_stood_there_in_one_piece(spoken: list[str]) -> None:
    """
    Words are taken off the ends only, and something is always left of something.
    """
    left = without_courtesies(spoken)

    assert bool(left) == bool(spoken)
    assert any(spoken[at : at + len(left)] == left for at in range(len(spoken) - len(left) + 1))


def test_long_politeness_takes_no_time() -> None:
    """
    Time grows with the length of the message, not with its square.
    """
    assert without_courtesies(["hi"] * 10_000 + ["fast"] + ["thanks"] * 10_000) == ["fast"]
