"""
The knowledge base as values: what a curator writes, validated, frozen, and joined up.

One definition serves validation, the positions of findings, and the JSON Schemas for editors.
Nothing here names an option: options are data.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, SkipValidation, StringConstraints

from bot.core.citations import Citation, SourcedClaim
from bot.core.decision_table import DecisionTable
from bot.core.needs import Needs
from bot.core.phrases import Phrases
from bot.core.thresholds import Thresholds

# Written "as" themselves: the rest of the house takes them from here, beside what is made of them.
from bot.core.values import EITHER as EITHER
from bot.core.values import Id as Id
from bot.core.values import IsoDate as IsoDate
from bot.core.values import Phrase as Phrase
from bot.core.values import Sentence as Sentence
from bot.core.values import Stance as Stance
from bot.core.values import Url as Url
from bot.core.values import Value as Value
from bot.core.values import Weight as Weight

NONE = "none"
"""The lean of a verdict where there is nothing to choose: a fact, an explanation."""


class Option(Value):
    """
    What can be chosen (decision analysis: an alternative).
    """

    id: Id
    name: Phrase
    aliases: tuple[Phrase, ...] = ()
    not_meant: tuple[Phrase, ...] = ()
    """Real words a slip away from a name, never taken for it."""
    home: Url | None = None


class Stranger(Value):
    """
    Something people name that this base knows nothing of; a refusal names it.
    """

    name: Phrase
    aliases: tuple[Phrase, ...] = ()
    beside: tuple[Phrase, ...] = ()
    """Single everyday words that mean it only set beside an option: "□ or express"."""


class Source(Value):
    """
    Who says so.
    """

    id: Id
    title: Phrase
    short: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    author: Phrase | None = None
    publisher: Phrase | None = None
    published: IsoDate | None = None
    dating: Phrase | None = None
    """What can be said of the age of a document that bears no date."""
    url: Url | None = None
    sells_services: bool = False
    headings: tuple[Phrase, ...] = ()


class Evidence(Value):
    """
    Where a claim is made: a source, and the heading it stands under.
    """

    source: Id
    heading: Phrase


class Claim(Value):
    """
    One checkable sentence about one or more options, with its evidence.
    """

    id: Id
    options: tuple[Id, ...]
    topics: tuple[Id, ...] = ()
    """Other topics it bears on, beside the one whose file it lives in."""
    stance: Stance
    says: Sentence
    asked: tuple[Phrase, ...] = ()
    """Words of a question that this claim answers directly."""
    reply: Literal["yes", "no"] | None = None
    """The answer to a yes-or-no question in the words of *asked*."""
    evidence: tuple[Evidence, ...]
    as_of: Phrase | None = None
    caveat: Sentence | None = None
    disputed_by: tuple[Id, ...] = ()


class Conclusion(Value):
    """
    A sentence of the curators, with the claims it rests on.
    """

    says: Sentence
    because: tuple[Id, ...]


class Condition(Value):
    """
    What decides a verdict that is left open: *when* this holds, *option* is the one.
    """

    when: Phrase
    option: Id
    asked: tuple[Phrase, ...] = ()
    """Words of a question that say that this condition holds."""
    because: tuple[Id, ...]


class Verdict(Conclusion):
    """
    What the sources, read together and fairly, recommend on a topic.
    """

    lean: Id
    """An option's id, ``either`` or ``none``."""
    conditions: tuple[Condition, ...] = ()
    reason: Sentence | None = None
    """Why the verdict goes against the balance of its claims, where it does."""


class Disagreement(Value):
    """
    Claims that cannot all be taken plainly, or one garbled or doubtful claim, and how to read them.
    """

    id: Id
    claims: tuple[Id, ...]
    says: Sentence


class Topic(Value):
    """
    One subject people choose by: how they ask for it, and what the sources say of it.
    """

    id: Id
    title: Phrase
    question: Phrase
    """A question this topic answers well; offered as a suggestion."""
    utterances: tuple[Phrase, ...]
    is_general: bool = False
    """About the options as a whole: what speaks for or against one is gathered from all topics."""
    beyond: tuple[Phrase, ...] = ()
    """Questions in this topic's words that the sources do not answer: counter-examples."""
    terms: dict[Phrase, Weight] = Field(default_factory=dict)
    verdict: Verdict
    about: dict[Id, Conclusion] = Field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


