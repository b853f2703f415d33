"""
One reply to a question, whatever Slack sends about it and whatever goes wrong on the way.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import Transport
from bot.knowledge.live import Live
from bot.workspace import Message, Workspace
from tests.scenarios.house import BOT, House, living, local_settings, new_workspace, said
from tests.scenarios.middleman import Middleman, Spoilt

QUESTION = f"{BOT} Is Django or Flask better for a tiny REST microservice?"


@pytest.fixture
async def hearing_house(
    transport: Transport, open_live: Callable[[Path], Live], tmp_path: Path
) -> AsyncIterator[House]:
    """
    An app that is also subscribed to every message of its channels.
    """
    events = frozenset({"app_mention", "message.im", "message.channels"})
    async with new_workspace(events=events) as workspace:
        settings = local_settings(workspace, tmp_path / "bot.db")
        async with living(workspace, settings, transport, open_live) as house:
            yield house


def replies(house: House) -> int:
    """
    How many messages the bot has in the channel and its threads.
    """
    return sum(bool(one.bot_id) for one in house.workspace.world.messages("C0GENERAL1"))


async def test_a_mention_and_its_twin_get_one_reply(hearing_house: House) -> None:
    """
    Two events with different ids are one question; the bot does not answer itself either.
    """
    asked = await hearing_house.workspace.say("ada", "general", QUESTION)
    await hearing_house.workspace.reply_to(asked)
    await hearing_house.settle()

    assert replies(hearing_house) == 1


async def test_a_redelivered_event_gets_no_second_reply(house: House) -> None:
    """
    Slack sends again what was not acknowledged in time; the key says it is known.
    """
    asked = await house.workspace.say("ada", "general", QUESTION)
    await house.workspace.reply_to(asked)
    await house.settle()
    again = house.workspace.deliveries[0]
    second = await house.workspace.courier.bring("event", again.payload, 1, "timeout")
    await house.settle()

    assert second.acknowledged
    assert replies(house) == 1


async def test_another_bot_is_not_answered(hearing_house: House) -> None:
    """
    Two bots that answer each other never stop.
    """
    envelope = {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T0WORKSHOP",
        "event": {
            "type": "message",
            "channel": "C0GENERAL1",
            "channel_type": "channel",
            "ts": "1700000000.000100",
            "user": "U0OTHERBOT",
            "bot_id": "B0OTHER",
            "text": QUESTION,
        },
    }
    for event in (
        envelope["event"],
        {**envelope["event"], "type": "app_mention"},  # type: ignore[dict-item]
        {**envelope["event"], "subtype": "bot_message", "user": None},  # type: ignore[dict-item]
    ):
        brought = await hearing_house.workspace.courier.bring("event", {**envelope, "event": event})
        assert brought.acknowledged
    await hearing_house.settle()

    assert replies(hearing_house) == 0


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_trouble_of_the_web_api_delays_the_reply_and_no_more(
    house: House, status: int
) -> None:
    """
    Too many requests, or an outage: the reply comes when it is over, once.
    """
    if status == 429:
        house.workspace.fail("chat.postMessage", retry_after=0, times=5)
    else:
        house.workspace.fail("chat.postMessage", status=status)
    asked = await house.workspace.say("ada", "general", QUESTION)
    await house.workspace.reply_to(asked, within_seconds=10)
    await house.settle()

    assert replies(house) == 1


async def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(house: House) -> None:
    """
    The connection broke, or the answer was a 500, after the message was there.
    """
    house.workspace.drop("chat.postMessage", after_effect=True)
    asked = await house.workspace.say("ada", "general", QUESTION)
    await house.workspace.wait_for(lambda: house.workspace.calls_of("conversations.replies"))
    await house.settle()
    house.workspace.fail("chat.postMessage", status=500, after_effect=True)
    other = await house.workspace.say("grace", "general", QUESTION)
    await house.workspace.wait_for(
        lambda: len(house.workspace.calls_of("conversations.replies")) == 2
    )
    await house.settle()

    assert [len(house.workspace.thread(one)) for one in (asked, other)] == [1, 1]


async def test_a_reply_is_found_far_down_a_long_thread(http_house: House) -> None:
    """
    Looking goes on from page to page.
    """
    house = http_house
    asked = await house.workspace.say("ada", "general", QUESTION)
    for number in range(250):
        await house.workspace.say("grace", "general", f"so {number}?", thread_ts=asked.ts)
    await house.workspace.reply_to(asked)
    await house.settle()
    posting = house.bot.posting
    delivered = house.workspace.deliveries[0].event

    from bot.slack.hearing import question_in

    question = question_in(delivered, posting.desk.identity)
    assert question is not None
    assert await posting.find(question) == house.workspace.thread(asked)[-1].ts


async def test_without_the_scope_to_look_what_may_have_been_answered_waits(
    open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Its post went wrong in a way that leaves open whether it stands there. Readyz says so; whoever
    asks something new is answered; with the scope, the reply is found and not repeated.
    """
    scopes = frozenset({"app_mentions:read", "chat:write"})
    async with new_workspace(scopes=scopes) as workspace:
        settings = local_settings(workspace, tmp_path / "bot.db")
        async with living(workspace, settings, "http", open_live) as house:
            workspace.fail("chat.postMessage", status=500, after_effect=True)
            asked = await workspace.say("ada", "general", QUESTION)
            await workspace.wait_for(lambda: house.bot.delivery.problems)
            reply = await house.ask("django or flask for microservices?", user="grace")
            problems = (await house.bot.readiness()).problems
            workspace.world.app = replace(workspace.app, scopes=scopes | {"channels:history"})
            await workspace.wait_for(lambda: not house.bot.delivery.problems)

        assert "What the sources say" in said(reply)
        assert "channels:history" in problems["thread look-up"]
        assert "fwchoice doctor" in problems["thread look-up"]
        assert len(workspace.thread(asked)) == 1


