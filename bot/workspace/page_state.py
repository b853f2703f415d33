"""
What one person sees, as JSON for the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.workspace.message import Json, Message
from bot.workspace.refusals import RefusedError
from bot.workspace.team import Channel, Person
from bot.workspace.views import View

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

MOST_MESSAGES = 300
"""The page shows the last ones of each channel."""


def snapshot(workspace: Workspace, user: str) -> Json:
    """
    Return everything *user* sees; somebody else's id or none means the first person.
    """
    world = workspace.world
    try:
        you = world.person(user)
    except RefusedError:
        you = world.team.people[0]
    channels = [c for c in world.channels.values() if c.kind != "im" or c.with_user == you.id]
    home = world.views.homes.get(you.id)
    return {
        "you": you.id,
        "team": world.team.name,
        "bot": {"id": world.app.bot_user, "name": world.app.name},
        "connection": {"ok": workspace.connected, "over": workspace.courier.transport},
        "welcome": workspace.page.welcome,
        "tries": list(workspace.page.tries),
        "people": [_person(person) for person in world.people.values()],
        "members": [person.id for person in world.team.people],
        "channels": [_channel(channel, world.app.bot_user) for channel in channels],
        "messages": {c.id: _messages(workspace, c.id, you.id) for c in channels},
        "statuses": [[*key, status] for key, status in world.statuses.items()],
        "prompts": {c.id: list(world.prompts.get(c.id, ())) for c in channels},
        "commands": [
            {"name": c.name, "description": c.description, "usage_hint": c.usage_hint}
            for c in world.app.commands
        ],
        "shortcuts": [
            {"callback_id": s.callback_id, "name": s.name, "kind": s.kind}
            for s in world.app.shortcuts
        ],
        "views": [_view(workspace, view) for view in world.views.stacks.get(you.id, ())],
        "home": _view(workspace, home) if home else None,
        "has_home": home is not None or "app_home_opened" in world.app.events,
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "is_bot": person.is_bot,
    }


def _channel(channel: Channel, bot: str) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "has_bot": bot in channel.members,
    }


def _messages(workspace: Workspace, channel: str, you: str) -> list[Json]:
    world = workspace.world
    mine = (w for w in world.whispers if w.ephemeral_to == you and w.channel == channel)
    seen = sorted((*world.messages(channel), *mine), key=lambda message: message.ts)
    return [_message(workspace, message) for message in seen[-MOST_MESSAGES:]]


def _message(workspace: Workspace, message: Message) -> Json:
    shown = workspace.world.payload(message)
    if not message.bot_id:
        shown.pop("blocks", None)
    return shown | {"is_reply": message.is_reply}


def _view(workspace: Workspace, view: View) -> Json:
    return workspace.world.views.payload(view) | {"errors": dict(view.errors)}
