"""
A recommendation in words: what is said agrees with itself.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from hypothesis import given

from bot.core.decision import recommend
from bot.core.decision_table import DecisionTable
from bot.core.recommendation import Responses
from bot.core.telling import closeness, headline
from bot.core.values import EITHER
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import MANY
from tests.core.tables import OPTIONS, answered


def base() -> Any:
    """
    The shipped sentences, and options as random tables have them.
    """
    options = {option: SimpleNamespace(name=option) for option in OPTIONS}
    return SimpleNamespace(wording=shipped_snapshot().base.wording, option_of=options)


@MANY
@given(answered(3))
def test_the_lead_is_what_the_shown_scores_leave(case: tuple[DecisionTable, Responses]) -> None:
    """
    Nobody reckons 6.8 less 6.0 and reads 0.9; and whoever is ahead is never ahead by nothing.
    """
    table, responses = case
    result = recommend(table, responses)
    if result.winner in {None, EITHER}:
        return
    first, second = map(float, re.findall(r"\d+\.\d", headline(base(), result)))
    lead = float(re.findall(r"\d+(?:\.\d+)?", closeness(base(), result))[0])

    assert lead > 0
    assert round(first - second, 1) in {0.0, lead}
