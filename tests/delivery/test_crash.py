"""
A real process, killed with SIGKILL in the middle of `post`, and started again.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.store import Store
from tests.delivery.conftest import Running
from tests.delivery.thread import SHORT, Thread, question

QUESTIONS = 6


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_process_killed_while_posting_loses_and_repeats_nothing(
    moment: str, database_url: str, thread: Thread, tmp_path: Path
) -> None:
    """
    Killed with all questions in *post*, before or after the replies stand in the thread.
    """
    path = str(tmp_path / "thread")
    killed = await _child(database_url, path, moment)
    await killed.wait()
    assert killed.returncode == -signal.SIGKILL
    assert thread.replies().total() == (0 if moment == "before" else QUESTIONS)

    finished = await _child(database_url, path, "never")
    assert await asyncio.wait_for(finished.wait(), 20) == 0

    assert thread.replies() == {question(number).key: 1 for number in range(QUESTIONS)}
    store = Store.open(database_url)
    receipts = [await store.receipt(question(number).key) for number in range(QUESTIONS)]
    await store.aclose()
    assert None not in receipts


async def test_the_work_of_a_living_process_is_left_to_it(
    database_url: str, thread: Thread, running: Running, log: list[Any], tmp_path: Path
) -> None:
    """
    Who runs beside it takes nothing over; after its end the living one takes all of it.
    """
    other = await _child(database_url, str(tmp_path / "thread"), "hang")
    try:
        await _line(other)
        async with running():
            await asyncio.sleep(2 * SHORT.round_seconds)
            assert not [event for event in log if event["event"] == "work taken over"]
            other.kill()
            await other.wait()
            await thread.wait_for(QUESTIONS)
            taken = [event for event in log if event["event"] == "work taken over"]
    finally:
        if other.returncode is None:
            other.kill()
            await other.wait()

    assert [event["of_the_dead"] for event in taken] == [QUESTIONS]
    assert thread.replies() == {question(number).key: 1 for number in range(QUESTIONS)}


async def _line(child: asyncio.subprocess.Process) -> bytes:
    if child.stdout is None:
        raise RuntimeError("the child's output is not a pipe")
    return await asyncio.wait_for(child.stdout.readline(), 20)


async def _child(database_url: str, path: str, moment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.delivery.child", database_url, path, moment, str(QUESTIONS)),
        stdout=asyncio.subprocess.PIPE,
    )
