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


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        (
            "As head of a startup, how do I keep attackers from our web app and its data?",
            ("security",),
        ),
        (
            "our office is full of microservice fans. which has more docs, flask or django?",
            ("documentation",),
        ),
        ("is flask secure, and does it scale?", ("security", "scalability")),
    ],
)
def test_what_is_said_before_the_question_is_not_asked_for(
    shipped: Snapshot, question: str, topics: tuple[str, ...]
) -> None:
    """
    "As a startup" says who asks, not what.
    """
    reply = answer(question, shipped)

    assert isinstance(reply, Answer)
    assert reply.topics == topics


def test_one_topic_that_is_left_is_answered_as_if_it_had_been_asked_alone(
    shipped: Snapshot,
) -> None:
    """
    Headlines are told apart by their topics' titles only where there are several.
    """
    story = "As head of a startup, how do I keep attackers from our web app and its data?"
    reply = answer(story, shipped)

    assert isinstance(reply, Answer)
    assert not reply.headline.startswith(shipped.base.topic_of["security"].title)


def test_what_the_question_is_about_most_comes_first(shipped: Snapshot) -> None:
    """
    What is mentioned before it is answered as well, and later.
    """
    reply = answer(
        "our old flask code is hard to maintain. would the project layout that django prescribes "
        "have kept the folders and files tidy?",
        shipped,
    )

    assert isinstance(reply, Answer)
    assert reply.topics[0] == "project-layout"
