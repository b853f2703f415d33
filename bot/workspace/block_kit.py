"""
Tells what Slack would refuse in a list of blocks or in a view.

`problems` and `view_problems` are pure: they return everything that is wrong, with JSON pointers,
and an empty tuple when Slack would accept. Limits are those of Slack's Block Kit reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.workspace.block_elements import ACCESSORY, ACTION, CONTEXT, CONTEXT_ACTION, INPUT
from bot.workspace.block_objects import any_text, plain_text
from bot.workspace.block_schema import (
    Check,
    Problem,
    Problems,
    anything,
    array,
    boolean,
    by_type,
    exactly_one,
    integer,
    one_of,
    record,
    string,
    web_address,
)

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 13_200
"""Text in all blocks of a message together. Slack does not document it; bolt-js issue 2509."""
CHARACTERS_PER_OBJECT = 10
"""What a block or element costs besides its text: an estimate on the strict side."""

BLOCK_ID: dict[str, Check] = {"block_id": string(255)}


def text_or_fields(value: Mapping[str, Any], at: str) -> Problems:
    """
    A section says something.
    """
    if value.get("text") is None and value.get("fields") is None:
        yield Problem(at, "must define either `text` or `fields`")


def distinct_action_ids(value: Mapping[str, Any], at: str) -> Problems:
    """
    No two elements of one block share an action id.
    """
    seen: set[str] = set()
    elements = value.get("elements")
    for index, each in enumerate(elements if isinstance(elements, list) else ()):
        given = each.get("action_id") if isinstance(each, Mapping) else None
        if isinstance(given, str):
            if given in seen:
                yield Problem(
                    f"{at}/elements/{index}/action_id", f"`action_id` {given} already exists"
                )
            seen.add(given)


def rich_text_sections(value: Mapping[str, Any], at: str) -> Problems:
    """
    Rich text holds sections, lists, quotes and preformatted parts.
    """
    known = (
        "rich_text_section",
        "rich_text_list",
        "rich_text_quote",
        "rich_text_preformatted",
    )
    elements = value.get("elements")
    for index, each in enumerate(elements if isinstance(elements, list) else ()):
        kind = each.get("type") if isinstance(each, Mapping) else None
        if kind not in known:
            yield Problem(f"{at}/elements/{index}/type", f"unsupported type: {kind}")
        elif not isinstance(each.get("elements"), list):
            yield Problem(f"{at}/elements/{index}", "missing required field: elements")


def block(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *rules: Any,
) -> Check:
    """
    A block: an object that may have a ``block_id``.
    """
    return record(required, {**BLOCK_ID, **(optional or {})}, *rules)


IMAGE = block(
    {"alt_text": string(2000, 1)},
    {
        "image_url": web_address(3000),
        "slack_file": anything,
        "title": plain_text(2000),
    },
    exactly_one("image_url", "slack_file"),
)
EVERYWHERE: dict[str, Check] = {
    "section": block(
        {},
        {
            "text": any_text(3000),
            "fields": array(any_text(2000), 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
        text_or_fields,
    ),
    "header": block({"text": plain_text(150)}, {"level": integer(1, 4)}),
    "divider": block(),
    "context": block({"elements": array(CONTEXT, 10)}),
    "actions": block({"elements": array(ACTION, 25)}, {}, distinct_action_ids),
    "image": IMAGE,
    "input": block(
        {"label": plain_text(2000), "element": INPUT},
        {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": block({"elements": array(anything, 1000, 0)}, {}, rich_text_sections),
    "video": block(
        {
            "alt_text": string(),
            "title": plain_text(200),
            "thumbnail_url": web_address(3000),
            "video_url": web_address(3000),
        },
        {
            "author_name": string(50),
            "description": plain_text(200),
            "provider_icon_url": web_address(3000),
            "provider_name": string(),
            "title_url": web_address(3000),
        },
    ),
}


def loosely(value: Any, at: str) -> Problems:
    """
    A block that is known to exist and whose inside is not looked at.
    """
    if isinstance(value, Mapping):
        yield from BLOCK_ID["block_id"](value.get("block_id", ""), f"{at}/block_id")


IN_MESSAGES: dict[str, Check] = {
    "markdown": block({"text": string(12_000, 1)}),
    "context_actions": block({"elements": array(CONTEXT_ACTION, 5)}, {}, distinct_action_ids),
    "table": block(
        {"rows": array(array(anything, 20), 100)}, {"column_settings": array(anything, 20, 0)}
    ),
    "file": block({"external_id": string(), "source": one_of("remote")}),
    "plan": loosely,
    "task_card": loosely,
    "card": loosely,
    "carousel": loosely,
    "container": loosely,
    "data_table": loosely,
    "data_visualization": loosely,
    "call": loosely,
}
IN_MODALS: dict[str, Check] = {
    "alert": block(
        {"text": any_text(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
}
BLOCKS: dict[Surface, dict[str, Check]] = {
    "message": EVERYWHERE | IN_MESSAGES,
    "modal": EVERYWHERE | IN_MODALS,
    "home": EVERYWHERE,
}


def problems(
    blocks: Any, surface: Surface = "message", *, at: str = "/blocks"
) -> tuple[Problem, ...]:
    """
    Return everything Slack would refuse in *blocks* on *surface*.
    """
    return tuple(_problems(blocks, surface, at))


def _problems(blocks: Any, surface: Surface, at: str) -> Problems:
    if not isinstance(blocks, list):
        yield Problem(at, "must be an array")
        return
    most = MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield Problem(at, f"no more than {most} items allowed")
    seen: set[str] = set()
    for index, each in enumerate(blocks):
        here = f"{at}/{index}"
        yield from by_type(BLOCKS[surface])(each, here)
        given = each.get("block_id") if isinstance(each, Mapping) else None
        if isinstance(given, str) and given:
            if given in seen:
                yield Problem(f"{here}/block_id", f"`block_id` {given} already exists")
            seen.add(given)
    markdown = [b for b in blocks if isinstance(b, Mapping) and b.get("type") == "markdown"]
    if len(markdown) > 1 and sum(len(str(b.get("text", ""))) for b in markdown) > 12_000:
        yield Problem(at, "markdown blocks must be less than 12001 characters together")


def characters(value: Any) -> int:
    """
    Estimate how much of Slack's total for the blocks of one message *value* uses up.
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        inside = (each for key, each in value.items() if _is_shown(key, each))
        return sum(map(characters, inside)) + ("type" in value) * CHARACTERS_PER_OBJECT
    if isinstance(value, Sequence):
        return sum(map(characters, value))
    return 0


