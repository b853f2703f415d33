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
from functools import lru_cache
from typing import Final

# https://docs.slack.dev/messaging/formatting-message-text: <@U…>, <#C…>, <!…>, <url|label>
_MARKUP: Final = re.compile(r"<([^<>\n]+)>")
_LIVE_CHARACTERS: Final = str.maketrans({"@": "＠", "#": "＃"})
_FORMATTING: Final = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_EDGE_UNDERSCORE: Final = re.compile(r"(?<!\w)_+|_+(?!\w)")
_DOT_OF_ADDRESS: Final = re.compile(r"[.。．｡](?=[\u200c\u200d\ufe0f]*[^\W\d_])")
_JOINERS: Final = "\u200c\u200d"
"""Invisible, but emoji and some scripts are spelled with them; never after ASCII."""
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_ADDRESS: Final = re.compile(r"https?://([A-Za-z0-9.-]+)(?::\d+)?(?:[/?#][\x21-\x7e]*)?")
"""An address whose host is what it looks like: no look-alikes, no name before an @."""
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_NO_DOMAINS: Final = frozenset("js ts py rb md txt html yaml".split())
"""Ends of names that look like a host's and are none, as in "Some.js"."""
_BLANK: Final = re.compile(r"\s+")
_SENTENCE_END: Final = re.compile(r"[.!?…。؟](?=\s)")
ELLIPSIS: Final = "…"
LINKS_KEPT: Final = 1_000
"""In memory: the same few sources are linked to in every message."""


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
    text = text.translate(_FORMATTING)
    return _EDGE_UNDERSCORE.sub(lambda found: "ˍ" * len(found[0]), text) if "_" in text else text


def inert(text: str) -> str:
    """
    *text* on one line, readable as before, with nothing in it that mentions, links or formats.
    """
    # Printable is what has no control, no format character and no half of a surrogate pair in it.
    visible = text if text.isprintable() else "".join(map(_visible, text, f" {text}"))
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


@lru_cache(maxsize=LINKS_KEPT)
def link(url: str, label: str) -> str:
    """
    A link; the label is escaped here. The label alone, where the link could deceive: its host is
    spelled with look-alikes or behind a name, or the label reads like another host.
    """
    if not is_honest(url, label):
        return inert(label)
    return f"<{escaped(url)}|{escaped(without_hidden(label)).replace('|', '¦')}>"


def is_honest(url: str, label: str) -> bool:
    """
    Whether whoever reads *label* may expect what *url* leads to.
    """
    found = _ADDRESS.fullmatch(url)
    if found is None or "xn--" in found[1].lower():
        return False
    host = found[1].lower().removeprefix("www.")
    named = unicodedata.normalize("NFKC", label).lower()
    others = (one[0].removeprefix("www.") for one in _HOST.finditer(named))
    return all(
        one == host or host.endswith(f".{one}") or one.rpartition(".")[2] in _NO_DOMAINS
        for one in others
    )


def without_hidden(text: str) -> str:
    """
    *text* without characters that nobody sees and that reorder, join or end what stands there.
    """
    # Printable is what has none of them; most text is, line by line, and soon looked through.
    return text if all(map(str.isprintable, text.split("\n"))) else _HIDDEN.sub("", text)


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
