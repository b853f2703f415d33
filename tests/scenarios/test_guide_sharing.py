"""
What becomes of a result: shared, saved as a record, and taken up by a colleague.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.knowledge.live import Live
from bot.slack.manifest import scopes
from bot.slack.seal import Seal
from bot.workspace import Message
from tests.scenarios.guided import Guided, in_thread
from tests.scenarios.house import House, buttons, living, local_settings, new_workspace, said


@pytest.fixture
async def cramped(open_live: Callable[[Path], Live], tmp_path: Path) -> AsyncIterator[House]:
    """
    A bot that was installed before it asked to upload files.
    """
    async with new_workspace(scopes=scopes() - {"files:write"}) as workspace:
        settings = local_settings(workspace, tmp_path / "bot.db")
        async with living(workspace, settings, "http", open_live) as house:
            yield house


async def shared(house: House, channel: str = "general") -> tuple[Guided, Message]:
    """
    Somebody with a result, and the message they shared.
    """
    person = await Guided.begin(house, channel=channel)
    await person.to_result()
    await person.press("share")
    return person, house.workspace.messages(channel)[-1]


async def content(message: Message) -> str:
    """
    What the file of *message* holds.
    """
    async with (
        aiohttp.ClientSession() as session,
        session.get(message.files[0]["url_private"]) as response,
    ):
        return await response.text()


async def test_a_result_is_shared_with_who_decided(house: House) -> None:
    """
    Everybody reads the recommendation, reasons with links, and what would change it.
    """
    person, message = await shared(house)

    assert "<@U0ADA00001> decided" in said(message)
    assert "fits best" in said(message)
    assert "What would change it" in said(message)
    assert "<https://" in said(message)
    assert not message.is_ephemeral
    assert "Shared in the channel." in person.shown
    assert "share" not in person.buttons()


async def test_a_second_press_shares_nothing_twice(http_house: House) -> None:
    """
    Both presses come from the same view; only one of them may act.
    """
    person = await Guided.begin(http_house)
    await person.to_result()
    press = http_house.workspace.press
    await asyncio.gather(*(press("ada", person.view, "guide-share") for _ in range(3)))
    await http_house.settle()
    await person.done()

    assert len(http_house.workspace.messages("general")) == 1
    assert "Shared in the channel." in person.shown


async def test_another_result_may_be_shared_again(http_house: House) -> None:
    """
    A changed answer makes it another decision.
    """
    person, _ = await shared(http_house)
    await person.press("review")
    await person.press("change", http_house.bot.live.current.base.decisions[0].criteria[0].id)
    if person.is_asked:
        await person.next(2)

    assert "share" in person.buttons()


async def test_where_the_bot_is_no_member_it_answers_the_command_instead(
    http_house: House,
) -> None:
    """
    Everybody there sees it all the same.
    """
    person, message = await shared(http_house, "random")

    assert "<@U0ADA00001> decided" in said(message)
    assert not message.is_ephemeral
    assert "Shared in the channel." in person.shown


async def test_when_that_is_worn_out_it_says_how_to_invite_it(http_house: House) -> None:
    """
    After half an hour; and once it is invited the same button works.
    """
    person = await Guided.begin(http_house, channel="random")
    await person.to_result()
    for issued in http_house.workspace.world.response_urls._issued.values():
        issued.issued -= 31 * 60
    await person.press("share")
    assert "/invite @fwchoice" in person.shown
    assert http_house.workspace.messages("random") == ()

    await http_house.workspace.join("fwchoice", "random", inviter="ada")
    await person.press("share")

    assert "decided" in said(http_house.workspace.messages("random")[-1])


async def test_where_nobody_may_post_it_says_so(http_house: House) -> None:
    """
    And the button stays.
    """
    person = await Guided.begin(http_house)
    await person.to_result()
    http_house.workspace.fail("chat.postMessage", error="is_archived")
    await person.press("share")

    assert "I may not post in this channel" in person.shown
    assert "share" in person.buttons()


async def test_a_connection_that_broke_is_no_reason_to_share_twice(http_house: House) -> None:
    """
    Whether Slack heard it nobody knows: the person is asked to look before they press again.
    """
    person = await Guided.begin(http_house)
    await person.to_result()
    http_house.workspace.drop("chat.postMessage", after_effect=True)
    await person.press("share")

    assert "it may stand in the channel already" in person.shown
    assert "share" in person.buttons()
    assert len(http_house.workspace.messages("general")) == 1


async def test_two_quick_presses_save_one_record(http_house: House) -> None:
    """
    Both come from the same view; only one of them may act.
    """
    person, message = await shared(http_house)
    press = http_house.workspace.press
    await asyncio.gather(*(press("ada", person.view, "guide-save") for _ in range(3)))
    await http_house.workspace.settle()
    await person.done()

    assert len(in_thread(http_house, message)) == 1
    assert "in the thread" in person.shown


async def test_a_message_in_a_channel_without_the_bot_leads_to_a_shared_result(
    http_house: House,
) -> None:
    """
    The shortcut works there, too, and so does sharing what came of it.
    """
    workspace = http_house.workspace
    message = await workspace.say("grace", "random", "A small internal tool with an admin, please.")
    await workspace.use_shortcut("ada", "help-me-choose", message)
    person = Guided(http_house)
    await person.opened()
    await person.press("finish")
    await person.press("share")

    assert "<@U0ADA00001> decided" in said(workspace.messages("random")[-1])


async def test_the_record_is_a_file_in_the_thread(house: House) -> None:
    """
    Of the shared message, for everybody.
    """
    person, message = await shared(house)
    await person.press("save")
    (reply,) = in_thread(house, message)

    assert reply.files[0]["name"].endswith(".md")
    assert "\n# " in await content(reply)
    assert "in the thread" in person.shown
    assert "save" not in person.buttons()


async def test_a_record_nobody_shared_goes_to_whoever_decided(http_house: House) -> None:
    """
    In the direct message, where nobody else reads it.
    """
    person = await Guided.begin(http_house)
    await person.to_result()
    await person.press("save")
    root = http_house.workspace.messages("fwchoice")[-1]
    (reply,) = in_thread(http_house, root)

    assert "\n# " in await content(reply)
    assert http_house.workspace.messages("general") == ()
    assert "direct message" in person.shown


async def test_where_it_may_not_upload_the_record_is_a_code_block(cramped: House) -> None:
    """
    Whole, in as many messages as it takes.
    """
    person, message = await shared(cramped)
    await person.press("save")
    replies = in_thread(cramped, message)

    assert replies
    assert all(one.text.startswith("```") and one.text.endswith("```") for one in replies)
    assert "in the thread" in person.shown


async def test_trouble_while_saving_is_told_and_the_button_stays(http_house: House) -> None:
    """
    With a reference, not with Slack's words.
    """
    person, _ = await shared(http_house)
    http_house.workspace.fail("files.completeUploadExternal", error="some_new_error")
    await person.press("save")

    assert "this reference" in person.shown
    assert "some_new_error" not in person.shown
    assert "save" in person.buttons()


async def test_a_colleague_tries_other_answers(http_house: House) -> None:
    """
    The button of a shared result opens a copy; changing that changes nothing of the first.
    """
    person, message = await shared(http_house)
    before = person.shown
    await http_house.workspace.press("grace", message, "guide-copy")
    grace = Guided(http_house, "grace")
    await grace.opened()
    assert "answers of the shared decision" in grace.shown
    await grace.press("change", grace.view.blocks[1]["accessory"]["value"])
    await grace.next(1)
    assert "fits best" in grace.shown
    await grace.press("share")

    assert "<@U0GRACE001> decided" in said(http_house.workspace.messages("general")[-1])
    assert person.shown == before
    assert buttons(message, "guide-copy")


async def test_a_shared_result_gives_away_nothing_but_answers(http_house: House) -> None:
    """
    Everybody in the channel can read what its button carries: no address to post to, and not the
    words of whoever decided.
    """
    person = await Guided.begin(http_house, "small internal tool, needs an admin")
    await person.press("finish")
    await person.press("share")
    (copy,) = buttons(http_house.workspace.messages("general")[-1], "guide-copy")
    text = Seal(http_house.workspace.app.bot_token).opened(copy["value"])

    assert text is not None
    assert set(json.loads(text)) == {"t", "d", "a", "w", "n", "f"}


async def test_a_decision_that_was_shared_is_no_draft_any_more(http_house: House) -> None:
    """
    The next command begins at the beginning.
    """
    person, _ = await shared(http_house)
    await person.close()

    assert (await Guided.begin(http_house)).is_asked
