"""
What was answered, to look over and to change: understood from a text, from a draft, or at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.core.recommendation import Misfit, Recommendation
from bot.slack.blocks import ActionId, CallbackId, Json, actions, button, context, section, sections
from bot.slack.guide_scene import Scene
from bot.slack.mrkdwn import bold, escaped, inert, italic
from bot.slack.rendering import framed, restated
from bot.slack.walk import Walk

NOTHING_SAID: Final[Mapping[str, str]] = {}


def review_view(
    scene: Scene,
    walk: Walk,
    result: Recommendation,
    notes: Iterable[str] = (),
    said: Mapping[str, str] = NOTHING_SAID,
    waiting: int = 0,
) -> Json:
    """
    What was understood, each answer with a button to change it, before the rest is asked.

    *said* are the words an answer was read from, by criterion; *waiting* how many answers the
    draft has that this would take the place of.
    """
    blocks = [*_answered(scene, walk, result, notes, said)]
    left = [name for name in result.unanswered if name not in walk.asked]
    if left:
        finish = button(ActionId.GUIDE_FINISH, scene.say("guide_show_result"), "")
        blocks.append(actions(finish))
    if waiting:
        draft = scene.say("guide_waiting_one" if waiting == 1 else "guide_waiting", count=waiting)
        resume = button(ActionId.GUIDE_RESUME, scene.say("guide_resume"), "")
        blocks.append(section(escaped(draft)) | {"accessory": resume})
    submit = scene.say("guide_go_on" if left else "guide_show_result")
    return scene.modal(CallbackId.GUIDE_REVIEW, walk, blocks, submit=submit)


def answers_view(
    scene: Scene, walk: Walk, result: Recommendation, notes: Iterable[str] = ()
) -> Json:
    """
    Every answer with a button to change it, for who comes from the result and goes back there.
    """
    blocks = [*_answered(scene, walk, result, notes, NOTHING_SAID)]
    if any(name not in walk.levels for name in result.unanswered):
        blocks.append(actions(button(ActionId.GUIDE_MORE, scene.say("guide_answer_more"), "")))
    submit = scene.say("guide_show_result")
    return scene.modal(CallbackId.GUIDE_ANSWERS, walk, blocks, submit=submit)


def _answered(
    scene: Scene,
    walk: Walk,
    result: Recommendation,
    notes: Iterable[str],
    said: Mapping[str, str],
) -> Iterator[Json]:
    yield from (section(note) for note in notes)
    for name, chosen in walk.levels.items():
        criterion = scene.table.criterion_of[name]
        lines = f"{bold(escaped(criterion.name))}\n{escaped(criterion.level_of[chosen].label)}"
        if name in walk.matters:
            lines += f" · {escaped(scene.say(f'matters_{walk.matters[name].value}'))}"
        if said.get(name):
            lines += f"\n{italic(framed(scene.base, 'guide_read_from', said=inert(said[name])))}"
        change = button(
            ActionId.GUIDE_CHANGE,
            scene.say("guide_change"),
            name,
            described=scene.say("guide_change_what", criterion=criterion.name),
        )
        yield section(lines) | {"accessory": change}
    left = [name for name in result.unanswered if name not in walk.levels]
    if left and walk.levels:
        one = len(left) == 1
        more = scene.say("guide_unanswered_one" if one else "guide_unanswered", count=len(left))
        yield context(escaped(more))


def resume_view(scene: Scene, walk: Walk, notes: Iterable[str] = ()) -> Json:
    """
    A draft was found: go on with it, or start anew.
    """
    count = len(walk.levels)
    said = scene.say("guide_draft_one" if count == 1 else "guide_draft", count=count)
    lines = [
        f"• {escaped(scene.table.criterion_of[name].name)}: "
        f"{escaped(scene.table.criterion_of[name].level_of[level].label)}"
        for name, level in walk.levels.items()
    ]
    blocks = [
        section(escaped(said)),
        *(section(note) for note in notes),
        *sections(lines),
        actions(button(ActionId.GUIDE_ANEW, scene.say("guide_anew"), "")),
    ]
    return scene.modal(CallbackId.GUIDE_RESUME, walk, blocks, submit=scene.say("guide_go_on"))


def edited_notes(scene: Scene, misfits: Iterable[Misfit]) -> list[str]:
    """
    What to tell somebody whose table was edited under their hands.
    """
    gone = []
    for one in misfits:
        criterion = scene.table.criterion_of.get(one.criterion)
        gone.append(criterion.name if criterion else one.criterion.replace("-", " "))
    if gone:
        listed = ", ".join(dict.fromkeys(gone))
        return [f"✏️ {framed(scene.base, 'guide_edited_gone', names=inert(listed))}"]
    return [f"✏️ {framed(scene.base, 'guide_edited')}"]


def understood_notes(scene: Scene, walk: Walk) -> list[str]:
    """
    What was read out of somebody's words, or that nothing was.
    """
    said = restated(walk.said)
    if not said:
        return [framed(scene.base, "guide_nothing_said")]
    name = "guide_understood" if walk.levels else "guide_not_understood"
    return [framed(scene.base, name, said=said)]
