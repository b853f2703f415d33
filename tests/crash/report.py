"""
The table in RELIABILITY.md: made by a run, read by the test that looks whether it is whole.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.settings import ROOT
from tests.crash.matrix import Cell
from tests.crash.moments import Moments
from tests.crash.points import DATABASES, POINTS, RETRIES, Database

DOCUMENT: Final = ROOT / "RELIABILITY.md"
BEGIN: Final = "<!-- made by `make crash`: begin -->"
END: Final = "<!-- made by `make crash`: end -->"
ENTRY: Final = re.compile(r"(\d+) lost, (\d+) double of (\d+)")
NOT_ASKED: Final = "–"
"""Before it has an acknowledgement Slack always sends again."""


def table(cells: Iterable[Cell], moments: Iterable[Moments]) -> str:
    """
    The whole generated part, without its markers.
    """
    found, by_chance = list(cells), list(moments)
    parts = [made()]
    for database, title in DATABASES.items():
        rows = [cell for cell in found if cell.database == database]
        if not rows:
            continue
        parts.append(f"**{title}**\n\n{_rows(rows)}")
        if mine := [one for one in by_chance if one.database == database and one.kills]:
            parts.append(_in_words(mine))
    return "\n\n".join(parts)


def made() -> str:
    """
    When and on what.
    """
    today = datetime.now(UTC).date().isoformat()
    return (
        f"Made on {today}: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}."
    )


def write(text: str, document: Path = DOCUMENT) -> None:
    """
    Put *text* between the markers.
    """
    old = document.read_text("utf-8")
    head, _, rest = old.partition(BEGIN)
    _, _, tail = rest.partition(END)
    document.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", "utf-8")


def entries(document: str) -> dict[tuple[Database, str, str], tuple[int, int, int]]:
    """
    What stands in a document: (database, point, retry) to lost, double and asked.
    """
    made_by_run = document.partition(BEGIN)[2].partition(END)[0]
    found: dict[tuple[Database, str, str], tuple[int, int, int]] = {}
    for database, title in DATABASES.items():
        part = made_by_run.partition(f"**{title}**")[2].partition("\n**")[0]
        for line in part.splitlines():
            point, *columns = [each.strip() for each in line.strip("|").split("|")]
            if point in POINTS:
                for retry, column in zip(RETRIES, columns, strict=True):
                    if match := ENTRY.fullmatch(column):
                        lost, double, asked = (int(each) for each in match.groups())
                        found[database, point, retry] = (lost, double, asked)
    return found


def _rows(cells: list[Cell]) -> str:
    lines = [
        f"| killed | {' | '.join(RETRIES)} |",
        f"| --- |{' --- |' * len(RETRIES)}",
    ]
    for point in POINTS:
        columns = []
        for retry in RETRIES:
            mine = [cell for cell in cells if (cell.point, cell.retry) == (point, retry)]
            asked = sum(len(cell.asked) for cell in mine)
            lost, double = sum(cell.lost for cell in mine), sum(cell.double for cell in mine)
            columns.append(f"{lost} lost, {double} double of {asked}" if mine else NOT_ASKED)
        lines.append(f"| {point} | {' | '.join(columns)} |")
    return "\n".join(lines)


def _in_words(moments: list[Moments]) -> str:
    return (
        f"At any moment: {sum(one.kills for one in moments)} kills by chance, "
        f"{sum(one.asked for one in moments)} questions, {sum(one.lost for one in moments)} lost, "
        f"{sum(one.double for one in moments)} double."
    )
