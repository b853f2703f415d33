"""
What Slack says about the tokens: each check with what it found, and how to mend it.

Only asks: nothing is posted, and no channel is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot.core.errors import SlackError
from bot.slack.calling import Client
from bot.slack.introduction import introduce, socket_url
from bot.slack.manifest import scopes
from bot.slack.troubles import code_of

NO_CHANNEL: Final = "C0000000000"
"""Exists nowhere: Slack checks the scope first, then says that it knows no such channel."""
HISTORY: Final = ("channels:history", "groups:history", "im:history")
"""For the threads of public channels, private channels and direct messages."""


@dataclass(frozen=True, slots=True)
class Check:
    """
    One thing that is needed, and whether it is there.
    """

    name: str
    ok: bool
    says: str
    mend: str = ""


async def check_token(client: Client) -> Check:
    """
    Whether the bot token is taken, and whose it is.
    """
    try:
        me = await introduce(client)
    except SlackError as error:
        says, _, mend = str(error).partition(". ")
        return Check("bot token", False, says, mend)
    return Check("bot token", True, f"@{me.name} in {me.team}")


async def check_scopes(client: Client) -> Check:
    """
    Whether the token has every scope of the manifest.
    """
    said: Any = await client.auth_test()
    header = next((v for k, v in said.headers.items() if k.lower() == "x-oauth-scopes"), None)
    if header is None:
        return Check("scopes", True, "the server does not say which the token has")
    has = {one.strip() for one in str(header).split(",")}
    missing = sorted(scopes() - has)
    if missing:
        return Check(
            "scopes",
            False,
            f"missing: {', '.join(missing)}",
            "Add them under 'OAuth & Permissions' and install the app again, "
            "or create it from fwchoice manifest.",
        )
    return Check("scopes", True, "all that the manifest asks for")


async def check_thread_lookup(client: Client) -> Check:
    """
    Whether threads can be searched for a reply that is there already, with its metadata: the very
    call that delivery makes, in a channel that does not exist.
    """
    name = "thread look-up"
    try:
        await client.conversations_replies(
            channel=NO_CHANNEL, ts="1.000000", limit=1, include_all_metadata=True
        )
    except SlackApiError as error:
        code, missing = code_of(error), _missing_history(error)
        if code == "missing_scope" or missing:
            says = f"missing scope: {missing or ', '.join(HISTORY)}"
            mend = (
                "Add it under 'OAuth & Permissions' and install the app again; until then a "
                "question that may have been answered before a crash waits, and is not answered."
            )
            return Check(name, False, says, mend)
        if code not in {"channel_not_found", "thread_not_found", "not_in_channel"}:
            return Check(name, False, f"Slack says {code or 'nothing readable'}")
    return Check(name, True, "allowed in channels, private channels and direct messages")


def _missing_history(error: SlackApiError) -> str:
    """Which of the scopes the token lacks, if the answer says which it has."""
    headers: Any = getattr(error.response, "headers", None) or {}
    said = next((v for k, v in headers.items() if k.lower() == "x-oauth-scopes"), None)
    if said is None:
        return ""
    has = {one.strip() for one in str(said).split(",")}
    return ", ".join(one for one in HISTORY if one not in has)


async def check_socket(client: Client, app_token: str) -> Check:
    """
    Whether Socket Mode can be used with *app_token*.
    """
    try:
        await socket_url(client, app_token)
    except SlackError as error:
        says, _, _ = str(error).partition(". ")
        mend = "Make an app-level token with connections:write, and enable Socket Mode."
        return Check("Socket Mode", False, says, mend)
    return Check("Socket Mode", True, "a connection was offered")
