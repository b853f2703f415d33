"""
The app as Slack sees it: ``manifest.json``, adapted to a transport.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = Path(__file__).resolve().parent.parent.parent / "manifest.json"
"""In the checkout; the program is run from there."""


def manifest() -> dict[str, Any]:
    """
    The manifest as it stands in the file: for Socket Mode.
    """
    found: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


def scopes() -> frozenset[str]:
    """
    What the bot token must be allowed.
    """
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])


def over_socket() -> dict[str, Any]:
    """
    The manifest for Socket Mode.
    """
    found = manifest()
    found["settings"]["socket_mode_enabled"] = True
    return found


def over_http(url: str) -> dict[str, Any]:
    """
    The manifest for HTTP, where Slack reaches the bot at *url*.
    """
    found = manifest()
    found["settings"]["socket_mode_enabled"] = False
    for part in (
        found["settings"]["event_subscriptions"],
        found["settings"]["interactivity"],
    ):
        part["request_url"] = url
    for command in found["features"]["slash_commands"]:
        command["url"] = url
    return found
