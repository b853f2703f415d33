"""
What is mechanical is mended in place, and nothing else is touched.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.core.mending import tidied
from bot.knowledge.loading import examine
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


@pytest.mark.parametrize(
    "said", ["which has the lower latency", "how do I speed up my query in alphadb"]
)
def test_a_repeated_question_is_taken_out(folder: Path, said: str) -> None:
    """
    An utterance or one to decline: the first stays, with its line.
    """
    before = (folder / "topics/speed.yaml").read_text("utf-8")
    line = f'  - "{said}"\n'
    again = said.replace("which", "Which ").replace("how", "How ")
    edit(folder, "topics/speed.yaml", line, line + f'  - "{again}"\n')

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


@pytest.mark.parametrize(
    "written",
    [
        "q: почему Django\n",
        "q: 👩\u200d👩\u200d👧 and 🏴\u200d☠️\n",
        "q: مرحبا\n",
        "q: ΑΒΓ\n",
        "q: می\u200cخواهم\n",
    ],
)
def test_words_in_other_scripts_are_left_alone(written: str) -> None:
    """
    People ask in their own language, and golden questions hold what they ask.
    """
    assert written == tidied(written)


def test_a_link_out_of_the_folder_is_never_written_to(folder: Path, tmp_path: Path) -> None:
    """
    Mending changes the knowledge, and nothing else on the machine.
    """
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"untidy:  \r\n")
    (folder / "topics" / "x.yaml").symlink_to(outside)
    os.mkfifo(folder / "topics" / "pipe.yaml")
    (folder / "topics" / "loop.yaml").symlink_to("loop.yaml")

    assert mend(folder) == []
    assert outside.read_bytes() == b"untidy:  \r\n"


def test_two_files_with_one_id_are_not_mixed_up(folder: Path) -> None:
    """
    Each is mended by its own lines.
    """
    line = '  - "which has the lower latency"\n'
    text = (folder / "topics/speed.yaml").read_text("utf-8")
    copy = folder / "topics/a-copy.yaml"
    copy.write_text("# one\n# two\n# three\n" + text.replace(line, line + line), "utf-8")

    assert mend(folder) == [copy]
    assert copy.read_text("utf-8") == "# one\n# two\n# three\n" + text
    assert text == (folder / "topics/speed.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # an utterance over two lines, repeated
        ('"is betadb slow"', '"which has the\n    lower latency"'),
        # a claim in one line, disputed from one side
        (
            "  - id: speed-beta-slow-start\n",
            "  - {id: speed-flow, options: [beta-db], stance: against, says: No.,\n"
            '     evidence: [{source: vendor, heading: "Numbers"}],\n'
            "     disputed_by: [speed-alpha-first]}\n"
            "  - id: speed-beta-slow-start\n",
        ),
        (
            "  - id: speed-beta-slow-start\n",
            "  - {id: speed-flow, options: [beta-db], stance: against, says: No.,\n"
            '     evidence: [{source: vendor, heading: "Numbers"}]}\n'
            "  - id: speed-beta-slow-start\n    disputed_by: [speed-flow]\n",
        ),
    ],
)
def test_whatever_the_layout_nothing_but_the_mistake_changes(
    folder: Path, old: str, new: str
) -> None:
    """
    What cannot be mended line by line is left to the curator; no file is ever broken.
    """
    edit(folder, "topics/speed.yaml", old, new)
    before, _ = examine(folder)
    mend(folder)
    after, findings = examine(folder)
    assert before is not None
    assert after is not None

    assert {one.code for one in findings} <= {"K06", "K08"}
    for one, other in zip(before.topics, after.topics, strict=True):
        assert len(one.claims) == len(other.claims)
        assert [claim.says for claim in one.claims] == [claim.says for claim in other.claims]
        assert {text.casefold() for text in one.utterances} == {
            text.casefold() for text in other.utterances
        }
