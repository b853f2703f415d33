"""
The walk through a decision table in a terminal: one question at a time, back and forth.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from bot.core.decision import recommend
from bot.core.decision_table import MOST_WEIGHT, Criterion, DecisionTable
from bot.core.model import KnowledgeBase
from bot.core.parsing import did_you_mean
from bot.core.recommendation import Recommendation, Responses
from bot.core.telling import ahead
from bot.core.wording import say

BAR = 16
"""Characters of the progress line."""
_FINISH = (["f"], ["finish"], ["q"])
_BACK = (["b"], ["back"])
_SKIP = (["s"], ["skip"])
Ask = Callable[[str], str | None]
"""Shows a prompt and returns what was typed; None at the end of the input."""


class Walk:
    """
    Somebody's way through *table*; it begins with what is already *given*.
    """

    def __init__(
        self, base: KnowledgeBase, table: DecisionTable, given: Responses, ask: Ask
    ) -> None:
        self._base, self._table, self._ask = base, table, ask
        self._levels = dict(given.levels)
        self._weights = dict(given.weights)
        self._asked: list[str] = []
        self._skipped: set[str] = set()
        self._goes_on = False

    def result(self) -> Recommendation:
        """
        What is recommended after the answers so far.
        """
        responses = Responses(dict(self._levels), dict(self._weights))
        return recommend(self._table, responses, self._base.told_by)

    def walk(self) -> Recommendation:
        """
        Ask until nothing is left, it is settled and that is enough, or the person finishes.
        """
        click.echo(self._say("walk_intro", count=len(self._table.criteria)))
        while True:
            result = self.result()
            left = [name for name in result.unanswered if name not in self._skipped]
            if not left:
                return result
            if result.settled and not self._goes_on:
                if not self._offer_to_stop(result, len(left)):
                    return result
            elif not self._step(self._table.criterion_of[left[0]], result, len(left)):
                return self.result()

    def _offer_to_stop(self, result: Recommendation, left: int) -> bool:
        """Say that nothing left can change it; whether to go on, with the next or the last one."""
        click.echo()
        click.echo(self._say("guide_settled", winner=ahead(self._base, result), count=left))
        typed = self._ask(self._base.wording["walk_go_on"])
        words = (typed or "").lower().split()
        self._goes_on = words in (["y"], ["yes"])
        return self._goes_on or (words in _BACK and self._back())

    def _step(self, criterion: Criterion, result: Recommendation, left: int) -> bool:
        """Ask one question until the answer fits; whether to go on."""
        self._show(criterion, result, left)
        while True:
            typed = self._ask(self._say("walk_prompt", count=len(criterion.levels)))
            words = (typed or "").lower().split()
            if typed is None or words in _FINISH:
                return False
            if words in _BACK:
                if self._back():
                    return True
                click.echo(self._base.wording["walk_no_back"])
                continue
            if words in _SKIP:
                self._skipped.add(criterion.id)
                self._asked.append(criterion.id)
                return True
            trouble = self._take(criterion, words)
            if not trouble:
                self._asked.append(criterion.id)
                return True
            click.echo(trouble)

    def _back(self) -> bool:
        """Take the last answer away, so that it is asked again; whether there was one."""
        if not self._asked:
            return False
        last = self._asked.pop()
        self._levels.pop(last, None)
        self._weights.pop(last, None)
        self._skipped.discard(last)
        return True

    def _take(self, criterion: Criterion, words: list[str]) -> str:
        """Keep the answer in *words*: a level, then how much it matters; else what is wrong."""
        if not words:
            return self._base.wording["guide_choose_again"]
        levels = [level.id for level in criterion.levels]
        chosen = words[0]
        if chosen.isdecimal() and 1 <= int(chosen) <= len(levels):
            chosen = levels[int(chosen) - 1]
        if chosen not in levels:
            hint = did_you_mean(chosen, levels)
            return self._say("walk_unknown", typed=words[0], hint=hint, count=len(levels))
        if len(words) > 1:
            weight = _weight(words[1])
            if weight is None:
                return self._say("walk_weight", most=f"{MOST_WEIGHT:g}")
            self._weights[criterion.id] = weight
        self._levels[criterion.id] = chosen
        return ""

    def _show(self, criterion: Criterion, result: Recommendation, left: int) -> None:
        count = len(self._table.criteria)
        done = count - left
        bar = "█" * round(BAR * done / count)
        leading = ahead(self._base, result) if result.ranking else self._base.wording["walk_nobody"]
        click.echo()
        click.echo(
            click.style(
                self._say(
                    "walk_progress",
                    bar=f"{bar:░<{BAR}}",
                    place=done + 1,
                    count=count,
                    leading=leading,
                ),
                dim=True,
            )
        )
        click.echo(click.style(criterion.question, bold=True))
        click.echo(self._say("guide_why", why=criterion.why))
        because = criterion.weight_because
        weight = f"{criterion.weight:g}"
        click.echo(self._say("guide_weight_because", weight=weight, because=because))
        for at, level in enumerate(criterion.levels, start=1):
            hint = click.style(f"  {level.hint}", dim=True) if level.hint else ""
            click.echo(f"  {at}  {level.label}{hint}")

    def _say(self, name: str, **filled: object) -> str:
        return say(self._base.wording, name, **filled)


def _weight(word: str) -> float | None:
    """The weight that *word* gives ("w2" or "2"), or None where it gives none that is allowed."""
    try:
        weight = float(word.removeprefix("w"))
    except ValueError:
        return None
    return weight if 0 <= weight <= MOST_WEIGHT else None
