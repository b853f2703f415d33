"""
Every environment variable: name, default, unit, and what it is for.

The environment is passed in; nothing else in the program reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.errors import SettingsError

MOST_PER_PERSON = 30
MOST_PER_CHANNEL = 60
"""One a second, which is as many as Slack lets a bot post in a channel."""
CACHE = "var/cache"
ROOT = Path(__file__).resolve().parent.parent
"""The checkout: where ``knowledge/`` and ``var/`` are looked for when the variables say nothing."""


@dataclass(frozen=True, slots=True)
class Variable:
    """
    One environment variable: its *name*, its *default* in words, and what it is *for*.
    """

    name: str
    default: str
    purpose: str


VARIABLES = (
    Variable("SLACK_BOT_TOKEN", "none", "bot token (xoxb-…)"),
    Variable("SLACK_SIGNING_SECRET", "none", "HTTP: requests are verified with it"),
    Variable("SLACK_APP_TOKEN", "none", "app-level token (xapp-…); set it for Socket Mode"),
    Variable("SLACK_API_URL", "https://slack.com/api/", "base URL of the Web API"),
    Variable("HOST", "127.0.0.1 with the local workspace, else 0.0.0.0", "where HTTP listens"),
    Variable("PORT", "3000, or the next free one", "where HTTP listens; 0 to 65535"),
    Variable("DATABASE_URL", "a SQLite file, var/fwchoice.db", "postgresql://… to share it"),
    Variable("KNOWLEDGE_DIR", "knowledge", "the folder with the knowledge base"),
    Variable("CACHE_DIR", "var/cache", "the folder that keeps what an index has learned"),
    Variable("KEEP_QUESTIONS_DAYS", "30", "answered questions are forgotten after so many days"),
    Variable("KEEP_RECEIPTS_DAYS", "180", "receipts are forgotten after so many days"),
    Variable("FWCHOICE_ADMINS", "none", "comma-separated Slack user ids, told of bad edits"),
    Variable("QUESTIONS_PER_PERSON", "30", "most questions a minute of one person in a channel"),
    Variable("QUESTIONS_PER_CHANNEL", "60", "most questions a minute in a channel; 0 is no limit"),
    Variable("LOG_FORMAT", "text on a terminal, else json", "text or json"),
)

KEPT = {"KEEP_QUESTIONS_DAYS": "30", "KEEP_RECEIPTS_DAYS": "180"}
MOST_DAYS = 36_500
_USER_ID = re.compile(r"[UW][A-Z0-9]+", re.ASCII)
"""A channel's id would tell findings to a whole channel."""

