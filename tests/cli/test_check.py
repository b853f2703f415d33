"""
``fwchoice check``: every finding at once, in a form that editors and CI can jump to.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.core.databases import edit
from tests.core.fixtures import SHIPPED

LINE = re.compile(r"(\S+):(\d+):(\d+) (error|warning) ([A-Z]\d\d) (.+)")


def three_mistakes(folder: Path) -> None:
    edit(folder, "topics/speed.yaml", "lean: alpha-db", "lean: alpha-bd")
    edit(folder, "topics/backups.yaml", 'heading: "Backups"', 'heading: "Bakups"')
    edit(folder, "wording.yaml", "yes {sentence}", "yes {sentense}")


def test_a_clean_base_is_silent_and_counted(run: Run) -> None:
    """
    Exit code 0, nothing on standard output, a summary on standard error.
    """
    result = run("check")

    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(
        r"3 topics, 8 claims, 1 disagreement, revision [0-9a-f]{12}: 0 errors, 0 warnings\n",
        result.stderr,
    )


def test_findings_print_one_a_line_with_their_places(run: Run, folder: Path) -> None:
    """
    Three mistakes in three files are three lines, and the exit code is 1.
    """
    three_mistakes(folder)
    result = run("check")
    found = [LINE.fullmatch(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 1
    assert all(found), result.stdout
    assert [(one[5], str(Path(one[1]).relative_to(folder))) for one in found if one] == [
        ("K05", "topics/backups.yaml"),
        ("K03", "topics/speed.yaml"),
        ("K12", "wording.yaml"),
    ]
    for one in found:
        assert one is not None
        lines = Path(one[1]).read_text("utf-8").splitlines()
        assert int(one[3]) <= len(lines[int(one[2]) - 1])


def test_who_mends_a_file_that_is_no_yaml_is_told_that_more_may_follow(
    run: Run, folder: Path
) -> None:
    """
    What the rules say of a base can only be told of files that make one.
    """
    three_mistakes(folder)
    (folder / "topics" / "speed.yaml").write_text("id: [", "utf-8")
    result = run("check")

    assert [line.split()[2] for line in result.stdout.splitlines()] == ["Y01"]
    assert "check again" in result.stderr


def test_findings_as_json(run: Run, folder: Path) -> None:
    """
    The same, as a list of objects and nothing else.
    """
    three_mistakes(folder)
    result = run("check", "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 1
    assert [list(one) for one in found] == [
        ["path", "line", "column", "level", "code", "message"]
    ] * 3
    assert run("check").stdout.splitlines() == [
        "{path}:{line}:{column} {level} {code} {message}".format(**one) for one in found
    ]


def test_no_findings_as_json(run: Run) -> None:
    """
    An empty list.
    """
    assert json.loads(run("check", "--json").stdout) == []


def test_warnings_alone_are_no_failure(run: Run, folder: Path) -> None:
    """
    They are told, and the exit code is 0.
    """
    edit(folder, "topics/speed.yaml", "BetaDB takes a minute", "BetaDB (takes a minute")
    result = run("check")

    assert result.exit_code == 0
    assert " warning K21 " in result.stdout


def test_the_folder_may_be_named(run: Run, folder: Path, tmp_path: Path) -> None:
    """
    An argument wins over the environment.
    """
    result = run("check", str(folder), KNOWLEDGE_DIR=str(tmp_path / "nowhere"))

    assert result.exit_code == 0


def test_a_folder_that_is_not_there_is_a_finding(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Told once, by the name that was given.
    """
    monkeypatch.chdir(tmp_path)
    result = run("check", "nowhere")

    assert result.exit_code == 1
    assert result.stdout == (
        "nowhere:1:1 error Y08 no knowledge found in nowhere; "
        "set KNOWLEDGE_DIR to the folder that holds it\n"
    )


def test_broken_golden_questions_are_findings(run: Run, folder: Path) -> None:
    """
    Beside whatever else is wrong.
    """
    three_mistakes(folder)
    edit(folder, "golden/speed.yaml", "topic: speed", "topic: [")
    codes = [line.split()[2] for line in run("check").stdout.splitlines()]

    assert codes == ["Y01", "K05", "K18", "K03", "K12"]


def test_the_shipped_knowledge_passes(run: Run) -> None:
    """
    What is shipped has no errors.
    """
    result = run("check", str(SHIPPED))

    assert result.exit_code == 0, result.stdout
    assert " error " not in result.stdout


# --- mended, and balanced


def test_what_is_mechanical_is_mended_first(run: Run, folder: Path) -> None:
    """
    The files that changed are told on standard error; what is left is found.
    """
    edit(folder, "topics/speed.yaml", "    disputed_by: [speed-alpha-first]\n", "")
    edit(folder, "topics/backups.yaml", "BetaDB has backups", "B\u0435taDB has backups")
    assert run("check").exit_code == 1
    result = run("check", "--fix")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[:2] == [
        f"{folder / 'topics' / 'backups.yaml'}: mended",
        f"{folder / 'topics' / 'speed.yaml'}: mended",
    ]
    assert "mended" not in run("check", "--fix").stderr


def test_without_fix_nothing_is_written(run: Run, folder: Path) -> None:
    """
    A check only looks.
    """
    edit(folder, "topics/speed.yaml", "    disputed_by: [speed-alpha-first]\n", "")
    before = (folder / "topics/speed.yaml").read_bytes()
    run("check")

    assert before == (folder / "topics/speed.yaml").read_bytes()


def test_the_balance_counts_claims_for_and_against(run: Run) -> None:
    """
    Per topic and option; beside JSON it goes to standard error.
    """
    said = run("check", "--balance").stdout
    result = run("check", "--balance", "--json")

    assert re.search(r"^speed +leans to alpha-db +alpha-db \+1 \+?-?0 +beta-db \+1 -1$", said, re.M)
    assert json.loads(result.stdout) == []
    assert "leans to alpha-db" in result.stderr
