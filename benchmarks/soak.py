"""
Ten minutes at fifty questions a second, with a fault every few seconds.

    python -m benchmarks.soak [--minutes N] [--rate N] [--database sqlite|postgres] [--json]

The real program (on PostgreSQL two of it) is asked in many channels of the emulated workspace.
Faults take turns: an edit of the knowledge; the Web API refuses with 429, answers 500, or breaks
the connection before or after a post; and in the first quarter of the time, as every third fault, a
process is killed or told to stop, and started again. Slack's retries come on its own schedule. In
the end every question must have one reply, and every acknowledgement must have come within three
seconds; memory is measured in the second half, of processes that have had time to fill what they
remember. Ends with 1 when any of it does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.load import QUESTIONS
from bot.workspace import Message
from tests.crash.points import DATABASES, Database
from tests.crash.process import Program
from tests.crash.report import made
from tests.crash.street import BOT, Street, built
from tests.postgres import new_database, postgres

FAULT_SECONDS: Final = 5.0
CHANNELS_PER_RATE: Final = 4
"""A channel takes one post a second: each is asked every four seconds on average."""
PEOPLE: Final = ("ada", "grace", "linus")
"""In turn: one alone would now and then ask more in a channel than is taken from one person."""
ACK_SECONDS: Final = 3.0
ACK_P99_SECONDS: Final = 0.5
MEMORY_SECONDS: Final = 2.0
FLAT_MIB_A_MINUTE: Final = 1.0
WARM_SECONDS: Final = 120.0
"""A process fills what it remembers first: 10,000 keys are 200 seconds at 50 questions a second."""
MEASURED_MINUTES: Final = 10.0
"""In a shorter run no process gets as old as that; in one as long as this it must."""
RESTART_EVERY: Final = 3
END_SECONDS: Final = 420.0
"""Slack's last attempt comes six minutes after the first."""


