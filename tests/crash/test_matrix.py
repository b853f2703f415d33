"""
A part of the crash matrix, for every day; `make crash` runs the whole of it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import aiohttp
import pytest

from bot.workspace.workspace import RETRY_DELAYS
from tests.crash import matrix
from tests.crash.clock import MovedClock
from tests.crash.matrix import Cell
from tests.crash.street import Street, built

ON_SQLITE = (
    ("stored but not acknowledged", "one minute"),
    ("posted, answer not read", "five minutes"),
    ("recorded", "none"),
    ("while draining", "at once"),
)
ON_POSTGRES = (("decided", "none"), ("posted but not recorded", "one minute"))


async def test_a_killed_process_loses_and_repeats_nothing_when_it_is_started_again() -> None:
    """
    One process on SQLite, at four of the named points.
    """
    async with built("sqlite", hurried=True) as street:
        done = await matrix.run(street, ON_SQLITE, seed=1)

    assert [cell for cell in done if not cell.right] == []


async def test_the_living_finish_what_a_killed_process_began(postgres_url: str) -> None:
    """
    Two processes on PostgreSQL; nobody starts the dead one again before its work is done.
    """
    async with built("postgres", postgres_url, hurried=True) as street:
        done = await matrix.run(street, ON_POSTGRES, seed=1)

    assert [cell for cell in done if not cell.right] == []


async def test_a_process_that_stood_still_repeats_nothing_when_it_wakes(postgres_url: str) -> None:
    """
    Its machine was suspended with questions in every state; the other has answered them since.
    """
    async with built("postgres", postgres_url, hurried=True) as street:
        sleeper, other = [await street.start() for _ in range(2)]
        street.network.take_turns([sleeper.url])
        street.workspace.slow("chat.postMessage", 0.05)
        asked = [await street.ask() for _ in range(12)]
        await street.until(lambda: any(map(street.replies, asked)))
        os.kill(sleeper.pid, signal.SIGSTOP)
        street.network.take_turns([other.url])
        await street.asleep()
        while street.clock.sleeping:
            street.clock.move(RETRY_DELAYS[-1])
            await street.asleep()
        await street.until(lambda: all(map(street.replies, asked)))
        answered_without_it = [street.replies(one) for one in asked]
        os.kill(sleeper.pid, signal.SIGCONT)
        street.network.take_turns([sleeper.url, other.url])
        await street.finished()
        await street.redeliver(asked)

        assert answered_without_it == [1] * len(asked)
        assert [street.replies(one) for one in asked] == [1] * len(asked)


async def test_a_lost_question_and_a_second_reply_would_be_counted() -> None:
    """
    The zeros mean something: silence is one lost, two replies are one double.
    """
    async with built("sqlite") as street:
        asked = [await street.ask() for _ in range(3)]
        for question in (asked[1], asked[2], asked[2]):
            await _post(street, channel=question.channel, thread_ts=question.ts, text="Either.")
        cell = Cell("sqlite", "decided", "none", asked)
        matrix.count(street, [cell])

    assert (cell.lost, cell.double, cell.right) == (1, 1, False)


async def test_a_moved_clock_wakes_who_has_slept_long_enough() -> None:
    """
    And nobody else.
    """
    clock = MovedClock()
    began = clock()
    sleepers = [asyncio.create_task(clock.sleep(seconds)) for seconds in (60.0, 300.0)]
    await asyncio.sleep(0)
    clock.move(61)
    await asyncio.sleep(0)

    assert [one.done() for one in sleepers] == [True, False]
    assert clock() - began == pytest.approx(61)
    assert clock.sleeping == 1
    sleepers[1].cancel()


async def _post(street: Street, **given: Any) -> None:
    """As the app would."""
    token = {"Authorization": f"Bearer {street.workspace.app.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=token) as session,
        session.post(f"{street.workspace.api_url}chat.postMessage", json=given) as answer,
    ):
        assert (await answer.json())["ok"]
