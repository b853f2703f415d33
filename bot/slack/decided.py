"""
A question decided: the reply with the knowledge it came from, so that both are shown as one.

`Desk` is what every listener works with. It decides from the current snapshot and holds no state
of any conversation.
"""

from __future__ import annotations

import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.answers import answer
from bot.core.model import KnowledgeBase
from bot.core.replies import Answer, Clarification, Decline, Reply
from bot.core.snapshot import Snapshot
from bot.knowledge.live import Live
from bot.slack.identity import Identity
from bot.slack.limits import Limits
from bot.slack.seal import Seal
from bot.slack.troubles import log_trouble

MOST_QUESTION: Final = 3_000
"""Characters of a question that are looked at; a message can have 40,000."""
REPLIES_KEPT: Final = 500
"""The same question gives the same reply: a press on its buttons, or a suggestion that many
press, need not be decided anew. A reply takes a few KiB."""

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


class Kept:
    """
    The latest replies of one snapshot.
    """

    def __init__(self) -> None:
        self._snapshot: Callable[[], Snapshot | None] = lambda: None
        """Held weakly: in a quiet hour an edit would leave the old one in memory."""
        self._replies: OrderedDict[tuple[str, str], Reply] = OrderedDict()

    def reply(self, question: str, topic: str, snapshot: Snapshot) -> Reply:
        """
        The reply to *question* from *snapshot*, decided when it is not at hand.
        """
        if snapshot is not self._snapshot():
            self._snapshot, self._replies = weakref.ref(snapshot), OrderedDict()
        asked = (question, topic)
        found = self._replies.get(asked)
        if found is None:
            found = self._replies[asked] = answer(question, snapshot, topic or None)
            if len(self._replies) > REPLIES_KEPT:
                self._replies.popitem(last=False)
        else:
            self._replies.move_to_end(asked)
        return found


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
    kept: Kept = field(default_factory=Kept)

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
            reply: Reply | Trouble = self.kept.reply(question[:MOST_QUESTION], topic, snapshot)
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
