"""
A running bot takes up edits, keeps the last good base, and lets a question keep its own.
"""

from __future__ import annotations

import asyncio
import gc
import pickle
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.answers import answer
from bot.core.errors import MOST_TOLD, KnowledgeError
from bot.core.replies import Answer
from bot.core.snapshot import Snapshot
from bot.knowledge import apart
from bot.knowledge import live as watching
from bot.knowledge.live import Live
from bot.knowledge.loading import learned_from, load, load_base
from bot.slack.decided import Kept
from tests.core.databases import edit

SPEED = "topics/speed.yaml"
QUESTION = "is alphadb faster than betadb"


@pytest.fixture
def live(folder: Path) -> Live:
    """
    The small base, opened.
    """
    return Live.open(folder)


@pytest.fixture
def only_when_asked() -> Iterator[None]:
    """
    The garbage collector runs when it is called, as in a quiet hour; and looks at all afterwards.
    """
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def headline(live: Live) -> str:
    reply = answer(QUESTION, live.current)
    assert isinstance(reply, Answer)
    return reply.headline


async def test_nothing_edited_is_nothing_taken_up(live: Live) -> None:
    """
    The snapshot stays the very same object.
    """
    before = live.current

    assert not await live.refresh()
    assert live.current is before


async def test_an_edit_is_taken_up(live: Live) -> None:
    """
    The next question is answered from it.
    """
    before = live.current
    edit(live.folder, SPEED, "AlphaDB is faster in the survey", "AlphaDB won by a mile")

    assert await live.refresh()
    assert "AlphaDB won by a mile" in headline(live)
    assert live.current.base.revision != before.base.revision
    assert live.rejected == ()


