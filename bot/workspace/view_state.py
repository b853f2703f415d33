"""
What a person has entered, as Slack's ``state.values`` shows it.

An *entry* is the value of one element: its type, and the key Slack uses for that type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.workspace.message import Json

Entries = dict[str, dict[str, Json]]
"""Block id, then action id, then the entry."""

STATEFUL_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
"""The elements that keep a value, and under which key."""


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """
    Yield every interactive element with the block it stands in.
    """
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *(block.get("elements") or ())]
        for each in inside:
            if isinstance(each, Mapping) and "action_id" in each:
                yield block, dict(each)


def options(element: Json) -> list[Json]:
    """
    Return the options of *element*, grouped or not.
    """
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(o for g in groups for o in g["options"])]


def initial(element: Json) -> Json:
    """
    Return the entry of *element* before anybody touched it.
    """
    kind = element["type"]
    key = STATEFUL_KEYS[kind]
    first = element.get("initial_" + key.removeprefix("selected_"))
    if key == "selected_options" and first is None:
        first = []
    return {"type": kind, key: first}


def entry(element: Json, value: Any) -> Json:
    """
    Return the entry of *element* for a plain *value*.

    For a choice the value is that of the option, or a list of them; a whole entry is taken as
    it is.
    """
    kind = element["type"]
    if isinstance(value, Mapping) and value.get("type") == kind:
        return dict(value)
    key = STATEFUL_KEYS[kind]
    if value in (None, ""):
        return initial(element) | {key: [] if key == "selected_options" else None}
    if key == "selected_option":
        return {"type": kind, key: _option(element, value)}
    if key == "selected_options":
        return {"type": kind, key: [_option(element, each) for each in value]}
    return {"type": kind, key: value}


def _option(element: Json, value: Any) -> Json:
    if isinstance(value, Mapping):
        value = value.get("value")
    for option in options(element):
        if option.get("value") == value:
            return option
    offered = ", ".join(str(option.get("value")) for option in options(element))
    raise ValueError(f"{element['action_id']} has no option {value!r}; it has {offered}")


def state(blocks: Iterable[Json], entered: Mapping[str, Mapping[str, Json]]) -> Entries:
    """
    Return the state of all elements that keep a value: entered, or else initial.
    """
    values: Entries = {}
    for block, element in elements(blocks):
        if element["type"] in STATEFUL_KEYS:
            mine = entered.get(block["block_id"], {}).get(element["action_id"])
            if mine is None or mine["type"] != element["type"]:
                mine = initial(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = mine
    return values


def is_blank(given: Json) -> bool:
    """
    Whether an entry holds nothing.
    """
    return given.get(STATEFUL_KEYS[given["type"]]) in (None, "", [])
