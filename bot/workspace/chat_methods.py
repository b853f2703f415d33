"""
The chat methods: posting, whispering, editing and deleting as the bot.
"""

from __future__ import annotations

from dataclasses import replace

from bot.workspace import events
from bot.workspace.arguments import Arguments
from bot.workspace.content import Content, read_content
from bot.workspace.message import Json, Message
from bot.workspace.method import Method
from bot.workspace.refusals import RefusedError
from bot.workspace.team import Channel
from bot.workspace.world import World

MOST_UPDATED_TEXT = 4_000
"""chat.update refuses longer text where chat.postMessage cuts it off."""


def writable(world: World, args: Arguments) -> Channel:
    """
    Return the channel of a call, if the bot may write there.
    """
    name = args.text("channel")
    if not name:
        raise RefusedError("channel_not_found")
    channel = world.channel(name)
    if channel.is_archived:
        raise RefusedError("is_archived")
    if world.app.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def as_bot(world: World, channel: Channel, content: Content) -> Message:
    """
    Return *content* as a message of the bot that nobody has seen yet.
    """
    return Message(
        channel.id,
        world.new_ts(),
        world.app.bot_user,
        content.text,
        blocks=content.blocks,
        bot_id=world.app.bot_id,
        app_id=world.app.id,
        metadata=content.metadata,
        attachments=content.attachments,
    )


def post_message(world: World, args: Arguments) -> Json:
    """
    Post as the bot.
    """
    channel = writable(world, args)
    content = read_content(world, args)
    root = world.root(channel.id, args.text("thread_ts") or None)
    message = replace(
        as_bot(world, channel, content),
        thread_ts=root,
        unfurl_links=args.flag("unfurl_links", True),
        unfurl_media=args.flag("unfurl_media", True),
        reply_broadcast=args.flag("reply_broadcast"),
    )
    world.statuses.pop((channel.id, root or ""), None)
    world.put(message)
    events.announce(world, events.said(world, message))
    shown = world.payload(message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(world: World, args: Arguments) -> Json:
    """
    Show something to one member of a channel.
    """
    channel = writable(world, args)
    user = args.needed("user")
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    content = read_content(world, args)
    root = world.root(channel.id, args.text("thread_ts") or None)
    message = replace(as_bot(world, channel, content), thread_ts=root, ephemeral_to=user)
    world.put(message)
    return {"message_ts": message.ts}


def update(world: World, args: Arguments) -> Json:
    """
    Change a message of the bot. Text without blocks takes the blocks away.
    """
    channel = writable(world, args)
    old = world.message(channel.id, args.needed("ts"))
    if old.bot_id != world.app.bot_id:
        raise RefusedError("cant_update_message")
    if len(args.text("text")) > MOST_UPDATED_TEXT:
        raise RefusedError("msg_too_long")
    given = Arguments(args.given)
    if "blocks" not in args.given and not args.text("text"):
        given.given["blocks"] = list(old.blocks)
    content = read_content(world, given)
    new = replace(
        old,
        text=content.text,
        blocks=content.blocks,
        metadata=content.metadata or old.metadata,
        attachments=content.attachments or old.attachments,
        edited_ts=old.edited_ts if content.blocks else world.new_ts(),
    )
    world.put(new)
    events.announce(world, events.edited(world, new, old))
    shown = world.payload(new, with_metadata=True)
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": shown}


def delete(world: World, args: Arguments) -> Json:
    """
    Delete a message of the bot.
    """
    channel = writable(world, args)
    old = world.message(channel.id, args.needed("ts"))
    if old.bot_id != world.app.bot_id:
        raise RefusedError("cant_delete_message")
    world.remove(old)
    events.announce(world, events.deleted(world, old))
    return {"channel": channel.id, "ts": old.ts}


def permalink(world: World, args: Arguments) -> Json:
    """
    Return the address of a message.
    """
    channel = world.channel(args.needed("channel"))
    message = world.message(channel.id, args.needed("message_ts"))
    path = f"archives/{channel.id}/p{message.ts.replace('.', '')}"
    address = f"https://{world.team.domain}.slack.com/{path}"
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


METHODS = (
    Method("chat.postMessage", post_message, "chat:write"),
    Method("chat.postEphemeral", post_ephemeral, "chat:write"),
    Method("chat.update", update, "chat:write"),
    Method("chat.delete", delete, "chat:write"),
    Method("chat.getPermalink", permalink),
)
