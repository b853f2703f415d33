"""
Which topics a question may mean, the best first: similarity proposes, `judgement` decides.

Two linear models over the same features (words, neighbours, letters): one tells the topics, and
the kinds of questions that must be declined, from each other; the other tells questions that can
be answered from those that cannot. Both learn from what curators wrote, nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.core.features import features
from bot.core.learning import LinearModel, Space
from bot.core.options import SLOT, STRANGER, Mentions, Names
from bot.core.politeness import without_courtesies
from bot.core.spelling import Vocabulary
from bot.core.text import stem, words

SHORTLIST = 3
"""Topics that are looked at more closely, and at most offered when asking back."""
EXACT_LEAD = 0.5
"""By how much an exact utterance leads its topic; an exact utterance always wins."""


class Role(StrEnum):
    """
    What a text tells about its label.
    """

    UTTERANCE = "utterance"
    """A whole question: learned from, compared with, and an exact match wins."""
    TERM = "term"
    """A word, phrase or claim on the topic: learned from."""
    BACKGROUND = "background"
    """What also bears on the topic: its words are known there, nothing more."""


@dataclass(frozen=True, slots=True)
class Example:
    """
    A text and what it means: a topic, or a kind of question that must be declined.
    """

    label: str
    text: str
    weight: float = 1.0
    in_scope: bool = True
    role: Role = Role.UTTERANCE


@dataclass(frozen=True, slots=True)
class Query:
    """
    What a person asked, once, with what the index made of the words.
    """

    text: str
    stems: tuple[str, ...]
    mentions: Mentions
    corrected: tuple[tuple[str, str], ...]
    """Words that were repaired, and what they were taken for."""
    unknown: float
    """The weight of the words that no topic knows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A topic that may be meant. Sorted by score, then by topic id, so ties never depend on files.
    """

    topic: str
    score: float
    """The linear model's score; about 1 for the topic's own utterances."""
    utterance: str
    """The phrasing of the topic that is nearest to the question."""
    likeness: float
    """How alike question and utterance are, 0 to 100 (rapidfuzz's token sort ratio)."""
    known: float
    """The weight of the question's words that are known on this topic."""
    coverage: float
    """The share of the question's weight in those words, 0 to 1."""


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


class Index:
    """
    Everything needed to rank topics for a question; built once from a base, then only read.
    """

    def __init__(
        self,
        examples: Iterable[Example],
        names: Names,
        ordinary: frozenset[str] = frozenset(),
    ) -> None:
        given = list(examples)
        spoken = [names.find(without_courtesies(words(one.text))).words for one in given]
        self._names = names
        self._vocabulary = Vocabulary.of(
            (word for of in spoken for word in of if word not in {SLOT, STRANGER}), ordinary
        )
        stems = [tuple(stem(word) for word in self._vocabulary.joined(of)) for of in spoken]
        self.topics = tuple(sorted({one.label for one in given if one.in_scope}))
        self.kinds = tuple(sorted({one.label for one in given if not one.in_scope}))
        self._exact: dict[tuple[str, ...], str] = {}
        self._utterances: dict[str, list[tuple[str, str]]] = {}
        self._known_on: dict[str, set[str]] = {topic: set() for topic in self.topics}
        for one, of in zip(given, stems, strict=True):
            if one.in_scope:
                self._known_on[one.label].update(of)
            if one.in_scope and one.role is Role.UTTERANCE:
                self._exact.setdefault(of, one.label)
                self._utterances.setdefault(one.label, []).append((_sorted(of), one.text))
        self._known = frozenset().union(*self._known_on.values())
        self._learn(
            [
                (one, features(of))
                for one, of in zip(given, stems, strict=True)
                if one.role is not Role.BACKGROUND
            ]
        )

    def _learn(self, examples: Sequence[tuple[Example, dict[str, float]]]) -> None:
        numbers = {label: at for at, label in enumerate((*self.topics, *self.kinds))}
        self._space = Space([bag for _, bag in examples])
        vectors = [self._space.vector(bag) for _, bag in examples]
        self._meanings = LinearModel.learn(
            vectors,
            [numbers[one.label] for one, _ in examples],
            [one.weight for one, _ in examples],
            len(self._space.columns),
            len(numbers),
        )
        whole = [at for at, (one, _) in enumerate(examples) if one.role is Role.UTTERANCE]
        self._scope = LinearModel.learn(
            [vectors[at] for at in whole],
            [0 if examples[at][0].in_scope else 1 for at in whole],
            [1.0] * len(whole),
            len(self._space.columns),
            2,
        )

    def rank(self, text: str) -> Ranking:
        """
        The topics *text* may mean, the best first.
        """
        query = self.query(text)
        vector = self._space.vector(features(query.stems))
        scores = [float(score) for score in self._meanings.scores(vector)]
        topics = dict(zip(self.topics, scores, strict=False))
        exact = self._exact.get(query.stems)
        if exact is not None:
            topics[exact] = max(1.0, max(topics.values()) + EXACT_LEAD)
        best = sorted(topics, key=lambda topic: (-topics[topic], topic))
        kinds = dict(zip(self.kinds, scores[len(self.topics) :], strict=True))
        elsewhere = min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else None
        can, cannot = self._scope.scores(vector)
        return Ranking(
            query=query,
            candidates=tuple(
                self._candidate(query, topic, topics[topic]) for topic in best[:SHORTLIST]
            ),
            runner_up=topics[best[1]] if len(best) > 1 else 0.0,
            elsewhere=elsewhere,
            elsewhere_score=kinds[elsewhere] if elsewhere else 0.0,
            answerable=float(can - cannot),
        )

    def query(self, text: str) -> Query:
        """
        *text* with names found, misspelt words repaired and word forms folded.
        """
        mentions = self._names.find(without_courtesies(words(text)))
        corrected = list(mentions.corrected)
        repaired: list[str] = []
        for word in mentions.words:
            better = word if word in {SLOT, STRANGER} else self._vocabulary.mend(word)
            if better != word:
                corrected.append((word, better))
            repaired.extend(better.split())
        stems = tuple(stem(word) for word in self._vocabulary.joined(repaired))
        unknown = self._weight(set(stems) - self._known)
        return Query(text, stems, mentions, tuple(corrected), unknown)

    def _candidate(self, query: Query, topic: str, score: float) -> Candidate:
        utterance, likeness = self._nearest(query, self._utterances.get(topic, []))
        asked = set(query.stems)
        known, total = self._weight(asked & self._known_on[topic]), self._weight(asked)
        return Candidate(
            topic=topic,
            score=score,
            utterance=utterance,
            likeness=likeness,
            known=known,
            coverage=known / total if total else 0.0,
        )

    @staticmethod
    def _nearest(query: Query, utterances: Sequence[tuple[str, str]]) -> tuple[str, float]:
        """The utterance nearest to the question, as written, and how alike they are."""
        found = process.extract(
            _sorted(query.stems), [of for of, _ in utterances], scorer=fuzz.ratio, limit=1
        )
        return (utterances[found[0][2]][1], float(found[0][1])) if found else ("", 0.0)

    def _weight(self, stems: Collection[str]) -> float:
        """What *stems* weigh together; named options tell nothing and weigh nothing."""
        return sum(self._space.rarity(f"word {word}") for word in sorted(stems) if word != SLOT)


def _sorted(stems: Sequence[str]) -> str:
    return " ".join(sorted(stems))
