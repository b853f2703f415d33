"""
Telling the admins in a direct message that an edit of the knowledge was not taken up.

A failure to tell is logged and hurts nothing: the bot goes on answering.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.core.findings import Finding
from bot.core.wording import say
from bot.slack.blocks import Message, Piece, joined, section, sections
from bot.slack.decided import Desk
from bot.slack.mrkdwn import cut, escaped, unformatted
from bot.slack.troubles import code_of

MOST_FINDINGS: Final = 10
MOST_FINDING: Final = 250

log = structlog.get_logger(__name__)


async def tell_of_bad_edit(desk: Desk, admins: Sequence[str], findings: Sequence[Finding]) -> None:
    """
    Tell each of *admins* what is wrong with the edit.
    """
    message = bad_edit_message(desk, findings)
    for admin in admins:
        try:
            await desk.client.chat_postMessage(channel=admin, **message.content)
        except SlackApiError as error:
            log.warning("admin not told", code=code_of(error))
        except Exception as error:
            log.warning("admin not told", error=type(error).__name__)


def bad_edit_message(desk: Desk, findings: Sequence[Finding]) -> Message:
    """
    What is wrong with an edit, as ``fwchoice check`` prints it.
    """
    wording = desk.wording
    intro = escaped(say(wording, "bad_edit", revision=desk.base.revision))
    lines = [escaped(unformatted(cut(str(one), MOST_FINDING))) for one in findings[:MOST_FINDINGS]]
    shown = "\n".join(lines)
    listing = [section(f"```{part['text']['text']}```") for part in sections(lines)]
    pieces = [Piece(sections([intro]), intro), Piece(tuple(listing), shown)]
    left = len(findings) - MOST_FINDINGS
    if left > 0:
        rest = escaped(say(wording, "bad_edit_more", count=left))
        pieces.append(Piece(sections([rest]), rest))
    return joined(pieces)
