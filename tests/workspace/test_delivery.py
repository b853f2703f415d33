"""
How events reach the app: signed, retried on schedule, or down a socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.workspace import Workspace
from tests.workspace.toy_app import ToyApp


class Receiver:
    """
    A bare HTTP server that keeps what it is sent and answers as told.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.answer: Callable[[int], web.Response] = lambda _number: web.Response()
        self.delay = 0.0

    async def handle(self, request: web.Request) -> web.Response:
        """
        Keep one request.
        """
        self.requests.append((dict(request.headers), await request.text()))
        number = len(self.requests)
        await asyncio.sleep(self.delay)
        return self.answer(number)


@pytest.fixture
async def receiver(workspace: Workspace) -> AsyncIterator[Receiver]:
    """
    A receiver the workspace delivers to.
    """
    found = Receiver()
    app = web.Application()
    app.router.add_post("/slack/events", found.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    workspace.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield found
    await runner.cleanup()


async def test_an_event_is_signed_and_enveloped(workspace: Workspace, receiver: Receiver) -> None:
    """
    The signature is the one Slack's own verifier accepts.
    """
    said = await workspace.say("ada", "fwchoice", "hello")
    await workspace.settle()
    headers, body = receiver.requests[0]
    envelope = json.loads(body)

    assert SignatureVerifier(workspace.app.signing_secret).is_valid_request(body, headers)
    assert envelope["type"] == "event_callback"
    assert envelope["authorizations"][0]["user_id"] == workspace.app.bot_user
    assert envelope["event"]["channel_type"] == "im"
    assert (envelope["event"]["ts"], envelope["event"]["text"]) == (said.ts, "hello")
    assert "X-Slack-Retry-Num" not in headers


async def test_an_event_is_sent_again_until_it_is_taken(
    workspace: Workspace, receiver: Receiver
) -> None:
    """
    The same event id, counted, with the reason of the last failure.
    """
    receiver.answer = lambda number: web.Response(status=500 if number < 3 else 200)
    await workspace.say("ada", "fwchoice", "hello")
    await workspace.settle()
    ids = {json.loads(body)["event_id"] for _, body in receiver.requests}
    marks = [
        (h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h, _ in receiver.requests
    ]

    assert len(ids) == 1
    assert marks == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert [each.acknowledged for each in workspace.deliveries] == [False, False, True]


async def test_an_app_that_is_too_slow_gets_the_event_again(
    workspace: Workspace, receiver: Receiver
) -> None:
    """
    Four attempts in all, each given up after the time to acknowledge.
    """
    workspace.http.ack_seconds = 0.05
    receiver.delay = 0.2
    await workspace.say("ada", "fwchoice", "hello")
    await workspace.settle()

    assert [each.retry_num for each in workspace.deliveries] == [0, 1, 2, 3]
    assert {each.answer.outcome for each in workspace.deliveries} == {"timeout"}
    assert receiver.requests[1][0]["X-Slack-Retry-Reason"] == "http_timeout"


async def test_an_app_may_refuse_retries(workspace: Workspace, receiver: Receiver) -> None:
    """
    X-Slack-No-Retry ends it.
    """
    receiver.answer = lambda _: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
    await workspace.say("ada", "fwchoice", "hello")
    await workspace.settle()

    assert len(receiver.requests) == 1


async def test_an_app_that_is_down_gets_the_event_when_it_is_back(
    workspace: Workspace, receiver: Receiver
) -> None:
    """
    A refused connection is a reason of its own.
    """
    url = workspace.http.url
    workspace.deliver_to("http://127.0.0.1:9/slack/events")
    await workspace.say("ada", "fwchoice", "hello")
    await workspace.wait_for(lambda: workspace.deliveries)
    assert not workspace.connected
    workspace.deliver_to(url)
    await workspace.settle()

    assert receiver.requests[0][0]["X-Slack-Retry-Reason"] == "connection_failed"
    assert workspace.connected


async def test_the_challenge_is_answered(workspace: Workspace, toy: ToyApp) -> None:
    """
    url_verification gets its challenge back.
    """
    async with toy.over_http():
        delivery = await workspace.verify_url()

    assert delivery.body == {"challenge": delivery.payload["challenge"]}


async def test_what_nobody_subscribed_to_is_not_sent(workspace: Workspace, toy: ToyApp) -> None:
    """
    message.groups is not among the events of this app.
    """
    async with Workspace() as plain:
        plain.deliver_to("http://127.0.0.1:9/")
        await plain.say("ada", "general", "no mention, no event")
        await plain.settle()

        assert plain.deliveries == []


@contextlib.asynccontextmanager
async def socket(workspace: Workspace) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """
    Open one socket the way an app does.
    """
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {workspace.app.app_token}"}
        url = f"{workspace.api_url}apps.connections.open"
        async with session.post(url, headers=headers) as response:
            answer = await response.json()
        async with session.ws_connect(answer["url"]) as connection:
            yield connection


async def test_envelopes_take_turns_and_come_again_when_not_acknowledged(
    workspace: Workspace,
) -> None:
    """
    Two sockets get one each; what one leaves unanswered comes to the next with its count.
    """
    workspace.sockets.ack_seconds = 0.05
    async with socket(workspace) as one, socket(workspace) as two:
        hello = [await one.receive_json(), await two.receive_json()]
        await workspace.say("ada", "fwchoice", "hello")
        first = await one.receive_json()
        again = await two.receive_json()
        await two.send_json({"envelope_id": again["envelope_id"]})
        await workspace.settle()

    assert [each["num_connections"] for each in hello] == [1, 2]
    assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert first["envelope_id"] != again["envelope_id"]
    assert first["payload"]["event_id"] == again["payload"]["event_id"]
    assert [each.acknowledged for each in workspace.deliveries] == [False, True]


async def test_a_ticket_is_good_for_one_socket(workspace: Workspace) -> None:
    """
    And an app token is needed to get one.
    """
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{workspace.url}/link?ticket=made-up")
        async with session.post(
            f"{workspace.api_url}apps.connections.open", data={"token": workspace.app.bot_token}
        ) as response:
            assert (await response.json())["error"] == "not_allowed_token_type"


async def test_an_app_connects_again_when_asked_to(workspace: Workspace, toy: ToyApp) -> None:
    """
    After "refresh_requested" the SDK's client opens another socket.
    """
    heard: list[Any] = []

    async def collect(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    toy.bolt.event("message")(collect)
    async with toy.over_a_socket():
        await workspace.wait_for(lambda: workspace.sockets.connected)
        await workspace.sockets.refresh()
        await workspace.wait_for(lambda: workspace.sockets.connected)
        await workspace.say("ada", "fwchoice", "still there?")
        await workspace.wait_for(lambda: heard)

    assert heard == ["still there?"]
