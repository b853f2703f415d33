"""
A recommendation in words: its figures are those a reader can reckon again.
"""

from __future__ import annotations

import re
from random import Random

from hypothesis import given

from bot.core.decision import recommend
from bot.core.recommendation import Recommendation, Responses
from bot.core.snapshot import Snapshot
from bot.core.telling import SMALL_PULL, closeness, headline, pulled
from bot.core.values import EITHER
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import FEW
from tests.core.tables import seeds

SHIPPED: Snapshot = shipped_snapshot()
FIGURE = re.compile(r"\d+\.\d+")


def decided(seed: int) -> Recommendation:
    """
    What the shipped table makes of some answers, at random.
    """
    random, table = Random(seed), SHIPPED.base.decisions[0]
    some = random.sample(table.criteria, random.randint(1, len(table.criteria)))
    levels = {one.id: random.choice(one.levels).id for one in some}
    return recommend(table, Responses(levels, {}), SHIPPED.base.told_by)


@FEW
@given(seeds)
def test_who_subtracts_the_scores_gets_the_lead(seed: int) -> None:
    """
    "6.8 of 10, 6.0" is a lead of 0.8, whatever was rounded away; nobody is ahead by nothing.
    """
    base, result = SHIPPED.base, decided(seed)
    if result.winner == EITHER:
        return
    first, second = FIGURE.findall(headline(base, result))[:2]
    lead = FIGURE.findall(closeness(base, result))[0]
    places = len(lead.partition(".")[2])

    assert f"{float(first) - float(second):.{places}f}" == lead
    assert float(lead) > 0


@FEW
@given(seeds)
def test_an_answer_that_speaks_for_one_is_never_told_as_nothing(seed: int) -> None:
    """
    Small pulls have two places after the point, none is written "+0.0".
    """
    base, result = SHIPPED.base, decided(seed)
    for pull in result.pulls:
        said = pulled(base, pull)
        assert ("+" in said) is (pull.towards != EITHER)
        assert not said.endswith("+0.0")
        if 0 < abs(pull.points) < SMALL_PULL:
            assert re.search(r"\+0\.0\d$", said)


@FEW
@given(seeds)
def test_a_lead_is_called_clear_only_when_nothing_left_can_turn_it(seed: int) -> None:
    """
    Before that it is a lead so far, however large.
    """
    base, result = SHIPPED.base, decided(seed)
    if result.winner == EITHER or result.close_call:
        return

    assert ("clear" in closeness(base, result)) is result.settled
