"""
Editing the knowledge under a running bot.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.knowledge.live import Live
from bot.knowledge.reader import read
from bot.settings import ROOT
from bot.workspace import Workspace
from tests.scenarios.house import House, living, local_settings, said

QUESTION = "Is Django or Flask better for a tiny REST microservice?"


@pytest.fixture
async def edited(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> AsyncIterator[tuple[House, Path]]:
    """
    A bot on a copy of the knowledge, with an admin, and that copy.
    """
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    settings = local_settings(
        workspace, tmp_path / "bot.db", knowledge_dir=folder, admins=("U0NOBODY01", "U0GRACE001")
    )
    async with living(workspace, settings, "http", open_live) as house:
        yield house, folder


def rewrite(path: Path, pattern: str, replacement: str) -> None:
    """
    One edit, with an editor's fresh modification time.
    """
    text, found = re.subn(pattern, replacement, path.read_text("utf-8"), count=1)
    assert found
    path.write_text(text, "utf-8")


async def test_an_edit_is_taken_up_and_a_bad_one_is_not(edited: tuple[House, Path]) -> None:
    """
    Old buttons notice; a bad edit is told to the admins once, shown by readyz, and hurts nobody.
    """
    house, folder = edited
    before = await house.ask(QUESTION)
    first = house.bot.live.current.base.revision
    topic = folder / "topics" / "microservices.yaml"
    rewrite(topic, r'(verdict:\n(?:  .*\n)*?  says: ").*"', r'\1Edited just now."')
    await house.workspace.wait_for(
        lambda: house.bot.live.current.base.revision != first, within_seconds=60
    )
    after = await house.ask(QUESTION)
    await house.workspace.press("ada", before, "more")
    stale = await house.whispered()

    assert "Edited just now." in said(after)
    assert "no longer fits" in said(stale)

    second = house.bot.live.current.base.revision
    rewrite(topic, r"title: .*", "title: [<!channel> *broken*")
    told = (
        await house.workspace.wait_for(
            lambda: house.workspace.messages("fwchoice", "grace"), within_seconds=60
        )
    )[0]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{house.bot.url}/readyz") as answer:
            ready = await answer.json()
        async with session.get(f"{house.bot.url}/metrics") as answer:
            metrics = await answer.text()
    again = await house.ask(QUESTION, user="grace")

    assert "was not taken up" in said(told)
    assert "microservices.yaml:" in said(told)
    assert "<!" not in said(told)
    assert second in said(told)
    assert ready["ready"] is True
    assert ready["revision"] == second
    assert ready["rejected"]["revision"] not in {None, second}
    assert any("microservices.yaml" in one for one in ready["rejected"]["findings"])
    assert 'fwchoice_knowledge_reloads_total{result="rejected"} 1.0' in metrics
    assert "Edited just now." in said(again)
    assert len(house.workspace.messages("fwchoice", "grace")) == 1

    rewrite(topic, r"title: .*", 'title: "Microservices"')
    await house.workspace.wait_for(lambda: not house.bot.live.rejected, within_seconds=60)


async def test_an_edit_another_process_has_told_of_is_not_told_again(
    edited: tuple[House, Path],
) -> None:
    """
    Both see the same edit on the same day; the admins read of it once, and readyz shows it in both.
    """
    house, folder = edited
    (folder / "options.yaml").write_text("options: [broken", "utf-8")
    revision = read(folder).revision or "unreadable"
    store, claimed = house.bot._store, []

    async def another_was_first(name: str, seconds: float) -> bool:
        claimed.append(name)
        return False

    store.claims.make = another_was_first  # type: ignore[method-assign]
    await house.workspace.wait_for(lambda: house.bot.live.rejected, within_seconds=60)
    await house.workspace.wait_for(lambda: claimed)
    await house.settle()
    (process,) = (await house.bot.readiness()).processes

    assert len(claimed) == 1
    assert revision == "unreadable" or revision in claimed[0]
    assert house.workspace.messages("fwchoice", "grace") == ()
    assert process.rejected == (revision if revision != "unreadable" else "")
