"""
Counting the failures of a call after which delivery makes another attempt.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from bot.delivery import GiveUp, RetryLater

P = ParamSpec("P")
T = TypeVar("T")


def counting(
    call: Callable[P, Awaitable[T]], retried: Callable[[str], None]
) -> Callable[P, Awaitable[T]]:
    """
    *call*, telling *retried* why it will be made again.
    """

    async def counted(*args: P.args, **named: P.kwargs) -> T:
        try:
            return await call(*args, **named)
        except GiveUp:
            raise
        except Exception as error:
            retried(error.reason if isinstance(error, RetryLater) else type(error).__name__)
            raise

    return counted
