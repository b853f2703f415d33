"""
What code, commands and error output look like in a message: help with those is not a choice.

Shapes, not words, and none of them needs capitals: how a question is typed must not change what is
made of it. They are a signal that is weighed among others, never a reason on their own.
"""

from __future__ import annotations

import re

from bot.core.text import MAX_CHARACTERS, plain

_SHAPES = {
    "a name with an underscore": r"[a-z0-9]_+[a-z0-9]|(?<!\w)__?[a-z]",
    "a call": r"[a-z0-9]\((?!s\))",
    "a file of source or settings": r"[\w-]\.(?:py|html?|css|json|ya?ml|toml|ini|cfg|sql|txt)\b",
    "a name inside names": r"[a-z]\w*\.[a-z]\w+\.[a-z]",
    "an error's own name": r"\b[a-z]{2,}(?:error|exception|warning)\b",
    "a traceback": r"\btrace ?back\b|\bstack ?trace\b",
    "an assignment or a comparison": r"[\w\])]=['\"\w\[({]|[!=]=",
    "braces or brackets": r"[{}\[\]]",
    "a command's flag": r"(?<!\S)--[a-z]",
    "a path": r"(?<![\w.])(?:/[\w.-]+){2,}|(?<!\S)/\w+/",
}
"""Every shape by what it is, as a pattern over lower-case text without markup."""
_SHAPE = re.compile("|".join(f"(?:{pattern})" for pattern in _SHAPES.values()))
_SIGN = re.compile(r"[][_({}=/]")
_DOT = re.compile(r"\.[a-z]")
_TOLD = ("--", "error", "exception", "warning", "trace")
"""One of these every shape has and most questions have not: looked for first."""
_BLOCK = "```"
_EMPHASIS = re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]*)(?<=[^\s_])_(?!\w)")
"""Words in italics, as Slack writes them: "_really_"."""


def code_marks(text: str) -> int:
    """
    How many pieces of *text* look like code, a command or error output.
    """
    blocks = text.count(_BLOCK, 0, MAX_CHARACTERS)
    shown = plain(text)
    if "_" in shown:
        shown = _EMPHASIS.sub(r"\1", shown)
    has_trace = _SIGN.search(shown) or _DOT.search(shown) or any(map(shown.__contains__, _TOLD))
    shapes = len(_SHAPE.findall(shown)) if has_trace else 0
    return shapes + (blocks + 1) // 2
