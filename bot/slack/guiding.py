"""
The guide: ``/fwchoice`` walks somebody through a decision table to a recommendation.

How a walk is read out of a view, how it begins, and how it is kept when somebody leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.core.decision import recommend
from bot.core.errors import StoreError
from bot.core.importance import Importance
from bot.core.needs import Understanding
from bot.core.recommendation import Recommendation
from bot.slack.blocks import ActionId, Json
from bot.slack.decided import Desk
from bot.slack.guide_needs import needs_in
from bot.slack.guide_opening import open_view
from bot.slack.guide_question import block_name, question_view
from bot.slack.guide_result import result_view
from bot.slack.guide_review import edited_notes, resume_view, review_view, understood_notes
from bot.slack.guide_scene import Scene
from bot.slack.interactive import Interaction
from bot.slack.modals import sentence_view
from bot.slack.mrkdwn import cut, escaped
from bot.slack.place import channel_in
from bot.slack.seal import Seal
from bot.slack.walk import MOST_SAID, Walk
from bot.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What a view held, fitted to the table as it is now.
    """

    scene: Scene
    walk: Walk
    notes: tuple[str, ...] = ()
    """What became of answers that no longer fit."""

    @property
    def result(self) -> Recommendation:
        """What follows from the answers so far."""
        table = self.scene.table
        return recommend(table, self.walk.responses(table), self.scene.base.told_by)

    def to(self, walk: Walk) -> Reading:
        """
        The same with *walk*.
        """
        return replace(self, walk=walk)

    def view(self, notes: Iterable[str] = ()) -> Json:
        """
        The view of the walk: its question, or its result.
        """
        show = question_view if self.walk.asking else result_view
        return show(self.scene, self.walk, self.result, (*self.notes, *notes))

    def following(self) -> str:
        """
        The question after the one that is asked now; empty when none is left.
        """
        walk = self.walk
        later = walk.asked[walk.place :]
        if walk.asking in walk.asked and later:
            return later[0]
        return next((one for one in self.result.unanswered if one not in walk.asked), "")

    def onward(self) -> Reading:
        """
        At the next question, or at the result.
        """
        asking = "" if self.walk.is_change else self.following()
        return self.to(self.walk.shown(asking))


