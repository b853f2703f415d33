"""
What a button carries: all that is needed to compute its answer again, in any process.

The value is JSON, comes back from outside, and is believed only as far as its types go; whether
its topic and revision still exist is asked of the current knowledge.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final

from bot.slack.mrkdwn import cut

MOST_VALUE: Final = 2_000
"""Slack's limit for the value of a button."""
MOST_QUESTION: Final = 600
"""A longer question is cut; its topic then goes along, so that the answer stays the same."""
_FIELDS: Final = {"question": "q", "topic": "t", "revision": "r", "key": "k", "channel": "c"}
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Press:
    """
    The question a button stands for.
    """

    question: str
    topic: str
    """The topic a person picked, or empty: the question decides."""
    revision: str
    """Of the knowledge that the message with the button was made from."""
    key: str = ""
    """The question whose reply in a thread carries the button."""
    channel: str = ""
    """Where to share, when the message or view with the button does not say."""

    def with_topic_if_cut(self, topic: str) -> Press:
        """
        The same with *topic*, if the question is too long to travel whole.
        """
        whole = self.topic or len(self.question) <= MOST_QUESTION
        return self if whole else replace(self, topic=topic)

    def to_value(self) -> str:
        """
        The value of a button, within Slack's limit.
        """
        most = MOST_QUESTION
        while len(value := self._json(cut(self.question, most))) > MOST_VALUE and most:
            most //= 2
        return value

    def _json(self, question: str) -> str:
        given = {short: getattr(self, name) for name, short in _FIELDS.items()}
        given[_FIELDS["question"]] = question
        text = _ENCODER.encode({short: value for short, value in given.items() if value})
        # Nothing anywhere in a message looks like markup, not even where Slack shows nothing.
        for character in "<>&":
            text = text.replace(character, f"\\u{ord(character):04x}")
        return text.encode("utf-8", "replace").decode()

    @classmethod
    def from_value(cls, value: object) -> Press | None:
        """
        What *value* carries; None when it is none of ours.
        """
        if not isinstance(value, str) or len(value) > MOST_VALUE:
            return None
        try:
            given = json.loads(value)
        except (ValueError, RecursionError):
            return None
        if not isinstance(given, dict):
            return None
        fields = {name: given.get(short, "") for name, short in _FIELDS.items()}
        if not all(isinstance(one, str) for one in fields.values()) or not fields["revision"]:
            return None
        return cls(**fields)
