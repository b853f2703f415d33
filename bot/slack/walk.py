"""
Somebody's way through a decision table: what was answered, in which order, and what comes next.

A walk travels in the view it is shown in, so any process can take the next step and a restart loses
nothing. What comes back is believed only as far as its types go; whether its criteria and levels
still exist is asked of the current table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.core.decision import fitting
from bot.core.decision_table import DecisionTable
from bot.core.importance import Importance
from bot.core.recommendation import Misfit, Responses

MOST_SAID: Final = 300
"""Characters of the text that a walk began with that go along."""
_TEXTS: Final = {
    "table": "t",
    "digest": "d",
    "channel": "c",
    "asking": "q",
    "said": "m",
    "response_url": "u",
    "shared": "s",
    "user": "p",
}


@dataclass(frozen=True, slots=True)
class Walk:
    """
    How far somebody has come.
    """

    table: str
    """The id of the decision table."""
    digest: str
    """Of the table as it was at the last step: whether it was edited since."""
    channel: str = ""
    """Where it was begun: the place to share the result."""
    answers: tuple[tuple[str, str], ...] = ()
    """Criterion and level in the order they were asked; an empty level is a question skipped."""
    matters: Mapping[str, Importance] = field(default_factory=dict)
    """By criterion, where somebody said more than `Importance.USUAL`."""
    asking: str = ""
    """The criterion that is asked now; empty where none is."""
    is_change: bool = False
    """Whether an earlier answer is being changed, so that what it was changed from comes next."""
    is_review: bool = False
    """Whether what was read out of a text is looked over: after a change that comes next."""
    said: str = ""
    """The text that the first answers were read from."""
    response_url: str = ""
    """Answers in the channel where the bot is no member, for half an hour."""
    shared: str = ""
    """The ts of the message the result was shared in; ``elsewhere`` where it is not known."""
    user: str = ""
    """Whose it is; empty in a copy that anybody may go on from."""
    is_saved: bool = False
    step: int = 0
    """Counts the views shown: with it no two questions have a block id in common."""

    @classmethod
    def begun(
        cls, table: DecisionTable, channel: str = "", response_url: str = "", user: str = ""
    ) -> Walk:
        """
        A walk without an answer.
        """
        return cls(table.id, digest(table), channel, response_url=response_url, user=user)

    @property
    def levels(self) -> dict[str, str]:
        """Level by criterion, skipped questions left out."""
        return {criterion: level for criterion, level in self.answers if level}

    @property
    def asked(self) -> tuple[str, ...]:
        """The criteria that were asked, in their order."""
        return tuple(criterion for criterion, _ in self.answers)

    @property
    def is_over(self) -> bool:
        """Whether the result was shared or saved as it is: then no draft is needed."""
        return bool(self.shared) or self.is_saved

    @property
    def place(self) -> int:
        """The number of the question that is asked now, from 1."""
        asked = self.asked
        return asked.index(self.asking) + 1 if self.asking in asked else len(asked) + 1

    def responses(self, table: DecisionTable) -> Responses:
        """
        What was said, as the model takes it; criteria that are gone are left in, to be told of.
        """
        known = table.criterion_of
        weights = {
            name: importance.weight(known[name].weight)
            for name, importance in self.matters.items()
            if name in known
        }
        return Responses(self.levels, weights)

    def fitted(self, table: DecisionTable) -> tuple[Walk, tuple[Misfit, ...]]:
        """
        The walk as far as it fits *table*, and the answers that no longer do.
        """
        kept, misfits = fitting(table, self.responses(table))
        known = table.criterion_of
        answers = tuple(
            (name, level)
            for name, level in self.answers
            if name in known and (not level or name in kept.levels)
        )
        matters = {name: one for name, one in self.matters.items() if name in known}
        asking = self.asking if self.asking in known else ""
        fit = replace(self, answers=answers, matters=matters, asking=asking, digest=digest(table))
        return fit, misfits

    def answered(self, level: str, importance: Importance = Importance.USUAL) -> Walk:
        """
        The same with *level* for what is asked now; an empty one skips it.
        """
        name = self.asking
        here = (name, level)
        answers = tuple(here if one == name else (one, before) for one, before in self.answers)
        answers = answers if name in self.asked else (*self.answers, here)
        matters = {one: how for one, how in self.matters.items() if one != name}
        if importance is not Importance.USUAL:
            matters[name] = importance
        is_same = answers == self.answers and matters == self.matters
        walk = replace(self, answers=answers, matters=matters)
        return walk if is_same else replace(walk, shared="", is_saved=False)

    def copied(self) -> Walk:
        """
        The answers alone, for others to go on from. What is sealed can still be read: nothing that
        belongs to the person, and no address to post to, goes along.
        """
        return Walk(self.table, self.digest, answers=self.answers, matters=self.matters)

    def shown(self, asking: str = "", *, is_change: bool = False) -> Walk:
        """
        The same for the next view, which asks for *asking*, or nothing.
        """
        is_review = is_change and self.is_review
        return replace(
            self, asking=asking, is_change=is_change, is_review=is_review, step=self.step + 1
        )

    def to_texts(self) -> Iterator[str]:
        """
        The walk as text; then shorter, for where it must fit: first without the words it began
        with, then without the questions skipped.
        """
        yield self._json()
        yield replace(self, said="")._json()
        yield replace(self, said="", answers=tuple(self.levels.items()))._json()

    def _json(self) -> str:
        texts = {short: getattr(self, name) for name, short in _TEXTS.items()}
        given: dict[str, Any] = {short: text for short, text in texts.items() if text}
        given["a"] = [list(one) for one in self.answers]
        given["w"] = {name: how.value for name, how in self.matters.items()}
        given["n"] = self.step
        given["f"] = [self.is_change, self.is_saved, self.is_review]
        return json.dumps(given, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str | None) -> Walk | None:
        """
        The walk that *text* holds; None when it is none.
        """
        try:
            given = json.loads(text or "")
            texts = {name: _text(given.get(short, "")) for name, short in _TEXTS.items()}
            changes, saved, *reviews = given["f"]  # views of an earlier release have two
            return cls(
                **texts,
                answers=tuple((_text(name), _text(level)) for name, level in given["a"]),
                matters={_text(name): Importance(how) for name, how in given["w"].items()},
                step=int(given["n"]),
                is_change=bool(changes),
                is_saved=bool(saved),
                is_review=any(reviews),
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def digest(table: DecisionTable) -> str:
    """
    What tells an edited table from the one before: everything that a person sees or is rated by.
    """
    seen = [
        (one.id, one.question, one.weight, level.id, level.label, option, rated.rating)
        for one in table.criteria
        for level in one.levels
        for option, rated in level.ratings.items()
    ]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]
