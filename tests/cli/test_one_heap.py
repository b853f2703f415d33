"""
However many threads the program has, they take memory from one heap.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Final

import pytest

ASKED: Final = """
import ctypes, threading
from bot.cli.run import be_frugal

def takes_memory(together):
    kept = [bytearray(1000) for _ in range(1000)]
    together.wait()

libc = ctypes.CDLL(None)
be_frugal()
together = threading.Barrier(4)
threads = [threading.Thread(target=takes_memory, args=(together,)) for _ in range(4)]
for one in threads: one.start()
for one in threads: one.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
"""


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_info"), reason="the system does not say how many"
)
def test_threads_share_one_heap() -> None:
    """
    Else each holds what it once used and no other can use.
    """
    asked = [sys.executable, "-c", ASKED]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout

    assert said.count("<heap nr=") == 1
