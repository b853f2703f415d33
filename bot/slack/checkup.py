"""
What Slack says about the tokens: each check with what it found, and how to mend it.

Only asks: nothing is posted, and no channel is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot.core.errors import SlackError
from bot.slack.calling import Client, introduce, socket_url
from bot.slack.manifest import scopes
from bot.slack.troubles import code_of

NO_CHANNEL: Final = "C0000000000"
"""Exists nowhere: Slack checks the scope first, then says that it knows no such channel."""


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
    Whether a thread can be searched for a reply that is there already.
    """
    name = "thread look-up"
    try:
        await client.conversations_replies(channel=NO_CHANNEL, ts="1.000000", limit=1)
    except SlackApiError as error:
        if code_of(error) == "missing_scope":
            return Check(
                name,
                False,
                "missing scope: channels:history, groups:history or im:history",
                "Add them and install the app again; until then a question can be "
                "answered twice after a crash.",
            )
        if code_of(error) not in {"channel_not_found", "thread_not_found", "not_in_channel"}:
            return Check(name, False, f"Slack says {code_of(error) or 'nothing readable'}")
    return Check(name, True, "allowed")


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
