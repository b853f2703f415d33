"""
A method of the Web API: its name, what it does, and the scope it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.workspace.arguments import Arguments
from bot.workspace.message import Json
from bot.workspace.world import World


@dataclass(frozen=True, slots=True)
class Method:
    """
    One entry in the table of methods.
    """

    name: str
    run: Callable[[World, Arguments], Json]
    """Returns the answer without ``ok``, or raises `RefusedError`."""
    scope: str | None = None
    token: Literal["bot", "app", "none"] = "bot"
