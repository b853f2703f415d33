"""
What delivery should do about a refusal of Slack's: again in so many seconds, when a person has
mended it, or never.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot.delivery import CannotLook, GiveUp, NeedsMending, RetryLater
from bot.slack.calling import Client
from bot.slack.troubles import code_of, status_of

TOKEN_CODES: Final = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Only a person can mend these; what waits is answered when they have."""
UNREADABLE_CODES: Final = frozenset(
    {
        "access_denied",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "missing_scope",
        "not_allowed_token_type",
        "team_access_not_granted",
    }
)
"""Said of a thread, these are about reading it: posting may be allowed all the same."""
PASSING_CODES: Final = frozenset(
    {
        "accesslimited",
        "fatal_error",
        "internal_error",
        "invalid_cursor",
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "service_unavailable",
        "team_added_to_org",
    }
)
LASTING_CODES: Final = frozenset(
    {
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "user_not_found",
    }
)
"""The same at every attempt. Codes nobody has told us of are tried a few times."""
LIMIT_CODES: Final = frozenset({"rate_limited", "ratelimited"})
ATTEMPTS_AT_THE_UNKNOWN: Final = 6
GATEWAY_TIMEOUTS: Final = frozenset({408, 504})
"""Something before Slack did not wait for its answer: the message may still come."""
USUAL_WAIT_SECONDS: Final = 30.0
MOST_WAIT_SECONDS: Final = 600.0
WAY_OUT: Final = (
    "install the Slack app again, set SLACK_BOT_TOKEN to the token under 'OAuth & Permissions' "
    "and start the bot anew"
)
WAY_OUT_OF_SCOPES: Final = (
    "add the scope under 'OAuth & Permissions' of the Slack app, install it again and run "
    "fwchoice doctor"
)
WAY_OUT_OF_LOOKS: Final = (
    "Slack must let the app read the threads it answers in: see that it is a member of the "
    "channel, and run fwchoice doctor"
)


async def probe(client: Client) -> None:
    """
    Ask Slack whether it answers and takes the token; raises as posting would.
    """
    try:
        await client.auth_test()
    except SlackApiError as error:
        raise instruction(error) from error


def instruction(error: SlackApiError) -> Exception:
    """
    What delivery should do about *error*.
    """
    code, status = code_of(error), status_of(error)
    if status == 429 or (code in LIMIT_CODES and "retry-after" in _headers(error)):
        return RetryLater(retry_after(error), "ratelimited")
    if code in TOKEN_CODES:
        needed = _needed(error)
        reason = f"Slack refuses the token: {code}" + (f" ({needed})" if needed else "")
        return NeedsMending(reason, WAY_OUT_OF_SCOPES if code == "missing_scope" else WAY_OUT)
    if status in GATEWAY_TIMEOUTS or code == "request_timeout":
        return TimeoutError(code)
    if status >= 500 or not code or code in PASSING_CODES:
        return error
    return GiveUp(code, after=1 if code in LASTING_CODES else ATTEMPTS_AT_THE_UNKNOWN)


def look_instruction(error: SlackApiError) -> Exception:
    """
    What delivery should do about *error* when it looked in a thread.

    Only that there is no such thread or channel ends a question. Whatever else is refused, and
    keeps being refused, tells nothing of whether the reply is there.
    """
    code, told = code_of(error), instruction(error)
    if code == "missing_scope":
        needed = _needed(error) or "channels:history, groups:history or im:history"
        return CannotLook(f"missing_scope ({needed})", WAY_OUT_OF_SCOPES)
    is_strange = isinstance(told, GiveUp) and code not in LASTING_CODES
    return CannotLook(code, WAY_OUT_OF_LOOKS) if is_strange or code in UNREADABLE_CODES else told


def _needed(error: SlackApiError) -> str:
    data = error.response.data if isinstance(error.response.data, dict) else {}
    found = data.get("needed")
    return found if isinstance(found, str) else ""


def retry_after(error: SlackApiError) -> float:
    """
    The seconds Slack asks to wait, also fractional, within reason.
    """
    try:
        seconds = float(_headers(error).get("retry-after", USUAL_WAIT_SECONDS))
    except (TypeError, ValueError):
        seconds = math.nan
    if not math.isfinite(seconds):
        return USUAL_WAIT_SECONDS
    return min(max(seconds, 0.0), MOST_WAIT_SECONDS)


def _headers(error: SlackApiError) -> Mapping[str, Any]:
    """Those of the answer, by lower-case name."""
    found: Mapping[str, Any] = getattr(error.response, "headers", None) or {}
    return {name.lower(): value for name, value in found.items()}
