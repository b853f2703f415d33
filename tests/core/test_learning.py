"""
A linear model over sparse features, on examples small enough to see through.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.features import END, START, letters
from bot.core.learning import learn
from bot.core.space import Columns, Floats, Space
from bot.core.table import Table
from tests.core.properties import FEW

TEXTS = (("red", "fox"), ("blue", "owl"), ("red", "owl"))
LABELS = (0, 1, 2)

stems = st.lists(
    st.sampled_from(("red", "blue", "fox", "owl", "fowl", "quux", "")) | st.text(max_size=8),
    max_size=12,
)


def scores(vector: tuple[Columns, Floats], weights: Floats) -> Floats:
    columns, values = vector
    found: Floats = values @ weights[columns]
    return found


def learned(space: Space, labels: tuple[int, ...] = LABELS) -> Floats:
    said = [" ".join(text) for text in TEXTS]
    return learn(space.vectors, said, labels, [1.0] * 3, len(space), max(labels) + 1)


@pytest.fixture
def space() -> Space:
    """
    Words, letters and neighbours; "red" and "owl" occur twice, "fox" and "blue" once.
    """
    return Space(TEXTS)


def test_rare_words_tell_more(space: Space) -> None:
    """
    The more texts have a word, the less it says about any of them.
    """
    value = {word: float(space.values[at]) for word, at in space.words.items()}

    assert value["red"] == value["owl"] < value["fox"] == value["blue"]


def test_what_is_added_elsewhere_does_not_change_what_a_word_tells(space: Space) -> None:
    """
    A feature's value depends on the texts it occurs in, not on how many others there are.
    """
    more = Space([*TEXTS, ("green", "newt"), ("wet", "newt")])

    for word in ("red", "owl", "fox", "blue"):
        assert space.values[space.words[word]] == more.values[more.words[word]]


def test_vectors_have_length_one(space: Space) -> None:
    """
    A long question does not shout down a short one.
    """
    for vector in space.vectors:
        assert pytest.approx(1.0) == float(np.linalg.norm(vector[1]))


def test_what_was_taught_is_told_apart(space: Space) -> None:
    """
    The model gives each of its examples the right label.
    """
    weights = learned(space)

    assert [int(scores(vector, weights).argmax()) for vector in space.vectors] == [0, 1, 2]


def test_learning_is_the_same_each_time_and_in_every_order(space: Space) -> None:
    """
    The order in which examples have their turn is their own, not that of the files.
    """
    back = Space(TEXTS[::-1])
    said = [" ".join(text) for text in TEXTS]
    there = learn(space.vectors, said, LABELS, [1.0, 0.5, 1.0], len(space), 3)
    here = learn(back.vectors, said[::-1], LABELS[::-1], [1.0, 0.5, 1.0], len(space), 3)
    first, second = Table.of(space, there), Table.of(back, here)

    for text in TEXTS:
        assert first.scores(text) == pytest.approx(second.scores(text), abs=1e-4)


def test_a_label_that_shares_nothing_with_a_text_does_not_score_on_it() -> None:
    """
    However many examples a label has, what they do not contain does not speak for it.
    """
    texts = [*TEXTS, *[("mum", "pig", str(at)) for at in range(20)]]
    space = Space(texts)
    said = [" ".join(text) for text in texts]
    weights = learn(space.vectors, said, [0, 1, 2] + [3] * 20, [1.0] * 23, len(space), 4)
    table = Table.of(space, weights)

    for text in TEXTS:
        assert table.scores(text)[3] <= 0 < table.scores(text).max()


def test_a_table_scores_as_the_model_does(space: Space) -> None:
    """
    Rows that were added up beforehand say the same as the features one by one.
    """
    weights = learned(space)
    table = Table.of(space, weights)

    for text, vector in zip(TEXTS, space.vectors, strict=True):
        assert table.scores(text) == pytest.approx(scores(vector, weights), abs=1e-3)


def test_a_table_knows_which_words_are_neighbours(space: Space) -> None:
    """
    In that order, and the ends of a text are neighbours, too.
    """
    table = Table.of(space, learned(space))
    words = ("red", "blue", "fox", "owl", "ψ", START, END)
    known = {(one, other) for one in words for other in words if table.knows(one, other)}

    assert known == {
        *((START, "red"), (START, "blue"), ("fox", END), ("owl", END)),
        *(("red", "fox"), ("blue", "owl"), ("red", "owl")),
    }


def test_a_text_without_anything_known_scores_nothing(space: Space) -> None:
    """
    The same zero for every label.
    """
    assert Table.of(space, learned(space)).scores(["ψ"]).tolist() == [0.0, 0.0, 0.0]


def test_an_unknown_word_counts_by_its_letters(space: Space) -> None:
    """
    "redfox" was never seen, "red" and "fox" were: it looks like the text that has both.
    """
    found = Table.of(space, learned(space)).scores(["redfox"])

    assert int(found.argmax()) == 0


@given(stems)
@FEW
def test_any_words_are_scored_and_their_order_adds_up_the_same(some: list[str]) -> None:
    """
    Whole numbers are added, so no order and no machine rounds them differently.
    """
    space = Space(TEXTS)
    table = Table.of(space, learned(space))

    assert np.isfinite(table.scores(some)).all()
    assert table.scores(some).tolist() == table.scores([*some]).tolist()


def test_letters_of_a_word_know_its_ends() -> None:
    """
    "the" at the start of a word is not "the" at its end, and each run is told once.
    """
    assert letters("ab") == ["<ab", "ab>", "<ab>"]
    assert len(letters("banana")) == len(set(letters("banana")))


def test_the_order_of_words_leaves_a_trace() -> None:
    """
    "from a to b" is not "from b to a".
    """
    space = Space([("from", "a", "to", "b"), ("from", "b", "to", "a")])
    said = ["from a to b", "from b to a"]
    table = Table.of(space, learn(space.vectors, said, [0, 1], [1.0, 1.0], len(space), 2))

    assert int(table.scores(said[0].split()).argmax()) == 0
    assert int(table.scores(said[1].split()).argmax()) == 1
