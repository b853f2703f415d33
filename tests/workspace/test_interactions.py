"""
Commands, buttons, modals, shortcuts and response URLs, over both transports.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import RefusedError, Workspace
from tests.workspace.toy_app import ToyApp

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(metadata: str = "", **more: Any) -> Json:
    options = [{"text": plain(text), "value": text[0]} for text in ("small", "large")]
    return {
        "type": "modal",
        "callback_id": "choose",
        "title": plain("Choose"),
        "submit": plain("Next"),
        "private_metadata": metadata,
        "notify_on_close": True,
        "blocks": [
            {
                "type": "input",
                "block_id": "size",
                "label": plain("How large?"),
                "element": {"type": "radio_buttons", "action_id": "size", "options": options},
            },
            {
                "type": "input",
                "block_id": "name",
                "optional": True,
                "label": plain("Name"),
                "element": {"type": "plain_text_input", "action_id": "name"},
            },
        ],
        **more,
    }


def opens(toy: ToyApp, view: Json) -> None:
    """
    Let /ask open *view*.
    """

    async def listener(ack: Any, body: Json, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    toy.bolt.command("/ask")(listener)


async def test_a_command_is_answered_to_its_asker_only(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    The acknowledgement's text is an ephemeral message.
    """

    async def listener(ack: Any, command: Json) -> None:
        await ack(f"you asked {command['text']} in {command['channel_name']}")

    connected.bolt.command("/ask")(listener)
    delivery = await workspace.run_command("ada", "random", "/ask", "1 < 2 @grace")

    assert delivery.acknowledged
    assert [each.text for each in workspace.ephemerals("ada", "random")] == [
        "you asked 1 &lt; 2 @grace in random"
    ]
    assert workspace.messages("random") == ()


async def test_a_command_may_be_answered_to_all(workspace: Workspace, connected: ToyApp) -> None:
    """
    response_type "in_channel" posts, even where the bot is not a member.
    """

    async def listener(ack: Any) -> None:
        await ack(text="for all", response_type="in_channel")

    connected.bolt.command("/ask")(listener)
    await workspace.run_command("ada", "random", "/ask")

    assert [each.text for each in workspace.messages("random")] == ["for all"]


async def test_a_command_nobody_takes_fails_before_the_asker(workspace: Workspace) -> None:
    """
    With Slack's words; nothing is sent a second time.
    """
    delivery = await workspace.run_command("ada", "general", "/ask", "x")
    said = workspace.ephemerals("ada", "general")[0].text

    assert delivery.error == "dispatch_failed"
    assert said == '/ask failed with the error "dispatch_failed"'
    assert len(workspace.deliveries) == 1


