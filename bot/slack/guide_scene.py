"""
What every view of the guide is made from, and how it carries its walk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.core.decision_table import DecisionTable
from bot.core.model import KnowledgeBase
from bot.core.wording import say
from bot.slack.blocks import CallbackId, Json, modal, section
from bot.slack.mrkdwn import escaped
from bot.slack.seal import Seal
from bot.slack.walk import Walk

MOST_METADATA: Final = 3_000
"""Slack's limit for what a view carries."""
FULL: Final = "█"
EMPTY: Final = "░"
"""The cells of a bar, of one width in any font."""


@dataclass(frozen=True, slots=True)
class Scene:
    """
    What every view is made from.
    """

    base: KnowledgeBase
    table: DecisionTable
    seal: Seal

    def carried(self, walk: Walk, most: int = MOST_METADATA) -> str:
        """
        *walk*, sealed, in at most *most* characters; empty where it cannot be made to fit.
        """
        sealed = map(self.seal.sealed, walk.to_texts())
        return next((one for one in sealed if len(one) <= most), "")

    def say(self, name: str, **filled: object) -> str:
        """
        The sentence called *name*, in plain words.
        """
        return say(self.base.wording, name, **filled)

    def modal(
        self, callback: CallbackId, walk: Walk, blocks: Iterable[Json], *, submit: str = ""
    ) -> Json:
        """
        A view of the guide; closing it is told to us, so that the draft is kept.
        """
        close = "ask_close" if walk.is_over or not walk.levels else "guide_close"
        view = modal(
            callback,
            self.table.title,
            self.base.wording[close],
            [*blocks],
            submit=submit,
            metadata=self.carried(walk),
        )
        return view | {"notify_on_close": True}


def loading_view(base: KnowledgeBase, title: str) -> Json:
    """
    What stands there while the first view is made.
    """
    sentence = escaped(base.wording["guide_loading"])
    return modal(CallbackId.GUIDE_LOADING, title, base.wording["ask_close"], [section(sentence)])
