"""
RELIABILITY.md says what a run has shown, and nothing is missing in it.
"""

from __future__ import annotations

import importlib.util
import re

from bot.settings import ROOT
from tests.crash.points import POINTS, cells
from tests.crash.report import BEGIN, DOCUMENT, END, entries

TEXT = DOCUMENT.read_text("utf-8")


def test_the_table_has_every_point_retry_and_database() -> None:
    """
    A point that is added in the code is missing here until the matrix has been run again.
    """
    assert entries(TEXT).keys() == set(cells())


def test_the_table_has_two_zeros_in_every_cell() -> None:
    """
    Of at least three questions each.
    """
    found = entries(TEXT).values()

    assert {(lost, double) for lost, double, _ in found} == {(0, 0)}
    assert min(asked for _, _, asked in found) >= 3


def test_every_named_point_is_explained() -> None:
    """
    In words, outside the table.
    """
    prose = TEXT.partition(BEGIN)[0] + TEXT.partition(END)[2]

    assert [name for name in POINTS if f"| {name} |" not in prose] == []


def test_every_command_in_it_is_there() -> None:
    """
    Make's targets, and modules that can be run; tests it points to exist.
    """
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    modules = re.findall(r"python -m ([\w.]+)", TEXT)
    files = re.findall(r"`(tests/[\w/]+\.py)", TEXT)

    assert set(re.findall(r"make (\w+)`", TEXT)) <= targets
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []
    assert [name for name in files if not (ROOT / name).is_file()] == []
    assert modules
    assert files
