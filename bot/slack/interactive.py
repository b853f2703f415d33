"""
Commands, presses and submissions: registered here, so that an error cannot lose the answer.

Bolt drops an acknowledgement when its listener raises soon after it. So no listener raises: `Doors`
wraps each, acknowledges in its place if it did not, and tells the person what happened. The tasks
are kept, so that a shutdown can wait for them.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks import ActionId, CallbackId, Json, ShortcutId
from bot.slack.decided import Desk
from bot.slack.hosts import is_slacks
from bot.slack.press import Press
from bot.slack.responding import Origin, Responding
from bot.slack.troubles import words_for

log = structlog.get_logger(__name__)

ANY: Final = re.compile(".*")


@dataclass(frozen=True, slots=True)
class Interaction:
    """
    One thing a person did, and the means to answer it.
    """

    body: Json
    ack: AsyncAck
    origin: Origin
    responding: Responding
    began: float

    @property
    def user(self) -> str:
        """Who did it."""
        return self.origin.user

    @property
    def trigger_id(self) -> str:
        """The right to open a view, for three seconds."""
        return str(self.body.get("trigger_id") or "")

    @property
    def value(self) -> str:
        """What the button pressed carries, as it is."""
        used = self.body.get("actions")
        first = used[0] if isinstance(used, list) and used else {}
        found = first.get("value") if isinstance(first, dict) else None
        return found if isinstance(found, str) else ""

    @property
    def press(self) -> Press | None:
        """What the button pressed carries; None when it is none of ours."""
        return Press.from_value(self.value)

    @property
    def seconds(self) -> float:
        """Since it came in."""
        return time.monotonic() - self.began


Listener = Callable[[Interaction], Awaitable[None]]


class Doors:
    """
    Where listeners register.
    """

    def __init__(self, app: AsyncApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._responding = Responding(desk.client)
        self._running: set[asyncio.Task[Any]] = set()

    def command(self, name: str, listener: Listener) -> None:
        """
        *listener* is called for the slash command *name*.
        """
        self._app.command(name)(self._guarded(listener))

    def action(self, action: ActionId | None, listener: Listener) -> None:
        """
        *listener* is called when *action* is used; None is any that nobody else took.
        """
        self._app.action(action.value if action else ANY)(self._guarded(listener))

    def submission(self, callback: CallbackId | None, listener: Listener) -> None:
        """
        *listener* is called when the modal *callback* is submitted; None as for actions.
        """
        self._app.view_submission(callback.value if callback else ANY)(self._guarded(listener))

    def closing(self, callback: CallbackId, listener: Listener) -> None:
        """
        *listener* is called when the modal *callback* is closed without being submitted.
        """
        self._app.view_closed(callback.value)(self._guarded(listener))

    def shortcut(self, shortcut: ShortcutId, listener: Listener) -> None:
        """
        *listener* is called when the entry *shortcut* in the menu of a message is chosen.
        """
        self._app.message_shortcut(shortcut.value)(self._guarded(listener))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """
        Let *work* run beside the answer to Slack; a shutdown waits for it.
        """
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, timeout_seconds: float) -> None:
        """
        Wait for what is under way.
        """
        if self._running:
            await asyncio.wait(self._running, timeout=timeout_seconds)

    def _guarded(self, listener: Listener) -> Callable[..., Awaitable[None]]:
        async def guarded(ack: AsyncAck, body: Json) -> None:
            origin = Origin.of(body)
            if origin.response_url and not is_slacks(
                origin.response_url, self._desk.client.base_url
            ):
                log.warning("response_url does not lead to Slack")
                origin = replace(origin, response_url="")
            done = Interaction(body, ack, origin, self._responding, time.monotonic())
            task = asyncio.current_task()
            if task is not None:
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            try:
                await listener(done)
            except Exception as error:
                await self._apologise(done, error)

        return guarded

    async def _apologise(self, done: Interaction, error: Exception) -> None:
        """Never raises: what cannot be told is in the log."""
        words = words_for(error, self._desk.wording, self._desk.identity)
        try:
            if done.ack.response is None:
                await done.ack()
            await done.responding.whisper(done.origin, words, self._desk.base, done.trigger_id)
        except Exception as another:
            words_for(another, self._desk.wording, self._desk.identity)
