"""
The current snapshot, and the watch over the folder it came from.

`current` is replaced whole, never changed; a question keeps the snapshot it began with. An edit
that cannot be used is reported once and the last good snapshot goes on answering.
"""

from __future__ import annotations

import asyncio
import time
import weakref
from pathlib import Path
from typing import Final

import structlog

from bot.core.errors import KnowledgeError
from bot.core.findings import Finding
from bot.core.model import KnowledgeBase
from bot.core.snapshot import Snapshot
from bot.knowledge.apart import give_back, load_apart
from bot.knowledge.loading import load
from bot.knowledge.reader import ORDINARY_WORDS, knowledge_files

POLL_SECONDS = 1.0
"""How often the folder is looked at; stat calls only, a few dozen files."""

GIVE_BACK_SECONDS: Final = 60.0
"""So long after an edit no question that began before it is at hand; whoever still holds the old
snapshot is a circle, which only `give_back` ends."""

MOST_TOLD: Final = 20
"""Findings in the log and the readiness; ``fwchoice check`` prints all."""

log = structlog.get_logger(__name__)


class Live:
    """
    The snapshot a running bot answers from, and what became of the last edit.
    """

    def __init__(self, folder: Path, current: Snapshot, cache: Path | None = None) -> None:
        self.folder = folder
        self._cache = cache
        self.current = current
        self.rejected: tuple[Finding, ...] = ()
        """The findings of the last edit when it could not be used."""
        self.rejected_revision = ""
        """Of that edit; empty when its files could not even be read."""
        self._seen = _stamp(folder)
        self._replaced: weakref.ref[KnowledgeBase] | None = None
        """What the last edit replaced, until its memory was given back."""
        self._replaced_at = 0.0

    @classmethod
    def open(cls, folder: Path, cache: Path | None = None) -> Live:
        """
        The knowledge in *folder*, what its index learns kept in *cache* where one is given. Raises
        KnowledgeError when there is no usable base to begin with.
        """
        seen = _stamp(folder)
        live = cls(folder, load(folder, cache), cache)
        live._seen = seen  # an edit made while this was read is taken up, too
        return live

    async def refresh(self) -> bool:
        """
        Take up an edit if there is one; whether there was. Reads and learns off the event loop.
        """
        if self._is_free():
            self._replaced = None
            await give_back()
        stamp = await asyncio.to_thread(_stamp, self.folder)
        if stamp == self._seen:
            return False
        self._seen = stamp
        try:
            fresh = await load_apart(self.folder, self._cache)
        except KnowledgeError as error:
            self.rejected, self.rejected_revision = error.findings, error.revision
            told = [str(one) for one in error.findings[:MOST_TOLD]]
            log.warning("knowledge.rejected", findings=told, count=len(error.findings))
            return True
        self.rejected, self.rejected_revision = (), ""
        if fresh.base.revision != self.current.base.revision:
            self.current, fresh = fresh, self.current
            log.info("knowledge.loaded", revision=self.current.base.revision)
        self._replaced, self._replaced_at = weakref.ref(fresh.base), time.monotonic()
        return True

    def _is_free(self) -> bool:
        """Whether the last question that began with the old snapshot is answered, or seems lost."""
        if self._replaced is None:
            return False
        waited = time.monotonic() - self._replaced_at
        return self._replaced() is None or waited > GIVE_BACK_SECONDS


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the knowledge files: changes whenever one of them does."""
    stamps = []
    for path in (*knowledge_files(folder), folder / ORDINARY_WORDS):
        try:
            status = path.stat()
        except OSError:
            stamps.append((str(path), 0, 0))
        else:
            stamps.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(stamps)
