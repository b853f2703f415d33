"""
Asking with ``/fwchoice QUESTION``, and the buttons on every answer.

A command is answered with its acknowledgement, to the asker alone. A button computes its answer
again from what it carries and the knowledge as it is now.
"""

from __future__ import annotations

from typing import Final

from bot.core.model import KnowledgeBase
from bot.core.replies import Answer
from bot.core.silence import options_named, suggestions
from bot.core.wording import say
from bot.slack.asking import open_form
from bot.slack.blocks import SUGGESTIONS, ActionId, Json, Message, Piece, joined, sections
from bot.slack.decided import Decided, Desk
from bot.slack.guide_needs import states_needs
from bot.slack.guiding import Guide
from bot.slack.interactive import Doors, Interaction
from bot.slack.modals import more_view, sentence_view
from bot.slack.mrkdwn import escaped, inert, plain
from bot.slack.posting import reply_metadata
from bot.slack.press import Press
from bot.slack.rendering import Frame, framed, message_for, offered, restated

COMMAND: Final = "/fwchoice"


def register(doors: Doors, desk: Desk, guide: Guide) -> None:
    """
    Register the command and the buttons; *guide* takes who asks nothing, or states needs.
    """

    async def command(done: Interaction) -> None:
        text = plain(str(done.body.get("text") or ""), desk.identity.user_id)
        if text.casefold() == "help":
            await done.ack(**_ephemeral(help_message(desk.base)))
        elif guide.is_there and (not text or states_needs(text, desk.live.current)):
            await done.ack()
            await guide.open(done, text, is_reading=bool(text))
        elif not text:
            await open_form(done, desk)
        else:
            decided = desk.decide(text)
            above = framed(decided.base, "you_asked", question=restated(text))
            frame = Frame(above=above, channel=done.origin.channel)
            await done.ack(**_ephemeral(message_for(decided, frame)))
            desk.observe("command", decided.outcome, done.seconds)

    async def suggestion(done: Interaction) -> None:
        await done.ack()
        press = done.press
        if press is None or press.topic not in desk.base.topic_of or not _stands_here(press, done):
            await whisper(done, desk, "stale_button")
            return
        decided = desk.decide(press.question, press.topic)
        message = message_for(decided, _picked_frame(done, press, decided.base))
        metadata = reply_metadata(press.key, decided) if press.key else None
        await done.responding.replace(done.origin, message, decided.base, metadata)
        desk.observe("button", decided.outcome, done.seconds)

    async def more(done: Interaction) -> None:
        await done.ack()
        decided = again(done.press, desk)
        if decided is None or not isinstance(decided.reply, Answer):
            await whisper(done, desk, "stale_button")
            return
        view = more_view(decided.reply, decided.base)
        if done.origin.view_id:
            await desk.client.views_push(trigger_id=done.trigger_id, view=view)
        else:
            await desk.client.views_open(trigger_id=done.trigger_id, view=view)

    doors.command(COMMAND, command)
    for action in SUGGESTIONS:
        doors.action(action, suggestion)
    doors.action(ActionId.MORE, more)


def register_unknown(doors: Doors, desk: Desk) -> None:
    """
    Register, after everything else, what happens to buttons and forms of another release.
    """

    async def unknown(done: Interaction) -> None:
        await done.ack()
        await whisper(done, desk, "stale_button")

    async def unknown_form(done: Interaction) -> None:
        view = sentence_view(escaped(desk.wording["stale_button"]), desk.base)
        await done.ack(response_action="update", view=view)

    doors.action(None, unknown)
    doors.submission(None, unknown_form)


async def whisper(done: Interaction, desk: Desk, name: str) -> None:
    """
    Tell the person who acted the sentence called *name*.
    """
    await done.responding.whisper(done.origin, desk.wording[name], desk.base, done.trigger_id)


def again(press: Press | None, desk: Desk) -> Decided | None:
    """
    What *press* stands for, decided again; None when the knowledge is no longer what it was.
    """
    base = desk.base
    if press is None or press.revision != base.revision:
        return None
    if press.topic and press.topic not in base.topic_of:
        return None
    return desk.decide(press.question, press.topic)


def help_message(base: KnowledgeBase) -> Message:
    """
    What the bot does, how to ask, and three questions to begin with.
    """
    text = say(
        base.wording,
        "help",
        options=options_named(base),
        count=len(base.sources),
        command=COMMAND,
    )
    lines = [inert(line) for line in text.splitlines()]
    examples = [(one.question, one.topic, one.question) for one in suggestions(base)]
    head = Piece(sections(lines), "\n".join(lines))
    return joined([head, offered(examples, base, Frame())])


def _stands_here(press: Press, done: Interaction) -> bool:
    """Whether the question whose reply this says it is was asked in this channel."""
    return not press.key or press.key.startswith(f"{done.origin.channel}:")


def _picked_frame(done: Interaction, press: Press, base: KnowledgeBase) -> Frame:
    """In a thread others read along, so it says who picked; alone it says "you"."""
    question = escaped(base.topic_of[press.topic].question)
    public = not (done.origin.is_ephemeral or done.origin.view_id)
    if public and done.user:
        above = framed(base, "person_picked", person=f"<@{done.user}>", question=question)
    else:
        above = framed(base, "asked_for", question=question)
    return Frame(above=above, key=press.key, channel=press.channel, picked=press.topic)


def _ephemeral(message: Message) -> Json:
    return {**message.content, "response_type": "ephemeral"}
