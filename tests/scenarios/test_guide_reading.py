"""
The guide begun with words: behind the command, on a message, from an answer.
"""

from __future__ import annotations

from tests.scenarios.guided import Guided
from tests.scenarios.house import House, buttons, said

NEEDS = "small internal tool, two weeks, needs an admin"


async def test_needs_behind_the_command_are_read_and_shown(house: House) -> None:
    """
    Each with the words it was read from; what is left is asked.
    """
    person = await Guided.begin(house, NEEDS)
    read = [block for block in person.view.blocks if "accessory" in block]

    assert NEEDS in person.shown
    assert len(read) >= 3
    assert "small" in person.shown

    await person.submit()

    assert person.is_asked
    assert f"Question {len(read) + 1} of" in person.shown


async def test_what_was_misread_is_changed_before_going_on(http_house: House) -> None:
    """
    One after the other, until all is right; then the result is one press away, too.
    """
    person = await Guided.begin(http_house, NEEDS)
    first, second = (block["accessory"]["value"] for block in person.view.blocks[1:3])
    read = person.shown.count("from “")
    await person.press("change", first)
    other = next(at for at, level in enumerate(person.levels()) if level != person.chosen)
    label = person.inputs["level"]["options"][other]["text"]["text"]
    await person.next(other, "much")

    assert "This is what I understood" in person.shown
    assert f"{label} · matters a lot" in person.shown
    assert person.shown.count("from “") == read - 1

    await person.press("change", second)
    await person.press("finish")

    assert "This is what I understood" in person.shown

    await person.press("finish")

    assert "fits best" in person.shown


async def test_needs_do_not_push_a_draft_aside_unasked(http_house: House) -> None:
    """
    Only one is kept, so whoever states new needs is told, and may go on with the old ones.
    """
    person = await Guided.begin(http_house)
    await person.next(1)
    await person.next(1)
    await person.close()
    again = await Guided.begin(http_house, NEEDS)
    assert "stopped half-way through another choice, with 2 answers" in again.shown

    await again.press("resume")
    assert "with 2 answers given" in again.shown
    await again.submit()
    assert "Question 3 of" in again.shown


async def test_a_message_without_words_is_no_trouble(http_house: House) -> None:
    """
    A picture, for example, or somebody's name alone, which is but an id on its way.
    """
    for text in ("", "<@U0ADA00001>"):
        message = await http_house.workspace.say("grace", "general", text)
        await http_house.workspace.use_shortcut("ada", "help-me-choose", message)
        person = Guided(http_house)
        await person.opened()

        assert "I found no words in that message" in person.shown
        assert "Question 1 of" in person.shown
        await person.close()


async def test_a_question_behind_the_command_is_answered_as_ever(http_house: House) -> None:
    """
    Also when it states needs; naming an option is asking about it.
    """
    for text in (f"which one for a {NEEDS}?", "flask for a small internal tool"):
        answered = await http_house.command(text)

        assert answered is not None
        assert http_house.workspace.views("ada") == ()


async def test_words_without_any_need_are_no_reason_for_the_guide(http_house: House) -> None:
    """
    They are declined in words, as before.
    """
    answered = await http_house.command("lunch")

    assert answered is not None
    assert http_house.workspace.views("ada") == ()


async def test_a_message_is_read_by_the_shortcut(house: House) -> None:
    """
    Anybody's message, also where the bot is no member.
    """
    message = await house.workspace.say("grace", "random", f"We plan a {NEEDS} &amp; more.")
    await house.workspace.use_shortcut("ada", "help-me-choose", message)
    person = Guided(house)
    await person.opened()

    assert NEEDS in person.shown
    assert len([block for block in person.view.blocks if "accessory" in block]) >= 3


async def test_a_message_without_needs_opens_the_first_question_and_says_so(
    http_house: House,
) -> None:
    """
    Whoever chose the shortcut wants to be guided.
    """
    message = await http_house.workspace.say("grace", "general", "<@U0ADA00001> *lunch*?")
    await http_house.workspace.use_shortcut("ada", "help-me-choose", message)
    person = Guided(http_house)
    await person.opened()

    assert "could not read any needs" in person.shown
    assert "Question 1 of" in person.shown
    assert "<@" not in person.shown


async def test_an_answer_to_stated_needs_has_a_button_into_the_guide(house: House) -> None:
    """
    For everybody in the thread, with those needs answered; an answer without needs has none.
    """
    reply = await house.ask(f"Which one for a {NEEDS}?")
    (button,) = buttons(reply, "guide-open")
    await house.workspace.press("grace", reply, button["action_id"])
    person = Guided(house, "grace")
    await person.opened()
    assert len([block for block in person.view.blocks if "accessory" in block]) >= 3

    await person.press("finish")
    await person.press("share")
    assert "<@U0GRACE001> decided" in said(house.workspace.messages("general")[-1])

    assert buttons(await house.ask("Who created Flask?"), "guide-open") == []


async def test_the_form_leads_into_the_guide_and_remembers_the_channel(http_house: House) -> None:
    """
    From the empty form and from an answer in it; the result can be shared where it was opened.
    """
    person = await Guided.begin(http_house)
    await person.press("ask")
    await http_house.workspace.submit(person.view, {"question": f"Which one for a {NEEDS}?"})
    await person.press("open")
    await person.press("finish")
    await person.press("share")

    assert "decided" in said(http_house.workspace.messages("general")[-1])


async def test_the_words_a_walk_began_with_stand_in_its_record(http_house: House) -> None:
    """
    They are the context of the decision.
    """
    person = await Guided.begin(http_house, NEEDS)
    await person.press("finish")
    await person.press("save")
    root = http_house.workspace.messages("fwchoice")[-1]
    (reply,) = http_house.workspace.thread(root)

    assert NEEDS in str(reply.files[0].get("preview"))
