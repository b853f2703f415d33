"""
What a view carries comes back whole, or not at all.
"""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.seal import MOST_TEXT, Seal
from tests.core.properties import FEW

SEAL = Seal("xoxb-one")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@FEW
@given(texts)
def test_what_was_sealed_is_opened(text: str) -> None:
    """
    By every process with the same token.
    """
    assert Seal("xoxb-one").opened(SEAL.sealed(text)) == text


@FEW
@given(texts, st.data())
def test_one_changed_character_is_enough(text: str, data: st.DataObject) -> None:
    """
    Anywhere in it.
    """
    sealed = SEAL.sealed(text)
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_.=ü"))
    changed = sealed[:at] + other + sealed[at + 1 :]

    assert SEAL.opened(changed) == (text if changed == sealed else None)


@FEW
@given(texts, st.data())
def test_what_was_cut_off_is_not_opened(text: str, data: st.DataObject) -> None:
    """
    Not a part of it either.
    """
    sealed = SEAL.sealed(text)

    assert SEAL.opened(sealed[: data.draw(st.integers(0, len(sealed) - 1))]) is None


@pytest.mark.parametrize("given", [None, 7, [], {}, "", ".", "..", "1..", "ü", "1.ü.ü"])
def test_what_is_nothing_like_it_is_not_opened(given: object) -> None:
    """
    Whatever came in its place.
    """
    assert SEAL.opened(given) is None


def test_another_token_is_another_seal() -> None:
    """
    What was under way with the old one has to begin anew.
    """
    assert Seal("xoxb-two").opened(SEAL.sealed("text")) is None


def test_what_would_unpack_to_too_much_is_not_opened() -> None:
    """
    Even under our own seal: what we seal is never that long.
    """
    assert SEAL.opened(SEAL.sealed("x" * (MOST_TEXT + 1))) is None
