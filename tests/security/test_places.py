"""
Nobody makes the bot post where they may not, or call where it has no business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.core.errors import SlackError
from bot.knowledge.live import Live
from bot.slack.blocks import Message
from bot.slack.calling import web_client
from bot.slack.hosts import is_slacks
from bot.slack.place import channel_in, sealed_place
from bot.slack.press import Press
from bot.slack.responding import Responding
from bot.slack.seal import Seal
from bot.workspace import Workspace
from tests.scenarios.guided import Guided
from tests.scenarios.house import House, buttons, living, local_settings
from tests.security.test_forgery import QUESTION, VIEW, sent

ADA, LINUS = "U0ADA00001", "U0LINUS001"
OTHERS = "C0RANDOM01"
"""A channel that was not asked in."""
SLACK = "https://slack.com/api/"
LOCAL = "http://127.0.0.1:8888/api/"


def forms(seal: Seal) -> dict[str, tuple[str, str, bool]]:
    """
    What is wrong with a form -> what it carries, the channel in its button, whether it may post.
    """
    ours = sealed_place(seal, "C0GENERAL1", ADA)
    return {
        "nothing": (ours, "C0GENERAL1", True),
        "no seal": (OTHERS, OTHERS, False),
        "another seal": (sealed_place(Seal("xoxb-other"), OTHERS, ADA), OTHERS, False),
        "another person's": (sealed_place(seal, OTHERS, LINUS), OTHERS, False),
        "another channel in the button": (ours, OTHERS, False),
        "another thing under the seal": (seal.sealed(f'{{"c":"{OTHERS}"}}'), OTHERS, False),
        "nothing carried": ("", "", False),
    }


@pytest.mark.parametrize("wrong", list(forms(Seal("xoxb-none"))))
async def test_a_form_shares_where_it_was_opened_and_nowhere_else(house: House, wrong: str) -> None:
    """
    The channel is carried under seal and for one person: what was written there counts for nothing.
    """
    carried, channel, may_post = forms(Seal(house.workspace.app.bot_token))[wrong]
    revision = house.bot.live.current.base.revision
    value = Press(QUESTION, "", revision, channel=channel).to_value()
    pressed: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": ADA},
        "team": {"id": "T0WORKSHOP"},
        "trigger_id": "1.2.3",
        "container": {"type": "view", "view_id": "V1"},
        "view": {**VIEW, "callback_id": "answered", "private_metadata": carried, "state": {}},
        "actions": [{"type": "button", "action_id": "share", "block_id": "b", "value": value}],
    }
    heard = await sent(house, pressed)
    posted = [one.arguments["channel"] for one in house.workspace.calls_of("chat.postMessage")]

    assert heard.status == 200
    assert posted == (["C0GENERAL1"] if may_post else [])


def test_a_place_is_opened_for_its_owner_alone() -> None:
    """
    With the bot's seal.
    """
    seal = Seal("xoxb-one")
    place = sealed_place(seal, "C1", ADA)

    assert channel_in(seal, place, ADA) == "C1"
    assert channel_in(seal, place, LINUS) == ""
    assert channel_in(seal, "C1", ADA) == ""
    assert sealed_place(seal, "", ADA) == ""


async def test_a_decision_of_somebody_else_is_not_shared_in_ones_own_name(house: House) -> None:
    """
    Whoever had the view of another person could post in a channel that they do not see.
    """
    ada = await Guided.begin(house, channel="random")
    linus = await Guided.begin(house, user="linus")
    for person in (ada, linus):
        await person.to_result()
    changed = linus.view.definition | {"private_metadata": ada.view.definition["private_metadata"]}
    house.workspace.world.views.put(replace(linus.view, definition=changed))
    await linus.press("share")

    assert "can no longer read this form" in linus.shown
    assert house.workspace.calls_of("chat.postMessage") == []


async def test_sharing_decisions_counts_as_well(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    They are told, and keep what they have decided.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", most_per_person=1)
    async with living(workspace, settings, "http", open_live) as house:
        ada = await Guided.begin(house)
        await ada.to_result()
        await ada.press("share")
        await ada.press("anew")
        await ada.to_result()
        await ada.press("share")
        await workspace.settle()

        assert len(workspace.calls_of("chat.postMessage")) == 1
        assert "in one minute" in ada.shown
        assert buttons(ada.view, "guide-share")


@pytest.mark.parametrize(
    ("url", "api", "is_theirs"),
    [
        ("https://hooks.slack.com/commands/T1/2/x", SLACK, True),
        ("https://hooks.slack-gov.com/actions/T1/2/x", "https://slack-gov.com/api/", True),
        ("https://hooks.slack.com/commands/T1/2/x", LOCAL, True),
        ("http://127.0.0.1:9999/response/x", LOCAL, True),
        ("http://localhost:9999/response/x", LOCAL, True),
        ("http://[::1]:9999/response/x", LOCAL, True),
        ("http://emulator:9999/x", "http://emulator:80/api/", True),
        ("https://proxy.corp/hooks/x", "https://proxy.corp/slack/api/", True),
        ("http://proxy.corp/hooks/x", "https://proxy.corp/slack/api/", False),
        ("http://hooks.slack.com/commands/T1/2/x", SLACK, False),
        ("http://127.0.0.1:9999/response/x", SLACK, False),
        ("http://localhost/x", SLACK, False),
        ("http://169.254.169.254/latest/meta-data/", SLACK, False),
        ("http://169.254.169.254/latest/meta-data/", LOCAL, False),
        ("http://10.0.0.1/x", LOCAL, False),
        ("https://hooks.slack.com.evil.com/x", SLACK, False),
        ("https://evilslack.com/x", SLACK, False),
        ("https://hooks.slack.com@evil.com/x", SLACK, False),
        ("https://evil.com\\@hooks.slack.com/x", SLACK, False),
        ("https://evil.com#@hooks.slack.com/x", SLACK, False),
        ("https://hooks.slack.com\u3002evil.com/x", SLACK, False),
        ("https://hooks.slack.com/x\r\nHost: evil.com", SLACK, False),
        ("file:///etc/passwd", LOCAL, False),
        ("//127.0.0.1/x", LOCAL, False),
        ("", SLACK, False),
    ],
)
def test_who_may_be_answered(url: str, api: str, is_theirs: bool) -> None:
    """
    Slack, the host of the Web API, and this machine where the Web API is here, too.
    """
    assert is_slacks(url, api) == is_theirs


async def test_an_address_that_is_not_slacks_is_not_called() -> None:
    """
    Not even once, to see what is there.
    """
    called: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.append(await reader.read(100))
        writer.close()

    async with (
        await asyncio.start_server(hear, "127.0.0.1", 0) as server,
        aiohttp.ClientSession() as session,
    ):
        inside = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/admin"
        responding = Responding(web_client("xoxb-x", SLACK, session, ()))
        with pytest.raises(SlackError, match="does not lead to Slack"):
            await responding.tell_all(inside, Message("hello", ()))

    assert called == []