@dataclass
class Soak:
    """
    One run.
    """

    street: Street
    seconds: float
    rate: float
    began: float = field(default_factory=time.monotonic)
    asked: list[Message] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    """By process id: seconds since the beginning, MiB."""

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    async def run(self) -> dict[str, Any]:
        """
        Ask, break, measure; then wait for the last answers.
        """
        for _ in range(1 if self.street.database == "sqlite" else 2):
            await self.street.start()
        self._turn()
        self.began = time.monotonic()
        measuring = asyncio.create_task(self._measure())
        breaking = asyncio.create_task(self._break())
        await self._ask()
        await breaking
        measuring.cancel()
        self.street.workspace.faults.clear()
        waited = time.monotonic()
        courier = self.street.workspace.courier
        await self.street.until(lambda: self._all_answered() or not courier.busy, END_SECONDS)
        await self.street.finished()
        await asyncio.sleep(2)
        return self._found(time.monotonic() - waited)

    async def _ask(self) -> None:
        chance, rooms = random.Random(1), len(self.street.workspace.world.team.channels)
        number = 0
        while self.elapsed < self.seconds:
            while number < self.elapsed * self.rate:
                text = QUESTIONS[number % len(QUESTIONS)].replace("&", "&amp;")
                said = self.street.workspace.say(
                    PEOPLE[number % len(PEOPLE)], f"room{chance.randrange(rooms)}", f"{BOT} {text}"
                )
                self.asked.append(await said)
                number += 1
            await asyncio.sleep(0.005)

    async def _break(self) -> None:
        workspace = self.street.workspace
        post = "chat.postMessage"
        passing: dict[str, Callable[[], object]] = {
            "edit of the knowledge": self.street.edit,
            "429": lambda: workspace.fail(post, retry_after=1, times=5),
            "broken after the post": lambda: workspace.drop(post, after_effect=True, times=5),
            "500": lambda: workspace.fail(post, status=500, times=5),
            "broken before the post": lambda: workspace.drop(post, times=5),
        }
        kinds, ends = itertools.cycle(passing), itertools.cycle(("killed", "told to stop"))
        for number in itertools.count(1):
            await asyncio.sleep(FAULT_SECONDS)
            if self.elapsed > self.seconds - 2 * FAULT_SECONDS:
                return
            if number % RESTART_EVERY == 0 and self.elapsed < self.seconds / 4:
                kind = next(ends)
                await self._again(killed=kind == "killed")
            else:
                kind = next(kinds)
                passing[kind]()
            self.faults[kind] = self.faults.get(kind, 0) + 1

    async def _again(self, *, killed: bool) -> None:
        victim = self.street.programs[0]
        if killed:
            await victim.kill()
        else:
            victim.terminate()
            await victim.dead()
        await self.street.bury(victim)
        await self.street.start()
        self._turn()

    def _turn(self) -> None:
        """Slack's requests go to whoever lives, in turn; also those for a dead one, until then."""
        self.street.network.take_turns([program.url for program in self.street.programs])

    async def _measure(self) -> None:
        while True:
            for program in self.street.programs:
                with contextlib.suppress(OSError):
                    mib = resident_mib(program)
                    self.memory.setdefault(program.pid, []).append((self.elapsed, mib))
            await asyncio.sleep(MEMORY_SECONDS)

    def _all_answered(self) -> bool:
        return all(self.street.replies(one) for one in reversed(self.asked))

    def _found(self, waited: float) -> dict[str, Any]:
        brought = [one for one in self.street.workspace.deliveries if one.kind == "event"]
        acks = sorted(one.seconds for one in brought if one.acknowledged)
        outcomes: dict[str, int] = {}
        for one in brought:
            if not one.acknowledged:
                said = one.answer.outcome + (f" {one.status}" if one.status else "")
                outcomes[said] = outcomes.get(said, 0) + 1
        taken = {one.event.get("ts") for one in brought if one.acknowledged}
        unanswered = [one.ts for one in self.asked if not self.street.replies(one)]
        refused = sum(ts not in taken for ts in unanswered)
        measured = {pid: found for pid in self.memory if (found := self._measured(pid)) is not None}
        return {
            "database": self.street.database,
            "minutes": round(self.seconds / 60, 2),
            "asked": len(self.asked),
            "per_second": round(len(self.asked) / self.seconds, 1),
            "faults": self.faults,
            "refused": refused,
            "lost": len(unanswered) - refused,
            "double": sum(self.street.replies(one) > 1 for one in self.asked),
            "ack_ms_p50": round(acks[len(acks) // 2] * 1000, 1),
            "ack_ms_p99": round(acks[int(len(acks) * 0.99)] * 1000, 1),
            "ack_ms_most": round(acks[-1] * 1000, 1),
            "not_acknowledged": outcomes,
            "memory_mib": {pid: level(found) for pid, found in measured.items()},
            "memory_slope_mib_a_minute": {
                pid: round(slope(found), 3) for pid, found in measured.items()
            },
            "waited_for_the_last_seconds": round(waited, 1),
        }

    def _measured(self, pid: int) -> np.ndarray | None:
        """Minutes and MiB in the second half, if the process was warm then and lived through it."""
        first = self.seconds / 2
        found = self.memory[pid]
        if found[0][0] > first - WARM_SECONDS or found[-1][0] < self.seconds - FAULT_SECONDS:
            return None
        return np.array([(at / 60, mib) for at, mib in found if first <= at <= self.seconds])


def level(measured: np.ndarray) -> list[float]:
    """
    MiB in the first minute of *measured*, and in the last; the median of each.
    """
    at, mib = measured.T
    ends = (mib[at <= at[0] + 1], mib[at >= at[-1] - 1])
    return [round(float(np.median(one)), 1) for one in ends]


def slope(measured: np.ndarray) -> float:
    """
    MiB a minute: the median slope between any two moments (P. K. Sen, JASA 63, 1968). While an
    edit is read there are two snapshots; on which minutes those seconds fall must not decide.
    """
    at, mib = measured.T
    one, other = np.triu_indices(len(at), 1)
    return float(np.median((mib[other] - mib[one]) / (at[other] - at[one])))


def resident_mib(program: Program) -> float:
    """
    What the process has in memory; ProcessLookupError when it has died.
    """
    status = Path(f"/proc/{program.pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    if found is None:
        raise ProcessLookupError(program.pid)
    return int(found[1]) / 1024


def problems(found: dict[str, Any]) -> list[str]:
    """
    What does not hold.
    """
    said = []
    if found["lost"] or found["double"]:
        said.append(f"{found['lost']} questions lost, {found['double']} answered twice")
    if found["refused"]:
        said.append(f"{found['refused']} questions were not taken in any of Slack's attempts")
    if found["ack_ms_most"] > ACK_SECONDS * 1000 or "timeout" in found["not_acknowledged"]:
        said.append("an acknowledgement took more than three seconds")
    if found["ack_ms_p99"] > ACK_P99_SECONDS * 1000:
        said.append(f"the p99 of acknowledgements is {found['ack_ms_p99']} ms")
    slopes = found["memory_slope_mib_a_minute"].values()
    if not slopes and found["minutes"] >= MEASURED_MINUTES:
        said.append("no process lived long enough for its memory to be measured")
    if any(one > FLAT_MIB_A_MINUTE for one in slopes):
        said.append("memory grows")
    return said


def table(runs: list[dict[str, Any]]) -> str:
    """
    The runs side by side, as they stand in RELIABILITY.md.
    """
    titles = [DATABASES[one["database"]] for one in runs]
    lines = [f"| | {' | '.join(titles)} |", f"| --- |{' --- |' * len(runs)}"]
    lines += [f"| {name} | {' | '.join(say(one) for one in runs)} |" for name, say in ROWS.items()]
    return "\n".join(lines)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


ROWS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "minutes, questions a second": lambda one: f"{one['minutes']:g}, {one['per_second']:g}",
    "faults": lambda one: _counted(one["faults"]),
    "questions, acknowledged and lost, answered twice": lambda one: (
        f"{one['asked']:,}, {one['lost']}, {one['double']}"
    ),
    "not acknowledged in any of Slack's four attempts": lambda one: str(one["refused"]),
    "acknowledged in ms: p50, p99, the longest": lambda one: (
        f"{one['ack_ms_p50']}, {one['ack_ms_p99']}, {one['ack_ms_most']}"
    ),
    "not acknowledged, and sent again by Slack": lambda one: _counted(one["not_acknowledged"]),
    "memory, from the first minute of the second half to the last, MiB": lambda one: (
        ", ".join(f"{middle} → {end}" for middle, end in one["memory_mib"].values()) or "–"
    ),
    "its growth in the second half, MiB a minute": lambda one: (
        ", ".join(f"{mib:+.2f}" for mib in one["memory_slope_mib_a_minute"].values()) or "–"
    ),
    "last answer after the last question, s": lambda one: str(one["waited_for_the_last_seconds"]),
}
"""Names of rows, and what stands in them."""


async def soaked(database: Database, url: str, minutes: float, rate: float) -> dict[str, Any]:
    """
    One run on *database*.
    """
    channels = max(20, int(rate * CHANNELS_PER_RATE))
    async with built(database, url, channels=channels, real_time=True) as street:
        return await Soak(street, minutes * 60, rate).run()


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="Many questions, and a fault every few seconds.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--database", choices=[*DATABASES], help="only on this one")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    runs: list[dict[str, Any]] = []
    for database in [given.database] if given.database else DATABASES:
        with contextlib.ExitStack() as stack:
            url = ""
            if database == "postgres":
                url = stack.enter_context(new_database(stack.enter_context(postgres())))
            runs.append(asyncio.run(soaked(database, url, given.minutes, given.rate)))
        # Whoever stops it in the second run keeps the first.
        print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
    wrong = [f"{one['database']}: {each}" for one in runs for each in problems(one)]
    if given.json:
        print(json.dumps({"runs": runs, "wrong": wrong}, indent=2))
    else:
        print(f"{made()}\n\n{table(runs)}")
        print("\n".join(f"WRONG: {one}" for one in wrong), file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
