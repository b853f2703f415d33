"""
Questions on several topics: what is asked for is answered, and what is only supposed is not.
"""

from __future__ import annotations

import pytest

from bot.core.answers import answer
from bot.core.replies import Answer
from bot.core.snapshot import Snapshot


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        (
            "once you add a database and logins to flask, is it still faster than django?",
            ("performance",),
        ),
        ("if we need an admin and logins, which one is easier to deploy?", ("deployment",)),
        ("if it has an ORM, which is faster and which is safer?", ("performance", "security")),
    ],
)
def test_what_is_taken_for_granted_is_not_asked_for(
    shipped: Snapshot, question: str, topics: tuple[str, ...]
) -> None:
    """
    "Once it has a database, …" is no question about databases.
    """
    reply = answer(question, shipped)

    assert isinstance(reply, Answer)
    assert reply.topics == topics
