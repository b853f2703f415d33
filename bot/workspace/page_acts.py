"""
What a person does on the page, each act a call of the same method tests use.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.workspace.delivery import Delivery
from bot.workspace.message import Json, Message
from bot.workspace.refusals import RefusedError
from bot.workspace.responses import whisper

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

Act = Callable[["Workspace", Json], Awaitable[Json | None]]


def _message(workspace: Workspace, given: Json) -> Message:
    channel, ts = str(given["channel"]), str(given["ts"])
    for each in workspace.world.whispers:
        if (each.channel, each.ts, each.ephemeral_to) == (channel, ts, given["as"]):
            return each
    return workspace.world.message(channel, ts)


def _own(workspace: Workspace, given: Json) -> Message:
    message = _message(workspace, given)
    if message.user != given["as"]:
        raise RefusedError("cant_update_message")
    return message


def _outcome(delivery: Delivery | None) -> Json | None:
    return {"error": delivery.error} if delivery and delivery.error else None


async def say(workspace: Workspace, given: Json) -> Json | None:
    """
    Say what was typed, or run the command it is.
    """
    user, channel, text = given["as"], given["channel"], str(given["text"]).strip()
    thread_ts = given.get("thread_ts")
    if not text:
        return None
    word, _, rest = text.partition(" ")
    if word == "/invite":
        return await _invite(workspace, user, channel, rest)
    if word.startswith("/") and "/" not in word[1:]:
        return await _command(workspace, user, channel, word, rest, thread_ts)
    message = await workspace.type(user, channel, text, thread_ts=thread_ts)
    return {"ts": message.ts, "thread_ts": message.thread_ts}


async def _command(
    workspace: Workspace, user: str, channel: str, word: str, rest: str, thread_ts: str | None
) -> Json | None:
    known = [command.name for command in workspace.app.commands]
    if thread_ts:
        text = f"{word} is not supported in threads. Sorry!"
        whisper(workspace.world, user, channel, text, thread_ts)
    elif word not in known:
        text = f"{word} is not a valid command. There are: {', '.join([*known, '/invite'])}"
        whisper(workspace.world, user, channel, text)
    else:
        await workspace.run_command(user, channel, word, rest)
    return None


async def _invite(workspace: Workspace, user: str, channel: str, name: str) -> Json | None:
    try:
        person = workspace.world.person(name.strip())
    except RefusedError:
        whisper(workspace.world, user, channel, "Whom? For example: `/invite @ada`")
        return None
    if person.id in workspace.world.channel(channel).members:
        whisper(workspace.world, user, channel, f"<@{person.id}> is already in this channel.")
    else:
        await workspace.join(person.id, channel, user)
    return None


async def edit(workspace: Workspace, given: Json) -> Json | None:
    """
    Change the text of one's own message.
    """
    await workspace.edit(_own(workspace, given), workspace.as_typed(str(given["text"])))
    return None


async def delete(workspace: Workspace, given: Json) -> Json | None:
    """
    Delete one's own message.
    """
    await workspace.delete(_own(workspace, given))
    return None


async def dismiss(workspace: Workspace, given: Json) -> Json | None:
    """
    Take away something only oneself sees.
    """
    message = _message(workspace, given)
    if message.is_ephemeral:
        workspace.world.remove(message)
    return None


async def press(workspace: Workspace, given: Json) -> Json | None:
    """
    Use an element of a message, a modal or the Home tab.
    """
    on = (
        workspace.world.views.find(str(given["view"]))
        if given.get("view")
        else _message(workspace, given)
    )
    delivery = await workspace.press(
        given["as"], on, given["action_id"], given.get("value"), block_id=given.get("block_id")
    )
    return _outcome(delivery)


async def choose(workspace: Workspace, given: Json) -> Json | None:
    """
    Enter something in an input of a message; a button will take it along.
    """
    workspace.choose(
        given["as"],
        _message(workspace, given),
        given["block_id"],
        given["action_id"],
        given.get("value"),
    )
    return None


async def enter(workspace: Workspace, given: Json) -> Json | None:
    """
    Keep what was entered in a modal so far.
    """
    workspace.enter(workspace.world.views.find(str(given["view"])), given["values"])
    return None


async def submit(workspace: Workspace, given: Json) -> Json | None:
    """
    Submit a modal.
    """
    done = await workspace.submit(str(given["view"]), given.get("values") or {})
    return {"error": done.trouble} if done.trouble else None


async def close(workspace: Workspace, given: Json) -> Json | None:
    """
    Close a modal; nobody is told whether the app took notice.
    """
    await workspace.close_view(str(given["view"]), whole_stack=bool(given.get("whole_stack")))
    return None


async def home(workspace: Workspace, given: Json) -> Json | None:
    """
    Open a tab of the app.
    """
    await workspace.open_home(given["as"], given.get("tab") or "home")
    return None


async def shortcut(workspace: Workspace, given: Json) -> Json | None:
    """
    Use a shortcut, on a message or anywhere.
    """
    message = _message(workspace, given) if given.get("ts") else None
    delivery = await workspace.use_shortcut(given["as"], given["callback_id"], message)
    return _outcome(delivery)


async def react(workspace: Workspace, given: Json) -> Json | None:
    """
    Put an emoji on a message.
    """
    await workspace.react(given["as"], _message(workspace, given), given["name"])
    return None


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (
        say,
        edit,
        delete,
        dismiss,
        press,
        choose,
        enter,
        submit,
        close,
        home,
        shortcut,
        react,
    )
}
