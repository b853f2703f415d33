"""
Slack's text on the wire: escapes, mentions and links.

A person types ``@ada is a < b? https://x.org``; on the wire that is
``<@U…> is a &lt; b? <https://x.org>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MARKUP = re.compile(r"<([^<>\n]+)>")
TYPED = re.compile(
    r"(?P<url>https?://[^\s<>|`]*[^\s<>|`.,:;!?\"')\]])"
    r"|(?<![\w@])@(?P<name>[\w][\w.\-]*)"
    r"|(?<![\w#&])#(?P<channel>[\w][\w\-]*)"
)
BROADCASTS = frozenset({"here", "channel", "everyone"})


def escape(text: str) -> str:
    """
    Replace the three characters that mean something in Slack's text.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """
    Undo `escape`.
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def from_typed(
    text: str, people: Mapping[str, str], channels: Mapping[str, str], *, links: bool = True
) -> str:
    """
    Return what a person typed as Slack puts it on the wire.

    *people* and *channels* give the id for a name.
    """
    done: list[str] = []
    end = 0
    for match in TYPED.finditer(text):
        name, channel, url = match["name"], match["channel"], match["url"]
        dots = ""
        if name is not None:
            bare = name.rstrip(".-")
            name, dots = (name, "") if name.lower() in people else (bare, name[len(bare) :])
        if url and links:
            found = f"<{escape(url)}>"
        elif name and name.lower() in people:
            found = f"<@{people[name.lower()]}>{dots}"
        elif name and name in BROADCASTS and links:
            found = f"<!{name}>{dots}"
        elif channel and channel.lower() in channels:
            found = f"<#{channels[channel.lower()]}|{channel.lower()}>"
        else:
            continue
        done += (escape(text[end : match.start()]), found)
        end = match.end()
    return "".join([*done, escape(text[end:])])


def mentions(text: str) -> Iterator[str]:
    """
    Yield the user ids mentioned in *text*.
    """
    for match in MARKUP.finditer(text):
        if match[1].startswith("@"):
            yield match[1][1:].partition("|")[0]


def rich_text(text: str, block_id: str) -> dict[str, Any]:
    """
    Return the ``rich_text`` block Slack makes of what a person wrote, without its styles.
    """
    return {
        "type": "rich_text",
        "block_id": block_id,
        "elements": [{"type": "rich_text_section", "elements": list(_elements(text))}],
    }


def _elements(text: str) -> Iterable[dict[str, Any]]:
    end = 0
    for match in MARKUP.finditer(text):
        if match.start() > end:
            yield {"type": "text", "text": unescape(text[end : match.start()])}
        end = match.end()
        target, _, label = match[1].partition("|")
        if target.startswith("@"):
            yield {"type": "user", "user_id": target[1:]}
        elif target.startswith("#"):
            yield {"type": "channel", "channel_id": target[1:]}
        elif target.startswith("!"):
            yield {"type": "broadcast", "range": target[1:]}
        else:
            link = {"type": "link", "url": unescape(target)}
            yield link | ({"text": unescape(label)} if label else {})
    if end < len(text):
        yield {"type": "text", "text": unescape(text[end:])}
