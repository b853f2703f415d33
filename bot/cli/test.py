"""
``fwchoice test``: the golden questions, asked by the front door of the core and counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.environment import folder_or_default, knowledge_option
from bot.cli.reliability import broken_promises, calibration_lines
from bot.core.answers import answer
from bot.core.golden import Golden
from bot.core.model import EITHER, NONE
from bot.core.replies import Answer, Reply
from bot.core.scoring import (
    Calibration,
    Result,
    Score,
    calibration,
    score,
    score_ambiguous,
    score_several,
    share,
)
from bot.core.snapshot import Snapshot
from bot.core.thresholds import Thresholds
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import load

LEAST_RIGHT = 0.80
MOST_WRONG_TOPIC = 0.05
MOST_WRONG_DECLINE = 0.05
LEAST_SAME = 0.95
LEAST_SEVERAL = 0.80
"""The floor, in shares of questions: below it the command fails. Raise it with the base."""


@click.command("test")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option("--misses", is_flag=True, help="Print every question that was not right.")
@knowledge_option
def command(as_json: bool, misses: bool, folder: Path | None) -> None:
    """
    Ask the golden questions and count what comes of them.

    Exit code 1 when a share falls below its floor.
    """
    where = folder_or_default(folder)
    golden, findings = read_golden(where)
    for finding in findings:
        click.echo(finding, err=True)
    snapshot = load(where)
    report = run(golden, snapshot)
    click.echo(json.dumps(report.as_json(), indent=1) if as_json else report.as_text())
    if misses:
        for one in report.misses():
            click.echo(one, err=as_json)
    failures = report.failures()
    for failure in failures:
        click.echo(failure, err=True)
    raise SystemExit(1 if failures or findings else 0)


def run(golden: Golden, snapshot: Snapshot) -> Report:
    """
    Every golden question asked once.
    """
    topics = [
        score(one.q, answer(one.q, snapshot), (of.topic, *one.topics), one.lean)
        for of in golden.topics
        for one in of.questions
    ]
    return Report(
        topics=topics,
        declined=[score(one.q, answer(one.q, snapshot), ()) for one in golden.declined],
        ambiguous=[
            score_ambiguous(one.q, answer(one.q, snapshot), one.topics) for one in golden.ambiguous
        ],
        pairs=[
            (first, second, _verdict(answer(first, snapshot)) == _verdict(answer(second, snapshot)))
            for first, second in golden.pairs
        ],
        several=[
            score_several(one.q, answer(one.q, snapshot), one.topics) for one in golden.several
        ],
        thresholds=snapshot.base.thresholds,
    )


def _verdict(reply: Reply) -> tuple[str, ...]:
    """What must be the same for two questions that mean the same."""
    if isinstance(reply, Answer):
        pushes = "nothing" if reply.lean in {EITHER, NONE} else reply.lean
        return ("answer", reply.topics[0], pushes)
    return (type(reply).__name__,)


class Report:
    """
    The scored golden questions, as text, as JSON, and held against the floor.
    """

    def __init__(
        self,
        topics: list[Result],
        declined: list[Result],
        ambiguous: list[Result],
        pairs: list[tuple[str, str, bool]],
        several: list[Result],
        thresholds: Thresholds,
    ) -> None:
        self.topics, self.declined, self.ambiguous = topics, declined, ambiguous
        self.pairs = pairs
        self.several = several
        self.thresholds = thresholds

    def calibration(self) -> list[Calibration]:
        """Of all answers at each level, how many were right."""
        return calibration([*self.topics, *self.declined], list(self.thresholds.levels))

    def same(self) -> float:
        """The share of pairs with the same verdict."""
        return sum(agrees for _, _, agrees in self.pairs) / len(self.pairs) if self.pairs else 1.0

    def lean(self, results: Sequence[Result]) -> float | None:
        """Of the questions answered rightly, the share with the expected lean."""
        given = [one.lean for one in results if one.lean is not None]
        return sum(given) / len(given) if given else None

    def by_topic(self) -> dict[str, list[Result]]:
        """The golden questions by their topic."""
        found: dict[str, list[Result]] = {}
        for one in self.topics:
            found.setdefault(one.expected[0], []).append(one)
        return found

    def failures(self) -> list[str]:
        """What is below its floor, in words."""
        wrong, declined = share(self.topics, Score.WRONG), share(self.declined, Score.WRONG)
        right = share(self.topics, Score.RIGHT)
        found = []
        if right < LEAST_RIGHT:
            found.append(
                f"only {right:.1%} are answered rightly; at least {LEAST_RIGHT:.0%} must be"
            )
        if wrong > MOST_WRONG_TOPIC:
            found.append(
                f"{wrong:.1%} are answered on another topic; at most {MOST_WRONG_TOPIC:.0%}"
            )
        if declined > MOST_WRONG_DECLINE:
            found.append(
                f"{declined:.1%} of those to be declined are answered; at most "
                f"{MOST_WRONG_DECLINE:.0%}"
            )
        if self.same() < LEAST_SAME:
            found.append(
                f"only {self.same():.1%} of the pairs agree; at least {LEAST_SAME:.0%} must"
            )
        joined = share(self.several, Score.RIGHT)
        if self.several and joined < LEAST_SEVERAL:
            found.append(
                f"only {joined:.1%} of the questions on several topics are answered on all of "
                f"them; at least {LEAST_SEVERAL:.0%} must be"
            )
        found.extend(broken_promises(self.calibration(), self.thresholds))
        return found

    def misses(self) -> list[str]:
        """Every question that was not right, with what came of it."""
        lines = []
        for one in (*self.topics, *self.declined, *self.ambiguous, *self.several):
            if one.score is not Score.RIGHT or one.lean is False:
                got = (
                    "+".join(one.reply.topics)
                    if isinstance(one.reply, Answer)
                    else type(one.reply).__name__
                )
                what = "lean" if one.score is Score.RIGHT else str(one.score)
                wanted = "/".join(one.expected) or "decline"
                lines.append(f"{what:9} want {wanted}, got {got}: {one.question}")
        lines.extend(
            f"pair      differ: {first} | {second}"
            for first, second, same in self.pairs
            if not same
        )
        return lines

    def as_json(self) -> dict[str, Any]:
        """The counts for other programs."""
        return {
            "topics": {
                topic: {str(kind): sum(one.score is kind for one in results) for kind in Score}
                | {"lean": self.lean(results)}
                for topic, results in self.by_topic().items()
            },
            "all": {str(kind): round(share(self.topics, kind), 4) for kind in Score},
            "lean": self.lean(self.topics),
            "declined": {str(kind): round(share(self.declined, kind), 4) for kind in Score},
            "ambiguous": {str(kind): round(share(self.ambiguous, kind), 4) for kind in Score},
            "several": {str(kind): round(share(self.several, kind), 4) for kind in Score},
            "pairs": round(self.same(), 4),
            "calibration": [
                {
                    "level": one.level,
                    "answers": one.answers,
                    "right": one.right,
                    "interval": [round(end, 3) for end in one.interval],
                }
                for one in self.calibration()
            ],
        }

    def as_text(self) -> str:
        """A table a curator reads."""
        rows = [("topic", *(str(kind) for kind in Score if kind is not Score.BOTHERED), "lean")]
        for topic, results in self.by_topic().items():
            rows.append(self._row(topic, results))
        rows.append(self._row("all topics", self.topics))
        width = max(len(row[0]) for row in rows)
        lines = [
            f"{row[0]:<{width}}  " + "  ".join(f"{cell:>8}" for cell in row[1:]) for row in rows
        ]
        lines.append("")
        for name, results in (
            ("to be declined", self.declined),
            ("to be asked back", self.ambiguous),
            ("on several topics", self.several),
        ):
            shares = ", ".join(
                f"{kind} {share(results, kind):.1%}" for kind in Score if share(results, kind)
            )
            lines.append(f"{name} ({len(results)}): {shares}")
        lines.append(f"pairs that must agree ({len(self.pairs)}): {self.same():.1%} do")
        lines.extend(calibration_lines(self.calibration(), self.thresholds))
        return "\n".join(lines)

    def _row(self, name: str, results: Sequence[Result]) -> tuple[str, ...]:
        lean = self.lean(results)
        return (
            f"{name} ({len(results)})",
            *(f"{share(results, kind):.0%}" for kind in Score if kind is not Score.BOTHERED),
            "–" if lean is None else f"{lean:.0%}",
        )
