"""
The arguments of a Web API call, however they were sent.

Forms carry everything as text, JSON inside JSON included; JSON bodies carry real types. Methods
ask here for the type they need and get the same refusals Slack gives.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.workspace.message import Json
from bot.workspace.refusals import RefusedError

TRUE = frozenset({"1", "true", "True"})


class Arguments:
    """
    What a method was called with, the token left out.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = dict(given)

    def text(self, name: str) -> str:
        """
        Return a string, empty if it is not there.
        """
        value = self.given.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """
        Return a string that must be there.
        """
        value = self.text(name)
        if not value:
            message = f"[ERROR] missing required field: {name}"
            raise RefusedError("invalid_arguments", response_metadata={"messages": [message]})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """
        Return a boolean.
        """
        value = self.given.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value) in TRUE

    def number(self, name: str, default: int) -> int:
        """
        Return a whole number.
        """
        try:
            return int(self.given.get(name) or default)
        except (TypeError, ValueError):
            raise RefusedError("invalid_arguments") from None

    def structure(self, name: str, error: str) -> Any:
        """
        Return parsed JSON, or None if it is not there; *error* if it cannot be parsed.
        """
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise RefusedError(error) from None

    def seen(self) -> Json:
        """
        Return the arguments for the record, structures parsed where they came as text.
        """
        shown: Json = {}
        for name, value in self.given.items():
            shown[name] = value
            if isinstance(value, str) and value[:1] in ("{", "["):
                try:
                    shown[name] = json.loads(value)
                except ValueError:
                    continue
        return shown
