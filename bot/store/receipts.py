"""
A receipt says what was asked, what was answered, and from which knowledge revision.

There is one receipt a question, under the question's key. Its id follows from the key alone, so a
question that is answered again after a crash has the receipt id that an earlier message may
already carry.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()

RECEIPTS: Final = sa.Table(
    "receipts",
    METADATA,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("ts", sa.Text, nullable=False),
    sa.Column("thread_ts", sa.Text, nullable=False),
    sa.Column("reply_ts", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("confidence", sa.Float),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
)


DELETED_AT_ONCE: Final = 1_000


def receipt_id(key: str) -> str:
    """
    The receipt's id, from the question's key: 16 hexadecimal digits.
    """
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    key: str
    """The question: `channel:ts`."""
    channel: str
    ts: str
    thread_ts: str
    reply_ts: str
    """Where the answer stands."""
    text: str
    """What was asked, in plain text."""
    outcome: str
    """`answer`, `clarify` or `decline`."""
    topics: tuple[str, ...] = ()
    """Topic ids, the best first."""
    confidence: float | None = None
    """0 to 1, None unless answered."""
    revision: str
    """Digest of the knowledge files the answer came from."""
    created: datetime
    """Aware; stored in UTC."""

    @property
    def id(self) -> str:
        return receipt_id(self.key)


_COLUMNS: Final = [column.name for column in RECEIPTS.columns]
UPSERT: Final = sa.text(
    f"INSERT INTO receipts ({', '.join(_COLUMNS)}) "
    f"VALUES ({', '.join(f':{name}' for name in _COLUMNS)}) "
    "ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "key")
).bindparams(*(sa.bindparam(one.name, type_=one.type) for one in RECEIPTS.columns))
"""Both databases' own way to write it. As text, because SQLAlchemy would compile its own
`on_conflict_do_update` anew for every receipt: half of what keeping one costs."""


def to_row(receipt: Receipt) -> dict[str, object]:
    """
    What UPSERT takes.
    """
    return {
        "key": receipt.key,
        "id": receipt.id,
        "channel": receipt.channel,
        "ts": receipt.ts,
        "thread_ts": receipt.thread_ts,
        "reply_ts": receipt.reply_ts,
        "text": storable(receipt.text),
        "outcome": receipt.outcome,
        "topics": list(receipt.topics),
        "confidence": receipt.confidence,
        "revision": receipt.revision,
        "created": receipt.created.astimezone(UTC).isoformat(),
    }


def by_key(key: str) -> sa.Select[tuple[object, ...]]:
    return sa.select(RECEIPTS).where(RECEIPTS.c.key == key)


def delete_before(moment: datetime) -> sa.Delete:
    """
    Deletes some of the receipts from before *moment*, at most DELETED_AT_ONCE.
    """
    old = (
        sa.select(RECEIPTS.c.key)
        .where(RECEIPTS.c.created < moment.astimezone(UTC).isoformat())
        .limit(DELETED_AT_ONCE)
    )
    return sa.delete(RECEIPTS).where(RECEIPTS.c.key.in_(old))


def from_row(row: sa.RowMapping) -> Receipt:
    return Receipt(
        key=row["key"],
        channel=row["channel"],
        ts=row["ts"],
        thread_ts=row["thread_ts"],
        reply_ts=row["reply_ts"],
        text=row["text"],
        outcome=row["outcome"],
        topics=tuple(row["topics"]),
        confidence=row["confidence"],
        revision=row["revision"],
        created=datetime.fromisoformat(row["created"]),
    )


def storable(text: str) -> str:
    """
    *text* without what a database refuses: PostgreSQL takes no NUL, neither takes half a
    surrogate pair, and JSON can carry both.
    """
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")
