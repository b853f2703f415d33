"""
What is true in the workspace at this moment: people, conversations, messages, views.

No sockets and no tasks: what happens is told through two callbacks, `on_event` (something an app
may be subscribed to) and `on_change` (something a page may want to show).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.workspace.files import FileShelf
from bot.workspace.message import Json, Message
from bot.workspace.refusals import RefusedError
from bot.workspace.response_urls import ResponseUrls
from bot.workspace.team import App, Channel, Person, Team
from bot.workspace.triggers import Triggers
from bot.workspace.views import Views

SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", is_bot=True)


class World:
    """
    The state of one workspace, with the few operations that keep it consistent.
    """

    def __init__(self, team: Team, app: App, clock: Callable[[], float]) -> None:
        self.team = team
        self.app = app
        self.clock = clock
        self.on_event: Callable[[str, Json], None] = lambda _subscription, _event: None
        self.on_change: Callable[[], None] = lambda: None
        self._last_micros = 0
        self._count = 0
        bot = Person(app.bot_user, app.name, app.name, is_bot=True)
        self.people = {person.id: person for person in (*team.people, bot, SLACKBOT)}
        everyone = frozenset(person.id for person in team.people)
        self.channels: dict[str, Channel] = {}
        for channel in team.channels:
            members = channel.members or everyone
            if channel.id not in team.without_bot:
                members |= {app.bot_user}
            self.channels[channel.id] = replace(channel, members=members)
        for person in team.people:
            direct = f"D{person.id[1:]}"
            self.channels[direct] = Channel(
                direct,
                person.name,
                "im",
                frozenset({person.id, app.bot_user}),
                with_user=person.id,
            )
        self.history: dict[str, dict[str, Message]] = {key: {} for key in self.channels}
        self._threads: dict[tuple[str, str], list[str]] = {}
        """The ``ts`` of every reply, by channel and root."""
        self.whispers: list[Message] = []
        """Ephemeral messages, in the order they came."""
        self.statuses: dict[tuple[str, str], str] = {}
        """What the assistant says it is doing, by channel and thread."""
        self.prompts: dict[str, tuple[Json, ...]] = {}
        """Suggested prompts, by channel."""
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.files = FileShelf()
        self.views = Views(team.id, app, self.new_id)

    def new_id(self, prefix: str) -> str:
        """
        Return an id nothing else has.
        """
        self._count += 1
        return f"{prefix}{self._count:010d}"

    def new_ts(self) -> str:
        """
        Return a timestamp later than every one before it.
        """
        self._last_micros = max(self._last_micros + 1, round(self.clock() * 1_000_000))
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def direct(self, user: str) -> Channel:
        """
        Return the direct message between *user* and the bot.
        """
        for channel in self.channels.values():
            if channel.with_user == user:
                return channel
        raise RefusedError("user_not_found")

    def channel(self, name: str) -> Channel:
        """
        Return the conversation with this id or name; a person's id means their direct message.
        """
        if name in self.channels:
            return self.channels[name]
        if name in self.people:
            return self.direct(name)
        bare = name.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == bare and channel.kind != "im":
                return channel
        raise RefusedError("channel_not_found")

    def person(self, name: str) -> Person:
        """
        Return the person with this id or handle.
        """
        found = self.people.get(name)
        for person in self.people.values():
            if found is None and person.name == name.removeprefix("@"):
                found = person
        if found is None:
            raise RefusedError("user_not_found")
        return found

    def message(self, channel: str, ts: str) -> Message:
        """
        Return the message everybody in *channel* sees under *ts*.
        """
        try:
            return self.history[channel][ts]
        except KeyError:
            raise RefusedError("message_not_found") from None

    def messages(self, channel: str) -> tuple[Message, ...]:
        """
        Return everything said in *channel*, replies included, oldest first.
        """
        return tuple(self.history[channel].values())

    def thread(self, channel: str, root: str) -> tuple[Message, ...]:
        """
        Return a thread: its root if it is still there, then the replies, oldest first.
        """
        said = self.history[channel]
        found = [root, *self._threads.get((channel, root), ())]
        return tuple(said[ts] for ts in found if ts in said)

    def replies(self, message: Message) -> tuple[Message, ...]:
        """
        Return what stands in the thread below *message*.
        """
        if message.is_reply:
            return ()
        return tuple(m for m in self.thread(message.channel, message.ts) if m.ts != message.ts)

    def root(self, channel: str, thread_ts: str | None) -> str | None:
        """
        Return the root of the thread *thread_ts* lies in.
        """
        if thread_ts is None:
            return None
        found = self.history[channel].get(thread_ts)
        if found is None:
            raise RefusedError("thread_not_found")
        return found.thread_ts or found.ts

    def payload(self, message: Message, *, with_metadata: bool = False) -> Json:
        """
        Return *message* as Slack's JSON, with what the thread around it adds.
        """
        parent = self.history[message.channel].get(message.thread_ts or "")
        return message.payload(
            team=self.team.id,
            profile=self.app.profile(self.team.id),
            with_metadata=with_metadata,
            replies=self.replies(message),
            parent_user=parent.user if parent else None,
        )

    def put(self, message: Message) -> Message:
        """
        Keep *message*, new or changed.
        """
        if not message.is_ephemeral:
            said = self.history[message.channel]
            if message.is_reply and message.ts not in said:
                key = (message.channel, message.thread_ts or "")
                self._threads.setdefault(key, []).append(message.ts)
            said[message.ts] = message
        elif any(whisper.ts == message.ts for whisper in self.whispers):
            self.whispers = [message if w.ts == message.ts else w for w in self.whispers]
        else:
            self.whispers.append(message)
        self.on_change()
        return message

    def remove(self, message: Message) -> None:
        """
        Forget *message*.
        """
        if message.is_ephemeral:
            self.whispers = [w for w in self.whispers if w.ts != message.ts]
        else:
            del self.history[message.channel][message.ts]
            if message.is_reply:
                self._threads[message.channel, message.thread_ts or ""].remove(message.ts)
        self.on_change()

    def admit(self, channel: Channel, user: str) -> Channel:
        """
        Make *user* a member of *channel*.
        """
        joined = replace(channel, members=channel.members | {user})
        self.channels[channel.id] = joined
        self.on_change()
        return joined

    def need(self, scope: str) -> None:
        """
        Refuse unless the app has *scope*.
        """
        if scope not in self.app.scopes:
            provided = ",".join(sorted(self.app.scopes))
            raise RefusedError("missing_scope", needed=scope, provided=provided)
