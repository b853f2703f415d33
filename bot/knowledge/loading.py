"""
A folder to a base or a snapshot, with everything that is wrong with it said at once.
"""

from __future__ import annotations

from pathlib import Path

from bot.core.checks import check, check_thoroughly
from bot.core.errors import KnowledgeError
from bot.core.findings import Finding
from bot.core.golden import Golden
from bot.core.model import KnowledgeBase
from bot.core.parsing import parse
from bot.core.snapshot import Snapshot
from bot.knowledge.cache import recall, remember
from bot.knowledge.golden import read_golden
from bot.knowledge.reader import read


def load(folder: Path, cache: Path | None = None) -> Snapshot:
    """
    The snapshot of *folder*; what its index learns is kept in *cache*, where one is given.

    Raises KnowledgeError with every finding when no usable base is there.
    """
    base = load_base(folder)
    learned = recall(cache, base.revision) if cache else None
    snapshot = Snapshot.build(base, learned)
    if cache and learned is None:
        remember(cache, base.revision, snapshot.index.learned)
    return snapshot


def load_base(folder: Path) -> KnowledgeBase:
    """
    The base in *folder*, checked, without an index.

    Raises KnowledgeError with every finding when it is not usable.
    """
    base, findings = examine(folder)
    errors = [finding for finding in findings if finding.level == "error"]
    if base is None or errors:
        raise KnowledgeError(errors)
    return base


def examine(
    folder: Path, *, thoroughly: bool = False
) -> tuple[KnowledgeBase | None, tuple[Finding, ...]]:
    """
    The base in *folder*, if its files make one, and every finding about it, in order.

    *thoroughly* looks at phrasings and golden questions as well, which takes a moment.
    """
    reading = read(folder)
    if not reading.revision:
        return None, reading.findings
    golden, findings = read_golden(folder) if thoroughly else (Golden(), ())
    parsed = parse(reading.revision, reading.documents, reading.ordinary)
    if isinstance(parsed, KnowledgeBase):
        if reading.findings:
            return None, tuple(sorted((*reading.findings, *findings)))
        found = check(parsed, reading.documents)
        if thoroughly:
            usable = not any(finding.level == "error" for finding in found)
            index = Snapshot.build(parsed).index if usable else None
            found = check_thoroughly(parsed, reading.documents, golden, index)
        return parsed, tuple(sorted((*found, *findings)))
    unreadable = {finding.place.path for finding in reading.findings}
    missed = [one for one in parsed if one.place.path not in unreadable]
    return None, tuple(sorted((*reading.findings, *missed, *findings)))
