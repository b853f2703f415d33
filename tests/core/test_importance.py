"""
How much something matters, in weights.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.decision_table import MOST_WEIGHT
from bot.core.importance import Importance


@given(st.integers(0, 6).map(lambda halves: halves / 2))
def test_more_said_is_more_counted(usual: float) -> None:
    """
    Whatever the table says of a criterion, and never beyond what the model takes.
    """
    rising = [Importance.NONE, Importance.LITTLE, Importance.MUCH, Importance.MOST]
    weights = [one.weight(usual) for one in rising]

    assert weights[0] == 0
    assert weights == sorted(set(weights))
    assert weights[-1] <= MOST_WEIGHT
    assert Importance.USUAL.weight(usual) == usual
    if usual:
        assert weights[1] < usual < weights[2]
