"""
A list of words says of each whether it is in it, as a set does.
"""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from bot.core.wordlist import WordList
from tests.core.properties import MANY

few_letters = st.text(alphabet="ab\n", max_size=5)
anything = st.text(st.characters(), max_size=8)


@given(st.lists(few_letters | anything), few_letters | anything)
@MANY
def test_it_holds_the_words_it_was_made_of_and_no_others(words: list[str], other: str) -> None:
    """
    Also those that begin another, end it, or stand in the middle of it; a line each.
    """
    held = {word for word in words if "\n" not in word}
    listed = WordList(words)

    assert held == listed
    assert len(held) == len(listed)
    assert sorted(held) == [*listed]
    for word in (*words, other, *(word[1:] for word in words), *(word[:-1] for word in words)):
        assert (word in listed) == (word in held)


def test_it_comes_through_a_pipe_as_it_was() -> None:
    """
    Where an edit was read by a process of its own.
    """
    listed = WordList(["lunch", "morning", "lunches"])

    assert pickle.loads(pickle.dumps(listed)) == listed == {"lunch", "lunches", "morning"}


def test_what_is_no_word_is_not_among_them() -> None:
    """
    As with a set, asking is no mistake.
    """
    assert 7 not in WordList(["7"])