@pytest.mark.usefixtures("only_when_asked")
async def test_an_edit_leaves_nothing_of_the_old_knowledge(live: Live) -> None:
    """
    Not in a circle, and not with who keeps replies, also where nobody asks for another.
    """
    kept = Kept()
    kept.reply(QUESTION, "", live.current)
    parts = (live.current, live.current.base, live.current.index, live.current.base.ordinary)
    old = [weakref.ref(one) for one in parts]
    del parts
    edit(live.folder, SPEED, "AlphaDB is faster in the survey", "AlphaDB won by a mile")
    await live.refresh()

    await live.refresh()

    assert [one() for one in old] == [None] * 4
    assert kept.reply(QUESTION, "", live.current) == answer(QUESTION, live.current)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What the process apart would say is said here, so that many edits take a second.
    """

    async def found(folder: Path, cache: Path | None) -> bytes:
        base = load_base(folder)
        return pickle.dumps((base, learned_from(base, cache)))

    monkeypatch.setattr(apart, "_found_apart", found)


@pytest.mark.usefixtures("only_when_asked", "read_here")
async def test_twenty_edits_leave_no_more_than_two(live: Live) -> None:
    """
    Not as much as one base, in whatever would remember it.
    """
    said, blocks = ["AlphaDB is faster in the survey", "AlphaDB won by a mile"], []
    for _ in range(20):
        edit(live.folder, SPEED, *said)
        said.reverse()
        assert await live.refresh()
        assert headline(live)
        assert not await live.refresh()
        blocks.append(sys.getallocatedblocks())
    another = load(live.folder)
    one_base = sys.getallocatedblocks() - blocks[-1]

    assert another.base == live.current.base
    assert blocks[-1] - blocks[2] < one_base


async def test_a_bad_edit_keeps_the_last_good_snapshot(live: Live) -> None:
    """
    It is told with its findings, once, and the bot goes on answering.
    """
    before, said = live.current, headline(live)
    edit(live.folder, SPEED, "lean: alpha-db", "lean: alpha-bd")

    assert await live.refresh()
    assert live.current is before
    assert said == headline(live)
    assert [(one.code, one.place.path) for one in live.rejected] == [("K03", SPEED)]
    assert not await live.refresh()
    assert live.rejected != ()


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000, b"id: [", b"id: speed\n"])
async def test_no_edit_however_broken_stops_the_bot(live: Live, content: bytes) -> None:
    """
    Findings, the last good snapshot, and no exception.
    """
    before = live.current
    (live.folder / SPEED).write_bytes(content)

    assert await live.refresh()
    assert live.current is before
    assert live.rejected


async def test_a_mended_edit_clears_the_rejection(live: Live) -> None:
    """
    Another edit that mends it is taken up; going back to the very first is one, too.
    """
    before = live.current
    edit(live.folder, SPEED, "lean: alpha-db", "lean: alpha-bd")
    await live.refresh()
    edit(live.folder, SPEED, "lean: alpha-bd", "lean: beta-db")

    assert await live.refresh()
    assert live.rejected == ()
    assert live.current.base.topic_of["speed"].verdict.lean == "beta-db"
    edit(live.folder, SPEED, "lean: beta-db", "lean: alpha-db")
    assert await live.refresh()
    assert live.current.base.revision == before.base.revision


async def test_a_bad_edit_taken_back_clears_the_rejection(live: Live) -> None:
    """
    The revision is the one that answers already, so the snapshot stays.
    """
    before = live.current
    edit(live.folder, SPEED, "lean: alpha-db", "lean: alpha-bd")
    await live.refresh()
    edit(live.folder, SPEED, "lean: alpha-bd", "lean: alpha-db")

    assert await live.refresh()
    assert live.rejected == ()
    assert live.current is before


async def test_a_deleted_file_is_an_edit(live: Live) -> None:
    """
    A topic that others do not need goes; a file that is needed is missed.
    """
    (live.folder / "decisions" / "storage.yaml").unlink()
    (live.folder / "topics" / "backups.yaml").unlink()
    assert await live.refresh()
    assert [topic.id for topic in live.current.base.topics] == ["overview", "speed"]

    (live.folder / "wording.yaml").unlink()
    assert await live.refresh()
    assert [one.code for one in live.rejected] == ["F03"]


async def test_a_new_file_is_an_edit(live: Live) -> None:
    """
    Also one that cannot even be opened.
    """
    (live.folder / "topics" / "new.yaml").symlink_to("nowhere")

    assert await live.refresh()
    assert [one.code for one in live.rejected] == ["Y08"]


async def test_an_edit_of_the_ordinary_words_is_taken_up(live: Live) -> None:
    """
    They decide what is taken for a misspelling, so they belong to the revision.
    """
    before = live.current.base.revision
    assert live.current.index.query("our alhpadb bites").mentions.options == ("alpha-db",)
    (live.folder / "english.txt").write_text("alhpadb\n", "utf-8")

    assert await live.refresh()
    assert before != live.current.base.revision
    assert live.current.index.query("our alhpadb bites").mentions.options == ()


async def test_a_folder_that_vanishes_keeps_the_last_good_snapshot(live: Live) -> None:
    """
    A release is switched, and for a moment nothing is there.
    """
    away = live.folder.rename(live.folder.with_name("away"))

    assert await live.refresh()
    assert [one.code for one in live.rejected] == ["Y08"]
    away.rename(live.folder)
    assert await live.refresh()
    assert live.rejected == ()


async def test_a_question_in_flight_keeps_its_snapshot(live: Live) -> None:
    """
    What it began with stays whole and the same, whatever is taken up meanwhile.
    """
    began = live.current
    before = answer(QUESTION, began)
    edit(live.folder, SPEED, "AlphaDB is faster in the survey", "AlphaDB won by a mile")
    await live.refresh()

    assert live.current is not began
    assert before == answer(QUESTION, began)
    assert before != answer(QUESTION, live.current)


async def test_building_does_not_hold_up_the_event_loop(live: Live) -> None:
    """
    Other work goes on while a new base is read.
    """
    edit(live.folder, SPEED, "AlphaDB is faster in the survey", "AlphaDB won by a mile")
    turns = 0
    refreshing = asyncio.create_task(live.refresh())
    while not refreshing.done():
        turns += 1
        await asyncio.sleep(0)

    assert turns > 1


def test_without_a_usable_base_there_is_nothing_to_begin_with(folder: Path) -> None:
    """
    KnowledgeError carries every finding.
    """
    edit(folder, SPEED, "lean: alpha-db", "lean: alpha-bd")
    edit(folder, "topics/backups.yaml", "lean: beta-db", "lean: betta-db")

    with pytest.raises(KnowledgeError, match="did you mean 'alpha-db'") as caught:
        Live.open(folder)
    assert len(caught.value.findings) == 2


def test_a_slip_found_in_a_hundred_places_does_not_fill_the_screen(folder: Path) -> None:
    """
    The error carries every finding; its text tells the first, and where the rest are shown.
    """
    edit(folder, "options.yaml", "id: alpha-db", "id: alpha")
    with pytest.raises(KnowledgeError) as caught:
        Live.open(folder)

    *told, last = str(caught.value).splitlines()
    found = caught.value.findings
    assert [str(one) for one in found[:MOST_TOLD]] == told
    assert f"{len(found) - MOST_TOLD} more; 'fwchoice check'" in last


async def test_an_edit_made_while_the_base_is_first_read_is_not_missed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Reading takes a moment; what is edited just behind it is seen at the next look.
    """

    def read_and_edited(folder: Path, _cache: Path | None) -> Snapshot:
        snapshot = load(folder)
        edit(folder, SPEED, "AlphaDB is faster in the survey", "AlphaDB won by a mile")
        return snapshot

    with monkeypatch.context() as patched:
        patched.setattr(watching, "load", read_and_edited)
        live = Live.open(folder)

    assert "AlphaDB won by a mile" not in headline(live)
    assert await live.refresh()
    assert "AlphaDB won by a mile" in headline(live)
