"""
A question as it is stored while it waits for its reply.

Stored questions outlive a release: add fields with a default, never rename or remove one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    """What makes it one question whatever is sent about it: `channel:ts`."""
    channel: str
    ts: str
    thread_ts: str
    """The thread the reply belongs in."""
    user: str
    text: str

    def to_json(self) -> dict[str, str]:
        """
        Only what a database takes: half a surrogate pair, which JSON can carry, is replaced.
        """
        return {
            one.name: getattr(self, one.name).encode("utf-8", "replace").decode()
            for one in fields(self)
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Question:
        """
        The stored question; fields that a newer release added are left out.
        """
        names = [field.name for field in fields(cls)]
        return cls(**{name: stored[name] for name in names if name in stored})
