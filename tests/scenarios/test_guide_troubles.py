"""
The guide in trouble: slow moments, views that were changed on their way, edited tables, races.
"""

from __future__ import annotations

import asyncio
import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from bot.core.decision_table import Criterion, DecisionTable
from bot.core.model import KnowledgeBase
from bot.core.snapshot import Snapshot
from bot.slack.guide_opening import PATIENCE_SECONDS
from bot.slack.seal import Seal
from bot.workspace import View
from tests.scenarios.guided import Guided
from tests.scenarios.house import House, buttons, said, texts

TOO_LATE = ("expired_trigger_id", "trigger_expired")


def carrying(house: House, view: View, metadata: str) -> View:
    """
    *view* with other metadata, as if it had been changed on its way.
    """
    changed = view.definition | {"private_metadata": metadata}
    return house.workspace.world.views.put(replace(view, definition=changed))


def opened(house: House, view: View) -> dict[str, Any]:
    """
    The walk a view carries.
    """
    text = Seal(house.workspace.app.bot_token).opened(view.definition["private_metadata"])
    assert text is not None
    found: dict[str, Any] = json.loads(text)
    return found


def sealed(house: House, walk: Any) -> str:
    """
    *walk* as only the bot can carry it.
    """
    return Seal(house.workspace.app.bot_token).sealed(json.dumps(walk))


def edit(house: House, criteria: Iterable[Criterion]) -> None:
    """
    Let a table with *criteria* take the place of the bot's. Built anew, not copied: a copy would
    take along what was looked up in the old ones.
    """
    now = house.bot.live.current
    old = now.base.decisions[0]
    table = DecisionTable.model_construct(**(fields(old) | {"criteria": tuple(criteria)}))
    changed = {"decisions": (table,), "revision": "0123456789ab"}
    base = KnowledgeBase.model_construct(**(fields(now.base) | changed))
    house.bot.live.current = Snapshot(base, now.index, now.subjects)


def fields(value: BaseModel) -> dict[str, Any]:
    """
    What *value* was made from.
    """
    return {name: getattr(value, name) for name in type(value).model_fields}


@pytest.mark.parametrize("code", TOO_LATE)
async def test_a_window_that_comes_too_late_gets_a_button(http_house: House, code: str) -> None:
    """
    Which is a new trigger; the words that were typed are not lost.
    """
    http_house.workspace.fail("views.open", error=code)
    text = "small internal tool, needs an admin"
    await http_house.workspace.run_command("ada", "general", "/fwchoice", text)
    told = await http_house.whispered()
    assert "took too long" in said(told)
    assert http_house.workspace.views("ada") == ()

    (again,) = buttons(told)
    await http_house.workspace.press("ada", told, again["action_id"])
    person = Guided(http_house)
    await person.opened()

    assert text in person.shown


async def test_the_workspace_lets_triggers_expire_and_the_guide_copes(http_house: House) -> None:
    """
    Not only a fault on request: three seconds of the workspace's own clock.
    """
    triggers = http_house.workspace.world.triggers
    clock = triggers._clock
    http_house.workspace.slow("views.open", 0.3)
    running = asyncio.create_task(http_house.workspace.run_command("ada", "general", "/fwchoice"))
    await http_house.workspace.wait_for(lambda: http_house.workspace.web_api.running)
    triggers._clock = lambda: clock() + 4
    await running
    told = await http_house.whispered()

    assert buttons(told)


async def test_a_slow_moment_opens_a_view_that_is_filled(http_house: House) -> None:
    """
    Every connection to the database is taken; the person sees a view at once all the same.
    """
    engine = http_house.bot._store.engine
    taken = [engine.connect() for _ in range(2)]
    try:
        await http_house.workspace.run_command("ada", "general", "/fwchoice")
        views = http_house.workspace.views
        await http_house.workspace.wait_for(
            lambda: views("ada"), within_seconds=PATIENCE_SECONDS + 2.5
        )
        assert "One moment" in "\n".join(texts(views("ada")[-1].blocks))
    finally:
        for connection in taken:
            connection.close()
    person = Guided(http_house)
    await person.opened()

    assert "Question 1 of" in person.shown
    assert [call.method for call in http_house.workspace.calls][-2:] == [
        "views.open",
        "views.update",
    ]


