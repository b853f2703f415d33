"""
Names that at most one living process of a machine holds; the system frees them when it dies.

Each is a locked file beside the SQLite database. Nothing is written that a crash could leave
behind as a false claim.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path


class FileLocks:
    """
    One file a name in *directory*, locked with flock.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._held: dict[str, int] = {}

    def acquire(self, name: str) -> bool:
        """
        Hold *name* until released or dead; False when a living process (also this one) has it.
        """
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
