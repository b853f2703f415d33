"""
What a button, a form or a message carries back is believed no further than it can be checked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.core.errors import SettingsError
from bot.core.findings import Finding, Place
from bot.delivery import Question
from bot.knowledge.live import Live
from bot.settings import Settings
from bot.slack.administration import tell_of_bad_edit
from bot.slack.press import Press
from bot.workspace import Message, Workspace
from tests.scenarios.house import House, buttons, living, local_settings
from tests.security.wire import FORM, Heard, request, signed, talk

QUESTION = "django or flask for microservices?"
VIEW = {"id": "V1", "hash": "h", "type": "modal"}
STALE = "no longer fits"


def pressed(
    answered: Message, value: str, action: str, *, channel: str = "C0GENERAL1"
) -> dict[str, Any]:
    """
    A press as Slack would send it, of a button that nobody made.
    """
    return {
        "type": "block_actions",
        "user": {"id": "U0LINUS001"},
        "team": {"id": "T0WORKSHOP"},
        "api_app_id": "A0FWCHOICE",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        "container": {"type": "message", "message_ts": answered.ts, "channel_id": channel},
        "channel": {"id": channel},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
    }


async def sent(house: House, payload: dict[str, Any]) -> Heard:
    """
    *payload*, with a signature as good as Slack's.
    """
    body = urlencode({"payload": json.dumps(payload)}).encode()
    headers = signed(house.workspace.app.signing_secret, body)
    heard = await talk(house.bot.url, [request(body, headers, kind=FORM)])
    await house.settle()
    return heard


def effects(house: House) -> list[str]:
    """
    What was posted, changed or opened.
    """
    return [
        one.method
        for one in house.workspace.calls
        if one.method.startswith(("chat.", "views.", "files."))
    ]


FORGED: dict[str, Callable[[Press], str]] = {
    "no JSON": lambda _: "more",
    "another kind of JSON": lambda _: "[]",
    "nothing": lambda _: "{}",
    "a revision that never was": lambda good: replace(good, revision="0" * 12).to_value(),
    "a topic that is not there": lambda good: replace(good, topic="../secrets").to_value(),
    "a channel of others": lambda good: replace(good, channel="C0RANDOM01").to_value(),
    "no channel": lambda good: replace(good, channel="").to_value(),
    "types of its own": lambda good: good.to_value().replace('"c":"C0GENERAL1"', '"c":{"a":1}'),
    "too long": lambda good: good.to_value()[:-1] + f',"x":"{"y" * 3_000}"' + "}",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=list(FORGED))
async def test_a_forged_share_posts_nothing(house: House, forged: Callable[[Press], str]) -> None:
    """
    Whatever the button carries: nothing is posted, here or in another channel.
    """
    answered = await house.command(QUESTION)
    assert answered is not None
    good = Press.from_value(buttons(answered, "share")[0]["value"])
    assert good is not None
    heard = await sent(house, pressed(answered, forged(good), "share"))

    assert heard.status == 200
    assert effects(house) == []


async def test_a_button_of_another_channel_changes_no_reply(house: House) -> None:
    """
    Replies are found by the key in their metadata: a key of elsewhere would make a question there
    look answered.
    """
    refused = await house.ask("what's for lunch?")
    good = Press.from_value(buttons(refused, "suggestion")[0]["value"])
    assert good is not None
    told: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.append(await reader.read(65_536))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        for key in (good.key, "C0RANDOM01:1700000000.000100"):
            payload = pressed(refused, replace(good, key=key).to_value(), "suggestion-1")
            await sent(house, payload | {"response_url": f"http://127.0.0.1:{port}/"})

    assert b'"replace_original": true' in told[0]
    assert good.key.encode() in told[0]
    assert STALE.encode() in told[1]
    assert b'"replace_original": true' not in told[1]
    assert b"C0RANDOM01:" not in told[1]


@pytest.mark.parametrize(
    "action", ["reload", "admin", "share ", "SHARE", "../share", "", "more\u200b", "x" * 255]
)
async def test_an_action_that_is_none_of_ours_does_nothing(house: House, action: str) -> None:
    """
    It is acknowledged, so that Slack does not show an error, and that is all.
    """
    answered = await house.command(QUESTION)
    assert answered is not None
    value = buttons(answered, "share")[0]["value"]
    heard = await sent(house, pressed(answered, value, action))

    assert heard.status == 200
    assert effects(house) == []


@pytest.mark.parametrize("name", ["user", "channel"])
async def test_an_id_that_is_none_is_not_put_into_a_mention(house: House, name: str) -> None:
    """
    It is 400, and nothing is posted.
    """
    answered = await house.command(QUESTION)
    assert answered is not None
    forged = pressed(answered, buttons(answered, "share")[0]["value"], "share")
    forged[name] = {"id": "U0ADA00001> <!channel"}
    heard = await sent(house, forged)

    assert heard.status == 400
    assert effects(house) == []


@pytest.mark.parametrize("callback", ["admin", "ASK", "", "ask\n", "x" * 255])
async def test_a_form_that_is_none_of_ours_does_nothing(house: House, callback: str) -> None:
    """
    The person reads that it no longer fits.
    """
    payload = {
        "type": "view_submission",
        "user": {"id": "U0LINUS001"},
        "team": {"id": "T0WORKSHOP"},
        "view": {**VIEW, "callback_id": callback, "private_metadata": "{", "state": {}},
    }
    heard = await sent(house, payload)

    assert heard.status == 200
    assert STALE in heard.raw.decode()
    assert effects(house) == []


STATES: tuple[Any, ...] = (
    None,
    [],
    {"values": 7},
    {"values": {"question": []}},
    {"values": {"question": {"question": {"value": {"a": 1}}}}},
    {"values": {"question": {"question": {"value": None}}}},
    {"values": {"other": {"question": {"value": QUESTION}}}},
)


@pytest.mark.parametrize("state", STATES, ids=str)
async def test_a_forged_state_of_a_form_is_an_empty_one(house: House, state: Any) -> None:
    """
    It asks for a question; nothing else happens.
    """
    view = {**VIEW, "callback_id": "ask", "private_metadata": "C0GENERAL1"}
    payload = {
        "type": "view_submission",
        "user": {"id": "U0LINUS001"},
        "team": {"id": "T0WORKSHOP"},
        "view": {**view, "state": state},
    }
    heard = await sent(house, payload)

    assert heard.status == 200
    assert b'"response_action": "errors"' in heard.raw
    assert effects(house) == []


async def test_a_forged_receipt_answers_for_nobody(house: House) -> None:
    """
    A reply counts only when the bot itself wrote it: another app can write the same metadata.
    """
    workspace = house.workspace
    asked = await workspace.say("ada", "general", "what do you think?")
    key = f"{asked.channel}:{asked.ts}"
    metadata = {"event_type": "fwchoice_reply", "event_payload": {"key": key, "receipt": "0" * 16}}
    question = Question(key, asked.channel, asked.ts, asked.ts, "U0ADA00001", QUESTION)
    mine = {"bot_id": house.bot.posting.desk.identity.bot_id, "metadata": metadata}
    is_reply = house.bot.posting._is_reply_to

    assert is_reply(mine, question.key)
    for author in ({"bot_id": "B0OTHER"}, {"user": "U0ADA00001"}, {}):
        assert not is_reply({**author, "metadata": metadata}, question.key)
    for other in ({}, {"event_type": "x"}, {"event_type": "fwchoice_reply", "event_payload": {}}):
        assert not is_reply({**mine, "metadata": other}, question.key)
    assert await house.bot.posting.find(question) is None


@pytest.mark.parametrize(
    "event",
    [
        {"channel": "C0GENERAL1\nforged=1"},
        {"channel": "C1:1.2"},
        {"ts": "1.2\x1b[31m"},
        {"ts": "now"},
        {"user": "<!channel>"},
        {"user": "U1 U2"},
    ],
)
async def test_a_key_is_made_of_nothing_else(house: House, event: dict[str, str]) -> None:
    """
    Keys stand in the log and in the database: no line break, no escape, no second colon.
    """
    given = {"type": "app_mention", "channel": "C0GENERAL1", "ts": "1700000000.000100"}
    given |= {"user": "U0ADA00001", "text": f"<@U0BOT00001> {QUESTION}"}
    envelope = {"type": "event_callback", "event": {**given, **event}}
    await house.workspace.courier.bring("event", envelope)
    await house.settle()

    assert effects(house) == []


async def test_only_admins_are_told_what_admins_are_told(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    The list is looked at where the message is sent; nobody can press or type their way onto it.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", admins=("U0GRACE001",))
    async with living(workspace, settings, "http", open_live) as house:
        finding = Finding(Place("topics/x.yaml", 1), "error", "Y01", "not YAML")
        await tell_of_bad_edit(house.bot.posting.desk, settings.admins, [finding])
        for text in ("admin", "reload", "status", "admin reload"):
            await workspace.run_command("ada", "general", "/fwchoice", text)
        told = [one.arguments["channel"] for one in workspace.calls_of("chat.postMessage")]

        assert told == ["U0GRACE001"]
        assert (
            house.bot.metrics.registry.get_sample_value(
                "fwchoice_knowledge_reloads_total", {"result": "taken"}
            )
            is None
        )


@pytest.mark.parametrize("admins", ["C0GENERAL1", "U0ADA,everyone", "@ada", "U0ADA;U0GRACE"])
def test_an_admin_is_a_person(admins: str) -> None:
    """
    A channel's id would tell everybody.
    """
    with pytest.raises(SettingsError, match="FWCHOICE_ADMINS holds"):
        Settings.from_environ({"FWCHOICE_ADMINS": admins})
