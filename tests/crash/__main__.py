"""
The whole crash matrix: `python -m tests.crash [--write]`, or `make crash`.

Prints the table and, with --write, puts it into RELIABILITY.md. Ends with 1 when any question was
lost or answered twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import click

from tests.crash import matrix, moments
from tests.crash.matrix import Cell
from tests.crash.moments import Moments
from tests.crash.points import DATABASES, Database
from tests.crash.points import cells as all_cells
from tests.crash.report import table, write
from tests.crash.street import built
from tests.postgres import UNSAFE, NoPostgresError, new_database, postgres

AT_ONCE: Final[Mapping[Database, int]] = {"sqlite": 2, "postgres": 4}
"""Streets side by side: mostly they wait until a dead process is believed dead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is to be run.
    """

    rounds: int
    kills: int
    seed: int
    point: str


@click.command()
@click.option("--rounds", default=1, help="How often every cell is run.")
@click.option("--kills", default=24, help="Rounds of kills at any moment, on each database.")
@click.option("--seed", default=1, help="Of everything that is left to chance.")
@click.option("--database", type=click.Choice(list(DATABASES)), help="Only this one.")
@click.option("--point", default="", help="Only points with this in their name.")
@click.option("--write", "writing", is_flag=True, help="Put the table into RELIABILITY.md.")
def main(
    rounds: int, kills: int, seed: int, database: Database | None, point: str, writing: bool
) -> None:
    """
    Kill the program at every named point, and count the replies.
    """
    plan = Plan(rounds, kills, seed, point)
    cells: list[Cell] = []
    by_chance: list[Moments] = []
    with contextlib.ExitStack() as stack:
        for each in [database] if database else DATABASES:
            urls = [""] * AT_ONCE[each]
            if each == "postgres":
                try:
                    server = stack.enter_context(postgres(UNSAFE))
                except NoPostgresError as error:
                    raise click.ClickException(f"{error}; --database sqlite does without") from None
                urls = [stack.enter_context(new_database(server)) for _ in urls]
            found, moments_found = asyncio.run(_side_by_side(each, urls, plan))
            cells += found
            by_chance += moments_found
    text = table(cells, by_chance)
    click.echo(text)
    if writing:
        write(text)
    everything: list[Cell | Moments] = [*cells, *by_chance]
    wrong = [one for one in everything if not one.right]
    for one in wrong:
        click.echo(f"WRONG: {one}", err=True)
    sys.exit(1 if wrong else 0)


async def _side_by_side(
    database: Database, urls: list[str], plan: Plan
) -> tuple[list[Cell], list[Moments]]:
    todo = [
        (name, retry)
        for each, name, retry in all_cells()
        if each == database and plan.point in name
    ] * plan.rounds
    done = await asyncio.gather(
        *(_street(database, url, todo[at :: len(urls)], plan, at) for at, url in enumerate(urls))
    )
    return [cell for cells, _ in done for cell in cells], [found for _, found in done]


async def _street(
    database: Database, url: str, todo: list[tuple[str, str]], plan: Plan, at: int
) -> tuple[list[Cell], Moments]:
    seed = plan.seed * 1_000 + at
    async with built(database, url) as street:
        try:
            cells = await matrix.run(street, todo, seed, tell=_tell)
            found = await moments.run(street, plan.kills // AT_ONCE[database], seed)
        except BaseException:
            click.echo(street.log.read_text()[-5_000:], err=True)
            raise
        matrix.count(street, cells)
        return cells, found


def _tell(cell: Cell) -> None:
    click.echo(f"{cell.database}, {cell.point}, {cell.retry}", err=True)


if __name__ == "__main__":
    main()
