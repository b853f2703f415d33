"""
The guard at the sockets bites, in this process and in those it starts; and dbos calls nobody.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.delivery.durable import Durable
from tests.scenarios.house import House
from tests.security import egress

FAR = "192.0.2.1"
"""An address for documentation (RFC 5737); nobody has it."""
LEAVING = "do not leave this machine"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A report of this test's own, because what it tries must not fail the run.
    """
    found = tmp_path / "report"
    found.touch()
    monkeypatch.setenv(egress.REPORT, str(found))
    return found


def by_socket(family: int, kind: int, use: Callable[[socket.socket], object]) -> None:
    """
    *use* a new socket, and close it.
    """
    with socket.socket(family, kind) as used:
        use(used)


ATTEMPTS: dict[str, Callable[[], object]] = {
    "connect": lambda: socket.create_connection((FAR, 80), timeout=1),
    "a name": lambda: socket.getaddrinfo("slack.com", 443),
    "a name, the old way": lambda: socket.gethostbyname("slack.com"),
    "a datagram": lambda: by_socket(
        socket.AF_INET, socket.SOCK_DGRAM, lambda one: one.sendto(b"x", (FAR, 53))
    ),
    "IPv6": lambda: by_socket(
        socket.AF_INET6, socket.SOCK_STREAM, lambda one: one.connect(("2001:db8::1", 80))
    ),
    "without waiting": lambda: by_socket(
        socket.AF_INET, socket.SOCK_STREAM, lambda one: one.connect_ex((FAR, 80))
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=list(ATTEMPTS))
def test_nothing_leaves_this_machine(report: Path, attempt: Callable[[], object]) -> None:
    """
    Refused before a packet is sent, and reported.
    """
    with pytest.raises(OSError, match=LEAVING):
        attempt()

    assert len(report.read_text().splitlines()) == 1


async def test_the_event_loop_is_guarded(report: Path) -> None:
    """
    It connects in a way of its own, and looks names up in threads.
    """
    for host in (FAR, "slack.com"):
        with pytest.raises(OSError, match=LEAVING):
            await asyncio.open_connection(host, 443)

    assert len(egress.reported()) == 2


def test_a_program_that_is_started_is_guarded(report: Path) -> None:
    """
    Its attempt fails, and is in the same report.
    """
    code = f"import socket; socket.create_connection(('{FAR}', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=egress.guarded({}),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 1
    assert "EgressError" in done.stderr
    assert FAR in report.read_text()


def test_a_program_without_the_guard_is_not_started(report: Path) -> None:
    """
    Whoever passes an environment of their own must pass the guard along; `guarded` does.
    """
    with pytest.raises(OSError, match=LEAVING):
        subprocess.run([sys.executable, "-c", ""], env={"PATH": os.defpath}, check=False)
    for flag in ("-I", "-E", "-S"):
        with pytest.raises(OSError, match=LEAVING):
            subprocess.run([sys.executable, flag, "-c", ""], check=False)

    assert "without the guard" in report.read_text()


def test_what_is_here_may_be_reached(report: Path) -> None:
    """
    Loopback by number and by name, and names that cannot exist fail without anybody being asked.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
        socket.create_connection(("localhost", port)).close()
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("no-such-host.invalid", 80)

    assert report.read_text() == ""


async def test_dbos_is_quiet(house: House) -> None:
    """
    JSON and no pickle, no conductor, no telemetry.
    """
    from dbos import DBOSPortableJSONSerializer
    from dbos._dbos import _get_dbos_instance

    running = _get_dbos_instance()

    assert Durable._running is not None
    assert isinstance(running._serializer, DBOSPortableJSONSerializer)
    assert running.conductor_websocket is None
    telemetry = running._config["telemetry"]
    assert telemetry["disable_otlp"] is True
    assert not any(telemetry["OTLPExporter"].values())
