"""
Who and what is in the workspace: people, channels, and the app as its manifest declares it.

Frozen values; what changes while the workspace runs is in `world.World`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ChannelKind = Literal["channel", "group", "im"]


@dataclass(frozen=True, slots=True)
class Person:
    """
    A member of the team, the bot's own user included.
    """

    id: str
    name: str
    """The handle, as in ``@ada``."""
    real_name: str
    is_bot: bool = False
    time_zone: str = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class Channel:
    """
    A conversation: public channel, private group, or direct message.
    """

    id: str
    name: str
    kind: ChannelKind = "channel"
    members: frozenset[str] = frozenset()
    topic: str = ""
    is_archived: bool = False
    with_user: str = ""
    """For a direct message with the bot: the person in it."""

    @property
    def event_type(self) -> str:
        """The subscription its messages come under, e.g. ``message.channels``."""
        return {"channel": "message.channels", "group": "message.groups", "im": "message.im"}[
            self.kind
        ]


@dataclass(frozen=True, slots=True)
class Command:
    """
    A slash command of the app.
    """

    name: str
    """With its slash, as in ``/ask``."""
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    """Whether ``@ada`` in its text arrives as ``<@U…>``."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """
    A message shortcut or a global shortcut of the app.
    """

    callback_id: str
    name: str
    kind: Literal["message", "global"] = "message"


@dataclass(frozen=True, slots=True)
class Team:
    """
    The team, its people and the conversations it starts with.
    """

    id: str = "T0WORKSHOP"
    name: str = "Workshop"
    domain: str = "workshop"
    people: tuple[Person, ...] = (
        Person("U0ADA00001", "ada", "Ada Lovelace"),
        Person("U0GRACE001", "grace", "Grace Hopper"),
        Person("U0LINUS001", "linus", "Linus Torvalds"),
    )
    channels: tuple[Channel, ...] = (
        Channel("C0GENERAL1", "general", topic="Everything that concerns all of us"),
        Channel("C0RANDOM01", "random", topic="The bot has not been invited here"),
    )
    without_bot: frozenset[str] = frozenset({"C0RANDOM01"})
    """Channels the bot is not a member of at the start."""


ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:write",
        "team:read",
        "users:read",
    }
)
DEFAULT_EVENTS = frozenset({"app_mention", "message.im", "app_home_opened"})


@dataclass(frozen=True, slots=True)
class App:
    """
    The app under test: its identity, its secrets, and what its manifest asks for.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    app_token: str = field(repr=False)
    name: str = "bot"
    id: str = "A0APP00001"
    bot_id: str = "B0BOT00001"
    bot_user: str = "U0BOT00001"
    scopes: frozenset[str] = ALL_SCOPES
    events: frozenset[str] = DEFAULT_EVENTS
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()

    def profile(self, team_id: str) -> Mapping[str, Any]:
        """
        Return the ``bot_profile`` that stands in each message of the bot.
        """
        return {
            "id": self.bot_id,
            "deleted": False,
            "name": self.name,
            "updated": 1_700_000_000,
            "app_id": self.id,
            "user_id": self.bot_user,
            "icons": {},
            "team_id": team_id,
        }
