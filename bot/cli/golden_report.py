"""
What came of the golden questions: as text, as JSON, and held against the floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.cli.reliability import broken_promises, calibration_lines
from bot.core.decision_scoring import Decided, DecisionShares
from bot.core.replies import Answer
from bot.core.scoring import (
    Calibration,
    Result,
    Score,
    calibration,
    share,
)
from bot.core.thresholds import Thresholds

LEAST_RIGHT = 0.80
MOST_WRONG_TOPIC = 0.05
MOST_WRONG_DECLINE = 0.05
LEAST_SAME = 0.95
LEAST_DECIDED = 0.90
LEAST_CRITERIA = 0.85
LEAST_SEVERAL = 0.80
"""The floor, in shares of questions: below it the command fails. Raise it with the base."""


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
        decisions: list[Decided],
        thresholds: Thresholds,
    ) -> None:
        self.topics, self.declined, self.ambiguous = topics, declined, ambiguous
        self.pairs = pairs
        self.several = several
        self.decisions = decisions
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
        shares = DecisionShares.of(self.decisions)
        for share_of, least, what in (
            (shares.right, LEAST_DECIDED, "descriptions get their option"),
            (shares.found, LEAST_CRITERIA, "criteria that are stated are read"),
            (shares.exact, LEAST_CRITERIA, "criteria that are read are stated"),
        ):
            if share_of < least:
                found.append(f"only {share_of:.1%} of the {what}; at least {least:.0%} must")
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
        for decision in self.decisions:
            wrong = [] if decision.is_right else [f"got {decision.winner}"]
            wrong += [f"not read {decision.missed}"] if decision.missed else []
            wrong += [f"read {decision.over_read}"] if decision.over_read else []
            if wrong:
                text = f"want {decision.golden.option}, {', '.join(wrong)}: {decision.golden.text}"
                lines.append(f"decision  {text}")
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
            "decisions": {
                "n": len(self.decisions),
                "right": round(DecisionShares.of(self.decisions).right, 4),
                "criteria_found": round(DecisionShares.of(self.decisions).found, 4),
                "criteria_exact": round(DecisionShares.of(self.decisions).exact, 4),
            },
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
        if self.decisions:
            read = DecisionShares.of(self.decisions)
            lines.append(
                f"descriptions to decide ({len(self.decisions)}): {read.right:.1%} get the "
                f"expected option; of their criteria {read.found:.1%} are read, and of those "
                f"read {read.exact:.1%} are stated"
            )
        lines.extend(calibration_lines(self.calibration(), self.thresholds))
        return "\n".join(lines)

    def _row(self, name: str, results: Sequence[Result]) -> tuple[str, ...]:
        lean = self.lean(results)
        return (
            f"{name} ({len(results)})",
            *(f"{share(results, kind):.0%}" for kind in Score if kind is not Score.BOTHERED),
            "–" if lean is None else f"{lean:.0%}",
        )
