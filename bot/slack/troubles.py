"""
Where errors become words: known ones a sentence of the wording, unknown ones a reference.

The log gets the reference with the type and the places; never an error's text, which may hold
what a person wrote.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.core.wording import say
from bot.logs import places
from bot.slack.identity import Identity

_SENTENCES: Final = {
    "expired_trigger_id": "too_late",
    "trigger_expired": "too_late",
    "exchanged_trigger_id": "too_late",
    "trigger_exchanged": "too_late",
    "not_in_channel": "how_to_invite",
    "channel_not_found": "how_to_invite",
    "is_archived": "cannot_post",
    "restricted_action": "cannot_post",
    "restricted_action_read_only_channel": "cannot_post",
}
"""What a person can do about an error of Slack's, by its code; names of sentences."""

log = structlog.get_logger(__name__)


def code_of(error: BaseException) -> str:
    """
    Slack's word for *error*, or empty.
    """
    data = getattr(getattr(error, "response", None), "data", None)
    found: Any = data.get("error") if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def status_of(error: SlackApiError) -> int:
    """
    The HTTP status an API error came with, 0 if there is none.
    """
    response: Any = error.response
    found = getattr(response, "status_code", None) or getattr(response, "status", None)
    return found if isinstance(found, int) else 0


def words_for(error: Exception, wording: Mapping[str, str], me: Identity) -> str:
    """
    What a person is told of *error*.
    """
    sentence = _SENTENCES.get(code_of(error))
    if sentence is not None:
        log.info("refused by Slack", code=code_of(error))
        return say(wording, sentence, bot=f"@{me.name}")
    return say(wording, "trouble", reference=log_trouble("listener failed", error))


def log_trouble(event: str, error: BaseException) -> str:
    """
    Log *error* without its text; the reference to find it by.
    """
    reference = secrets.token_hex(4)
    log.error(
        event,
        reference=reference,
        error=type(error).__name__,
        code=code_of(error) or None,
        at=places(error),
    )
    return reference
