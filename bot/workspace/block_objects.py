"""
The small objects blocks are made of: text, options and confirmations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.workspace.block_schema import (
    Check,
    Problem,
    Problems,
    array,
    boolean,
    by_type,
    one_of,
    record,
    string,
    web_address,
)


def plain_text(most: int) -> Check:
    """
    A text object that must be ``plain_text``.
    """
    inner = record({"text": string(most, 1)}, {"emoji": boolean})

    def check(value: Any, at: str) -> Problems:
        if isinstance(value, Mapping) and value.get("type") not in (None, "plain_text"):
            yield Problem(f"{at}/type", f"unsupported type: {value['type']}")
            return
        yield from by_type({"plain_text": inner})(value, at)

    return check


def any_text(most: int) -> Check:
    """
    A text object, ``plain_text`` or ``mrkdwn``; only the first may carry ``emoji``.
    """
    return by_type(
        {
            "plain_text": record({"text": string(most, 1)}, {"emoji": boolean}),
            "mrkdwn": record({"text": string(most, 1)}, {"verbatim": boolean}),
        }
    )


CONFIRM = record(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": one_of("primary", "danger")},
)


def option(text: Check) -> Check:
    """
    A choice, labelled by *text*.
    """
    return record(
        {"text": text, "value": string(150, 1)},
        {"description": any_text(75), "url": web_address(3000)},
    )


PLAIN_OPTION = option(plain_text(75))
RICH_OPTION = option(any_text(75))
OPTION_GROUP = record({"label": plain_text(75), "options": array(PLAIN_OPTION, 100)})
