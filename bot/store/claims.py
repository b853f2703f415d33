"""
Things to be done once though several processes, or one impatient person, set out to do them.

A claim has a name and an end; whoever makes it first does the thing, the others leave it. It ends
by itself, so that a process that dies in between blocks nobody for long.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from bot.store.database import clock, clock_sql
from bot.store.processes import Run
from bot.store.receipts import METADATA

CLAIMS: Final = sa.Table(
    "claims",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("until", sa.Double, nullable=False),
)
TURNS: Final = sa.Table(
    "turns",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("free_at", sa.Double, nullable=False),
)
"""When each channel may next be posted to. To lose it does no harm: PostgreSQL does not log it."""
SKEW_SECONDS: Final = 1.0
"""A claim that ends so much later than it can was made before the clock was set back."""
MOST_TURNS: Final = 60
"""A turn further away than so many was given before the clock was set back."""

# As text: SQLAlchemy would compile its own `on_conflict_do_update` anew every time, and a turn is
# taken for every question.
_MAKE: Final = """
INSERT INTO claims (name, until) VALUES (:name, {now} + :seconds)
ON CONFLICT (name) DO UPDATE SET until = excluded.until
WHERE claims.until < {now} OR claims.until > {now} + :seconds + :skew
RETURNING name
"""
_TURN: Final = """
INSERT INTO turns (name, free_at) VALUES (:name, {now} + :seconds)
ON CONFLICT (name) DO UPDATE SET free_at = :seconds + CASE
    WHEN turns.free_at > {now} AND turns.free_at < {now} + :far THEN turns.free_at ELSE {now} END
RETURNING free_at - :seconds - {now}
"""


class Claims:
    """
    Claims, and turns to wait for.
    """

    def __init__(self, engine: sa.Engine, run: Run) -> None:
        self._engine = engine
        self._run = run

    async def make(self, name: str, seconds: float) -> bool:
        """
        Claim *name* for *seconds*; False when it is claimed already.
        """
        made: bool = await self._run(lambda: self._make(name, seconds))
        return made

    async def drop(self, name: str) -> None:
        """
        Let *name* be claimed again: the thing was not done.
        """
        await self._run(lambda: self._execute(sa.delete(CLAIMS).where(CLAIMS.c.name == name)))

    async def turn(self, name: str, seconds: float) -> float:
        """
        Take the next turn of *name*, of which there is one in *seconds*; how long to wait for it.
        """
        wait: float = await self._run(lambda: self._turn(name, seconds))
        return wait

    async def forget(self) -> None:
        """
        Delete what has ended.
        """
        now = clock(self._engine)
        await self._run(lambda: self._execute(sa.delete(CLAIMS).where(CLAIMS.c.until < now)))
        await self._run(lambda: self._execute(sa.delete(TURNS).where(TURNS.c.free_at < now)))

    def _make(self, name: str, seconds: float) -> bool:
        return self._insert(_MAKE, name=name, seconds=seconds, skew=SKEW_SECONDS) is not None

    def _turn(self, name: str, seconds: float) -> float:
        wait: float = self._insert(_TURN, name=name, seconds=seconds, far=MOST_TURNS * seconds)
        return max(0.0, wait)

    def _insert(self, statement: str, **values: object) -> Any:
        """What it returns, if anything."""
        now, more = clock_sql(self._engine)
        with self._engine.begin() as connection:
            inserted = sa.text(statement.format(now=now))
            return connection.execute(inserted, {**values, **more}).scalar()

    def _execute(self, statement: sa.Executable) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)
