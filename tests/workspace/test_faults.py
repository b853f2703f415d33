"""
Trouble on request, as an app's client meets it.
"""

from __future__ import annotations

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from bot.workspace import Workspace
from tests.workspace.toy_app import ToyApp


async def test_a_rate_limit_has_its_header_and_passes(workspace: Workspace, toy: ToyApp) -> None:
    """
    429 with Retry-After, once; the SDK's handler waits and succeeds.
    """
    workspace.fail("chat.postMessage", retry_after=1)
    toy.client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    await toy.client.chat_postMessage(channel="#general", text="x")
    limited, passed = workspace.calls_of("chat.postMessage")

    assert (limited.status, limited.error) == (429, "ratelimited")
    assert passed.ok
    assert passed.at - limited.at >= 1


async def test_an_error_is_given_as_often_as_asked(workspace: Workspace, toy: ToyApp) -> None:
    """
    Twice, then things work again.
    """
    workspace.fail("chat.postMessage", error="fatal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await toy.client.chat_postMessage(channel="#general", text="x")
    await toy.client.chat_postMessage(channel="#general", text="x")

    assert len(workspace.messages("general")) == 1


async def test_a_server_error_may_come_after_the_message_was_posted(
    workspace: Workspace, toy: ToyApp
) -> None:
    """
    The app cannot know; the message is there.
    """
    workspace.fail("chat.postMessage", status=503, after_effect=True)
    with pytest.raises(SlackApiError):
        await toy.client.chat_postMessage(channel="#general", text="x")

    assert len(workspace.messages("general")) == 1


async def test_a_connection_breaks_before_or_after_the_effect(
    workspace: Workspace, toy: ToyApp
) -> None:
    """
    Without an answer the client raises, whatever happened.
    """
    toy.client.retry_handlers.clear()
    workspace.drop("chat.postMessage")
    workspace.drop("chat.postMessage", after_effect=True)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await toy.client.chat_postMessage(channel="#general", text="x")

    assert len(workspace.messages("general")) == 1
    assert [call.status for call in workspace.calls] == [0, 0]


async def test_a_slow_method_takes_its_time(workspace: Workspace, toy: ToyApp) -> None:
    """
    Until it is told not to.
    """
    workspace.slow("auth.test", 0.1)
    began = time.monotonic()
    await toy.client.auth_test()
    slow = time.monotonic() - began
    workspace.slow("auth.test", 0)
    await toy.client.auth_test()

    assert slow >= 0.1
    assert workspace.calls[-1].seconds < 0.1


async def test_the_real_rate_limit_is_an_option() -> None:
    """
    A burst passes, then one message a second and channel.
    """
    async with Workspace(rate_limits=True) as workspace, aiohttp.ClientSession() as session:
        toy = ToyApp(workspace, session)
        for _ in range(5):
            await toy.client.chat_postMessage(channel="#general", text="x")
        with pytest.raises(SlackApiError, match="ratelimited"):
            await toy.client.chat_postMessage(channel="#general", text="x")

        assert workspace.calls[-1].status == 429
