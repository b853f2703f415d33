"""
What kind of question it is, from its shape alone.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.options import SLOT, STRANGER
from bot.core.phrasing import asks_how_to, phrasing
from bot.core.sentences import doubt_after_story
from bot.core.shapes import Kind
from bot.core.strangers import opposes_stranger, weighs_stranger
from bot.core.text import words
from tests.core.properties import MANY

SHAPES = "who when how many which is does why what a b x or than better not pros cons advantages "


def spoken(text: str) -> list[str]:
    """The words of *text*, where A and B are options and X is a stranger."""
    marks = {"A": SLOT, "B": SLOT, "X": STRANGER}
    return [
        word
        for written in text.split()
        for word in ([marks[written]] if written in marks else words(written))
    ]


def kind(text: str) -> Kind:
    found = spoken(text)
    return phrasing(found, min(2, found.count(SLOT))).kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which should I choose for a shop", Kind.CHOOSE),
        ("A or B for a shop", Kind.CHOOSE),
        ("should I use A or B", Kind.CHOOSE),
        ("which is faster", Kind.CHOOSE),
        ("is A faster than B", Kind.COMPARATIVE),
        ("is A more secure than B", Kind.COMPARATIVE),
        ("does A scale better than B", Kind.COMPARATIVE),
        ("what is the difference between A and B", Kind.COMPARE),
        ("how do A and B differ", Kind.COMPARE),
        ("compare A and B", Kind.COMPARE),
        ("is A good for beginners", Kind.SUITS),
        ("should I use A", Kind.SUITS),
        ("does A come with an ORM", Kind.YES_NO),
        ("does A have an admin interface", Kind.YES_NO),
        ("A has an admin interface right", Kind.YES_NO),
        ("advantages of A", Kind.ADVANTAGES),
        ("what are the benefits of A", Kind.ADVANTAGES),
        ("drawbacks of A", Kind.DRAWBACKS),
        ("what are the cons of A", Kind.DRAWBACKS),
        ("what is bad about A", Kind.DRAWBACKS),
        ("anything but A", Kind.DRAWBACKS),
        ("what is good about A", Kind.ADVANTAGES),
        ("pros and cons of A", Kind.BOTH_SIDES),
        ("pros and cons of A and B", Kind.COMPARE),
        ("who made A", Kind.FACT),
        ("when was A released", Kind.FACT),
        ("how many stars has A", Kind.FACT),
        ("how old is A", Kind.FACT),
        ("tell me about A", Kind.ABOUT),
        ("what is A", Kind.ABOUT),
        ("how does A do routing", Kind.ABOUT),
        ("best way to learn A", Kind.ABOUT),
        ("why is A described as free rather than strict", Kind.ABOUT),
        ("where do I get more help A or B", Kind.CHOOSE),
        ("whose plugins are better A or B", Kind.CHOOSE),
        ("what do agencies take A or B", Kind.CHOOSE),
        ("what should we use for a shop", Kind.CHOOSE),
        ("is A a bad idea for a shop", Kind.SUITS),
        ("do frameworks make code more secure", Kind.YES_NO),
        ("both can be run locally right", Kind.YES_NO),
        ("A then", Kind.SUITS),
        ("A alright", Kind.SUITS),
        ("should we worry", Kind.CHOOSE),
        ("who is right", Kind.CHOOSE),
        ("is it true", Kind.YES_NO),
        ("are the docs of A any good", Kind.YES_NO),
        ("is postgres fine with A", Kind.YES_NO),
        ("would you trust A with payments", Kind.SUITS),
        ("do I need A for that", Kind.SUITS),
        ("does either of them have an admin", Kind.CHOOSE),
        ("do both follow it or only one of them", Kind.YES_NO),
        ("A is small and B is big right", Kind.YES_NO),
        ("why do people take A and not B", Kind.CHOOSE),
        ("why is A faster than B", Kind.ABOUT),
        ("what speaks for A", Kind.ADVANTAGES),
        ("does A handle logins for me", Kind.YES_NO),
        ("am I covered with A", Kind.YES_NO),
        ("A is the one for small services right", Kind.SUITS),
        ("models now and a shop later A right", Kind.SUITS),
        ("is there one with an admin", Kind.CHOOSE),
        ("how can I speed it up", Kind.ABOUT),
        ("how do I choose", Kind.CHOOSE),
        ("what speaks against A", Kind.DRAWBACKS),
        ("A weak points", Kind.DRAWBACKS),
        ("a shop with logins A y/n", Kind.SUITS),
        ("a shop with logins A yay or nay", Kind.SUITS),
        ("does that speak for A", Kind.SUITS),
        ("is A a bad pick for a shop", Kind.SUITS),
        ("why does A suit large shops better", Kind.SUITS),
        ("why is A good for a shop", Kind.SUITS),
        ("why is A good", Kind.ABOUT),
        ("does A handle languages by itself", Kind.YES_NO),
        ("how do I start in each", Kind.ABOUT),
        ("can A and B both take it or do we need more", Kind.YES_NO),
    ],
)
def test_the_shape_of_a_question_tells_its_kind(text: str, expected: Kind) -> None:
    """
    The kinds of the issue: choose, compare, about one, good or bad, yes or no, a fact.
    """
    assert expected == kind(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the spec is signed, does that speak for A", " does that speak for A"),
        ("we are five people, all new, should we take A", " should we take A"),
        ("A, is it slow", ""),
        ("which is faster for a shop, is it A", ""),
        ("the spec is signed, what now", ""),
        ("the spec is signed, right", ""),
        ("the spec is signed", ""),
    ],
)
def test_a_doubt_after_a_story_is_told_from_the_story(text: str, expected: str) -> None:
    """
    What is asked at the end is a question of its own; a name before a comma is no story.
    """
    assert expected == doubt_after_story(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("limits of A", False),
        ("limitations of A", True),
        ("A cons", True),
        ("what are the main strong points of A", True),
        ("drawbacks of the template language of A", False),
        ("is A good", False),
    ],
)
def test_sides_without_a_subject_are_those_of_the_whole(text: str, expected: bool) -> None:
    """
    "Limitations of ■" says nothing of what, so it is on the choice as a whole.
    """
    assert expected == phrasing(spoken(text), text.count("A")).is_overall


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("does it matter for speed which I take", True),
        ("will anybody notice whether it is A or B", True),
        ("does it make a difference", True),
        ("speed matters most", False),
        ("which is faster", False),
    ],
)
def test_who_doubts_that_it_matters_is_heard(text: str, expected: bool) -> None:
    """
    Where the documents call the options alike, that is the answer, and no pick.
    """
    assert expected == phrasing(spoken(text), min(2, text.count("A"))).asks_if_it_matters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which is slower", True),
        ("is A slower than B", True),
        ("which one is harder", True),
        ("which one is less secure", True),
        ("which of the two has no admin", True),
        ("which lacks a debugger", True),
        ("which has more overhead", True),
        ("which needs more plugins", True),
        ("which one does not scale", True),
        ("A or B which is riskier", True),
        ("which has less overhead", False),
        ("which is not slow", False),
        ("which needs less code", False),
        ("which is less hard to learn", False),
        ("which is better if we do not need an admin", False),
        ("our app gets slower every week A or B", False),
        ("our app gets slower every week which one helps", False),
    ],
)
def test_who_asks_for_the_worse_one_gets_no_pick(text: str, expected: bool) -> None:
    """
    A verdict for the better one must not be read as the answer to "which is slower"; what gets
    slower in the story before is not asked.
    """
    found = phrasing(spoken(text), text.count("A") + text.count("B"))

    assert expected == found.is_downside
    assert expected != found.wants_pick


@pytest.mark.parametrize("text", ["is A as fast as B", "does A scale as well as B"])
def test_who_asks_if_one_is_as_good_as_another_compares_them(text: str) -> None:
    """
    What is said of the first alone does not answer it.
    """
    found = phrasing(spoken(text), 2)

    assert found.kind is Kind.COMPARATIVE
    assert not found.is_plain_upside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is wrong with A", Kind.DRAWBACKS),
        ("reasons to avoid A", Kind.DRAWBACKS),
        ("when should I not use A", Kind.DRAWBACKS),
        ("who should not use A", Kind.DRAWBACKS),
        ("when is A a bad idea", Kind.DRAWBACKS),
        ("why is A bad for small apps", Kind.DRAWBACKS),
        ("why do people hate A", Kind.DRAWBACKS),
        ("what do people like about A", Kind.ADVANTAGES),
        ("when should I use A", Kind.SUITS),
        ("when to use A and when not to", Kind.SUITS),
    ],
)
def test_who_doubts_one_option_is_told_what_speaks_against_it(text: str, expected: Kind) -> None:
    """
    "When should I not use it" is not answered with when to use it.
    """
    assert expected is kind(text)


@given(
    st.lists(
        st.sampled_from([*SHAPES.split(), SLOT, STRANGER]) | st.text(min_size=1, max_size=6),
        max_size=15,
    ),
    st.integers(0, 3),
)
@MANY
def test_every_question_has_a_kind(found: list[str], options: int) -> None:
    """
    No sequence of words crashes, and what is asked does not depend on the call.
    """
    assert phrasing(found, options) == phrasing(found, options)
    assert isinstance(weighs_stranger(found), bool)
    assert isinstance(asks_how_to(found), bool)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A or X", True),
        ("X or A for a shop", True),
        ("X vs A", True),
        ("should I use X instead of A", True),
        ("is A better than X", True),
        ("is X better than A", True),
        ("is X any better suited than A", True),
        ("A compared with X", True),
        ("move from X to A", True),
        ("A X", True),
        ("i come from X is A easy to learn", False),
        ("our X app is slower than before is A right", False),
        ("A for the back end of my X app", False),
        ("is A good", False),
        ("", False),
    ],
)
def test_a_stranger_counts_only_where_it_is_weighed(text: str, expected: bool) -> None:
    """
    Somebody's story may name what the base does not know; a choice may not.
    """
    assert expected == weighs_stranger(spoken(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is X better than A or B", True),
        ("how does X compare to A and B", True),
        ("is X any good in comparison to A and B", True),
        ("compared to A and B how good is X", True),
        ("compare A B and X", False),
        ("we know X compare A and B for us", False),
        ("coming from X how do A and B compare", False),
        ("A or B with X around it", False),
    ],
)
def test_a_stranger_beside_all_options_counts_where_they_are_set_against_it(
    text: str, expected: bool
) -> None:
    """
    A third name in a list is left out; one that all options are compared to is what is asked about.
    """
    assert expected == opposes_stranger(spoken(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how do I write a view in A", True),
        ("how to deploy A", True),
        ("is there a way to log in A", True),
        ("how does A route", False),
        ("how good is A", False),
    ],
)
def test_help_with_doing_is_told_from_help_with_choosing(text: str, expected: bool) -> None:
    """
    "How do I" asks for instructions.
    """
    assert expected == asks_how_to(spoken(text))
