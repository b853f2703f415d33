"""
``fwchoice test``: golden questions asked by the front door, counted, and held against a floor.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.core.databases import edit


def test_a_base_that_answers_its_questions_passes(run: Run) -> None:
    """
    A table on standard output, exit code 0.
    """
    result = run("test")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "all topics (30)" in result.stdout
    assert "to be declined (4): right 100.0%" in result.stdout
    assert "pairs that must agree (2): 100.0% do" in result.stdout


def test_counts_as_json(run: Run) -> None:
    """
    Data on standard output and nothing else.
    """
    found = json.loads(run("test", "--json").stdout)

    assert {"topics", "all", "lean", "declined", "ambiguous", "pairs", "calibration"} <= set(found)
    assert {"backups", "overview", "speed"} == set(found["topics"])
    assert sum(found["all"].values()) == 1
    assert [one["level"] for one in found["calibration"]] == ["level_high", "level_low"]


def test_a_failed_expectation_is_exit_code_1(run: Run, folder: Path) -> None:
    """
    And it is said what fell below which floor.
    """
    for question in ("what is betadb?", "tell me about alphadb", "quicker queries with which one?"):
        text = f'  - {{q: "{question}", kind: chat}}\n'
        edit(folder, "golden/_decline.yaml", "questions:\n", f"questions:\n{text}")
    result = run("test", "--misses")

    assert result.exit_code == 1
    assert "of those to be declined are answered; at most" in result.stderr
    assert "wrong     want decline, got overview: what is betadb?" in result.stdout


def test_pairs_that_disagree_are_named(run: Run, folder: Path) -> None:
    """
    Both of them.
    """
    pair = '  - ["what is betadb", "what is for lunch"]\n'
    edit(folder, "golden/_pairs.yaml", "pairs:\n", f"pairs:\n{pair}")
    result = run("test", "--misses")

    assert result.exit_code == 1
    assert "pair      differ: what is betadb | what is for lunch" in result.stdout


def test_a_mistake_in_golden_questions_is_exit_code_1(run: Run, folder: Path) -> None:
    """
    A question that is not asked proves nothing.
    """
    edit(folder, "golden/speed.yaml", "topic: speed", "topic: spede")
    result = run("test")

    assert result.exit_code == 1
    assert "golden/speed.yaml:1:1 error G01" in result.stderr


def test_without_pairs_no_pair_disagrees(run: Run, folder: Path) -> None:
    """
    A young base has none yet.
    """
    (folder / "golden" / "_pairs.yaml").unlink()
    (folder / "golden" / "_ambiguous.yaml").unlink()

    assert run("test").exit_code == 0
