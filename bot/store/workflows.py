"""
What we ask and say of dbos' own rows in one statement, where its functions take one a question.

The statements are dbos 3.4's own, for many rows at once; a test compares the columns with those
of the dbos that is installed.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa

from bot.store.database import is_sqlite

SCHEMA: Final = "dbos"
"""On PostgreSQL; SQLite has none."""
INTERNAL_QUEUE: Final = "_dbos_internal_queue"
"""The queue every process takes recovered work from."""
COLUMNS: Final = (
    "workflow_uuid status executor_id application_version queue_name owner_xid "
    "started_at_epoch_ms updated_at completed_at"
).split()


class Workflows:
    """
    The workflows of one *version* of the application. Every method waits for the database.
    """

    def __init__(self, engine: sa.Engine, version: str) -> None:
        self._engine = engine
        self._version = version
        schema = None if is_sqlite(engine.url) else SCHEMA
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in COLUMNS]
        self._inputs = sa.table(
            "workflow_input", sa.column("workflow_uuid"), sa.column("inputs"), schema=schema
        )
        self._rows = sa.table("workflow_status", *columns, schema=schema)

    def executors(self) -> set[str]:
        """
        Who has unfinished workflows.
        """
        rows = self._rows
        asked = sa.select(rows.c.executor_id).where(*self._pending()).distinct()
        with self._engine.connect() as connection:
            return {str(found) for found in connection.execute(asked).scalars() if found}

    def held_by(self, executor: str) -> set[str]:
        """
        The ids of the workflows that *executor* has.
        """
        rows = self._rows
        asked = sa.select(rows.c.workflow_uuid).where(
            *self._pending(), rows.c.executor_id == executor
        )
        with self._engine.connect() as connection:
            return {str(found) for found in connection.execute(asked).scalars()}

    def put_back(self, executors: Collection[str], only: Collection[str] | None = None) -> int:
        """
        Put back into the queue what *executors* have, or *only* these of it; how many there were.

        One who got a workflow in the meantime keeps it: the row then bears another executor.
        """
        rows = self._rows
        where = [*self._pending(), rows.c.executor_id.in_(executors)]
        if only is not None:
            where.append(rows.c.workflow_uuid.in_(only))
        waiting = (
            sa.update(rows)
            .where(*where)
            .values(
                status="ENQUEUED",
                owner_xid=None,
                started_at_epoch_ms=None,
                updated_at=int(time.time() * 1000),
                queue_name=sa.func.coalesce(rows.c.queue_name, INTERNAL_QUEUE),
            )
        )
        with self._engine.begin() as connection:
            return connection.execute(waiting).rowcount

    def owner(self, workflow: str) -> str | None:
        """
        The token of the execution that *workflow* belongs to; None once it has ended.
        """
        rows = self._rows
        asked = sa.select(rows.c.owner_xid).where(rows.c.workflow_uuid == workflow)
        with self._engine.connect() as connection:
            found = connection.execute(asked).scalar()
        return None if found is None else str(found)

    def unfinished(self, prefix: str) -> list[str]:
        """
        The ids that begin with *prefix*, of what has not ended.
        """
        rows = self._rows
        # Written out: SQLite uses an index of some states only where it can see them.
        states: list[sa.ColumnElement[str]] = [
            sa.literal_column(state) for state in ("'ENQUEUED'", "'PENDING'")
        ]
        asked = sa.select(rows.c.workflow_uuid).where(
            rows.c.status.in_(states), rows.c.workflow_uuid.startswith(prefix, autoescape=True)
        )
        with self._engine.connect() as connection:
            return [str(found) for found in connection.execute(asked).scalars()]

    def inputs(self, workflows: Collection[str]) -> dict[str, str]:
        """
        What each of *workflows* was begun with, as dbos wrote it.
        """
        rows = self._inputs
        asked = sa.select(rows.c.workflow_uuid, rows.c.inputs).where(
            rows.c.workflow_uuid.in_(workflows)
        )
        with self._engine.connect() as connection:
            return {str(key): str(inputs) for key, inputs in connection.execute(asked)}

    def ended(self, before_epoch_ms: int, most: int) -> list[str]:
        """
        At most *most* ids of what ended before then.
        """
        rows = self._rows
        asked = (
            sa.select(rows.c.workflow_uuid)
            .where(
                rows.c.completed_at.is_not(None),
                rows.c.completed_at < before_epoch_ms,
                rows.c.status.not_in(["ENQUEUED", "PENDING", "DELAYED"]),
            )
            .limit(most)
        )
        with self._engine.connect() as connection:
            return [str(found) for found in connection.execute(asked).scalars()]

    def _pending(self) -> list[sa.ColumnElement[bool]]:
        rows = self._rows
        return [
            rows.c.status == sa.literal_column("'PENDING'"),
            rows.c.application_version == self._version,
        ]