async def test_a_command_that_takes_too_long_times_out(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Late acknowledgements are worth nothing.
    """

    async def listener(ack: Any) -> None:
        await asyncio.sleep(0.4)
        await ack("late")

    connected.bolt.command("/ask")(listener)
    workspace.http.ack_seconds = workspace.sockets.ack_seconds = 0.2
    delivery = await workspace.run_command("ada", "general", "/ask", "x")

    assert delivery.error == "operation_timeout"
    await asyncio.sleep(0.4)
    assert len(workspace.ephemerals("ada")) == 1


async def test_a_button_press_reaches_the_app_and_its_response_url_works(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Five answers: to one, to all, in place of the original; the sixth is refused.
    """
    answers: list[int] = []

    async def pressed(ack: Any, respond: Any, action: Json, body: Json) -> None:
        await ack()
        await respond(text="only you")
        await respond(text="all", response_type="in_channel")
        await respond(text=f"was {action['value']}", replace_original=True)
        await respond(text="4")
        await respond(text="5")
        answers.append((await respond(text="6")).status_code)

    connected.bolt.action("go")(pressed)
    button = {"type": "button", "text": plain("Go"), "action_id": "go", "value": "7"}
    await connected.client.chat_postMessage(
        channel="#general", text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    message = workspace.messages("general")[0]
    delivery = await workspace.press("ada", message, "go")
    await workspace.wait_for(lambda: answers)

    assert delivery.payload["container"]["message_ts"] == message.ts
    assert answers == [404]
    assert workspace.current(message).text == "was 7"
    assert [each.text for each in workspace.ephemerals("ada")] == ["only you", "4", "5"]
    assert [each.text for each in workspace.messages("general")] == ["was 7", "all"]


async def test_an_ephemeral_original_can_be_deleted_at_its_response_url(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Nothing else can reach it: chat.update does not find it.
    """

    async def shared(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    connected.bolt.action("share")(shared)
    button = {"type": "button", "text": plain("Share"), "action_id": "share"}
    await connected.client.chat_postEphemeral(
        channel="#general",
        user="U0ADA00001",
        text="x",
        blocks=[{"type": "actions", "elements": [button]}],
    )
    whisper = workspace.ephemerals("ada")[0]
    with pytest.raises(SlackApiError, match="message_not_found"):
        await connected.client.chat_update(channel=whisper.channel, ts=whisper.ts, text="y")
    delivery = await workspace.press("ada", whisper, "share")
    await workspace.wait_for(lambda: not workspace.ephemerals("ada"))

    assert delivery.payload["container"]["is_ephemeral"]
    assert "message" not in delivery.payload


async def test_a_response_url_expires_and_refuses_bad_blocks() -> None:
    """
    After thirty minutes; by the workspace's clock.
    """
    now = [1_700_000_000.0]
    async with (
        Workspace(clock=lambda: now[0]) as workspace,
        aiohttp.ClientSession() as session,
    ):
        address = workspace.world.response_urls.issue("U0ADA00001", "C0GENERAL1")

        async def post(body: Json) -> tuple[int, str]:
            async with session.post(address, json=body) as response:
                return response.status, await response.text()

        assert await post({"text": "x"}) == (200, "ok")
        status, text = await post({"blocks": [{"type": "paragraph"}]})
        assert (status, "invalid_blocks" in text) == (400, True)
        now[0] += 30 * 60 + 1
        status, text = await post({"text": "x"})
        assert (status, "expired_url" in text) == (404, True)


async def test_a_modal_is_filled_in_step_by_step(workspace: Workspace, connected: ToyApp) -> None:
    """
    Required inputs first, then errors, then a pushed view, then all is cleared.
    """
    seen: list[Json] = []

    async def submitted(ack: Any, view: Json) -> None:
        seen.append(view["state"]["values"])
        name = view["state"]["values"]["name"]["name"]["value"]
        if name == "bad":
            await ack(response_action="errors", errors={"name": "Choose another name"})
        elif view["private_metadata"] == "2":
            await ack(response_action="clear")
        else:
            await ack(response_action="push", view=modal("2"))

    opens(connected, modal("1"))
    connected.bolt.view("choose")(submitted)
    await workspace.run_command("ada", "general", "/ask")
    view = workspace.views("ada")[0]

    blank = await workspace.submit(view)
    assert (blank.delivery, set(blank.errors)) == (None, {"size"})
    wrong = await workspace.submit(view, {"size": "l", "name": "bad"})
    assert wrong.errors == {"name": "Choose another name"}
    right = await workspace.submit(view, {"name": "good"})
    assert right.accepted
    assert [each.title for each in workspace.views("ada")] == ["Choose", "Choose"]
    assert seen[-1]["size"]["size"]["selected_option"]["value"] == "l"
    assert workspace.views("ada")[1].previous_id == view.id
    done = await workspace.submit(workspace.views("ada")[1], {"size": {"size": "s"}})
    assert done.accepted
    assert workspace.views("ada") == ()


async def test_an_update_keeps_what_was_entered_where_the_inputs_stay(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Block id and action id decide; an old hash is refused.
    """
    opens(connected, modal("1"))
    await workspace.run_command("ada", "general", "/ask")
    view = workspace.enter(workspace.views("ada")[0], {"size": "l", "name": "mine"})
    shorter = modal("1", blocks=[modal()["blocks"][1]])
    await connected.client.views_update(view_id=view.id, view=shorter, hash=view.hash)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await connected.client.views_update(view_id=view.id, view=shorter, hash=view.hash)
    with pytest.raises(SlackApiError, match="not_found"):
        await connected.client.views_update(view_id="V404", view=shorter)
    kept = workspace.views("ada")[0].values

    assert kept == {"name": {"name": {"type": "plain_text_input", "value": "mine"}}}


async def test_closing_a_modal_is_told_to_an_app_that_asked(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    With what was entered so far.
    """
    told: list[Json] = []

    async def closed(ack: Any, body: Json) -> None:
        told.append(body)
        await ack()

    opens(connected, modal("1"))
    connected.bolt.view_closed("choose")(closed)
    await workspace.run_command("ada", "general", "/ask")
    view = workspace.enter(workspace.views("ada")[0], {"name": "draft"})
    await workspace.close_view(view, whole_stack=True)

    assert told[0]["is_cleared"] is True
    assert told[0]["view"]["state"]["values"]["name"]["name"]["value"] == "draft"
    assert workspace.views("ada") == ()


async def test_a_trigger_lives_three_seconds_and_once(toy: ToyApp) -> None:
    """
    And what nobody issued is invalid.
    """
    now = [1_700_000_000.0]
    async with Workspace(clock=lambda: now[0]) as workspace, aiohttp.ClientSession() as session:
        client = ToyApp(workspace, session).client

        async def error(trigger: str, view: Json) -> str:
            with pytest.raises(SlackApiError) as caught:
                await client.views_open(trigger_id=trigger, view=view)
            return str(caught.value.response["error"])

        trigger = workspace.world.triggers.issue("U0ADA00001")
        assert await error(trigger, {"type": "modal"}) == "invalid_arguments"
        await client.views_open(trigger_id=trigger, view=modal())
        assert await error(trigger, modal()) == "exchanged_trigger_id"
        late = workspace.world.triggers.issue("U0ADA00001")
        now[0] += 3.1
        assert await error(late, modal()) == "expired_trigger_id"
        assert await error("made-up", modal()) == "invalid_trigger_id"


async def test_an_element_in_a_modal_is_told_with_the_whole_view(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Its trigger pushes another view, three deep and no deeper.
    """
    failed: list[str] = []

    async def pressed(ack: Any, body: Json, client: Any) -> None:
        await ack()
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=body["view"] and deeper)
        except SlackApiError as error:
            failed.append(error.response["error"])

    button = {"type": "button", "text": plain("Deeper"), "action_id": "deeper"}
    deeper = modal(blocks=[*modal()["blocks"], {"type": "actions", "elements": [button]}])
    opens(connected, deeper)
    connected.bolt.action("deeper")(pressed)
    await workspace.run_command("ada", "general", "/ask")
    for depth in (1, 2, 3):
        assert len(workspace.views("ada")) == depth
        await workspace.press("ada", workspace.views("ada")[-1], "deeper")
        await workspace.settle()

    assert len(workspace.views("ada")) == 3
    assert failed == ["push_limit_reached"]


async def test_an_answer_slack_cannot_show_is_trouble_for_the_person(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    Errors must name inputs, and a pushed view must be valid.
    """

    async def submitted(ack: Any) -> None:
        await ack(response_action="push", view=modal(title=plain("x" * 25)))

    opens(connected, modal())
    connected.bolt.view("choose")(submitted)
    await workspace.run_command("ada", "general", "/ask")
    done = await workspace.submit(workspace.views("ada")[0], {"size": "s"})

    assert done.trouble is not None
    assert "must be less than 25 characters" in done.trouble
    assert len(workspace.views("ada")) == 1


async def test_a_home_tab_is_published_and_used(workspace: Workspace, connected: ToyApp) -> None:
    """
    Its elements belong to a view of type home.
    """
    used: list[Json] = []
    button = {"type": "button", "text": plain("Go"), "action_id": "go"}
    view = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}

    async def opened(event: Json, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=view)

    async def pressed(ack: Any, body: Json) -> None:
        used.append(body)
        await ack()

    connected.bolt.event("app_home_opened")(opened)
    connected.bolt.action("go")(pressed)
    await workspace.open_home("ada")
    home = await workspace.wait_for(lambda: workspace.home("ada"))
    assert home
    await workspace.press("ada", home, "go")

    assert used[0]["view"]["type"] == "home"
    assert workspace.home("grace") is None


async def test_a_message_shortcut_brings_its_message(
    workspace: Workspace, connected: ToyApp
) -> None:
    """
    And a trigger to open something with.
    """
    brought: list[str] = []

    async def explain(ack: Any, shortcut: Json) -> None:
        brought.append(shortcut["message"]["text"])
        await ack()

    connected.bolt.shortcut("explain")(explain)
    said = await workspace.say("grace", "general", "what is this?")
    delivery = await workspace.use_shortcut("ada", "explain", said)

    assert delivery.acknowledged
    assert brought == ["what is this?"]


async def test_mistakes_of_a_test_are_named(workspace: Workspace) -> None:
    """
    An element, command or person that is not there is said to be missing.
    """
    said = await workspace.say("ada", "general", "x")
    with pytest.raises(LookupError, match="no element 'go' here; there are: none"):
        await workspace.press("ada", said, "go")
    with pytest.raises(LookupError, match="/nope is not a command"):
        await workspace.run_command("ada", "general", "/nope")
    with pytest.raises(RefusedError, match="user_not_found"):
        await workspace.say("nobody", "general", "x")
