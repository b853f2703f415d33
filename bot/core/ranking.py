"""
What matching makes of a question: the words it has, and the topics they may mean, the best first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.core.options import Mentions
from bot.core.phrasing import Phrasing, phrasing


@dataclass(frozen=True)
class Query:
    """
    What a person asked, once, with what the index made of the words.
    """

    text: str
    stems: tuple[str, ...]
    mentions: Mentions
    asked: tuple[str, ...]
    """The words, with names taken out and the others repaired, of the sentence that asks."""
    corrected: tuple[tuple[str, str], ...]
    """Words that were repaired, and what they were taken for."""
    unknown: float
    """The weight of the words that no topic knows."""
    familiar: float = 1.0
    """The share of the words, names not counted, that some topic uses, 0 to 1."""
    jargon: int = 0
    """How many words are neither English nor met anywhere in the base: mostly names."""

    @cached_property
    def how(self) -> Phrasing:
        """What kind of question it is."""
        return phrasing(self.asked, len(self.mentions.options))


@dataclass(frozen=True, slots=True)
class Asked:
    """
    The stems of a question, as candidates are compared with them.
    """

    in_order: str
    """All of them, sorted."""
    weights: Mapping[str, float]
    """What each of them weighs; names are not weighed."""
    total: float


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known to be asked on a topic.
    """

    stems: frozenset[str]
    in_order: str
    """The stems of every utterance, sorted, a line each."""
    utterances: Sequence[str]


@dataclass(frozen=True)
class Candidate:
    """
    A topic that may be meant. Sorted by score, then by topic id, so ties never depend on files.

    What it has in common with the question is looked for when needed: for most it never is.
    """

    topic: str
    score: float
    """The linear model's score; about 1 for the topic's own utterances."""
    asked: Asked = field(repr=False)
    on: Known = field(repr=False)

    @cached_property
    def known(self) -> float:
        """The weight of the question's words that are known on this topic."""
        weights = self.asked.weights
        return math.fsum(map(weights.__getitem__, self.on.stems.intersection(weights)))

    @property
    def coverage(self) -> float:
        """The share of the question's weight in those words, 0 to 1."""
        return self.known / self.asked.total if self.asked.total else 0.0

    @cached_property
    def nearest(self) -> tuple[str, float]:
        """
        The utterance that is most alike, and how much: 0 to 100 (rapidfuzz's token sort ratio).
        """
        if not self.on.in_order:
            return "", 0.0
        known = self.on.in_order.split("\n")
        _, likeness, at = process.extractOne(self.asked.in_order, known, scorer=fuzz.ratio)
        return self.on.utterances[at], likeness

    @property
    def utterance(self) -> str:
        """The phrasing of the topic that is nearest to the question."""
        return self.nearest[0]

    @property
    def likeness(self) -> float:
        """How alike question and utterance are, 0 to 100."""
        return self.nearest[1]


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    All that matching can say about a question, before any threshold.
    """

    query: Query
    candidates: tuple[Candidate, ...]
    """The best few topics, the best first."""
    runner_up: float
    """The second best topic's score."""
    elsewhere: str | None
    """The best kind of question to decline, by id."""
    elsewhere_score: float
    answerable: float
    """By how much it looks more like a question on the topics than like one to decline."""
