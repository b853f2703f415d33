"""
The result: in the guide's last view, and as the message that is shared.

The recommendation in one line, how close it was, a bar for every answer with the claims behind it,
and what would change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from bot.core.citations import SourcedClaim
from bot.core.evidence import sourced
from bot.core.model import KnowledgeBase
from bot.core.recommendation import Pull, Recommendation
from bot.core.telling import changes, closeness, headline, pulled
from bot.slack.blocks import (
    MOST_MESSAGE,
    ActionId,
    CallbackId,
    Json,
    Message,
    Piece,
    actions,
    button,
    confirmed,
    context,
    joined,
    section,
    sections,
    size,
)
from bot.slack.claims import Line, bullets, claim_lines, seller_note
from bot.slack.guide_scene import EMPTY, FULL, Scene
from bot.slack.mrkdwn import bold, escaped
from bot.slack.press import MOST_VALUE
from bot.slack.rendering import CLAIM_LENGTHS, MOST_SENTENCE, framed
from bot.slack.walk import Walk

CELLS: Final = 10
"""Of a bar: one for each point of a score, and for the strongest answer."""
MOST_REASONS: Final = 4
"""The answers a shared message shows, the strongest; the view and the record show all."""
MOST_CLAIMS: Final = 2
"""And the claims behind each of them."""


def result_view(
    scene: Scene,
    walk: Walk,
    result: Recommendation,
    notes: Iterable[str] = (),
    *,
    can_act: bool = True,
) -> Json:
    """
    Everything about the result, and what can be done with it; not *can_act* while it is done.
    """
    pieces = [*_summary(scene, result)]
    if result.ranking:
        pieces.append(_changes(scene, result))
    if can_act:
        pieces.append(Piece((actions(*_buttons(scene, walk, result)),)))
    if result.ranking:
        pieces.append(Piece(({"type": "divider"},)))
        pieces += _pulls(scene, walk, result, result.pulls, MOST_SENTENCE)
        pieces.append(_small_print(scene, result, result.pulls))
    blocks = [section(note) for note in notes]
    blocks += [block for piece in pieces for block in piece.blocks]
    return scene.modal(CallbackId.GUIDE_RESULT, walk, blocks)


def shared_message(scene: Scene, walk: Walk, result: Recommendation, person: str) -> Message:
    """
    The result as everybody in the channel sees it; *person*, a mention, decided.
    """
    above = framed(scene.base, "guide_decided", person=person)
    for most in CLAIM_LENGTHS:
        reasons = result.pulls[:MOST_REASONS]
        pieces = [
            Piece((context(above),), above),
            *_summary(scene, result),
            *_pulls(scene, walk, result, reasons, most, MOST_CLAIMS),
            _changes(scene, result),
            _small_print(scene, result, reasons, MOST_CLAIMS),
        ]
        copy = scene.carried(walk.copied(), MOST_VALUE)
        if copy:
            row = actions(button(ActionId.GUIDE_COPY, scene.say("guide_copy"), copy))
            pieces.append(Piece((row,)))
        message = joined(pieces)
        if size(message.blocks) <= MOST_MESSAGE:
            break
    return message


def _summary(scene: Scene, result: Recommendation) -> Iterator[Piece]:
    """Who is first, by how much, and every option's score as a bar."""
    says = headline(scene.base, result)
    yield Piece((section(bold(escaped(says))),), escaped(says))
    if not result.ranking:
        return
    scores = [
        f"{bar(one.score)} {escaped(scene.base.option_of[one.option].name)} {one.score:.1f}"
        for one in result.ranking
    ]
    how = escaped(closeness(scene.base, result))
    yield Piece((*sections(scores), section(how)), how)


def bar(points: float, most: float = CELLS) -> str:
    """
    *points* of *most* as a bar.
    """
    full = round(CELLS * min(max(points / most, 0.0), 1.0)) if most else 0
    return FULL * full + EMPTY * (CELLS - full)


