"""
Every view of the guide is one Slack takes, whatever was answered and however the table looks.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.decision import recommend
from bot.core.decision_table import MOST_CRITERIA, Criterion, DecisionTable, Level, Rating
from bot.core.importance import Importance
from bot.core.model import KnowledgeBase
from bot.slack.guide_question import question_view
from bot.slack.guide_result import result_view, shared_message
from bot.slack.guide_review import (
    answers_view,
    edited_notes,
    resume_view,
    review_view,
    understood_notes,
)
from bot.slack.guide_scene import Scene, loading_view
from bot.slack.guide_sharing import MOST_FENCED, fences
from bot.slack.seal import Seal
from bot.slack.walk import MOST_SAID, Walk
from bot.workspace import problems, view_problems
from bot.workspace.block_kit import too_long
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import FEW

SEAL = Seal("xoxb-one")
URL = "https://hooks.slack.com/commands/T0123456789/9876543210987/abcdefghijklmnopqrstuvwx"


@cache
def largest() -> KnowledgeBase:
    """
    The shipped base with the largest table the schema allows, in readable ids and long words.
    """
    base = shipped_snapshot().base
    claims = tuple(claim.id for claim in base.topics[0].claims[:9])
    words = "how much of the requirements of the team will have to change in the first year"

    def rating(points: float) -> Rating:
        return Rating(rating=points, claims=claims)

    criteria = []
    for number in range(MOST_CRITERIA):
        levels = tuple(
            Level(
                id=f"level-{one}-{words.replace(' ', '-')}"[:60].strip("-"),
                label=f"{one} {words}"[:75].strip(),
                hint=f"{one} & <b> {words}"[:75].strip(),
                means=f"{one} {words}",
                ratings={
                    option.id: rating((one * (at + 1) + number) % 11)
                    for at, option in enumerate(base.options)
                },
            )
            for one in range(10)
        )
        criteria.append(
            Criterion(
                id=f"criterion-{number}-{words.replace(' ', '-')}"[:60].strip("-"),
                name=f"{number} *{words}*"[:75].strip(),
                question=f"{number} {words} & <what> not?"[:150],
                why=f"{words}. " * 4,
                weight=1.5,
                weight_because=f"{words}. " * 4,
                levels=levels,
            )
        )
    table = DecisionTable(
        id="largest", title="W" * 24, review_after_months=12, criteria=tuple(criteria)
    )
    made = {name: getattr(base, name) for name in type(base).model_fields}
    return KnowledgeBase.model_construct(**(made | {"decisions": (table,)}))


def base_named(name: str) -> KnowledgeBase:
    """
    The shipped base, or the largest.
    """
    return shipped_snapshot().base if name == "shipped" else largest()


@st.composite
def walks(draw: st.DrawFn) -> tuple[Scene, Walk]:
    """
    Anybody's way through either table.
    """
    base = base_named(draw(st.sampled_from(["shipped", "largest"])))
    table = base.decisions[0]
    asked = draw(st.lists(st.sampled_from(table.criteria), unique_by=lambda one: one.id))
    answers = tuple((one.id, draw(st.sampled_from(["", *one.level_of]))) for one in asked)
    matters = draw(
        st.dictionaries(
            st.sampled_from([*table.criterion_of]),
            st.sampled_from([one for one in Importance if one is not Importance.USUAL]),
        )
    )
    walk = replace(
        Walk.begun(table, "C0GENERAL1", URL),
        answers=answers,
        matters=matters,
        asking=draw(st.sampled_from([*table.criterion_of])),
        is_change=draw(st.booleans()),
        said=draw(st.text(max_size=MOST_SAID)),
        shared=draw(st.sampled_from(["", "elsewhere", "1700000000.000100"])),
        is_saved=draw(st.booleans()),
        step=draw(st.integers(0, 10**9)),
    )
    return Scene(base, table, SEAL), walk


@settings(FEW, max_examples=25)
@given(walks())
def test_every_view_is_valid_and_carries_its_walk(found: tuple[Scene, Walk]) -> None:
    """
    Within Slack's limits: blocks, texts, options, and three thousand characters of metadata.
    """
    scene, walk = found
    result = recommend(scene.table, walk.responses(scene.table), scene.base.told_by)
    views = [
        question_view(scene, walk, result, ["A note."]),
        review_view(scene, walk, result, understood_notes(scene, walk), {walk.asking: "<it>"}, 3),
        answers_view(scene, walk, result, ["A note."]),
        resume_view(scene, walk, edited_notes(scene, ())),
        result_view(scene, walk, result, ["A note."]),
        result_view(scene, walk, result, can_act=False),
        loading_view(scene.base, scene.table.title),
    ]
    for view in views:
        assert view_problems(view) == ()
        assert len(json.dumps(view)) < 250_000
    for view in views[:-1]:
        carried = Walk.from_text(SEAL.opened(view["private_metadata"]))
        assert carried is not None
        assert carried.levels == walk.levels
        assert carried.matters == walk.matters
        assert carried.asking == walk.asking


def test_a_walk_through_the_largest_table_fits_into_a_view() -> None:
    """
    Thirty criteria, all answered and all weighed, with the words it began with.
    """
    base = largest()
    table = base.decisions[0]
    walk = replace(
        Walk.begun(table, "C0GENERAL1", URL),
        answers=tuple((one.id, one.levels[at % 10].id) for at, one in enumerate(table.criteria)),
        matters={one.id: Importance.MUCH for one in table.criteria},
        said="We plan a shop, " * 18,
    )

    assert SEAL.opened(Scene(base, table, SEAL).carried(walk)) == next(walk.to_texts())


@FEW
@given(walks())
def test_every_shared_result_is_a_message_slack_takes(found: tuple[Scene, Walk]) -> None:
    """
    However much there is to say.
    """
    scene, walk = found
    result = recommend(scene.table, walk.responses(scene.table), scene.base.told_by)
    message = shared_message(scene, walk, result, "<@U0ADA00001>")

    assert problems(list(message.blocks)) == ()
    assert not too_long(list(message.blocks))
    assert 0 < len(message.text) < 4_000


@FEW
@given(walks())
def test_a_walk_comes_back_from_its_text_as_it_was(found: tuple[Scene, Walk]) -> None:
    """
    The draft in the database is the whole of it.
    """
    _, walk = found
    readable = replace(walk, said=walk.said.encode("utf-8", "replace").decode())

    assert Walk.from_text(next(readable.to_texts())) == readable


@FEW
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=9_000))
def test_a_record_in_code_blocks_is_whole(text: str) -> None:
    """
    Every character of it, in blocks that Slack shows without folding.
    """
    parts = fences(text)

    assert all(len(part) <= MOST_FENCED + 10 for part in parts)
    assert all(part.startswith("```\n") and part.endswith("\n```") for part in parts)
    assert all("```" not in part[3:-3] for part in parts)
