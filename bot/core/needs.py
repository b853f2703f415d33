"""
Criteria read out of free text: "small internal tool, two weeks, needs an admin".

What states a level is data: its *cues*, and, for what a text denies ("no admin needed"), its
*denied* words. Read cautiously: what is hedged, and what is said both ways, is left to be asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

from bot.core.clauses import Clause, clauses
from bot.core.cues import Cue, compiled, cue_words, found, needed
from bot.core.decision_table import DecisionTable
from bot.core.recommendation import Responses
from bot.core.spelling import Vocabulary


@dataclass(frozen=True, slots=True)
class Understanding:
    """
    The criteria a text states.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    """Level id by criterion id, in the order of the table."""
    said: Mapping[str, str] = field(default_factory=dict)
    """The words that say so, by criterion id."""

    @property
    def responses(self) -> Responses:
        """The same as answers to the table."""
        return Responses(dict(self.levels))


@dataclass(frozen=True, slots=True)
class _Met:
    """A cue met in a text: what it states, and the words it took."""

    criterion: str
    level: str
    places: frozenset[tuple[int, int]]
    """Number of the clause, and of the word in it."""
    said: str
    is_length: bool
    """Whether it is a length of time, which may tell of anything."""

    def outdoes(self, other: _Met) -> bool:
        """
        Whether it says more exactly what *other* takes from some of the same words.

        A length of time tells one thing only: "for two years" is no deadline.
        """
        is_rival = self.criterion == other.criterion or other.is_length
        return is_rival and other.places < self.places


class Needs:
    """
    The cues of one table, ready to be found; only read.
    """

    def __init__(self, table: DecisionTable, ordinary: Set[str] = frozenset()) -> None:
        self._order = tuple(table.criterion_of)
        self._cues: list[tuple[str, str, bool, Cue]] = []
        self._outdoes = {
            (criterion.id, level.id): level.outdoes
            for criterion in table.criteria
            for level in criterion.levels
        }
        counts: dict[str, int] = {}
        for criterion in table.criteria:
            for level in criterion.levels:
                for is_denied, cues in ((False, level.cues), (True, level.denied)):
                    for cue in cues:
                        self._cues.append(
                            (criterion.id, level.id, is_denied, compiled(cue, table.words))
                        )
                        for word in cue_words(cue, table.words):
                            counts[word] = counts.get(word, 0) + 1
        self._vocabulary = Vocabulary.of(counts, ordinary)
        self._with: dict[str, list[int]] = {}
        """By stem: the cues of which it may be the rarest word."""
        self._measured: list[int] = []
        """The cues that are numbers or lengths of time and nothing else."""
        self._needed = [needed(cue) for _, _, _, cue in self._cues]
        """Of each cue: for each of its places, one of which stems a clause must have."""
        uses = Counter(chain.from_iterable(chain.from_iterable(self._needed)))
        for at, places in enumerate(self._needed):
            rarest = min(places, key=lambda stems: sum(map(uses.__getitem__, stems)), default=None)
            for stem in rarest or ():
                self._with.setdefault(stem, []).append(at)
            if rarest is None:
                self._measured.append(at)

    def understood(self, text: str) -> Understanding:
        """
        What *text* states. A longer cue outdoes a shorter one of its criterion in its words, and a
        level those that the table says; a criterion with two levels left is not taken as stated.
        """
        spoken = clauses(text, self._vocabulary)
        met = [one for at, clause in enumerate(spoken) for one in self._met(at, clause)]
        by_criterion: dict[str, list[_Met]] = {}
        for one in met:
            if not any(other.outdoes(one) for other in met):
                by_criterion.setdefault(one.criterion, []).append(one)
        levels: dict[str, str] = {}
        said: dict[str, str] = {}
        for criterion in filter(by_criterion.__contains__, self._order):
            stated = self._strongest(by_criterion[criterion])
            if len({one.level for one in stated}) == 1:
                levels[criterion] = stated[0].level
                said[criterion] = max((one.said for one in stated), key=len)
        return Understanding(levels, said)

    def _strongest(self, stated: list[_Met]) -> list[_Met]:
        """*stated* without the levels that another of them outdoes."""
        outdone = {
            level for one in stated for level in self._outdoes.get((one.criterion, one.level), ())
        }
        return [one for one in stated if one.level not in outdone] or stated

    def _possible(self, clause: Clause) -> list[tuple[str, str, bool, Cue]]:
        """The cues whose words are in *clause*, in whatever order they stand there."""
        is_told = self._measured and any(one.is_told for one in clause.tokens)
        possible = {*self._measured} if is_told else set()
        said = {token.stem for token in clause.tokens}
        for stem in said:
            possible.update(self._with.get(stem, ()))
        return [
            self._cues[at]
            for at in sorted(possible)
            if not any(map(said.isdisjoint, self._needed[at]))
        ]

    def _met(self, number: int, clause: Clause) -> Sequence[_Met]:
        return [
            _Met(
                criterion,
                level,
                frozenset((number, at) for at in places),
                clause.quoted(places),
                any(clause.tokens[at].days is not None for at in places),
            )
            for criterion, level, is_denied, cue in self._possible(clause)
            for places in found(cue, clause.tokens)
            if not clause.is_hedged(places) and clause.is_denied(places) == is_denied
        ]