async def test_a_loading_view_that_was_closed_is_not_missed(http_house: House) -> None:
    """
    Nobody waits for it any more; nothing is told.
    """
    engine = http_house.bot._store.engine
    taken = [engine.connect() for _ in range(2)]
    try:
        await http_house.workspace.run_command("ada", "general", "/fwchoice")
        views = http_house.workspace.views
        await http_house.workspace.wait_for(lambda: views("ada"))
        await http_house.workspace.close_view(views("ada")[-1])
    finally:
        for connection in taken:
            connection.close()
    await http_house.workspace.wait_for(lambda: http_house.workspace.calls_of("views.update"))
    await http_house.settle()

    assert http_house.workspace.ephemerals("ada") == ()
    assert http_house.workspace.views("ada") == ()


def damaged(whole: str) -> list[str]:
    """
    What can become of metadata on its way.
    """
    version, body, mac = whole.split(".")
    forged = base64.urlsafe_b64encode(zlib.compress(b'{"c":"C0RANDOM01"}')).decode()
    flood = base64.urlsafe_b64encode(zlib.compress(b" " * 5_000_000)).decode()
    return [
        "",
        "C0GENERAL1",
        whole[:-1],
        whole[: len(whole) // 2],
        whole + "A",
        whole.replace(".", "", 1),
        f"2.{body}.{mac}",
        f"{version}.{body.swapcase()}.{mac}",
        f"{version}.{forged}.{mac}",
        f"{version}.{flood}.{mac}",
        f"{version}.ü.{mac}",
        "{}",
    ]


async def test_a_view_that_was_changed_on_its_way_is_not_believed(http_house: House) -> None:
    """
    Cut off, forged, of another version: a friendly view, by whichever door it comes.
    """
    person = await Guided.begin(http_house)
    await person.next()
    whole = person.view
    for metadata in damaged(whole.definition["private_metadata"]):
        for action in ("submit", "skip", "back", "finish"):
            http_house.workspace.world.views.put(whole)
            carrying(http_house, whole, metadata)
            if action == "submit":
                await person.next()
            else:
                await person.press(action)

            assert "can no longer read this form" in person.shown
            assert person.view.definition["submit"] is None
    carrying(http_house, whole, "cut off")
    await person.close()

    assert (await Guided.begin(http_house)).is_asked


async def test_results_that_were_changed_on_their_way_are_neither_shared_nor_saved(
    http_house: House,
) -> None:
    """
    Else whoever alters a view could post where they are no member.
    """
    person = await Guided.begin(http_house)
    await person.to_result()
    whole = person.view
    for metadata in damaged(whole.definition["private_metadata"]):
        for action in ("share", "save", "review", "more", "anew"):
            carrying(http_house, whole, metadata)
            await person.press(action)

            assert "can no longer read this form" in person.shown
    assert http_house.workspace.calls_of("chat.postMessage") == []


NO_WALKS: list[Any] = [
    None,
    [],
    {},
    7,
    {"a": 1, "w": {}, "n": 0, "f": [0, 0]},
    {"t": "framework", "a": [["size"]], "w": {}, "n": 0, "f": [0, 0]},
    {"t": "framework", "a": [[1, 2]], "w": {}, "n": 0, "f": [0, 0]},
    {"t": "framework", "a": [], "w": {"size": "enormously"}, "n": 0, "f": [0, 0]},
    {"t": "framework", "a": [], "w": [], "n": "x", "f": [0, 0]},
    {"t": "framework", "a": [], "w": {}, "n": 0, "f": []},
    {"t": "no-such-table", "a": [], "w": {}, "n": 0, "f": [0, 0]},
]


async def test_what_no_release_ever_carried_is_told_apart(http_house: House) -> None:
    """
    Even under our own seal.
    """
    person = await Guided.begin(http_house)
    whole = person.view
    for walk in NO_WALKS:
        http_house.workspace.world.views.put(whole)
        carrying(http_house, whole, sealed(http_house, walk))
        await person.next()

        assert "can no longer read this form" in person.shown


async def test_a_view_of_an_earlier_release_goes_on(http_house: House) -> None:
    """
    It was open while the bot was updated, and knew nothing of what a walk carries since.
    """
    person = await Guided.begin(http_house)
    await person.next()
    walk = opened(http_house, person.view)
    walk["f"] = walk["f"][:2]
    carrying(http_house, person.view, sealed(http_house, walk))
    await person.next()

    assert "Question 3 of" in person.shown


async def test_unknown_criteria_and_levels_are_dropped_and_told(http_house: House) -> None:
    """
    What still fits is kept.
    """
    person = await Guided.begin(http_house)
    await person.next()
    walk = opened(http_house, person.view)
    walk["a"] += [
        ["no-such-criterion", "x"],
        [criteria(http_house)[-1], "no-such-level"],
    ]
    walk["w"] = {"no-such-criterion": "most"}
    carrying(http_house, person.view, sealed(http_house, walk))
    await person.next()

    assert "these answers no longer fit: no such criterion" in person.shown
    assert len(opened(http_house, person.view)["a"]) == 2


def criteria(house: House) -> list[str]:
    """
    The ids of the criteria.
    """
    return [one.id for one in house.bot.live.current.base.decisions[0].criteria]


async def test_a_level_nobody_offered_is_asked_again(http_house: House) -> None:
    """
    A choice that never stood in the view, or none at all.
    """
    person = await Guided.begin(http_house)
    block = next(one for one in person.view.blocks if one["type"] == "input")["block_id"]
    odd = {"type": "radio_buttons", "selected_option": {"value": "no-such-level"}}
    http_house.workspace.enter(person.view, {block: {"level": odd}})
    sent = await person.submit()

    assert sent.accepted
    assert "Please choose one of the answers" in person.shown
    assert "Question 1 of" in person.shown


async def test_a_table_edited_meanwhile_keeps_the_answers_that_fit(http_house: House) -> None:
    """
    And says which do not, by name where it is still known.
    """
    person = await Guided.begin(http_house)
    for _ in range(3):
        await person.next()
    table = http_house.bot.live.current.base.decisions[0]
    gone, cut, kept = (one for one, _ in opened(http_house, person.view)["a"])
    left = [
        Criterion.model_construct(**(fields(one) | {"levels": one.levels[1:]}))
        if one.id == cut
        else one
        for one in table.criteria
        if one.id != gone
    ]
    edit(http_house, left)
    await person.press("finish")

    assert "were edited since you began" in person.shown
    assert gone.replace("-", " ") in person.shown
    assert table.criterion_of[cut].name in person.shown
    assert table.criterion_of[kept].name in person.shown
    assert [one for one, _ in opened(http_house, person.view)["a"]] == [kept]

    await person.press("more")

    assert "were edited" not in person.shown


async def test_a_question_that_is_gone_leads_to_the_next(http_house: House) -> None:
    """
    The one before them was taken out of the table.
    """
    person = await Guided.begin(http_house)
    table = http_house.bot.live.current.base.decisions[0]
    edit(http_house, (one for one in table.criteria if one.question != person.question))
    before = person.question
    await person.next()

    assert person.is_asked
    assert person.question != before


async def test_a_draft_of_an_older_table_is_offered_as_far_as_it_fits(http_house: House) -> None:
    """
    With what changed.
    """
    person = await Guided.begin(http_house)
    await person.next()
    first = opened(http_house, person.view)["a"][0][0]
    await person.next()
    await person.close()
    table = http_house.bot.live.current.base.decisions[0]
    edit(http_house, (one for one in table.criteria if one.id != first))
    again = await Guided.begin(http_house)

    assert "with one answer given" in again.shown
    assert "no longer fit" in again.shown


async def test_a_base_without_a_table_answers_questions_as_before(http_house: House) -> None:
    """
    The bare command opens the form; views of the guide that are still open say so.
    """
    person = await Guided.begin(http_house)
    now = http_house.bot.live.current
    base = now.base.model_copy(update={"decisions": ()})
    http_house.bot.live.current = Snapshot(base, now.index, now.subjects)
    await person.press("skip")
    assert "can no longer read this form" in person.shown
    await person.close()
    await http_house.workspace.run_command("ada", "general", "/fwchoice")
    await http_house.workspace.wait_for(lambda: http_house.workspace.views("ada"))

    assert person.view.callback_id == "ask"
    assert person.buttons() == {}


async def test_a_view_sent_twice_takes_one_step(http_house: House) -> None:
    """
    An impatient person, or Slack's client trying again.
    """
    person = await Guided.begin(http_house)
    person.choose()
    view = person.view
    await asyncio.gather(*(http_house.workspace.submit(view) for _ in range(3)))
    await http_house.settle()

    assert "Question 2 of" in person.shown
    assert len(opened(http_house, person.view)["a"]) == 1


async def test_a_button_pressed_twice_takes_one_step(http_house: House) -> None:
    """
    The second press finds that the view has changed since.
    """
    person = await Guided.begin(http_house)
    view = person.view
    press = http_house.workspace.press
    await asyncio.gather(*(press("ada", view, "guide-skip") for _ in range(3)))
    await http_house.settle()

    assert "Question 2 of" in person.shown
    assert http_house.workspace.ephemerals("ada") == ()


async def test_a_database_that_fails_does_not_stop_the_guide(http_house: House) -> None:
    """
    Only the offer to go on with a draft needs it.
    """
    with http_house.bot._store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE drafts")
    person = await Guided.begin(http_house)
    await person.to_result()

    assert "fits best" in person.shown
    await person.close()
