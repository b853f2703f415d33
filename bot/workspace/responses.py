"""
What an app answers to a command or an action: with its acknowledgement or at a response URL.
"""

from __future__ import annotations

from dataclasses import replace

from bot.workspace import events
from bot.workspace.arguments import Arguments
from bot.workspace.chat_methods import as_bot
from bot.workspace.content import read_content
from bot.workspace.message import Json, Message
from bot.workspace.refusals import RefusedError
from bot.workspace.response_urls import ResponseUrl
from bot.workspace.world import SLACKBOT, World


def respond(world: World, where: ResponseUrl, given: Json) -> Message | None:
    """
    Do what *given* asks: say something, to one or to all, or replace or delete the original.
    """
    args = Arguments(given)
    original = where.original
    if original and args.flag("delete_original"):
        world.remove(original)
        if not original.is_ephemeral:
            events.announce(world, events.deleted(world, original))
        return None
    content = read_content(world, args)
    if original and args.flag("replace_original"):
        new = replace(original, text=content.text, blocks=content.blocks)
        if content.metadata:
            new = replace(new, metadata=content.metadata)
        where.original = world.put(new)
        if not new.is_ephemeral:
            events.announce(world, events.edited(world, new, original))
        return new
    message = as_bot(world, world.channels[where.channel], content)
    if args.text("thread_ts"):
        message = replace(message, thread_ts=args.text("thread_ts"))
    if args.text("response_type") == "in_channel":
        world.put(message)
        events.announce(world, events.said(world, message))
        return message
    return world.put(replace(message, ephemeral_to=where.user))


def take_acknowledgement(world: World, where: ResponseUrl, body: Json | str | None) -> None:
    """
    Show what came with the acknowledgement of a command.
    """
    given = {"text": body} if isinstance(body, str) else dict(body or {})
    if not given or not (given.get("text") or given.get("blocks") or given.get("attachments")):
        return
    try:
        respond(world, where, given)
    except RefusedError as refused:
        whisper(world, where.user, where.channel, f"The app's answer was refused: {refused.error}")


def whisper(world: World, user: str, channel: str, text: str, thread_ts: str | None = None) -> None:
    """
    Let Slackbot tell one person something.
    """
    ts = world.new_ts()
    world.put(Message(channel, ts, SLACKBOT.id, text, ephemeral_to=user, thread_ts=thread_ts))
