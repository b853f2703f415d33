"""
A message as the workspace keeps it, and as Slack's JSON shows it.

`Message` is frozen: an edit is another value under the same ``ts``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.slack_text import rich_text

Json = dict[str, Any]

NO_TEXT = "This content can't be displayed."
"""What Slack puts into the text of a message that has blocks only."""


@dataclass(frozen=True, slots=True)
class Message:
    """
    One message; *ts* names it within its channel.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    """The only person who sees it, if it is ephemeral."""
    files: tuple[Json, ...] = ()
    reactions: tuple[tuple[str, str], ...] = ()
    """Pairs of emoji name and user, in the order they came."""
    unfurl_links: bool = True
    unfurl_media: bool = True
    attachments: tuple[Json, ...] = ()
    reply_broadcast: bool = False

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.ephemeral_to is not None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def payload(
        self,
        *,
        team: str = "",
        profile: Mapping[str, Any] | None = None,
        with_metadata: bool = False,
        replies: Sequence[Message] = (),
        parent_user: str | None = None,
    ) -> Json:
        """
        Return the message as Slack's methods and events show it.
        """
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.subtype:
            shown["subtype"] = self.subtype
        if team:
            shown["team"] = team
        if self.bot_id:
            shown |= {"bot_id": self.bot_id, "app_id": self.app_id}
            if profile:
                shown["bot_profile"] = dict(profile)
        elif not self.subtype:
            shown["client_msg_id"] = _client_id(self.channel, self.ts)
        if self.blocks:
            shown["blocks"] = list(self.blocks)
        elif not self.bot_id and not self.subtype and self.text:
            shown["blocks"] = [rich_text(self.text, f"r{self.ts[-5:]}")]
        if self.attachments:
            shown["attachments"] = list(self.attachments)
        if self.files:
            shown |= {"files": list(self.files), "upload": False}
        if self.edited_ts:
            shown["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
            if self.is_reply and parent_user:
                shown["parent_user_id"] = parent_user
        if replies:
            users = list(dict.fromkeys(each.user for each in replies))
            shown |= {
                "thread_ts": self.ts,
                "reply_count": len(replies),
                "reply_users": users,
                "reply_users_count": len(users),
                "latest_reply": replies[-1].ts,
            }
        if self.reactions:
            shown["reactions"] = _reactions(self.reactions)
        if self.metadata and with_metadata:
            shown["metadata"] = self.metadata
        if self.is_ephemeral:
            shown["is_ephemeral"] = True
        return shown


def _reactions(pairs: Sequence[tuple[str, str]]) -> list[Json]:
    names = list(dict.fromkeys(name for name, _ in pairs))
    found = {name: [user for each, user in pairs if each == name] for name in names}
    return [{"name": name, "users": us, "count": len(us)} for name, us in found.items()]


def _client_id(channel: str, ts: str) -> str:
    digits = f"{channel}{ts}".encode().hex().rjust(32, "0")[-32:]
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
