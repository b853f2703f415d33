"""
The Bolt app: what it hears, in which order, and what becomes of errors.

Bolt's own checks come first (signature, own events). Then one middleware stores every event that
is addressed to the bot, before it is acknowledged; when the database does not take it, Slack gets
503 and sends it again. Everything nobody asked for is acknowledged and forgotten.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.delivery import NotAcceptedError, Question
from bot.logs import places
from bot.slack import asking, guide_sharing, guide_steps, questions, sharing
from bot.slack.decided import Desk
from bot.slack.guiding import Guide
from bot.slack.hearing import question_in
from bot.slack.interactive import Doors
from bot.slack.troubles import log_trouble
from bot.slack.whispering import tell_of_limit
from bot.store import Store

ANY: Final = re.compile(".*")
BOLT_LOGGER: Final = "slack_bolt"

log = structlog.get_logger(__name__)

Accept = Callable[[Question], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class SlackApp:
    """
    The app, and the doors a shutdown waits for.
    """

    bolt: AsyncApp
    doors: Doors


def build_app(
    desk: Desk,
    accept: Accept,
    store: Store,
    refused: Callable[[str], None],
    *,
    signing_secret: str,
) -> SlackApp:
    """
    The app for *desk*; questions addressed to the bot go to *accept*, unless they are too many:
    then *refused* is told whose limit that was. Unfinished ways through the guide go to *store*.
    """
    logger = logging.getLogger(BOLT_LOGGER)
    # Below this level Bolt logs whole request bodies.
    logger.setLevel(logging.ERROR)
    me = desk.identity

    async def authorize() -> AuthorizeResult:
        # Known since the start: Bolt would call auth.test inside the first event's three seconds.
        # With it, SLACK_CLIENT_ID in the environment does not switch Bolt to OAuth either.
        return AuthorizeResult(
            enterprise_id=None,
            team_id=me.team_id,
            bot_user_id=me.user_id,
            bot_id=me.bot_id,
            bot_token=desk.client.token,
        )

    app = AsyncApp(
        name="fwchoice",
        logger=logger,
        client=desk.client,
        authorize=authorize,
        signing_secret=signing_secret,
        attaching_conversation_kwargs_enabled=False,
    )

    doors, guide = Doors(app, desk), Guide.at(desk, store)

    @app.use
    async def store_questions(
        body: dict[str, Any], next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        event = body.get("event")
        if body.get("type") != "event_callback" or not isinstance(event, dict):
            return await next()
        question = question_in(event, me)
        if question is None:
            return await next()
        verdict = desk.limits.take(question.key, question.channel, question.user)
        if not verdict.taken:
            refused(verdict.over)
            if verdict.tell:
                doors.begin(tell_of_limit(desk, question))
            return BoltResponse(status=200, body="")
        try:
            await accept(question)
        except NotAcceptedError:
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body="")

    questions.register(doors, desk, guide)
    guide_steps.register(doors, guide)
    guide_sharing.register(doors, guide)
    asking.register(doors, desk)
    sharing.register(doors, desk, store)
    questions.register_unknown(doors, desk)

    @app.event(ANY)
    async def not_for_us() -> None:
        """Slack counts what nobody acknowledges as a failure, and sends it again."""

    async def nothing_to_do(ack: AsyncAck) -> None:
        await ack()

    app.view_closed(ANY)(nothing_to_do)
    app.shortcut(ANY)(nothing_to_do)

    @app.error
    async def on_error(error: Exception) -> BoltResponse:
        if isinstance(error, AttributeError | KeyError | TypeError | ValueError):
            # Signed, and of a shape that Bolt falls over: no listener of ours raises.
            log.warning("request not understood", error=type(error).__name__, at=places(error)[-1:])
            return BoltResponse(status=400, body="")
        log_trouble("request failed", error)
        return BoltResponse(status=500, body="")

    return SlackApp(app, doors)
