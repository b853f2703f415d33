"""
Telling one person that their question was too much, where nobody else and no bot sees it.
"""

from __future__ import annotations

import structlog

from bot.delivery import Question
from bot.slack.blocks import sections
from bot.slack.decided import Desk
from bot.slack.mrkdwn import escaped
from bot.slack.troubles import code_of

log = structlog.get_logger(__name__)


async def tell_of_limit(desk: Desk, question: Question) -> None:
    """
    Tell who asked *question* that it is not answered. A failure is logged and hurts nothing.
    """
    said = escaped(desk.wording["too_many"])
    in_thread = question.thread_ts if question.thread_ts != question.ts else None
    try:
        await desk.client.chat_postEphemeral(
            channel=question.channel,
            user=question.user,
            thread_ts=in_thread,
            text=said,
            blocks=list(sections([said])),
        )
    except Exception as error:
        log.warning("over the limit, and not told", error=code_of(error) or type(error).__name__)
