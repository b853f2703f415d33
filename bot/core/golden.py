"""
The golden questions as values: what the bot must make of questions it was not built from.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import Id, Phrase, Value


class GoldenQuestion(Value):
    """
    A question on a topic, and what must come of it.
    """

    q: str
    options: tuple[Id, ...] = ()
    lean: Id
    topics: tuple[Id, ...] = ()
    """Other topics that are right as well."""


class GoldenTopic(Value):
    """
    ``golden/<topic-id>.yaml``: questions on one topic.
    """

    topic: Id
    questions: tuple[GoldenQuestion, ...]


class DeclinedQuestion(Value):
    """
    A question that must be declined, and why.
    """

    q: str
    kind: Phrase


class AmbiguousQuestion(Value):
    """
    A question that fits several topics equally, so that the bot must ask back.
    """

    q: str
    topics: tuple[Id, ...]


class SeveralQuestion(Value):
    """
    A question on several topics at once: the reply must be on all of them, and no others.
    """

    q: str
    topics: tuple[Id, ...]


class DeclineFile(Value):
    """``golden/_decline.yaml``."""

    questions: tuple[DeclinedQuestion, ...]


class AmbiguousFile(Value):
    """``golden/_ambiguous.yaml``."""

    questions: tuple[AmbiguousQuestion, ...]


class SeveralFile(Value):
    """``golden/_several.yaml``."""

    questions: tuple[SeveralQuestion, ...]


class PairsFile(Value):
    """``golden/_pairs.yaml``: pairs that mean the same."""

    pairs: tuple[tuple[str, str], ...]


class GoldenDecision(Value):
    """
    A description of a project, the option a fair reader would take, and the criteria it names.
    """

    text: str
    option: Id
    """An option's id, or ``either``."""
    criteria: dict[Id, Id]
    """The level of every criterion the text states, and of no other."""


class DecisionsFile(Value):
    """``golden/_decisions.yaml``."""

    decisions: tuple[GoldenDecision, ...]


@dataclass(frozen=True, slots=True)
class Golden:
    """
    All golden questions of a knowledge folder.
    """

    topics: tuple[GoldenTopic, ...] = ()
    declined: tuple[DeclinedQuestion, ...] = ()
    ambiguous: tuple[AmbiguousQuestion, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    decisions: tuple[GoldenDecision, ...] = ()
    several: tuple[SeveralQuestion, ...] = ()
