"""
What a check has to say about the knowledge base, and where.

A finding prints as ``path:line:column level code message``, so editors and CI can jump to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """
    A position in a knowledge file; lines and columns count from 1.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """
    One thing a curator should know: an *error* keeps the base from loading, a *warning* does not.
    """

    place: Place
    level: Level
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.place} {self.level} {self.code} {self.message}"
