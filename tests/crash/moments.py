"""
Killed at any moment: not at a named point, but so many milliseconds after the first question.

Every round asks a few questions, kills one process by chance, loses some acknowledgements, and may
kill again while the next process takes over. The seed makes the chances the same; when exactly the
process was where, the machine decides.
"""

from __future__ import annotations

import asyncio
import random
import signal
from dataclasses import dataclass
from typing import Final

from bot.workspace import Message
from bot.workspace.workspace import RETRY_DELAYS
from tests.crash.points import Database
from tests.crash.street import Street

QUESTIONS: Final = 4
LONGEST_SECONDS: Final = 0.12
"""An answer takes a hundredth of a second; a few at once and their receipts, this long."""
AGAIN: Final = 0.3
"""How often the next process is killed, too, soon after it began to serve."""
LOST: Final = 0.3
"""How often an acknowledgement is lost."""


@dataclass
class Moments:
    """
    What came of a number of rounds.
    """

    database: Database
    kills: int
    asked: int
    lost: int
    double: int
    unfinished: bool

    @property
    def right(self) -> bool:
        """Whether every question has exactly one reply."""
        return not (self.lost or self.double or self.unfinished)


async def run(street: Street, rounds: int, seed: int) -> Moments:
    """
    *rounds* rounds on one street.
    """
    chance = random.Random(seed)
    asked: list[Message] = []
    kills = 0
    for _ in range(rounds):
        mine = []
        while len(street.programs) < (1 if street.database == "sqlite" else 2):
            await street.start()
        street.network.take_turns([program.url for program in street.programs])
        street.network.loses = lambda _attempt: chance.random() < LOST
        for _ in range(QUESTIONS):
            mine.append(await street.ask())
            await asyncio.sleep(chance.uniform(0, LONGEST_SECONDS / QUESTIONS / 2))
        await asyncio.sleep(chance.uniform(0, LONGEST_SECONDS))
        kills += await _kill_and_mend(street, chance)
        await street.asleep()
        while street.clock.sleeping:
            street.clock.move(RETRY_DELAYS[-1])
            await street.asleep()
        await street.until(lambda mine=mine: all(street.replies(one) for one in mine))  # type: ignore[misc]
        asked.extend(mine)
    street.network.loses = lambda _attempt: False
    unfinished = not await street.finished()
    street.network.take_turns([program.url for program in street.programs])
    await street.redeliver(asked)
    replies = [street.replies(one) for one in asked]
    return Moments(
        street.database,
        kills,
        len(asked),
        sum(found == 0 for found in replies),
        sum(found > 1 for found in replies),
        unfinished,
    )


async def _kill_and_mend(street: Street, chance: random.Random) -> int:
    kills = 0
    while True:
        victim = chance.choice(street.programs)
        await victim.kill()
        assert await victim.dead() == -signal.SIGKILL
        kills += 1
        street.programs.remove(victim)
        await street.start()
        street.network.take_turns([program.url for program in street.programs])
        if chance.random() >= AGAIN:
            return kills
        await asyncio.sleep(chance.uniform(0, 1.5))
