"""
Somebody walking through the guide in the workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.workspace import Message, Submission, View
from tests.scenarios.house import House, texts

BUTTON = "guide-"
WORKING = {"share", "save"}
"""Buttons that change the view twice: while it is done, and when it is done."""


@dataclass
class Guided:
    """
    A person and the guide's view before them.
    """

    house: House
    user: str = "ada"

    @classmethod
    async def begin(
        cls, house: House, text: str = "", *, user: str = "ada", channel: str = "general"
    ) -> Guided:
        """
        Type the command and wait for the view.
        """
        person = cls(house, user)
        delivery = await house.workspace.run_command(user, channel, "/fwchoice", text)
        assert delivery.acknowledged, delivery.answer
        await person.opened()
        return person

    async def opened(self) -> View:
        """
        The view, once it is there and filled.
        """
        workspace = self.house.workspace
        await workspace.wait_for(lambda: workspace.views(self.user) and self.is_filled)
        return self.view

    @property
    def is_filled(self) -> bool:
        """Whether it is more than the view that stands there while the machine is too busy."""
        return self.view.callback_id != "guide-loading"

    @property
    def view(self) -> View:
        """What is before them."""
        return self.house.workspace.views(self.user)[-1]

    @property
    def shown(self) -> str:
        """All they read."""
        return "\n".join(texts(self.view.blocks))

    @property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """The element of every input by its action id."""
        blocks = [block for block in self.view.blocks if block["type"] == "input"]
        return {block["element"]["action_id"]: block["element"] for block in blocks}

    @property
    def question(self) -> str:
        """What is asked."""
        block = next(block for block in self.view.blocks if block["type"] == "input")
        return str(block["label"]["text"])

    @property
    def is_asked(self) -> bool:
        """Whether a question is before them."""
        return self.view.callback_id == "guide-question"

    @property
    def chosen(self) -> str | None:
        """The level that is chosen as they come to the question."""
        return (self.inputs["level"].get("initial_option") or {}).get("value")

    def levels(self) -> list[str]:
        """
        What can be chosen.
        """
        return [one["value"] for one in self.inputs["level"]["options"]]

    def choose(self, at: int = 0, importance: str = "usual") -> str:
        """
        Choose a level without sending it; the level.
        """
        level = self.levels()[at]
        values = {"level": level, "importance": importance}
        self.house.workspace.enter(self.view, values)
        return level

    async def next(self, at: int = 0, importance: str = "usual") -> Submission:
        """
        Choose a level and go on.
        """
        self.choose(at, importance)
        return await self.submit()

    async def submit(self) -> Submission:
        """
        Send the view as it is; what the app answers is there at once.
        """
        return await self.house.workspace.submit(self.view)

    async def press(self, button: str, value: Any = None) -> None:
        """
        Press a button of the view, and wait for what it changes.
        """
        workspace, before = self.house.workspace, self.view
        delivery = await workspace.press(self.user, before, BUTTON + button, value)
        assert delivery.acknowledged, delivery.answer
        await workspace.wait_for(lambda: self.view.hash != before.hash and self.is_filled)
        if button in WORKING:
            await self.done()

    async def done(self) -> None:
        """
        Wait until what was pressed is done: meanwhile a result has no buttons, however long.
        """
        workspace = self.house.workspace
        await workspace.wait_for(
            lambda: self.view.callback_id != "guide-result" or self.buttons(), within_seconds=20
        )
        await self.house.settle()

    async def close(self) -> None:
        """
        Close the view.
        """
        await self.house.workspace.close_view(self.view)
        await self.house.settle()

    async def to_result(self, answers: int = 3, *, at: int = 0) -> None:
        """
        Answer some questions and finish.
        """
        for _ in range(answers):
            await self.next(at)
        await self.press("finish")

    def buttons(self) -> dict[str, str]:
        """
        The labels of the guide's buttons by their action.
        """
        rows = [block for block in self.view.blocks if block["type"] == "actions"]
        return {
            one["action_id"].removeprefix(BUTTON): one["text"]["text"]
            for row in rows
            for one in row["elements"]
        }


def in_thread(house: House, root: Message) -> list[Message]:
    """
    What the bot said below *root*.
    """
    return [one for one in house.workspace.thread(root) if one.bot_id]
