"""
Asking in a form: who would rather ask than be guided opens it, and submitting answers in it.

The form knows the channel it was opened from by its private_metadata, under our seal, and nothing
else.
"""

from __future__ import annotations

from typing import Any

from bot.slack.blocks import ActionId, CallbackId
from bot.slack.decided import Desk
from bot.slack.interactive import Doors, Interaction
from bot.slack.modals import QUESTION_BLOCK, answered_view, ask_view
from bot.slack.place import channel_in, sealed_place
from bot.slack.rendering import Frame, framed, message_for, restated


async def open_form(done: Interaction, desk: Desk) -> None:
    """
    Open the form for the person who acted. The trigger lives three seconds: nothing comes first.
    """
    await done.ack()
    view = ask_view(desk.base, sealed_place(desk.seal, done.origin.channel, done.user))
    await desk.client.views_open(trigger_id=done.trigger_id, view=view)


def register(doors: Doors, desk: Desk) -> None:
    """
    Register the two states of the form.
    """

    async def asked(done: Interaction) -> None:
        text = _typed(done.body)
        if not text:
            errors = {QUESTION_BLOCK: desk.wording["ask_empty"]}
            await done.ack(response_action="errors", errors=errors)
            return
        decided = desk.decide(text)
        channel = channel_in(desk.seal, done.origin.metadata, done.user)
        above = framed(decided.base, "you_asked", question=restated(text))
        message = message_for(decided, Frame(above=above, channel=channel))
        view = answered_view(message, decided.base, done.origin.metadata)
        await done.ack(response_action="update", view=view)
        desk.observe("form", decided.outcome, done.seconds)

    async def another(done: Interaction) -> None:
        view = ask_view(desk.base, done.origin.metadata)
        await done.ack(response_action="update", view=view)

    doors.submission(CallbackId.ASK, asked)
    doors.submission(CallbackId.ANSWERED, another)


def _typed(body: Any) -> str:
    """What was typed: as it is, inputs are not written in Slack's markup."""
    found = body
    for name in ("view", "state", "values", QUESTION_BLOCK, ActionId.QUESTION.value, "value"):
        found = found.get(name) if isinstance(found, dict) else None
    return " ".join(found.split()) if isinstance(found, str) else ""
