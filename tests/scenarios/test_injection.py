"""
Nothing in somebody's question comes alive in what the bot says.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.workspace.slack_text import escape
from tests.scenarios.house import House

ATTACKS = (
    "<!channel> django or flask?",
    "django or flask? @channel @here @everyone <@U0GRACE001> <#C0GENERAL1>",
    "flask https://evil.example.com/x or <https://evil.example.com|django>?",
    "is *django* `faster` than ~flask~ _really_? www.evil.com mailto:a@evil.com",
    "&lt;!channel&gt; &amp;lt;!here&amp;gt; django?",
    "django <!chan\u200bnel> ht\u200btps://evil.com @\u2060channel \u202ednalasrever flask?",
    "Is \u202e<!everyone> faster than Quarkus<!here>?",
    '"}]}<!channel>\\u003c!here\\u003e django or flask',
)
LIVE = re.compile(
    r"<!|<#|@(channel|here|everyone)|https?://evil|www\.evil|evil\.(com|example)|[\u200b\u2060\u202e]"
)


def everything_sent(house: House) -> str:
    """
    All calls, ephemerals and views, as text and blocks.
    """
    workspace = house.workspace
    sent = [one.arguments for one in workspace.calls_of("chat.postMessage")]
    sent += [{"text": one.text, "blocks": one.blocks} for one in workspace.ephemerals("ada")]
    sent += [one.definition for one in workspace.views("ada")]
    return json.dumps(without_values(sent), ensure_ascii=False)


def without_values(found: Any) -> Any:
    """
    *found* without what buttons carry, which nobody sees; nothing in that looks like markup.
    """
    if isinstance(found, dict):
        assert not set("<>&") & set(str(found.get("value", "")))
        return {
            name: without_values(one)
            for name, one in found.items()
            if name not in {"value", "metadata"}
        }
    return [without_values(one) for one in found] if isinstance(found, list | tuple) else found


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_hostile_question_stays_words_wherever_it_is_restated(
    http_house: House, attack: str
) -> None:
    """
    In the thread, alone, shared, in the form: no mention, no link, no formatting of its own.
    """
    house, workspace = http_house, http_house.workspace
    await house.ask(attack)
    await house.ask(escape(attack))
    answered = await house.command(attack)
    assert answered is not None
    if any(one["type"] == "actions" for one in answered.blocks):
        for action in ("share", "suggestion-1"):
            if action in json.dumps(answered.blocks):
                await workspace.press("ada", answered, action)
                await workspace.settle()
    await workspace.run_command("ada", "general", "/fwchoice")
    guide = (await workspace.wait_for(lambda: workspace.views("ada")))[-1]
    await workspace.press("ada", guide, "guide-ask")
    await workspace.settle()
    form = workspace.views("ada")[-1]
    await workspace.submit(form, {"question": attack})
    await workspace.settle()
    sent = everything_sent(house)

    assert LIVE.findall(sent) == []
    mentioned = set(re.findall(r"<@(\w+)>", sent))
    assert mentioned <= {"U0ADA00001"}
    assert all(one.ok for one in workspace.calls)
