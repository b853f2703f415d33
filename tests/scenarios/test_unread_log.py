"""
A log that cannot be written costs nobody an answer.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import pytest

from tests.scenarios.house import BOT, House
from tests.security.logging_to import logging_into

QUESTIONS = 3


@contextlib.contextmanager
def to_nobody() -> Iterator[TextIO]:
    """
    A pipe whose reader is gone.
    """
    reading, writing = os.pipe()
    os.close(reading)
    with contextlib.suppress(BrokenPipeError), os.fdopen(writing, "w", buffering=1) as stream:
        yield stream


@contextlib.contextmanager
def to_a_sleeper() -> Iterator[TextIO]:
    """
    A full pipe whose reader does not read.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, b"x" * 4096)
    os.set_blocking(writing, True)
    with os.fdopen(writing, "w", buffering=1) as stream:
        yield stream
    os.close(reading)


@contextlib.contextmanager
def to_a_full_disk() -> Iterator[TextIO]:
    """
    A file on a disk that has no room.
    """
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with contextlib.suppress(OSError), full.open("w", buffering=1) as stream:
        yield stream


@pytest.mark.parametrize("somewhere", [to_nobody, to_a_sleeper, to_a_full_disk])
async def test_a_question_is_answered_though_the_log_cannot_be_written(
    http_house: House,
    somewhere: Callable[[], contextlib.AbstractContextManager[TextIO]],
) -> None:
    """
    What is refused is logged in the middle of its delivery: an exception there would lose it.
    """
    workspace = http_house.workspace
    with somewhere() as stream, logging_into(stream, "json"):
        workspace.fail("chat.postMessage", status=500, times=QUESTIONS)
        asked = [
            await workspace.say("ada", "general", f"{BOT} is Django faster than Flask?")
            for _ in range(QUESTIONS)
        ]
        replies = [await workspace.reply_to(one) for one in asked]
        await http_house.settle()

    assert all(replies)
