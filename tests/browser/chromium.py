"""
Where Chromium is, and how it is started for a page on loopback.
"""

from __future__ import annotations

import shutil
from pathlib import Path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A quiet browser: the page is all it talks to. Root (CI) needs it without the sandbox."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> Path | None:
    """
    The system's Chromium, or None where there is none.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None
