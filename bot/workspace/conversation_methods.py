"""
The conversations methods: reading what was said, and where.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from bot.workspace import events
from bot.workspace.arguments import Arguments
from bot.workspace.message import Json, Message
from bot.workspace.method import Method
from bot.workspace.refusals import RefusedError
from bot.workspace.team import Channel
from bot.workspace.world import World

PREFIX = {"channel": "channels", "group": "groups", "im": "im"}
"""How a scope begins, by kind of conversation."""


def readable(world: World, args: Arguments) -> Channel:
    """
    Return the channel of a call, if the bot may read it.
    """
    channel = world.channel(args.needed("channel"))
    world.need(f"{PREFIX[channel.kind]}:history")
    if world.app.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def replies(world: World, args: Arguments) -> Json:
    """
    Return a thread, its root first.
    """
    channel = readable(world, args)
    found = world.history[channel.id].get(args.needed("ts"))
    if found is None:
        raise RefusedError("thread_not_found")
    root, *rest = world.thread(channel.id, found.thread_ts or found.ts)
    return _page(world, args, (root, *_between(args, rest)), 1000)


def history(world: World, args: Arguments) -> Json:
    """
    Return what was said in a channel outside threads, newest first.
    """
    channel = readable(world, args)
    said = [m for m in world.messages(channel.id) if not m.is_reply or m.reply_broadcast]
    return _page(world, args, tuple(reversed(_between(args, said))), 100)


def _between(args: Arguments, messages: Sequence[Message]) -> list[Message]:
    oldest, latest = args.text("oldest") or "0", args.text("latest") or "inf"
    inclusive = args.flag("inclusive")
    low, high = float(oldest), float(latest)
    return [
        m
        for m in messages
        if low < float(m.ts) < high or (inclusive and float(m.ts) in (low, high))
    ]


def _page(world: World, args: Arguments, messages: Sequence[Message], usual: int) -> Json:
    limit = args.number("limit", usual)
    if not 1 <= limit <= 1000:
        raise RefusedError("invalid_limit")
    start = _position(args.text("cursor"))
    shown = messages[start : start + limit]
    more = start + limit < len(messages)
    mark = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
    metadata = args.flag("include_all_metadata")
    answer: Json = {
        "messages": [world.payload(message, with_metadata=metadata) for message in shown],
        "has_more": more,
    }
    if more:
        answer["response_metadata"] = {"next_cursor": mark}
    return answer


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise RefusedError("invalid_cursor") from None


def shown_channel(world: World, channel: Channel) -> Json:
    """
    Return a conversation as Slack's JSON.
    """
    shown: Json = {
        "id": channel.id,
        "created": 1_700_000_000,
        "is_archived": channel.is_archived,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "channel",
        "context_team_id": world.team.id,
    }
    if channel.kind == "im":
        return shown | {"user": channel.with_user, "is_open": True}
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": world.app.bot_user in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def info(world: World, args: Arguments) -> Json:
    """
    Return one conversation.
    """
    channel = world.channel(args.needed("channel"))
    world.need(f"{PREFIX[channel.kind]}:read")
    return {"channel": shown_channel(world, channel)}


def listed(world: World, args: Arguments) -> Json:
    """
    Return all conversations of the kinds asked for.
    """
    kinds = (args.text("types") or "public_channel").split(",")
    names = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = {names[kind.strip()] for kind in kinds if kind.strip() in names}
    found = [shown_channel(world, c) for c in world.channels.values() if c.kind in wanted]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def opened(world: World, args: Arguments) -> Json:
    """
    Return the direct message with a person.
    """
    users = [each for each in args.text("users").split(",") if each]
    if len(users) != 1:
        raise RefusedError("not_enough_users" if not users else "too_many_users")
    if users[0] not in world.people:
        raise RefusedError("user_not_found")
    channel = world.direct(users[0])
    answer: Json = {"id": channel.id}
    if args.flag("return_im"):
        answer = shown_channel(world, channel)
    return {"channel": answer, "no_op": True, "already_open": True}


def members(world: World, args: Arguments) -> Json:
    """
    Return who is in a conversation.
    """
    channel = world.channel(args.needed("channel"))
    world.need(f"{PREFIX[channel.kind]}:read")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def join(world: World, args: Arguments) -> Json:
    """
    Make the bot a member of a public channel.
    """
    channel = world.channel(args.needed("channel"))
    if channel.kind != "channel":
        raise RefusedError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise RefusedError("is_archived")
    if world.app.bot_user in channel.members:
        warning = {"warning": "already_in_channel"}
        return {"channel": shown_channel(world, channel), **warning}
    channel = world.admit(channel, world.app.bot_user)
    events.announce(world, events.joined(world, channel, world.app.bot_user, None))
    return {"channel": shown_channel(world, channel)}


METHODS = (
    Method("conversations.replies", replies),
    Method("conversations.history", history),
    Method("conversations.info", info),
    Method("conversations.list", listed),
    Method("conversations.open", opened, "im:write"),
    Method("conversations.members", members),
    Method("conversations.join", join, "channels:join"),
)
