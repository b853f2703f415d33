"""
Repair of misspelt words: what is known or ordinary is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.spelling import Vocabulary
from tests.core.properties import MANY

KNOWN = {
    "database": 9,
    "performance": 9,
    "speed": 5,
    "spend": 1,
    "launch": 3,
    "plugins": 2,
    "admin": 2,
    "panel": 2,
    "rest": 2,
    "security": 2,
    "scale": 1,
}


@pytest.fixture
def vocabulary() -> Vocabulary:
    """
    A few words, and that lunch is ordinary English.
    """
    return Vocabulary.of(KNOWN, frozenset({"lunch", "speech"}))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("databse", "database"),
        ("dtaabase", "database"),
        ("databaes", "database"),
        ("perfromance", "performance"),
        ("preformence", "performance"),
        ("sppeed", "speed"),
        ("spede", "speed"),
        ("secuirty", "security"),
        ("speed", "speed"),
        ("scaling", "scaling"),
        ("databases", "databases"),
        ("lunch", "lunch"),
        ("speech", "speech"),
        ("rst", "rst"),
        ("xylophone", "xylophone"),
        ("sp33d", "sp33d"),
        ("", ""),
    ],
)
def test_a_slip_is_mended_and_a_word_of_its_own_is_not(
    vocabulary: Vocabulary, word: str, expected: str
) -> None:
    """
    One slip is forgiven, two in long words; known, ordinary, short and odd words stay.
    """
    assert expected == vocabulary.repair(word)


def test_between_equally_near_words_the_more_used_wins(vocabulary: Vocabulary) -> None:
    """
    "speed" is used more often than "spend", and both are one slip from "speen".
    """
    assert Vocabulary.of({"speed": 5, "spend": 1}).repair("speend") == "speed"
    assert Vocabulary.of({"speed": 1, "spend": 5}).repair("speend") == "spend"
    assert Vocabulary.of({"speed": 5, "speel": 5}).repair("speeq") == "speed"


def test_between_equally_used_words_the_likelier_slip_wins() -> None:
    """
    A key beside the right one, a swap, and a right first letter speak for a word.
    """
    assert Vocabulary.of({"speed": 5, "speel": 5}).repair("speep") == "speel"
    assert Vocabulary.of({"clam": 5, "cal": 5, "calx": 5}).repair("calm") == "clam"
    assert Vocabulary.of({"mending": 5, "pending": 5}).repair("pendng") == "pending"


def test_a_word_that_is_known_beside_the_neighbours_wins() -> None:
    """
    What stands beside it tells "rest" from "test"; short words need that to be mended at all.
    """
    vocabulary = Vocabulary.of({"rest": 2, "test": 9, "the": 9})

    assert vocabulary.repair("gest", lambda word: int(word == "rest")) == "rest"
    assert vocabulary.repair("gest") == "test"
    assert vocabulary.repair("teh") == "teh"
    assert vocabulary.repair("teh", lambda word: int(word == "the")) == "the"


def test_a_word_that_lost_its_third_letter_needs_both_neighbours() -> None:
    """
    "wb" is "web" only where that stands beside both of its neighbours.
    """
    vocabulary = Vocabulary.of({"web": 9, "app": 9})

    assert vocabulary.repair("wb") == "wb"
    assert vocabulary.repair("wb", lambda _: 1) == "wb"
    assert vocabulary.repair("wb", lambda word: 2 * (word == "web")) == "web"


def test_a_word_that_is_out_of_place_is_the_one_that_is_at_home_there() -> None:
    """
    "sued" beside words it was never seen with is "used", where that was seen beside both.
    """
    vocabulary = Vocabulary.of({"used": 9, "sued": 1})

    def stands(**beside: int) -> Callable[[str], int]:
        return lambda word: beside.get(word, 0)

    assert vocabulary.meant_instead("sued", stands(used=2)) == "used"
    assert vocabulary.meant_instead("sued", stands(used=1)) == "sued"
    assert vocabulary.meant_instead("sued", stands(used=2, sued=1)) == "sued"
    assert vocabulary.meant_instead("sues", stands(used=2)) == "sues"


def test_digits_are_never_mended_but_the_letters_beside_them_are() -> None:
    """
    "jijna2" is "jinja2"; "jinja3" may be another thing.
    """
    vocabulary = Vocabulary.of({"jinja2": 3, "template": 2})

    assert vocabulary.repair("jijna2") == "jinja2"
    assert vocabulary.repair("jinja3") == "jinja3"
    assert vocabulary.repair("jinja") == "jinja"


def test_a_missing_letter_is_likelier_than_a_missing_blank() -> None:
    """
    "comunity" is one slip from "community", and only by chance "com" and "unity".
    """
    assert Vocabulary.of({"com": 9, "unity": 9, "community": 1}).mend("comunity") == "community"
    assert Vocabulary.of({"com": 9, "unity": 9}).mend("comunity") == "com unity"


def test_a_short_word_that_was_drawn_out_is_the_short_word() -> None:
    """
    "sooooo much" reaches the vocabulary as "soo": that is "so", not "too".
    """
    vocabulary = Vocabulary.of({"so": 1, "too": 9})

    assert vocabulary.mend("soo", lambda word: 2 * (word == "too")) == "so"
    assert vocabulary.mend("too") == "too"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("adminpanel", "admin panel"),
        ("restspeed", "rest speed"),
        ("databse", "database"),
        ("admin", "admin"),
        ("zzzzzzzz", "zzzzzzzz"),
    ],
)
def test_words_written_as_one_are_taken_apart(
    vocabulary: Vocabulary, word: str, expected: str
) -> None:
    """
    Two known words without a blank between them are two words.
    """
    assert expected == vocabulary.mend(word)


def test_known_compounds_are_written_as_one(vocabulary: Vocabulary) -> None:
    """
    "plug ins" and "plugins" are the same word.
    """
    assert vocabulary.joined(["good", "plug", "ins", "here"]) == ["good", "plugins", "here"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14))
@MANY
def test_what_was_mended_needs_no_more_mending(word: str) -> None:
    """
    Mending twice is mending once: it leads to known words or leaves the word alone.
    """
    vocabulary = Vocabulary.of(KNOWN)
    mended = vocabulary.mend(word)

    assert mended == " ".join(vocabulary.mend(part) for part in mended.split())


@given(st.sampled_from(sorted(KNOWN)), st.data())
@MANY
def test_two_neighbouring_letters_swapped_is_one_slip(word: str, data: st.DataObject) -> None:
    """
    A swap inside a known word of four letters or more is always mended, to a known word.
    """
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    assert Vocabulary.of(KNOWN).repair(swapped) in KNOWN


@given(st.text(alphabet="abcdef", min_size=5, max_size=9), st.data())
@MANY
def test_whatever_slip_it_is_it_is_mended(word: str, data: st.DataObject) -> None:
    """
    A letter instead, besides or too few, or two swapped, anywhere, the ends not excepted.
    """
    at, letter = data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("abcxyz"))
    slips = (
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word + letter,
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    )
    vocabulary = Vocabulary.of({word: 1, "words": 9, "beside": 9, "elsewhere": 9})

    for typed in slips:
        assert vocabulary.knows(typed) or vocabulary.repair(typed) == word


def test_an_empty_vocabulary_leaves_everything_alone() -> None:
    """
    Without words nothing is a misspelling.
    """
    assert Vocabulary.of({}).mend("anything") == "anything"
    assert Vocabulary.of({}).joined(["a", "b"]) == ["a", "b"]
