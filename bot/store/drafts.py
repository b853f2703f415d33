"""
What a person left unfinished: one draft a person, replaced by the next, forgotten after a month.

The store does not look inside; what a draft holds is its owner's affair.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.receipts import METADATA, storable

KEPT: Final = timedelta(days=30)
"""How long somebody may come back to one."""

DRAFTS: Final = sa.Table(
    "drafts",
    METADATA,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("saved", sa.Text, nullable=False),
)


def upsert(owner: str, content: str, now: datetime, dialect: str) -> sa.Executable:
    """
    Keep *content* as the draft of *owner*.
    """
    changed = {"content": storable(content), "saved": _moment(now)}
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return (
        insert(DRAFTS)
        .values(owner=owner, **changed)
        .on_conflict_do_update(index_elements=["owner"], set_=changed)
    )


def of(owner: str, now: datetime) -> sa.Select[tuple[str]]:
    """
    The draft of *owner*, if it is not too old.
    """
    return sa.select(DRAFTS.c.content).where(
        DRAFTS.c.owner == owner, DRAFTS.c.saved > _moment(now - KEPT)
    )


def forget(owner: str) -> sa.Delete:
    """
    Delete the draft of *owner*.
    """
    return sa.delete(DRAFTS).where(DRAFTS.c.owner == owner)


def forget_old(now: datetime) -> sa.Delete:
    """
    Delete what nobody may come back to any more.
    """
    return sa.delete(DRAFTS).where(DRAFTS.c.saved <= _moment(now - KEPT))


def _moment(time: datetime) -> str:
    """In UTC and of one length, so that text sorts as time does."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
