"""
A linear model over sparse features, on examples small enough to see through.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.features import features
from bot.core.learning import LinearModel, Space
from tests.core.properties import FEW

BAGS = [{"red": 1.0, "fox": 1.0}, {"blue": 1.0, "owl": 1.0}, {"red": 1.0, "owl": 1.0}]


@pytest.fixture
def space() -> Space:
    """
    Four features: "red" and "owl" occur twice, "fox" and "blue" once.
    """
    return Space.of(BAGS)


def test_rare_features_tell_more(space: Space) -> None:
    """
    What was never seen is as telling as what was seen once.
    """
    assert space.rarity("red") == space.rarity("owl") < space.rarity("fox")
    assert space.rarity("fox") == space.rarity("blue") == space.rarity("never seen")


def test_vectors_have_length_one(space: Space) -> None:
    """
    A long question does not shout down a short one.
    """
    for bag in BAGS:
        assert pytest.approx(1.0) == float(np.linalg.norm(space.vector(bag).values))


def test_unknown_features_are_left_out(space: Space) -> None:
    """
    A text without a known feature is the empty vector, and scores nothing.
    """
    vector = space.vector({"never seen": 1.0})
    model = LinearModel.learn([space.vector(bag) for bag in BAGS], [0, 1, 1], [1, 1, 1], 4, 2)

    assert len(vector.columns) == 0
    assert model.scores(vector).tolist() == [0.0, 0.0]


def test_what_was_taught_is_told_apart(space: Space) -> None:
    """
    The model gives each of its examples the right label.
    """
    vectors = [space.vector(bag) for bag in BAGS]
    model = LinearModel.learn(vectors, [0, 1, 2], [1.0, 1.0, 1.0], len(space.columns), 3)

    assert [int(model.scores(vector).argmax()) for vector in vectors] == [0, 1, 2]


def test_learning_is_the_same_each_time(space: Space) -> None:
    """
    The order of examples is drawn from a fixed seed.
    """
    vectors = [space.vector(bag) for bag in BAGS]
    models = [LinearModel.learn(vectors, [0, 1, 1], [1.0, 0.5, 1.0], 4, 2) for _ in range(2)]

    assert np.array_equal(models[0].weights, models[1].weights)


@given(st.lists(st.text(max_size=8), max_size=12))
@FEW
def test_any_words_have_features(stems: list[str]) -> None:
    """
    Each word, each pair of neighbours and the letters inside; the weights are positive.
    """
    found = features(stems)

    assert {f"word {word}" for word in stems} <= found.keys()
    assert all(weight > 0 for weight in found.values())
    assert found == features(stems)


def test_the_order_of_words_leaves_a_trace() -> None:
    """
    "from a to b" is not "from b to a".
    """
    assert features(["from", "a", "to", "b"]) != features(["from", "b", "to", "a"])
