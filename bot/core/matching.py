"""
Which topics a question may mean, the best first: similarity proposes, `judgement` decides.

Two linear models over the same features (words, neighbours, letters): one tells the topics, and
the kinds of questions that must be declined, from each other; the other tells questions that can
be answered from those that cannot. Both learn from what curators wrote, nothing else.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.core.learned import Example, Learned
from bot.core.options import NAMED, SLOT, STRANGER, Names
from bot.core.politeness import without_courtesies
from bot.core.ranking import Asked, Candidate, Known, Query, Ranking
from bot.core.repair import Repair
from bot.core.spelling import Vocabulary
from bot.core.text import question_in, stem, words

SHORTLIST = 3
"""Topics that are looked at more closely, and at most offered when asking back."""
EXACT_LEAD = 0.5
"""By how much an exact utterance leads its topic; an exact utterance always wins."""
EVERYWHERE = 0.6
"""A word that is known on more than this share of the topics tells none of them."""
BESIDE = frozenset({"or", "and", "over", "than"})
"""Words that set two things side by side ("vs" is read as "or")."""


class Index:
    """
    Everything needed to rank topics for a question; only read.

    Of what was learned it keeps what it looks at; the rest goes when whoever made it lets go.
    """

    def __init__(self, learned: Learned, names: Names, ordinary: Set[str] = frozenset()) -> None:
        self.topics = learned.topics
        self.table = learned.table
        self._kinds = learned.kinds
        self._names = names
        self.words = learned.words
        self._vocabulary = Vocabulary.of(self.words, ordinary)
        known_on = {topic: frozenset(of) for topic, of in learned.known_on.items()}
        self._known = frozenset().union(*known_on.values())
        known = Counter(chain.from_iterable(known_on.values()))
        most = EVERYWHERE * len(known_on)
        self._everywhere = NAMED | {word for word, topics in known.items() if topics > most}
        self._known_stems = self._vocabulary.stems
        self._repair = Repair(self._vocabulary, self.table.knows)
        texts = learned.texts
        self._rarest = math.log(1 + texts)
        self._rarity = {word: math.log(1 + texts / n) for word, n in learned.counts.items() if n}
        """How telling each stem is in a question's coverage."""
        self._exact: dict[str, int] = {}
        """By an utterance's stems: its topic's number."""
        self._on: dict[str, Known] = {}
        """By topic: what is known to be asked."""
        for at, topic in enumerate(learned.topics):
            utterances = learned.utterances[topic]
            self._on[topic] = Known(
                stems=known_on[topic],
                in_order="\n".join(_in_order(stems.split()) for stems, _ in utterances),
                utterances=[said for _, said in utterances],
            )
            for stems, _ in utterances:
                self._exact.setdefault(stems, at)

    @classmethod
    def build(
        cls, examples: Iterable[Example], names: Names, ordinary: Set[str] = frozenset()
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
        found = self.table.scores(query.stems).round(6) + 0.0  # no minus zero
        topics, kinds = found[: len(self.topics)], found[len(self.topics) : -1]
        exact = self._exact.get(" ".join(query.stems))
        if exact is not None:
            topics[exact] = max(1.0, topics.max() + EXACT_LEAD)
        best, names = _best(topics), self.topics
        elsewhere = int(kinds.argmax()) if len(kinds) else None
        weights = {stem: self._rarity.get(stem, self._rarest) for stem in query.stems}
        for mark in NAMED:
            weights.pop(mark, None)
        asked = Asked(_in_order(query.stems), weights, math.fsum(weights.values()))
        return Ranking(
            query=query,
            candidates=tuple(
                [Candidate(names[at], float(topics[at]), asked, self._on[names[at]]) for at in best]
            ),
            runner_up=float(topics[best[1]]) if len(best) > 1 else 0.0,
            elsewhere=None if elsewhere is None else self._kinds[elsewhere],
            elsewhere_score=0.0 if elsewhere is None else float(kinds[elsewhere]),
            answerable=float(found[-1]),
        )

    def says_nothing(self, word: str, *, even_if_ordinary: bool) -> bool:
        """
        Whether *word* has no bearing on any topic, or on all alike: "our", "project", a name.

        Ordinary English that the base has never met ("lunch") counts only *even_if_ordinary*.
        """
        meant = stem(word)
        if meant in self._everywhere:
            return True
        is_met = meant in self._known_stems or word in self._vocabulary.counts
        return not is_met and (even_if_ordinary or word not in self._vocabulary.ordinary)

    def scores(self, query: Query) -> dict[str, float]:
        """
        How near *query* is to each topic by what was learned alone, exact utterances not counting.
        """
        found = self.table.scores(query.stems)[: len(self.topics)].round(6).tolist()
        return dict(zip(self.topics, found, strict=True))

    def query(self, text: str) -> Query:
        """
        *text* with names found, misspelt words repaired and word forms folded.
        """
        said = mentions = self._names.find(without_courtesies(words(text)))
        named = None if mentions.options else self._repair.named(mentions.words, self._names)
        if named:
            mentions = mentions.with_name(*named)
        repaired, better = self._repair(mentions.words)
        corrected = [*mentions.corrected, *better]
        repaired = self._vocabulary.joined(repaired)
        unheard = self._unheard_of(repaired)
        if unheard:
            repaired = [STRANGER if word in unheard else word for word in repaired]
            strangers = (*mentions.strangers, *unheard)
            mentions = replace(mentions, words=tuple(repaired), strangers=strangers)
        if len(mentions.options) > 1:
            # A third name beside two that are known changes nothing of what is asked about these.
            repaired = _without_strangers(repaired)
        stems = tuple(map(stem, repaired))
        said_stems = set(stems) - NAMED
        strange = said_stems - self._known
        sentence = question_in(text)
        if sentence is not text:
            said = self._names.find(without_courtesies(words(sentence)))
        asked = said.words or mentions.words
        if corrected:
            meant = dict(corrected)
            asked = tuple([part for word in asked for part in meant.get(word, word).split()])
        return Query(
            text=text,
            stems=stems,
            mentions=mentions,
            asked=asked,
            corrected=tuple(corrected),
            unknown=self._weight(strange),
            familiar=1 - len(strange) / len(said_stems) if said_stems else 1.0,
            jargon=len(self._vocabulary.unknown(repaired) - NAMED),
        )

    def _unheard_of(self, spoken: Sequence[str]) -> list[str]:
        """Words the base has never met, set beside an option: "■ or quux", "faster than quux"."""
        found: list[str] = []
        if SLOT not in spoken or BESIDE.isdisjoint(spoken):
            return found
        for first, between, last in zip(spoken, spoken[1:], spoken[2:], strict=False):
            if between not in BESIDE:
                continue
            beside = {first, last} if SLOT in {first, last} else set()
            if between == "than" and last not in self._vocabulary.ordinary:
                beside.add(last)
            found.extend(
                word
                for word in sorted(beside - NAMED)
                if word not in found and stem(word) not in self._known_stems
            )
        return found

    def _weight(self, stems: Iterable[str]) -> float:
        """What *stems* weigh together; one that was never seen weighs as much as can be."""
        rarity, most = self._rarity, self._rarest
        return math.fsum([rarity.get(stem, most) for stem in stems])


def _without_strangers(spoken: Sequence[str]) -> list[str]:
    """*spoken* without strangers, each with the word that set it beside an option."""
    kept: list[str] = []
    for word in spoken:
        if word != STRANGER:
            is_joining = word in {"or", "and"} and (not kept or kept[-1] in {"or", "and"})
            kept.extend(() if is_joining else (word,))
        elif kept and kept[-1] in {"or", "and"}:
            kept.pop()
    return kept


def _best(scores: NDArray[np.float64]) -> list[int]:
    """
    Where the few highest *scores* are, the highest first, and of equals the first.

    Topics are in the order of their ids, so equal scores stay in that order.
    """
    found: list[int] = (-scores).argsort(kind="stable")[:SHORTLIST].tolist()
    return found


def _in_order(stems: Iterable[str]) -> str:
    """Words sorted, as rapidfuzz's token sort ratio compares them."""
    return " ".join(sorted(stems))
