"""
What an index learned, kept in a file: the same answers, sooner; and nothing depends on it.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.core.answers import answer
from bot.core.snapshot import Snapshot, learn
from bot.knowledge import cache
from bot.knowledge.cache import KEPT, recall, remember
from bot.knowledge.loading import load
from tests.core.databases import edit
from tests.core.fixtures import ROOT

QUESTIONS = ("is alphadb faster than betadb", "backups?", "what is for lunch", "gammadb or betadb")


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*"))


def test_what_was_learned_before_answers_the_same(folder: Path, tmp_path: Path) -> None:
    """
    The second start reads what the first one learned.
    """
    cache = tmp_path / "var" / "cache"
    first, second, fresh = load(folder, cache), load(folder, cache), load(folder)

    assert len(kept(cache)) == 1
    for question in QUESTIONS:
        assert answer(question, fresh) == answer(question, first) == answer(question, second)


def test_an_edit_is_learned_anew(folder: Path, tmp_path: Path) -> None:
    """
    Another revision is another file; old ones make room.
    """
    for at in range(KEPT + 3):
        edit(folder, "topics/speed.yaml", "id: speed\n", f"# {at}\nid: speed\n")
        load(folder, tmp_path / "cache")

    assert len(kept(tmp_path / "cache")) == KEPT


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0" * 1000, b"[]"])
def test_a_spoilt_file_is_no_cache(folder: Path, tmp_path: Path, content: bytes) -> None:
    """
    It is learned anew, and the file is replaced.
    """
    cache = tmp_path / "cache"
    good = load(folder, cache)
    (path,) = kept(cache)
    path.write_bytes(content)

    assert answer(QUESTIONS[0], good) == answer(QUESTIONS[0], load(folder, cache))
    assert recall(cache, good.base.revision) is not None


def test_a_file_cut_short_is_no_cache(folder: Path, tmp_path: Path) -> None:
    """
    At whatever byte the disk was full.
    """
    cache = tmp_path / "cache"
    revision = load(folder, cache).base.revision
    (path,) = kept(cache)
    whole = path.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:length])
        assert recall(cache, revision) is None


def test_where_nothing_can_be_written_there_is_no_cache(folder: Path, tmp_path: Path) -> None:
    """
    The bot answers from a read-only disk.
    """
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file", "utf-8")

    assert isinstance(load(folder, in_the_way), Snapshot)
    assert in_the_way.read_text("utf-8") == "a file"


def test_nothing_unfinished_is_left_behind(databases: Snapshot, tmp_path: Path) -> None:
    """
    A file is written aside and then moved to its place.
    """
    remember(tmp_path, "r1", learn(databases.base))
    remember(tmp_path, "r1", learn(databases.base))

    assert [path.suffix for path in kept(tmp_path)] == [".npz"]


UNTAUGHT = {"model", "matching", "subjects"}
"""What is said of the values, what is done with it, what is built anew each time."""


def test_the_code_that_learns_is_part_of_the_key() -> None:
    """
    A file that other code has learned is not used: every module learning needs is counted.
    """
    needed, found = {"learned", "snapshot"}, set[str]()
    while needed:
        name = needed.pop()
        found.add(name)
        if name in UNTAUGHT:
            continue
        tree = ast.parse((ROOT / "bot" / "core" / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.core."):
                needed |= {str(node.module).rpartition(".")[2]} - found

    taught = found - UNTAUGHT
    assert taught <= set(cache._CODE)
