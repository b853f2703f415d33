"""
``/fwchoice`` alone: walked through the decision table, question by question, to a result.
"""

from __future__ import annotations

import asyncio

from bot.workspace import view_problems
from tests.scenarios.guided import Guided
from tests.scenarios.house import House, buttons


async def test_the_bare_command_opens_the_first_question(house: House) -> None:
    """
    Where one is, why it is asked, levels to choose, how much it matters; nothing else is called
    (but the view is opened empty and filled where the machine is too busy for more).
    """
    before = len(house.workspace.calls)
    person = await Guided.begin(house)
    opening, *filling = [call.method for call in house.workspace.calls[before:]]

    assert opening == "views.open"
    assert filling in ([], ["views.update"])
    assert "Question 1 of" in person.shown
    assert "Why I ask: " in person.shown
    assert person.inputs["level"]["type"] == "radio_buttons"
    assert person.chosen is None
    assert person.inputs["importance"]["initial_option"]["value"] == "usual"
    assert person.buttons() == {"skip": "Skip", "ask": "Ask in words instead"}


async def test_a_walk_ends_in_a_recommendation_with_reasons_and_what_would_change_it(
    house: House,
) -> None:
    """
    Every view on the way is one Slack takes, and every question is asked once.
    """
    person = await Guided.begin(house)
    asked = []
    while person.is_asked:
        asked.append(person.question)
        await person.next(len(asked) % 2)

    table = house.bot.live.current.base.decisions[0]
    assert sorted(asked) == sorted(one.question for one in table.criteria)
    assert "fits best" in person.shown or "are level" in person.shown
    assert "What would change it" in person.shown
    assert "<https://" in person.shown
    for criterion in table.criteria:
        assert f"*{criterion.name}*" in person.shown
    assert all(call.ok for call in house.workspace.calls)


async def test_no_old_choice_shows_through(http_house: House) -> None:
    """
    Every question, also one that is asked again, has block ids of its own.
    """
    person = await Guided.begin(http_house)
    seen = []
    for step in ("next", "next", "back", "next", "skip"):
        seen += [block["block_id"] for block in person.view.blocks if block["type"] == "input"]
        await (person.next() if step == "next" else person.press(step))

    assert len(seen) == len(set(seen))


async def test_back_shows_what_was_chosen_and_next_returns(http_house: House) -> None:
    """
    With the level and how much it matters; a choice on the page that was left is kept, too.
    """
    person = await Guided.begin(http_house)
    first = person.question
    level = person.levels()[1]
    await person.next(1, "much")
    second, chosen = person.question, person.choose(1)
    await person.press("back")

    assert (person.question, person.chosen) == (first, level)
    assert person.inputs["importance"]["initial_option"]["value"] == "much"

    await person.submit()

    assert (person.question, person.chosen) == (second, chosen)


async def test_a_question_may_be_skipped(http_house: House) -> None:
    """
    It is not asked again on the way, and the result says from how many answers it comes.
    """
    person = await Guided.begin(http_house)
    skipped = person.question
    await person.press("skip")
    await person.next()
    assert person.question != skipped
    await person.press("finish")
    count = len(http_house.bot.live.current.base.decisions[0].criteria)

    assert f"from 1 of {count} questions" in person.shown or f"to 1 of {count}" in person.shown


async def test_one_may_finish_at_any_time_and_the_choice_at_hand_counts(http_house: House) -> None:
    """
    Nothing chosen is lost by finishing without pressing Next.
    """
    person = await Guided.begin(http_house)
    await person.next()
    name = person.question
    person.choose()
    await person.press("finish")
    table = http_house.bot.live.current.base.decisions[0]
    criterion = next(one for one in table.criteria if one.question == name)

    assert f"*{criterion.name}* · {criterion.levels[0].label}" in person.shown


async def test_what_does_not_matter_at_all_does_not_count(http_house: House) -> None:
    """
    A criterion without weight adds nothing and shows no bar.
    """
    person = await Guided.begin(http_house)
    name = person.question
    await person.next(0, "none")
    await person.next()
    await person.press("finish")
    table = http_house.bot.live.current.base.decisions[0]
    criterion = next(one for one in table.criteria if one.question == name)

    assert f"*{criterion.name}*" not in person.shown


async def test_skipping_everything_gives_no_recommendation(http_house: House) -> None:
    """
    Rather than a guess; and one may begin to answer then.
    """
    person = await Guided.begin(http_house)
    while person.is_asked:
        await person.press("skip")

    assert "recommend nothing rather than guess" in person.shown
    assert person.buttons() == {"more": "Begin"}

    await person.press("more")

    assert person.is_asked


async def test_what_was_skipped_can_be_answered_at_the_end(http_house: House) -> None:
    """
    It leads straight back to the result.
    """
    person = await Guided.begin(http_house)
    skipped = person.question
    await person.press("skip")
    while person.is_asked:
        await person.next()
    await person.press("more")
    assert person.question == skipped
    await person.next()

    assert not person.is_asked
    assert "more" not in person.buttons()


