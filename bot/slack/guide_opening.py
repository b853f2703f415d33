"""
Opening the guide: always within the three seconds a trigger lives.

What the first view needs is looked up with little patience; when it is not there in time, a view
that says so is opened and filled as soon as it is. When even that comes too late, the person gets
a button that opens it, which is a new trigger.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import ActionId, Json, Message, actions, button, sections
from bot.slack.decided import Desk
from bot.slack.guide_scene import loading_view
from bot.slack.interactive import Interaction
from bot.slack.modals import sentence_view
from bot.slack.mrkdwn import escaped
from bot.slack.press import Press
from bot.slack.troubles import code_of, words_for

PATIENCE_SECONDS: Final = 0.25
"""How long the first view may take; a database that is well answers in a hundredth of it."""
TOO_LATE: Final = frozenset({"expired_trigger_id", "trigger_expired"})
GONE: Final = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""The view was closed, or another press of the same person came first: nothing is left to do."""

log = structlog.get_logger(__name__)


async def open_view(
    done: Interaction, desk: Desk, title: str, prepare: Callable[[], Awaitable[Json]], text: str
) -> None:
    """
    Open the view that *prepare* makes, before the person who acted, or replace the one acted in.

    *text* is what the guide was called with, so that a button can do it again.
    """
    making = asyncio.ensure_future(prepare())
    ready, _ = await asyncio.wait({making}, timeout=PATIENCE_SECONDS)
    try:
        view = making.result() if ready else loading_view(desk.base, title)
        if done.origin.view_id:
            shown = await desk.client.views_update(view_id=done.origin.view_id, view=view)
        else:
            shown = await desk.client.views_open(trigger_id=done.trigger_id, view=view)
    except SlackApiError as error:
        making.cancel()
        if code_of(error) not in TOO_LATE:
            raise
        await _offer_again(done, desk, text)
        return
    except BaseException:
        making.cancel()
        raise
    desk.observe("guide", "opened" if ready else "opened empty", done.seconds)
    if not ready:
        await _fill(desk, str((shown.get("view") or {}).get("id") or ""), making)


async def _fill(desk: Desk, view_id: str, making: asyncio.Future[Json]) -> None:
    try:
        view = await making
    except Exception as error:
        words = words_for(error, desk.wording, desk.identity)
        view = sentence_view(escaped(words), desk.base)
    await change_view(desk, view_id, view)


async def change_view(desk: Desk, view_id: str, view: Json, view_hash: str = "") -> bool:
    """
    Show *view* in place of an open one; False when that is gone, or no longer of *view_hash*.
    """
    try:
        await desk.client.views_update(view_id=view_id, view=view, hash=view_hash or None)
    except SlackApiError as error:
        if code_of(error) not in GONE:
            raise
        log.info("view not changed", code=code_of(error))
        return False
    return True


async def _offer_again(done: Interaction, desk: Desk, text: str) -> None:
    base = desk.base
    value = Press(text, "", base.revision).to_value()
    label = base.wording["guide_open"]
    said = escaped(base.wording["guide_too_late"])
    row = actions(button(ActionId.GUIDE_OPEN, label, value))
    await done.responding.whisper_message(done.origin, Message(said, (*sections([said]), row)))
