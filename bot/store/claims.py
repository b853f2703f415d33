"""
Things to be done once though several processes, or one impatient person, set out to do them.

A claim has a name and an end; whoever makes it first does the thing, the others leave it. It ends
by itself, so that a process that dies in between blocks nobody for long.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import clock
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
MOST_TURNS: Final = 60
"""A turn further away than so many was given before the clock was set back."""


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
        now = clock(self._engine)
        insert = self._insert(CLAIMS).values(name=name, until=now + seconds)
        mine = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"until": insert.excluded.until},
            where=CLAIMS.c.until < now,
        ).returning(CLAIMS.c.name)
        with self._engine.begin() as connection:
            return connection.execute(mine).first() is not None

    def _turn(self, name: str, seconds: float) -> float:
        now = clock(self._engine)
        insert = self._insert(TURNS).values(name=name, free_at=now + seconds)
        is_ahead = sa.and_(TURNS.c.free_at > now, TURNS.c.free_at < now + MOST_TURNS * seconds)
        later = sa.case((is_ahead, TURNS.c.free_at), else_=now) + seconds
        taken = insert.on_conflict_do_update(
            index_elements=["name"], set_={"free_at": later}
        ).returning(TURNS.c.free_at - seconds - now)
        with self._engine.begin() as connection:
            wait: float = connection.execute(taken).scalar_one()
        return max(0.0, wait)

    def _insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        of = sqlite.insert if self._engine.dialect.name == "sqlite" else postgresql.insert
        return of(table)

    def _execute(self, statement: sa.Executable) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)
