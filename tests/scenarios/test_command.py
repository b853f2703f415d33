"""
``/fwchoice``: asking alone, sharing, the form, help, and the buttons on an answer.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

from bot.workspace import Message, View, problems
from tests.scenarios.guided import Guided
from tests.scenarios.house import House, buttons, said, texts

QUESTION = "Is Django or Flask better for a tiny REST microservice?"


async def asked_alone(house: House, text: str = QUESTION, channel: str = "general") -> Message:
    """
    The answer only ada sees.
    """
    answered = await house.command(text, channel=channel)
    assert answered is not None
    return answered


async def test_a_question_is_answered_with_the_acknowledgement(house: House) -> None:
    """
    At once, to the asker alone, restated, with claims and a button to share.
    """
    answered = await asked_alone(house)

    assert house.workspace.calls_of("chat.postMessage") == []
    assert house.workspace.ephemerals("grace") == ()
    assert f"You asked: {QUESTION}" in said(answered)
    assert "What the sources say" in said(answered)
    assert [one["text"]["text"] for one in buttons(answered, "share")] == ["Share in channel"]


async def test_sharing_posts_the_answer_and_names_who_asked(house: House) -> None:
    """
    Everybody sees the answer; the asker's copy loses its button, so nothing is shared twice.
    """
    answered = await asked_alone(house)
    await house.workspace.press("ada", answered, "share")
    shared = (await house.workspace.wait_for(lambda: house.workspace.messages("general")))[-1]
    await house.settle()

    assert f"<@U0ADA00001> asked: {QUESTION}" in said(shared)
    assert not shared.is_ephemeral
    assert shared.thread_ts is None
    assert buttons(shared, "share") == []
    mine = house.workspace.current(answered)
    assert "Shared in the channel." in said(mine)
    assert buttons(mine, "share") == []


async def test_sharing_where_the_bot_is_not_tells_how_to_invite_it(house: House) -> None:
    """
    The sentence goes to the asker alone, and the button works after the invitation.
    """
    answered = await asked_alone(house, channel="random")
    await house.workspace.press("ada", answered, "share")
    hint = await house.whispered(after=1)

    assert "/invite @fwchoice" in said(hint)
    await house.workspace.join("fwchoice", "random", inviter="ada")
    await house.workspace.press("ada", answered, "share")
    await house.settle()
    assert any("asked:" in said(one) for one in house.workspace.messages("random"))


async def test_help_says_what_can_be_asked_and_offers_three_questions(house: House) -> None:
    """
    A press on one of them answers it in place of the help.
    """
    shown = await asked_alone(house, "help")
    offered = buttons(shown, "suggestion")
    await house.workspace.press("ada", shown, offered[1]["action_id"])
    await house.settle()

    assert "/fwchoice" in said(shown)
    assert len(offered) == 3
    assert "You picked:" in said(house.workspace.current(shown))


async def opened_form(house: House) -> View:
    """
    The form to ask in words, as the guide leads to it.
    """
    person = await Guided.begin(house)
    await person.press("ask")
    return person.view


async def test_asking_in_words_opens_a_form_that_becomes_the_answer(house: House) -> None:
    """
    Asking, reading the rest, asking another, all in one modal.
    """
    form = await opened_form(house)
    blank = await house.workspace.submit(form, {"question": "  \n "})
    sent = await house.workspace.submit(form, {"question": QUESTION})
    answered = house.workspace.views("ada")[-1]
    shown = "\n".join(texts(answered.blocks))

    assert not blank.accepted
    assert sent.accepted
    assert f"You asked: {QUESTION}" in shown
    assert "What the sources say" in shown

    await house.workspace.press("ada", answered, "more")
    await house.workspace.wait_for(lambda: len(house.workspace.views("ada")) == 2)
    await house.workspace.close_view(house.workspace.views("ada")[-1])
    again = await house.workspace.submit(answered)

    assert again.accepted
    assert house.workspace.views("ada")[-1].callback_id == "ask"


async def test_an_answer_in_the_form_can_be_shared_in_its_channel(house: House) -> None:
    """
    The form remembers where it was opened.
    """
    form = await opened_form(house)
    await house.workspace.submit(form, {"question": QUESTION})
    await house.workspace.press("ada", house.workspace.views("ada")[-1], "share")
    await house.settle()

    assert "<@U0ADA00001> asked:" in said(house.workspace.messages("general")[-1])
    shown = "\n".join(texts(house.workspace.views("ada")[-1].blocks))
    assert "Shared in the channel." in shown


async def test_a_refusal_in_the_form_offers_answers_in_the_form(house: House) -> None:
    """
    A suggestion pressed in a view changes the view.
    """
    form = await opened_form(house)
    await house.workspace.submit(form, {"question": "what's for lunch?"})
    refused = house.workspace.views("ada")[-1]
    await house.workspace.press("ada", refused, "suggestion-1")
    await house.settle()

    shown = "\n".join(texts(house.workspace.views("ada")[-1].blocks))
    assert "What the sources say" in shown


async def test_show_more_opens_everything_else_from_either_kind_of_message(house: House) -> None:
    """
    In a thread, and on an answer only one person sees.
    """
    for message in (await house.ask(QUESTION), await asked_alone(house)):
        label = buttons(message, "more")[0]["text"]["text"]
        await house.workspace.press("grace", message, "more")
        opened = (await house.workspace.wait_for(lambda: house.workspace.views("grace")))[-1]
        claims = sum(text.count("• ") for text in texts(opened.blocks))

        assert opened.title.startswith("More on")
        assert claims >= int("".join(filter(str.isdigit, label)))
        await house.workspace.close_view(opened)


STALE = (
    "",
    "no json",
    "[" * 1_900,
    "[1]",
    '{"q":1,"t":"security","r":"x"}',
    '{"q":"a","t":"no-such-topic","r":"x"}',
    '{"q":"a"}',
    json.dumps({"q": QUESTION, "r": "000000000000"}),
)


def old_button(action: str, value: str) -> dict[str, Any]:
    """
    A block with a button as another release, or nobody, made it.
    """
    label = {"type": "plain_text", "text": "Old"}
    button = {"type": "button", "action_id": action, "text": label, "value": value}
    return {"type": "actions", "block_id": "old", "elements": [button]}


async def test_a_button_that_no_longer_fits_says_so(http_house: House) -> None:
    """
    Tampered with, or from knowledge that has changed since: one sentence, nothing else happens.
    """
    house = http_house
    reply = await house.ask(QUESTION)
    for action in ("more", "share", "suggestion-1", "from-an-older-release"):
        for value in STALE:
            before = len(house.workspace.ephemerals("ada"))
            old = replace(reply, blocks=(old_button(action, value),))
            pressed = await house.workspace.press("ada", old, action)
            told = await house.whispered(after=before)

            assert pressed.acknowledged
            assert "no longer fits" in said(told)
            assert told.thread_ts == reply.thread_ts
    assert house.workspace.current(reply) == reply


async def test_trouble_in_a_listener_is_told_with_a_reference(house: House) -> None:
    """
    The acknowledgement is not lost, and what the person reads names no internals.
    """
    reply = await house.ask(QUESTION)
    house.workspace.fail("views.open", error="some_new_error")
    pressed = await house.workspace.press("ada", reply, "more")
    told = await house.whispered()

    assert pressed.acknowledged
    assert "this reference" in said(told)
    assert "some_new_error" not in said(told)


async def test_every_view_and_message_was_taken_by_slack(house: House) -> None:
    """
    A modal can be as long as the longest rest of claims.
    """
    reply = await house.ask("Which of the two is more popular?")
    await house.workspace.press("ada", reply, "more")
    opened = (await house.workspace.wait_for(lambda: house.workspace.views("ada")))[-1]

    assert problems(opened.blocks, "modal") == ()
    assert all(one.ok for one in house.workspace.calls)


async def test_two_quick_presses_share_once(http_house: House) -> None:
    """
    Before the first is through and the button gone.
    """
    workspace = http_house.workspace
    answered = await http_house.command(QUESTION)
    assert answered is not None
    workspace.slow("chat.postMessage", 0.2)
    presses = [workspace.press("ada", answered, "share") for _ in range(3)]
    await asyncio.gather(*presses)
    await workspace.wait_for(lambda: workspace.messages("general"))
    await workspace.settle()

    assert len(workspace.messages("general")) == 1


async def test_sharing_that_was_refused_can_be_tried_again(http_house: House) -> None:
    """
    Slack said no, and it was said why; the next press shares.
    """
    workspace = http_house.workspace
    answered = await http_house.command(QUESTION)
    assert answered is not None
    workspace.fail("chat.postMessage", error="is_archived")
    await workspace.press("ada", answered, "share")
    await http_house.whispered(after=1)
    await workspace.press("ada", answered, "share")
    await workspace.wait_for(lambda: workspace.messages("general"))

    assert len(workspace.messages("general")) == 1
