"""
What a rule is given: a base with the documents it came from, so that it can say where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.decision_table import DecisionTable
from bot.core.findings import Finding, Level
from bot.core.model import Claim, KnowledgeBase, Topic
from bot.core.parsing import Document, Location

if TYPE_CHECKING:
    from bot.core.golden import Golden
    from bot.core.matching import Index


@dataclass(frozen=True, slots=True)
class Desk:
    """
    A base on the editor's desk.
    """

    base: KnowledgeBase
    documents: dict[str, Document]
    golden: Golden | None = None
    """The golden questions; only the thorough rules look at them."""
    index: Index | None = None
    """The index of the base; only the thorough rules look at it."""

    def finding(
        self, path: str, location: Location, code: str, message: str, level: Level = "error"
    ) -> Finding:
        """A finding at the value at *location* in the file at *path*."""
        return Finding(self.documents[path].place(location), level, code, message)

    def topics(self) -> Iterator[tuple[str, Topic]]:
        """Every topic with the path of its file; two files may claim the same id."""
        paths = [path for path in self.documents if path.startswith("topics/")]
        yield from zip(paths, self.base.topics, strict=True)

    def tables(self) -> Iterator[tuple[str, DecisionTable]]:
        """Every decision table with the path of its file."""
        paths = [path for path in self.documents if path.startswith("decisions/")]
        yield from zip(paths, self.base.decisions, strict=True)

    def claims(self) -> Iterator[tuple[str, Location, Claim]]:
        """Every claim with the path of its file and its place there."""
        for path, topic in self.topics():
            for at, claim in enumerate(topic.claims):
                yield path, ("claims", at), claim

    def sentences(self) -> Iterator[tuple[str, Location, str]]:
        """Every sentence of ours that a person may read: file, place and text."""
        for path, topic in self.topics():
            yield path, ("title",), topic.title
            yield path, ("question",), topic.question
            yield path, ("verdict", "says"), topic.verdict.says
            for at, condition in enumerate(topic.verdict.conditions):
                yield path, ("verdict", "conditions", at, "when"), condition.when
            for option, conclusion in topic.about.items():
                yield path, ("about", option, "says"), conclusion.says
            for at, claim in enumerate(topic.claims):
                yield path, ("claims", at, "says"), claim.says
                if claim.caveat:
                    yield path, ("claims", at, "caveat"), claim.caveat
            for at, one in enumerate(topic.disagreements):
                yield path, ("disagreements", at, "says"), one.says
        for path, table in self.tables():
            for at, criterion in enumerate(table.criteria):
                here = ("criteria", at)
                for key in ("name", "question", "why", "weight_because"):
                    yield path, (*here, key), getattr(criterion, key)
                for by, level in enumerate(criterion.levels):
                    for key in ("label", "hint", "means"):
                        if text := getattr(level, key):
                            yield path, (*here, "levels", by, key), text
        for name, sentence in self.base.wording.items():
            yield "wording.yaml", ("wording", name), sentence
        for at, kind in enumerate(self.base.elsewhere):
            yield "out-of-scope.yaml", ("kinds", at, "says"), kind.says


Rule = Callable[[Desk], Iterator[Finding]]
