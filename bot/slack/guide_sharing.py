"""
What becomes of a result: shared in the channel, and saved as a record.

Each press first changes the view it was made in, on condition that nobody changed it since. Slack
grants that once, so a second press, of whichever process, posts nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.core.record import record
from bot.core.telling import headline
from bot.core.wording import say
from bot.slack.blocks import ActionId, Message
from bot.slack.guide_opening import change_view
from bot.slack.guide_result import result_view, shared_message
from bot.slack.guiding import Guide, Reading
from bot.slack.interactive import Doors, Interaction
from bot.slack.mrkdwn import escaped, inert, unescaped
from bot.slack.posting import SHARED_TYPE, metadata
from bot.slack.rendering import framed
from bot.slack.troubles import code_of, words_for
from bot.slack.walk import Walk

ELSEWHERE: Final = "elsewhere"
"""In place of a ts: shared through a response_url, which tells none."""
NOT_THERE: Final = frozenset({"not_in_channel", "channel_not_found"})
MAY_NOT_UPLOAD: Final = frozenset(
    {
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "restricted_action",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "storage_limit_reached",
        "access_denied",
    }
)
MOST_FENCED: Final = 2_800
"""Characters of a record in one code block; escapes take the rest of Slack's 3,000."""

log = structlog.get_logger(__name__)


def register(doors: Doors, guide: Guide) -> None:
    """
    Register the two buttons.
    """
    desk = guide.desk

    async def claimed(done: Interaction, note: str) -> Reading | None:
        """What was pressed in, if this press is the one to act on it; *note* is shown meanwhile."""
        await done.ack()
        reading = guide.read(done.origin.metadata, done.user)
        if reading is None:
            await change_view(desk, done.origin.view_id, guide.lost(), done.origin.view_hash)
            return None
        result = reading.result
        notes = (*reading.notes, framed(desk.base, note))
        view = result_view(reading.scene, reading.walk, result, notes, can_act=False)
        is_ours = await change_view(desk, done.origin.view_id, view, done.origin.view_hash)
        return reading if is_ours and result.ranking else None

    async def conclude(done: Interaction, reading: Reading, walk: Walk, note: str) -> None:
        view = result_view(reading.scene, walk, reading.result, [note])
        await change_view(desk, done.origin.view_id, view)

    def may_post(done: Interaction, walk: Walk) -> bool:
        """Counted like a question: whoever decides again and again fills a channel, too."""
        key = f"{walk.channel} {done.origin.view_id} {done.origin.view_hash}"
        return desk.limits.take(key, walk.channel, done.user).taken

    async def share(done: Interaction) -> None:
        reading = await claimed(done, "guide_sharing")
        if reading is None:
            return
        walk = reading.walk
        if not may_post(done, walk):
            await conclude(done, reading, walk, escaped(desk.wording["too_many"]))
            return
        try:
            message = shared_message(reading.scene, walk, reading.result, f"<@{done.user}>")
            ts = await _share(done, guide, walk, message, desk.base.revision)
        except Exception as error:
            words = words_for(error, desk.wording, desk.identity)
            if not code_of(error):  # Slack did not refuse: nobody knows whether it was posted
                words = desk.wording["guide_share_unclear"]
            await conclude(done, reading, walk, escaped(words))
            return
        if not ts:
            bot = f"@{desk.identity.name}"
            words = say(desk.wording, "how_to_invite", bot=bot)
            await conclude(done, reading, walk, escaped(words))
            return
        await conclude(done, reading, replace(walk, shared=ts), framed(desk.base, "shared"))
        desk.observe("guide", "shared", done.seconds)

    async def save(done: Interaction) -> None:
        reading = await claimed(done, "guide_saving")
        if reading is None:
            return
        if reading.walk.shared not in {"", ELSEWHERE} and not may_post(done, reading.walk):
            await conclude(done, reading, reading.walk, escaped(desk.wording["too_many"]))
            return
        try:
            note = await _save(done, guide, reading)
        except Exception as error:
            words = words_for(error, desk.wording, desk.identity)
            await conclude(done, reading, reading.walk, escaped(words))
            return
        await conclude(done, reading, replace(reading.walk, is_saved=True), note)
        desk.observe("guide", "saved", done.seconds)

    doors.action(ActionId.GUIDE_SHARE, share)
    doors.action(ActionId.GUIDE_SAVE, save)


async def _share(
    done: Interaction, guide: Guide, walk: Walk, message: Message, revision: str
) -> str:
    """The ts of the posted message, or `ELSEWHERE`; empty where we may not write."""
    try:
        posted = await guide.desk.client.chat_postMessage(
            channel=walk.channel,
            **message.content,
            metadata=metadata(SHARED_TYPE, revision=revision, outcome="decision"),
        )
    except SlackApiError as error:
        if code_of(error) not in NOT_THERE:
            raise
        url = walk.response_url
        return ELSEWHERE if url and await done.responding.tell_all(url, message) else ""
    return str(posted["ts"])


async def _save(done: Interaction, guide: Guide, reading: Reading) -> str:
    """
    Put the record into the thread of the shared message, or before it is shared into the direct
    message of whoever decides; the sentence to say where.
    """
    scene, walk = reading.scene, reading.walk
    desk, today = guide.desk, datetime.now(UTC).date()
    text = record_of(reading, today.isoformat())
    channel, ts, note = walk.channel, walk.shared, "guide_saved_in_thread"
    if ts in {"", ELSEWHERE}:
        says = escaped(headline(scene.base, reading.result))
        said = framed(scene.base, "guide_record_above", headline=says)
        opened = await desk.client.chat_postMessage(channel=done.user, text=said)
        channel, ts, note = str(opened["channel"]), str(opened["ts"]), "guide_saved_in_direct"
    try:
        await desk.client.files_upload_v2(
            channel=channel,
            thread_ts=ts,
            filename=f"{today.isoformat()}-{scene.table.id}.md",
            title=say(scene.base.wording, "guide_record_title", title=scene.table.title),
            content=text,
        )
    except (SlackApiError, SlackRequestError, OSError, TimeoutError) as error:
        if isinstance(error, SlackApiError) and code_of(error) not in MAY_NOT_UPLOAD:
            raise
        log.warning("record not uploaded", code=code_of(error), error=type(error).__name__)
        for fenced in fences(text):
            await desk.client.chat_postMessage(channel=channel, thread_ts=ts, text=fenced)
    return framed(scene.base, note)


def record_of(reading: Reading, today: str) -> str:
    """
    The record of a decision made on *today*. What a person wrote is as dead in it as in a message:
    files are read in places that link and mention by rules of their own.
    """
    scene = reading.scene
    said = unescaped(inert(reading.walk.said))
    return record(scene.base, scene.table, reading.result, today=today, context=said)


def fences(text: str) -> list[str]:
    """
    *text* as code blocks, each a message of its own that Slack shows whole.
    """
    parts = [""]
    for line in escaped(text).replace("```", "'''").splitlines(keepends=True):
        for at in range(0, len(line), MOST_FENCED):
            piece = line[at : at + MOST_FENCED]
            if len(parts[-1]) + len(piece) > MOST_FENCED:
                parts.append("")
            parts[-1] += piece
    return [f"```\n{part.rstrip()}\n```" for part in parts if part.strip()]
