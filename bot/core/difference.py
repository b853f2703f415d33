"""
What an edit changed in what the bot knows: topics, claims, verdicts and the ratings decided with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.core.model import KnowledgeBase, Value

Kind = Literal["topic", "claim", "verdict", "rating", "weight"]


@dataclass(frozen=True, slots=True)
class Change:
    """
    One thing that is there in only one of two bases, or is not the same in both.
    """

    kind: Kind
    name: str
    """An id; of a rating: criterion, level and option."""
    before: str | None
    """As it was; None where it is new."""
    after: str | None
    """As it is; None where it is gone."""


def differences(old: KnowledgeBase, new: KnowledgeBase) -> tuple[Change, ...]:
    """
    Every change from *old* to *new*, by kind and then by name.
    """
    return tuple(
        change
        for kind, before, after in (
            ("topic", _titles(old), _titles(new)),
            ("claim", _claims(old), _claims(new)),
            ("verdict", _verdicts(old), _verdicts(new)),
            ("rating", _ratings(old), _ratings(new)),
            ("weight", _weights(old), _weights(new)),
        )
        for change in _changes(kind, before, after)  # type: ignore[arg-type]
    )


def _changes(kind: Kind, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Change(kind, name, old.get(name), new.get(name))


def _titles(base: KnowledgeBase) -> dict[str, str]:
    return {topic.id: topic.title for topic in base.topics}


def _claims(base: KnowledgeBase) -> dict[str, str]:
    return {claim.id: _written(claim, "says") for claim in base.claim_of.values()}


def _verdicts(base: KnowledgeBase) -> dict[str, str]:
    return {topic.id: f"{topic.verdict.lean}: {topic.verdict.says}" for topic in base.topics}


def _ratings(base: KnowledgeBase) -> dict[str, str]:
    return {
        f"{table.id}/{criterion.id}/{level.id}/{option}": (
            f"{rated.rating:g} by {', '.join(rated.claims)}"
        )
        for table in base.decisions
        for criterion in table.criteria
        for level in criterion.levels
        for option, rated in level.ratings.items()
    }


def _weights(base: KnowledgeBase) -> dict[str, str]:
    return {
        f"{table.id}/{criterion.id}": f"{criterion.weight:g}"
        for table in base.decisions
        for criterion in table.criteria
    }


def _written(value: Value, first: str) -> str:
    """All of *value* as text, its field *first* in front, so that any change to it shows."""
    plain = value.model_dump(mode="json", exclude_defaults=True)
    lead = plain.pop(first)
    plain.pop("id", None)
    rest = ", ".join(f"{name} {_plain(given)}" for name, given in plain.items())
    return f"{lead} ({rest})"


def _plain(given: object) -> str:
    match given:
        case list():
            return "/".join(_plain(one) for one in given)
        case dict():
            return " ".join(_plain(one) for one in given.values())
        case _:
            return str(given)
