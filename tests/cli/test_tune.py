"""
``fwchoice tune``: thresholds from the golden questions, written beside the knowledge.
"""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.loading import examine
from tests.cli.conftest import Run


def test_thresholds_are_written_and_can_be_read_again(run: Run, folder: Path) -> None:
    """
    A dry run prints what would be written and writes nothing; then the base loads with it.
    """
    before = (folder / "thresholds.yaml").read_text("utf-8")
    printed = run("tune", "--dry-run").stdout
    assert before == (folder / "thresholds.yaml").read_text("utf-8")

    assert run("tune").exit_code == 0
    base, findings = examine(folder)

    assert printed == (folder / "thresholds.yaml").read_text("utf-8") != before
    assert findings == ()
    assert base is not None
    assert base.thresholds.levels == {"level_high": 0.8, "level_low": 0.0}
    assert "golden questions" in base.thresholds.set_from


def test_without_golden_questions_there_is_nothing_to_tune_from(run: Run, folder: Path) -> None:
    """
    One sentence, exit code 1, and the thresholds stay.
    """
    before = (folder / "thresholds.yaml").read_text("utf-8")
    for path in (folder / "golden").iterdir():
        path.unlink()
    result = run("tune")

    assert result.exit_code == 1
    assert "nothing to tune from" in result.stderr
    assert before == (folder / "thresholds.yaml").read_text("utf-8")


def test_a_mistake_in_golden_questions_is_told(run: Run, folder: Path) -> None:
    """
    Thresholds are not set from half the questions.
    """
    (folder / "golden" / "speed.yaml").write_text("topic: [", "utf-8")
    result = run("tune")

    assert result.exit_code == 1
    assert "golden/speed.yaml:2:1 error Y01" in result.stderr
