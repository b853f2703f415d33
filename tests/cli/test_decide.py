"""
``fwchoice decide``: at once from what is given, or walked question by question.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.core.databases import edit

KEYS = (
    "ranking winner lead close_call flips weight_flips leans_on understood unanswered "
    "open_questions settled revision"
).split()


def decided(run: Run, *words: str) -> dict[str, Any]:
    result = run("decide", "--json", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_decision_as_json(run: Run) -> None:
    """
    The contract: the ranking with every contribution, the lead, what flips it, what is left.
    """
    found = decided(run, "--set", "shape=orders", "--set", "safety=bad", "--weight", "safety=1")

    assert list(found) == KEYS
    assert [(one["option"], one["score"]) for one in found["ranking"]] == [
        ("alpha-db", 6.0),
        ("beta-db", 5.0),
    ]
    assert found["ranking"][0]["contributions"] == [
        {
            "criterion": "safety",
            "level": "bad",
            "weight": 1.0,
            "rating": 2.0,
            "points": 0.6667,
            "claims": ["backups-alpha-tool"],
        },
        {
            "criterion": "shape",
            "level": "orders",
            "weight": 2.0,
            "rating": 8.0,
            "points": 5.3333,
            "claims": ["overview-alpha-rows"],
        },
    ]
    assert (found["lead"], found["close_call"], found["settled"]) == (1.0, True, True)
    assert found["flips"] == [{"change": {"shape": "measurements"}, "winner": "beta-db"}]
    assert (found["understood"], found["unanswered"]) == ({}, ["reads"])


def test_needs_are_read_out_of_a_description(run: Run) -> None:
    """
    ``understood`` says which; what is set beside it goes before what was read.
    """
    text = "A web shop with many small reads; no backups."
    read = decided(run, "--from", text)
    corrected = decided(run, "--from", text, "--set", "safety=bad")

    assert read["understood"] == {"shape": "orders", "reads": "many", "safety": "harmless"}
    assert read["winner"] == "alpha-db"
    assert corrected["understood"] == read["understood"]
    assert {part["level"] for part in corrected["ranking"][0]["contributions"]} == {
        "orders",
        "many",
        "bad",
    }


@pytest.mark.parametrize("words", [(), ("--from", ""), ("--from", "what is for lunch")])
def test_nothing_answered_is_an_empty_ranking(run: Run, words: tuple[str, ...]) -> None:
    """
    And exit code 0: it is no mistake.
    """
    found = decided(run, *words)

    assert (found["ranking"], found["winner"], found["understood"]) == ([], None, {})
    assert found["unanswered"] == found["open_questions"]
    assert sorted(found["unanswered"]) == ["reads", "safety", "shape"]


def test_what_was_read_is_shown_before_the_result(run: Run) -> None:
    """
    With the words it was read from, so that a wrong reading is seen.
    """
    result = run("decide", "--from", "a web shop")

    assert result.exit_code == 0
    assert "Shape of the data: Orders  guide_read_from web shop" in result.stdout
    assert result.stdout.index("walk_understood") < result.stdout.index("guide_winner AlphaDB")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "shapes=orders"), ["unknown criterion 'shapes'; did you mean 'shape'?"]),
        (("--set", "shape=order"), ["unknown level 'order' of shape; did you mean 'orders'?"]),
        (("--set", "zzz=1"), ["unknown criterion 'zzz'; there are shape, reads, safety"]),
        (("--set", "shape=zzz"), ["unknown level 'zzz' of shape; there are orders, measurements"]),
        (
            ("--set", "shapes=orders", "--set", "reads=mani", "--weight", "zzz=1"),
            ["'shape'?", "'many'?", "unknown criterion 'zzz'"],
        ),
        (("--set", "shape"), ["--set 'shape': write it as CRITERION=LEVEL"]),
        (("--set", "shape=orders", "--set", "shape=measurements"), ["shape is given twice"]),
        (("--weight", "shape=heavy"), ["'heavy' is not a number"]),
        (("--weight", "shape=11"), ["the weight of shape is 11; it must be 0 to 10"]),
        (("--weight", "shape=nan"), ["the weight of shape is nan; it must be 0 to 10"]),
        (("--ask", "--json"), ["use one of them"]),
    ],
)
def test_bad_input_is_told_all_at_once(run: Run, words: tuple[str, ...], said: list[str]) -> None:
    """
    Exit code 2, everything that is wrong, each with the way out; nothing on stdout.
    """
    result = run("decide", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert [part for part in said if part not in result.stderr] == []


def test_the_same_given_twice_alike_is_no_mistake(run: Run) -> None:
    """
    It says one thing.
    """
    found = decided(run, "--set", "shape=orders", "--set", "shape=orders")

    assert found["winner"] == "alpha-db"


def test_the_record_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    """
    With --json too, where stdout keeps to the data.
    """
    file = tmp_path / "decision.md"
    text = run("decide", "--from", "a web shop", "--record", str(file))
    plain = file.read_text("utf-8")
    as_json = run("decide", "--json", "--from", "a web shop", "--record", str(file))

    assert f"walk_recorded {file}" in text.stdout
    assert plain.startswith(f'---\nstatus: "proposed"\ndate: {datetime.now(UTC).date()}\n---\n')
    assert "> a web shop" in plain
    assert json.loads(as_json.stdout)["winner"] == "alpha-db"
    assert f"walk_recorded {file}" in as_json.stderr
    assert file.read_text("utf-8") == plain


def test_a_record_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    """
    No traceback; the result was shown all the same.
    """
    result = run(
        "decide", "--set", "shape=orders", "--record", str(tmp_path / "no" / "such" / "file")
    )

    assert result.exit_code == 1
    assert "guide_winner AlphaDB" in result.stdout
    assert "No such file or directory" in result.stderr


def test_a_base_without_a_table_says_so(run: Run, folder: Path) -> None:
    """
    There is nothing to walk through.
    """
    (folder / "decisions" / "storage.yaml").unlink()
    (folder / "golden" / "_decisions.yaml").unlink()

    result = run("decide", "--json")

    assert result.exit_code != 0
    assert "no decision table" in result.stderr


def walked(run: Run, *typed: str, words: tuple[str, ...] = ()) -> str:
    result = run("decide", *words, given="".join(f"{one}\n" for one in typed))
    assert result.exit_code == 0, result.stderr
    return result.stdout


def places(shown: str) -> list[tuple[str, str]]:
    """Of every question shown: its number, and who is ahead."""
    lines = [line.split() for line in shown.splitlines() if line.startswith("walk_progress")]
    return [(line[-1], " ".join(line[3:-1])) for line in lines]


def test_a_walk_goes_from_the_most_telling_question_to_the_end(run: Run) -> None:
    """
    With where one is and who is ahead; why each is asked, its weight, its answers.
    """
    shown = walked(run, "1", "bad", "2")

    assert shown.startswith("walk_intro 3\n")
    assert [number for number, _ in places(shown)] == ["1", "2", "3"]
    asked = ["What do you store?", "How bad is a loss?", "Are there many small reads?"]
    assert [shown.index(question) for question in asked] == sorted(map(shown.index, asked))
    assert "guide_why The two store it in different ways." in shown
    assert "guide_weight_because It is what they are made for. 2" in shown
    assert "  1  Orders\n  2  Measurements  Many numbers, one after another\n" in shown
    assert "walk_nobody" in places(shown)[0][1]
    assert places(shown)[1][1].endswith("AlphaDB")
    assert places(shown)[2][1].endswith("BetaDB")
    assert "guide_winner BetaDB" in shown


def test_back_takes_the_last_answer_away_and_asks_again(run: Run) -> None:
    """
    An answer, its weight, or a question that was skipped; at the first there is no way back.
    """
    shown = walked(run, "b", "1 2", "back", "1 1", "s", "b", "s", "f")

    assert "walk_no_back" in shown
    assert [number for number, _ in places(shown)] == ["1", "2", "1", "2", "3", "2", "3"]
    assert "guide_winner AlphaDB BetaDB 8.0 3.0" in shown


def test_finishing_and_the_end_of_the_input_are_the_same(run: Run) -> None:
    """
    The result of what was answered so far; nothing answered is no recommendation.
    """
    assert walked(run, "1", "f").split("\n")[-1] == walked(run, "1").split("\n")[-1]
    assert "guide_winner AlphaDB" in walked(run, "1", "finish")
    assert "guide_no_result" in walked(run, "q")
    assert "guide_no_result" in walked(run)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "walk_unknown 2"),
        ("0", "walk_unknown 2"),
        ("order", "did you mean 'orders'?"),
        ("²", "walk_unknown"),
        ("", "guide_choose_again"),
        ("1 11", "walk_weight 10"),
        ("1 nan", "walk_weight 10"),
        ("1 much", "walk_weight 10"),
    ],
)
def test_what_cannot_be_taken_is_asked_again(run: Run, typed: str, said: str) -> None:
    """
    The same question, with what was wrong.
    """
    shown = walked(run, typed, "1", "f")

    assert said in shown
    assert [number for number, _ in places(shown)] == ["1", "2"]
    assert "guide_winner AlphaDB" in shown


def test_a_settled_walk_offers_to_stop(run: Run, folder: Path) -> None:
    """
    Once, when nothing that is left can change who is first.
    """
    edit(folder, "decisions/storage.yaml", "weight: 2", "weight: 3")
    stopped = walked(run, "1 10", "")
    went_on = walked(run, "1 10", "y", "1", "2")
    went_back = walked(run, "1 10", "b", "2", "f")

    assert "guide_settled 2 AlphaDB" in stopped
    assert [number for number, _ in places(stopped)] == ["1"]
    assert went_on.count("guide_settled") == 1
    assert [number for number, _ in places(went_on)] == ["1", "2", "3"]
    assert [number for number, _ in places(went_back)] == ["1", "1"]
    assert "guide_winner BetaDB" in went_back


def test_what_a_description_leaves_open_can_be_asked(run: Run) -> None:
    """
    ``--ask``: the questions that are left, and no others.
    """
    shown = walked(run, "2", "y", "1", words=("--from", "a web shop", "--ask"))

    assert [number for number, _ in places(shown)] == ["2", "3"]
    assert "What do you store?" not in shown
