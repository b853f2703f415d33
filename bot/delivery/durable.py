"""
dbos, and nothing else: start, stop, begin a workflow, take over what a dead process left.

DBOS is one a process, so `Durable` is too; another can be started after it was closed. It works
through the store's engine, in JSON, without conductor, telemetry or a port. dbos' own log goes to
structlog, warnings and worse.

An executor id is a host and a uuid, and lives as the store's `Processes` say. What is still
pending under an id that does not live goes back into dbos' queue, from which one process gets it;
which release wrote it makes no difference.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, ClassVar, Final

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from dbos import error as dbos_error
from dbos._context import current_owner_xid
from dbos._dbos import _get_dbos_instance

from bot.core.errors import BotError, StoreError
from bot.delivery.errors import DeliveryError
from bot.delivery.log import route_dbos
from bot.delivery.question import Question
from bot.store import Store
from bot.store.database import first_line
from bot.store.workflows import Workflows

APPLICATION_VERSION: Final = "delivery-1"
"""
The same in every release: dbos hands work on only within one version, and work of the release
before must be answered by this one, and the other way round while both run. What is stored only
ever grows (see `Question`), so any release can answer what any other stored.
"""
THREADS: Final = 16
"""dbos' own, and the loop's default ones while it runs; more would only wait for the pool."""
LOST_SECONDS: Final = 20.0
"""A workflow that is ours by the database and that nobody here has run for so long is lost."""
DELETED_AT_ONCE: Final = 500
ATTEMPTS: Final = 1_000
"""Take-overs of one question, before it counts as what kills its process; a deploy is one, too."""

Workflow = Callable[[dict[str, str]], Coroutine[Any, Any, str]]


class Durable:
    _running: ClassVar[Durable | None] = None

    def __init__(self, store: Store, workflow: Workflow, release: str) -> None:
        self._store = store
        self._release = release
        self._run = workflow
        self._workflow = workflow
        self._rows = Workflows(store.engine, APPLICATION_VERSION)
        self._unseen: dict[str, float] = {}
        """Ours by the database, and not running here: since when."""
        self._threads: dict[str, str] = {}
        """The thread of each unfinished workflow that was asked for."""
        self.executor_id: Final = f"{socket.gethostname()}-{uuid.uuid4().hex}"
        self.alone = True
        """Whether no other process lived when this was last looked at."""

    async def start(self) -> int:
        """
        Launch on the running loop; how many workflows of dead processes were taken over.
        """
        if Durable._running is not None:
            raise DeliveryError("Delivery already runs in this process; there can be only one.")
        Durable._running = self
        try:
            # It lives before its first workflow exists.
            await self._store.processes.enter(self.executor_id, self._release)
            self._launch()
            taken = await self.take_over(at_start=True)
            # All that may have taken longer than a lease is fresh.
            await self.renew()
            return taken
        except BaseException as error:
            await self.close()
            if isinstance(error, BotError) or not isinstance(error, Exception):
                raise
            raise DeliveryError(
                f"dbos cannot use the database: {first_line(error)}. "
                "On PostgreSQL the user needs the right to create a schema."
            ) from error

    @property
    def may_begin(self) -> bool:
        """
        Whether it is certain that nobody has taken over what was begun here, or takes over what
        is begun now: who is declared dead stays dead, and lives on only under another name.
        """
        return self._store.processes.me_fresh

    async def renew(self) -> bool:
        """
        Go on living; False when others have declared this process dead.
        """
        return await self._store.processes.renew(self.executor_id)

    async def serve(self, revision: str, rejected: str) -> None:
        """
        Let the others see which knowledge this process answers from.
        """
        await self._store.processes.serve(self.executor_id, revision, rejected)

    async def begin(self, key: str, payload: dict[str, str]) -> bool:
        """
        Commit the workflow *key* and let it run; False when it was there already.
        """
        with SetWorkflowID(key, workflow_id_reuse_policy="reject"):
            try:
                await DBOS.start_workflow_async(self._workflow, payload)
            except dbos_error.DBOSWorkflowIDInUseError:
                return False
        return True

    async def take_over(self, *, at_start: bool = False) -> int:
        """
        Put the pending workflows of dead processes back into the queue; how many there were.

        Safe at any time, and from several processes at once.
        """
        await self._store.processes.bury(at_start=at_start)
        executors = await self._store.run(self._rows.executors)
        # Asked for after the executors: whoever has a workflow has lived before it had one.
        living = {one.id for one in await self._store.processes.living()}
        self.alone = not living - {self.executor_id}
        dead = executors - living
        return await self._store.run(lambda: self._rows.put_back(dead)) if dead else 0

    async def find_lost(self, running: set[str]) -> int:
        """
        Put back what is ours by the database and not *running*; how many there were.

        A database that fails while a workflow is stored, or its end is written, leaves such.
        """
        held = await self._store.run(lambda: self._rows.held_by(self.executor_id))
        now = time.monotonic()
        self._unseen = {key: self._unseen.get(key, now) for key in held - running}
        lost = [key for key, since in self._unseen.items() if now - since >= LOST_SECONDS]
        if not lost:
            return 0
        me = (self.executor_id,)
        return await self._store.run(lambda: self._rows.put_back(me, only=lost))

    async def owns(self, key: str) -> bool:
        """
        Whether the workflow *key*, called from inside it, is still this execution's.
        """
        mine = current_owner_xid(key)
        return await self._store.run(lambda: self._rows.owner(key)) == mine

    async def is_first(self, question: Question) -> bool:
        """
        Whether every earlier question of the same thread that is known has been answered.
        """
        prefix = f"{question.channel}:"
        unfinished = await self._store.run(lambda: self._rows.unfinished(prefix))
        earlier = [key for key in unfinished if _moment(key) < _moment(question.key)]
        new = [key for key in earlier if key not in self._threads]
        if new:
            # Not dbos' own function for it, which called in a workflow would be a step of that.
            inputs = await self._store.run(lambda: self._rows.inputs(new))
            self._threads |= {key: _thread(stored) for key, stored in inputs.items()}
        self._threads = {key: self._threads[key] for key in unfinished if key in self._threads}
        return all(self._threads.get(key) != question.thread_ts for key in earlier)

    async def forget(self, before: datetime) -> int:
        """
        Delete what ended *before* then, with the questions in it; how many there were.
        """
        number, moment = 0, int(before.timestamp() * 1000)
        while ended := await self._store.run(lambda: self._rows.ended(moment, DELETED_AT_ONCE)):
            await DBOS.delete_workflows_async(ended)
            number += len(ended)
        return number

    async def oldest_seconds(self) -> float:
        """
        How long the oldest unfinished workflow has been there.
        """
        oldest = await DBOS.list_workflows_async(
            status=["PENDING", "ENQUEUED"], limit=1, load_input=False, load_output=False
        )
        begun = oldest[0].created_at if oldest else None
        return 0.0 if begun is None else max(0.0, time.time() - begun / 1_000)

    async def close(self) -> None:
        """
        Stop dbos. What still runs stays pending and is taken over later.
        """
        if Durable._running is not self:
            return
        loop = asyncio.get_running_loop()
        # In a thread of its own: it waits for threads that wait for this loop, and it closes the
        # pool that dbos had made the loop's default.
        with ThreadPoolExecutor(1, thread_name_prefix="dbos-close") as closer:
            await loop.run_in_executor(closer, lambda: DBOS.destroy(destroy_registry=True))
        loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))
        Durable._running = None
        try:
            await self._store.processes.leave(self.executor_id)
        except StoreError as error:
            # What it left is taken over all the same, when its lease has run out.
            structlog.get_logger("delivery").warning("left without a word", reason=str(error))

    def _launch(self) -> None:
        route_dbos()
        config: DBOSConfig = {
            "name": "fwchoice",
            "system_database_engine": self._store.engine,
            "serializer": DBOSPortableJSONSerializer(),
            "executor_id": self.executor_id,
            "application_version": APPLICATION_VERSION,
            "max_executor_threads": THREADS,
            # Nobody waits for a notification here; it would cost a connection and triggers.
            "use_listen_notify": False,
            # The thread that would poll for them sleeps this long before it sees a close.
            "notification_listener_polling_interval_sec": 0.1,
            "enable_otlp": False,
            "log_level": "WARNING",
        }
        DBOS(config=config)

        async def deliver(stored: dict[str, str]) -> str:
            return await self._run(stored)

        self._workflow = DBOS.workflow(name="deliver", max_recovery_attempts=ATTEMPTS)(deliver)
        # In the loop's thread: dbos runs what it takes over on the loop that launched it, and
        # what a workflow is handed (an HTTP session) belongs to that loop.
        DBOS.launch()
        # A database that is down is said at once, so that Slack hears it and sends again. By
        # itself dbos would sleep in its threads, up to a minute and a half after it is back, and
        # keep the process from ending. What is lost by it `find_lost` finds.
        _get_dbos_instance()._sys_db._retry_connection_errors = False


def _thread(stored: str) -> str:
    """The thread of a question, as dbos stored its workflow's arguments."""
    arguments = json.loads(stored).get("positionalArgs") or [{}]
    return str(arguments[0].get("thread_ts", ""))


def _moment(key: str) -> tuple[int, str]:
    """What orders keys of one channel by time: longer seconds are later."""
    ts = key.rpartition(":")[2]
    return len(ts.partition(".")[0]), ts
