"""
Block Kit, as plain dicts: the few blocks the bot uses, within Slack's limits.

Plain dicts and not a builder library: a builder refuses what is too long, and here nothing may be
refused, so every function cuts what it is given. A message is valid however long its parts were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from bot.slack.mrkdwn import cut, without_hidden

Json = dict[str, Any]

# https://docs.slack.dev/reference/block-kit/blocks, with some room left below each
MOST_SECTION: Final = 2_900
MOST_BUTTON: Final = 75
MOST_TITLE: Final = 24
MOST_PLACEHOLDER: Final = 150
MOST_HINT: Final = 2_000
MOST_CONFIRM_TITLE: Final = 100
MOST_CONFIRM_TEXT: Final = 300
MOST_CONFIRM_BUTTON: Final = 30
MOST_BLOCKS: Final = 50
MOST_TEXT: Final = 3_900
"""The plain-text version; chat.update refuses more than 4,000."""
MOST_MESSAGE: Final = 11_500
"""All blocks of a message: Slack refuses about 13,200 characters (bolt-js issue 2509)."""


class ActionId(StrEnum):
    """
    Every element a person can use.
    """

    FIRST_SUGGESTION = "suggestion-1"
    SECOND_SUGGESTION = "suggestion-2"
    THIRD_SUGGESTION = "suggestion-3"
    MORE = "more"
    SHARE = "share"
    QUESTION = "question"
    LEVEL = "level"
    IMPORTANCE = "importance"
    GUIDE_OPEN = "guide-open"
    GUIDE_COPY = "guide-copy"
    GUIDE_ASK = "guide-ask"
    GUIDE_BACK = "guide-back"
    GUIDE_SKIP = "guide-skip"
    GUIDE_FINISH = "guide-finish"
    GUIDE_MORE = "guide-more"
    GUIDE_ANEW = "guide-anew"
    GUIDE_REVIEW = "guide-review"
    GUIDE_RESUME = "guide-resume"
    GUIDE_CHANGE = "guide-change"
    GUIDE_SHARE = "guide-share"
    GUIDE_SAVE = "guide-save"


SUGGESTIONS: Final = (
    ActionId.FIRST_SUGGESTION,
    ActionId.SECOND_SUGGESTION,
    ActionId.THIRD_SUGGESTION,
)
"""In their order: within one block no two elements may share an id."""


class CallbackId(StrEnum):
    """
    Every modal a person can submit.
    """

    ASK = "ask"
    ANSWERED = "answered"
    GUIDE_LOADING = "guide-loading"
    GUIDE_RESUME = "guide-resume"
    GUIDE_QUESTION = "guide-question"
    GUIDE_REVIEW = "guide-review"
    GUIDE_ANSWERS = "guide-answers"
    GUIDE_RESULT = "guide-result"


class ShortcutId(StrEnum):
    """
    Every entry in the menu of a message.
    """

    HELP_ME_CHOOSE = "help-me-choose"


@dataclass(frozen=True, slots=True)
class Message:
    """
    Blocks, and the same in plain text for notifications and screen readers.
    """

    text: str
    blocks: tuple[Json, ...]

    @property
    def content(self) -> Json:
        """
        What a call or an answer sends of it; links are not unfolded, they would bury the claims.
        """
        return {
            "text": self.text,
            "blocks": list(self.blocks),
            "unfurl_links": False,
            "unfurl_media": False,
        }


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A part of a message in both forms.
    """

    blocks: tuple[Json, ...]
    text: str = ""


def joined(pieces: Iterable[Piece]) -> Message:
    """
    One message of *pieces*, its text cut where it grows too long.
    """
    kept = tuple(pieces)
    text = without_hidden("\n\n".join(piece.text for piece in kept if piece.text))
    return Message(
        _cut_lines(text, MOST_TEXT),
        tuple(block for piece in kept for block in piece.blocks)[:MOST_BLOCKS],
    )


def _cut_lines(text: str, most: int) -> str:
    """Whole lines only: half an escape at the cut would mean something else."""
    if len(text) <= most:
        return text
    head, _, _ = text[: most - 2].rpartition("\n")
    return f"{head}\n…" if head else cut(text, most)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


def size(blocks: Sequence[Json]) -> int:
    """
    How much of `MOST_MESSAGE` *blocks* take; everything counts, to be safe.
    """
    return len(_ENCODER.encode(blocks))


def mrkdwn(text: str) -> Json:
    """
    A text object. Verbatim: Slack makes no links or mentions of plain words by itself.
    """
    return {"type": "mrkdwn", "text": without_hidden(text), "verbatim": True}


def plain_text(text: str, most: int) -> Json:
    """
    A text object that shows characters as they are.
    """
    return {"type": "plain_text", "text": cut(without_hidden(text), most) or "…", "emoji": False}


def section(text: str) -> Json:
    """
    A paragraph, never folded behind "see more". *text* must fit; `sections` splits what may not.
    """
    return {"type": "section", "text": mrkdwn(text), "expand": True}


def sections(lines: Iterable[str]) -> tuple[Json, ...]:
    """
    *lines* in as few sections as they fit; none of them is torn.
    """
    packed: list[str] = []
    for line in lines:
        if packed and len(packed[-1]) + 1 + len(line) <= MOST_SECTION:
            packed[-1] = f"{packed[-1]}\n{line}"
        else:
            packed.append(line)
    return tuple(section(text) for text in packed if text)


def context(*lines: str) -> Json:
    """
    Small print; each line an element.
    """
    return {"type": "context", "elements": [mrkdwn(line) for line in lines[:10]]}


def actions(*elements: Json) -> Json:
    """
    A row of buttons.
    """
    return {"type": "actions", "elements": list(elements)}


def button(action: ActionId, label: str, value: str, *, described: str = "") -> Json:
    """
    A button; *described* is what a screen reader says in place of the label.
    """
    element: Json = {
        "type": "button",
        "action_id": action.value,
        "text": plain_text(label, MOST_BUTTON),
        "value": value,
    }
    if described:
        element["accessibility_label"] = cut(without_hidden(described), MOST_BUTTON)
    return element


def confirmed(element: Json, title: str, text: str, yes: str, no: str) -> Json:
    """
    *element*, which asks before it acts.
    """
    return element | {
        "confirm": {
            "title": plain_text(title, MOST_CONFIRM_TITLE),
            "text": plain_text(text, MOST_CONFIRM_TEXT),
            "confirm": plain_text(yes, MOST_CONFIRM_BUTTON),
            "deny": plain_text(no, MOST_CONFIRM_BUTTON),
        }
    }


def modal(
    callback: CallbackId | None,
    title: str,
    close: str,
    blocks: Sequence[Json],
    *,
    submit: str = "",
    metadata: str = "",
) -> Json:
    """
    A modal view; with *callback* and *submit* it can be sent.
    """
    view: Json = {
        "type": "modal",
        "title": plain_text(title, MOST_TITLE),
        "close": plain_text(close, MOST_TITLE),
        "blocks": list(blocks)[:100],
        "private_metadata": metadata,
    }
    if callback is not None:
        view["callback_id"] = callback.value
    if submit:
        view["submit"] = plain_text(submit, MOST_TITLE)
    return view
