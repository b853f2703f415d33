"""
What is mechanical is mended in place, and nothing else is touched.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.mending import tidied
from bot.knowledge.mending import mend
from bot.knowledge.review import review
from bot.settings import ROOT
from tests.core.databases import edit


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a: b  \nc: d\t\n", "a: b\nc: d\n"),
        ("a: b\r\nc: d\r\n", "a: b\nc: d\n"),
        ("\ufeffa: b", "a: b\n"),
        ("a:\n\t- b\n", "a:\n  - b\n"),
        ("says: Fl\u0430sk\n", "says: Flask\n"),
        ("says: Fla\u200bsk\u00a0is\n", "says: Flask is\n"),
        ("says: caf\u00e9 – “so”\n\n\n", "says: caf\u00e9 – “so”\n"),
    ],
)
def test_blanks_line_ends_and_look_alikes_are_put_right(written: str, wanted: str) -> None:
    """
    Accents, dashes and quotation marks stay: they are what they look like.
    """
    assert wanted == tidied(written)


@pytest.mark.parametrize("kept", ["disputed_by: [speed-alpha-first]\n", ""])
def test_a_one_sided_dispute_becomes_mutual(folder: Path, kept: str) -> None:
    """
    Whether the other claim has an empty list of disputes, or none at all.
    """
    emptied = "    disputed_by: []\n" if kept else ""
    before = (folder / "topics/speed.yaml").read_text("utf-8")
    edit(folder, "topics/speed.yaml", "    disputed_by: [speed-alpha-first]\n", emptied)
    assert "K06" in {one.code for one in review(folder)[1]}

    changed = mend(folder)

    assert changed == [folder / "topics/speed.yaml"]
    assert "K06" not in {one.code for one in review(folder)[1]}
    if kept:
        assert before == (folder / "topics/speed.yaml").read_text("utf-8")


def test_a_repeated_utterance_is_taken_out(folder: Path) -> None:
    """
    The first stays, with its line.
    """
    before = (folder / "topics/speed.yaml").read_text("utf-8")
    line = '  - "which has the lower latency"\n'
    edit(folder, "topics/speed.yaml", line, line + '  - "Which has the  lower latency"\n')

    mend(folder)

    assert before == (folder / "topics/speed.yaml").read_text("utf-8")


def test_the_shipped_knowledge_needs_no_mending(tmp_path: Path) -> None:
    """
    A copy of it comes back as it was.
    """
    for path in (ROOT / "knowledge").rglob("*.*"):
        target = tmp_path / path.relative_to(ROOT / "knowledge")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())

    assert mend(tmp_path) == []


def test_what_cannot_be_read_is_left_alone(folder: Path) -> None:
    """
    Bytes that are no text, and text that is no YAML, are for the curator.
    """
    (folder / "topics/speed.yaml").write_bytes(b"id: \xff\xfe\n")
    (folder / "topics/backups.yaml").write_text("id: [\n", "utf-8")

    assert mend(folder) == []
