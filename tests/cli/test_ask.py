"""
``fwchoice ask``: the same answer as in Slack, in a terminal or as JSON, one or many.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli.reply_json import reply_json
from bot.cli.reply_text import reply_text
from bot.cli.signal_words import SCOPE_REASONS, TOPIC_REASONS
from bot.core.answers import answer
from bot.core.fitting import SCOPE_SIGNALS, TOPIC_SIGNALS
from bot.core.replies import Answer
from bot.core.snapshot import Snapshot
from tests.cli.conftest import Run
from tests.core.databases import edit
from tests.core.fixtures import ROOT
from tests.security.egress import guarded

ANSWERED = "is alphadb faster than betadb?"
DECLINED = "what is for lunch"
ASKED_BACK = "backups speed"

KEYS = (
    "question outcome confidence topics options lean headline claims disagreements more_claims "
    "suggestions criteria receipt revision"
).split()
"""The contract, in its order."""


def asked(run: Run, question: str) -> dict[str, Any]:
    result = run("ask", "--json", question)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("question", [ANSWERED, DECLINED, ASKED_BACK, "", "?", "gammadb or betadb"])
def test_json_has_exactly_the_keys_of_the_contract(run: Run, question: str) -> None:
    """
    Whatever the outcome: keys that do not apply are empty or null, never missing.
    """
    assert list(asked(run, question)) == KEYS


def test_an_answer_as_json(run: Run) -> None:
    """
    Every value in the shape of the contract.
    """
    found = asked(run, ANSWERED)

    assert (found["question"], found["outcome"]) == (ANSWERED, "answer")
    assert 0 < found["confidence"] <= 1
    assert (found["topics"], found["options"]) == (["speed"], ["alpha-db", "beta-db"])
    assert found["lean"] == "alpha-db"
    assert found["headline"].startswith("yes AlphaDB is faster")
    assert found["disagreements"] == [
        {
            "claims": ["speed-alpha-first", "speed-beta-first"],
            "text": "The survey measured, the vendor did not.",
        }
    ]
    assert (found["suggestions"], found["criteria"], found["receipt"]) == ([], {}, None)


def test_a_claim_as_json(run: Run) -> None:
    """
    With its sources; what a source does not have is null.
    """
    claims = {one["id"]: one for one in asked(run, ANSWERED)["claims"]}
    first, second = claims["speed-alpha-first"], claims["speed-beta-first"]

    assert {"id", "options", "topic", "stance", "text", "sources"} <= first.keys()
    assert (first["options"], first["topic"], first["stance"]) == (["alpha-db"], "speed", "favour")
    assert first["text"] == "AlphaDB answers small reads twice as fast."
    assert first["sources"] == [
        {
            "id": "survey-2024",
            "title": "A survey of two databases",
            "url": "https://survey.example/databases",
            "heading": "Speed",
            "published": "2024-02-29",
        }
    ]
    assert (second["sources"][0]["url"], second["sources"][0]["published"]) == (None, None)


def test_a_refusal_as_json(run: Run) -> None:
    """
    No topic, no confidence, three suggestions; and it is no failure.
    """
    found = asked(run, DECLINED)

    assert (found["outcome"], found["topics"], found["confidence"]) == ("decline", [], None)
    assert (found["claims"], found["lean"]) == ([], "none")
    assert [{"topic", "question"}] * 3 == [set(one) for one in found["suggestions"]]


def test_a_question_back_as_json(run: Run, folder: Path) -> None:
    """
    The topics it offers are the topics, the best first.
    """
    edit(folder, "thresholds.yaml", "accept: 0.3", "accept: 0.99999")
    edit(folder, "thresholds.yaml", "ask: 0.5", "ask: 0.0")
    found = asked(run, ASKED_BACK)

    assert (found["outcome"], found["confidence"]) == ("clarify", None)
    assert found["topics"] == [one["topic"] for one in found["suggestions"]]
    assert 2 <= len(found["topics"]) <= 3


def test_at_most_six_claims_and_the_rest_beside_them(run: Run) -> None:
    """
    No claim is in both lists.
    """
    found = asked(run, "drawbacks of betadb")
    shown, more = ([one["id"] for one in found[key]] for key in ("claims", "more_claims"))

    assert len(shown) <= 6
    assert not set(shown) & set(more)


def test_what_is_not_shown_at_first_is_shown_on_demand(databases: Snapshot) -> None:
    """
    The text says how many claims there are besides, and how to see them: once each, then.
    """
    base = databases.base
    reply = answer(ANSWERED, databases)
    assert isinstance(reply, Answer)
    first, *rest = reply.claims
    folded = replace(reply, claims=(first,), more_claims=tuple(rest))
    short, long = (reply_text(folded, base, everything) for everything in (False, True))

    assert f"more_in_terminal {len(rest)}" in short
    assert not any(one.claim.says in short for one in rest)
    assert all(long.count(f"• {one.claim.says}") == 1 for one in (first, *rest))
    assert "more_in_terminal" not in long


def test_the_flag_for_everything_is_taken(run: Run) -> None:
    """
    With nothing left to show, it changes nothing.
    """
    assert run("ask", ANSWERED).stdout == run("ask", "--all", ANSWERED).stdout


# --- many


QUESTIONS = [ANSWERED, "", "  ", DECLINED, "\ufffd or betadb", "مرحبا", "backups?", ANSWERED]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_batch_gives_one_object_a_line_in_order(run: Run, tmp_path: Path, end: str) -> None:
    """
    Blank lines too; bytes that are no UTF-8 are replaced; the last line needs no end.
    """
    content = end.join(QUESTIONS).encode().replace("\ufffd".encode(), b"\xff")
    path = tmp_path / "questions.txt"
    path.write_bytes(content)
    from_file, from_input = (
        run("ask", "--json", "--batch", str(path)),
        run("ask", "--json", "--batch", "-", given=content),
    )

    for result in (from_file, from_input):
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == 0
        assert [one["question"] for one in found] == QUESTIONS
        assert all(list(one) == KEYS for one in found)
        assert found[0] == found[-1]


def test_a_batch_answers_as_single_questions_do(run: Run) -> None:
    """
    Nothing is carried over from one question to the next.
    """
    result = run("ask", "--json", "--batch", "-", given="\n".join(QUESTIONS))
    together = [json.loads(line) for line in result.stdout.splitlines()]

    assert together == [asked(run, question) for question in QUESTIONS]


def test_an_empty_batch_prints_nothing(run: Run) -> None:
    """
    No questions, no objects, no failure.
    """
    result = run("ask", "--json", "--batch", "-", given="")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("question", ["\udcff or betadb", "a\x00b", "x" * 40_000, "-- --help"])
def test_odd_words_are_answered(run: Run, question: str) -> None:
    """
    What a shell hands over need not be text; what is printed is JSON in UTF-8.
    """
    result = run("ask", "--json", "--", question)

    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes.decode("utf-8"))["outcome"]


def test_words_are_joined_to_one_question(run: Run) -> None:
    """
    Quotation marks are not needed.
    """
    found = json.loads(run("ask", "--json", "is", "alphadb", "fast").stdout)

    assert found["question"] == "is alphadb fast"


# --- for people


def test_an_answer_as_text(run: Run, databases: Snapshot) -> None:
    """
    The first line answers; then claims with sources, disputes, addresses, and how sure it is.
    """
    result = run("ask", ANSWERED)
    reply = answer(ANSWERED, databases)
    assert isinstance(reply, Answer)
    lines = result.stdout.splitlines()

    assert reply.headline == lines[0]
    assert "  • AlphaDB answers small reads twice as fast. (as_of 2024) (Survey, 2024)" in lines
    assert any(line.endswith("(Vendor, no_date, sells_services)") for line in lines)
    assert "  • The survey measured, the vendor did not." in lines
    assert "  Survey: https://survey.example/databases" in lines
    assert "  Vendor: no_address" in lines
    assert lines[-1].startswith("footer ")
    assert "\x1b" not in result.stdout


def test_a_refusal_as_text(run: Run) -> None:
    """
    The refusal, then what could be asked.
    """
    lines = run("ask", DECLINED).stdout.splitlines()

    assert lines[:2] == ["I only know AlphaDB and BetaDB.", "can_answer"]
    assert [line[:4] for line in lines[2:]] == ["  • "] * 3


def test_a_stranger_beside_the_options_is_told(run: Run) -> None:
    """
    As in Slack.
    """
    said = run("ask", "alphadb or betadb or gammadb: which is faster at queries").stdout

    assert "also_unknown GammaDB" in said.splitlines()


def test_conditions_are_told(run: Run) -> None:
    """
    What decides, where the verdict is left open.
    """
    said = run("ask", "alphadb or betadb").stdout

    assert "what_decides" in said
    assert "condition AlphaDB you store orders" in said


# --- explained


def test_an_explanation_shows_candidates_and_scores(run: Run) -> None:
    """
    What was understood, what came near, what decided.
    """
    said = run("ask", "--explain", "is alhpadb qiucker or gammadb").stdout

    for part in (
        "corrected  alhpadb -> alpha-db",
        "corrected  qiucker -> quicker",
        "options    alpha-db",
        "unknown    GammaDB",
        "kind ",
        "candidate  1. ",
        "candidate  3. ",
        ": score ",
        "terms said: ",
        "in scope   ",
        "against ",
        "topic      ",
        "outcome    no match: it turns on GammaDB",
        "to change  ",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("is alphadb faster than betadb", ("outcome    accepted", "to have it declined, add it")),
        ("what's for lunch", ("outcome    no match", "to have it answered, add it")),
        ("anything but alphadb for fast reads", ("left out   alpha-db", "options    beta-db")),
    ],
)
def test_an_explanation_says_what_decided_and_what_to_do(
    run: Run, question: str, parts: tuple[str, ...]
) -> None:
    """
    A curator who wants another outcome is told which file to edit.
    """
    said = run("ask", "--explain", question).stdout

    assert [part for part in parts if part not in said] == []


def test_every_signal_that_is_weighed_can_be_told() -> None:
    """
    No reason of a judgement is left unsaid.
    """
    for reasons, weighed in ((SCOPE_REASONS, SCOPE_SIGNALS), (TOPIC_REASONS, TOPIC_SIGNALS)):
        told = {name for reason in reasons for name in reason.signals}

        assert told >= set(weighed)


def test_an_explanation_of_json_goes_to_standard_error(run: Run) -> None:
    """
    With --json there are data on standard output and nothing else.
    """
    result = run("ask", "--json", "--explain", ANSWERED)

    assert list(json.loads(result.stdout)) == KEYS
    assert "candidate  1. speed" in result.stderr


@pytest.mark.parametrize("question", ["", "?", "👋", "%s {a} \\"])
def test_anything_can_be_explained(run: Run, question: str) -> None:
    """
    Also where nothing was understood.
    """
    result = run("ask", "--explain", question)

    assert result.exit_code == 0
    assert "outcome    no match" in result.stdout


# --- wrong usage


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "--json"),
        ("ask", "--batch", "-", "and a question"),
        ("ask", "--batch", "/nowhere/questions.txt"),
        ("ask", "--nonsense", "x"),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    """
    One sentence says what is wrong, on standard error.
    """
    result = run(*words, given="")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


# --- a cold start

FASTER = "is Django faster than Flask?"
LOADED = f"""
import json, sys
from bot.cli.main import fwchoice
fwchoice(["ask", "--json", "{FASTER}"], standalone_mode=False)
from dataclasses import replace
from pathlib import Path
from bot.cli.reply_json import reply_json
from bot.cli.reply_text import reply_text
from bot.core.answers import answer
from bot.knowledge.loading import load
snapshot = load(Path("knowledge"))
questions = [text for topic in snapshot.base.topics for text in (topic.question, topic.beyond[0])]
replies = {{one: reply_json(one, answer(one, snapshot)) for one in questions}}
print(json.dumps(replies))
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
print(json.dumps(sorted(name for name in sys.modules if name.startswith("bot."))))
"""


def test_asking_loads_little_and_answers_the_same_in_every_process(shipped: Snapshot) -> None:
    """
    Nothing of Slack or of databases is imported; the seed of Python's hashes changes nothing.
    """
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    printed = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=guarded({"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}),
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout.splitlines()
    faster, replies, libraries, ours = (json.loads(line) for line in printed)

    assert len(replies) == 2 * len(shipped.base.topics)
    for question, reply in {FASTER: faster, **replies}.items():
        assert reply == json.loads(json.dumps(reply_json(question, answer(question, shipped))))
    assert not set(libraries) & {
        *("slack_bolt", "slack_sdk", "aiohttp", "dbos", "sqlalchemy", "prometheus_client"),
        *("scipy", "playwright", "rich"),
    }
    rooms = {name.split(".")[1] for name in ours}
    assert rooms == {"cli", "core", "knowledge", "settings"}
