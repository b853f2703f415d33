"""
What can be seen of a workspace from outside: messages, views, calls, deliveries; and waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from bot.workspace.courier import Courier
from bot.workspace.delivery import Delivery
from bot.workspace.message import Message
from bot.workspace.team import Channel
from bot.workspace.views import View
from bot.workspace.web_api import Call, WebApi
from bot.workspace.world import World

T = TypeVar("T")

TICK_SECONDS = 0.005
PATIENCE_SECONDS = 20.0
"""How long to wait for what should come at once: a busy machine is no reason to fail."""


class Looking:
    """
    Everything that looks and changes nothing. Users and channels may be given by id or by name.
    """

    world: World
    courier: Courier
    web_api: WebApi

    def find_channel(self, name: str, user: str) -> Channel:
        """
        Return a channel; the bot's id or name means *user*'s direct message with it.
        """
        app = self.world.app
        if name in (app.bot_user, app.name):
            return self.world.direct(self.world.person(user).id)
        return self.world.channel(name)

    @property
    def calls(self) -> list[Call]:
        """Every Web API call so far."""
        return self.web_api.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt so far to bring something to the app."""
        return self.courier.deliveries

    def messages(self, channel: str, user: str = "ada") -> tuple[Message, ...]:
        """
        Return what was said in *channel* outside threads; the bot's name means *user*'s own.
        """
        said = self.world.messages(self.find_channel(channel, user).id)
        return tuple(message for message in said if not message.is_reply)

    def thread(self, root: Message) -> tuple[Message, ...]:
        """
        Return the replies in the thread *root* begins or lies in, oldest first.
        """
        found = self.world.thread(root.channel, root.thread_ts or root.ts)
        return tuple(message for message in found if message.is_reply)

    def ephemerals(self, user: str, channel: str | None = None) -> tuple[Message, ...]:
        """
        Return what only *user* sees, in *channel* or anywhere.
        """
        who = self.world.person(user).id
        where = self.find_channel(channel, user).id if channel else None
        return tuple(
            whisper
            for whisper in self.world.whispers
            if whisper.ephemeral_to == who and where in (None, whisper.channel)
        )

    def views(self, user: str) -> tuple[View, ...]:
        """
        Return the modals open before *user*, the topmost last.
        """
        return tuple(self.world.views.stacks.get(self.world.person(user).id, ()))

    def home(self, user: str) -> View | None:
        """
        Return the Home tab published for *user*.
        """
        return self.world.views.homes.get(self.world.person(user).id)

    def current(self, message: Message) -> Message:
        """
        Return *message* as it is now.
        """
        for whisper in self.world.whispers:
            if (whisper.channel, whisper.ts) == (message.channel, message.ts):
                return whisper
        return self.world.message(message.channel, message.ts)

    def calls_of(self, method: str) -> list[Call]:
        """
        Return the calls of one Web API method.
        """
        return [call for call in self.calls if call.method == method]

    async def settle(
        self, within_seconds: float = PATIENCE_SECONDS, quiet_seconds: float = 0.05
    ) -> None:
        """
        Wait until no delivery is in flight or queued and no call came for *quiet_seconds*.
        """
        seen, since = -1, time.monotonic()
        async with asyncio.timeout(within_seconds):
            while True:
                busy = self.courier.busy or self.web_api.running
                count = len(self.calls) + len(self.deliveries)
                if busy or count != seen:
                    seen, since = count, time.monotonic()
                elif time.monotonic() - since >= quiet_seconds:
                    return
                await asyncio.sleep(TICK_SECONDS)

    async def wait_for(self, find: Callable[[], T], within_seconds: float = PATIENCE_SECONDS) -> T:
        """
        Wait until *find* returns something, and return that.
        """
        async with asyncio.timeout(within_seconds):
            while True:
                if found := find():
                    return found
                await asyncio.sleep(TICK_SECONDS)

    async def reply_to(self, message: Message, within_seconds: float = PATIENCE_SECONDS) -> Message:
        """
        Wait for the bot's first reply in the thread of *message* that is later than it.
        """

        def later() -> list[Message]:
            return [m for m in self.thread(message) if m.bot_id and m.ts > message.ts]

        return (await self.wait_for(later, within_seconds))[0]
