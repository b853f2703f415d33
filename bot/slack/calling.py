"""
Calling the Web API: one client over the shared session, and what is tried again at once.

Tried again: what Slack did not do (429, a connection that was never made), and reads. A message
whose answer was lost may have been posted; that is delivery's to find out.
"""

from __future__ import annotations

import asyncio
import math
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

Client = AsyncWebClient

READS: Final = ("auth.test", "conversations.replies", "apps.connections.open")
REPEAT_SECONDS: Final = 0.2
LONGEST_WAIT_SECONDS: Final = 2.0
"""A longer Retry-After is not waited for here: a person or a place in delivery would wait too."""


class RateLimits(AsyncRetryHandler):
    """
    Waits as long as Slack asks, also fractions of a second, if that is short.
    """

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        return _asked_to_wait(response) <= LONGEST_WAIT_SECONDS

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Wait."""
        state.next_attempt_requested = True
        await asyncio.sleep(_asked_to_wait(response) if response else 0.0)
        state.increment_current_attempt()


def _asked_to_wait(response: HttpResponse) -> float:
    for name, value in response.headers.items():
        if name.lower() == "retry-after":
            try:
                seconds = float(value if isinstance(value, str) else value[0])
            except (ValueError, IndexError):
                return math.inf
            return max(0.0, seconds) if math.isfinite(seconds) else math.inf
    return math.inf


class SafeRepeats(AsyncRetryHandler):
    """
    Repeats reads that failed on the way, and anything that never left this machine.
    """

    def __init__(self, never_sent: tuple[type[Exception], ...]) -> None:
        pause = FixedValueRetryIntervalCalculator(REPEAT_SECONDS)
        super().__init__(max_retry_count=1, interval_calculator=pause)
        self._never_sent = never_sent

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if isinstance(error, self._never_sent):
            return True
        if not request.url.endswith(READS):
            return False
        if error is not None:
            return not isinstance(error, SlackApiError | ValueError)
        return response is not None and response.status_code in {500, 502, 503, 504}


def web_client(
    token: str | None,
    api_url: str,
    session: Any,
    never_sent: tuple[type[Exception], ...],
) -> AsyncWebClient:
    """
    The client for *api_url* over *session*, which also decides about proxies and timeouts.
    """
    client = AsyncWebClient(
        token=token,
        base_url=api_url,
        session=session,
        retry_handlers=[RateLimits(max_retry_count=2), SafeRepeats(never_sent)],
    )
    # The constructor takes a proxy from the environment for every address, loopback too, and
    # knows no NO_PROXY. The session does it right.
    client.proxy = None
    return client
