"""
Submitting a modal: what was entered, what the app answers, and what happens to the stack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.workspace import interactions
from bot.workspace.courier import Courier
from bot.workspace.delivery import Delivery
from bot.workspace.message import Json
from bot.workspace.refusals import RefusedError
from bot.workspace.view_state import elements, entry, is_blank
from bot.workspace.views import View
from bot.workspace.world import World

REQUIRED = "Please complete this required field."
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Submission:
    """
    How a submission went.
    """

    delivery: Delivery | None
    """None when Slack did not send it, because required inputs are blank."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Sentences beside inputs, by block id."""
    trouble: str | None = None
    """What Slack shows when the app did not answer, or answered something Slack refuses."""

    @property
    def accepted(self) -> bool:
        """Whether the app took it."""
        return not self.errors and self.trouble is None


def entered(view: View, values: Mapping[str, Any]) -> View:
    """
    Return *view* with *values* filled in: by block id and action id, or by action id alone.
    """
    filled = {block: dict(inside) for block, inside in view.entered.items()}
    known = {(b["block_id"], e["action_id"]): e for b, e in elements(view.blocks)}
    blocks = {block for block, _ in known}
    for name, value in values.items():
        if name in blocks and isinstance(value, Mapping):
            given = {(name, action): each for action, each in value.items()}
        else:
            given = {(block, name): value for block, action in known if action == name}
        if not given or not set(given) <= set(known):
            there = ", ".join(f"{block}/{action}" for block, action in known)
            raise LookupError(f"no input {name!r} in this view; there are: {there}")
        for (block, action), each in given.items():
            filled.setdefault(block, {})[action] = entry(known[block, action], each)
    return replace(view, entered=filled)


def missing(view: View) -> dict[str, str]:
    """
    Return a sentence for every required input that is blank.
    """
    values = view.values
    return {
        block["block_id"]: REQUIRED
        for block in view.blocks
        if block["type"] == "input"
        and not block.get("optional")
        and all(is_blank(each) for each in values.get(block["block_id"], {}).values())
    }


async def submit(world: World, courier: Courier, view: View) -> Submission:
    """
    Send *view* to the app and do what it answers.
    """
    blank = missing(view)
    if blank:
        world.views.put(replace(view, errors=blank))
        world.on_change()
        return Submission(None, blank)
    world.views.put(replace(view, errors={}))
    delivery = await courier.bring("interaction", interactions.submitted(world, view))
    if delivery.error:
        return Submission(delivery, trouble=TROUBLE)
    try:
        errors = _obey(world, view, delivery.body if isinstance(delivery.body, dict) else {})
    except RefusedError as refused:
        return Submission(delivery, trouble=f"{TROUBLE} ({refused.error}: {refused.details})")
    world.on_change()
    return Submission(delivery, errors)


def _obey(world: World, view: View, body: Json) -> Mapping[str, str]:
    match body.get("response_action"):
        case None:
            world.views.close(view)
        case "clear":
            world.views.clear(view.user)
        case "update":
            world.views.update(view.id, body.get("view"))
        case "push":
            world.views.open(view.user, body.get("view"), on=view)
        case "errors":
            return _show_errors(world, view, body.get("errors"))
        case other:
            raise RefusedError("unknown response_action", given=other)
    return {}


def _show_errors(world: World, view: View, errors: Any) -> Mapping[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise RefusedError("errors must name input blocks", given=errors)
    world.views.put(replace(view, errors=errors))
    return dict(errors)
