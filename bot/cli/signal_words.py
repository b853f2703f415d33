"""
What the signals behind a judgement mean, in a curator's words; and which of them decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.thresholds import Logistic


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Signals that only mean something together, and what they say when they speak for or against.
    """

    signals: tuple[str, ...]
    speaks_for: str
    speaks_against: str


_KNOWN_WORDS = Reason(
    ("coverage", "known", "unknown", "familiar", "jargon"),
    "the topic knows its words",
    "the topic does not know its words, or only common ones",
)
_NAMES = Reason(
    ("names_option", "names_several"), "it names the options", "it does not name the options"
)
_LIKENESS = Reason(
    ("likeness",),
    "a phrasing of the topic is much like it",
    "no phrasing of the topic is much like it",
)
_LENGTH = Reason(
    ("length", "words", "thin"),
    "it is neither too short nor a long story",
    "it is very short, or tells a long story",
)
_TERM = Reason(("term",), "it says a heavy term of the topic", "it says no heavy term of the topic")
SCOPE_REASONS = (
    Reason(
        ("top", "lead", "over_elsewhere", "answerable"),
        "it is more like the topics than like what must be declined",
        "it is nearly as much like what must be declined as like the topics",
    ),
    _KNOWN_WORDS,
    _LIKENESS,
    _TERM,
    _NAMES,
    Reason(
        ("asks_fact", "asks_about", "asks_how_to"),
        "it is asked as people ask about a choice",
        "it asks for instructions, or for a fact",
    ),
    Reason(("code",), "there is no code in it", "there is code or error output in it"),
    _LENGTH,
)
TOPIC_REASONS = (
    Reason(
        ("top", "lead", "lead_over_third"),
        "one topic leads the others clearly",
        "several topics are close together",
    ),
    _KNOWN_WORDS,
    _LIKENESS,
    _TERM,
    Reason(
        ("answerable",),
        "its words are those of questions that can be answered",
        "its words are hardly those of questions that can be answered",
    ),
    _LENGTH,
)
LEAST = 0.15
"""Reasons that move the decision by less (in log-odds) are not told."""


def told(
    reasons: Sequence[Reason],
    model: Logistic,
    given: Mapping[str, float],
    middle: Mapping[str, float],
) -> Iterator[str]:
    """
    What spoke for and against, the weightiest first: *given* held against the *middle* between
    questions that are clearly answered and questions that are clearly declined.
    """
    moved = []
    for reason in reasons:
        by = sum(
            model.weights.get(name, 0.0) * (given[name] - middle[name]) for name in reason.signals
        )
        moved.append((by, reason))
    moved.sort(key=lambda one: -abs(one[0]))
    for by, reason in moved:
        if abs(by) >= LEAST:
            says = reason.speaks_for if by > 0 else reason.speaks_against
            yield f"{'for' if by > 0 else 'against':<7} {by:+5.1f}  {says}"
