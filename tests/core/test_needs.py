"""
Criteria read out of free text: what is stated, what is denied, and what is left alone.
"""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.core.cues import alike, compiled
from bot.core.needs import Needs
from bot.core.snapshot import Snapshot
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import FEW, anything, chat
from tests.core.tables import criterion, level, table

RATED = {"alpha": 5.0, "beta": 5.0}


def reading(*levels: tuple[str, tuple[str, ...], tuple[str, ...]]) -> Needs:
    """
    Reads one criterion, ``it``, with these levels: id, cues, denied cues.
    """
    made = tuple(
        level(name, RATED).model_copy(update={"cues": cues, "denied": denied})
        for name, cues, denied in levels
    )
    one = table(criterion("it", made)).model_copy(
        update={"words": {"thing": ("app", "tool", "shop", "it")}}
    )
    return Needs(one, frozenset({"lunch", "tour"}))


SIZE = reading(
    ("small", ("small|tiny @thing", "{1..5} pages", "{..14 days}"), ("big", "big @thing")),
    ("big", ("big|large @thing", "{100..} pages", "many pages"), ("small @thing",)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a small tool", "small"),
        ("SMALL, internal... tools? no: a small internal tool!", "small"),
        ("a smal tool", "small"),
        ("two tiny apps", "small"),
        ("the app is really small", "small"),
        ("the tool stays tiny", "small"),
        ("three pages", "small"),
        ("3 pages", "small"),
        ("25 pages", None),
        ("twenty-five pages", None),
        ("1,200 pages", "big"),
        ("two hundred pages", "big"),
        ("maybe three pages", "small"),
        ("it is small", "small"),
        ("it's small, isn't it", "small"),
        ("it is not that big", "small"),
        ("we keep it and this big", None),
        ("fifty readers a week", None),
        ("every two weeks", None),
        ("one hour a day", None),
        ("two days per week", None),
        ("a two week old baby", None),
        ("two weeks until the pages are done", "small"),
        ("it could be a big shop", None),
        ("the app (it's for lunch) is small", "small"),
        ("10k pages", "big"),
        ("ten times more pages", None),
        ("in two weeks", "small"),
        ("a couple of days", "small"),
        ("within a week", "small"),
        ("three weeks", None),
        ("one page", "small"),
        ("which one for pages", None),
        ("2.5 weeks", "small"),
        ("not a big app", "small"),
        ("no big shop please", "small"),
        ("the shop is not big", "small"),
        ("not only a small tool", "small"),
        ("a big shop is overkill", "small"),
        ("instead of a big shop", "small"),
        ("maybe a small tool", None),
        ("not sure whether a small tool will do", None),
        ("a small tool and a big shop", None),
        ("a small lunch", None),
        ("small and the shop", None),
        ("is it a big thing", None),
        ("what is for lunch", None),
        ("", None),
    ],
)
def test_what_a_text_states(text: str, expected: str | None) -> None:
    """
    In any words a cue allows; what is hedged or said both ways is not stated.
    """
    assert SIZE.understood(text).levels == ({"it": expected} if expected else {})


LOGINS = reading(
    ("roles", ("roles",), ()),
    ("logins", ("logins", "log in"), ()),
    ("none", (), ("logins|roles|admin", "log in")),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no roles, payments or logins", "none"),
        ("no payments, roles or reports, but logins", None),
        ("we need logins, no payments", "logins"),
        ("without logins", "none"),
        ("not without logins", "logins"),
        ("nobody has to log in", "none"),
        ("nobody of our two hundred readers at all logs in", "none"),
        ("no payments no logins", "none"),
        ("we'd rather not write logins", "logins"),
        ("logins are not needed", "none"),
        ("we don't want to write logins ourselves", "logins"),
        ("without building logins", "logins"),
        ("we do not build logins", "none"),
        ("no frills; logins", "logins"),
        ("zero logins", "none"),
        ("from zero with logins", "logins"),
    ],
)
def test_what_a_text_denies(text: str, expected: str | None) -> None:
    """
    A denial reaches over a list that "or" closes, and no further than its clause.
    """
    assert LOGINS.understood(text).levels == ({"it": expected} if expected else {})


