"""
What delivery raises, and what may be raised to it.

    DeliveryError
    ├── NotAcceptedError out of accept: the question is not known to be stored, send it again
    ├── RetryLater       into it, from find or post: not now, but in so many seconds
    └── GiveUp           into it, from decide, find or post: never, trying again cannot help

Their reasons go to the log as they are: a code such as `ratelimited`, never a person's words.
"""

from __future__ import annotations

from bot.core.errors import BotError


class DeliveryError(BotError):
    """
    A question could not be taken or answered.
    """


class NotAcceptedError(DeliveryError):
    """
    The question is not known to be stored; whoever sent it should send it again.
    """


class RetryLater(DeliveryError):  # noqa: N818 - an instruction, not a fault
    """
    Refused for *seconds*: too many requests, or a service that names the time it comes back.
    """

    def __init__(self, seconds: float, reason: str = "retry later") -> None:
        self.seconds = max(0.0, seconds)
        self.reason = reason
        super().__init__(f"{reason}: again in {self.seconds:g} s")


class GiveUp(DeliveryError):  # noqa: N818 - an instruction, not a fault
    """
    Trying again cannot help: the channel is gone, the message was deleted.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
