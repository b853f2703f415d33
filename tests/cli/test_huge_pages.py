"""
The program's memory is taken in pages of the usual size.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

SETTING: Final = "NUMPY_MADVISE_HUGEPAGE"
MAPS: Final = Path("/proc/self/smaps")
ASKED: Final = """
import bot.cli.main
import numpy
kept = numpy.ones(1 << 21)
lines = open("/proc/self/smaps").read().splitlines()
print(sum("hg" in line.split() for line in lines if line.startswith("VmFlags:")))
"""


@pytest.mark.skipif(not MAPS.exists(), reason="the system does not say how memory is used")
def test_nobody_asks_for_huge_pages() -> None:
    """
    Else what is put where an array was would take 2 MB for every 4 KiB.
    """
    environment = {name: value for name, value in os.environ.items() if name != SETTING}
    asked = [sys.executable, "-c", ASKED]
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)

    assert said.stdout == "0\n"
