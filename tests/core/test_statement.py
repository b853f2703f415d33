"""
A text that asks something, and one that only states what somebody needs.
"""

from __future__ import annotations

import pytest

from bot.core.statement import asks


@pytest.mark.parametrize(
    "text",
    [
        "which one for a small internal tool",
        "Hey, what should we take for a tiny API",
        "is it fast enough for a shop",
        "a shop with accounts, two developers. Which one?",
        "we build a shop with accounts, what would you use",
        "compare them for an internal tool",
        "should a small team bother",
        "so how do we deploy it",
    ],
)
def test_questions(text: str) -> None:
    """
    By their mark, their first word, or further on.
    """
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "small internal tool, two weeks, needs an admin",
        "We are two people and have a month. It is a shop with accounts.",
        "an API which is due in May",
        "internal tool, when it grows we add accounts",
        "help me choose for a small internal tool",
        "please: a REST API without a database",
        "large site; what matters is security",
        "",
        "...",
    ],
)
def test_statements(text: str) -> None:
    """
    Also with words of questions in the middle of them.
    """
    assert not asks(text)
