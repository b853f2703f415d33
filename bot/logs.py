"""
The log: structlog, readable on a terminal, one JSON object a line otherwise, on standard error.

No message text, token or user name gets in. Ours is written that way. What libraries say may quote
a body or a bound value, so of their records only the place in their code is told, with that line
of code, and the kind of error; the same is true of whatever nobody caught.

A log that nobody reads, or whose disk is full, hurts nothing but the log: see `Outlet`.
"""

from __future__ import annotations

import contextlib
import linecache
import logging
import select
import sys
import threading
import traceback
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final, TextIO, cast

import structlog

LIBRARIES: Final = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
"""Those that set a level or handlers of their own; all others report to the root."""
MOST_CODE: Final = 160
MOST_PLACES: Final = 8


class Outlet:
    """
    Where lines go. One that cannot be written, or for which its reader has no room, is left out:
    an exception in the middle of an answer would lose that, and waiting would stop everything.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._room: select.poll | None = None
        with contextlib.suppress(OSError, ValueError):  # a string has no file
            file = stream.fileno()
            self._room = select.poll()
            self._room.register(file, select.POLLOUT)

    def write(self, text: str) -> None:
        """Write *text*, if that is possible now."""
        # A pipe has room when that is true of 4 KiB; files and terminals always have.
        if self._room is None or self._room.poll(0):
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(text)

    def flush(self) -> None:
        """Write what is still held back, if that is possible now."""
        if self._room is None or self._room.poll(0):
            with contextlib.suppress(OSError, ValueError):
                self._stream.flush()


class ToStructlog(logging.Handler):
    """
    Records of libraries as structlog events.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on level, logger, the place that spoke and the kind of error."""
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger(record.name).log(
            record.levelno,
            "library",
            logger=record.name,
            at=f"{PurePath(record.pathname).name}:{record.lineno} {record.funcName}",
            code=_code(record) or None,
            error=type(error).__name__ if error else None,
        )


def _code(record: logging.LogRecord) -> str:
    """The statement that logged: what it says, without what it was filled with."""
    lines = linecache.getlines(record.pathname)[record.lineno - 1 : record.lineno + 1]
    return " ".join(" ".join(lines).split())[:MOST_CODE]


def places(error: BaseException) -> list[str]:
    """
    Where *error* came from, innermost last: what a mender needs in place of its text.
    """
    frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    return [f"{PurePath(one.filename).name}:{one.lineno} {one.name}" for one in frames]


def catch_the_rest() -> None:
    """
    What nobody caught, in any thread, goes to the log without its text.
    """

    def uncaught(
        kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        structlog.get_logger("uncaught").error("uncaught", error=kind.__name__, at=places(error))

    def in_thread(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            uncaught(found.exc_type, found.exc_value, found.exc_traceback)

    def unraisable(found: sys.UnraisableHookArgs) -> None:
        if found.exc_value is not None:
            uncaught(found.exc_type, found.exc_value, found.exc_traceback)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, unraisable
    # A handler that fails would print the record with all its values.
    logging.raiseExceptions = False


def configure(log_format: str | None, stream: TextIO = sys.stderr) -> None:
    """
    Set the log up: *log_format* is ``text``, ``json``, or None for what suits *stream*.
    """
    as_text = log_format == "text" or (log_format is None and stream.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty())
        if as_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _without_empty,
            structlog.processors.TimeStamper(
                fmt="iso" if not as_text else "%H:%M:%S", utc=not as_text
            ),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, Outlet(stream))),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [ToStructlog(logging.WARNING)]
    logging.captureWarnings(True)
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers = [ToStructlog()]
        logger.propagate = False
        logger.setLevel(logging.WARNING)


def _without_empty(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Fields that are None say nothing."""
    return {name: value for name, value in event.items() if value is not None}
