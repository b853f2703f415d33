"""
Slack's text on the wire <-> plain text.

Whatever comes from people or from the knowledge passes `escaped` or `inert` before it is sent.
`escaped` keeps every character and takes the meaning out of Slack's three; `inert` is for words
that came with a question: nothing in its result mentions, links or formats, wherever it is put.
Characters are replaced by look-alikes, not split by invisible ones: those could be taken out again.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# https://docs.slack.dev/messaging/formatting-message-text: <@U…>, <#C…>, <!…>, <url|label>
_MARKUP: Final = re.compile(r"<([^<>\n]+)>")
_LIVE_CHARACTERS: Final = str.maketrans({"@": "＠", "#": "＃"})
_FORMATTING: Final = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_EDGE_UNDERSCORE: Final = re.compile(r"(?<!\w)_+|_+(?!\w)")
_DOT_OF_ADDRESS: Final = re.compile(r"\.(?=[\u200c\u200d\ufe0f]*[^\W\d_])")
_JOINERS: Final = "\u200c\u200d"
"""Invisible, but emoji and some scripts are spelled with them; never after ASCII."""
_BLANK: Final = re.compile(r"\s+")
_SENTENCE_END: Final = re.compile(r"[.!?…。؟](?=\s)")
ELLIPSIS: Final = "…"


def plain(text: str, bot_user: str = "") -> str:
    """
    What a person wrote, as they see it, on one line, without their mention of *bot_user*.
    """

    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith("@"):
            return " " if target[1:] == bot_user else f"@{label or target[1:]}"
        if target.startswith("#"):
            return f"#{label or target[1:]}"
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        return label or target

    return _BLANK.sub(" ", unescaped(_MARKUP.sub(shown, text))).strip()


def mentions(text: str, user: str) -> bool:
    """
    Whether *text*, as it is on the wire, mentions *user*.
    """
    found = (match[1] for match in _MARKUP.finditer(text))
    return any(one.partition("|")[0] == f"@{user}" for one in found)


def escaped(text: str) -> str:
    """
    *text* without anything Slack would take for markup.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """
    Undo `escaped`, once.
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unformatted(text: str) -> str:
    """
    *text* without characters that format: for text that stands inside our own bold.
    """
    return _EDGE_UNDERSCORE.sub(lambda found: "ˍ" * len(found[0]), text.translate(_FORMATTING))


def inert(text: str) -> str:
    """
    *text* on one line, readable as before, with nothing in it that mentions, links or formats.
    """
    visible = "".join(map(_visible, text, f" {text}"))
    quiet = unformatted(_BLANK.sub(" ", visible).strip()).translate(_LIVE_CHARACTERS)
    return escaped(_DOT_OF_ADDRESS.sub("․", quiet.replace("://", ":∕∕")))


def _visible(character: str, before: str) -> str:
    """Controls become spaces; invisible format characters, which can reorder text, go."""
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return character if character in _JOINERS and not before.isascii() else ""
        case "Cs":
            return "�"
        case _:
            return character


def bold(text: str) -> str:
    """
    *text*, which must be escaped, in bold.
    """
    inside = unformatted(text).strip()
    return f"*{inside}*" if inside else ""


def italic(text: str) -> str:
    """
    *text*, which must be escaped, in italics.
    """
    inside = unformatted(text).strip()
    return f"_{inside}_" if inside else ""


def link(url: str, label: str) -> str:
    """
    A link; the label is escaped here.
    """
    return f"<{escaped(url)}|{escaped(label).replace('|', '¦')}>"


def cut(text: str, most: int) -> str:
    """
    *text* in at most *most* characters: up to the end of a sentence or word, then an ellipsis.
    """
    if len(text) <= most:
        return text
    if most < len(ELLIPSIS):
        return ""
    room = text[: most - len(ELLIPSIS)]
    ends = [match.end() for match in _SENTENCE_END.finditer(room)]
    if ends and ends[-1] >= most * 0.6:
        return f"{room[: ends[-1]]}{ELLIPSIS}"
    word = room.rsplit(None, 1)[0] if len(room.split()) > 1 else room
    kept = word if len(word) >= most * 0.6 else room
    while kept and (kept[-1] in _JOINERS or unicodedata.combining(kept[-1])):
        kept = kept[:-1]  # half a cluster would show as something else
    return f"{kept.rstrip()}{ELLIPSIS}"
