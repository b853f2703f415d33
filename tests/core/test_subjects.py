"""
Terms: found in a question however its compounds are written, and told as their curator wrote them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.loading import load
from tests.core.databases import edit

SPEED = "topics/speed.yaml"


@pytest.mark.parametrize("asked", ["is there a hot standby", "is there a hotstandby"])
@pytest.mark.parametrize("term", ["hot standby", "hotstandby", "hot-standby"])
def test_a_compound_is_found_apart_and_in_one_word(folder: Path, term: str, asked: str) -> None:
    """
    A question's compounds are written in one word where the base knows that; a term's are as well.
    """
    edit(folder, SPEED, "is betadb slow", "hotstandby, which one is quicker")
    edit(folder, SPEED, "terms: {", f'terms: {{"{term}": 2, ')
    snapshot = load(folder)
    (found,) = snapshot.subjects.terms(snapshot.index.query(asked).stems)["speed"]

    assert term == snapshot.subjects.as_written("speed", found)
