"""
The bot's own sentences, filled in; and the small pieces every edge shows alike.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import answer
from bot.core.model import Claim, Source
from bot.core.presentation import claim_line, footer, source_label
from bot.core.replies import Answer
from bot.core.snapshot import Snapshot
from bot.core.thresholds import HitRate
from bot.core.wording import PLACEHOLDERS, placeholders, say
from tests.core.properties import FEW

WORDING = {"as_of": "as of {when}", "caveat": "Careful: {caveat}", "no_date": "undated"}
WORDING |= {"sells_services": "sells services", "hello": "{a} and {b} and {a}"}


SOURCE = Source(id="s", title="A blog", short="Blog")


def claim(**more: object) -> Claim:
    return Claim(id="c", options=(), stance="neutral", says="It is so.", evidence=(), **more)  # type: ignore[arg-type]


def test_placeholders_are_filled_in() -> None:
    """
    All of them, each as often as it stands there.
    """
    assert say(WORDING, "hello", a=1, b="two") == "1 and two and 1"
    assert placeholders(WORDING["hello"]) == ["a", "b", "a"]


@given(st.text(max_size=30), st.text(max_size=30))
@FEW
def test_what_is_filled_in_is_never_filled_in_itself(first: str, second: str) -> None:
    """
    Braces that a person wrote stay braces.
    """
    assert f"{first} and {second} and {first}" == say(WORDING, "hello", a=first, b=second)


def test_a_placeholder_without_a_value_stays_to_be_seen() -> None:
    """
    The check refuses such a sentence; should one slip through, nothing crashes.
    """
    assert say(WORDING, "hello", a="x") == "x and {b} and x"


def test_the_shipped_sentences_can_all_be_filled_in(shipped: Snapshot) -> None:
    """
    Every sentence is there and leaves no brace open.
    """
    for name, fields in PLACEHOLDERS.items():
        filled = say(shipped.base.wording, name, **dict.fromkeys(fields, "x"))
        assert "{" not in filled
        assert "}" not in filled


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "It is so."),
        ({"as_of": "2023"}, "It is so. (as of 2023)"),
        ({"as_of": "about 2020"}, "It is so. (about 2020)"),
        ({"as_of": "undated"}, "It is so."),
        ({"caveat": "Is it?"}, "It is so. Careful: Is it?"),
        ({"as_of": "2023", "caveat": "Is it?"}, "It is so. (as of 2023) Careful: Is it?"),
    ],
)
def test_a_claim_is_shown_with_its_age_and_its_caveat(more: dict[str, str], expected: str) -> None:
    """
    Old figures must not read as today's; that nothing is known of it the source's label says.
    """
    assert expected == claim_line(claim(**more), [SOURCE], WORDING)


def test_an_undated_figure_of_a_dated_source_says_so() -> None:
    """
    The year of the document is not the year of the figure.
    """
    figure = claim(as_of="undated")

    assert (
        claim_line(figure, [SOURCE.model_copy(update={"published": "2023-11-11"})], WORDING)
        == "It is so. (undated)"
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "Blog, undated"),
        ({"published": "2023-11-11"}, "Blog, 2023"),
        ({"published": "2023-11-11", "sells_services": True}, "Blog, 2023, sells services"),
    ],
)
def test_a_source_is_named_with_its_year(more: dict[str, object], expected: str) -> None:
    """
    And that it sells services, where it does.
    """
    source = Source(id="s", title="A blog", short="Blog", **more)  # type: ignore[arg-type]

    assert expected == source_label(source, WORDING)


def test_the_footer_of_an_answer_to_several_needs_names_no_topic(shipped: Snapshot) -> None:
    """
    It was reckoned from all of them; how sure the matcher was of one topic says nothing of it.
    """
    reply = answer("django or flask for a small internal tool with an admin", shipped)
    assert isinstance(reply, Answer)
    assert reply.decision is not None

    said = footer(reply, shipped.base)
    assert reply.revision in said
    assert "%" not in said
    assert not any(topic.title in said for topic in shipped.base.topics)


def test_only_a_picked_topic_is_certain(databases: Snapshot) -> None:
    """
    A fitted probability is never shown as 100 %, and never without what was measured of its like.
    """
    found = answer("is alphadb faster than betadb", databases)
    assert isinstance(found, Answer)

    base, thresholds = databases.base, databases.base.thresholds
    high = {"level_high": HitRate(answers=40, right=38)}
    tested = base.model_copy(
        update={"thresholds": thresholds.model_copy(update={"measured": high})}
    )

    assert "level_promised level_high 99 " in footer(replace(found, confidence=0.9999), base)
    assert "level_measured 40 level_high 38 " in footer(replace(found, confidence=0.9), tested)
    assert "level_picked " in footer(replace(found, confidence=1.0), tested)


def test_the_footer_says_how_sure_on_what_and_from_which_revision(databases: Snapshot) -> None:
    """
    The last line of every answer.
    """
    reply = answer("is alphadb faster than betadb", databases, "speed")
    assert isinstance(reply, Answer)

    assert f"footer level_picked {databases.base.revision} Speed of queries" == footer(
        reply, databases.base
    )
