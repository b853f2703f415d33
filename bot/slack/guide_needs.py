"""
What a text says of somebody's needs, and whether it is meant to begin the guide.
"""

from __future__ import annotations

from bot.core.decision_table import DecisionTable
from bot.core.model import KnowledgeBase
from bot.core.needs import Needs, Understanding
from bot.core.snapshot import Snapshot
from bot.core.statement import asks
from bot.slack.decided import MOST_QUESTION


def needs_in(text: str, base: KnowledgeBase, table: DecisionTable) -> Understanding:
    """
    The criteria of *table* that *text* states.
    """
    needs = base.needs if base.decisions[:1] == (table,) else Needs(table, base.ordinary)
    return needs.understood(text[:MOST_QUESTION]) if needs else Understanding()


def states_needs(text: str, snapshot: Snapshot) -> bool:
    """
    Whether *text* states needs and asks nothing: then it begins the guide.

    Who names an option asks about it, in however few words.
    """
    text, base = text[:MOST_QUESTION], snapshot.base
    if asks(text) or not base.decisions:
        return False
    if snapshot.index.rank(text).query.mentions.options:
        return False
    return bool(needs_in(text, base, base.decisions[0]).levels)
