"""
A throw-away PostgreSQL on loopback, for the tests that are about two databases.

The cluster is made once a run in a temporary directory and removed with it; each test gets a
database of its own. As root it runs as user `postgres`, because PostgreSQL refuses to be root.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

SETTINGS = "-c listen_addresses=127.0.0.1 -c max_connections=50"
UNSAFE = "-c fsync=off"
"""Nobody unplugs a test. Figures are measured without."""


class NoPostgresError(Exception):
    """
    There is no PostgreSQL to be had here; the text says why.
    """


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """
    `postgresql://postgres@127.0.0.1:PORT`, without a database's name.
    """
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(postgres(UNSAFE))
        except NoPostgresError as error:
            pytest.skip(str(error))
        yield server


@contextlib.contextmanager
def postgres(settings: str = "") -> Iterator[str]:
    """
    A server for as long as the block runs; NoPostgresError where there can be none.
    """
    programs = _programs()
    if programs is None:
        raise NoPostgresError("no PostgreSQL here: neither PATH nor /usr/lib/postgresql has initdb")
    as_postgres = _as_postgres()
    if as_postgres is None:
        raise NoPostgresError(
            "PostgreSQL refuses to run as root, and there is no user postgres to become"
        )
    directory = Path(tempfile.mkdtemp(prefix="fwchoice-postgres-"))
    data, port = directory / "data", _free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_postgres, str(programs / program), *arguments],
            check=True,
            cwd=directory,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )

    try:
        if as_postgres:
            shutil.chown(directory, "postgres")
        run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"{SETTINGS} {settings} -c port={port} -c unix_socket_directories={directory}"
        log = str(directory / "log")
        run("pg_ctl", "-D", str(data), "-o", options, "-l", log, "-w", "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """
    An empty database for one test.
    """
    with new_database(postgres_server) as url:
        yield url


@contextlib.contextmanager
def new_database(server: str) -> Iterator[str]:
    """
    An empty database on *server*, dropped at the end.
    """
    name = f"test_{uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """
    The same test over both databases.
    """
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/fwchoice.db"
    return str(request.getfixturevalue("postgres_url"))


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    return found[-1].parent if found else None


def _as_postgres() -> list[str] | None:
    """
    What to put before a command: nothing unless we are root; None when there is no way.
    """
    if os.geteuid() != 0:
        return []
    known = any(
        line.startswith("postgres:") for line in Path("/etc/passwd").read_text().split("\n")
    )
    if known and shutil.which("runuser"):
        return ["runuser", "-u", "postgres", "--"]
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
