"""
A reload is read and learned in a process of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import sys
from pathlib import Path

import pytest

from bot.core.answers import answer
from bot.core.errors import KnowledgeError
from bot.knowledge import apart
from bot.knowledge.apart import load_apart
from bot.knowledge.loading import load
from tests.core.databases import edit

QUESTION = "is alphadb faster than betadb"


async def test_what_comes_back_answers_as_what_was_read_here(folder: Path) -> None:
    assert answer(QUESTION, await load_apart(folder)) == answer(QUESTION, load(folder))


async def test_what_was_learned_is_kept_for_the_next_start(folder: Path, tmp_path: Path) -> None:
    await load_apart(folder, tmp_path / "cache")

    assert [one.suffix for one in (tmp_path / "cache").iterdir()] == [".npz"]


async def test_findings_come_back_as_they_were_found(folder: Path) -> None:
    edit(folder, "topics/speed.yaml", "verdict:", "verdicts:")
    with pytest.raises(KnowledgeError) as here:
        load(folder)

    with pytest.raises(KnowledgeError) as there:
        await load_apart(folder)

    assert there.value.findings == here.value.findings
    assert there.value.revision == here.value.revision
    assert str(there.value) == str(here.value)


def test_an_error_that_went_through_a_pipe_says_the_same() -> None:
    error = KnowledgeError((), "abc")

    again = pickle.loads(pickle.dumps(error))

    assert (str(again), again.findings, again.revision) == (str(error), (), "abc")


@pytest.mark.parametrize("executable", ["/nowhere/python", "/bin/false"])
async def test_where_no_process_can_be_had_it_is_read_here(
    folder: Path, executable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)

    fresh = await load_apart(folder)

    assert fresh.base == load(folder).base


async def test_a_process_that_hangs_is_given_up_and_it_is_read_here(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = tmp_path / "python"
    hangs.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    hangs.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(hangs))
    monkeypatch.setattr(apart, "LONGEST_SECONDS", 0.2)

    fresh = await load_apart(folder)

    assert fresh.base == load(folder).base


async def test_who_stops_waiting_leaves_no_process_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = asyncio.create_subprocess_exec

    async def watched(*arguments: object, **options: object) -> asyncio.subprocess.Process:
        started.append(await start(*arguments, **options))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr(apart.asyncio, "create_subprocess_exec", watched)
    waiting = asyncio.create_task(load_apart(folder))
    while not started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting

    assert await asyncio.wait_for(started[0].wait(), 10) == -9
