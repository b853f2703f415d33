"""
People and a bot talking, over both transports.
"""

from __future__ import annotations

from typing import Any

from bot.workspace import Workspace
from tests.workspace.toy_app import ToyApp


def listen(toy: ToyApp) -> list[dict[str, Any]]:
    """
    Let the toy app collect every event.
    """
    heard: list[dict[str, Any]] = []

    async def collect(event: dict[str, Any]) -> None:
        heard.append(event)

    for name in ("app_mention", "message", "member_joined_channel", "app_home_opened"):
        toy.bolt.event(name)(collect)
    toy.bolt.event("reaction_added")(collect)
    return heard


async def test_a_mention_is_answered_in_its_thread(workspace: Workspace, connected: ToyApp) -> None:
    """
    The whole way: a person mentions the bot, the bot replies in the thread.
    """

    async def answer(event: dict[str, Any], say: Any) -> None:
        await say(text=f"you said: {event['text']}", thread_ts=event["ts"])

    connected.bolt.event("app_mention")(answer)
    asked = await workspace.type("ada", "general", "@fwchoice is a < b?")
    reply = await workspace.reply_to(asked)

    assert reply.text == "you said: <@U0BOT00001> is a &lt; b?"
    assert reply.thread_ts == asked.ts
    assert reply.bot_id == workspace.app.bot_id


async def test_a_mention_and_its_message_twin_share_a_timestamp(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Two events with different ids are one message.
    """
    heard = listen(connected)
    asked = await workspace.type("ada", "general", "hello @fwchoice")
    await workspace.settle()

    assert sorted(event["type"] for event in heard) == ["app_mention", "message"]
    assert {event["ts"] for event in heard} == {asked.ts}
    ids = [delivery.payload["event_id"] for delivery in workspace.deliveries]
    assert len(set(ids)) == 2


async def test_the_bot_hears_nothing_from_a_channel_it_is_not_in(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Who mentions it there is told how to bring it in.
    """
    heard = listen(connected)
    await workspace.type("ada", "random", "@fwchoice hello")
    await workspace.settle()
    hint = workspace.ephemerals("ada", "random")[0]

    assert heard == []
    assert hint.user == "USLACKBOT"
    assert "/invite @fwchoice" in hint.text


async def test_the_bot_hears_its_own_message_as_one_of_a_bot(
    workspace: Workspace, toy: ToyApp
) -> None:
    """
    The event has a bot id, and Bolt leaves it alone.
    """
    heard = listen(toy)
    async with toy.over_http():
        await toy.client.chat_postMessage(channel=workspace.world.direct("U0ADA00001").id, text="x")
        await workspace.settle()

    event = workspace.deliveries[0].event
    assert (event["bot_id"], event["user"]) == (workspace.app.bot_id, workspace.app.bot_user)
    assert workspace.deliveries[0].acknowledged
    assert heard == []


async def test_an_edited_mention_fires_again_under_the_same_timestamp(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    With "edited", beside message_changed.
    """
    heard = listen(connected)
    asked = await workspace.type("ada", "general", "@fwchoice first")
    await workspace.settle()
    heard.clear()
    await workspace.edit(asked, workspace.as_typed("@fwchoice second"))
    await workspace.settle()
    mention, changed = sorted(heard, key=lambda event: str(event["type"]))

    assert (mention["ts"], mention["text"]) == (asked.ts, "<@U0BOT00001> second")
    assert mention["edited"]["user"] == "U0ADA00001"
    assert changed["subtype"] == "message_changed"
    assert changed["previous_message"]["text"] == "<@U0BOT00001> first"


async def test_deletions_joins_reactions_and_home_are_events(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Each with the shape Slack gives it; the bot's own join message Bolt keeps to itself.
    """
    heard = listen(connected)
    said = await workspace.say("ada", "general", "oops")
    await workspace.react("grace", said, "eyes")
    await workspace.delete(said)
    await workspace.join(workspace.app.bot_user, "random", "ada")
    await workspace.open_home("ada")
    await workspace.settle()
    kinds = sorted(f"{event['type']}/{event.get('subtype', '')}" for event in heard)

    assert kinds == [
        "app_home_opened/",
        "member_joined_channel/",
        "message/",
        "message/message_deleted",
        "reaction_added/",
    ]
    assert workspace.messages("random")[0].subtype == "channel_join"


def test_what_is_typed_becomes_what_slack_sends(workspace: Workspace) -> None:
    """
    Names become mentions, addresses links, and three characters are escaped.
    """
    typed = 'Is <b> & @ada. in #general? See (https://x.org/a?b=1&c=2), @nobody a@ada "@here"'

    assert workspace.as_typed(typed) == (
        "Is &lt;b&gt; &amp; <@U0ADA00001>. in <#C0GENERAL1|general>? "
        'See (<https://x.org/a?b=1&amp;c=2>), @nobody a@ada "<!here>"'
    )
