"""
``fwchoice diff``: what an edit changes, before anybody is answered with it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.core.databases import edit

TABLE = "decisions/storage.yaml"


@pytest.fixture
def old(folder: Path) -> Path:
    """
    The small base as it was before the folder is edited.
    """
    return Path(shutil.copytree(folder, folder.with_name("old")))


def changes(run: Run, *words: str) -> dict[str, Any]:
    result = run("diff", "--json", *words)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_nothing_changed_is_said(run: Run, old: Path) -> None:
    """
    In one line; as data, two empty lists.
    """
    found = changes(run, str(old))

    assert (found["changes"], found["answers"]) == ([], [])
    assert found["revisions"][0] == found["revisions"][1]
    assert run("diff", str(old)).stdout.startswith("no change in what is known")


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        (TABLE, "weight: 2", "weight: 3", ("weight", "storage/shape", "2", "3")),
        (
            TABLE,
            "{rating: 8, claims: [overview-alpha-rows]}",
            "{rating: 7, claims: [overview-alpha-rows]}",
            (
                "rating",
                "storage/shape/orders/alpha-db",
                "8 by overview-alpha-rows",
                "7 by overview-alpha-rows",
            ),
        ),
        (
            TABLE,
            "{rating: 8, claims: [overview-alpha-rows]}",
            "{rating: 8, claims: [speed-alpha-first]}",
            (
                "rating",
                "storage/shape/orders/alpha-db",
                "8 by overview-alpha-rows",
                "8 by speed-alpha-first",
            ),
        ),
        (
            "topics/speed.yaml",
            "Speed of queries",
            "Speed",
            ("topic", "speed", "Speed of queries", "Speed"),
        ),
        (
            "topics/overview.yaml",
            "It depends on what you store.",
            "It depends.",
            ("verdict", "overview", "either: It depends on what you store.", "either: It depends."),
        ),
    ],
)
def test_each_kind_of_change_is_named(
    run: Run, old: Path, folder: Path, path: str, before: str, after: str, expected: tuple[str, ...]
) -> None:
    """
    As it was and as it is.
    """
    edit(folder, path, before, after)

    found = changes(run, str(old))["changes"]

    assert [tuple(one[key] for key in ("kind", "name", "before", "after")) for one in found] == [
        expected
    ]


def test_a_claim_that_comes_or_goes_has_one_side(run: Run, old: Path, folder: Path) -> None:
    """
    Marked + or -, with its words.
    """
    claim = """\
  - id: overview-alpha-author
    options: [alpha-db]
    stance: neutral
    says: "Ada Example wrote AlphaDB."
    asked: ["who wrote", "author"]
    evidence:
      - {source: survey-2024, heading: "Who they are"}
"""
    edit(folder, "topics/overview.yaml", claim, "")

    gone, come = run("diff", str(old)).stdout, run("diff", str(folder), str(old)).stdout

    assert "- claim overview-alpha-author\n    was: Ada Example wrote AlphaDB." in gone
    assert "+ claim overview-alpha-author\n    now: Ada Example wrote AlphaDB." in come


def test_descriptions_that_are_decided_otherwise_are_named(
    run: Run, old: Path, folder: Path
) -> None:
    """
    So that whoever turns a rating sees for whom.
    """
    edit(folder, TABLE, "alpha-db: {rating: 8,", "alpha-db: {rating: 0,")
    edit(folder, TABLE, "alpha-db: {rating: 9,", "alpha-db: {rating: 4,")

    shown = run("diff", str(old)).stdout

    assert "~ answer to 'A web shop with many small reads.'" in shown
    assert "was: alpha-db\n    now: beta-db" in shown
    assert shown.splitlines()[-1] == "2 changes; 1 golden questions are answered differently"


def test_a_git_revision_of_the_folder_will_do(run: Run, folder: Path) -> None:
    """
    What was committed, against what lies there now.
    """
    git = ["git", "-C", str(folder), "-c", "user.name=n", "-c", "user.email=n@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "before"]):
        subprocess.run([*git, *words], check=True)
    edit(folder, TABLE, "weight: 2", "weight: 3")

    assert [one["kind"] for one in changes(run, "HEAD")["changes"]] == ["weight"]


@pytest.mark.parametrize("named", ["no-such-revision", "--output=x"])
def test_what_is_neither_folder_nor_revision_is_wrong_usage(run: Run, named: str) -> None:
    """
    Exit code 2, in one line.
    """
    result = run("diff", "--", named)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no folder" in result.stderr
