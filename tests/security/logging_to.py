"""
The program's log in a string, and the logging of the tests as it was afterwards.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator
from typing import TextIO

import structlog

from bot.logs import configure


@contextlib.contextmanager
def logging_to(log_format: str) -> Iterator[io.StringIO]:
    """
    Whatever is logged in *log_format*, by us and by libraries.
    """
    stream = io.StringIO()
    with logging_into(stream, log_format):
        yield stream


@contextlib.contextmanager
def logging_into(stream: TextIO, log_format: str) -> Iterator[None]:
    """
    The log goes to *stream*.
    """
    root = logging.getLogger()
    loggers = [
        root,
        *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger)),
    ]
    before = [(one, one.handlers[:], one.level, one.propagate) for one in loggers]
    configure(log_format, stream)
    try:
        yield
    finally:
        structlog.reset_defaults()
        for one, handlers, level, propagate in before:
            one.handlers, one.propagate = handlers, propagate
            one.setLevel(level)
