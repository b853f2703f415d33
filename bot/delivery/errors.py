"""
What delivery raises, and what may be raised to it.

    DeliveryError
    ├── NotAcceptedError out of accept: the question is not known to be stored, send it again
    ├── RetryLater       into it, from find or post: not now, but in so many seconds
    ├── NeedsMending     into it, from find, post or probe: nothing, until a person has mended it
    ├── CannotLook       into it, from find: the thread cannot be read
    └── GiveUp           into it, from decide, find or post: trying again cannot help

Their reasons go to the log as they are: a code such as `ratelimited`, never a person's words.
Whatever else is raised by find or post is taken for trouble that passes, however long it lasts.
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

    Nothing was posted.
    """

    def __init__(self, seconds: float, reason: str = "retry later") -> None:
        self.seconds = max(0.0, seconds)
        self.reason = reason
        super().__init__(f"{reason}: again in {self.seconds:g} s")


class NeedsMending(DeliveryError):  # noqa: N818 - an instruction, not a fault
    """
    All is refused until a person has done what *way_out* says: a token was revoked.

    Nothing was posted. All questions wait.
    """

    def __init__(self, reason: str, way_out: str) -> None:
        self.reason = reason
        self.way_out = way_out
        super().__init__(f"{reason}: {way_out}")


class CannotLook(DeliveryError):  # noqa: N818 - an instruction, not a fault
    """
    Whether the reply is there already cannot be found out until a person has mended it.

    A question that cannot have been posted is posted all the same; any other waits.
    """

    def __init__(self, reason: str, way_out: str) -> None:
        self.reason = reason
        self.way_out = way_out
        super().__init__(f"{reason}: {way_out}")


class GiveUp(DeliveryError):  # noqa: N818 - an instruction, not a fault
    """
    Trying again cannot help: the channel is gone, the message was deleted.

    With *after*, only when it was said at so many attempts in a row. Nothing was posted.
    """

    def __init__(self, reason: str, after: int = 1) -> None:
        self.reason = reason
        self.after = after
        super().__init__(reason)
