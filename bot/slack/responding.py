"""
Answering an interaction where it happened: a message through its response_url, a view by its id.

https://docs.slack.dev/interactivity/handling-user-interaction: a response_url works for thirty
minutes, also in channels the bot is not a member of, and for messages only one person sees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.errors import SlackError
from bot.core.model import KnowledgeBase
from bot.slack.blocks import Json, Message, sections
from bot.slack.hosts import is_slacks
from bot.slack.modals import answered_view, sentence_view
from bot.slack.mrkdwn import escaped

_ID: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
WORN_OUT: Final = (403, 404, 410)
"""What a response_url answers after five uses or thirty minutes: 404 as documented, and its kin."""


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where an interaction happened.
    """

    user: str
    channel: str
    thread_ts: str = ""
    """Of the message pressed in, if it stands in a thread."""
    is_ephemeral: bool = False
    response_url: str = ""
    view_id: str = ""
    view_hash: str = ""
    metadata: str = ""
    """The private_metadata of the view: sealed, or not to be believed."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Origin:
        """
        Where *body* came from: a command, a press in a message or view, a submission.

        Raises ValueError for ids that are none: they are put into mentions and keys.
        """
        view, container = _inside(body, "view"), _inside(body, "container")
        channel = _inside(body, "channel").get("id") or body.get("channel_id")
        return cls(
            user=_id(_inside(body, "user").get("id") or body.get("user_id")),
            channel=_id(channel or container.get("channel_id")),
            thread_ts=str(container.get("thread_ts") or ""),
            is_ephemeral=bool(container.get("is_ephemeral")),
            response_url=str(body.get("response_url") or ""),
            view_id=str(view.get("id") or ""),
            view_hash=str(view.get("hash") or ""),
            metadata=str(view.get("private_metadata") or ""),
        )


def _id(value: object) -> str:
    found = value or ""
    if not isinstance(found, str) or (found and not _ID.fullmatch(found)):
        raise ValueError("not an id of Slack's")
    return found


def _inside(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Responding:
    """
    The ways to answer.
    """

    client: AsyncWebClient

    async def replace(
        self, origin: Origin, message: Message, base: KnowledgeBase, metadata: Json | None = None
    ) -> None:
        """
        *message* in place of the message, or the content of the view, that was pressed in.
        """
        if origin.view_id:
            view = answered_view(message, base, origin.metadata)
            await self.client.views_update(
                view_id=origin.view_id, hash=origin.view_hash or None, view=view
            )
            return
        answer: Json = {"replace_original": True, **message.content}
        await self._respond(origin, answer | ({"metadata": metadata} if metadata else {}))

    async def whisper(
        self, origin: Origin, sentence: str, base: KnowledgeBase, trigger_id: str = ""
    ) -> None:
        """
        *sentence* to the person who acted, and to nobody else.
        """
        fit = escaped(sentence)
        if origin.response_url:
            await self.whisper_message(origin, Message(fit, sections([fit])))
        elif origin.view_id and trigger_id:
            await self.client.views_push(trigger_id=trigger_id, view=sentence_view(fit, base))

    async def whisper_message(self, origin: Origin, message: Message) -> None:
        """
        *message* to the person who acted where there is a response_url, and to nobody else.
        """
        answer: Json = {"response_type": "ephemeral", "replace_original": False}
        thread = {"thread_ts": origin.thread_ts} if origin.thread_ts else {}
        await self._respond(origin, answer | thread | message.content)

    async def tell_all(self, response_url: str, message: Message) -> bool:
        """
        *message* to everybody where *response_url* comes from; False when it works no more.
        """
        answer: Json = {"response_type": "in_channel", "replace_original": False}
        status = await self._send(response_url, answer | message.content)
        if status not in {200, *WORN_OUT}:
            raise SlackError(f"the response_url answered {status}")
        return status == 200

    async def _respond(self, origin: Origin, answer: Json) -> None:
        if not origin.response_url:
            return  # Slack names one wherever there is something to answer.
        status = await self._send(origin.response_url, answer)
        if status != 200:
            raise SlackError(f"the response_url answered {status}")

    async def _send(self, response_url: str, answer: Json) -> int:
        if not is_slacks(response_url, self.client.base_url):
            raise SlackError("the response_url does not lead to Slack")
        hook = AsyncWebhookClient(response_url, session=self.client.session, retry_handlers=[])
        # The constructor takes a proxy from the environment; the shared session knows better.
        hook.proxy = self.client.proxy
        return (await hook.send_dict(answer)).status_code