async def test_a_thread_is_answered_in_its_order(http_house: House) -> None:
    """
    The first question has to wait for Slack; the next in its thread does not overtake it.
    """
    workspace = http_house.workspace
    workspace.fail("chat.postMessage", status=503, times=2)
    first = await workspace.say("ada", "general", QUESTION)
    await workspace.wait_for(lambda: workspace.calls_of("chat.postMessage"))
    await workspace.say("ada", "general", f"{BOT} does flask come with an ORM?", thread_ts=first.ts)
    await workspace.wait_for(lambda: len(bots(workspace, first)) == 2)
    order = [one.metadata["event_payload"]["key"] for one in bots(workspace, first)]

    assert order == sorted(order)


def bots(workspace: Workspace, root: Message) -> list[Message]:
    """
    What the bot has said in the thread below *root*.
    """
    return [one for one in workspace.thread(root) if one.bot_id]


async def test_a_refusal_nobody_has_told_us_of_is_tried_again(http_house: House) -> None:
    """
    It may pass; the reply comes when it has.
    """
    http_house.workspace.fail("chat.postMessage", error="something_new", times=2)
    reply = await http_house.ask("django or flask for microservices?")

    assert "What the sources say" in said(reply)


async def test_blocks_that_slack_refuses_are_sent_as_plain_words(http_house: House) -> None:
    """
    A limit nobody knew of costs the layout, not the answer.
    """
    http_house.workspace.fail("chat.postMessage", error="invalid_blocks")
    reply = await http_house.ask("django or flask for microservices?")

    assert reply.blocks == ()
    assert "What the sources say" in reply.text


async def test_a_channel_that_is_gone_is_given_up(http_house: House) -> None:
    """
    Trying again cannot help: one attempt, and the next question is answered.
    """
    http_house.workspace.fail("chat.postMessage", error="is_archived")
    await http_house.workspace.say("ada", "general", QUESTION)
    await http_house.workspace.wait_for(lambda: http_house.workspace.calls_of("chat.postMessage"))
    await http_house.ask("django or flask?", user="grace")

    assert replies(http_house) == 1


