"""
What every test may ask for: fixtures live in a module named for their subject.

And what no test may do: reach anything that is not on this machine (see tests/security/egress.py).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security import egress

pytest_plugins = ["tests.postgres"]


def pytest_configure(config: pytest.Config) -> None:
    """
    The guard stands before the first test is imported, in this process and those it starts.
    """
    if egress.REPORT in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="fwchoice-egress-")
    report = Path(folder, "report")
    report.touch()
    os.environ[egress.REPORT] = str(report)
    os.environ.update(egress.guarded(os.environ))
    egress.install()
    os.environ.update(egress.guarded(os.environ))

    def tidy() -> None:
        report.unlink(missing_ok=True)
        Path(folder).rmdir()

    config.add_cleanup(tidy)


@pytest.fixture(autouse=True)
def _stays_here() -> Iterator[None]:
    """
    A test during which something tried to leave this machine has failed, whatever else it found.
    """
    before = len(egress.reported())
    yield
    tried = egress.reported()[before:]
    if tried:
        pytest.fail("tried to leave this machine: " + "; ".join(tried), pytrace=False)
