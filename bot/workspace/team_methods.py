"""
The methods about the app itself, the team, people, reactions and the assistant.
"""

from __future__ import annotations

from dataclasses import replace

from bot.workspace import events
from bot.workspace.arguments import Arguments
from bot.workspace.message import Json
from bot.workspace.method import Method
from bot.workspace.refusals import RefusedError
from bot.workspace.team import Person
from bot.workspace.world import World

MOST_PROMPTS = 4


def api_test(_world: World, args: Arguments) -> Json:
    """
    Echo, or fail as asked.
    """
    if args.text("error"):
        raise RefusedError(args.text("error"), args=args.seen())
    return {"args": args.seen()}


def auth_test(world: World, _args: Arguments) -> Json:
    """
    Say whose token this is.
    """
    return {
        "url": f"https://{world.team.domain}.slack.com/",
        "team": world.team.name,
        "user": world.app.name,
        "team_id": world.team.id,
        "user_id": world.app.bot_user,
        "bot_id": world.app.bot_id,
        "is_enterprise_install": False,
    }


def team_info(world: World, _args: Arguments) -> Json:
    """
    Describe the team.
    """
    team = world.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def shown_person(world: World, person: Person) -> Json:
    """
    Return a person as Slack's JSON.
    """
    return {
        "id": person.id,
        "team_id": world.team.id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.time_zone,
        "deleted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_admin": False,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "real_name_normalized": person.real_name,
            "display_name_normalized": person.name,
        },
    }


def user_info(world: World, args: Arguments) -> Json:
    """
    Describe one person.
    """
    user = args.needed("user")
    if user not in world.people:
        raise RefusedError("user_not_found")
    return {"user": shown_person(world, world.people[user])}


def user_list(world: World, _args: Arguments) -> Json:
    """
    Describe everybody.
    """
    found = [shown_person(world, person) for person in world.people.values()]
    return {"members": found, "response_metadata": {"next_cursor": ""}}


def _react(world: World, args: Arguments, *, add: bool) -> Json:
    name = args.needed("name").strip(":")
    channel = world.channel(args.needed("channel"))
    if world.app.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    message = world.message(channel.id, args.needed("timestamp"))
    pair = (name, world.app.bot_user)
    if (pair in message.reactions) == add:
        raise RefusedError("already_reacted" if add else "no_reaction")
    if add:
        world.put(replace(message, reactions=(*message.reactions, pair)))
        events.announce(world, events.reacted(world, message, world.app.bot_user, name))
    else:
        left = tuple(each for each in message.reactions if each != pair)
        world.put(replace(message, reactions=left))
    return {}


def react(world: World, args: Arguments) -> Json:
    """
    Put an emoji on a message.
    """
    return _react(world, args, add=True)


def unreact(world: World, args: Arguments) -> Json:
    """
    Take an emoji back.
    """
    return _react(world, args, add=False)


def set_status(world: World, args: Arguments) -> Json:
    """
    Show what the assistant is doing in a thread; empty takes it away.
    """
    channel = world.channel(args.needed("channel_id"))
    key = (channel.id, args.needed("thread_ts"))
    if "status" not in args.given:
        args.needed("status")
    if args.text("status"):
        world.statuses[key] = args.text("status")
    else:
        world.statuses.pop(key, None)
    world.on_change()
    return {}


def set_prompts(world: World, args: Arguments) -> Json:
    """
    Offer things to ask in a direct message.
    """
    channel = world.channel(args.needed("channel_id"))
    prompts = args.structure("prompts", "invalid_arguments")
    shaped = isinstance(prompts, list) and all(
        isinstance(each, dict) and {"title", "message"} <= set(each) for each in prompts
    )
    if not shaped or len(prompts) > MOST_PROMPTS:
        raise RefusedError("invalid_arguments")
    world.prompts[channel.id] = tuple(prompts)
    world.on_change()
    return {}


METHODS = (
    Method("api.test", api_test, token="none"),
    Method("auth.test", auth_test),
    Method("team.info", team_info, "team:read"),
    Method("users.info", user_info, "users:read"),
    Method("users.list", user_list, "users:read"),
    Method("reactions.add", react, "reactions:write"),
    Method("reactions.remove", unreact, "reactions:write"),
    Method("assistant.threads.setStatus", set_status, "chat:write"),
    Method("assistant.threads.setSuggestedPrompts", set_prompts, "assistant:write"),
)
