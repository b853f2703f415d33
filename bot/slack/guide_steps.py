"""
The steps of the guide: what each button, submission and closing does to a walk.

Every listener reads the walk out of the view that was acted in, takes one step, and shows the next
view; nothing is remembered between two steps. A second press of the same button finds that the
view has changed since (its hash), and does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from bot.slack.blocks import ActionId, CallbackId, Json, ShortcutId
from bot.slack.guide_opening import change_view, open_view
from bot.slack.guide_review import answers_view, resume_view
from bot.slack.guiding import Guide, Reading
from bot.slack.interactive import Doors, Interaction
from bot.slack.modals import ask_view
from bot.slack.mrkdwn import plain
from bot.slack.place import sealed_place
from bot.slack.rendering import framed
from bot.slack.walk import Walk

MENTION: Final = re.compile(r"<@[^<>|]+>")


def register(doors: Doors, guide: Guide) -> None:
    """
    Register the views and buttons of the guide, and the entry in the menu of a message.
    """
    desk = guide.desk

    def submitted(step: Callable[[Interaction, Reading], Json]) -> Any:
        async def listener(done: Interaction) -> None:
            reading = guide.read(done.origin.metadata, done.user)
            view = step(done, reading) if reading else guide.lost()
            await done.ack(response_action="update", view=view)

        return listener

    def pressed(step: Callable[[Interaction, Reading], Json]) -> Any:
        async def listener(done: Interaction) -> None:
            await done.ack()
            reading = guide.read(done.origin.metadata, done.user)
            view = step(done, reading) if reading else guide.lost()
            await change_view(desk, done.origin.view_id, view, done.origin.view_hash)

        return listener

    def answer(done: Interaction, reading: Reading) -> Json:
        walk = reading.walk
        level, importance = guide.entered(done, walk)
        if not walk.asking:  # the question itself is gone from the table
            return reading.onward().view()
        if not level:
            again = framed(reading.scene.base, "guide_choose_again")
            return reading.to(walk.shown(walk.asking, is_change=walk.is_change)).view([again])
        answered = reading.to(walk.answered(level, importance))
        return guide.reviewed(answered) if walk.is_review else answered.onward().view()

    def skip(done: Interaction, reading: Reading) -> Json:
        _, importance = guide.entered(done, reading.walk)
        walk = reading.walk
        skipped = walk.answered("", importance) if walk.asking else walk
        return reading.to(skipped).onward().view()

    def back(done: Interaction, reading: Reading) -> Json:
        walk = guide.with_entered(done, reading.walk)
        before = reading.walk.asked[: reading.walk.place - 1]
        return reading.to(walk.shown(before[-1] if before else walk.asking)).view()

    def finish(done: Interaction, reading: Reading) -> Json:
        walk = reading.walk
        if walk.is_change:  # it is kept as it was
            return guide.reviewed(reading) if walk.is_review else reading.to(walk.shown()).view()
        return reading.to(guide.with_entered(done, walk).shown()).view()

    def more(done: Interaction, reading: Reading) -> Json:
        walk, skipped = reading.walk, (name for name, level in reading.walk.answers if not level)
        new = reading.following()
        if new:
            return reading.to(walk.shown(new)).view()
        # Only skipped ones are left: each leads back to the result, not through all after it.
        return reading.to(walk.shown(next(skipped, ""), is_change=bool(walk.levels))).view()

    def review(done: Interaction, reading: Reading) -> Json:
        walk = reading.walk.shown()
        return answers_view(reading.scene, walk, reading.result, reading.notes)

    def change(done: Interaction, reading: Reading) -> Json:
        name = done.value
        if name not in reading.scene.table.criterion_of:
            return review(done, reading)
        return reading.to(reading.walk.shown(name, is_change=True)).view()

    def go_on(done: Interaction, reading: Reading) -> Json:
        return reading.view() if reading.walk.asking else reading.onward().view()

    def show(done: Interaction, reading: Reading) -> Json:
        return reading.to(reading.walk.shown()).view()

    async def anew(done: Interaction) -> None:
        await done.ack()
        reading = guide.read(done.origin.metadata, done.user)
        view = guide.lost()
        if reading:
            old = reading.walk
            walk = Walk.begun(reading.scene.table, old.channel, old.response_url, done.user)
            view = reading.to(walk).onward().view()
        if await change_view(desk, done.origin.view_id, view, done.origin.view_hash):
            await guide.drafts.forget_draft(done.user)

    async def resume(done: Interaction) -> None:
        await done.ack()
        reading = guide.read(done.origin.metadata, done.user)
        draft = await guide.draft(reading, done.user) if reading else None
        if reading and draft:
            walk = replace(draft.walk, step=reading.walk.step + 1)
            view = resume_view(draft.scene, walk, draft.notes)
        else:
            view = reading.onward().view() if reading else guide.lost()
        await change_view(desk, done.origin.view_id, view, done.origin.view_hash)

    async def ask(done: Interaction) -> None:
        await done.ack()
        reading = guide.read(done.origin.metadata, done.user)
        view = guide.lost()
        if reading:
            channel = reading.walk.channel
            view = ask_view(desk.base, sealed_place(guide.seal, channel, done.user))
        await change_view(desk, done.origin.view_id, view, done.origin.view_hash)

    async def open_again(done: Interaction) -> None:
        await done.ack()
        if not guide.is_there:
            return
        text = done.press.question if done.press else ""
        await guide.open(done, text, is_reading=bool(text))

    async def copy(done: Interaction) -> None:
        await done.ack()
        reading = guide.read(done.value, done.user)

        async def prepare() -> Json:
            if reading is None:
                return guide.lost()
            origin = done.origin
            walk = replace(
                reading.walk.copied(),
                channel=origin.channel,
                response_url=origin.response_url,
                user=done.user,
            )
            note = framed(desk.base, "guide_copied")
            mine = reading.to(walk)
            return answers_view(mine.scene, walk, mine.result, (note, *reading.notes))

        await open_view(done, desk, desk.wording["guide_open"], prepare, "")

    async def on_message(done: Interaction) -> None:
        await done.ack()
        message = done.body.get("message")
        said = str(message.get("text") or "") if isinstance(message, dict) else ""
        if guide.is_there:
            # Of those who are mentioned only an id is known, which nobody sees.
            text = plain(MENTION.sub(" ", said), desk.identity.user_id)
            await guide.open(done, text, is_reading=True)

    async def closed(done: Interaction) -> None:
        await done.ack()
        reading = guide.read(done.origin.metadata, done.user)
        if reading:
            await guide.keep(done.user, guide.with_entered(done, reading.walk))

    doors.submission(CallbackId.GUIDE_QUESTION, submitted(answer))
    doors.submission(CallbackId.GUIDE_REVIEW, submitted(go_on))
    doors.submission(CallbackId.GUIDE_RESUME, submitted(go_on))
    doors.submission(CallbackId.GUIDE_ANSWERS, submitted(show))
    for action, step in (
        (ActionId.GUIDE_SKIP, skip),
        (ActionId.GUIDE_BACK, back),
        (ActionId.GUIDE_FINISH, finish),
        (ActionId.GUIDE_MORE, more),
        (ActionId.GUIDE_REVIEW, review),
        (ActionId.GUIDE_CHANGE, change),
    ):
        doors.action(action, pressed(step))
    doors.action(ActionId.GUIDE_ANEW, anew)
    doors.action(ActionId.GUIDE_RESUME, resume)
    doors.action(ActionId.GUIDE_ASK, ask)
    doors.action(ActionId.GUIDE_OPEN, open_again)
    doors.action(ActionId.GUIDE_COPY, copy)
    doors.shortcut(ShortcutId.HELP_ME_CHOOSE, on_message)
    for callback in (
        CallbackId.GUIDE_QUESTION,
        CallbackId.GUIDE_REVIEW,
        CallbackId.GUIDE_ANSWERS,
        CallbackId.GUIDE_RESULT,
    ):
        doors.closing(callback, closed)
