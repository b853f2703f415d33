"""
Which events are addressed to the bot, and the question in each.

Addressed: a mention in a channel, its ``message`` twin (same key), every message of a person in
the direct message. Not: the bot's own words and those of other bots, edits, deletions, joins, and
whatever else is said in a channel or thread; none of that is ever stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.delivery import Question
from bot.slack.identity import Identity
from bot.slack.mrkdwn import mentions, plain

EVENTS: Final = frozenset({"app_mention", "message.im"})
"""What the manifest subscribes to; more (`message.channels`) does no harm, the twin is known."""
_OF_PEOPLE: Final = frozenset({None, "file_share", "thread_broadcast"})
_NAME: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
_TS: Final = re.compile(r"\d{1,16}(?:\.\d{1,16})?", re.ASCII)
"""Keys are made of these, and stand in the log."""
_SLACKBOT: Final = "USLACKBOT"


def question_in(event: Mapping[str, Any], me: Identity) -> Question | None:
    """
    The question *event* puts to the bot, or None.
    """
    kind, channel, ts, user = (_text(event, name) for name in ("type", "channel", "ts", "user"))
    text = _text(event, "text")
    if kind not in {"app_mention", "message"} or not _NAME.fullmatch(user):
        return None
    if not (_NAME.fullmatch(channel) and _TS.fullmatch(ts)):
        return None
    if user in {me.user_id, _SLACKBOT} or event.get("bot_id") or event.get("edited"):
        return None
    if event.get("subtype") not in _OF_PEOPLE or event.get("hidden"):
        return None
    direct = event.get("channel_type") == "im"
    if kind == "message" and not direct and not mentions(text, me.user_id):
        return None
    thread = _text(event, "thread_ts")
    return Question(
        key=f"{channel}:{ts}",
        channel=channel,
        ts=ts,
        thread_ts=thread if _TS.fullmatch(thread) else ts,
        user=user,
        text=plain(text, me.user_id),
    )


def _text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) else ""
