"""
The workspace has what the app's manifest declares, and nothing else.
"""

from __future__ import annotations

from bot.workspace import Command, Shortcut, declared

MANIFEST = {
    "features": {
        "slash_commands": [
            {
                "command": "/ask",
                "description": "Ask",
                "usage_hint": "[question]",
                "should_escape": True,
            }
        ],
        "shortcuts": [
            {"name": "Explain", "type": "message", "callback_id": "explain", "description": "x"},
            {"name": "Begin", "type": "global", "callback_id": "begin", "description": "y"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
}


def test_commands_shortcuts_events_and_scopes_are_read() -> None:
    """
    All that decides what people can do and the app may call.
    """
    found = declared(MANIFEST)

    assert found["commands"] == [Command("/ask", "Ask", "[question]", True)]
    assert found["shortcuts"] == [
        Shortcut("explain", "Explain", "message"),
        Shortcut("begin", "Begin", "global"),
    ]
    assert found["events"] == {"app_mention"}
    assert found["scopes"] == {"chat:write", "commands"}


def test_a_manifest_without_shortcuts_has_none() -> None:
    """
    The part is optional in Slack.
    """
    features = {"slash_commands": MANIFEST["features"]["slash_commands"]}

    assert declared({**MANIFEST, "features": features})["shortcuts"] == []