def _is_shown(key: str, value: Any) -> bool:
    return key == "text" or not isinstance(value, str)


def too_long(blocks: Any) -> bool:
    """
    Whether a message with these blocks is refused with ``msg_blocks_too_long``.
    """
    return characters(blocks) > MOST_CHARACTERS


TITLE = plain_text(24)
SHARED: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
MODAL = record(
    {"type": anything, "title": TITLE, "blocks": anything},
    {
        **SHARED,
        "submit": TITLE,
        "close": TITLE,
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)
HOME = record({"type": anything, "blocks": anything}, SHARED)


def view_problems(view: Any, *, at: str = "/view") -> tuple[Problem, ...]:
    """
    Return everything Slack would refuse in a modal or a Home tab.
    """
    return tuple(_view_problems(view, at))


def _view_problems(view: Any, at: str) -> Problems:
    if not isinstance(view, Mapping):
        yield Problem(at, "must be an object")
        return
    kind = view.get("type")
    if kind is None:
        yield Problem(at, "missing required field: type")
        return
    if kind not in ("modal", "home"):
        yield Problem(f"{at}/type", f"unsupported type: {kind}")
        return
    yield from (MODAL if kind == "modal" else HOME)(view, at)
    blocks = view.get("blocks")
    if blocks is None:
        return
    if not isinstance(blocks, list):
        yield Problem(f"{at}/blocks", "must be an array")
        return
    yield from _problems(blocks, "modal" if kind == "modal" else "home", f"{at}/blocks")
    kinds = [each.get("type") for each in blocks if isinstance(each, Mapping)]
    if kind == "modal" and "input" in kinds and not view.get("submit"):
        yield Problem(at, "missing required field: submit")
