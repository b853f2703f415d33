"""
A bot as a process of its own, to be armed, told to stop, killed and waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.settings import ROOT
from tests.security.egress import guarded

START_SECONDS: Final = 90.0
"""Generous: the machine may be busy."""
ADDRESS: Final = re.compile(r"over HTTP at (\S+?)\.?$")


class Program:
    """
    One process. Its log goes to *log*, to be read when something went wrong.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.url = ""
        """Slack's request URL, once it serves."""

    @classmethod
    async def load(cls, environment: Mapping[str, str], log: Path) -> Program:
        """
        A process that has loaded the program and waits for *start*.
        """
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with log.open("ab") as stderr:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.crash.program", "run", "--http"),
                cwd=ROOT,
                env=guarded({**inherited, **environment}),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,
            )
        return cls(process)

    async def start(self) -> None:
        """
        Let it run; returns when it serves.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(b"start\n")
        self.url = await self._address()

    @property
    def pid(self) -> int:
        """The system's number for it."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.returncode is None

    async def arm(self, point: str, hit: int) -> None:
        """
        Let it die when *point* is reached for the *hit*-th time.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(f"{point}|{hit}\n".encode())
        await self.said("armed")

    async def said(self, word: str) -> None:
        """
        Wait until it says *word* on a line of its own.
        """
        async with asyncio.timeout(START_SECONDS):
            while await self._line() != word:
                pass

    def terminate(self) -> None:
        """
        SIGTERM, as a deploy does it.
        """
        self._process.terminate()

    async def dead(self, seconds: float = 30.0) -> int:
        """
        Wait for its end; minus the signal that ended it, or its exit code.
        """
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def kill(self) -> None:
        """
        SIGKILL to it and to whatever it started.
        """
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def _address(self) -> str:
        async with asyncio.timeout(START_SECONDS):
            while True:
                found = ADDRESS.search(await self._line())
                if found:
                    return found.group(1)

    async def _line(self) -> str:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"it ended with {await self._process.wait()}; see its log")
        return line.decode().rstrip("\n")
