"""
What an index learns from: texts with what they mean; and all that it takes from them.

Two linear models over the same features come out of it, side by side in one table: one tells the
labels from each other, the other tells what can be answered from what cannot. And what curators
wrote, made comparable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.learning import learn
from bot.core.options import NAMED, Names
from bot.core.space import Space
from bot.core.spelling import joined
from bot.core.table import Table
from bot.core.text import stem


class Role(StrEnum):
    """
    What a text tells about its label.
    """

    UTTERANCE = "utterance"
    """A whole question: learned from, compared with, and an exact match wins."""
    TERM = "term"
    """A word, phrase or claim on the topic: learned from."""
    BACKGROUND = "background"
    """What also bears on the topic: its words are known there, nothing more."""


@dataclass(frozen=True, slots=True)
class Example:
    """
    A text and what it means: a topic, or a kind of question that must be declined.
    """

    label: str
    text: str
    weight: float = 1.0
    in_scope: bool = True
    role: Role = Role.UTTERANCE


@dataclass(frozen=True, slots=True)
class Learned:
    """
    All that an index takes from its examples: can be kept in a file and used again.
    """

    topics: tuple[str, ...]
    kinds: tuple[str, ...]
    words: dict[str, int]
    """The words the base knows, and how often it uses them."""
    utterances: dict[str, list[tuple[str, str]]]
    """By topic: an utterance's stems, and the utterance as written."""
    known_on: dict[str, list[str]]
    """By topic: the stems that occur there."""
    texts: int
    """How many texts the models have seen."""
    counts: dict[str, int]
    """In how many of them a stem occurs."""
    table: Table
    """Labels: the topics, the kinds, and last by how much it looks like one on the topics."""

    @classmethod
    def of(cls, examples: Iterable[Example], names: Names) -> Learned:
        """
        What *examples* teach. Takes a moment: time in proportion to their number.
        """
        given = list(examples)
        texts = dict.fromkeys(one.text for one in given)
        said = {text: names.find_in(text).words for text in texts}
        counts: dict[str, int] = {}
        for one in given:
            for word in said[one.text]:
                if word not in NAMED:
                    counts[word] = counts.get(word, 0) + 1
        meant = {text: tuple(map(stem, joined(of, counts))) for text, of in said.items()}
        topics = tuple(sorted({one.label for one in given if one.in_scope}))
        utterances: dict[str, list[tuple[str, str]]] = {topic: [] for topic in topics}
        known_on: dict[str, set[str]] = {topic: set() for topic in topics}
        for one in given:
            if one.in_scope:
                known_on[one.label].update(meant[one.text])
            if one.in_scope and one.role is Role.UTTERANCE:
                utterances[one.label].append((" ".join(meant[one.text]), one.text))
        kinds = tuple(sorted({one.label for one in given if not one.in_scope}))
        taught = [one for one in given if one.role is not Role.BACKGROUND]
        space = Space([meant[one.text] for one in taught])
        numbers = {label: at for at, label in enumerate((*topics, *kinds))}
        meanings = learn(
            space.vectors,
            [one.text for one in taught],
            [numbers[one.label] for one in taught],
            [one.weight for one in taught],
            len(space),
            len(numbers),
        )
        scope = learn(
            space.vectors,
            [one.text for one in taught],
            [0 if one.in_scope else 1 for one in taught],
            [1.0 if one.role is Role.UTTERANCE else 0.0 for one in taught],
            len(space),
            2,
        )
        return cls(
            topics=topics,
            kinds=kinds,
            words=counts,
            utterances=utterances,
            known_on={topic: sorted(stems) for topic, stems in known_on.items()},
            texts=len(taught),
            counts=space.counts,
            table=Table.of(space, meanings, scope[:, :1] - scope[:, 1:]),
        )
