"""
Which topics a question may mean, the best first: similarity proposes, `judgement` decides.

Two linear models over the same features (words, neighbours, letters): one tells the topics, and
the kinds of questions that must be declined, from each other; the other tells questions that can
be answered from those that cannot. Both learn from what curators wrote, nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.core.learned import Example, Learned
from bot.core.options import NAMED, SLOT, STRANGER, Mentions, Names
from bot.core.politeness import without_courtesies
from bot.core.spelling import Vocabulary
from bot.core.text import question_in, stem, words

SHORTLIST = 3
"""Topics that are looked at more closely, and at most offered when asking back."""
EXACT_LEAD = 0.5
"""By how much an exact utterance leads its topic; an exact utterance always wins."""
BESIDE = frozenset({"or", "and", "over", "than"})
"""Words that set two things side by side ("vs" is read as "or")."""


@dataclass(frozen=True, slots=True)
class Query:
    """
    What a person asked, once, with what the index made of the words.
    """

    text: str
    stems: tuple[str, ...]
    mentions: Mentions
    asked: tuple[str, ...]
    """The words, with names taken out, of the sentence that asks."""
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
    Everything needed to rank topics for a question; only read.
    """

    def __init__(
        self, learned: Learned, names: Names, ordinary: frozenset[str] = frozenset()
    ) -> None:
        self.learned = learned
        self._names = names
        self._vocabulary = Vocabulary.of(learned.words, ordinary)
        self._known_on = {topic: frozenset(of) for topic, of in learned.known_on.items()}
        self._known = frozenset().union(*self._known_on.values())
        self._known_stems = self._vocabulary.stems
        self._exact: dict[str, str] = {}
        self._sorted: dict[str, list[str]] = {}
        for topic, utterances in learned.utterances.items():
            self._sorted[topic] = [_in_order(stems) for stems, _ in utterances]
            for stems, _ in utterances:
                self._exact.setdefault(stems, topic)

    @classmethod
    def build(
        cls, examples: Iterable[Example], names: Names, ordinary: frozenset[str] = frozenset()
    ) -> Index:
        """
        An index of *examples*; misspellings are mended, but *ordinary* words are left alone.
        """
        return cls(Learned.of(examples, names), names, ordinary)

    def rank(self, text: str) -> Ranking:
        """
        The topics *text* may mean, the best first.
        """
        query = self.query(text)
        learned = self.learned
        *scores, answerable = learned.table.scores(query.stems).round(6).tolist()
        topics = dict(zip(learned.topics, scores, strict=False))
        exact = self._exact.get(" ".join(query.stems))
        if exact is not None:
            topics[exact] = max(1.0, max(topics.values()) + EXACT_LEAD)
        best = sorted(topics, key=lambda topic: (-topics[topic], topic))
        kinds = dict(zip(learned.kinds, scores[len(learned.topics) :], strict=True))
        elsewhere = min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else None
        return Ranking(
            query=query,
            candidates=tuple(
                self._candidate(query, topic, topics[topic]) for topic in best[:SHORTLIST]
            ),
            runner_up=topics[best[1]] if len(best) > 1 else 0.0,
            elsewhere=elsewhere,
            elsewhere_score=kinds[elsewhere] if elsewhere else 0.0,
            answerable=answerable,
        )

    def nearest_topic(self, text: str) -> str:
        """
        The topic that wins *text* by what was learned alone, exact utterances not counting.
        """
        scores = self.learned.table.scores(self.query(text).stems)[: len(self.learned.topics)]
        return self.learned.topics[int(scores.argmax())]

    def query(self, text: str) -> Query:
        """
        *text* with names found, misspelt words repaired and word forms folded.
        """
        mentions = self._names.find(without_courtesies(words(text)))
        corrected = list(mentions.corrected)
        repaired: list[str] = []
        for word in mentions.words:
            better = word if word in NAMED else self._vocabulary.mend(word)
            if better != word:
                corrected.append((word, better))
            repaired.extend(better.split())
        repaired = self._vocabulary.joined(repaired)
        unheard = self._unheard_of(repaired)
        if unheard:
            repaired = [STRANGER if word in unheard else word for word in repaired]
            strangers = (*mentions.strangers, *unheard)
            mentions = replace(mentions, words=tuple(repaired), strangers=strangers)
        if len(mentions.options) > 1:
            # A third name beside two that are known changes nothing of what is asked about these.
            repaired = [word for word in repaired if word != STRANGER]
        stems = tuple(stem(word) for word in repaired)
        unknown = self._weight(set(stems) - self._known)
        asked = self._names.find(without_courtesies(words(question_in(text)))).words
        return Query(text, stems, mentions, asked or mentions.words, tuple(corrected), unknown)

    def _unheard_of(self, spoken: Sequence[str]) -> list[str]:
        """Words the base has never met, set beside an option: "■ or quux", "faster than quux"."""
        found: list[str] = []
        for first, between, last in zip(spoken, spoken[1:], spoken[2:], strict=False):
            is_beside = between in BESIDE and SLOT in {first, last}
            beside = {first, last} if is_beside else set()
            if between == "than" and SLOT in spoken and last not in self._vocabulary.ordinary:
                beside.add(last)
            found.extend(
                word
                for word in sorted(beside - NAMED)
                if word not in found and stem(word) not in self._known_stems
            )
        return found

    def _candidate(self, query: Query, topic: str, score: float) -> Candidate:
        found = process.extract(
            _in_order(" ".join(query.stems)), self._sorted[topic], scorer=fuzz.ratio, limit=1
        )
        asked = set(query.stems)
        known, total = self._weight(asked & self._known_on[topic]), self._weight(asked)
        return Candidate(
            topic=topic,
            score=score,
            utterance=self.learned.utterances[topic][found[0][2]][1] if found else "",
            likeness=float(found[0][1]) if found else 0.0,
            known=known,
            coverage=known / total if total else 0.0,
        )

    def _weight(self, stems: Collection[str]) -> float:
        """What *stems* weigh together; names tell nothing and weigh nothing."""
        return sum(self._rarity(word) for word in sorted(stems) if word not in NAMED)

    def _rarity(self, stem: str) -> float:
        """How telling *stem* is; one that was never seen is as telling as can be."""
        return math.log(1 + self.learned.texts / max(1, self.learned.counts.get(stem, 0)))


def _in_order(stems: str) -> str:
    """Words sorted, as rapidfuzz's token sort ratio compares them."""
    return " ".join(sorted(stems.split()))