@dataclass(frozen=True, slots=True)
class Guide:
    """
    What the listeners of the guide share.
    """

    desk: Desk
    drafts: Store
    seal: Seal

    @classmethod
    def at(cls, desk: Desk, drafts: Store) -> Guide:
        """
        The guide of the bot at *desk*.
        """
        return cls(desk, drafts, desk.seal)

    @property
    def is_there(self) -> bool:
        """Whether the knowledge has a table to walk through."""
        return bool(self.desk.base.decisions)

    def scene(self) -> Scene:
        """
        The knowledge as it is now.
        """
        base = self.desk.base
        return Scene(base, base.decisions[0], self.seal)

    def read(self, sealed: str, user: str) -> Reading | None:
        """
        The walk of *user* in *sealed*; None when it is not whole, somebody else's, or its table
        is gone.
        """
        walk = Walk.from_text(self.seal.opened(sealed))
        return None if walk is None or walk.user not in {"", user} else self.fitted(walk)

    def fitted(self, walk: Walk | None) -> Reading | None:
        """
        *walk* fitted to the table as it is now.
        """
        if walk is None or not self.is_there or walk.table != self.scene().table.id:
            return None
        scene = self.scene()
        fit, misfits = walk.fitted(scene.table)
        notes = edited_notes(scene, misfits) if misfits or fit.digest != walk.digest else []
        return Reading(scene, fit, tuple(notes))

    def entered(self, done: Interaction, walk: Walk) -> tuple[str, Importance]:
        """
        The level and the importance chosen in the view, an empty level where none is.
        """
        level = _chosen(done.body, block_name("level", walk), ActionId.LEVEL)
        importance = _chosen(done.body, block_name("importance", walk), ActionId.IMPORTANCE)
        table = self.scene().table
        criterion = table.criterion_of.get(walk.asking)
        is_known = criterion is not None and level in criterion.level_of
        is_word = importance in set(Importance)
        return (
            level if is_known else "",
            Importance(importance) if is_word else Importance.USUAL,
        )

    async def open(self, done: Interaction, text: str = "", *, is_reading: bool = False) -> None:
        """
        Open the guide; with *text*, on what that says of somebody's needs.
        """

        async def prepare() -> Json:
            scene = self.scene()
            channel = done.origin.channel or channel_in(self.seal, done.origin.metadata, done.user)
            walk = Walk.begun(scene.table, channel, done.origin.response_url, done.user)
            if not is_reading:
                return await self._first_view(Reading(scene, walk), done.user)
            return await self._read_view(Reading(scene, walk), text, done.user)

        await open_view(done, self.desk, self.scene().table.title, prepare, text)

    async def _first_view(self, begun: Reading, user: str) -> Json:
        draft = await self.draft(begun, user)
        return resume_view(draft.scene, draft.walk, draft.notes) if draft else begun.onward().view()

    async def draft(self, begun: Reading, user: str) -> Reading | None:
        """
        What *user* left unfinished, to go on with where *begun* was opened.
        """
        try:
            text = await self.drafts.draft(user, datetime.now(UTC))
        except StoreError as error:
            # The way through the questions needs no database; only the offer to go on does.
            log.warning("draft not looked up", error=str(error))
            text = None
        draft = self.fitted(Walk.from_text(text))
        if draft is None or not draft.walk.levels:
            return None
        now = begun.walk
        walk = replace(
            draft.walk,
            channel=now.channel,
            response_url=now.response_url,
            user=now.user,
            shared="",
            step=now.step,
        )
        return draft.to(walk)

    async def _read_view(self, begun: Reading, text: str, user: str) -> Json:
        found = needs_in(text, begun.scene.base, begun.scene.table)
        read = replace(begun.walk, answers=tuple(found.levels.items()), said=cut(text, MOST_SAID))
        draft = await self.draft(begun, user)
        if found.levels:
            return self.reviewed(begun.to(read), found, draft)
        notes = understood_notes(begun.scene, read)
        if draft:
            return resume_view(draft.scene, draft.walk, (*draft.notes, *notes))
        return begun.to(read).onward().view(notes)

    def reviewed(
        self,
        reading: Reading,
        found: Understanding | None = None,
        draft: Reading | None = None,
    ) -> Json:
        """
        What was read out of the words a walk began with, to be looked over; *found*, if known.

        A *draft* is offered to go on with instead, as this walk would take its place.
        """
        scene, walk = reading.scene, replace(reading.walk.shown(), is_review=True)
        found = found or needs_in(walk.said, scene.base, scene.table)
        said = {
            name: words
            for name, words in found.said.items()
            if walk.levels.get(name) == found.levels.get(name)  # else it was changed since
        }
        notes = (*reading.notes, *understood_notes(scene, walk))
        waiting = len(draft.walk.levels) if draft else 0
        return review_view(scene, walk, reading.result, notes, said, waiting)

    async def keep(self, user: str, walk: Walk) -> None:
        """
        Keep *walk* as a draft, or forget the draft where it came to its end.
        """
        if walk.is_over:
            await self.drafts.forget_draft(user)
        elif walk.levels:
            text = next(replace(walk, response_url="").to_texts())
            await self.drafts.save_draft(user, text, datetime.now(UTC))

    def with_entered(self, done: Interaction, walk: Walk) -> Walk:
        """
        *walk* with what is chosen in the view, if anything: no choice is lost on the way out.
        """
        level, importance = self.entered(done, walk)
        return walk.answered(level, importance) if level and walk.asking else walk

    def lost(self) -> Json:
        """
        The view for somebody whose walk cannot be read any more.
        """
        return sentence_view(escaped(self.desk.wording["guide_lost"]), self.desk.base)


def _chosen(body: Any, block: str, action: ActionId) -> str:
    """The value of the option chosen in an input; empty where there is none."""
    found = body
    for name in ("view", "state", "values", block, action.value, "selected_option", "value"):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""
