"""
``fwchoice export``: the whole knowledge base, in the shape other programs rely on.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.core.model import EITHER, NONE
from tests.cli.conftest import Run
from tests.core.fixtures import SHIPPED


@pytest.fixture
def exported(run: Run) -> dict[str, Any]:
    """
    The small base as JSON.
    """
    result = run("export", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_whole_has_the_keys_of_the_contract(exported: dict[str, Any]) -> None:
    """
    Nothing is missing; more may be added.
    """
    assert list(exported) == [
        "revision",
        "options",
        "sources",
        "topics",
        "disagreements",
        "decisions",
    ]
    assert [one["id"] for one in exported["options"]] == ["alpha-db", "beta-db"]
    assert [one["id"] for one in exported["sources"]] == ["survey-2024", "vendor"]


def test_a_topic_has_the_keys_of_the_contract(exported: dict[str, Any]) -> None:
    """
    Its verdict and its claims with their evidence.
    """
    topic = next(one for one in exported["topics"] if one["id"] == "speed")
    claim = topic["claims"][0]

    assert {"id", "title", "utterances", "verdict", "claims"} <= topic.keys()
    assert topic["verdict"]["lean"] == "alpha-db"
    assert topic["verdict"]["claims"] == ["speed-alpha-first", "speed-beta-first"]
    assert topic["verdict"]["says"].startswith("AlphaDB is faster")
    assert claim == {
        "id": "speed-alpha-first",
        "options": ["alpha-db"],
        "topics": ["speed", "overview"],
        "stance": "favour",
        "text": "AlphaDB answers small reads twice as fast.",
        "evidence": [{"source": "survey-2024", "heading": "Speed"}],
        "as_of": "2024",
        "disputed_by": ["speed-beta-first"],
        "caveat": None,
    }
    assert exported["disagreements"] == [
        {
            "id": "speed-who-is-first",
            "claims": ["speed-alpha-first", "speed-beta-first"],
            "text": "The survey measured, the vendor did not.",
        }
    ]


def test_the_shipped_base_hangs_together(run: Run) -> None:
    """
    Every id that is referred to in the export is in it.
    """
    found = json.loads(run("export", "--knowledge", str(SHIPPED)).stdout)
    options, sources, topics = (
        {one["id"] for one in found[key]} for key in ("options", "sources", "topics")
    )
    claims = {claim["id"]: claim for topic in found["topics"] for claim in topic["claims"]}

    assert len(topics) == 38
    for topic in found["topics"]:
        assert topic["verdict"]["lean"] in {EITHER, NONE, *options}
        assert set(topic["verdict"]["claims"]) <= claims.keys()
        assert len(topic["utterances"]) >= 8
    for claim in claims.values():
        assert set(claim["options"]) <= options
        assert set(claim["topics"]) <= topics
        assert {one["source"] for one in claim["evidence"]} <= sources
        assert set(claim["disputed_by"]) <= claims.keys()
    for one in found["disagreements"]:
        assert one["claims"]
        assert set(one["claims"]) <= claims.keys()