def test_a_level_that_outdoes_another_is_what_both_together_mean() -> None:
    """
    Whoever logs in with roles logs in.
    """
    strong = level("roles", RATED).model_copy(update={"cues": ("roles",), "outdoes": ("logins",)})
    weak = level("logins", RATED).model_copy(update={"cues": ("logins",)})
    needs = Needs(table(criterion("it", (strong, weak))))

    assert needs.understood("logins with roles").levels == {"it": "roles"}
    assert needs.understood("logins").levels == {"it": "logins"}


def test_a_length_of_time_tells_one_thing() -> None:
    """
    "For two years" is how long it lives and not when it must be ready.
    """
    soon = criterion(
        "deadline",
        (
            level("later", RATED).model_copy(update={"cues": ("{300..900 days}",)}),
            level("soon", RATED).model_copy(update={"cues": ("{..30 days}",)}),
        ),
    )
    life = criterion(
        "life",
        (
            level("long", RATED).model_copy(update={"cues": ("for {300..900 days}",)}),
            level("short", RATED),
        ),
    )
    needs = Needs(table(soon, life))

    assert needs.understood("it runs for two years").levels == {"life": "long"}
    assert needs.understood("ready in two years").levels == {"deadline": "later"}


def test_the_words_that_say_so_are_kept() -> None:
    """
    So that a wrong reading can be seen.
    """
    assert SIZE.understood("We want a small internal tool, done.").said == {
        "it": "small internal tool"
    }
    assert SIZE.understood("in about two weeks").said == {"it": "two weeks"}


def test_a_compound_is_quoted_as_it_was_typed() -> None:
    """
    "Log ins" is met by the cue "logins", and shown to the person as "log ins".
    """
    assert LOGINS.understood("we need log ins").said == {"it": "log ins"}
    assert LOGINS.understood("we need logins").said == {"it": "logins"}


@FEW
@given(chat)
def test_any_message_can_be_read(text: str) -> None:
    """
    Whatever arrives: levels that exist, and the same ones each time.
    """
    base = shipped_snapshot().base
    assert base.needs is not None
    understood = base.needs.understood(text)

    known = base.decisions[0].criterion_of
    assert all(level in known[name].level_of for name, level in understood.levels.items())
    assert understood.levels.keys() == understood.said.keys()
    assert base.needs.understood(text) == understood


@FEW
@given(anything)
def test_any_characters_can_be_read(text: str) -> None:
    """
    Lone surrogates too.
    """
    base = shipped_snapshot().base
    assert base.needs is not None
    base.needs.understood(text)


@pytest.mark.parametrize(
    "question",
    [
        "is Django good for big projects?",
        "does flask have an admin panel",
        "is django faster than flask",
        "who made flask",
        "how do the two handle templates",
        "which one has the larger community?",
    ],
)
def test_a_question_on_one_thing_states_one_thing_at_most(shipped: Snapshot, question: str) -> None:
    """
    Reading needs into every word would turn each question into a decision.
    """
    assert shipped.base.needs is not None
    assert len(shipped.base.needs.understood(question).levels) <= 1


def test_cues_that_the_same_words_meet_are_alike() -> None:
    """
    By any alternative, and by ranges that overlap.
    """
    named = {"thing": ("app", "tool")}

    def are_alike(one: str, other: str) -> bool:
        return alike(compiled(one, named), compiled(other, named))

    assert are_alike("small|tiny @thing", "tiny tools")
    assert are_alike("{1..5} pages", "{5..} page")
    assert not are_alike("{1..4} pages", "{5..} pages")
    assert not are_alike("{..5} pages", "{..5 days} pages")
    assert not are_alike("small tool", "small")
    assert not are_alike("small tool", "small shop")
