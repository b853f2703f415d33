"""
A guard at the sockets of Python: everything that is not on this machine is refused and reported.

It is set up in the tests' own process by `tests/conftest.py`, and in every Python program they
start by `tests/security/guard/sitecustomize.py`, which Python runs before anything else; a Python
program that would be started without it is refused, too. What is not Python (PostgreSQL, Chromium)
it does not see.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

REPORT: Final = "EGRESS_REPORT"
"""The environment variable that names the file every guarded process reports to."""
FOLDER: Final = Path(__file__).parent / "guard"
_NOWHERE: Final = (".invalid", ".test", ".example")
"""Names that no server has, by RFC 2606 and 6761; not even a server of names is asked for them."""


class EgressError(OSError):
    """
    Something wanted to leave this machine.
    """


def guarded(environment: Mapping[str, str]) -> dict[str, str]:
    """
    *environment* for a Python program that is to run behind the guard.
    """
    path = [str(FOLDER), *filter(None, [environment.get("PYTHONPATH")])]
    return {
        **environment,
        "PYTHONPATH": os.pathsep.join(path),
        REPORT: os.environ.get(REPORT, os.devnull),
    }


def install() -> None:
    """
    Guard this process until its end: such a hook cannot be taken out again.
    """
    sys.addaudithook(_watch)


def reported() -> list[str]:
    """
    What all processes of this run tried.
    """
    report = os.environ.get(REPORT, os.devnull)
    return Path(report).read_text("utf-8").splitlines() if Path(report).is_file() else []


def _watch(event: str, given: tuple[Any, ...]) -> None:
    match event:
        case "socket.connect" | "socket.sendto" | "socket.sendmsg":
            _address(event, given[0], given[1])
        case "socket.getaddrinfo" | "socket.gethostbyname" | "socket.gethostbyaddr":
            _name(event, given[0])
        case "subprocess.Popen":
            _program(given)
        case "os.exec" | "os.posix_spawn":
            _program((given[0], given[1], None, given[2]))


def _address(event: str, used: socket.socket, address: Any) -> None:
    if used.family not in {socket.AF_INET, socket.AF_INET6} or address is None:
        return
    if not _is_here(str(address[0])):
        _refuse(event, repr(address))


def _name(event: str, host: Any) -> None:
    name = host.decode("latin-1") if isinstance(host, bytes) else str(host or "")
    if name.endswith(_NOWHERE):
        raise socket.gaierror(socket.EAI_NONAME, "there is no such name")
    if name and not _is_here(name):
        _refuse(event, name)


def _program(given: tuple[Any, ...]) -> None:
    program, arguments, _, environment = given
    first = str(program or (arguments[0] if arguments else ""))
    if not Path(first).name.startswith("python"):
        return
    known = os.environ if environment is None else environment
    flags = {str(one) for one in list(arguments)[1:3]}
    if str(FOLDER) not in str(known.get("PYTHONPATH", "")) or flags & {"-I", "-E", "-S"}:
        _refuse("a Python program without the guard", str(list(arguments)[:6]))


def _is_here(host: str) -> bool:
    if host in {"localhost", socket.gethostname()}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback or host == "0.0.0.0"
    except ValueError:
        return False


def _refuse(event: str, what: str) -> None:
    report = os.environ.get(REPORT)
    if report:
        with Path(report).open("a", encoding="utf-8") as file:
            file.write(f"{event} {what} by {' '.join(sys.argv[:3])}\n")
    raise EgressError(f"the tests do not leave this machine: {event} {what}")
