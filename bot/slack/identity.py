"""
Who the bot is in its workspace, as auth.test says once at the start.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """
    The bot's own ids, and the handle people invite it by.
    """

    user_id: str
    bot_id: str
    team_id: str
    name: str
    team: str = ""
