"""
Claims as they are shown: with the topic they live in and who says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.core.model import Claim, Source


@dataclass(frozen=True, slots=True)
class Citation:
    """
    One piece of evidence with its source at hand.
    """

    source: Source
    heading: str


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """
    A claim as shown: with the topic it lives in and its citations.
    """

    claim: Claim
    topic: str
    citations: tuple[Citation, ...]
    lines: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """What an edge has made of it, by the greatest length: the same line in every message."""
