"""
A reload in a process apart, so that nobody waits for it.

Reading and learning take the processor for a second or two. A thread would share it with the
event loop, turn by turn; a process of its own leaves the loop alone, and takes the memory that
learning needs with it when it ends. What it has found comes back through a pipe: the base and what
was learned, from which a snapshot is made in a twentieth of the time.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import structlog

from bot.core.errors import KnowledgeError
from bot.core.snapshot import Snapshot
from bot.knowledge.loading import learned_from, load, load_base, ready

READER: Final = ThreadPoolExecutor(1, thread_name_prefix="knowledge")
"""One thread for every reload: each thread has memory of its own, which one reload fills and the
next in another thread could not use again."""
NICE: Final = 10
"""Whoever asks goes first."""
LONGEST_SECONDS: Final = 60.0
"""A process that takes longer is given up, and the edit is read here: better late than never."""

log = structlog.get_logger(__name__)


async def load_apart(folder: Path, cache: Path | None = None) -> Snapshot:
    """
    As `load`, without holding up the event loop; KnowledgeError as there.
    """
    loop = asyncio.get_running_loop()
    found = await _found_apart(folder, cache)
    if found is None:
        return await loop.run_in_executor(READER, load, folder, cache)
    return await loop.run_in_executor(READER, _snapshot, found)


async def give_back() -> None:
    """
    Return to the system the memory of a snapshot that was let go of, and set aside what stays.

    A snapshot holds circles, which only the garbage collector can let go of, and glibc keeps what
    is free: without this the old snapshot stayed until some later edit. What is left is the
    current snapshot and the program, and the collector looks at them no more until the next edit;
    otherwise it stopped everything for a tenth of a second, three times a minute under load.
    https://docs.python.org/3.11/library/gc.html#gc.freeze
    """
    await asyncio.get_running_loop().run_in_executor(READER, _give_back)


def _give_back() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


async def _found_apart(folder: Path, cache: Path | None) -> bytes | None:
    """What the process says; None when it could not do its work."""
    process = None
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", __name__, folder, cache or ""),
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the bot, which ends this one
            )
            found, _ = await process.communicate()
    except OSError as error:
        log.warning("no process for the reload", error=type(error).__name__)
        return None
    finally:
        if process is not None and process.returncode is None:
            process.kill()
    if process.returncode != 0:
        log.warning("the process for the reload failed", code=process.returncode)
        return None
    return found


def _snapshot(found: bytes) -> Snapshot:
    result = pickle.loads(found)
    if isinstance(result, KnowledgeError):
        raise result
    return ready(*result)


def main(folder: str, cache: str) -> None:
    """
    Read *folder* and learn, and say what was found on standard output.
    """
    with contextlib.suppress(OSError):
        os.nice(NICE)  # which a sandbox may forbid
    try:
        base = load_base(Path(folder))
        result: object = (base, learned_from(base, Path(cache) if cache else None))
    except KnowledgeError as error:
        result = error
    try:
        sys.stdout.buffer.write(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever asked is gone.
        os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