def _pulls(
    scene: Scene,
    walk: Walk,
    result: Recommendation,
    pulls: Iterable[Pull],
    most: int,
    most_claims: int | None = None,
) -> Iterator[Piece]:
    """A bar for each answer: which of the first two it speaks for, how strongly, and why."""
    title = scene.say("guide_reasons")
    yield Piece((section(bold(escaped(title))),), escaped(title))
    strongest = max((abs(one.points) for one in result.pulls), default=0.0)
    for pull in pulls:
        criterion = scene.table.criterion_of[pull.criterion]
        level = criterion.level_of[pull.level].label
        if pull.criterion in walk.matters:
            level += f" · {scene.say(f'matters_{walk.matters[pull.criterion].value}')}"
        points = abs(pull.points)
        towards = pulled(scene.base, pull)
        what = f"{bold(escaped(criterion.name))} · {escaped(level)}"
        shown = [f"{what}\n{bar(points, strongest)} {escaped(towards)}"]
        said = [f"{escaped(criterion.name)}: {escaped(level)}. {escaped(towards)}"]
        claims = _claims(scene.base, result, pull)[:most_claims]
        for line in claim_lines(claims, scene.base.wording, most):
            shown.append(f"• {line.shown}")
            said.append(f"• {line.text}")
        yield Piece(sections(shown), "\n".join(said))


def _claims(base: KnowledgeBase, result: Recommendation, pull: Pull) -> tuple[SourcedClaim, ...]:
    """
    The claims behind what the first two are rated for an answer, each once: in turn, beginning
    with the option that the answer speaks for.
    """
    first = sorted(result.ranking[:2], key=lambda ranked: ranked.option != pull.towards)
    behind = [
        one.claims
        for ranked in first
        for one in ranked.contributions
        if one.criterion == pull.criterion
    ]
    in_turn = (claim for pair in zip_longest(*behind) for claim in pair if claim)
    return sourced(base, (base.claim_of[claim] for claim in dict.fromkeys(in_turn)))


def _changes(scene: Scene, result: Recommendation) -> Piece:
    lines = [Line(escaped(one)) for one in changes(scene.base, scene.table, result)]
    return bullets(scene.say("guide_what_would_change"), lines)


def _small_print(
    scene: Scene, result: Recommendation, pulls: Iterable[Pull], most_claims: int | None = None
) -> Piece:
    base = scene.base
    shown = [one for pull in pulls for one in _claims(base, result, pull)[:most_claims]]
    small = [
        framed(base, "guide_footer", revision=base.revision),
        seller_note(shown, base.wording),
    ]
    return Piece((context(*filter(None, small)),), "\n".join(filter(None, small)))


def _buttons(scene: Scene, walk: Walk, result: Recommendation) -> Iterator[Json]:
    if result.ranking:
        if walk.channel and not walk.shared:
            share = button(ActionId.GUIDE_SHARE, scene.say("share"), "")
            yield share | {"style": "primary"}
        if not walk.is_saved:
            yield button(ActionId.GUIDE_SAVE, scene.say("guide_save"), "")
        yield button(ActionId.GUIDE_REVIEW, scene.say("guide_change_answer"), "")
    left = [name for name in result.unanswered if name not in walk.levels]
    if left:
        name = "guide_answer_more" if result.ranking else "guide_begin"
        yield button(ActionId.GUIDE_MORE, scene.say(name), "")
    if result.ranking:
        anew = button(ActionId.GUIDE_ANEW, scene.say("guide_anew"), "")
        yield anew if walk.is_over else _sure(scene, walk, anew)


def _sure(scene: Scene, walk: Walk, anew: Json) -> Json:
    """Asks first: it stands beside harmless buttons, and nothing brings the answers back."""
    return confirmed(
        anew,
        scene.say("guide_anew_sure"),
        scene.say("guide_anew_gone", count=len(walk.levels)),
        scene.say("guide_anew"),
        scene.say("guide_keep_answers"),
    )
