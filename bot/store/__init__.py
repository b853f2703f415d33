"""
The edge to the database: a SQLite file, or PostgreSQL by URL.

Our own tables live beside those of dbos in the same database and are used through the same
engine, so one small pool serves both. Every call that waits for the database waits in a thread;
the event loop never does.
"""

from bot.store.receipts import Receipt
from bot.store.store import Store

__all__ = ["Receipt", "Store"]
