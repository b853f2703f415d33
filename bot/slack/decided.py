"""
A question decided: the reply with the knowledge it came from, so that both are shown as one.

`Desk` is what every listener works with. It decides from the current snapshot and holds no state
of any conversation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.answers import answer
from bot.core.model import KnowledgeBase
from bot.core.replies import Answer, Clarification, Decline, Reply
from bot.knowledge.live import Live
from bot.slack.identity import Identity
from bot.slack.limits import Limits
from bot.slack.seal import Seal
from bot.slack.troubles import log_trouble

MOST_QUESTION: Final = 3_000
"""Characters of a question that are looked at; a message can have 40,000."""

Observe = Callable[[str, str, float], None]
"""Told of every question: by which door it came, what came of it, in how many seconds."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """
    Deciding went wrong; the reply says so, with a reference that stands in the log.
    """

    reference: str
    revision: str


@dataclass(frozen=True, slots=True)
class Decided:
    """
    A reply and its knowledge.
    """

    reply: Reply | Trouble
    base: KnowledgeBase

    @property
    def outcome(self) -> str:
        """In one word, as in ``fwchoice ask --json``."""
        match self.reply:
            case Answer():
                return "answer"
            case Clarification():
                return "clarify"
            case Decline():
                return "decline"
            case Trouble():
                return "trouble"


@dataclass(frozen=True, slots=True)
class Desk:
    """
    What every listener works with.
    """

    client: AsyncWebClient
    identity: Identity
    live: Live
    observe: Observe
    limits: Limits
    timed: Callable[[float], None] = lambda _: None
    """Told how many seconds each decision took."""

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge as it is now."""
        return self.live.current.base

    @property
    def wording(self) -> Mapping[str, str]:
        """The bot's sentences as they are now."""
        return self.base.wording

    @property
    def seal(self) -> Seal:
        """For what leaves the house and comes back."""
        return Seal(self.client.token or "")

    def decide(self, question: str, topic: str = "") -> Decided:
        """
        The reply to *question*, on *topic* where a person picked one.

        A mistake in the core is the same at every attempt, so it becomes a reply, not a retry.
        """
        snapshot, began = self.live.current, time.monotonic()
        try:
            reply: Reply | Trouble = answer(question[:MOST_QUESTION], snapshot, topic or None)
        except Exception as error:
            reply = Trouble(log_trouble("deciding failed", error), snapshot.base.revision)
        seconds = time.monotonic() - began
        self.timed(seconds)
        # Stands in the one line that the log has of this question, whoever writes it.
        structlog.contextvars.bind_contextvars(
            topics=list(getattr(reply, "topics", ())) or None,
            confidence=getattr(reply, "confidence", None),
            decide_ms=round(seconds * 1_000, 2),
        )
        return Decided(reply, snapshot.base)
