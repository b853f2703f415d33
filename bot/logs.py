"""
The log: structlog, readable on a terminal, one JSON object a line otherwise, on standard error.

No message text, token or user name gets in. Ours is written that way; of the libraries below, whose
messages and tracebacks may quote a body, only warnings pass, as a first line without its traceback.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Final, TextIO

import structlog

LIBRARIES: Final = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
MOST_DETAIL: Final = 200


class ToStructlog(logging.Handler):
    """
    Records of libraries as structlog events.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on level, logger, first line and the kind of error."""
        error = record.exc_info[1] if record.exc_info else None
        # A message made with the error's own text may quote what a person wrote.
        said = "" if error is not None else record.getMessage()
        detail = said.strip().partition("\n")[0][:MOST_DETAIL]
        structlog.get_logger(record.name).log(
            record.levelno,
            "library",
            logger=record.name,
            detail=detail or None,
            error=type(error).__name__ if error else None,
        )


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
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
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
