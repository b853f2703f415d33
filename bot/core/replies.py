"""
What the bot says to a question, as values: an answer, a question back, or a refusal.

Every edge renders these; none of them decides anything further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.citations import SourcedClaim
from bot.core.model import Disagreement
from bot.core.ranking import Ranking
from bot.core.recommendation import Recommendation
from bot.core.shapes import Kind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A question the bot can answer, and its topic.
    """

    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class DecidingCondition:
    """
    When this holds, this option (by name) is the one.
    """

    when: str
    option: str


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A recommendation or a fact, with the claims that carry it.
    """

    question: str
    kind: Kind
    topics: tuple[str, ...]
    options: tuple[str, ...]
    lean: str
    """An option's id, ``either`` or ``none``."""
    headline: str
    """Answers the question directly, in one or two sentences."""
    conditions: tuple[DecidingCondition, ...]
    claims: tuple[SourcedClaim, ...]
    """Shown at once."""
    more_claims: tuple[SourcedClaim, ...]
    """The rest that bears on the question."""
    disagreements: tuple[Disagreement, ...]
    """Those that bear on the claims shown."""
    more_disagreements: tuple[Disagreement, ...]
    strangers: tuple[str, ...]
    """Names in the question that the base knows nothing of."""
    confidence: float
    """The probability that the topic is the one meant, 0 to 1."""
    level: str
    """The name of the sentence that says how sure the bot is."""
    revision: str
    ranking: Ranking | None
    criteria: Mapping[str, str] = field(default_factory=dict)
    """Level by criterion of the decision table, as far as the question states any."""
    decision: Recommendation | None = None
    """What the table recommends, where the question was answered from it."""


@dataclass(frozen=True, slots=True)
class Clarification:
    """
    Two or three topics are meant equally: the bot asks which.
    """

    question: str
    options: tuple[str, ...]
    text: str
    suggestions: tuple[Suggestion, ...]
    revision: str
    ranking: Ranking | None


@dataclass(frozen=True, slots=True)
class Decline:
    """
    Nothing the bot knows: it says so, says what it does know, and offers what it can answer.
    """

    question: str
    options: tuple[str, ...]
    text: str
    intro: str
    """Leads over to the suggestions."""
    suggestions: tuple[Suggestion, ...]
    strangers: tuple[str, ...]
    revision: str
    ranking: Ranking | None


Reply = Answer | Clarification | Decline
