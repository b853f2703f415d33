"""
The golden questions: what the bot must make of questions it was not built from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.core.findings import Finding, Place
from bot.core.model import Id, Phrase, Value
from bot.core.parsing import validated
from bot.knowledge.reader import read_files


class GoldenQuestion(Value):
    """
    A question on a topic, and what must come of it.
    """

    q: str
    options: tuple[Id, ...] = ()
    lean: Id
    topics: tuple[Id, ...] = ()
    """Other topics that are right as well."""


class GoldenTopic(Value):
    """
    ``golden/<topic-id>.yaml``: questions on one topic.
    """

    topic: Id
    questions: tuple[GoldenQuestion, ...]


class DeclinedQuestion(Value):
    """
    A question that must be declined, and why.
    """

    q: str
    kind: Phrase


class AmbiguousQuestion(Value):
    """
    A question that fits several topics equally, so that the bot must ask back.
    """

    q: str
    topics: tuple[Id, ...]


class DeclineFile(Value):
    """``golden/_decline.yaml``."""

    questions: tuple[DeclinedQuestion, ...]


class AmbiguousFile(Value):
    """``golden/_ambiguous.yaml``."""

    questions: tuple[AmbiguousQuestion, ...]


class PairsFile(Value):
    """``golden/_pairs.yaml``: pairs that mean the same."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Golden:
    """
    All golden questions of a knowledge folder.
    """

    topics: tuple[GoldenTopic, ...] = ()
    declined: tuple[DeclinedQuestion, ...] = ()
    ambiguous: tuple[AmbiguousQuestion, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def read_golden(folder: Path) -> tuple[Golden, tuple[Finding, ...]]:
    """
    The golden questions in *folder*, as far as they can be read, and every finding about them.
    """
    reading = read_files(folder, sorted(folder.glob("golden/*.yaml")))
    findings = list(reading.findings)
    topics: list[GoldenTopic] = []
    declined: tuple[DeclinedQuestion, ...] = ()
    ambiguous: tuple[AmbiguousQuestion, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    for document in reading.documents:
        match document.path.rpartition("/")[2]:
            case "_decline.yaml":
                found = validated(DeclineFile, document, findings)
                declined = found.questions if found else ()
            case "_ambiguous.yaml":
                thin = validated(AmbiguousFile, document, findings)
                ambiguous = thin.questions if thin else ()
            case "_pairs.yaml":
                same = validated(PairsFile, document, findings)
                pairs = same.pairs if same else ()
            case name:
                topic = validated(GoldenTopic, document, findings)
                if topic and name != f"{topic.topic}.yaml":
                    message = f"the topic is {topic.topic!r}; name this file {topic.topic}.yaml"
                    findings.append(Finding(Place(document.path), "error", "G01", message))
                elif topic:
                    topics.append(topic)
    return Golden(tuple(topics), declined, ambiguous, pairs), tuple(sorted(findings))
