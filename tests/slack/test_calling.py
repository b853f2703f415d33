"""
What the client tries again by itself, and what it leaves to others.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.slack.calling import Client, web_client
from bot.slack.refusals import retry_after

Answers = list[web.Response | None]


def ok() -> web.Response:
    return web.json_response({"ok": True, "ts": "1.2", "user_id": "U1", "bot_id": "B1"})


def limited(after: str) -> web.Response:
    answer = {"ok": False, "error": "ratelimited"}
    return web.json_response(answer, status=429, headers={"Retry-After": after})


@asynccontextmanager
async def slack_answering(answers: Answers) -> AsyncIterator[tuple[Client, list[str]]]:
    """
    A client of a server that gives *answers* in turn (None breaks the connection), and its calls.
    """
    calls: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        calls.append(request.path)
        answer = answers.pop(0)
        if answer is None:
            assert request.transport is not None
            request.transport.close()
            return ok()
        return answer

    app = web.Application()
    app.router.add_post("/{method}", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with aiohttp.ClientSession() as session:
        yield web_client("xoxb-1", url, session, (aiohttp.ClientConnectorError,)), calls
    await runner.cleanup()


@pytest.mark.parametrize("after", ["0", "0.05"])
async def test_a_short_wait_is_waited_also_a_fraction_of_a_second(after: str) -> None:
    """
    The SDK's own handler reads whole seconds only, and fails on others.
    """
    async with slack_answering([limited(after), limited(after), ok()]) as (client, calls):
        await client.chat_postMessage(channel="C1", text="x")

    assert len(calls) == 3


@pytest.mark.parametrize(
    ("after", "seconds"), [("37.5", 37.5), ("soon", 30), ("inf", 30), ("-3", 0), ("99999", 600)]
)
async def test_a_long_wait_is_left_to_delivery(after: str, seconds: float) -> None:
    """
    A person, or a place among those that answer, would wait with it.
    """
    async with slack_answering([limited(after) for _ in range(3)]) as (client, calls):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="C1", text="x")

    assert retry_after(refused.value) == seconds
    assert len(calls) == (3 if seconds == 0 else 1)


async def test_what_may_have_been_posted_is_not_posted_again() -> None:
    """
    Neither a broken connection nor a 500 tells whether the message is there.
    """
    async with slack_answering([None, web.Response(status=500)]) as (client, calls):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel="C1", text="x")
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel="C1", text="x")

    assert len(calls) == 2


@pytest.mark.parametrize("status", [None, 500, 503])
async def test_reads_are_repeated_once(status: int | None) -> None:
    """
    Asking again does no harm.
    """
    broken = None if status is None else web.Response(status=status)
    async with slack_answering([broken, ok()]) as (client, calls):
        await client.auth_test()

    assert len(calls) == 2


async def test_no_proxy_of_the_environment_is_taken_by_the_client_itself() -> None:
    """
    The session decides, which knows loopback and NO_PROXY.
    """
    async with slack_answering([]) as (client, _):
        assert client.proxy is None
