"""
What delivery is handed: find a reply by its key in the thread, post it, and its receipt.

The key stands in the message's metadata, so a reply is found by any process after any crash. A
refusal becomes an instruction for delivery: again in so many seconds, when a person has mended it,
or never. Whatever else fails (connections, timeouts, 5xx) is left to delivery's own backoff, which
looks before it posts again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.core.errors import SlackError
from bot.delivery import Question
from bot.slack.blocks import Json, Message
from bot.slack.decided import Decided, Desk
from bot.slack.refusals import instruction, look_instruction
from bot.slack.rendering import Frame, message_for
from bot.slack.troubles import code_of
from bot.store import Receipt
from bot.store.receipts import receipt_id

REPLY_TYPE: Final = "fwchoice_reply"
SHARED_TYPE: Final = "fwchoice_shared"
PAGE: Final = 200
BLOCK_CODES: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Posting:
    """
    Replies in threads.
    """

    desk: Desk
    timed: Callable[[float, bool], None] = lambda _seconds, _taken: None
    """Told how many seconds each call that posts took, and whether Slack took it."""

    def decide(self, text: str) -> Decided:
        """
        The reply to a stored question.
        """
        return self.desk.decide(text)

    async def find(self, question: Question) -> str | None:
        """
        The ts of the reply to *question* that is in its thread already.
        """
        cursor = ""
        while True:
            try:
                page = await self.desk.client.conversations_replies(
                    channel=question.channel,
                    ts=question.thread_ts,
                    oldest=question.ts,
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor or None,
                )
            except SlackApiError as error:
                raise look_instruction(error) from error
            messages = page.get("messages")
            if not isinstance(messages, list):
                raise SlackError("The Web API said yes to a look, and not what it saw.")
            for message in messages:
                if self._is_reply_to(message, question.key):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None

    async def post(self, question: Question, decided: Decided) -> str:
        """
        Post the reply in the thread; its ts.
        """
        message = message_for(decided, Frame(key=question.key))
        try:
            posted = await self._post(question, decided, message, with_blocks=True)
        except SlackApiError as error:
            if code_of(error) not in BLOCK_CODES:
                raise instruction(error) from error
            # Our mistake, and not the asker's: better plain words than none.
            log.error("blocks refused", code=code_of(error), key=question.key)
            try:
                posted = await self._post(question, decided, message, with_blocks=False)
            except SlackApiError as another:
                raise instruction(another) from another
        ts = posted.get("ts")
        if not isinstance(ts, str):
            raise SlackError("The Web API said yes to a post, and not where it stands.")
        self.desk.observe(
            "direct" if question.channel.startswith("D") else "mention",
            decided.outcome,
            _seconds_since(question.ts),
        )
        return ts

    def receipt(self, question: Question, decided: Decided, ts: str) -> Receipt:
        """
        What was asked and answered.
        """
        reply = decided.reply
        return Receipt(
            key=question.key,
            channel=question.channel,
            ts=question.ts,
            thread_ts=question.thread_ts,
            reply_ts=ts,
            text=question.text,
            outcome=decided.outcome,
            topics=tuple(getattr(reply, "topics", ())),
            confidence=getattr(reply, "confidence", None),
            revision=reply.revision,
            created=datetime.now(UTC),
        )

    async def _post(
        self, question: Question, decided: Decided, message: Message, *, with_blocks: bool
    ) -> Any:
        began, taken = time.monotonic(), False
        try:
            posted = await self.desk.client.chat_postMessage(
                channel=question.channel,
                thread_ts=question.thread_ts,
                text=message.text,
                blocks=list(message.blocks) if with_blocks else None,
                metadata=reply_metadata(question.key, decided),
                unfurl_links=False,
                unfurl_media=False,
                mrkdwn=True,
            )
            taken = True
        finally:
            seconds = time.monotonic() - began
            self.timed(seconds, taken)
            structlog.contextvars.bind_contextvars(
                reply=decided.outcome, post_ms=round(seconds * 1_000, 1)
            )
        return posted

    def _is_reply_to(self, message: Json, key: str) -> bool:
        """Metadata can be written by any app: only our own messages count."""
        me = self.desk.identity
        if message.get("bot_id") != me.bot_id and message.get("user") != me.user_id:
            return False
        found = message.get("metadata") or {}
        payload = found.get("event_payload") or {}
        return found.get("event_type") == REPLY_TYPE and payload.get("key") == key


def reply_metadata(key: str, decided: Decided) -> Json:
    """
    The metadata by which the reply to *key* is found again.
    """
    return metadata(
        REPLY_TYPE,
        key=key,
        revision=decided.reply.revision,
        receipt=receipt_id(key),
        outcome=decided.outcome,
    )


def metadata(kind: str, **payload: str) -> Json:
    """
    Message metadata as Slack takes it.
    """
    return {"event_type": kind, "event_payload": payload}


def _seconds_since(ts: str) -> float:
    try:
        return max(0.0, time.time() - float(ts))
    except ValueError:
        return 0.0
