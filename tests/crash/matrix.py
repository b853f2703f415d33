"""
Kill a process at a point, let Slack do what it does, and count the replies.

A cell asks a few questions at once, so that the one at the point is not alone: those before it are
further, those after it not so far. The count is taken at the end of all cells of a street: a second
reply that comes late is counted, too.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.workspace import Message
from bot.workspace.workspace import RETRY_DELAYS
from tests.crash.points import POINTS, RETRIES, Database, Point
from tests.crash.process import Program
from tests.crash.street import Street

QUESTIONS: Final = 3
NOBODY: Final = "http://127.0.0.1:1/slack/events"
"""Refuses as a dead process' port does, which another process could get."""


@dataclass
class Cell:
    """
    One kill and what came of it.
    """

    database: Database
    point: str
    retry: str
    asked: list[Message] = field(default_factory=list)
    lost: int = 0
    double: int = 0
    unfinished: bool = False
    """Whether the database still held open work long afterwards."""

    @property
    def right(self) -> bool:
        """Whether every question has exactly one reply."""
        return not (self.lost or self.double or self.unfinished)


async def run(
    street: Street,
    cells: Iterable[tuple[str, str]],
    seed: int,
    tell: Callable[[Cell], None] = lambda _cell: None,
) -> list[Cell]:
    """
    Every (point, retry) on one street, one after the other; *tell* hears of each before it is run.
    """
    done = []
    chance = random.Random(seed)
    for point, retry in cells:
        cell = Cell(street.database, point, retry)
        tell(cell)
        await _one(street, cell, chance.randint(1, QUESTIONS))
        done.append(cell)
    if done:
        street.network.take_turns([program.url for program in street.programs])
        await street.redeliver([one for cell in done for one in cell.asked])
    count(street, done)
    return done


def count(street: Street, cells: Iterable[Cell]) -> None:
    """
    Replies per question, in the workspace.
    """
    for cell in (one for one in cells if one.database == street.database):
        replies = [street.replies(one) for one in cell.asked]
        cell.lost = sum(found == 0 for found in replies)
        cell.double = sum(found > 1 for found in replies)


async def _one(street: Street, cell: Cell, hit: int) -> None:
    point, reaching = POINTS[cell.point], RETRIES[cell.retry]
    while len(street.programs) < (1 if street.database == "sqlite" else 2):
        await street.start()
    victim = street.programs[0]
    street.network.route = lambda _attempt: victim.url
    street.network.loses = lambda attempt: bool(reaching) and attempt == 0
    await _kill(street, cell, point, victim, hit)
    street.network.route = lambda _attempt: NOBODY
    if street.database == "sqlite":
        await _let_pass(street, RETRY_DELAYS[: max(0, reaching - 1)])
        await street.bury(victim)
        survivor = await street.start()
    else:
        survivor = street.programs[1]
    # What is new by now, the bot's own replies among it, reaches the survivor at once.
    street.network.route = lambda number: NOBODY if 0 < number < reaching else survivor.url
    await _let_pass(street, RETRY_DELAYS)
    await street.until(lambda: all(street.replies(one) for one in cell.asked))
    cell.unfinished = not await street.finished()
    if victim in street.programs:
        await street.bury(victim)
    street.network.loses = lambda _attempt: False
    while street.clock.sleeping:
        # A machine that was too busy to acknowledge in time: Slack has more attempts.
        await _let_pass(street, RETRY_DELAYS[-1:])


async def _kill(street: Street, cell: Cell, point: Point, victim: Program, hit: int) -> None:
    await victim.arm(cell.point, hit)
    if point.after == "reloading":
        street.edit()
        await victim.said("reloading")
    for _ in range(QUESTIONS):
        cell.asked.append(await street.ask())
    if point.after == "draining":
        await street.asleep()
        victim.terminate()
        await victim.said("draining")
        cell.asked.append(await street.ask())
    ended = await victim.dead()
    assert ended == -signal.SIGKILL, f"it ended with {ended} and was not at {cell.point!r}"


async def _let_pass(street: Street, delays: Iterable[float]) -> None:
    """Slack's next attempts: the clock is moved when everything before them is over."""
    await street.asleep()
    for delay in delays:
        street.clock.move(delay)
        await street.asleep()
