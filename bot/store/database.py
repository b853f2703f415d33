"""
A database URL -> an engine that is connected, or a StoreError that says what to do.

The pools are small on purpose. SQLite has one writer at a time: two connections hand over
fairly, twenty sleep in its busy handler (measured with dbos: 590 against 320 questions a second,
p99 of an accept 0.1 s against 0.8 s). Bound values never appear in an error's text, because they
hold what people wrote.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from bot.core.errors import StoreError

WAYS_OUT: Final = "use sqlite:///var/fwchoice.db or postgresql://user:password@host/name"
SQLITE_CONNECTIONS: Final = 2
POSTGRES_CONNECTIONS: Final = 5
BUSY_MILLISECONDS: Final = 30_000
"""How long a SQLite writer waits for another process's transaction."""
IDLE_TRANSACTION_MILLISECONDS: Final = 60_000
"""PostgreSQL ends a session that holds locks and does nothing for this long."""
CONNECT_SECONDS: Final = 5
QUIET_SECONDS: Final = 1.0
"""A connection that was used so lately is taken to be there still."""
UNHEARD_MILLISECONDS: Final = 10_000
"""A connection on which the other machine acknowledges nothing for this long is lost."""


def parse(database_url: str) -> sa.URL:
    """
    The URL with its driver: `postgres://`, as Heroku writes it, is accepted.
    """
    try:
        url = sa.make_url(database_url.strip())
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(f"DATABASE_URL is not a database URL; {WAYS_OUT}.") from None
    match url.drivername:
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" | "sqlite+pysqlite":
            if url.database in (None, "", ":memory:"):
                raise StoreError(
                    "DATABASE_URL names no file, and a database in memory loses questions at a "
                    f"restart; {WAYS_OUT}."
                )
            return url.set(drivername="sqlite")
        case other:
            raise StoreError(f"DATABASE_URL starts with {other!r}, which is not known; {WAYS_OUT}.")


def connect(url: sa.URL) -> sa.Engine:
    """
    The engine for *url*, after a first connection has succeeded.
    """
    engine = _sqlite(url) if is_sqlite(url) else _postgres(url)
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except sa.exc.SQLAlchemyError as error:
        engine.dispose()
        raise StoreError(
            f"The database {url.render_as_string()} cannot be used: {first_line(error)}. "
            "Start it, or correct DATABASE_URL."
        ) from error
    return engine


def is_sqlite(url: sa.URL) -> bool:
    return url.get_backend_name() == "sqlite"


def first_line(error: Exception) -> str:
    """
    What the driver says, without SQLAlchemy's frame around it.
    """
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")


def clock(engine: sa.Engine) -> Any:
    """
    Now, in seconds, by the clock that all processes share: the database's, or on one machine the
    machine's.
    """
    if engine.dialect.name == "sqlite":
        return time.time()
    return sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.Double)


def clock_sql(engine: sa.Engine) -> tuple[str, dict[str, float]]:
    """
    `clock` for a statement that is written as text: how to write it, and the parameters it takes.
    """
    if engine.dialect.name == "sqlite":
        return ":now", {"now": time.time()}
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)", {}


def _sqlite(url: sa.URL) -> sa.Engine:
    path = Path(str(url.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Created here and not by SQLite, so that it is ours alone from its first byte on;
        # SQLite gives its -wal and -shm files the same permissions.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # And so that one that was there before, with what people wrote in it, is ours alone, too.
        for one in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            with contextlib.suppress(FileNotFoundError, PermissionError):
                one.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"The database file {path} cannot be written: {error.strerror}. "
            "Correct its permissions, or set DATABASE_URL."
        ) from error
    engine = sa.create_engine(
        url, pool_size=SQLITE_CONNECTIONS, max_overflow=0, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # A transaction takes the write lock when it begins: no deadlock between readers that
        # want to become writers. synchronous stays FULL: what was accepted survives a power cut.
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def _postgres(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": UNHEARD_MILLISECONDS,
        },
    )
    _ping_after_quiet(engine)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET idle_in_transaction_session_timeout = {IDLE_TRANSACTION_MILLISECONDS}"
            )
        connection.commit()

    return engine


def _ping_after_quiet(engine: sa.Engine) -> None:
    """
    Before use, ask whether a connection that was not used just now is still there.

    SQLAlchemy's own `pool_pre_ping` asks every time: three questions to the database where the
    work itself is three.
    """

    @sa.event.listens_for(engine, "checkin")
    def put_back(_connection: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def take(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", 0.0) < QUIET_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # The pool opens another one in its place.
            raise sa.exc.DisconnectionError from error
