"""
One attempt to bring something to the app, and how it went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.workspace.message import Json

Kind = Literal["event", "command", "interaction", "url_verification"]
Transport = Literal["http", "socket", "none"]
Outcome = Literal["acknowledged", "timeout", "http_error", "connection_failed"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a transport has to say about one attempt.
    """

    outcome: Outcome
    status: int | None = None
    body: Json | str | None = None
    """The parsed JSON, or the text, of the acknowledgement."""
    no_retry: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    The record of one attempt.
    """

    kind: Kind
    payload: Json
    transport: Transport
    answer: Answer
    retry_num: int
    retry_reason: str | None
    at: float
    """Seconds of the workspace's clock when it was sent."""
    seconds: float
    """How long the app took."""

    @property
    def acknowledged(self) -> bool:
        """Whether the app said yes in time."""
        return self.answer.outcome == "acknowledged"

    @property
    def status(self) -> int | None:
        """The HTTP status, if there was one."""
        return self.answer.status

    @property
    def body(self) -> Json | str | None:
        """What came with the acknowledgement."""
        return self.answer.body

    @property
    def event(self) -> Json:
        """The event inside, empty for other kinds."""
        return dict(self.payload.get("event") or {})

    @property
    def error(self) -> str | None:
        """What Slack tells a person whose command was not acknowledged."""
        if self.acknowledged:
            return None
        return "operation_timeout" if self.answer.outcome == "timeout" else "dispatch_failed"
