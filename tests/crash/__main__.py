"""
The whole crash matrix: `python -m tests.crash [--write]`, or `make crash`.

Prints the table and, with --write, puts it into RELIABILITY.md. Ends with 1 when any question was
lost or answered twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

import click

from tests.crash import matrix, moments
from tests.crash.matrix import Cell
from tests.crash.moments import Moments
from tests.crash.points import DATABASES, Database, cells
from tests.crash.report import table, write
from tests.crash.street import built
from tests.postgres import UNSAFE, NoPostgresError, new_database, postgres


@click.command()
@click.option("--rounds", default=1, help="How often every cell is run.")
@click.option("--kills", default=25, help="Rounds of kills at any moment, on each database.")
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
    found: list[Cell] = []
    by_chance: dict[Database, Moments] = {}
    with contextlib.ExitStack() as stack:
        for each in [database] if database else DATABASES:
            url = ""
            if each == "postgres":
                try:
                    url = stack.enter_context(new_database(stack.enter_context(postgres(UNSAFE))))
                except NoPostgresError as error:
                    raise click.ClickException(f"{error}; --database sqlite does without") from None
            asyncio.run(_one(each, url, rounds, kills, seed, point, found, by_chance))
    text = table(found, by_chance)
    click.echo(text)
    if writing:
        write(text)
    wrong = [cell for cell in found if not cell.right]
    for cell in wrong:
        click.echo(f"WRONG: {cell}", err=True)
    if wrong or any(one.lost or one.double or one.unfinished for one in by_chance.values()):
        sys.exit(1)


async def _one(
    database: Database,
    url: str,
    rounds: int,
    kills: int,
    seed: int,
    point: str,
    found: list[Cell],
    by_chance: dict[Database, Moments],
) -> None:
    todo = [(name, retry) for each, name, retry in cells() if each == database and point in name]
    async with built(database, url) as street:
        for number in range(rounds):
            done = await matrix.run(street, todo, seed + number, tell=_tell)
            found.extend(done)
        if kills:
            by_chance[database] = await moments.run(street, kills, seed)
        matrix.count(street, found)


def _tell(cell: Cell) -> None:
    click.echo(f"{cell.database}, {cell.point}, {cell.retry}", err=True)


if __name__ == "__main__":
    main()
