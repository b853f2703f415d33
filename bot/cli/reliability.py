"""
How far the bot's confidence can be trusted, as ``fwchoice test`` prints and checks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.calibration import interval
from bot.core.scoring import Calibration
from bot.core.thresholds import Thresholds


def calibration_lines(today: Sequence[Calibration], thresholds: Thresholds) -> Iterator[str]:
    """
    Hit rates by level, today and as recorded, and what confidence was worth on unseen questions.
    """
    for one in today:
        low, high = one.interval
        hit = f"{one.right / one.answers:.1%}" if one.answers else "–"
        line = f"{one.level} ({one.answers} answers): {hit} right, 95 % interval "
        line += f"{low:.0%} to {high:.0%}"
        recorded = thresholds.measured.get(one.level)
        if recorded and recorded.answers:
            line += f"; recorded on unseen questions: {recorded.right / recorded.answers:.1%}"
        yield line
    if not thresholds.reliability:
        return
    yield ""
    yield "confidence on unseen questions, as recorded by fwchoice tune"
    yield f"{'band':>12}  {'questions':>9}  {'promised':>8}  {'kept':>8}"
    for band in thresholds.reliability:
        kept = f"{band.right / band.questions:.0%}" if band.questions else "–"
        promised = f"{band.promised:.0%}" if band.questions else "–"
        name = f"{band.least:.0%} to {band.least + 0.1:.0%}"
        yield f"{name:>12}  {band.questions:>9}  {promised:>8}  {kept:>8}"
    if thresholds.brier is not None and thresholds.calibration_error is not None:
        yield (
            f"Brier score {thresholds.brier:.3f}, mean gap between promised and kept "
            f"{thresholds.calibration_error:.1%}"
        )


def broken_promises(today: Sequence[Calibration], thresholds: Thresholds) -> Iterator[str]:
    """
    Levels that are right less often today than chance allows, given what was recorded of them.
    """
    for one in today:
        recorded = thresholds.measured.get(one.level)
        if recorded is None or not recorded.answers or not one.answers:
            continue
        promised, _ = interval(recorded.right, recorded.answers)
        _, reached = one.interval
        if reached < promised:
            yield (
                f"{one.level}: {one.right / one.answers:.1%} of the answers are right, recorded "
                f"are {recorded.right / recorded.answers:.1%}; run fwchoice tune"
            )
