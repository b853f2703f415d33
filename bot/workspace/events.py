"""
Turns what happens into the events an app may be subscribed to.

Every function yields pairs of subscription and event. A mention in a channel gives both an
``app_mention`` and its ``message`` twin; the app receives those it is subscribed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.workspace.message import Json, Message
from bot.workspace.slack_text import mentions
from bot.workspace.team import Channel
from bot.workspace.world import World

Event = tuple[str, Json]


def announce(world: World, events: Iterator[Event]) -> None:
    """
    Tell the workspace of *events* in order.
    """
    for subscription, event in events:
        world.on_event(subscription, event)


def _in_channel(world: World, channel: Channel, event: Json) -> Iterator[Event]:
    if world.app.bot_user in channel.members:
        yield channel.event_type, event


def said(world: World, message: Message) -> Iterator[Event]:
    """
    Somebody, the bot included, said something.
    """
    channel = world.channels[message.channel]
    shown = world.payload(message)
    place = {"channel": message.channel, "event_ts": message.ts}
    yield from _mentioned(world, message, channel, shown | place)
    twin = shown | place | {"channel_type": channel.kind}
    if message.files:
        twin["subtype"] = "file_share"
    yield from _in_channel(world, channel, twin)


def _mentioned(world: World, message: Message, channel: Channel, shown: Json) -> Iterator[Event]:
    if (
        channel.kind != "im"
        and not message.bot_id
        and world.app.bot_user in channel.members
        and world.app.bot_user in mentions(message.text)
    ):
        yield "app_mention", shown | {"type": "app_mention"}


def edited(world: World, new: Message, old: Message) -> Iterator[Event]:
    """
    A message has another text.

    A mention fires again, with ``edited``, another event id and the same ``ts``.
    """
    channel = world.channels[new.channel]
    now = world.new_ts()
    shown = world.payload(new)
    if new.edited_ts != old.edited_ts:
        again = shown | {"channel": new.channel, "event_ts": now}
        yield from _mentioned(world, new, channel, again)
    before = replace(old, reactions=new.reactions)
    yield from _in_channel(
        world,
        channel,
        {
            "type": "message",
            "subtype": "message_changed",
            "message": shown,
            "previous_message": world.payload(before),
            "channel": new.channel,
            "channel_type": channel.kind,
            "hidden": True,
            "ts": now,
            "event_ts": now,
        },
    )


def deleted(world: World, old: Message) -> Iterator[Event]:
    """
    A message is gone.
    """
    channel = world.channels[old.channel]
    now = world.new_ts()
    yield from _in_channel(
        world,
        channel,
        {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": world.payload(old),
            "deleted_ts": old.ts,
            "channel": old.channel,
            "channel_type": channel.kind,
            "hidden": True,
            "ts": now,
            "event_ts": now,
        },
    )


def joined(world: World, channel: Channel, user: str, inviter: str | None) -> Iterator[Event]:
    """
    Somebody has become a member of a channel.
    """
    if world.app.bot_user in channel.members:
        event: Json = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "channel" else "G",
            "team": world.team.id,
            "event_ts": world.new_ts(),
        }
        yield "member_joined_channel", event | ({"inviter": inviter} if inviter else {})


def home_opened(world: World, user: str, tab: str) -> Iterator[Event]:
    """
    Somebody opened a tab of the app: ``home`` or ``messages``.
    """
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": world.direct(user).id,
        "tab": tab,
        "event_ts": world.new_ts(),
    }
    view = world.views.homes.get(user)
    if tab == "home" and view:
        event["view"] = world.views.payload(view)
    yield "app_home_opened", event


def reacted(world: World, message: Message, user: str, name: str) -> Iterator[Event]:
    """
    Somebody put an emoji on a message.
    """
    event: Json = {
        "type": "reaction_added",
        "user": user,
        "reaction": name,
        "item_user": message.user,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": world.new_ts(),
    }
    if world.app.bot_user in world.channels[message.channel].members:
        yield "reaction_added", event


def envelope(world: World, event: Json) -> Json:
    """
    Return *event* as the Events API wraps it.
    """
    event_id = world.new_id("Ev")
    return {
        "token": "verification-token",
        "team_id": world.team.id,
        "context_team_id": world.team.id,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(world.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team.id,
                "user_id": world.app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id.lower()}",
    }
