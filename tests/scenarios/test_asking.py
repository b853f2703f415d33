"""
Asking in channels, threads and direct messages.
"""

from __future__ import annotations

import pytest

from bot.workspace import problems
from bot.workspace.block_kit import too_long
from tests.scenarios.house import BOT, House, buttons, said

QUESTION = "Is Django or Flask better for a tiny REST microservice?"


async def test_a_mention_in_a_channel_is_answered_in_its_thread(house: House) -> None:
    """
    The reply stands in the thread of the question, in blocks and in plain text, not unfurled.
    """
    asked = await house.workspace.type("ada", "general", f"@fwchoice {QUESTION}")
    reply = await house.workspace.reply_to(asked)

    assert reply.thread_ts == asked.ts
    assert "Microservices" in said(reply)
    assert "<https://" in said(reply)
    assert "<" not in reply.text
    assert "knowledge" in reply.text
    assert (reply.unfurl_links, reply.unfurl_media) == (False, False)
    assert reply.metadata is not None
    assert reply.metadata["event_payload"]["key"] == f"{asked.channel}:{asked.ts}"


async def test_a_mention_inside_a_thread_is_answered_in_that_thread(house: House) -> None:
    """
    Asked among others, the answer comes where the talk is; without a mention the bot is silent.
    """
    root = await house.workspace.say("grace", "general", "What shall we take?")
    await house.workspace.say("linus", "general", "django or flask?", thread_ts=root.ts)
    asked = await house.workspace.say("ada", "general", f"{BOT} {QUESTION}", thread_ts=root.ts)
    reply = await house.workspace.reply_to(asked)
    await house.workspace.say("ada", "general", "django, then?", thread_ts=root.ts)
    await house.settle()

    assert reply.thread_ts == root.ts
    assert [one for one in house.workspace.thread(root) if one.bot_id] == [reply]


async def test_a_direct_message_needs_no_mention(house: House) -> None:
    """
    In the direct message everything is a question, answered in its thread.
    """
    asked = await house.workspace.type("ada", "fwchoice", QUESTION)
    reply = await house.workspace.reply_to(asked)

    assert reply.thread_ts == asked.ts
    assert "Microservices" in said(reply)


async def test_what_is_not_addressed_to_the_bot_is_left_alone(house: House) -> None:
    """
    Talk without a mention, a join: nothing is posted, and every event is acknowledged.
    """
    await house.workspace.say("ada", "general", "django or flask?")
    await house.workspace.join("linus", "random")
    await house.settle()

    assert house.workspace.calls_of("chat.postMessage") == []
    assert all(one.acknowledged for one in house.workspace.deliveries)


async def test_an_edit_is_not_a_second_question(house: House) -> None:
    """
    Slack sends the mention again when its message is edited; deleting it says nothing either.
    """
    asked = await house.workspace.say("ada", "general", f"{BOT} {QUESTION}")
    await house.workspace.reply_to(asked)
    await house.workspace.edit(asked, f"{BOT} flask for an API, please?")
    await house.settle()
    direct = await house.workspace.say("ada", "fwchoice", QUESTION)
    await house.workspace.reply_to(direct)
    await house.workspace.edit(direct, "something else")
    await house.workspace.delete(direct)
    await house.settle()

    assert len(house.workspace.calls_of("chat.postMessage")) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "You called?"),
        ("   ", "You called?"),
        ("what's for lunch?", "Django and Flask"),
        ("🤔🚀 هل Django أسرع من Flask؟", ""),
        ("👩‍👩‍👧‍👦 " * 30, ""),
        ("Django or Ruby on Rails?", "I know nothing of"),
    ],
)
async def test_every_mention_gets_a_reply(http_house: House, text: str, expected: str) -> None:
    """
    Nothing, emoji, right-to-left text, the unknown: a friendly reply in any case.
    """
    reply = await http_house.ask(text)

    assert expected in said(reply)
    assert problems(list(reply.blocks)) == ()


async def test_forty_thousand_characters_are_one_question(house: House) -> None:
    """
    A message as long as Slack allows gets one valid reply.
    """
    reply = await house.ask(("Is Django faster than Flask? " * 1_500)[:39_900])

    assert problems(list(reply.blocks)) == ()
    assert not too_long(list(reply.blocks))


async def test_a_declined_question_offers_three_that_can_be_answered(house: House) -> None:
    """
    Pressing one replaces the refusal by its answer, and says who picked it.
    """
    declined = await house.ask("what's for lunch?")
    offered = buttons(declined, "suggestion")
    assert len(offered) == 3
    before = declined.metadata

    pressed = await house.workspace.press("grace", declined, offered[0]["action_id"])
    await house.settle()
    answered = house.workspace.current(declined)

    assert pressed.acknowledged
    assert "What the sources say" in said(answered)
    assert "<@U0GRACE001> picked:" in said(answered)
    assert buttons(answered, "suggestion") == []
    assert before is not None
    assert answered.metadata is not None
    assert answered.metadata["event_payload"]["key"] == before["event_payload"]["key"]


async def test_a_close_race_is_asked_back_with_a_button_for_each(
    house: House, close_race: str
) -> None:
    """
    Not sure between topics: the person picks, and the question is answered on that topic.
    """
    asked_back = await house.ask(close_race)
    picks = buttons(asked_back, "suggestion")
    await house.workspace.press("ada", asked_back, picks[-1]["action_id"])
    await house.settle()

    assert 2 <= len(picks) <= 3
    assert "What the sources say" in said(house.workspace.current(asked_back))
