"""
Recommendations as the JSON objects other programs rely on (``fwchoice decide --json``).
"""

from __future__ import annotations

from typing import Any

from bot.core.needs import Understanding
from bot.core.recommendation import Ranked, Recommendation


def decision_json(
    result: Recommendation, understood: Understanding, revision: str
) -> dict[str, Any]:
    """
    *result* as one object; what was read out of free text stands under ``understood``.
    """
    return {
        "ranking": [_ranked(one) for one in result.ranking],
        "winner": result.winner,
        "lead": round(result.lead, 4),
        "close_call": result.close_call,
        "flips": [{"change": dict(one.change), "winner": one.winner} for one in result.flips],
        "weight_flips": [
            {
                "criterion": one.criterion,
                "weight": round(one.weight, 4),
                "when": "above" if one.is_raised else "below",
                "winner": one.winner,
            }
            for one in result.weight_flips
        ],
        "leans_on": [
            {"claims": list(one.claims), "source": one.source, "winner": one.winner}
            for one in result.leans_on
        ],
        "understood": dict(understood.levels),
        "unanswered": list(result.unanswered),
        "open_questions": list(result.open_questions),
        "settled": result.settled,
        "revision": revision,
    }


def _ranked(one: Ranked) -> dict[str, Any]:
    return {
        "option": one.option,
        "score": round(one.score, 4),
        "contributions": [
            {
                "criterion": part.criterion,
                "level": part.level,
                "weight": part.weight,
                "rating": part.rating,
                "points": round(part.points, 4),
                "claims": list(part.claims),
            }
            for part in one.contributions
        ],
    }
