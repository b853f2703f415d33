"""
One question of the guide: where one is, why it is asked, the levels, how much it matters, ways out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.core.decision_table import Criterion
from bot.core.importance import Importance
from bot.core.recommendation import Recommendation
from bot.core.silence import options_named
from bot.core.telling import ahead
from bot.slack.blocks import (
    MOST_BUTTON,
    MOST_HINT,
    ActionId,
    CallbackId,
    Json,
    actions,
    button,
    context,
    plain_text,
    section,
)
from bot.slack.guide_scene import EMPTY, FULL, Scene
from bot.slack.mrkdwn import escaped
from bot.slack.rendering import framed
from bot.slack.walk import Walk

STEPS_SHOWN: Final = 12
"""The most cells of the progress bar; more would break on a phone."""


def question_view(
    scene: Scene, walk: Walk, result: Recommendation, notes: Iterable[str] = ()
) -> Json:
    """
    One question: where one is, why it is asked, the levels, how much it matters, ways out.

    *notes* are sentences, fit to be sent, on what happened since the last view.
    """
    criterion = scene.table.criterion_of[walk.asking]
    blocks = [
        context(progress(scene, walk)),
        *(section(note) for note in notes),
        *_settled(scene, walk, result),
        level_input(scene, walk, criterion),
        importance_input(scene, walk, criterion),
        actions(*_ways_out(scene, walk, result)),
    ]
    if walk.place == 1 and not walk.answers:
        intro = framed(
            scene.base,
            "guide_intro",
            options=escaped(options_named(scene.base)),
            count=str(len(scene.table.criteria)),
        )
        blocks.insert(0, section(intro))
    submit = scene.say("guide_done" if walk.is_change else "guide_next")
    return scene.modal(CallbackId.GUIDE_QUESTION, walk, blocks, submit=submit)


def progress(scene: Scene, walk: Walk) -> str:
    """
    Which question of how many, as a bar and in words.
    """
    count = max(len(scene.table.criteria), walk.place)
    if walk.is_change:
        return framed(scene.base, "guide_changing")
    cells = min(count, STEPS_SHOWN)
    full = round(walk.place / count * cells)
    bar = FULL * full + EMPTY * (cells - full)
    return framed(scene.base, "guide_progress", bar=bar, place=str(walk.place), count=str(count))


def _settled(scene: Scene, walk: Walk, result: Recommendation) -> Iterator[Json]:
    """That one may stop here, as soon as no answer can change who is first."""
    left = [name for name in result.unanswered if name not in walk.asked]
    if result.settled and left and not walk.is_change:
        said = scene.say("guide_settled", winner=ahead(scene.base, result), count=len(left))
        yield section(f"✅ {escaped(said)}")


def block_name(kind: str, walk: Walk) -> str:
    """
    The id of an input: another in every view, so that no old choice shows through.
    """
    return f"{kind}-{walk.step}"


def level_input(scene: Scene, walk: Walk, criterion: Criterion) -> Json:
    """
    The levels as radio buttons, the one answered before already chosen.
    """
    offered = {level.id: _option(level.id, level.label, level.hint) for level in criterion.levels}
    element: Json = {
        "type": "radio_buttons",
        "action_id": ActionId.LEVEL.value,
        "options": [*offered.values()],
        "focus_on_load": True,
    }
    chosen = offered.get(walk.levels.get(criterion.id, ""))
    if chosen:
        element["initial_option"] = chosen
    return {
        "type": "input",
        "block_id": block_name("level", walk),
        "label": plain_text(criterion.question, MOST_HINT),
        "hint": plain_text(scene.say("guide_why", why=criterion.why), MOST_HINT),
        "element": element,
    }


def importance_input(scene: Scene, walk: Walk, criterion: Criterion) -> Json:
    """
    How much it matters, in words; the table's own weight first, with its reason.
    """
    offered = {one: _option(one.value, scene.say(f"importance_{one.value}")) for one in Importance}
    return {
        "type": "input",
        "block_id": block_name("importance", walk),
        "label": plain_text(scene.say("guide_importance"), MOST_HINT),
        "hint": plain_text(
            scene.say(
                "guide_weight_because",
                weight=f"{criterion.weight:g}",
                because=criterion.weight_because,
            ),
            MOST_HINT,
        ),
        "element": {
            "type": "static_select",
            "action_id": ActionId.IMPORTANCE.value,
            "options": [*offered.values()],
            "initial_option": offered[walk.matters.get(criterion.id, Importance.USUAL)],
        },
    }


def _option(value: str, label: str, hint: str | None = None) -> Json:
    option: Json = {"text": plain_text(label, MOST_BUTTON), "value": value}
    if hint:
        option["description"] = plain_text(hint, MOST_BUTTON)
    return option


def _ways_out(scene: Scene, walk: Walk, result: Recommendation) -> Iterator[Json]:
    if walk.is_change:
        yield button(ActionId.GUIDE_FINISH, scene.say("guide_keep"), "")
        return
    if walk.place > 1:
        yield button(ActionId.GUIDE_BACK, scene.say("guide_back"), "")
    yield button(ActionId.GUIDE_SKIP, scene.say("guide_skip"), "")
    if walk.levels or walk.place > 1:
        finish = button(ActionId.GUIDE_FINISH, scene.say("guide_finish"), "")
        yield finish | ({"style": "primary"} if result.settled else {})
    else:
        yield button(ActionId.GUIDE_ASK, scene.say("guide_ask"), "")
