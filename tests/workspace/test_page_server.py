"""
The page's endpoints: who may talk to them, and that they act as tests do.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.workspace import Workspace

ADA = "U0ADA00001"


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """
    A client without cookies or manners.
    """
    async with aiohttp.ClientSession() as session:
        yield session


async def state(workspace: Workspace, browser: aiohttp.ClientSession, user: str) -> dict[str, Any]:
    """
    Return the first state the page is sent.
    """
    async with browser.get(f"{workspace.url}/live", params={"as": user}) as response:
        line = await response.content.readline()
    return dict(json.loads(line.removeprefix(b"data: ")))


async def test_the_page_is_strict_about_what_it_loads(
    workspace: Workspace, browser: aiohttp.ClientSession
) -> None:
    """
    Everything from here, nothing inline, no frames.
    """
    async with browser.get(workspace.url) as response:
        policy = response.headers["Content-Security-Policy"]
        text = await response.text()

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http://" not in text
    assert "https://" not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_other_pages_get_nothing(
    workspace: Workspace, browser: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    """
    Neither by a name that points here, nor across origins.
    """
    act = {"as": ADA, "channel": "C0GENERAL1", "text": "hello"}
    async with browser.post(f"{workspace.url}/act/say", json=act, headers=headers) as response:
        assert response.status == status
    assert len(workspace.messages("general")) == (1 if status == 200 else 0)


async def test_a_form_of_another_page_cannot_act(
    workspace: Workspace, browser: aiohttp.ClientSession
) -> None:
    """
    Acts are JSON, which a foreign form cannot send.
    """
    async with browser.post(f"{workspace.url}/act/say", data=b"{}") as response:
        assert response.status == 415


@pytest.mark.parametrize("path", ["/page/../workspace.py", "/page/nothing.js", "/page/index.py"])
async def test_only_the_page_s_files_are_served(
    workspace: Workspace, browser: aiohttp.ClientSession, path: str
) -> None:
    """
    Nothing above the folder, nothing of another kind.
    """
    async with browser.get(f"{workspace.url}{path}") as response:
        assert response.status == 404


async def test_the_page_shows_each_person_what_they_may_see(
    workspace: Workspace, browser: aiohttp.ClientSession
) -> None:
    """
    Direct messages and ephemeral ones are one's own.
    """
    await workspace.say("ada", "fwchoice", "mine")
    await workspace.run_command("ada", "general", "/ask")
    ada, grace = await state(workspace, browser, ADA), await state(workspace, browser, "U0GRACE001")

    assert [m["text"] for m in ada["messages"]["D0ADA00001"]] == ["mine"]
    assert ada["messages"]["C0GENERAL1"][0]["is_ephemeral"]
    assert "D0ADA00001" not in grace["messages"]
    assert grace["messages"]["C0GENERAL1"] == []
    assert (ada["welcome"], ada["tries"]) == ("Hello", ["Try this"])
    assert not ada["connection"]["ok"]


async def test_what_is_typed_may_be_a_command(
    workspace: Workspace, browser: aiohttp.ClientSession
) -> None:
    """
    Known ones run, unknown ones are explained, /invite is Slack's own.
    """

    async def say(text: str) -> None:
        act = {"as": ADA, "channel": "C0RANDOM01", "text": text}
        async with browser.post(f"{workspace.url}/act/say", json=act) as response:
            assert response.status == 200

    await say("/nope")
    await say("/invite @fwchoice")
    await say("/ask what")

    hints = [each.text for each in workspace.ephemerals("ada", "random")]
    assert hints[0] == "/nope is not a valid command. There are: /ask, /invite"
    assert workspace.app.bot_user in workspace.world.channel("random").members
    assert workspace.deliveries[-1].payload["text"] == "what"


async def test_mistakes_are_answered_not_raised(
    workspace: Workspace, browser: aiohttp.ClientSession
) -> None:
    """
    One may edit one's own messages only, and must send what an act needs.
    """
    said = await workspace.say("grace", "general", "hers")
    act = {"as": ADA, "channel": said.channel, "ts": said.ts, "text": "mine now"}
    async with browser.post(f"{workspace.url}/act/edit", json=act) as response:
        assert (response.status, await response.json()) == (409, {"error": "cant_update_message"})
    for body in (b"[]", b"{}", b"nonsense", b'"x"', b"\xff"):
        async with browser.post(
            f"{workspace.url}/act/say", data=body, headers={"Content-Type": "application/json"}
        ) as response:
            assert response.status == 400
    assert workspace.current(said).text == "hers"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "example.org", ""])
async def test_it_listens_on_loopback_only(host: str) -> None:
    """
    Any other address is refused before anything listens.
    """
    with pytest.raises(ValueError, match="loopback only"):
        await Workspace().start(host)


async def test_a_busy_port_is_an_error_and_another_can_be_tried(workspace: Workspace) -> None:
    """
    The caller decides what to do about it; the workspace is as before.
    """
    port = int(workspace.url.rpartition(":")[2])
    other = Workspace()
    with pytest.raises(OSError, match="address already in use"):
        await other.start(port=port)
    await other.start()
    other.deliver_to("http://127.0.0.1:9/")
    await other.say("ada", "fwchoice", "hello")
    await other.wait_for(lambda: other.deliveries)
    await other.aclose()

    assert other.url != workspace.url


async def test_closing_lets_go_of_open_pages_and_sockets(browser: aiohttp.ClientSession) -> None:
    """
    At once, and no task of the workspace stays behind.
    """
    before = asyncio.all_tasks()
    workspace = Workspace(retry_delays=(60.0,))
    await workspace.start()
    page = await browser.get(f"{workspace.url}/live")
    await page.content.readline()
    token = {"token": workspace.app.app_token}
    async with browser.post(f"{workspace.api_url}apps.connections.open", data=token) as opened:
        address = (await opened.json())["url"]
    socket = await browser.ws_connect(address)
    await workspace.say("ada", "fwchoice", "never acknowledged")
    began = time.monotonic()
    closing = asyncio.create_task(workspace.aclose())
    async for _ in socket:
        pass
    await closing

    assert time.monotonic() - began < 2
    assert (await page.content.read()).endswith(b"\n")
    assert asyncio.all_tasks() - before == set()
