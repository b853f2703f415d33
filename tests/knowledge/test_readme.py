"""
The examples of ``knowledge/README.md``: who copies one begins with something that is right.
"""

from __future__ import annotations

import re

import yaml

from bot.core.cues import compiled
from bot.core.decision_table import Criterion
from bot.core.model import Topic
from bot.core.snapshot import Snapshot
from tests.core.fixtures import ROOT

TOPIC, CRITERIA = (
    yaml.safe_load(example)
    for example in re.findall(
        r"```yaml\n(.*?)```", (ROOT / "knowledge" / "README.md").read_text("utf-8"), re.DOTALL
    )
)


def test_the_topic_to_copy_is_one() -> None:
    """
    Every key it shows is known, and every value of the right shape.
    """
    topic = Topic.model_validate(TOPIC)

    assert topic.verdict.because
    assert topic.beyond
    assert topic.terms
    assert topic.disagreements


def test_the_criterion_to_copy_is_one(shipped: Snapshot) -> None:
    """
    It rates every option on claims that there are, and its cues can be read.
    """
    words = {name: tuple(said) for name, said in CRITERIA["words"].items()}
    criteria = [Criterion.model_validate(one) for one in CRITERIA["criteria"]]
    levels = [level for one in criteria for level in one.levels]
    claims = {name for level in levels for one in level.ratings.values() for name in one.claims}

    assert len(levels) >= 2
    assert all(level.ratings.keys() == shipped.base.option_of.keys() for level in levels)
    assert claims <= shipped.base.claim_of.keys()
    assert all(compiled(cue, words) for level in levels for cue in (*level.cues, *level.denied))
