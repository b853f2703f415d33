"""
The views methods: modals and the Home tab.
"""

from __future__ import annotations

from bot.workspace.arguments import Arguments
from bot.workspace.block_schema import Problem
from bot.workspace.message import Json
from bot.workspace.method import Method
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.triggers import Trigger
from bot.workspace.views import View
from bot.workspace.world import World


def _view(args: Arguments) -> object:
    view = args.structure("view", "invalid_arguments")
    if view is None:
        raise invalid("invalid_arguments", [Problem("", "missing required field: view")])
    return view


def _trigger(world: World, args: Arguments) -> Trigger:
    """
    Take the trigger of a call; the view is checked first, as Slack does.
    """
    return world.triggers.take(args.text("trigger_id") or args.needed("interactivity_pointer"))


def _answer(world: World, view: View) -> Json:
    world.on_change()
    return {"view": world.views.payload(view)}


def opened(world: World, args: Arguments) -> Json:
    """
    Open a modal before the person who did what the trigger stands for.
    """
    given = _view(args)
    world.views.check(given, "modal")
    return _answer(world, world.views.open(_trigger(world, args).user, given))


def push(world: World, args: Arguments) -> Json:
    """
    Put a modal on top of the one the trigger came from.
    """
    given = _view(args)
    world.views.check(given, "modal")
    trigger = _trigger(world, args)
    stack = world.views.stacks.get(trigger.user, [])
    if not stack or trigger.view_id is None:
        raise RefusedError("not_found")
    return _answer(world, world.views.open(trigger.user, given, on=stack[-1]))


def update(world: World, args: Arguments) -> Json:
    """
    Replace what an open view shows.
    """
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if bool(view_id) == bool(external_id):
        word = "Cannot provide both" if view_id else "Must provide either"
        message = f"[ERROR] {word} `view_id` and `external_id`"
        raise RefusedError("invalid_arguments", response_metadata={"messages": [message]})
    return _answer(
        world, world.views.update(view_id or external_id, _view(args), args.text("hash") or None)
    )


def publish(world: World, args: Arguments) -> Json:
    """
    Set somebody's Home tab.
    """
    user = args.needed("user_id")
    if user not in world.people:
        raise RefusedError("user_not_found")
    return _answer(world, world.views.publish(user, _view(args), args.text("hash") or None))


METHODS = (
    Method("views.open", opened),
    Method("views.push", push),
    Method("views.update", update),
    Method("views.publish", publish),
)
