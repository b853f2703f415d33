"""
What people do in the workspace, and what the app is told about it.

Tests and the page act through the same methods. Saying something returns at once, its events are
under way; a command, a press or a submission returns when the app has acknowledged or failed to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.workspace import events, interactions, view_submission
from bot.workspace.delivery import Delivery
from bot.workspace.looking import Looking
from bot.workspace.message import Json, Message
from bot.workspace.response_urls import ResponseUrl
from bot.workspace.responses import take_acknowledgement, whisper
from bot.workspace.slack_text import from_typed, mentions
from bot.workspace.view_state import STATEFUL_KEYS, entry
from bot.workspace.views import View


class PeopleActing(Looking):
    """
    Everything a person can do. Users and channels may be given by id or by name.
    """

    _entered: dict[tuple[str, str], dict[str, dict[str, Json]]]
    """What people have chosen in messages, by person and ``ts``."""

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[Json] = (),
    ) -> Message:
        """
        Say *text*, as it is on the wire: ``<@U…>`` for a mention, ``&lt;`` for ``<``.
        """
        world = self.world
        where, who = self.find_channel(channel, user), world.person(user)
        root = world.root(where.id, thread_ts)
        ts = world.new_ts()
        message = Message(where.id, ts, who.id, text, thread_ts=root, files=tuple(files))
        world.put(message)
        events.announce(world, events.said(world, message))
        bot = world.app.bot_user
        if bot in mentions(text) and bot not in where.members:
            hint = f"<@{bot}> is not in this channel. Bring it in with `/invite @{world.app.name}`."
            whisper(world, who.id, where.id, hint, root)
        return message

    async def type(
        self, user: str, channel: str, text: str, *, thread_ts: str | None = None
    ) -> Message:
        """
        Say *text* as a person types it: ``@ada`` becomes a mention, addresses become links.
        """
        return await self.say(user, channel, self.as_typed(text), thread_ts=thread_ts)

    def as_typed(self, text: str) -> str:
        """
        Return typed *text* as it is on the wire.
        """
        names = {person.name.lower(): person.id for person in self.world.people.values()}
        rooms = {c.name: c.id for c in self.world.channels.values() if c.kind != "im"}
        return from_typed(text, names, rooms)

    async def edit(self, message: Message, text: str) -> Message:
        """
        Let the author of *message* change its text.
        """
        old = self.world.message(message.channel, message.ts)
        new = self.world.put(replace(old, text=text, edited_ts=self.world.new_ts()))
        events.announce(self.world, events.edited(self.world, new, old))
        return new

    async def delete(self, message: Message) -> None:
        """
        Let the author of *message* delete it.
        """
        old = self.world.message(message.channel, message.ts)
        self.world.remove(old)
        events.announce(self.world, events.deleted(self.world, old))

    async def join(self, user: str, channel: str, inviter: str | None = None) -> Message:
        """
        Make *user*, who may be the bot, a member of *channel*.
        """
        world = self.world
        who = world.person(user)
        where = world.admit(world.channel(channel), who.id)
        text = f"<@{who.id}> has joined the channel"
        message = Message(where.id, world.new_ts(), who.id, text, subtype=f"{where.kind}_join")
        world.put(message)
        asked_by = world.person(inviter).id if inviter else None
        events.announce(world, events.joined(world, where, who.id, asked_by))
        events.announce(world, events.said(world, message))
        return message

    async def react(self, user: str, message: Message, name: str) -> Message:
        """
        Put an emoji on *message*.
        """
        who = self.world.person(user).id
        old = self.world.message(message.channel, message.ts)
        if (name, who) in old.reactions:
            return old
        new = self.world.put(replace(old, reactions=(*old.reactions, (name, who))))
        events.announce(self.world, events.reacted(self.world, new, who, name))
        return new

    async def open_home(self, user: str, tab: str = "home") -> None:
        """
        Open a tab of the app: ``home`` or ``messages``.
        """
        events.announce(self.world, events.home_opened(self.world, self.world.person(user).id, tab))

    async def run_command(self, user: str, channel: str, command: str, text: str = "") -> Delivery:
        """
        Run a slash command and show what came with its acknowledgement.
        """
        world = self.world
        where, who = self.find_channel(channel, user), world.person(user)
        declared = next((c for c in world.app.commands if c.name == command), None)
        if declared is None:
            raise LookupError(f"{command} is not a command of this app")
        payload = interactions.command(world, who.id, where.id, declared, text)
        delivery = await self.courier.bring("command", payload)
        if delivery.error:
            said = f'{command} failed with the error "{delivery.error}"'
            whisper(world, who.id, where.id, said)
        else:
            answer_to = ResponseUrl(who.id, where.id, world.clock())
            take_acknowledgement(world, answer_to, delivery.body)
        return delivery

    async def press(
        self,
        user: str,
        on: Message | View,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
    ) -> Delivery:
        """
        Use an element: press a button, or choose *value* in a menu, by the option's value.
        """
        world, who = self.world, self.world.person(user)
        blocks = list(on.blocks)
        block, element = interactions.find_element(blocks, action_id, value, block_id)
        done = interactions.action(world, block, element, value)
        if isinstance(on, View):
            view = world.views.find(on.id)
            if element["type"] in STATEFUL_KEYS:
                view = self.enter(view, {block["block_id"]: {action_id: value}})
            payload = interactions.pressed_in_view(world, who.id, view, done)
        else:
            mine = self._entered.setdefault((who.id, on.ts), {})
            if element["type"] in STATEFUL_KEYS:
                mine.setdefault(block["block_id"], {})[action_id] = entry(element, value)
            payload = interactions.pressed_in_message(world, who.id, on, mine, done)
        return await self.courier.bring("interaction", payload)

    def choose(self, user: str, on: Message, block_id: str, action_id: str, value: Any) -> None:
        """
        Enter something in a message without telling the app: inputs wait for a button.
        """
        _, element = interactions.find_element(list(on.blocks), action_id, None, block_id)
        mine = self._entered.setdefault((self.world.person(user).id, on.ts), {})
        mine.setdefault(block_id, {})[action_id] = entry(element, value)

    def enter(self, view: View, values: Mapping[str, Any]) -> View:
        """
        Enter *values* in an open view: by block id and action id, or by action id alone.
        """
        return self.world.views.put(view_submission.entered(view, values))

    async def submit(
        self, view: View | str, values: Mapping[str, Any] | None = None
    ) -> view_submission.Submission:
        """
        Enter *values*, submit the modal, and do what the app answers.
        """
        found = self.world.views.find(view if isinstance(view, str) else view.id)
        filled = self.enter(found, values or {})
        return await view_submission.submit(self.world, self.courier, filled)

    async def close_view(self, view: View | str, *, whole_stack: bool = False) -> Delivery | None:
        """
        Close a modal: cancel takes the topmost away, the cross takes the whole stack.
        """
        found = self.world.views.find(view if isinstance(view, str) else view.id)
        cleared = whole_stack or bool(found.definition["clear_on_close"])
        payload = interactions.closed(self.world, found, cleared=cleared)
        if cleared:
            self.world.views.clear(found.user)
        else:
            self.world.views.close(found)
        self.world.on_change()
        if not found.definition["notify_on_close"]:
            return None
        return await self.courier.bring("interaction", payload)

    async def use_shortcut(
        self, user: str, callback_id: str, message: Message | None = None
    ) -> Delivery:
        """
        Use a shortcut: on *message*, or a global one.
        """
        declared = next((s for s in self.world.app.shortcuts if s.callback_id == callback_id), None)
        if declared is None:
            raise LookupError(f"{callback_id} is not a shortcut of this app")
        who = self.world.person(user).id
        payload = interactions.shortcut(self.world, who, declared, message)
        return await self.courier.bring("interaction", payload)
