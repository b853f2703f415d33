"""
Sharing an answer that only one person saw: it is posted in the channel, naming who asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from slack_sdk.errors import SlackApiError

from bot.core.replies import Answer
from bot.slack.blocks import ActionId
from bot.slack.decided import Desk
from bot.slack.interactive import Doors, Interaction
from bot.slack.place import channel_in
from bot.slack.posting import SHARED_TYPE, metadata
from bot.slack.questions import again, whisper
from bot.slack.rendering import Frame, framed, message_for, restated
from bot.store import Store

ONCE_SECONDS: Final = 60.0
"""A second press within this time is the same press: its button is gone after the first."""


def register(doors: Doors, desk: Desk, store: Store) -> None:
    """
    Register the button.
    """

    async def share(done: Interaction) -> None:
        await done.ack()
        press, decided = done.press, again(done.press, desk)
        channel = press.channel if press else ""
        # A button shares where it stands, or where the view with it was opened, and nowhere else.
        opened_from = channel_in(desk.seal, done.origin.metadata, done.user)
        is_here = bool(channel) and channel in {done.origin.channel, opened_from}
        if press is None or decided is None or not is_here or not isinstance(decided.reply, Answer):
            await whisper(done, desk, "stale_button")
            return
        if not desk.limits.take(f"share {done.trigger_id}", channel, done.user).taken:
            await whisper(done, desk, "too_many")
            return
        name = share_key(done)
        if not await store.claims.make(name, ONCE_SECONDS):
            return
        base = decided.base
        question = restated(press.question)
        above = framed(base, "person_asked", person=f"<@{done.user}>", question=question)
        message = message_for(decided, Frame(above=above, picked=press.topic))
        try:
            await desk.client.chat_postMessage(
                channel=channel,
                **message.content,
                metadata=metadata(SHARED_TYPE, revision=base.revision, outcome=decided.outcome),
            )
        except SlackApiError:
            # It reaches the person in words, how to invite the bot, for example; then they try
            # again. After a broken connection it may stand there, so that is not tried again soon.
            await store.claims.drop(name)
            raise
        mine = Frame(
            above=framed(base, "you_asked", question=question),
            note=framed(base, "shared"),
            picked=press.topic,
        )
        # Without its button: what was shared is not shared twice by a second press.
        again_here = message_for(decided, replace(mine, channel=""))
        await done.responding.replace(done.origin, again_here, base)

    doors.action(ActionId.SHARE, share)


def share_key(done: Interaction) -> str:
    """
    What two presses of one button have in common, in whichever processes they arrive.
    """
    container = done.body.get("container")
    where = container if isinstance(container, dict) else {}
    used = done.press.to_value() if done.press else ""
    parts = (
        done.user,
        done.origin.channel,
        str(where.get("message_ts") or done.origin.view_id),
        used,
    )
    return f"share {hashlib.sha256(repr(parts).encode()).hexdigest()}"
