"""
A workspace with the real bot in it, over either transport: what every scenario enters by.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.bootstrap import Bot, Transport
from bot.delivery import Waits
from bot.delivery.backoff import Backoff
from bot.knowledge.live import Live
from bot.server import EVENTS_PATH
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.workspace import Message, Workspace, declared

BOT = "<@U0BOT00001>"
ANSWERED = "Django"
"""In every answer about the choice."""
PATIENCE_SECONDS = 20.0
"""For what the bot has under way; a busy machine is no reason to fail."""


@dataclass
class House:
    """
    The workspace and the bot.
    """

    workspace: Workspace
    bot: Bot

    async def ask(self, text: str, *, user: str = "ada", channel: str = "general") -> Message:
        """
        Mention the bot with *text*; its reply.
        """
        asked = await self.workspace.say(user, channel, f"{BOT} {text}")
        return await self.workspace.reply_to(asked)

    async def command(
        self, text: str = "", *, user: str = "ada", channel: str = "general"
    ) -> Message | None:
        """
        Run ``/fwchoice`` with *text*; what only *user* sees afterwards.
        """
        delivery = await self.workspace.run_command(user, channel, "/fwchoice", text)
        assert delivery.acknowledged, delivery.answer
        seen = self.workspace.ephemerals(user, channel)
        return seen[-1] if seen else None

    async def settle(self) -> None:
        """
        Wait until nothing is under way: not to the bot, not in it, not from it. What it does after
        its acknowledgement is seen by nobody else, and on a busy machine takes its time.
        """
        if self.bot is None:  # a process of its own cannot be looked into, only waited for
            await self.workspace.settle(quiet_seconds=1.0)
            return
        await self.workspace.settle()
        await self.bot.slack.doors.drain(PATIENCE_SECONDS)
        await self.workspace.settle()

    async def whispered(self, user: str = "ada", *, after: int = 0) -> Message:
        """
        The next thing only *user* sees, *after* so many.
        """
        found = await self.workspace.wait_for(lambda: self.workspace.ephemerals(user)[after:])
        return found[-1]


def local_settings(workspace: Workspace, database: Path, **changes: Any) -> Settings:
    """
    Settings for a bot in *workspace*.
    """
    given = Settings(
        bot_token=workspace.app.bot_token,
        signing_secret=workspace.app.signing_secret,
        app_token=workspace.app.app_token,
        api_url=workspace.api_url,
        host="127.0.0.1",
        port=0,
        database_url=f"sqlite:///{database}",
    )
    return replace(given, **changes)


def new_workspace(**changes: Any) -> Workspace:
    """
    A workspace with the app as its manifest declares it, and short retries.
    """
    given: dict[str, Any] = {**declared(manifest()), "retry_delays": (0.05, 0.1, 0.2)}
    return Workspace(**{**given, **changes})


@contextlib.asynccontextmanager
async def living(
    workspace: Workspace,
    settings: Settings,
    transport: Transport,
    open_live: Callable[[Path], Live],
) -> AsyncIterator[House]:
    """
    The bot running in *workspace*.
    """
    quick = Waits(
        backoff=Backoff(first_seconds=0.1, most_seconds=1.0),
        unclear_seconds=0.1,
        settle_seconds=1.0,
        crash_seconds=0.2,
        mending_seconds=0.3,
        probes=Backoff(first_seconds=0.1, most_seconds=1.0),
    )
    async with Bot(
        settings, transport, open_live=open_live, poll_seconds=0.05, post_seconds=0.0, waits=quick
    ) as bot:
        if transport == "http":
            workspace.deliver_to(f"{bot.url}{EVENTS_PATH}")
        try:
            yield House(workspace, bot)
        finally:
            workspace.deliver_to(None)


def said(message: Message) -> str:
    """
    Everything a person reads in *message*: its blocks' texts and labels.
    """
    return "\n".join(texts(list(message.blocks)))


def texts(value: Any) -> list[str]:
    """
    The texts anywhere in *value*.
    """
    if isinstance(value, dict):
        inside = [found for key, one in value.items() for found in texts(one) if key != "text"]
        text = value.get("text")
        return ([text] if isinstance(text, str) else texts(text)) + inside
    return [found for one in value for found in texts(one)] if isinstance(value, list) else []


def buttons(on: Any, action_id: str = "") -> list[dict[str, Any]]:
    """
    The buttons in a message or view, of one action or of all.
    """

    def inside(value: Any) -> list[dict[str, Any]]:
        if isinstance(value, dict):
            mine = [value] if value.get("type") == "button" else []
            return mine + [found for one in value.values() for found in inside(one)]
        return [found for one in value for found in inside(one)] if isinstance(value, list) else []

    found = inside(list(on.blocks))
    return [one for one in found if one["action_id"].startswith(action_id)]
