"""
What a question names: options, however they are written, and strangers.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Option, Stranger
from bot.core.options import SLOT, STRANGER, Mentions, Names
from bot.core.snapshot import Snapshot
from bot.core.text import words
from tests.core.fixtures import names_of
from tests.core.properties import MANY, anything, chat

OPTIONS = (
    Option(id="alpha-db", name="AlphaDB", aliases=("the row one",), not_meant=("alphabet",)),
    Option(id="beta-db", name="BetaDB"),
    Option(id="kv", name="KV"),
)
STRANGERS = (
    Stranger(name="GammaDB"),
    Stranger(name="Delta Store", aliases=("deltastore",)),
    Stranger(name="AlphaDB Cloud"),
)


@pytest.fixture
def names() -> Names:
    """
    Three databases to choose from, one with a very short name, and three strangers.
    """
    return Names(OPTIONS, STRANGERS, frozenset({"better", "beta"}))


def found(names: Names, text: str) -> Mentions:
    return names.find(words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is AlphaDB fast", ["alpha-db"]),
        ("is alpha-db fast", ["alpha-db"]),
        ("is alpha db fast", ["alpha-db"]),
        ("ALPHADB?", ["alpha-db"]),
        ("alphadb's speed", ["alpha-db"]),
        ("*alphadb* _betadb_ `kv`", ["alpha-db", "beta-db", "kv"]),
        ("betadb or alphadb", ["beta-db", "alpha-db"]),
        ("alphadb or alphadb or Alpha DB", ["alpha-db"]),
        ("what about the row one", ["alpha-db"]),
        ("the row two", []),
        ("alhpadb or betdab", ["alpha-db", "beta-db"]),
        ("alphadbb", ["alpha-db"]),
        ("alphadbs", ["alpha-db"]),
        ("alfadb", []),
        ("alphdb", ["alpha-db"]),
        ("kvv kx", []),
        ("alphabet", []),
        ("beta better", []),
        ("<https://alphadb.example|AlphaDB>", ["alpha-db"]),
        ("https://alphadb.example/betadb", []),
        ("alphadb/betadb,kv", ["alpha-db", "beta-db", "kv"]),
        ("", []),
    ],
)
def test_options_are_found_however_they_are_written(
    names: Names, text: str, expected: list[str]
) -> None:
    """
    Ids, names and aliases in any case, with a slip; real words and addresses are none.
    """
    assert expected == list(found(names, text).options)


def test_a_misspelling_is_told(names: Names) -> None:
    """
    What was taken for a name is remembered, so that it can be shown.
    """
    assert found(names, "alhpadb or betadb").corrected == (("alhpadb", "alpha-db"),)


def test_the_longest_name_wins(names: Names) -> None:
    """
    A stranger that begins with an option's name is not that option.
    """
    mentions = found(names, "is alphadb cloud any good")

    assert mentions.options == ()
    assert mentions.strangers == ("AlphaDB Cloud",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GammaDB or AlphaDB", ("GammaDB",)),
        ("delta store", ("Delta Store",)),
        ("deltastore, gammadb, delta store", ("Delta Store", "GammaDB")),
        ("delta", ()),
        ("gamadb", ()),
    ],
)
def test_strangers_are_found_as_they_are_written(
    names: Names, text: str, expected: tuple[str, ...]
) -> None:
    """
    Each once, in the order of the question; a misspelt stranger is just a word.
    """
    assert expected == found(names, text).strangers


def test_names_become_slots(names: Names) -> None:
    """
    Matching sees that an option is named, never which one.
    """
    assert found(names, "kv or gammadb").words == (SLOT, "or", STRANGER)
    assert found(names, "is kv good").words == found(names, "is Alpha DB good").words


def test_an_option_wins_over_a_stranger_of_the_same_name() -> None:
    """
    What can be chosen is known, even when somebody also lists it as unknown.
    """
    names = Names(OPTIONS, (Stranger(name="betadb"),))

    assert found(names, "betadb").options == ("beta-db",)


@given(anything | chat)
@MANY
def test_any_text_has_mentions(text: str) -> None:
    """
    Nothing crashes, and what is found is known.
    """
    mentions = Names(OPTIONS, STRANGERS).find(words(text))

    assert set(mentions.options) <= {option.id for option in OPTIONS}
    assert set(mentions.strangers) <= {stranger.name for stranger in STRANGERS}


@given(st.lists(st.sampled_from(["alphadb", "betadb", "kv", "gammadb", "fast", "or"]), max_size=8))
@MANY
def test_every_named_option_is_found(spoken: list[str]) -> None:
    """
    No option is lost among other words, and none is added.
    """
    ids = {"alphadb": "alpha-db", "betadb": "beta-db", "kv": "kv"}
    mentions = Names(OPTIONS, STRANGERS).find(spoken)

    assert tuple(dict.fromkeys(ids[word] for word in spoken if word in ids)) == mentions.options
    assert len(spoken) == len(mentions.words)


def _single_names(shipped: Snapshot) -> list[str]:
    names = [name for option in shipped.base.options for name in (option.id, option.name)]
    return sorted({words(name)[0] for name in names if len(words(name)) == 1})


def test_no_ordinary_english_word_is_taken_for_a_shipped_option(shipped: Snapshot) -> None:
    """
    Forty thousand words of English, one by one: only the names themselves name an option.
    """
    base = shipped.base
    names = names_of(base)
    taken = {word for word in base.ordinary if names.find([word]).options}

    assert taken <= set(_single_names(shipped))


def test_words_that_are_not_meant_are_not_taken_for_a_shipped_option(shipped: Snapshot) -> None:
    """
    Neither without nor with the ordinary words at hand.
    """
    base = shipped.base
    names = Names(base.options, base.others)
    not_meant = {word for option in base.options for word in option.not_meant}

    assert not_meant
    assert dict.fromkeys(not_meant, ()) == {
        word: names.find(words(word)).options for word in not_meant
    }


def test_shipped_options_survive_a_swap_of_neighbouring_letters(shipped: Snapshot) -> None:
    """
    The commonest slip of a typist never loses an option.
    """
    base = shipped.base
    names = names_of(base)
    lost = []
    for name in _single_names(shipped):
        for at in range(len(name) - 1):
            slip = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            if not names.find([slip]).options:
                lost.append(slip)

    assert lost == []


def test_shipped_strangers_are_never_shipped_options(shipped: Snapshot) -> None:
    """
    Every stranger's name is found as that stranger, and never as an option.
    """
    base = shipped.base
    names = names_of(base)
    wrong = [
        stranger.name
        for stranger in base.others
        if names.find(words(stranger.name)).strangers != (stranger.name,)
    ]

    assert wrong == []
