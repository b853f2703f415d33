"""
The command itself: help everywhere, words instead of tracebacks, exit codes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.main import COMMANDS, fwchoice
from tests.cli.conftest import Run
from tests.core.databases import edit
from tests.core.fixtures import ROOT
from tests.security.egress import guarded

READING = [("ask", "x"), ("export",), ("test",), ("tune",), ("check",)]
"""Commands that read the knowledge."""


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_has_help(run: Run, name: str, flag: str) -> None:
    """
    Usage, and a sentence on what it does; with nothing set up.
    """
    result = run(name, flag, KNOWLEDGE_DIR="")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: fwchoice {name}")
    assert len(result.stdout.splitlines()) > 4


def test_the_overview_lists_every_command(run: Run) -> None:
    """
    Each with its purpose, as the table of commands has it.
    """
    said = run("--help").stdout

    for name, purpose in COMMANDS.items():
        assert name in said
        assert purpose.split()[0] in said


def test_every_module_here_is_a_command_or_serves_one() -> None:
    """
    A module with a command that is not in the table could not be called.
    """
    written = {
        path.stem
        for path in (ROOT / "bot" / "cli").glob("*.py")
        if "@click.command(" in path.read_text("utf-8")
    }

    assert written == set(COMMANDS)
    assert list(COMMANDS) == fwchoice.list_commands(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", [("nonsense",), ("--nonsense",), ("check", "a", "b")])
def test_wrong_usage_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    """
    With a pointer to the help.
    """
    result = run(*words)

    assert result.exit_code == 2
    assert "--help" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_broken_base_is_exit_code_1_with_its_findings(
    run: Run, folder: Path, words: tuple[str, ...]
) -> None:
    """
    All of them, and no traceback, whichever command meets it.
    """
    edit(folder, "topics/speed.yaml", "lean: alpha-db", "lean: alpha-bd")
    edit(folder, "topics/backups.yaml", "lean: beta-db", "lean: betta-db")
    result = run(*words)

    assert result.exit_code == 1
    assert "topics/speed.yaml:17:3 error K03 unknown option 'alpha-bd'" in result.output
    assert "topics/backups.yaml:15:3 error K03 unknown option 'betta-db'" in result.output


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_folder_that_is_not_there_is_exit_code_1(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """
    With the way out.
    """
    result = run(*words, KNOWLEDGE_DIR=str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "nowhere" in result.output or "nothing to tune from" in result.output


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_an_unusable_environment_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    """
    The variable and what it must be, in one line.
    """
    result = run(*words, PORT="many")

    assert result.exit_code == 2
    assert result.stderr == "PORT is 'many'; it must be a number from 0 to 65535.\n"


def test_a_reader_that_goes_away_gets_no_traceback(folder: Path) -> None:
    """
    ``fwchoice export | head -c 1``.
    """
    command = f'"{sys.executable}" -m bot export --knowledge "$1" | head -c 1'
    done = subprocess.run(
        ["/bin/bash", "-c", command, "bash", str(folder)],
        cwd=ROOT,
        env=guarded({"PATH": "/usr/bin:/bin"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout == "{"
    assert "Traceback" not in done.stderr


def test_the_package_is_the_command() -> None:
    """
    ``python -m bot`` takes the same words.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT,
        env=guarded({}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.startswith("Usage: fwchoice [OPTIONS] COMMAND")
