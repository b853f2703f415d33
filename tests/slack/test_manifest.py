"""
The manifest declares what the app registers, and prints for either transport.
"""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot.cli.manifest import command
from bot.slack import hearing, questions
from bot.slack.blocks import ShortcutId
from bot.slack.manifest import manifest, over_http, over_socket, scopes

NEEDED = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
}


def test_the_manifest_equals_what_is_registered() -> None:
    """
    Every event that is heard, every command, and the scopes these and the calls need.
    """
    declared = manifest()
    events = set(declared["settings"]["event_subscriptions"]["bot_events"])
    commands = declared["features"]["slash_commands"]

    assert events == hearing.EVENTS
    assert [one["command"] for one in commands] == [questions.COMMAND]
    assert [one["should_escape"] for one in commands] == [False]
    history = {"channels:history", "groups:history"}
    calls = {"chat:write", "commands", "files:write"}
    assert scopes() == {NEEDED[one] for one in events} | history | calls
    shortcuts = declared["features"]["shortcuts"]
    assert [(one["callback_id"], one["type"]) for one in shortcuts] == [
        (shortcut.value, "message") for shortcut in ShortcutId
    ]
    assert declared["settings"]["interactivity"]["is_enabled"]
    assert declared["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_manifest_keeps_to_slacks_limits() -> None:
    """
    As the type definitions of @slack/web-api have them.
    """
    shown, command = manifest()["display_information"], manifest()["features"]["slash_commands"][0]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000
    for shortcut in manifest()["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_for_socket_mode_there_is_no_address() -> None:
    """
    Slack refuses a manifest with both, or an address that does not answer.
    """
    printed = CliRunner().invoke(command, ["--socket"])

    assert json.loads(printed.output) == over_socket()
    assert "http" not in printed.output
    assert over_socket()["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    "url",
    ["https://bot.example.com", "https://bot.example.com/", "https://bot.example.com/slack/events"],
)
def test_for_http_every_part_has_the_address(url: str) -> None:
    """
    Events, interactivity and the command.
    """
    printed = CliRunner().invoke(command, ["--http", url])

    expected = "https://bot.example.com/slack/events"
    assert json.loads(printed.output) == over_http(expected)
    assert printed.output.count(expected) == 3
    assert over_http(expected)["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--socket", "--http", "https://x.org"],
        ["--http", "http://x.org"],
        ["--http", "x"],
        ["--http", "https://[x"],
    ],
)
def test_wrong_usage_is_said_and_exits_with_two(words: list[str]) -> None:
    """
    One transport, and an address Slack can reach.
    """
    printed = CliRunner().invoke(command, words)

    assert printed.exit_code == 2
    assert "Error:" in printed.output