async def test_a_question_that_waits_for_slack_is_answered_after_a_restart(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Accepted is accepted: the next process takes it over.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    workspace.fail("chat.postMessage", status=500, times=50)
    async with living(workspace, settings, "http", open_live):
        asked = await workspace.say("ada", "general", QUESTION)
        await workspace.wait_for(lambda: workspace.calls_of("chat.postMessage"))
    workspace.faults.clear()
    async with living(workspace, settings, "http", open_live):
        reply = await workspace.reply_to(asked, within_seconds=10)
        await asyncio.sleep(0.1)

    assert workspace.thread(asked) == (reply,)


@contextlib.asynccontextmanager
async def spoilt_house(
    workspace: Workspace, open_live: Callable[[Path], Live], folder: Path
) -> AsyncIterator[tuple[House, Middleman]]:
    """
    A bot that reaches the Web API through something that spoils answers.
    """
    between = Middleman(workspace.api_url)
    async with between.standing():
        settings = local_settings(workspace, folder / "bot.db", api_url=between.url)
        async with living(workspace, settings, "http", open_live) as house:
            yield house, between


HTML = b"<html><h1>502 Bad Gateway</h1></html>"
SPOILT = (
    Spoilt(502, HTML, "text/html"),
    Spoilt(503, b"upstream connect error", "text/plain", after_effect=True),
    Spoilt(504, HTML, "text/html", after_effect=True),
    Spoilt(200, b"", after_effect=True),
    Spoilt(200, b"ok", "text/plain"),
    Spoilt(200, b'{"ok":true,"ts":"17', after_effect=True),
    Spoilt(200, b"[]"),
    Spoilt(200, b'{"ok":true}'),
    Spoilt(200, b'{"ok":true}', after_effect=True),
    Spoilt(200, b'{"ok":false,"error":"fatal_error"}', after_effect=True),
    Spoilt(half=True),
    Spoilt(429, HTML, "text/html", headers={"Retry-After": "0.2"}),
    Spoilt(429, b"{}", headers={"Retry-After": "-1"}),
)
"""What gateways, half-dead lines and Slack itself are seen to answer."""


async def test_an_answer_that_makes_no_sense_is_neither_yes_nor_no(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Whether the message was posted or not: the thread tells, and there is one reply in the end.
    """
    asked = []
    async with spoilt_house(workspace, open_live, tmp_path) as (house, between):
        for how in SPOILT:
            between.spoil("chat.postMessage", how)
            asked.append(await workspace.say("ada", "general", QUESTION))
            await workspace.wait_for(lambda: replies(house) == len(asked), within_seconds=20)
            await workspace.wait_for(lambda: not house.bot.delivery.waiting, within_seconds=20)

    assert [len(workspace.thread(one)) for one in asked] == [1] * len(SPOILT)


async def test_what_slack_refuses_in_one_channel_does_not_hold_up_the_others(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    It sounds like a refusal of everything, and keeps coming for one question alone.
    """
    refusal = Spoilt(200, b'{"ok":false,"error":"invalid_auth"}')
    async with spoilt_house(workspace, open_live, tmp_path) as (house, between):
        between.spoil("chat.postMessage", refusal)
        await workspace.say("ada", "general", QUESTION)
        await workspace.wait_for(lambda: house.bot.delivery.problems)
        between.spoil("conversations.replies", refusal, times=1_000)
        for number in range(5):
            await house.ask(f"django or flask for {number} users?", user="grace")

        assert replies(house) == 5


@pytest.mark.parametrize(
    "code", ["not_allowed_token_type", "no_permission", "access_denied", "a_code_of_tomorrow"]
)
async def test_while_slack_does_not_show_the_thread_a_question_waits_and_says_so(
    workspace: Workspace,
    open_live: Callable[[Path], Live],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
) -> None:
    """
    In whatever words: it may have been answered, and may not; others are answered meanwhile.
    """
    monkeypatch.setattr("bot.slack.refusals.ATTEMPTS_AT_THE_UNKNOWN", 2)
    refusal = Spoilt(200, json.dumps({"ok": False, "error": code}).encode())
    async with spoilt_house(workspace, open_live, tmp_path) as (house, between):
        between.spoil("chat.postMessage", Spoilt(502, HTML, "text/html"))
        between.spoil("conversations.replies", refusal, times=4)
        asked = await workspace.say("ada", "general", QUESTION)
        await workspace.wait_for(lambda: "thread look-up" in house.bot.delivery.problems)
        said = house.bot.delivery.problems["thread look-up"]
        other = await workspace.say("grace", "general", QUESTION)
        await workspace.reply_to(other)
        await workspace.reply_to(asked, within_seconds=20)
        await workspace.wait_for(lambda: not house.bot.delivery.problems)

        assert said.startswith(code)
        assert [len(workspace.thread(one)) for one in (asked, other)] == [1, 1]


async def test_a_question_that_cannot_have_been_answered_needs_no_look(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Slack took no post, and lets nobody read: only posting tells whether it may be answered.
    """
    async with spoilt_house(workspace, open_live, tmp_path) as (house, between):
        between.spoil("chat.postMessage", Spoilt(429, b"{}", headers={"Retry-After": "2.1"}))
        between.spoil(
            "conversations.replies", Spoilt(200, b'{"ok":false,"error":"not_in_channel"}'), times=9
        )
        asked = await workspace.say("ada", "general", QUESTION)
        reply = await workspace.reply_to(asked, within_seconds=20)
        await house.settle()

        assert workspace.thread(asked) == (reply,)


async def test_a_look_that_shows_nothing_is_no_look(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    It says yes, and where the messages should stand is nothing: the reply may be there.
    """
    async with spoilt_house(workspace, open_live, tmp_path) as (house, between):
        between.spoil("chat.postMessage", Spoilt(502, HTML, "text/html", after_effect=True))
        for body in (b'{"ok":true}', b'{"ok":true,"messages":null}'):
            between.spoil("conversations.replies", Spoilt(200, body), times=2)
        asked = await workspace.say("ada", "general", QUESTION)
        await workspace.wait_for(
            lambda: workspace.calls_of("conversations.replies"), within_seconds=20
        )
        await house.settle()

        assert len(workspace.thread(asked)) == 1


@pytest.mark.parametrize("code", ["internal_error", "message_limit_exceeded"])
async def test_a_refusal_that_passes_is_waited_out_however_often_it_comes(
    http_house: House, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """
    What nobody knows would have been given up.
    """
    monkeypatch.setattr("bot.slack.refusals.ATTEMPTS_AT_THE_UNKNOWN", 2)
    http_house.workspace.fail("chat.postMessage", error=code, times=3)
    asked = await http_house.workspace.say("ada", "general", QUESTION)
    reply = await http_house.workspace.reply_to(asked, within_seconds=20)

    assert http_house.workspace.thread(asked) == (reply,)


async def test_a_socket_that_slack_renews_loses_no_question(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Slack asks for a new connection every few hours.
    """
    settings = local_settings(workspace, tmp_path / "bot.db")
    async with living(workspace, settings, "socket", open_live) as house:
        await workspace.sockets.refresh()
        await workspace.wait_for(lambda: workspace.sockets.connected, within_seconds=15)
        reply = await house.ask("django or flask for microservices?")

    assert "What the sources say" in said(reply)
