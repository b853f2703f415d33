"""
How much something matters, in weights.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.decision import recommend
from bot.core.decision_table import MOST_WEIGHT, DecisionTable
from bot.core.importance import Importance
from bot.core.recommendation import Responses, WeightFlip
from bot.core.telling import enough
from tests.core.properties import MANY
from tests.core.tables import answered


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


@MANY
@given(answered(3))
def test_the_word_told_for_another_weight_keeps_its_promise(
    case: tuple[DecisionTable, Responses],
) -> None:
    """
    Whoever says that word gets the other result; and none is kept back that would do.
    """
    table, responses = case
    result = recommend(table, responses)
    for flip in result.weight_flips:
        usual = table.criterion_of[flip.criterion].weight

        def first(word: Importance, flip: WeightFlip = flip, usual: float = usual) -> str | None:
            weights = {**responses.weights, flip.criterion: word.weight(usual)}
            return recommend(table, Responses(responses.levels, weights)).winner

        told = enough(usual, result, flip)
        if told is not None:
            assert first(told) == flip.winner
        else:
            beyond = [
                one for one in Importance if (one.weight(usual) > flip.weight) is flip.is_raised
            ]
            assert flip.winner not in {
                first(one) for one in beyond if one.weight(usual) != flip.weight
            }
