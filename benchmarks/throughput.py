"""
Questions a second and the time to acknowledge them, through the front door, on one core.

    python -m benchmarks.throughput [--rounds N] [--json]

Signed requests go to a server in a process of its own, which has one core; Slack's stand-in and the
requests have the others. Each figure stands beside a bare Bolt app (`benchmarks.bare_bolt`) in the
same run: with nothing durable; with the same durable workflow and an empty decision; and for
requests that store nothing, beside one that acknowledges with a fixed sentence. Rounds take turns,
and the median round counts. A question counts when its reply is posted; SQLite and PostgreSQL write
through to the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from benchmarks.load import (
    Figures,
    Sent,
    Slack,
    command,
    cores,
    environment,
    help_command,
    measure,
    mention,
    server,
)
from tests.crash.report import made
from tests.postgres import NoPostgresError, new_database, postgres

BARE: Final = ["-m", "benchmarks.bare_bolt"]
OURS: Final = ["-m", "bot", "run", "--http"]
AT_ONCE: Final = 16
QUESTIONS: Final = 1_500
COMMANDS: Final = 4_000
RUNS: Final[dict[str, tuple[list[str], str, Callable[[int], Sent], int]]] = {
    "fwchoice, SQLite": (OURS, "sqlite", mention, QUESTIONS),
    "bare Bolt, the same workflow, SQLite": (
        [*BARE, "durable"],
        "sqlite",
        mention,
        QUESTIONS,
    ),
    "fwchoice, PostgreSQL": (OURS, "postgres", mention, QUESTIONS),
    "bare Bolt, the same workflow, PostgreSQL": (
        [*BARE, "durable"],
        "postgres",
        mention,
        QUESTIONS,
    ),
    "bare Bolt, nothing durable": (
        [*BARE, "reply"],
        "sqlite",
        mention,
        QUESTIONS,
    ),
    "fwchoice, /fwchoice QUESTION": (OURS, "sqlite", command, COMMANDS),
    "fwchoice, /fwchoice help": (OURS, "sqlite", help_command, COMMANDS),
    "bare Bolt, a command": (
        [*BARE, "command"],
        "sqlite",
        command,
        COMMANDS,
    ),
}
BESIDE: Final = {
    "fwchoice, SQLite": "bare Bolt, the same workflow, SQLite",
    "fwchoice, PostgreSQL": "bare Bolt, the same workflow, PostgreSQL",
    "fwchoice, /fwchoice QUESTION": "bare Bolt, a command",
    "fwchoice, /fwchoice help": "bare Bolt, a command",
}
"""Which run each of ours is a share of."""


async def one(name: str, postgres_server: str | None) -> Figures:
    """
    One round of the run called *name*, with a database of its own.
    """
    arguments, database, make, number = RUNS[name]
    core, _ = cores()
    folder = Path(tempfile.mkdtemp(prefix="fwchoice-throughput-"))
    try:
        with contextlib.ExitStack() as stack:
            url = f"sqlite:///{folder}/fwchoice.db"
            if database == "postgres":
                url = stack.enter_context(new_database(postgres_server or ""))
            async with Slack().serving() as slack:
                given = environment(slack, folder, url)
                async with server(arguments, given, core, folder / "log") as serving:
                    return await measure(serving, slack, make, number, AT_ONCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def maybe_postgres() -> Iterator[str | None]:
    """
    A server that writes through, or None where there can be none.
    """
    with contextlib.ExitStack() as stack:
        try:
            server_url = stack.enter_context(postgres())
        except NoPostgresError:
            server_url = None
        yield server_url


def median(rounds: list[Figures]) -> Figures:
    """
    The round in the middle, by its rate.
    """
    rate = statistics.median_low(one.per_second for one in rounds)
    return next(one for one in rounds if one.per_second == rate)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Questions a second, beside bare Bolt.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="only the runs with this in their name")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    _, others = cores()
    with maybe_postgres() as postgres_server:
        os.sched_setaffinity(0, others)
        names = [
            name
            for name, run in RUNS.items()
            if given.only in name and (postgres_server or run[1] == "sqlite")
        ]
        rounds: dict[str, list[Figures]] = {name: [] for name in names}
        for _ in range(given.rounds):
            for name in names:
                rounds[name].append(asyncio.run(one(name, postgres_server)))
                print(name, rounds[name][-1].to_json(), file=sys.stderr)
    found = {name: median(each) for name, each in rounds.items()}
    shares = {
        ours: statistics.median(
            mine.per_second / other.per_second
            for mine, other in zip(rounds[ours], rounds[theirs], strict=True)
        )
        for ours, theirs in BESIDE.items()
        if ours in found and theirs in found
    }
    if given.json:
        figures = {name: each.to_json() for name, each in found.items()}
        print(json.dumps({"runs": figures, "shares": shares}, indent=2))
        return
    print(f"{made()}\n")
    print("| | a second | ack ms p50 | p99 | CPU ms each | share of the bare app |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, each in found.items():
        share = f"{shares[name]:.0%}" if name in shares else ""
        print(
            f"| {name} | {each.per_second:,.0f} | {each.ack_ms_p50:.1f} | {each.ack_ms_p99:.1f} "
            f"| {each.cpu_ms:.2f} | {share} |"
        )


if __name__ == "__main__":
    main()
