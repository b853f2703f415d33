"""
An emulated workspace, the network before it, and the processes that share one database.

Everything a run of the matrix does goes through here; what it counts, it counts in the workspace.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from bot.settings import ROOT
from bot.slack.manifest import scopes
from bot.store.database import is_sqlite, parse
from bot.workspace import Channel, Message, Team, Workspace
from tests.crash.clock import MovedClock
from tests.crash.network import Network
from tests.crash.points import Database
from tests.crash.process import Program
from tests.crash.program import HURRY

BOT: Final = "<@U0BOT00001>"
QUESTIONS: Final = (
    "django or flask for microservices?",
    "does flask come with an ORM?",
    "is django faster than flask?",
    "which one has the better admin?",
    "what is the weather like?",
)
CHANNELS: Final = 12
"""At most one post a second goes to a channel, so questions are spread."""
ANSWER_SECONDS: Final = 60.0
QUIET_SECONDS: Final = 0.1
REDELIVERED_SECONDS: Final = 600.0
OPEN: Final = ("PENDING", "ENQUEUED", "DELAYED")


@dataclass
class Street:
    """
    Use *built*; it stands until its end, whatever dies in between.
    """

    workspace: Workspace
    network: Network
    clock: MovedClock
    database: Database
    database_url: str
    folder: Path
    programs: list[Program] = field(default_factory=list)
    """The one that is to die, then the one that lives on, if there are two."""
    hurried: bool = False
    _next: asyncio.Task[Program] | None = None
    """Loaded while the others work, so that a restart does not take long."""
    _asked: int = 0
    _edits: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """What a process is started with."""
        return {
            "SLACK_BOT_TOKEN": self.workspace.app.bot_token,
            "SLACK_SIGNING_SECRET": self.workspace.app.signing_secret,
            "SLACK_API_URL": self.workspace.api_url,
            "HOST": "127.0.0.1",
            "PORT": "0",
            "DATABASE_URL": self.database_url,
            "KNOWLEDGE_DIR": str(self.folder / "knowledge"),
            "CACHE_DIR": str(self.folder / "cache"),
            "LOG_FORMAT": "json",
            HURRY: "1" if self.hurried else "",
        }

    @property
    def log(self) -> Path:
        """Where every process writes its log."""
        return self.folder / "log"

    async def start(self) -> Program:
        """
        Start one more process.
        """
        program = await (self._next or self._load())
        self._next = self._load()
        self.programs.append(program)
        await program.start()
        return program

    def _load(self) -> asyncio.Task[Program]:
        return asyncio.create_task(Program.load(self.environment, self.log))

    async def bury(self, program: Program) -> None:
        """
        Forget a process that is dead.
        """
        await program.kill()
        self.programs.remove(program)

    async def ask(self) -> Message:
        """
        Let somebody mention the bot, in one channel after the other.
        """
        self._asked += 1
        text = QUESTIONS[self._asked % len(QUESTIONS)]
        channel = f"room{self._asked % CHANNELS}"
        return await self.workspace.say("ada", channel, f"{BOT} {text}")

    def edit(self) -> None:
        """
        Change the knowledge, so that every process reloads it.
        """
        self._edits += 1
        with (self.folder / "knowledge" / "options.yaml").open("a") as file:
            file.write(f"# edited {self._edits}\n")

    def replies(self, asked: Message) -> int:
        """
        How many answers of the bot stand under a question.
        """
        return sum(bool(one.bot_id) for one in self.workspace.thread(asked))

    async def until(self, true: Callable[[], bool], seconds: float = ANSWER_SECONDS) -> bool:
        """
        Wait until *true*, or too long.
        """
        with contextlib.suppress(TimeoutError):
            await self.workspace.wait_for(true, seconds)
        return true()

    async def asleep(self) -> None:
        """
        Wait until Slack has nothing to do before the clock is moved.
        """
        await self.until(lambda: self.workspace.courier.busy == self.clock.sleeping)

    async def finished(self) -> bool:
        """
        Wait until every stored question is done, by the database's own account.
        """
        return await self.until(lambda: not self._open())

    async def redeliver(self, asked: list[Message]) -> None:
        """
        Ten minutes later, bring every event about *asked* once more, as if it were new.
        """
        self.clock.move(REDELIVERED_SECONDS)
        # Requests are signed by the real clock: within one second the same body would be a copy.
        await asyncio.sleep(1.05 - time.time() % 1)
        keys = {one.ts for one in asked}
        events = {
            one.payload["event_id"]: one.payload
            for one in self.workspace.deliveries
            if one.event.get("ts") in keys
        }
        for payload in events.values():
            again = await self.workspace.courier.bring("event", payload)
            assert again.acknowledged, again.answer
        await self.workspace.settle(ANSWER_SECONDS, QUIET_SECONDS)

    def _open(self) -> int:
        url = parse(self.database_url)
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        table = "workflow_status" if is_sqlite(url) else "dbos.workflow_status"
        with engine.connect() as connection:
            found = connection.execute(sa.text(f"SELECT status FROM {table}")).scalars()
            return sum(status in OPEN for status in found)

    async def aclose(self) -> None:
        """
        Kill what still lives.
        """
        if self._next is not None:
            self.programs.append(await self._next)
        for program in self.programs:
            await program.kill()


@contextlib.asynccontextmanager
async def built(
    database: Database,
    database_url: str = "",
    *,
    hurried: bool = False,
    channels: int = CHANNELS,
    real_time: bool = False,
) -> AsyncIterator[Street]:
    """
    A street without processes; without a URL the database is a SQLite file of its own. *hurried*
    is as `tests.crash.program` says; in *real_time* nobody needs to move the clock.
    """
    folder = Path(tempfile.mkdtemp(prefix="fwchoice-crash-"))
    try:
        shutil.copytree(ROOT / "knowledge", folder / "knowledge")
        clock = MovedClock()
        workspace = Workspace(
            team=Team(
                channels=tuple(Channel(f"C0ROOM{n:04}", f"room{n}") for n in range(channels))
            ),
            # A mention's twin comes too: two events about one question, at the same instant.
            events=frozenset({"app_mention", "message.channels", "message.im"}),
            scopes=scopes(),
            signing_secret=secrets.token_hex(16),
            clock=time.time if real_time else clock,
            sleep=asyncio.sleep if real_time else clock.sleep,
        )
        network = Network(workspace.app.signing_secret)
        workspace.http = workspace.courier.http = network
        url = database_url or f"sqlite:///{folder}/fwchoice.db"
        async with workspace:
            street = Street(workspace, network, clock, database, url, folder, hurried=hurried)
            try:
                yield street
            finally:
                await street.aclose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
