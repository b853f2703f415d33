"""
The small schema language in which the rules of Block Kit are written.

A *check* takes a value and its JSON pointer and yields a `Problem` for everything Slack would
refuse. Checks never raise and never stop at the first problem.
Wording follows what Slack answers, e.g. ``must be less than 3001 characters``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing Slack would refuse, and where.
    """

    pointer: str
    """JSON pointer from the root of the call's arguments, e.g. ``/blocks/0/text``."""
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Problems = Iterator[Problem]
Check = Callable[[Any, str], Problems]
Rule = Callable[[Mapping[str, Any], str], Problems]


def anything(_value: Any, _at: str) -> Problems:
    """
    Accept whatever is there.
    """
    return iter(())


def string(most: int | None = None, least: int = 0) -> Check:
    """
    A string of *least* to *most* characters.
    """

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, str):
            yield Problem(at, "must be a string")
            return
        if most is not None and len(value) > most:
            yield Problem(at, f"must be less than {most + 1} characters")
        if len(value) < least:
            yield Problem(at, f"must be more than {least - 1} characters")

    return check


def boolean(value: Any, at: str) -> Problems:
    """
    True or false.
    """
    if not isinstance(value, bool):
        yield Problem(at, "must be a boolean")


def integer(least: int, most: int) -> Check:
    """
    A whole number between *least* and *most*.
    """

    def check(value: Any, at: str) -> Problems:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(at, "must be an integer")
        elif value < least:
            yield Problem(at, f"must be greater than {least - 1}")
        elif value > most:
            yield Problem(at, f"must be less than {most + 1}")

    return check


def one_of(*allowed: str) -> Check:
    """
    One of the *allowed* words.
    """

    def check(value: Any, at: str) -> Problems:
        if value not in allowed:
            yield Problem(at, f"must be one of: {', '.join(allowed)}")

    return check


def web_address(most: int) -> Check:
    """
    An absolute address of at most *most* characters.
    """

    def check(value: Any, at: str) -> Problems:
        yield from string(most, 1)(value, at)
        if isinstance(value, str) and value:
            parts = urlsplit(value)
            if not parts.scheme or not (parts.netloc or parts.path):
                yield Problem(at, "must be a valid URL")

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    """
    A list of *least* to *most* items, each passing *item*.
    """

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, list):
            yield Problem(at, "must be an array")
            return
        if len(value) > most:
            yield Problem(at, f"no more than {most} items allowed")
        if len(value) < least:
            yield Problem(at, f"no less than {least} items allowed")
        for index, each in enumerate(value):
            yield from item(each, f"{at}/{index}")

    return check


def record(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *rules: Rule,
) -> Check:
    """
    An object with exactly these properties, and *rules* that look at several at once.
    """
    must = dict(required or {})
    may = {"type": anything, **(optional or {}), **must}

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, Mapping):
            yield Problem(at, "must be an object")
            return
        for name in must:
            if name not in value:
                yield Problem(at, f"missing required field: {name}")
        for name, each in value.items():
            if name not in may:
                yield Problem(at, f"invalid additional property: {name}")
            elif each is not None or name in must:
                yield from may[name](each, f"{at}/{name}")
        for rule in rules:
            yield from rule(value, at)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """
    An object whose ``type`` picks the check that applies.
    """

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, Mapping):
            yield Problem(at, "must be an object")
        elif "type" not in value:
            yield Problem(at, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            yield Problem(f"{at}/type", f"unsupported type: {value['type']}")
        else:
            yield from kinds[value["type"]](value, at)

    return check


def exactly_one(*names: str) -> Rule:
    """
    One of the properties is there, and only one.
    """

    def rule(value: Mapping[str, Any], at: str) -> Problems:
        found = [name for name in names if value.get(name) is not None]
        if not found:
            yield Problem(at, f"must define either `{'` or `'.join(names)}`")
        elif len(found) > 1:
            yield Problem(at, f"must define only one of `{'`, `'.join(names)}`")

    return rule
