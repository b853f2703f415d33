"""
SECURITY.md and DEPLOY.md say nothing that is not so.
"""

from __future__ import annotations

import ast
import re
from importlib.metadata import requires
from pathlib import Path

import pytest

from bot.metrics import Metrics
from bot.settings import ROOT, VARIABLES

SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
DEPLOY = (ROOT / "DEPLOY.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)))


def functions_of(path: Path) -> set[str]:
    """
    The names of the tests in a file.
    """
    tree = ast.parse(path.read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {one.name for one in tree.body if isinstance(one, functions)}


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_is_named_exists(path: str, name: str) -> None:
    """
    What is promised is shown.
    """
    assert name.startswith("test_")
    assert name in functions_of(ROOT / path)


def test_every_room_of_these_tests_is_named() -> None:
    """
    A file of tests that the document does not know would be a promise nobody reads.
    """
    here = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}

    assert here == {path for path, _ in NAMED if path.startswith("tests/security/")}
    assert len(NAMED) >= 25


def test_what_the_deploy_page_names_is_there() -> None:
    """
    Variables, metrics and files; the other way round, every metric is named.
    """
    known = {one.name for one in VARIABLES}
    named = set(
        re.findall(r"\b((?:SLACK|QUESTIONS|DATABASE|FWCHOICE|LOG|CACHE)_[A-Z_]+)\b", DEPLOY)
    )
    metrics = {one.name for one in Metrics().registry.collect()}
    told = {one.removesuffix("_total") for one in re.findall(r"`(fwchoice_\w+)`", DEPLOY)}

    assert named <= known
    assert {one.removesuffix("_info") for one in told} == metrics
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", SECURITY + DEPLOY):
        assert (ROOT / target).exists(), target


def test_the_unit_sets_what_the_program_reads() -> None:
    """
    No variable of the unit is unknown, and it starts a command that exists.
    """
    unit = (ROOT / "deploy" / "fwchoice.service").read_text("utf-8")
    known = {one.name for one in VARIABLES}

    assert set(re.findall(r"^Environment=(\w+)=", unit, re.MULTILINE)) <= known
    assert re.search(r"^ExecStart=\S+/fwchoice run$", unit, re.MULTILINE)
    assert re.search(r"^UMask=0077$", unit, re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """
    What a file of requirements pins, by normalised name.
    """
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {re.sub(r"[-_.]+", "-", one[0]).lower(): one[1] for one in found}


def test_everything_that_is_installed_is_pinned() -> None:
    """
    Each pin is one exact version, and what a pinned package needs on this machine is pinned, too.
    """
    runtime, tools = pins("requirements.txt"), pins("requirements-dev.txt")
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            assert re.fullmatch(r"(#.*|-r requirements\.txt|[\w.-]+==[\w.]+|)", line), line
    needed = set()
    for package in runtime:
        for requirement in requires(package) or ():
            wanted, _, marker = requirement.partition(";")
            if not marker:
                found = re.match(r"[\w.-]+", wanted)
                assert found
                needed.add(re.sub(r"[-_.]+", "-", found[0]).lower())

    assert needed <= runtime.keys() | tools.keys()
    assert needed <= runtime.keys()
