"""
Habits of the house: small modules with a purpose, and documents that cannot rot.
"""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from bot.cli.main import COMMANDS
from bot.core.importance import Importance
from bot.core.snapshot import Snapshot
from bot.core.wording import PLACEHOLDERS
from bot.settings import VARIABLES
from tests.core.fixtures import ROOT, shipped

__all__ = ["shipped"]

LONGEST_MODULE = 300
SHAPELESS = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services"}
"""Names that tell a file's shape instead of its subject."""

MODULES = sorted((ROOT / "bot").rglob("*.py"))
README = (ROOT / "README.md").read_text("utf-8")

REGISTRIES = ("pypi", "".join(("python", "hosted")), "npmjs")
"""Names only: an address of one of them stands nowhere in the tree, this file included."""
MACHINE = re.compile(
    rf"""
    (?<![\w.])/(?:home|Users|root|work|private|mnt)/\.?\w  # a path of one machine
    | [A-Za-z]:\\(?:Users|Documents)                    # the same elsewhere
    | --(?:extra-)?index-url | --find-links             # where packages are from
    | ://[^\s"'<>]*/simple\b
    | (?:{"|".join(REGISTRIES)})\.org\b
    """,
    re.VERBOSE,
)


def tracked() -> list[Path]:
    """The files of the checkout that are, or would be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """
    A docstring, at most three hundred lines, and a name that tells the subject.
    """
    source = path.read_text("utf-8")

    assert ast.get_docstring(ast.parse(source))
    assert len(source.splitlines()) <= LONGEST_MODULE
    assert not SHAPELESS & {*path.relative_to(ROOT).parts, path.stem}


def test_every_setting_is_in_the_readme() -> None:
    """
    Each environment variable by its name.
    """
    missing = [one.name for one in VARIABLES if not re.search(rf"\b{one.name}\b", README)]

    assert missing == []


def test_every_setting_of_the_readme_is_read() -> None:
    """
    A variable in the README's table that nothing reads would be a promise not kept.
    """
    told = set(re.findall(r"^\| `([A-Z][A-Z_]{3,})`", README, re.MULTILINE))
    known = {one.name for one in VARIABLES}

    assert {name for name in told if name not in known} == set()


def test_every_command_is_in_the_readme() -> None:
    """
    Each subcommand as a person types it.
    """
    missing = [name for name in COMMANDS if not re.search(rf"`?fwchoice {name}\b|`{name}`", README)]

    assert missing == []


def test_links_and_pictures_of_the_readme_are_there() -> None:
    """
    What the README points at in the checkout exists.
    """
    for document in (ROOT / "README.md", ROOT / "knowledge" / "README.md"):
        targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text("utf-8"))
        missing = [target for target in targets if not (document.parent / target).exists()]
        assert missing == []


def test_the_wording_has_the_sentences_the_code_says(shipped: Snapshot) -> None:
    """
    No sentence is missing, and none is left over.
    """
    assert PLACEHOLDERS.keys() == shipped.base.wording.keys()


def test_every_sentence_is_said_somewhere() -> None:
    """
    A sentence no code asks for would be edited in vain.
    """
    said = "\n".join(path.read_text("utf-8") for path in MODULES if path.name != "wording.py")
    made_up = {
        *(f"level_{name}" for name in ("high", "medium", "low")),  # named in thresholds.yaml
        *(f"{kind}_{side}" for kind in ("nothing",) for side in ("for", "against")),
        *(f"{side}_one{end}" for side in ("for", "against") for end in ("", "_overall")),
        *(f"{kind}_{one.value}" for kind in ("importance", "matters") for one in Importance),
        "matters_beyond",
    }
    quoted = set(re.findall(r"""["'](\w+)["']""", said))
    unsaid = [name for name in PLACEHOLDERS if name not in quoted | made_up]

    assert unsaid == []


def test_no_tracked_file_knows_this_machine() -> None:
    """
    No path of one machine and no address of a package registry.
    """
    found = []
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found.extend(
            f"{path.relative_to(ROOT)}: {match.group()}" for match in MACHINE.finditer(text)
        )

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "cd /home/jo/fwchoice",
        "see /".join(["", "work/main/bot"]),
        "/root/.venv/bin/python",
        "/Users/jo/x",
        r"C:\Users\jo",
        "--index-url https://packages.example/simple",
        "https://packages.example/simple/",
        *(f"https://files.{name}.org/packages/x" for name in REGISTRIES),
    ],
)
def test_a_path_of_a_machine_would_be_found(text: str) -> None:
    """
    And addresses that are none of that are left alone.
    """
    assert MACHINE.search(text)
    for harmless in ("https://flask.example/homework", "./home/x", "a/root/b", "https://a.b/mnt/"):
        assert not MACHINE.search(harmless), harmless
