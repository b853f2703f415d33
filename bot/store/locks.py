"""
Names that at most one living process holds; the system frees them when the process dies.

SQLite: a locked file beside the database. PostgreSQL: an advisory lock of one session kept open
for nothing else. Nothing is written that a crash could leave behind as a false claim.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from pathlib import Path

import sqlalchemy as sa

from bot.store.database import CONNECT_SECONDS, is_sqlite


def locks_for(url: sa.URL) -> FileLocks | SessionLocks:
    return FileLocks(Path(f"{url.database}.locks")) if is_sqlite(url) else SessionLocks(url)


class FileLocks:
    """
    One file a name in *directory*, locked with flock.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._held: dict[str, int] = {}

    def acquire(self, name: str) -> bool:
        if name in self._held:
            return False
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path(name), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._held[name] = file
        return True

    def release(self, name: str) -> None:
        file = self._held.pop(name, None)
        if file is not None:
            self._path(name).unlink(missing_ok=True)
            os.close(file)

    def close(self) -> None:
        for name in tuple(self._held):
            self.release(name)

    def _path(self, name: str) -> Path:
        return self._directory / hashlib.sha256(name.encode()).hexdigest()[:32]


class SessionLocks:
    """
    PostgreSQL advisory locks, all held by one session outside the pool.
    """

    def __init__(self, url: sa.URL) -> None:
        self._engine = sa.create_engine(
            url,
            poolclass=sa.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        self._session: sa.Connection | None = None
        self._held: set[str] = set()
        self._one_at_a_time = threading.Lock()

    def acquire(self, name: str) -> bool:
        with self._one_at_a_time:
            session = self._living_session()
            if name in self._held:
                return False
            taken = session.scalar(sa.select(sa.func.pg_try_advisory_lock(_number(name))))
            if taken:
                self._held.add(name)
            return bool(taken)

    def release(self, name: str) -> None:
        with self._one_at_a_time:
            if name not in self._held or self._session is None:
                return
            self._held.discard(name)
            try:
                self._session.execute(sa.select(sa.func.pg_advisory_unlock(_number(name))))
            except sa.exc.SQLAlchemyError:
                self._end_session()

    def close(self) -> None:
        with self._one_at_a_time:
            self._end_session()
            self._engine.dispose()

    def _living_session(self) -> sa.Connection:
        """
        A session that lives: a lost one has lost its locks, whatever we remember.
        """
        if self._session is not None:
            try:
                self._session.execute(sa.text("SELECT 1"))
            except sa.exc.SQLAlchemyError:
                self._end_session()
        if self._session is None:
            self._session = self._engine.connect()
        return self._session

    def _end_session(self) -> None:
        """
        PostgreSQL has freed its locks by now, or does so when it sees the end.
        """
        self._held.clear()
        if self._session is not None:
            self._session.close()
            self._session = None


def _number(name: str) -> int:
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
