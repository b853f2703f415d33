"""
Which topics a question means, or none: similarity proposes, thresholds and margin decide.

The index is a linear model over sparse features (words, neighbours, letters), trained on the
utterances and terms of every topic and on the kinds of questions that must be declined. A score
costs time in proportion to the topics, not to the utterances.

Method: averaged passive-aggressive updates, PA-I (Crammer et al., "Online Passive-Aggressive
Algorithms", JMLR 7, 2006), over TF-IDF features; the order of training is fixed by a seed, so the
same base gives the same index on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.features import features
from bot.core.options import SLOT, STRANGER, Mentions, Names
from bot.core.spelling import Vocabulary
from bot.core.text import stem, words

PASSES = 6
AGGRESSIVENESS = 0.5
"""PA-I's C: the largest step an example may take."""
SHORTLIST = 3
"""Topics that are looked at more closely, and at most offered when asking back."""
SEED = 20

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """
    A phrasing and what it means: a topic, or a kind of question that must be declined.
    """

    label: str
    text: str
    weight: float = 1.0
    in_scope: bool = True
    is_term: bool = False
    """A word or phrase that means the topic, not a whole question."""


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
    coverage: float
    """The share of the question's weight that the base knows, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A topic that may be meant. Sorted by score, then by topic id, so ties never depend on files.
    """

    topic: str
    score: float
    """The linear model's score; about 1 for the model's own utterances."""
    utterance: str
    """The phrasing of the topic that is nearest to the question."""
    likeness: float
    """How alike question and utterance are, 0 to 100 (rapidfuzz's token sort ratio)."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    All that matching can say about a question, before any threshold.
    """

    query: Query
    candidates: tuple[Candidate, ...]
    """The best few topics, the best first."""
    elsewhere: str | None
    """The best kind of question to decline, by id."""
    elsewhere_score: float
    runner_up: float
    """The second best topic's score."""


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
        self._names = names
        given = list(examples)
        self._vocabulary = Vocabulary.of(
            (
                word
                for example in given
                for word in names.find(words(example.text)).words
                if word not in {SLOT, STRANGER}
            ),
            ordinary,
        )
        self.topics = tuple(sorted({one.label for one in given if one.in_scope}))
        self.kinds = tuple(sorted({one.label for one in given if not one.in_scope}))
        labels = {label: at for at, label in enumerate((*self.topics, *self.kinds))}
        stems = [self._stems(names.find(words(one.text)).words) for one in given]
        self._utterances: dict[str, list[tuple[str, str]]] = {}
        for one, of in zip(given, stems, strict=True):
            if one.in_scope and not one.is_term:
                self._utterances.setdefault(one.label, []).append(
                    (" ".join(sorted(of)), one.text)
                )
        self._exact = {
            of: one.label
            for one, of in zip(given, stems, strict=True)
            if one.in_scope and not one.is_term
        }
        bags = [features(of) for of in stems]
        seen: dict[str, int] = {}
        for bag in bags:
            for feature in bag:
                seen[feature] = seen.get(feature, 0) + 1
        self._column = {feature: at for at, feature in enumerate(seen)}
        self._rarity = np.array(
            [math.log(1 + len(bags) / count) for count in seen.values()], dtype=np.float32
        )
        self._unknown = math.log(1 + len(bags)) if bags else 1.0
        self._weights = self._train(
            [self._vector(bag) for bag in bags],
            [labels[one.label] for one in given],
            [one.weight for one in given],
        )

    def rank(self, text: str) -> Ranking:
        """
        The topics *text* may mean, the best first.
        """
        query = self.query(text)
        columns, values = self._vector(features(query.stems))
        scores = values @ self._weights[columns]
        in_scope = scores[: len(self.topics)]
        exact = self._exact.get(query.stems)
        if exact is not None:
            in_scope[self.topics.index(exact)] = max(1.0, float(in_scope.max(initial=0)) + 0.5)
        best = sorted(range(len(self.topics)), key=lambda at: (-in_scope[at], self.topics[at]))
        kinds = scores[len(self.topics) :]
        worst = int(kinds.argmax()) if len(kinds) else -1
        return Ranking(
            query=query,
            candidates=tuple(
                self._candidate(query, self.topics[at], float(in_scope[at]))
                for at in best[:SHORTLIST]
            ),
            elsewhere=self.kinds[worst] if worst >= 0 else None,
            elsewhere_score=float(kinds[worst]) if worst >= 0 else 0.0,
            runner_up=float(in_scope[best[1]]) if len(best) > 1 else 0.0,
        )

    def query(self, text: str) -> Query:
        """
        *text* with names found, misspelt words repaired and word forms folded.
        """
        spoken = words(text)
        mentions = self._names.find(spoken)
        repaired: list[str] = []
        corrected = list(mentions.corrected)
        for word in mentions.words:
            if word in {SLOT, STRANGER}:
                repaired.append(word)
                continue
            parts = self._vocabulary.split(word)
            better = " ".join(parts) if parts else self._vocabulary.repair(word)
            if better != word:
                corrected.append((word, better))
            repaired.extend(better.split())
        stems = self._stems(repaired)
        return Query(text, stems, mentions, tuple(corrected), self._coverage(stems))

    def _stems(self, spoken: Sequence[str]) -> tuple[str, ...]:
        return tuple(stem(word) for word in spoken)

    def _coverage(self, stems: Sequence[str]) -> float:
        known = total = 0.0
        for word in set(stems) - {SLOT}:
            column = self._column.get(f"word {word}")
            weight = self._unknown if column is None else float(self._rarity[column])
            total += weight
            known += 0.0 if column is None else weight
        return known / total if total else 0.0

    def _candidate(self, query: Query, topic: str, score: float) -> Candidate:
        utterances = self._utterances.get(topic, [])
        nearest = process.extractOne(
            " ".join(sorted(query.stems)), [of for of, _ in utterances], scorer=fuzz.ratio
        )
        if nearest is None:
            return Candidate(topic, score, "", 0.0)
        return Candidate(topic, score, utterances[nearest[2]][1], float(nearest[1]))

    def _vector(self, bag: Mapping[str, float]) -> tuple[NDArray[np.int64], Floats]:
        """Known features only, weighted by rarity, scaled to length one."""
        pairs = [(self._column[one], weight) for one, weight in bag.items() if one in self._column]
        columns = np.array([column for column, _ in pairs], dtype=np.int64)
        values = np.array([weight for _, weight in pairs], dtype=np.float32)
        values = values * self._rarity[columns]
        length = float(np.linalg.norm(values))
        return columns, values / length if length else values

    def _train(
        self,
        vectors: Sequence[tuple[NDArray[np.int64], Floats]],
        truth: Sequence[int],
        trust: Sequence[float],
    ) -> Floats:
        """One column of weights a label; the average over the passes."""
        labels = len(self.topics) + len(self.kinds)
        now = np.zeros((len(self._column), labels), dtype=np.float32)
        total = np.zeros_like(now)
        shuffle = np.random.default_rng(SEED)
        for _ in range(PASSES):
            for at in shuffle.permutation(len(vectors)):
                columns, values = vectors[at]
                scores = values @ now[columns]
                right = truth[at]
                reached = scores[right]
                scores[right] = -np.inf
                rival = int(scores.argmax())
                loss = 1.0 - (reached - scores[rival])
                if labels > 1 and loss > 0:
                    step = min(AGGRESSIVENESS * trust[at], loss / 2) * values
                    now[columns, right] += step
                    now[columns, rival] -= step
            total += now
        return total / PASSES
