"""
The Block Kit validator, as tables: what Slack takes, and what it refuses and where.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workspace.block_kit import problems, too_long, view_problems

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "v", text: str = "x") -> Json:
    return {"text": plain(text), "value": value}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def asked(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


WORDS = [
    "type",
    "text",
    "blocks",
    "elements",
    "element",
    "accessory",
    "options",
    "option_groups",
    "fields",
    "initial_option",
    "initial_options",
    "action_id",
    "block_id",
    "rows",
    "url",
]
KINDS = [
    "section",
    "actions",
    "input",
    "context",
    "modal",
    "home",
    "button",
    "static_select",
    "mrkdwn",
    "plain_text",
    "rich_text",
    "overflow",
    "checkboxes",
]

CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}

GOOD: list[Json] = [
    section(),
    section(text=mrkdwn("x" * 3000)),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    section(accessory=button(style="primary", url="https://example.org/x?y=1", confirm=CONFIRM)),
    section(accessory={"type": "image", "image_url": "https://example.org/x.png", "alt_text": ""}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn(), plain()] * 5},
    actions(*[button(action_id=str(n)) for n in range(25)]),
    actions(select(options=[option(str(n)) for n in range(100)])),
    actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(5)]}),
    {"type": "markdown", "text": "x" * 12_000},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": plain("Good"), "value": "up"},
                "negative_button": {"text": plain("Bad"), "value": "down"},
            }
        ],
    },
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
    asked({"type": "plain_text_input", "action_id": "p", "multiline": True}),
    asked({"type": "radio_buttons", "action_id": "r", "options": [option()]}, optional=True),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_slack_takes(block: Json) -> None:
    """
    What is within every limit has no problems.
    """
    assert problems([block]) == ()


BAD: list[tuple[Json, str, str]] = [
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters", "/0/text/text"),
    (section(text=mrkdwn("")), "must be more than 0 characters", "/0/text/text"),
    ({"type": "section"}, "must define either `text` or `fields`", "/0"),
    ({"type": "section", "fields": [mrkdwn()] * 11}, "no more than 10 items allowed", "/0/fields"),
    (
        {"type": "section", "fields": [mrkdwn("x" * 2001)]},
        "must be less than 2001 characters",
        "/0/fields/0/text",
    ),
    ({"type": "header", "text": mrkdwn()}, "unsupported type: mrkdwn", "/0/text/type"),
    (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters",
        "/0/text/text",
    ),
    ({"type": "divider", "text": plain()}, "invalid additional property: text", "/0"),
    ({"type": "context", "elements": []}, "no less than 1 items allowed", "/0/elements"),
    (
        {"type": "context", "elements": [mrkdwn()] * 11},
        "no more than 10 items allowed",
        "/0/elements",
    ),
    ({"type": "context", "elements": [button()]}, "unsupported type: button", "/0/elements/0/type"),
    (
        actions(*[button(action_id=str(n)) for n in range(26)]),
        "no more than 25 items allowed",
        "/0/elements",
    ),
    (actions(button(), button()), "`action_id` a already exists", "/0/elements/1/action_id"),
    (
        actions({"type": "plain_text_input", "action_id": "p"}),
        "unsupported type: plain_text_input",
        "/0/elements/0/type",
    ),
    (
        actions(button(text=plain("x" * 76))),
        "must be less than 76 characters",
        "/0/elements/0/text/text",
    ),
    (actions(button(text=mrkdwn())), "unsupported type: mrkdwn", "/0/elements/0/text/type"),
    (
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters",
        "/0/elements/0/value",
    ),
    (actions(button(url="x" * 3001)), "must be less than 3001 characters", "/0/elements/0/url"),
    (actions(button(url="no address")), "must be a valid URL", "/0/elements/0/url"),
    (
        actions(button(action_id="x" * 256)),
        "must be less than 256 characters",
        "/0/elements/0/action_id",
    ),
    (actions(button(style="loud")), "must be one of: primary, danger", "/0/elements/0/style"),
    (
        actions(button(confirm={**CONFIRM, "title": plain("x" * 101)})),
        "must be less than 101 characters",
        "/0/elements/0/confirm/title/text",
    ),
    (
        actions(select(options=[option(str(n)) for n in range(101)])),
        "no more than 100 items allowed",
        "/0/elements/0/options",
    ),
    (
        actions(select(options=[option(text="x" * 76)])),
        "must be less than 76 characters",
        "/0/elements/0/options/0/text/text",
    ),
    (
        actions(select(options=[option("x" * 151)])),
        "must be less than 151 characters",
        "/0/elements/0/options/0/value",
    ),
    (
        actions(select(options=[option(), option()])),
        "duplicate option value",
        "/0/elements/0/options/1/value",
    ),
    (
        actions(select(initial_option=option("other"))),
        "must match an option in `options`",
        "/0/elements/0/initial_option",
    ),
    (
        actions(select(placeholder=plain("x" * 151))),
        "must be less than 151 characters",
        "/0/elements/0/placeholder/text",
    ),
    (
        actions({"type": "radio_buttons", "options": [option(str(n)) for n in range(11)]}),
        "no more than 10 items allowed",
        "/0/elements/0/options",
    ),
    (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items allowed",
        "/0/elements/0/options",
    ),
    (
        section(accessory={"type": "plain_text_input", "action_id": "p"}),
        "unsupported type: plain_text_input",
        "/0/accessory/type",
    ),
    (section(block_id="x" * 256), "must be less than 256 characters", "/0/block_id"),
    (
        section(text={**mrkdwn(), "emoji": True}),
        "invalid additional property: emoji",
        "/0/text",
    ),
    ({"type": "alert", "text": plain()}, "unsupported type: alert", "/0/type"),
    ({"type": "paragraph"}, "unsupported type: paragraph", "/0/type"),
    ({"text": plain()}, "missing required field: type", "/0"),
    ({"type": "image", "alt_text": "x"}, "must define either `image_url` or `slack_file`", "/0"),
    (
        {"type": "image", "image_url": "https://example.org/x", "alt_text": 1},
        "must be a string",
        "/0/alt_text",
    ),
]


@pytest.mark.parametrize(("block", "message", "pointer"), BAD)
def test_slack_refuses(block: Json, message: str, pointer: str) -> None:
    """
    What is over a limit or in the wrong place is named with its pointer.
    """
    assert f"{message} [json-pointer:/blocks{pointer}]" in map(str, problems([block]))


def test_every_problem_is_told_not_only_the_first() -> None:
    """
    Two wrong blocks give two problems.
    """
    found = problems([section(text=mrkdwn("")), {"type": "header"}])

    assert [problem.pointer for problem in found] == ["/blocks/0/text/text", "/blocks/1"]


def test_a_message_has_at_most_fifty_blocks_and_a_view_a_hundred() -> None:
    """
    The fifty-first is too many in a message and fine in a modal.
    """
    many = [{"type": "divider"}] * 51

    assert str(problems(many)[0]) == "no more than 50 items allowed [json-pointer:/blocks]"
    assert problems(many, "modal") == ()


def test_block_ids_are_unique_in_a_message() -> None:
    """
    The second of two equal block ids is refused.
    """
    found = problems([section(block_id="b"), section(block_id="b")])

    assert str(found[0]) == "`block_id` b already exists [json-pointer:/blocks/1/block_id]"


@pytest.mark.parametrize("blocks", [None, "x", {}, [None], ["x"], [[]], [{"type": []}]])
def test_nothing_however_odd_raises(blocks: Any) -> None:
    """
    Whatever is sent for blocks, the answer is a list of problems.
    """
    assert problems(blocks)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS), inner | st.sampled_from(KINDS), max_size=5)
    ),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_the_validator_answers_any_json(given_json: Any) -> None:
    """
    It may find problems; it never raises.
    """
    problems([given_json])
    problems(given_json, "home")
    view_problems(given_json)
    too_long(given_json)


def test_the_characters_of_all_blocks_together_have_a_limit() -> None:
    """
    Five full sections are too long for one message, four are not.
    """
    full = section(text=mrkdwn("x" * 3000))

    assert not too_long([full] * 4)
    assert too_long([full] * 5)


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": [section()], **more}


VIEWS: list[tuple[Json, str]] = [
    (
        modal(title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    (
        modal(submit=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    (modal(close=mrkdwn()), "unsupported type: mrkdwn [json-pointer:/view/close/type]"),
    (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (
        modal(callback_id="x" * 256),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    (
        modal(blocks=[asked({"type": "plain_text_input"})]),
        "missing required field: submit [json-pointer:/view]",
    ),
    (
        modal(blocks=[{"type": "markdown", "text": "x"}]),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    (
        modal(submit_disabled=True),
        "invalid additional property: submit_disabled [json-pointer:/view]",
    ),
    ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    (
        {"type": "home", "title": plain(), "blocks": []},
        "invalid additional property: title [json-pointer:/view]",
    ),
    ({"type": "section"}, "unsupported type: section [json-pointer:/view/type]"),
    ({"blocks": []}, "missing required field: type [json-pointer:/view]"),
]


@pytest.mark.parametrize(("view", "said"), VIEWS)
def test_slack_refuses_a_view(view: Json, said: str) -> None:
    """
    Views have limits of their own.
    """
    assert said in map(str, view_problems(view))


def test_slack_takes_a_modal_with_inputs_and_a_submit() -> None:
    """
    A modal within every limit has no problems.
    """
    inputs = [asked({"type": "plain_text_input", "action_id": "p"}), section(), actions(button())]

    assert view_problems(modal(blocks=inputs, submit=plain())) == ()
    assert view_problems({"type": "home", "blocks": inputs}) == ()