SLACK_VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The environment as values; secrets hide themselves in ``repr``.
    """

    bot_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    api_url: str = "https://slack.com/api/"
    host: str | None = None
    port: int | None = None
    """The port that was asked for; None takes 3000, or the next free one."""
    database_url: str = field(default="sqlite:///var/fwchoice.db", repr=False)
    knowledge_dir: Path = ROOT / "knowledge"
    cache_dir: Path = ROOT / CACHE
    keep_questions_days: int = 30
    keep_receipts_days: int = 180
    admins: tuple[str, ...] = ()
    most_per_person: int = MOST_PER_PERSON
    """Questions a minute of one person in one channel; 0 is no limit."""
    most_per_channel: int = MOST_PER_CHANNEL
    """Questions a minute in one channel; 0 is no limit."""
    log_format: str | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """
        The settings in *environ*; empty variables count as unset.

        Raises SettingsError naming every variable that cannot be used.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        problems = [*_token_problems(given)]
        port = given.get("PORT")
        if port is not None and not (port.isascii() and port.isdigit() and int(port) <= 65535):
            problems.append(f"PORT is {port!r}; it must be a number from 0 to 65535.")
        api_url = given.get("SLACK_API_URL", "https://slack.com/api/")
        if not api_url.startswith(("http://", "https://")):
            problems.append(
                f"SLACK_API_URL is {api_url!r}; it must begin with https:// (or http://)."
            )
        days = {name: given.get(name, default) for name, default in KEPT.items()}
        for name, value in days.items():
            if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_DAYS):
                problems.append(f"{name} is {value!r}; it must be a number of days from 1 on.")
        admins = tuple(filter(None, map(str.strip, given.get("FWCHOICE_ADMINS", "").split(","))))
        problems += [
            f"FWCHOICE_ADMINS holds {one!r}; it must be user ids of Slack's, as U0123ABCD, with "
            "commas between them."
            for one in admins
            if not _USER_ID.fullmatch(one)
        ]
        log_format = given.get("LOG_FORMAT")
        if log_format not in {None, "text", "json"}:
            problems.append(f"LOG_FORMAT is {log_format!r}; it must be text or json.")
        most = {}
        for name in ("QUESTIONS_PER_PERSON", "QUESTIONS_PER_CHANNEL"):
            said = given.get(name)
            if said is not None and not (said.isascii() and said.isdigit() and len(said) < 8):
                problems.append(f"{name} is {said!r}; it must be a number, and 0 is no limit.")
            elif said is not None:
                most[name] = int(said)
        if problems:
            raise SettingsError("\n".join(problems))
        return cls(
            bot_token=given.get("SLACK_BOT_TOKEN"),
            signing_secret=given.get("SLACK_SIGNING_SECRET"),
            app_token=given.get("SLACK_APP_TOKEN"),
            api_url=api_url if api_url.endswith("/") else api_url + "/",
            host=given.get("HOST"),
            port=int(port) if port is not None else None,
            database_url=given.get("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'fwchoice.db'}"),
            knowledge_dir=_knowledge_dir(given.get("KNOWLEDGE_DIR")),
            cache_dir=Path(given.get("CACHE_DIR", ROOT / CACHE)),
            keep_questions_days=int(days["KEEP_QUESTIONS_DAYS"]),
            keep_receipts_days=int(days["KEEP_RECEIPTS_DAYS"]),
            admins=admins,
            most_per_person=most.get("QUESTIONS_PER_PERSON", MOST_PER_PERSON),
            most_per_channel=most.get("QUESTIONS_PER_CHANNEL", MOST_PER_CHANNEL),
            log_format=log_format,
        )

    @property
    def has_slack(self) -> bool:
        """Whether anything of Slack is configured; if not, the local workspace runs."""
        return any((self.bot_token, self.signing_secret, self.app_token))

    def missing(self, transport: str | None = None) -> list[str]:
        """
        What is missing to run against Slack over *transport* ("http", "socket", or either).
        """
        problems = []
        if not self.bot_token:
            problems.append(
                "SLACK_BOT_TOKEN is missing; copy it from 'OAuth & Permissions' of your Slack app."
            )
        if transport == "socket" and not self.app_token:
            problems.append(
                "SLACK_APP_TOKEN is missing, and Socket Mode needs it; make one with the scope "
                "connections:write under 'Basic Information' of your Slack app."
            )
        if transport == "http" and not self.signing_secret:
            problems.append(
                "SLACK_SIGNING_SECRET is missing, and HTTP needs it; copy it from "
                "'Basic Information' of your Slack app."
            )
        if transport is None and not self.app_token and not self.signing_secret:
            problems.append(
                "SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing; "
                "set one of them, or unset every SLACK_ variable to run the local workspace."
            )
        return problems


def _token_problems(given: Mapping[str, str]) -> list[str]:
    """Tokens that stand in each other's place; other forms are Slack's business."""
    problems = []
    for name, wrong, right in (
        ("SLACK_BOT_TOKEN", "xapp-", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-", "xapp-"),
    ):
        if given.get(name, "").startswith(wrong):
            problems.append(f"{name} holds a token that begins with {wrong}; {right} belongs here.")
    return problems


def _knowledge_dir(given: str | None) -> Path:
    """The folder asked for; by default ``knowledge`` here, or the one beside the program."""
    if given:
        return Path(given)
    here = Path("knowledge")
    return here if here.is_dir() else ROOT / "knowledge"
