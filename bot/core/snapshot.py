"""
One state of the knowledge, ready to answer: a base and the index built from it.

A question keeps the snapshot it began with; a new edit makes a new snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.matching import Example, Index
from bot.core.model import KnowledgeBase
from bot.core.options import Names


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    A knowledge base and its index; both are only read.
    """

    base: KnowledgeBase
    index: Index

    @classmethod
    def build(cls, base: KnowledgeBase) -> Snapshot:
        """
        Index *base*. Takes a moment: a running bot does it off the event loop.
        """
        names = Names(base.options, base.others, base.ordinary)
        return cls(base, Index(examples(base), names, base.ordinary))


def examples(base: KnowledgeBase) -> Iterator[Example]:
    """
    What the index learns from: utterances and terms of topics, and of what must be declined.
    """
    for topic in base.topics:
        yield Example(topic.id, topic.question)
        for utterance in topic.utterances:
            yield Example(topic.id, utterance)
        for term, weight in topic.terms.items():
            yield Example(topic.id, term, weight=weight, is_term=True)
    for kind in base.elsewhere:
        for utterance in kind.utterances:
            yield Example(kind.id, utterance, in_scope=False)
        for term, weight in kind.terms.items():
            yield Example(kind.id, term, weight=weight, in_scope=False, is_term=True)
