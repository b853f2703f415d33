"""
The payloads of what people do: commands, pressed elements, submitted and closed views, shortcuts.
"""

from __future__ import annotations

from typing import Any

from bot.workspace.message import Json, Message
from bot.workspace.slack_text import from_typed
from bot.workspace.team import Command, Shortcut
from bot.workspace.view_state import elements, entry, options, state
from bot.workspace.views import View
from bot.workspace.world import World

TOKEN = "verification-token"


def _who(world: World, user: str, kind: str) -> Json:
    person = world.person(user)
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": world.team.id,
        },
        "api_app_id": world.app.id,
        "token": TOKEN,
        "team": {"id": world.team.id, "domain": world.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _where(world: World, channel: str) -> Json:
    found = world.channels[channel]
    return {"id": channel, "name": "directmessage" if found.kind == "im" else found.name}


def command(world: World, user: str, channel: str, declared: Command, text: str) -> Json:
    """
    Return the form of a slash command.
    """
    names = {person.name.lower(): person.id for person in world.people.values()}
    rooms = {c.name: c.id for c in world.channels.values() if c.kind != "im"}
    wire = from_typed(text.strip(), names, rooms, links=False)
    if not declared.should_escape:
        wire = from_typed(text.strip(), {}, {}, links=False)
    return {
        "token": TOKEN,
        "team_id": world.team.id,
        "team_domain": world.team.domain,
        "channel_id": channel,
        "channel_name": _where(world, channel)["name"],
        "user_id": user,
        "user_name": world.person(user).name,
        "command": declared.name,
        "text": wire,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": world.response_urls.issue(user, channel),
        "trigger_id": world.triggers.issue(user),
    }


def find_element(
    blocks: list[Json], action_id: str, value: Any = None, block_id: str | None = None
) -> tuple[Json, Json]:
    """
    Return the element *action_id* names, and its block.

    Where several blocks have one of that name, *block_id* or the value of the button decides.
    """
    named = [
        (block, element)
        for block, element in elements(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if len(named) > 1 and value is not None:
        named = [pair for pair in named if value in _values(pair[1])] or named
    if not named:
        there = ", ".join(element["action_id"] for _, element in elements(blocks)) or "none"
        raise LookupError(f"no element {action_id!r} here; there are: {there}")
    return named[0]


def _values(element: Json) -> list[Any]:
    return [element.get("value"), *(option.get("value") for option in options(element))]


def action(world: World, block: Json, element: Json, value: Any) -> Json:
    """
    Return one entry of ``actions``: *element* was used, and now has *value*.
    """
    kind = element["type"]
    done: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": world.new_ts(),
    }
    if kind in ("button", "icon_button"):
        shown = {"text": element["text"]} | (
            {"value": element["value"]} if "value" in element else {}
        )
        return done | shown | ({"style": element["style"]} if "style" in element else {})
    if kind == "feedback_buttons":
        sides = [element["positive_button"], element["negative_button"]]
        chosen = next((side for side in sides if side["value"] == value), sides[0])
        return done | {"text": chosen["text"], "value": chosen["value"]}
    if kind == "overflow":
        chosen = next(o for o in element["options"] if o["value"] == value)
        return done | {"selected_option": chosen}
    return done | entry(element, value)


def pressed_in_message(
    world: World, user: str, message: Message, entered: dict[str, dict[str, Json]], done: Json
) -> Json:
    """
    Return the payload of an element used in a message.
    """
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _who(world, user, "block_actions") | {
        "container": container,
        "trigger_id": world.triggers.issue(user),
        "channel": _where(world, message.channel),
        "state": {"values": state(message.blocks, entered)},
        "response_url": world.response_urls.issue(user, message.channel, message),
        "actions": [done],
    }
    if not message.is_ephemeral:
        payload["message"] = world.payload(message)
    return payload


def pressed_in_view(world: World, user: str, view: View, done: Json) -> Json:
    """
    Return the payload of an element used in a modal or Home tab.
    """
    return _who(world, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.triggers.issue(user, view.id),
        "view": world.views.payload(view),
        "actions": [done],
    }


def submitted(world: World, view: View) -> Json:
    """
    Return the payload of a submitted modal.
    """
    return _who(world, view.user, "view_submission") | {
        "trigger_id": world.triggers.issue(view.user, view.id),
        "view": world.views.payload(view),
        "response_urls": [],
    }


def closed(world: World, view: View, *, cleared: bool) -> Json:
    """
    Return the payload of a closed modal.
    """
    return _who(world, view.user, "view_closed") | {
        "view": world.views.payload(view),
        "is_cleared": cleared,
    }


def shortcut(world: World, user: str, declared: Shortcut, message: Message | None) -> Json:
    """
    Return the payload of a shortcut, on a message or anywhere.
    """
    common: Json = {
        "callback_id": declared.callback_id,
        "trigger_id": world.triggers.issue(user),
        "action_ts": world.new_ts(),
    }
    if message is None:
        return _who(world, user, "shortcut") | common
    return (
        _who(world, user, "message_action")
        | common
        | {
            "response_url": world.response_urls.issue(user, message.channel, message),
            "message_ts": message.ts,
            "channel": _where(world, message.channel),
            "message": world.payload(message),
        }
    )