async def test_when_nothing_left_can_change_it_the_guide_says_so(http_house: House) -> None:
    """
    It offers to stop early, and going on is still possible.
    """
    person = await Guided.begin(http_house)
    while person.is_asked and "It is settled" not in person.shown:
        await person.next(0, "most")

    assert person.is_asked
    finish = next(
        one
        for block in person.view.blocks
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"] == "guide-finish"
    )
    assert finish["style"] == "primary"

    await person.next()

    assert person.is_asked


async def test_an_answer_can_be_changed_at_the_end(http_house: House) -> None:
    """
    All answers in a list; changing one leads back to the result, keeping it does, too.
    """
    person = await Guided.begin(http_house)
    await person.to_result(3)
    before = person.shown
    await person.press("review")
    await person.submit()
    assert person.shown == before
    await person.press("review")
    changes = [block["accessory"] for block in person.view.blocks if "accessory" in block]
    assert len(changes) == 3

    await person.press("change", changes[0]["value"])
    assert "Changing an answer" in person.shown
    assert person.chosen == person.levels()[0]
    await person.press("finish")
    assert person.shown == before

    await person.press("review")
    await person.press("change", changes[0]["value"])
    await person.next(1)
    assert not person.is_asked
    assert person.shown != before


async def test_from_the_answers_one_may_go_on_to_what_was_not_asked(http_house: House) -> None:
    """
    The way back to the result is not the only one.
    """
    person = await Guided.begin(http_house)
    await person.to_result(2)
    await person.press("review")
    await person.press("more")

    assert "Question 3 of" in person.shown


async def test_going_back_to_the_start_loses_nothing(http_house: House) -> None:
    """
    However often Back is pressed, also faster than the views change: all answers stand, and
    Next leads through them again.
    """
    person = await Guided.begin(http_house)
    begun = [(person.question, person.levels()[1])]
    for _ in range(3):
        await person.next(1)
        begun.append((person.question, person.levels()[1]))
    while "back" in person.buttons():
        view = person.view
        press = http_house.workspace.press
        await asyncio.gather(*(press("ada", view, "guide-back") for _ in range(3)))
        await http_house.workspace.settle()

    for question, level in begun[:3]:
        assert (person.question, person.chosen) == (question, level)
        await person.submit()
    assert (person.question, person.chosen) == (begun[3][0], None)


async def test_starting_anew_at_the_end_asks_first(http_house: House) -> None:
    """
    As long as the result is kept nowhere: nothing brings the answers back.
    """
    person = await Guided.begin(http_house)
    await person.to_result(2)
    (anew,) = buttons(person.view, "guide-anew")
    assert "your 2 answers will be gone" in anew["confirm"]["text"]["text"]

    await person.press("share")

    (anew,) = buttons(person.view, "guide-anew")
    assert "confirm" not in anew


async def test_closing_keeps_the_draft_and_the_next_command_offers_to_go_on(house: House) -> None:
    """
    With the choice that was at hand; the views of another person know nothing of it.
    """
    person = await Guided.begin(house)
    await person.next()
    at_hand, level = person.question, person.choose(1)
    await person.close()
    other = await Guided.begin(house, user="grace")
    assert "Question 1 of" in other.shown

    again = await Guided.begin(house)
    assert "with 2 answers given" in again.shown
    await again.submit()

    assert (again.question, again.chosen) == (at_hand, level)


async def test_starting_anew_forgets_the_draft(http_house: House) -> None:
    """
    Neither this view nor the next command comes back to it.
    """
    person = await Guided.begin(http_house)
    await person.next()
    await person.close()
    again = await Guided.begin(http_house)
    await again.press("anew")
    assert "Question 1 of" in again.shown
    await again.close()
    third = await Guided.begin(http_house)

    assert third.is_asked
    assert "Question 1 of" in third.shown


async def test_a_view_that_is_closed_without_an_answer_leaves_no_draft(http_house: House) -> None:
    """
    There is nothing to go on with.
    """
    await (await Guided.begin(http_house)).close()

    assert (await Guided.begin(http_house)).is_asked


async def test_one_may_ask_in_words_instead_and_come_back(http_house: House) -> None:
    """
    The form for a question is one press away, and so is the guide from there.
    """
    person = await Guided.begin(http_house)
    await person.press("ask")
    assert person.view.callback_id == "ask"
    assert view_problems(person.view.definition) == ()
    await person.press("open")

    assert "Question 1 of" in person.shown


async def test_two_people_in_one_channel_do_not_meet(http_house: House) -> None:
    """
    Each view holds its own walk.
    """
    ada, grace = [await Guided.begin(http_house, user=name) for name in ("ada", "grace")]
    await ada.next(0)
    await grace.next(1)
    await ada.press("back")
    await grace.press("back")

    assert ada.chosen == ada.levels()[0]
    assert grace.chosen == grace.levels()[1]
