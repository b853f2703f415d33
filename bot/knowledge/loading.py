"""
A folder to a base or a snapshot, with everything that is wrong with it said at once.
"""

from __future__ import annotations

from pathlib import Path

from bot.core.checks import check
from bot.core.errors import KnowledgeError
from bot.core.findings import Finding
from bot.core.learned import Learned
from bot.core.model import KnowledgeBase
from bot.core.parsing import parse
from bot.core.snapshot import Snapshot, learn
from bot.knowledge.cache import recall, remember
from bot.knowledge.reader import Reading, read


def load(folder: Path, cache: Path | None = None) -> Snapshot:
    """
    The snapshot of *folder*; what its index learns is kept in *cache*, where one is given.

    Raises KnowledgeError with every finding when no usable base is there.
    """
    base = load_base(folder)
    return ready(base, learned_from(base, cache))


def ready(base: KnowledgeBase, learned: Learned) -> Snapshot:
    """
    The snapshot of a checked *base*, with all worked out that the first question would wait for.
    """
    _ = base.needs, base.asked, base.sourced, base.disagreements_on
    return Snapshot.build(base, learned)


def learned_from(base: KnowledgeBase, cache: Path | None = None) -> Learned:
    """
    What the index of *base* learns, recalled from *cache* or kept there, where one is given.
    """
    learned = recall(cache, base.revision) if cache else None
    if learned is None:
        learned = learn(base)
        if cache:
            remember(cache, base.revision, learned)
    return learned


def load_base(folder: Path) -> KnowledgeBase:
    """
    The base in *folder*, checked, without an index.

    Raises KnowledgeError with every finding when it is not usable.
    """
    reading = read(folder)
    base, findings = examined(reading)
    errors = [finding for finding in findings if finding.level == "error"]
    if base is None or errors:
        raise KnowledgeError(errors, reading.revision)
    return base


def examine(folder: Path) -> tuple[KnowledgeBase | None, tuple[Finding, ...]]:
    """
    The base in *folder*, if its files make one, and every finding that bears on its use, in order.
    """
    reading = read(folder)
    return examined(reading)


def examined(reading: Reading) -> tuple[KnowledgeBase | None, tuple[Finding, ...]]:
    """
    The base that a *reading* makes, if it makes one, and every finding that bears on its use.
    """
    if not reading.revision:
        return None, reading.findings
    parsed = parse(reading.revision, reading.documents, reading.ordinary)
    if isinstance(parsed, KnowledgeBase):
        if reading.findings:
            return None, tuple(sorted(reading.findings))
        return parsed, tuple(sorted(check(parsed, reading.documents)))
    unreadable = {finding.place.path for finding in reading.findings}
    missed = [one for one in parsed if one.place.path not in unreadable]
    return None, tuple(sorted((*reading.findings, *missed)))