class Elsewhere(Value):
    """
    A kind of question that must be declined, how people ask it, and what the bot says then.
    """

    id: Id
    says: Sentence
    utterances: tuple[Phrase, ...]
    terms: dict[Phrase, Weight] = Field(default_factory=dict)


class KnowledgeBase(Value):
    """
    Everything the bot knows, joined up. Read-only; a new edit makes a new one.
    """

    revision: str
    options: tuple[Option, ...]
    others: tuple[Stranger, ...]
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    elsewhere: tuple[Elsewhere, ...]
    wording: dict[str, str]
    thresholds: Thresholds
    decisions: tuple[DecisionTable, ...] = ()
    """Empty where a base has no table: it answers questions and guides nobody."""
    ordinary: SkipValidation[Set[str]] = frozenset()
    """Ordinary English words: not taken for misspellings of others."""

    @cached_property
    def option_of(self) -> dict[str, Option]:
        """Options by id."""
        return {option.id: option for option in self.options}

    @cached_property
    def source_of(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def topic_of(self) -> dict[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        """Claims by id, over all topics."""
        return {claim.id: claim for topic in self.topics for claim in topic.claims}

    @cached_property
    def needs(self) -> Needs | None:
        """Reads the criteria of the first decision table out of free text; None without one."""
        return Needs(self.decisions[0], self.ordinary) if self.decisions else None

    @cached_property
    def asked(self) -> Phrases:
        """What claims are asked for in, by claim id."""
        return Phrases(
            (claim.id, phrase) for claim in self.claim_of.values() for phrase in claim.asked
        )

    @cached_property
    def told_by(self) -> dict[str, frozenset[str]]:
        """The ids of the sources that make a claim, by claim id."""
        return {
            claim.id: frozenset(evidence.source for evidence in claim.evidence)
            for claim in self.claim_of.values()
        }

    @cached_property
    def home_of(self) -> dict[str, str]:
        """The id of the topic in whose file a claim lives, by claim id."""
        return {claim.id: topic.id for topic in self.topics for claim in topic.claims}

    @cached_property
    def claims_on(self) -> dict[str, tuple[Claim, ...]]:
        """Claims that bear on a topic, in their order there."""
        found: dict[str, list[Claim]] = {topic.id: [*topic.claims] for topic in self.topics}
        for claim in self.claim_of.values():
            for topic_id in claim.topics:
                if topic_id in found and topic_id != self.home_of[claim.id]:
                    found[topic_id].append(claim)
        return {topic: tuple(self.in_order(claims, topic)) for topic, claims in found.items()}

    def in_order(self, claims: Iterable[Claim], topic: str) -> list[Claim]:
        """
        *claims* as they stand on *topic* whatever is asked: those at home there first, then the
        better evidenced, then by id, so that ties never depend on files.
        """

        def place(claim: Claim) -> tuple[bool, int, str]:
            return self.home_of[claim.id] != topic, -len(claim.evidence), claim.id

        return sorted(claims, key=place)

    @cached_property
    def sourced(self) -> dict[str, SourcedClaim]:
        """Claims with their topics and citations, by claim id."""
        return {
            claim.id: SourcedClaim(
                claim,
                self.home_of[claim.id],
                tuple(Citation(self.source_of[one.source], one.heading) for one in claim.evidence),
            )
            for claim in self.claim_of.values()
        }

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """All disagreements, in the order of their topics."""
        return tuple(one for topic in self.topics for one in topic.disagreements)

    @cached_property
    def disagreements_on(self) -> dict[str, tuple[Disagreement, ...]]:
        """Disagreements by the id of a claim they involve."""
        found: dict[str, list[Disagreement]] = {}
        for one in self.disagreements:
            for claim_id in one.claims:
                found.setdefault(claim_id, []).append(one)
        return {claim_id: tuple(ones) for claim_id, ones in found.items()}
