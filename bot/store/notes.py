"""
What somebody else said, to be known when they cannot be asked: one note a name, the last one stays.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from bot.store.receipts import METADATA

NOTES: Final = sa.Table(
    "notes",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("said", sa.Text, nullable=False),
)
_UPSERT: Final = sa.text(
    "INSERT INTO notes (name, said) VALUES (:name, :said) "
    "ON CONFLICT (name) DO UPDATE SET said = excluded.said"
)


def upsert(name: str, said: str) -> sa.Executable:
    """
    Note under *name* what was *said*.
    """
    return _UPSERT.bindparams(name=name, said=said)


def of(name: str) -> sa.Select[tuple[str]]:
    """
    What is noted under *name*.
    """
    return sa.select(NOTES.c.said).where(NOTES.c.name == name)
