"""
A request that Slack signed once has one effect, whoever sends it again; and none is lost by that.
"""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlencode

import pytest

from bot.slack.replays import WINDOW_SECONDS, Replays
from tests.scenarios.house import House
from tests.security.wire import FORM, request, signed, talk

EVENT = b'{"type":"event_callback","event":{"type":"emoji_changed"}}'
SIGNATURE = "v0=" + "ab" * 32


def secret_of(house: House) -> str:
    """
    What requests are signed with.
    """
    return str(house.workspace.app.signing_secret)


async def test_an_identical_copy_has_no_second_effect(house: House) -> None:
    """
    A command, a press and an event, each with a valid signature, for the second time: 401.
    """
    body = urlencode(
        {
            "command": "/fwchoice",
            "text": "django or flask?",
            "user_id": "U0ADA00001",
            "channel_id": "C0GENERAL1",
            "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:9/none",
        }
    ).encode()
    sent = [
        request(body, signed(secret_of(house), body), kind=FORM),
        request(EVENT, signed(secret_of(house), EVENT)),
    ]
    for one in sent:
        first, *copies = [await talk(house.bot.url, [one]) for _ in range(4)]

        assert first.status == 200
        assert [copy.status for copy in copies] == [401, 401, 401]
        assert b"What the sources say" not in b"".join(copy.raw for copy in copies)


async def test_a_retry_of_slacks_is_no_copy(house: House) -> None:
    """
    Within the second it was signed in, an event that comes again has the same signature. It says
    that it comes again; what a person did is never sent again, whatever it says.
    """
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    asked = {
        "type": "event_callback",
        "event": {
            "type": "app_mention",
            "channel": "C0GENERAL1",
            "user": "U0ADA00001",
            "text": "<@U0BOT00001> django or flask?",
            "ts": "1700000000.000100",
        },
    }
    body = json.dumps(asked).encode()
    headers = signed(secret_of(house), body)
    statuses = [
        (await talk(house.bot.url, [request(body, given)])).status
        for given in (headers, headers | again, headers | again, headers)
    ]
    form = urlencode({"command": "/fwchoice", "text": "help"}).encode()
    headers = signed(secret_of(house), form)
    pressed = [
        (await talk(house.bot.url, [request(form, given, kind=FORM)])).status
        for given in (headers, headers | again)
    ]
    await house.workspace.wait_for(lambda: house.workspace.calls_of("chat.postMessage"))
    await house.workspace.settle()

    assert statuses == [200, 200, 200, 401]
    assert pressed == [200, 401]
    assert len(house.workspace.calls_of("chat.postMessage")) == 1


async def test_an_event_that_could_not_be_stored_may_come_again(house: House) -> None:
    """
    Whatever the copy says of itself: 503 is an invitation.
    """
    workspace = house.workspace
    asked = await workspace.say("ada", "general", "django or flask?")
    event = {"type": "app_mention", "channel": asked.channel, "ts": asked.ts}
    event |= {"user": "U0ADA00001", "text": f"<@U0BOT00001> {asked.text}"}
    body = json.dumps({"type": "event_callback", "event": event}).encode()
    one = request(body, signed(secret_of(house), body))
    house.bot.delivery._open = False
    refused = [(await talk(house.bot.url, [one])).status for _ in range(2)]
    house.bot.delivery._open = True
    taken = [(await talk(house.bot.url, [one])).status for _ in range(2)]
    await workspace.reply_to(asked)

    assert refused == [503, 503]
    assert taken == [200, 401]


async def test_a_copy_waits_for_what_becomes_of_the_first() -> None:
    """
    If that fails the copy is taken, one of many; if not, none is.
    """
    replays = Replays()
    assert await replays.is_new(SIGNATURE, 2**40)
    copies = [asyncio.create_task(replays.is_new(SIGNATURE, 2**40)) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(copy.done() for copy in copies)
    replays.settle(SIGNATURE, 2**40, was_done=False)
    await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    assert [copy.result() for copy in copies if copy.done()] == [True]
    replays.settle(SIGNATURE, 2**40, was_done=True)

    assert sorted(await asyncio.gather(*copies)) == [False, False, True]
    assert not await replays.is_new(SIGNATURE, 2**40)


async def test_nothing_is_remembered_longer_than_it_would_be_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Memory does not grow: what is too old is refused by its age.
    """
    now = 1_800_000_000.0
    monkeypatch.setattr("bot.slack.replays.time.time", lambda: now)
    replays = Replays()
    for number in range(100):
        signature = f"v0={number:016x}{0:048x}"
        assert await replays.is_new(signature, int(now))
        replays.settle(signature, int(now), was_done=True)
    now += WINDOW_SECONDS
    assert not await replays.is_new(f"v0={7:016x}{0:048x}", int(now) - WINDOW_SECONDS)
    now += 1
    await replays.is_new(SIGNATURE, int(now))

    assert not replays._seen
