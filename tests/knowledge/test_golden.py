"""
Golden questions as files: read as far as they can be, with every finding about them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.golden import read_golden
from bot.knowledge.loading import examine
from bot.knowledge.review import review
from tests.core.databases import edit
from tests.core.fixtures import SHIPPED


def test_golden_questions_are_read(folder: Path) -> None:
    """
    By topic, to be declined, to be asked back, and pairs that mean the same.
    """
    golden, findings = read_golden(folder)

    assert findings == ()
    assert [of.topic for of in golden.topics] == ["backups", "overview", "speed"]
    assert golden.topics[2].questions[0].q == "is betadb much faster than alphadb?"
    assert golden.declined[0].kind == "chat"
    assert golden.ambiguous[0].topics == ("backups", "speed")
    assert golden.pairs[1] == ("backups: betadb or alphadb", "backups: alphadb or betadb")


def test_a_base_without_golden_questions_has_none(folder: Path) -> None:
    """
    They are for curators; answering needs none.
    """
    for path in (folder / "golden").iterdir():
        path.unlink()
    (folder / "golden").rmdir()

    assert read_golden(folder)[1] == ()
    assert read_golden(folder)[0].topics == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "golden/speed.yaml",
            "topic: speed",
            "topic: spede",
            "G01 the topic is 'spede'; name",
        ),
        ("golden/speed.yaml", "questions:", "question:", "did you mean 'questions'"),
        ("golden/speed.yaml", "lean: alpha-db", "lean: 3", "F01 questions.0.lean must be text"),
        ("golden/_decline.yaml", ", kind: chat", "", "F01 questions.0.kind is missing"),
        ("golden/_ambiguous.yaml", "topics: [backups, speed]", "topics: speed", "must be a list"),
        ("golden/_pairs.yaml", '["backups: betadb or alphadb", ', "[", "F01 pairs.1"),
        ("golden/_pairs.yaml", "pairs:", "pairs: [", "Y01 not YAML"),
    ],
)
def test_a_mistake_in_golden_questions_is_found(
    folder: Path, path: str, old: str, new: str, said: str
) -> None:
    """
    The other files are read all the same, and the check tells.
    """
    edit(folder, path, old, new)
    golden, findings = read_golden(folder)

    assert golden.topics
    assert all(one.place.path == path for one in findings)
    assert said in " ".join(map(str, findings)), findings
    assert set(findings) <= set(review(folder)[1])


def test_mistakes_in_golden_questions_do_not_hide_those_in_topics(folder: Path) -> None:
    """
    Nor the other way round: all findings at once, whichever files are broken.
    """
    edit(folder, "golden/speed.yaml", "topic: speed", "topic: [")
    for path, old, new in (
        ("topics/speed.yaml", "lean: alpha-db", "lean: alpha-bd"),
        ("topics/backups.yaml", "title:", "titel:"),
        ("sources.yaml", "sources:", "sources: ["),
    ):
        edit(folder, path, old, new)
        found = {one.place.path for one in review(folder)[1]}
        assert {"golden/speed.yaml", path} <= found


def test_golden_questions_do_not_decide_whether_a_base_is_used(folder: Path) -> None:
    """
    A slip in a test must not stop the bot.
    """
    edit(folder, "golden/speed.yaml", "topic: speed", "topic: [")
    base, findings = examine(folder)

    assert base is not None
    assert findings == ()


def test_shipped_golden_questions_have_no_mistakes() -> None:
    """
    What is shipped can be read.
    """
    assert [str(one) for one in read_golden(SHIPPED)[1]] == []
