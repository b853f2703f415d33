"""
Questions that state several needs, answered from the decision table; and those that only look so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.answers import answer
from bot.core.replies import Answer
from bot.core.snapshot import Snapshot
from bot.knowledge.loading import load


def together(question: str, snapshot: Snapshot) -> Answer | None:
    """The answer from the table, if that is what came."""
    reply = answer(question, snapshot)
    return reply if isinstance(reply, Answer) and reply.decision is not None else None


def test_several_needs_get_one_recommendation(databases: Snapshot) -> None:
    """
    It says which needs, who is first and how close; what was read; what would change it.
    """
    reply = together("alphadb or betadb for a web shop with many small reads?", databases)

    assert reply is not None
    assert (reply.lean, dict(reply.criteria)) == ("alpha-db", {"shape": "orders", "reads": "many"})
    assert reply.headline.startswith("combined guide_how_clear 2 3 5.0 guide_winner AlphaDB")
    assert reply.headline.endswith("you store orders; there are many small reads")
    assert [(one.when, one.option) for one in reply.conditions] == [
        ("you store measurements", "BetaDB")
    ]


def test_its_claims_are_those_behind_the_answers_the_winners_first(databases: Snapshot) -> None:
    """
    One an answer, and those of the other side among them.
    """
    reply = together("alphadb or betadb for a web shop, and we need backups?", databases)

    assert reply is not None
    shown = [one.claim.id for one in reply.claims]
    assert shown[:2] == ["backups-beta-built-in", "overview-alpha-rows"]
    assert {"backups-alpha-tool", "overview-beta-columns"} <= set(shown)
    assert reply.disagreements == ()


def test_a_conflict_among_its_claims_is_shown(databases: Snapshot) -> None:
    """
    As in every other answer.
    """
    reply = together("alphadb or betadb for a web shop with many small reads?", databases)

    assert reply is not None
    assert [one.id for one in reply.disagreements] == ["speed-who-is-first"]


@pytest.mark.parametrize(
    "question",
    [
        "alphadb or betadb for a web shop?",
        "is alphadb good for a web shop with many small reads?",
        "alphadb for a web shop with many small reads and backups",
        "what is alphadb",
        "does betadb have backups",
        "which has backups and stores measurements",
        "which is faster at many small reads for a web shop",
        "which for a web shop, and which for many small reads",
        "either would do for orders with many small reads, right?",
        "alphadb or betadb for a web shop of measurements?",
    ],
)
def test_a_question_on_one_thing_keeps_its_topic(databases: Snapshot, question: str) -> None:
    """
    One need, one option, one quality, two questions, needs that contradict one another.
    """
    assert together(question, databases) is None


def test_a_topic_the_table_says_nothing_of_is_no_need(folder: Path) -> None:
    """
    What is clearly asked on it is answered on it, whatever else is told.
    """
    question = "which runs queries faster, alphadb or betadb, for a web shop with many small reads?"
    assert together(question, load(folder)) is not None

    table = "decisions/storage.yaml"
    for claim in ("speed-alpha-first, ", ", speed-beta-first", ", speed-beta-slow-start"):
        _replace_all(folder / table, claim, "")
    for claim in ("speed-alpha-first", "speed-beta-first"):
        _replace_all(folder / table, claim, "overview-alpha-rows")
    reply = answer(question, load(folder))

    assert isinstance(reply, Answer)
    assert (reply.decision, reply.topics) == (None, ("speed",))


def _replace_all(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_without_a_table_every_question_has_one_topic(folder: Path) -> None:
    """
    A base need not have one.
    """
    (folder / "decisions" / "storage.yaml").unlink()
    (folder / "golden" / "_decisions.yaml").unlink()

    assert together("alphadb or betadb for a web shop with many small reads?", load(folder)) is None


@pytest.mark.parametrize(
    ("question", "lean"),
    [
        ("Flask or Django for a small internal tool with an admin, in two weeks?", "django"),
        ("prototype over the weekend, alone, no logins: which one?", "flask"),
        (
            "a bank portal with roles and audits that lives for ten years, which should it be",
            "django",
        ),
        ("hello! tiny JSON API, mongo, has to be live tomorrow. which of the two?", "flask"),
        ("what would you pick for microservices with low latency", "flask"),
    ],
)
def test_needs_of_the_shipped_base(shipped: Snapshot, question: str, lean: str) -> None:
    """
    As people put them.
    """
    reply = together(question, shipped)

    assert reply is not None
    assert (reply.lean, len(reply.criteria) > 1) == (lean, True)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("which of them is easier to maintain for years with a large team?", "maintenance"),
        ("which has the bigger community and better docs for beginners", "documentation"),
        ("Is the Django admin enough for a small team that edits content?", "admin"),
        ("is it hard to move a small flask prototype to django later when it grows", "migration"),
    ],
)
def test_long_questions_on_one_topic_of_the_shipped_base(
    shipped: Snapshot, question: str, topic: str
) -> None:
    """
    Words that could be needs do not take a question away from its topic.
    """
    reply = answer(question, shipped)

    assert isinstance(reply, Answer)
    assert (reply.decision, topic in reply.topics) == (None, True)
