"""
Where a form was opened from, as the form carries it: sealed, and for one person.

Somebody who could write a channel's id there would have the bot post where they may not.
"""

from __future__ import annotations

from bot.slack.seal import Seal


def sealed_place(seal: Seal, channel: str, user: str) -> str:
    """
    What a form of *user* carries, so that its answer can be shared in *channel*; empty for none.
    """
    return seal.sealed(f"place {channel} {user}") if channel else ""


def channel_in(seal: Seal, carried: str, user: str) -> str:
    """
    The channel in what a form of *user* has *carried*; empty when it is nothing of ours.
    """
    said = (seal.opened(carried) or "").split(" ")
    return said[1] if len(said) == 3 and said[0] == "place" and said[2] == user else ""
