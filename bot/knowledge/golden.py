"""
The golden questions, read from ``golden/``.
"""

from __future__ import annotations

from pathlib import Path

from bot.core.findings import Finding, Place
from bot.core.golden import (
    AmbiguousFile,
    AmbiguousQuestion,
    DecisionsFile,
    DeclinedQuestion,
    DeclineFile,
    Golden,
    GoldenDecision,
    GoldenTopic,
    PairsFile,
    SeveralFile,
    SeveralQuestion,
)
from bot.core.parsing import validated
from bot.knowledge.reader import read_files


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
    decisions: tuple[GoldenDecision, ...] = ()
    several: tuple[SeveralQuestion, ...] = ()
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
            case "_decisions.yaml":
                described = validated(DecisionsFile, document, findings)
                decisions = described.decisions if described else ()
            case "_several.yaml":
                joined = validated(SeveralFile, document, findings)
                several = joined.questions if joined else ()
            case name:
                topic = validated(GoldenTopic, document, findings)
                if topic and name != f"{topic.topic}.yaml":
                    message = f"the topic is {topic.topic!r}; name this file {topic.topic}.yaml"
                    findings.append(Finding(Place(document.path), "error", "G01", message))
                elif topic:
                    topics.append(topic)
    return Golden(tuple(topics), declined, ambiguous, pairs, decisions, several), tuple(
        sorted(findings)
    )
