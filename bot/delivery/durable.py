"""
dbos, and nothing else: start, stop, begin a workflow, take over what a dead process left.

DBOS is one a process, so `Durable` is too; it can be started again after it was closed. It works
through the store's engine, in JSON, without conductor, telemetry or a port. dbos' own log goes to
structlog, warnings and worse.

An executor id is a host and a uuid, held as a lock while the process lives. A workflow that is
still pending under an id whose lock is free belongs to the dead; whoever gets the lock puts it
back into the queue.
"""

from __future__ import annotations

import asyncio
import socket
import time
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, Final

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from dbos import error as dbos_error

from bot.core.errors import BotError
from bot.delivery.errors import DeliveryError
from bot.delivery.log import route_dbos
from bot.store import Store
from bot.store.database import first_line

APPLICATION_VERSION: Final = "delivery-1"
"""
Work is only taken over within one version. Raise it when a question stored by the release before
cannot be answered by this one; never for a mere release.
"""
THREADS: Final = 16
"""dbos' own, and the loop's default ones while it runs; more would only wait for the pool."""

Workflow = Callable[[dict[str, str]], Coroutine[Any, Any, str]]


class Durable:
    _running: ClassVar[Durable | None] = None

    def __init__(self, store: Store, workflow: Workflow) -> None:
        self._store = store
        self._run = workflow
        self._workflow = workflow
        self.executor_id: Final = f"{socket.gethostname()}-{uuid.uuid4().hex}"

    async def start(self) -> int:
        """
        Launch on the running loop; how many workflows of dead processes were taken over.
        """
        if Durable._running is not None:
            raise DeliveryError("Delivery already runs in this process; there can be only one.")
        Durable._running = self
        try:
            # Held before the first workflow exists; take_over makes sure of it again.
            await self._store.hold(self.executor_id)
            self._launch()
            return await self.take_over()
        except BaseException as error:
            await self.close()
            if isinstance(error, BotError) or not isinstance(error, Exception):
                raise
            raise DeliveryError(
                f"dbos cannot use the database: {first_line(error)}. "
                "On PostgreSQL the user needs the right to create a schema."
            ) from error

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

    async def take_over(self) -> int:
        """
        Put the pending workflows of dead processes back into the queue; how many there were.

        Safe at any time, and from several processes at once.
        """
        # A lost connection to PostgreSQL loses the lock; nothing happens while it is held.
        await self._store.hold(self.executor_id)
        pending = await DBOS.list_workflows_async(
            status="PENDING", app_version=APPLICATION_VERSION, load_input=False, load_output=False
        )
        taken = 0
        others = {one.executor_id for one in pending if one.executor_id} - {self.executor_id}
        for executor in sorted(others):
            if await self._store.hold(executor):
                try:
                    # Not DBOS.resume_workflow: it forgets the number of attempts, and a question
                    # that kills its process would be taken over for ever.
                    handles = await asyncio.to_thread(DBOS._recover_pending_workflows, [executor])
                    taken += len(handles)
                finally:
                    await self._store.release(executor)
        return taken

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
        await self._store.release(self.executor_id)
        Durable._running = None

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

        self._workflow = DBOS.workflow(name="deliver")(deliver)
        # In the loop's thread: dbos runs what it takes over on the loop that launched it, and
        # what a workflow is handed (an HTTP session) belongs to that loop.
        DBOS.launch()
