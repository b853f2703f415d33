"""
A folder as its curator sees it: everything that is wrong, phrasings and golden questions included.
"""

from __future__ import annotations

from pathlib import Path

from bot.core.checks import check_thoroughly
from bot.core.findings import Finding
from bot.core.model import KnowledgeBase
from bot.core.snapshot import Snapshot
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import examined
from bot.knowledge.reader import read


def review(folder: Path) -> tuple[KnowledgeBase | None, tuple[Finding, ...]]:
    """
    The base in *folder*, if its files make one, and every finding of every rule, in order.

    Takes a moment: the index is built to see what wins what.
    """
    reading = read(folder)
    base, found = examined(reading)
    golden, findings = read_golden(folder)
    if base is not None:
        usable = not any(finding.level == "error" for finding in found)
        index = Snapshot.build(base).index if usable else None
        found = tuple(check_thoroughly(base, reading.documents, golden, index))
    return base, tuple(sorted((*found, *findings)))
