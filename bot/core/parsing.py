"""
Documents to a knowledge base, or all the findings why not.

A *document* is one file's plain values with the place of each; the file's path says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from bot.core.decision_table import DecisionTable
from bot.core.findings import Finding, Place
from bot.core.model import (
    Elsewhere,
    KnowledgeBase,
    Option,
    Source,
    Stranger,
    Topic,
    Value,
)
from bot.core.thresholds import Thresholds

Location = tuple[str | int, ...]
T = TypeVar("T", bound="Value")


@dataclass(frozen=True, slots=True)
class Document:
    """
    One knowledge file: its path below the folder, its values, and the place of each.
    """

    path: str
    data: Any
    places: Mapping[Location, tuple[int, int]] = field(default_factory=dict)
    """Line and column of every value, and of the key where it has one, from 1."""

    def place(self, location: Location) -> Place:
        """The place of the value at *location*, or of the nearest one around it."""
        for length in range(len(location), -1, -1):
            found = self.places.get(location[:length])
            if found:
                return Place(self.path, *found)
        return Place(self.path)


class OptionsFile(Value):
    """
    ``options.yaml``: what can be chosen, and what people name that the base knows nothing of.
    """

    options: tuple[Option, ...]
    others: tuple[Stranger, ...] = ()


class SourcesFile(Value):
    """
    ``sources.yaml``: who says so.
    """

    sources: tuple[Source, ...]


class ElsewhereFile(Value):
    """
    ``out-of-scope.yaml``: the kinds of questions that must be declined.
    """

    kinds: tuple[Elsewhere, ...]


class WordingFile(Value):
    """
    ``wording.yaml``: the bot's own sentences by name.
    """

    wording: dict[str, str]


KINDS: dict[str, type[Value]] = {
    "options.yaml": OptionsFile,
    "sources.yaml": SourcesFile,
    "out-of-scope.yaml": ElsewhereFile,
    "wording.yaml": WordingFile,
    "thresholds.yaml": Thresholds,
}
"""The single files a base is made of, by path; all are needed."""


def parse(
    revision: str, documents: Iterable[Document], ordinary: Set[str] = frozenset()
) -> KnowledgeBase | tuple[Finding, ...]:
    """
    The knowledge base these documents make, or every finding why they make none.

    *ordinary* words are kept with it: they are not taken for misspellings.
    """
    findings: list[Finding] = []
    single: dict[str, Any] = {}
    topics: list[Topic] = []
    tables: list[DecisionTable] = []
    seen: set[str] = set()
    for document in documents:
        seen.add(document.path)
        if document.path.startswith("topics/"):
            topic = validated(Topic, document, findings)
            if topic is not None:
                topics.append(topic)
        elif document.path.startswith("decisions/"):
            table = validated(DecisionTable, document, findings)
            if table is not None:
                tables.append(table)
        elif document.path in KINDS:
            single[document.path] = validated(KINDS[document.path], document, findings)
        else:
            findings.append(
                Finding(Place(document.path), "error", "F02", _misplaced(document.path))
            )
    for path in KINDS:
        if path not in seen:
            findings.append(Finding(Place(path), "error", "F03", "this file is missing"))
    if findings:
        return tuple(findings)
    return KnowledgeBase(
        revision=revision,
        options=single["options.yaml"].options,
        others=single["options.yaml"].others,
        sources=single["sources.yaml"].sources,
        topics=tuple(topics),
        elsewhere=single["out-of-scope.yaml"].kinds,
        wording=single["wording.yaml"].wording,
        thresholds=single["thresholds.yaml"],
        decisions=tuple(tables),
        ordinary=ordinary,
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    ``"; did you mean 'x'?"`` for the nearest known word, or nothing where none is near.
    """
    nearest = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


def validated(kind: type[T], document: Document, findings: list[Finding]) -> T | None:
    """
    *document* as a *kind*; None, with every problem added to *findings*, when it is none.
    """
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            location = problem["loc"]
            if location[-1:] == ("[key]",) and problem["type"] != "extra_forbidden":
                location = location[:-1]
            message = " ".join(_said(location, problem).split())
            findings.append(Finding(document.place(location), "error", "F01", message))
    return None


def _said(location: Location, problem: Mapping[str, Any]) -> str:
    """Pydantic's problem in a curator's words: where in the file, what is wrong, the way out."""
    where = ".".join(str(part) for part in location) or "the file"
    kind, given, context = problem["type"], problem.get("input"), problem.get("ctx") or {}
    match kind:
        case "missing":
            return f"{where} is missing"
        case "extra_forbidden":
            key = str(location[-1])
            return f"{where} is not a known key{did_you_mean(key, _field_names() - {key})}"
        case "string_type" if given is None:
            return f"{where} is empty; write text, or leave the key out"
        case "string_type":
            return (
                f"{where} must be text; put it in quotes"
                if _is_plain(given)
                else (f"{where} must be text")
            )
        case "literal_error":
            hint = did_you_mean(str(given), _quoted(context.get("expected", "")))
            return f"{where} is {given!r}, and must be {context.get('expected')}{hint}"
        case "string_pattern_mismatch":
            return (
                f"{where} is {given!r}, and {_PATTERNS.get(context.get('pattern', ''), 'is odd')}"
            )
        case "string_too_long":
            return f"{where} is longer than {context.get('max_length')} characters"
        case "string_too_short":
            return f"{where} is empty"
        case "tuple_type" | "list_type":
            return f"{where} must be a list"
        case "float_type" | "float_parsing" | "int_type" | "int_parsing" | "int_from_float":
            return f"{where} is {given!r}, and must be a {'whole ' * kind.startswith('int')}number"
        case "bool_type" | "bool_parsing":
            return f"{where} is {given!r}, and must be true or false, without quotes"
        case "greater_than_equal":
            return f"{where} is {given!r}, and must be {context.get('ge'):g} or more"
        case "less_than_equal":
            return f"{where} is {given!r}, and must be {context.get('le'):g} or less"
        case "multiple_of":
            return f"{where} is {given!r}, and must be in steps of {context.get('multiple_of'):g}"
        case "too_long":
            return f"{where} has more than {context.get('max_length')} entries"
        case "too_short":
            return f"{where} needs at least {context.get('min_length')}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{where} must be keys with values"
        case _:
            return f"{where}: {problem['msg']}"


_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "must be lower-case words joined by hyphens",
    r"^\d{4}-\d{2}-\d{2}$": 'must be a date like "2023-11-11"',
    r"^https?://[^\s<>|]+$": "must be an address that begins with http:// or https://",
}


def _is_plain(value: object) -> bool:
    return isinstance(value, bool | int | float)


def _quoted(expected: str) -> list[str]:
    return [word for word in expected.split("'") if word.strip(" ,or")]


def _field_names() -> set[str]:
    """Every key a knowledge file may have."""
    kinds: list[type[Value]] = [*KINDS.values(), Topic, DecisionTable, *Value.__subclasses__()]
    return {name for kind in kinds for name in kind.model_fields} - {"revision"}


def _misplaced(path: str) -> str:
    return f"not a file this base reads{did_you_mean(path, KINDS)}"
