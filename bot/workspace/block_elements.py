"""
What may stand inside a block: interactive elements, images and context.

`ELEMENTS` maps the type of an element to its check; the sets below it say where each may stand.
Limits are those of Slack's Block Kit reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workspace.block_objects import (
    CONFIRM,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    plain_text,
)
from bot.workspace.block_schema import (
    Check,
    Problem,
    Problems,
    Rule,
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

COMMON: dict[str, Check] = {"action_id": string(255)}
CONFIRMED: dict[str, Check] = {**COMMON, "confirm": CONFIRM}
FOCUSED: dict[str, Check] = {**CONFIRMED, "focus_on_load": boolean}
HINTED: dict[str, Check] = {**FOCUSED, "placeholder": plain_text(150)}
TYPED: dict[str, Check] = {
    **COMMON,
    "placeholder": plain_text(150),
    "focus_on_load": boolean,
    "dispatch_action_config": record(
        {},
        {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)},
    ),
}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def initial_is_offered(*names: str) -> Rule:
    """
    What is chosen at first must be among the options.
    """

    def rule(value: Mapping[str, Any], at: str) -> Problems:
        offered = _list(value.get("options"))
        for group in _list(value.get("option_groups")):
            if isinstance(group, Mapping):
                offered += _list(group.get("options"))
        for name in names:
            chosen = value.get(name)
            for each in chosen if isinstance(chosen, list) else [chosen]:
                if each is not None and each not in offered:
                    yield Problem(f"{at}/{name}", "must match an option in `options`")

    return rule


def distinct_values(value: Mapping[str, Any], at: str) -> Problems:
    """
    No two options of one element share a value.
    """
    seen: set[str] = set()
    for index, each in enumerate(_list(value.get("options"))):
        given = each.get("value") if isinstance(each, Mapping) else None
        if isinstance(given, str):
            if given in seen:
                yield Problem(f"{at}/options/{index}/value", "duplicate option value")
            seen.add(given)


def lengths_in_order(value: Mapping[str, Any], at: str) -> Problems:
    """
    The shortest permitted input is not longer than the longest.
    """
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem(f"{at}/min_length", "must be less than or equal to `max_length`")


def typed(**extra: Check) -> Check:
    """
    A field a person types into.
    """
    return record({}, {**TYPED, **extra}, lengths_in_order)


def select(initial: str | None, **extra: Check) -> Check:
    """
    A menu filled by Slack, with an initial value of one item.
    """
    first: dict[str, Check] = {initial: anything} if initial else {}
    return record({}, {**HINTED, **first, **extra})


OPTIONS = array(PLAIN_OPTION, 100)
STATIC: dict[str, Check] = {"options": OPTIONS, "option_groups": array(OPTION_GROUP, 100)}
EITHER = exactly_one("options", "option_groups")
FEEDBACK_BUTTON = record(
    {"text": plain_text(75), "value": string(2000, 1)}, {"accessibility_label": string(75)}
)

ELEMENTS: dict[str, Check] = {
    "button": record(
        {"text": plain_text(75)},
        {
            **CONFIRMED,
            "url": web_address(3000),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
            "agent_prompt": string(4000),
            "agent_prompt_display": anything,
            "visible_to_user_ids": anything,
        },
    ),
    "static_select": record(
        {},
        {**HINTED, **STATIC, "initial_option": anything},
        EITHER,
        initial_is_offered("initial_option"),
        distinct_values,
    ),
    "multi_static_select": record(
        {},
        {
            **HINTED,
            **STATIC,
            "initial_options": array(anything, 100, 0),
            "max_selected_items": integer(1, 100),
        },
        EITHER,
        initial_is_offered("initial_options"),
        distinct_values,
    ),
    "radio_buttons": record(
        {"options": array(RICH_OPTION, 10)},
        {**FOCUSED, "initial_option": anything},
        initial_is_offered("initial_option"),
        distinct_values,
    ),
    "checkboxes": record(
        {"options": array(RICH_OPTION, 10)},
        {**FOCUSED, "initial_options": array(anything, 10, 1)},
        initial_is_offered("initial_options"),
        distinct_values,
    ),
    "overflow": record({"options": array(PLAIN_OPTION, 5)}, CONFIRMED, distinct_values),
    "plain_text_input": typed(
        initial_value=string(3000),
        multiline=boolean,
        min_length=integer(0, 3000),
        max_length=integer(1, 3000),
    ),
    "email_text_input": typed(initial_value=string()),
    "url_text_input": typed(initial_value=string()),
    "number_input": record(
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
    ),
    "rich_text_input": typed(initial_value=anything),
    "file_input": record(
        {}, {**COMMON, "filetypes": array(string(), 100), "max_files": integer(1, 10)}
    ),
    "datepicker": select("initial_date"),
    "timepicker": select("initial_time", timezone=string()),
    "datetimepicker": record({}, {**FOCUSED, "initial_date_time": anything}),
    "users_select": select("initial_user"),
    "channels_select": select("initial_channel", response_url_enabled=boolean),
    "conversations_select": select(
        "initial_conversation",
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=anything,
    ),
    "external_select": select("initial_option", min_query_length=integer(0, 3000)),
    "multi_users_select": select("initial_users", max_selected_items=integer(1, 100)),
    "multi_channels_select": select("initial_channels", max_selected_items=integer(1, 100)),
    "multi_conversations_select": select(
        "initial_conversations",
        max_selected_items=integer(1, 100),
        default_to_current_conversation=boolean,
        filter=anything,
    ),
    "multi_external_select": select(
        "initial_options",
        max_selected_items=integer(1, 100),
        min_query_length=integer(0, 3000),
    ),
    "workflow_button": record(
        {"text": plain_text(75), "workflow": anything},
        {**COMMON, "style": one_of("primary", "danger"), "accessibility_label": string(75)},
    ),
    "feedback_buttons": record(
        {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, COMMON
    ),
    "icon_button": record(
        {"icon": one_of("trash"), "text": plain_text(75)},
        {
            **CONFIRMED,
            "value": string(2000),
            "accessibility_label": string(75),
            "visible_to_user_ids": anything,
        },
    ),
    "image": record(
        {"alt_text": string(2000)},
        {"image_url": web_address(3000), "slack_file": anything},
        exactly_one("image_url", "slack_file"),
    ),
}

SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = ("datepicker", "timepicker")
CHOICES = ("radio_buttons", "checkboxes")


def among(*names: str) -> Check:
    """
    Any of the named elements.
    """
    return by_type({name: ELEMENTS[name] for name in names})


ACCESSORY = among("button", "overflow", "image", "workflow_button", *CHOICES, *PICKERS, *SELECTS)
ACTION = among(
    "button", "overflow", "workflow_button", "datetimepicker", *CHOICES, *PICKERS, *SELECTS
)
INPUT = among(
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "datetimepicker",
    *CHOICES,
    *PICKERS,
    *SELECTS,
)
CONTEXT = by_type(
    {
        "image": ELEMENTS["image"],
        "plain_text": record({"text": string(3000, 1)}, {"emoji": boolean}),
        "mrkdwn": record({"text": string(3000, 1)}, {"verbatim": boolean}),
    }
)
CONTEXT_ACTION = among("feedback_buttons", "icon_button")
