"""
The knowledge bases that tests of several rooms ask for.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.core.model import KnowledgeBase
from bot.core.options import Names
from bot.core.snapshot import Snapshot
from bot.knowledge.loading import load
from tests.core.databases import write

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "knowledge"


@cache
def shipped_snapshot() -> Snapshot:
    """
    The shipped knowledge, loaded once: for strategies, which cannot ask for a fixture.
    """
    return load(SHIPPED)


@cache
def _databases() -> Snapshot:
    with TemporaryDirectory() as folder:
        return load(write(Path(folder)))


def names_of(base: KnowledgeBase) -> Names:
    """
    The names of *base*, as its index finds them.
    """
    return Names(base.options, base.others, base.ordinary)


@pytest.fixture(scope="session")
def shipped() -> Snapshot:
    """
    The shipped knowledge, loaded once for all tests.
    """
    return shipped_snapshot()


@pytest.fixture(scope="session")
def databases() -> Snapshot:
    """
    The small base about two databases, loaded once for all tests.
    """
    return _databases()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A folder of its own with the small base about two databases, to be edited.
    """
    return write(tmp_path / "knowledge")
