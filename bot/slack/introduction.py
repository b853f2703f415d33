"""
Who the tokens make us: asked at the start, and remembered for a start while Slack is away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict

import structlog
from slack_sdk.errors import SlackApiError

from bot.core.errors import SlackAwayError, SlackError
from bot.slack.calling import Client
from bot.slack.identity import Identity
from bot.slack.refusals import PASSING_CODES
from bot.slack.troubles import code_of, status_of
from bot.store import Store

log = structlog.get_logger(__name__)


async def introduce(client: Client) -> Identity:
    """
    Who the token makes us. Raises SlackError in words; what the connection raises passes.
    """
    try:
        said = await client.auth_test()
    except SlackApiError as error:
        raise _refusal("SLACK_BOT_TOKEN", error) from error
    found = {name: said.get(name) for name in ("user_id", "bot_id", "team_id", "user", "team")}
    if not (found["user_id"] and found["bot_id"]):
        raise SlackError(
            "SLACK_BOT_TOKEN is not a bot token; copy the one from 'OAuth & Permissions'."
        )
    return Identity(
        user_id=str(found["user_id"]),
        bot_id=str(found["bot_id"]),
        team_id=str(found["team_id"] or ""),
        name=str(found["user"] or "fwchoice"),
        team=str(found["team"] or ""),
    )


async def socket_url(client: Client, app_token: str) -> str:
    """
    Where to connect for Socket Mode. Raises SlackError in words.
    """
    try:
        return str((await client.apps_connections_open(app_token=app_token))["url"])
    except SlackApiError as error:
        raise _refusal("SLACK_APP_TOKEN", error) from error


async def remembered(ask: Callable[[], Awaitable[Identity]], store: Store, token: str) -> Identity:
    """
    What *ask* finds out; while Slack is away, what it found out last with this *token*: who is
    started in the middle of an outage takes questions, and answers them when it is over.
    """
    name = f"identity {hashlib.sha256(token.encode()).hexdigest()[:32]}"
    try:
        me = await ask()
    except SlackAwayError as error:
        known = await store.recall(name)
        if known is None:
            raise
        log.warning("started while Slack is away", reason=str(error))
        return Identity(**json.loads(known))
    await store.remember(name, json.dumps(asdict(me)))
    return me


def _refusal(variable: str, error: SlackApiError) -> SlackError:
    code = code_of(error)
    if code in PASSING_CODES or status_of(error) == 429:
        return SlackAwayError(
            f"Slack does not answer at the moment: {code or 'too many requests'}. "
            "Try again later; https://status.slack.com says what is the matter."
        )
    if not code:
        return SlackAwayError(
            "The Web API did not answer as Slack does; check SLACK_API_URL, or try again later."
        )
    where = "OAuth & Permissions" if variable == "SLACK_BOT_TOKEN" else "Basic Information"
    return SlackError(
        f"Slack refuses {variable}: {code}. "
        f"Copy it again from '{where}' of your Slack app; fwchoice doctor tells more."
    )
