"""
What an app's manifest asks for, as Slack reads it when the app is made from one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from bot.workspace.team import Command, Shortcut


class Declaration(TypedDict):
    """
    The part of a `Workspace`'s arguments that a manifest decides.
    """

    commands: list[Command]
    shortcuts: list[Shortcut]
    events: frozenset[str]
    scopes: frozenset[str]


def declared(manifest: Mapping[str, Any]) -> Declaration:
    """
    The declaration in *manifest*.
    """
    features = manifest["features"]
    return Declaration(
        commands=[
            Command(one["command"], one["description"], one["usage_hint"], one["should_escape"])
            for one in features["slash_commands"]
        ],
        shortcuts=[
            Shortcut(one["callback_id"], one["name"], one["type"])
            for one in features.get("shortcuts", ())
        ],
        events=frozenset(manifest["settings"]["event_subscriptions"]["bot_events"]),
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
    )
