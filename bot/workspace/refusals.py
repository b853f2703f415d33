"""
How the Web API says no: ``{"ok": false, "error": …}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.workspace.block_schema import Problem


class RefusedError(Exception):
    """
    A call Slack answers with an error; *details* are further keys of the answer.
    """

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


def invalid(error: str, problems: Iterable[Problem]) -> RefusedError:
    """
    Return the refusal for arguments of the wrong shape, with where and why.
    """
    said = [str(problem) for problem in problems]
    return RefusedError(
        error,
        errors=said,
        response_metadata={"messages": [f"[ERROR] {each}" for each in said]},
    )
