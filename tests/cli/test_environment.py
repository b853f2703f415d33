"""
The environment as settings: what is set, what is missing, and one sentence for what is wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.settings import SLACK_VARIABLES, VARIABLES, Settings

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_SIGNING_SECRET": "hush-secret"}


def test_nothing_set_is_the_local_workspace() -> None:
    """
    Defaults, and nothing of Slack.
    """
    settings = Settings.from_environ({})

    assert not settings.has_slack
    assert settings.api_url == "https://slack.com/api/"
    assert (settings.host, settings.port, settings.admins) == (None, None, ())
    assert settings.database_url.startswith("sqlite:///")


def test_what_is_set_is_taken() -> None:
    """
    Blanks around a value are no part of it; an empty value is no value.
    """
    settings = Settings.from_environ(
        {
            "SLACK_API_URL": " http://127.0.0.1:1/api ",
            "PORT": "8080",
            "HOST": "",
            "KNOWLEDGE_DIR": "elsewhere",
            "DATABASE_URL": "postgresql://localhost/x",
            "FWCHOICE_ADMINS": " U1, U2,, ,",
            "LOG_FORMAT": "json",
            "UNKNOWN": "ignored",
        }
    )

    assert settings.api_url == "http://127.0.0.1:1/api/"
    assert (settings.host, settings.port, settings.log_format) == (None, 8080, "json")
    assert settings.knowledge_dir == Path("elsewhere")
    assert settings.database_url == "postgresql://localhost/x"
    assert settings.admins == ("U1", "U2")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("SLACK_API_URL", "slack.com"),
        ("LOG_FORMAT", "xml"),
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    """
    The variable, and what it must be.
    """
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


def test_all_problems_are_told_at_once() -> None:
    """
    One line each.
    """
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({"PORT": "x", "LOG_FORMAT": "x", "SLACK_API_URL": "x"})

    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("given", "transport", "missing"),
    [
        (TOKENS, None, []),
        (TOKENS, "http", []),
        (TOKENS, "socket", ["SLACK_APP_TOKEN"]),
        ({"SLACK_BOT_TOKEN": "x"}, None, ["SLACK_APP_TOKEN"]),
        ({"SLACK_APP_TOKEN": "x"}, None, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_APP_TOKEN": "x"}, "http", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({}, None, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
    ],
)
def test_half_a_configuration_names_what_is_missing(
    given: dict[str, str], transport: str | None, missing: list[str]
) -> None:
    """
    Each variable in a sentence that says the way out.
    """
    told = Settings.from_environ(given).missing(transport)

    assert missing == [sentence.split()[0] for sentence in told]


@pytest.mark.parametrize("name", SLACK_VARIABLES)
def test_anything_of_slack_is_a_configuration(name: str) -> None:
    """
    A single token means somebody wants Slack, not the local workspace.
    """
    assert Settings.from_environ({name: "x"}).has_slack


def test_secrets_hide_themselves() -> None:
    """
    A log or a traceback that shows the settings shows no token.
    """
    given = TOKENS | {"SLACK_APP_TOKEN": "xapp-secret", "DATABASE_URL": "postgresql://u:secret@h/x"}

    assert "secret" not in repr(Settings.from_environ(given))


def test_every_variable_is_described_once() -> None:
    """
    The table in the code is what the README and the doctor show.
    """
    names = [variable.name for variable in VARIABLES]

    assert len(set(names)) == len(names)
    assert all(variable.default and variable.purpose for variable in VARIABLES)
    assert set(SLACK_VARIABLES) <= set(names)
