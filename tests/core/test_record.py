"""
A decision as a record to keep: everything somebody needs who asks about it a year later.
"""

from __future__ import annotations

import re

import pytest

from bot.core.decision import FORMULA, recommend
from bot.core.recommendation import Responses
from bot.core.record import record, review_date
from bot.core.snapshot import Snapshot
from tests.core.tables import criterion, level, table

TODAY = "2026-11-21"
ANSWERS = Responses({"shape": "orders", "safety": "bad"}, {"safety": 1.0})


def written(snapshot: Snapshot, responses: Responses, context: str = "") -> str:
    base = snapshot.base
    result = recommend(base.decisions[0], responses, base.told_by)
    return record(base, base.decisions[0], result, today=TODAY, context=context)


def sections(text: str) -> dict[str, str]:
    """The text below each heading, by its marks and title."""
    parts = re.split(r"^(#+ .*)$", text, flags=re.MULTILINE)
    return {title: body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_it_has_the_layout_of_madr(databases: Snapshot) -> None:
    """
    The sections of MADR 4.0, in their order, below its front matter.
    """
    text = written(databases, ANSWERS)

    assert text.startswith(f'---\nstatus: "proposed"\ndate: {TODAY}\n---\n\n# record_title ')
    assert [*sections(text)] == [
        "# record_title AlphaDB Choose a database",
        "## record_context",
        "## record_drivers",
        "## record_options",
        "## record_outcome",
        "### record_consequences",
        "### record_confirmation",
        "## record_pros_and_cons",
        "### AlphaDB",
        "### BetaDB",
        "## record_more",
    ]
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def test_its_context_is_the_answers_and_what_was_written_first(databases: Snapshot) -> None:
    """
    Quoted, so that nothing in it is read as markup.
    """
    found = sections(written(databases, ANSWERS, context="a *shop*\n# with | orders"))

    assert found["## record_context"].splitlines() == [
        "record_asked 2 3 AlphaDB and BetaDB",
        "",
        r"> a \*shop\*",
        r"> \# with \| orders",
        "",
        "* Shape of the data: Orders",
        "* Safety of the data: Very bad",
    ]


def test_its_drivers_are_answers_weights_and_ratings(databases: Snapshot) -> None:
    """
    With the scores, the weights that are not the usual ones, and what was not answered.
    """
    found = sections(written(databases, ANSWERS))

    assert found["## record_drivers"].splitlines() == [
        "| record_criterion | record_answer | record_weight | AlphaDB | BetaDB |",
        "| --- | --- | --- | ---: | ---: |",
        "| Shape of the data | Orders | 2 | 8 | 3 |",
        "| Safety of the data | Very bad | 1 | 2 | 9 |",
        "| **record_score** |  |  | **6.0** | **5.0** |",
        "",
        "record_weighed record_weight_own Safety of the data 1.5 1",
        "",
        "record_not_answered Small reads",
    ]


def test_its_outcome_says_how_close_and_its_consequences_what_it_costs(
    databases: Snapshot,
) -> None:
    """
    What speaks for the winner is good, what speaks for the other bad.
    """
    found = sections(written(databases, ANSWERS))

    assert found["## record_outcome"].startswith("record_chosen guide_winner AlphaDB BetaDB 6.0")
    assert "guide_how_close 2 3 1.0" in found["## record_outcome"]
    assert found["### record_consequences"].splitlines() == [
        "* record_good_for AlphaDB stores rows. Shape of the data",
        "* record_bad_for BetaDB writes a backup every hour by itself. Safety of the data",
    ]


def test_it_says_when_to_look_again_and_what_would_change_it(databases: Snapshot) -> None:
    """
    After the table's months, or as soon as an answer changes.
    """
    found = sections(written(databases, ANSWERS))["### record_confirmation"].splitlines()

    assert found[0] == "record_look_again 2027-05-21"
    assert "* guide_flip you store measurements BetaDB" in found


def test_its_claims_have_sources_and_dates(databases: Snapshot) -> None:
    """
    Each below the option it is about, marked where the source sells services; the sources with
    their addresses; where they differ; the formula and the revision.
    """
    found = sections(written(databases, Responses({"shape": "orders", "reads": "many"})))
    more = found["## record_more"]

    assert "(Survey, 2024)" in found["### AlphaDB"]
    assert "sells_services" in found["### BetaDB"]
    assert "record_favour BetaDB is the fastest database of all." in found["### BetaDB"]
    assert "caveat The vendor gives no numbers." in found["### BetaDB"]
    assert "The survey measured, the vendor did not." in more
    assert "* A survey of two databases: N. N., 2024-02-29, https://survey.example/data" in more
    assert "* Why BetaDB: no_date, no_address" in more
    assert more.endswith(f"record_reckoned {FORMULA} {databases.base.revision}")


@pytest.mark.parametrize("responses", [Responses(), Responses({"shape": "orders"}, {"shape": 0.0})])
def test_nothing_that_counts_is_no_decision(databases: Snapshot, responses: Responses) -> None:
    """
    It says so, and claims no consequences and no firmness.
    """
    text = written(databases, responses)

    assert sections(text)["## record_outcome"] == "guide_no_result"
    assert "# record_title_open Choose a database" in text
    for untold in ("guide_firm", "record_consequences", "record_look_again", "record_no_claims"):
        assert untold not in text


def test_a_tie_is_left_open(databases: Snapshot) -> None:
    """
    Nothing is called chosen.
    """
    found = sections(written(databases, Responses({"safety": "harmless"})))

    assert found["## record_outcome"].startswith("record_tied guide_tie AlphaDB and BetaDB")
    assert "# record_title_open Choose a database" in found


def test_a_bar_in_a_label_does_not_break_the_table(databases: Snapshot) -> None:
    """
    It is written so that Markdown reads it as one.
    """
    base = databases.base
    told = criterion("size", (level("small", {"alpha-db": 9, "beta-db": 1}),))
    told = told.model_copy(
        update={
            "name": "Size | weight",
            "levels": tuple(
                one.model_copy(
                    update={
                        "ratings": {
                            option: rated.model_copy(update={"claims": ("speed-alpha-first",)})
                            for option, rated in one.ratings.items()
                        }
                    }
                )
                for one in told.levels
            ),
        }
    )
    made = table(told)
    text = record(base, made, recommend(made, Responses({"size": "small"})), today=TODAY)

    assert r"| Size \| weight | " in text


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        ("2026-11-21", 12, "2027-11-21"),
        ("2026-11-21", 1, "2026-12-21"),
        ("2026-11-21", 2, "2027-01-21"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-30", 60, "2031-01-28"),
    ],
)
def test_the_date_to_look_again(today: str, months: int, expected: str) -> None:
    """
    So many months on, at a day that every month has.
    """
    assert review_date(today, months) == expected
