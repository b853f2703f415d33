"""
What delivery writes to the log: keys, names of errors, durations; never a person's words.
"""

from __future__ import annotations

import logging
from pathlib import PurePath
from typing import Final

from bot.logs import ToStructlog

DBOS_LOGGER: Final = "dbos"


class FromDbos(ToStructlog):
    """
    dbos' records, which may hold a question in an exception's text.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        # Only we cancel, when we close; dbos warns of each.
        return not record.getMessage().startswith("Asyncio task cancelled")


def route_dbos() -> None:
    """
    Before DBOS starts: it adds a console handler only to a logger that has none.
    """
    logger = logging.getLogger(DBOS_LOGGER)
    logger.propagate = False
    logger.handlers = [FromDbos()]


def where(error: BaseException) -> str:
    """
    File and line that raised, which a mender needs, in place of the text, which may be private.
    """
    traceback = error.__traceback__
    if traceback is None:
        return "unknown"
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return f"{PurePath(traceback.tb_frame.f_code.co_filename).name}:{traceback.tb_lineno}"
