"""
Modals on their stacks, and Home tabs.

Every person has one stack of at most three modals. What was entered stays when a view is updated,
as long as block id, action id and type of the element stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.workspace.block_ids import numbered
from bot.workspace.block_kit import view_problems
from bot.workspace.message import Json
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.team import App
from bot.workspace.view_state import Entries, elements, state

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class View:
    """
    A modal somebody has before them, or their Home tab.
    """

    id: str
    user: str
    definition: Json
    """What the app asked for, with ids filled in."""
    hash: str
    root_id: str
    previous_id: str | None = None
    entered: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """Sentences beside inputs, by block id."""

    @property
    def blocks(self) -> list[Json]:
        """The blocks of the view."""
        return list(self.definition["blocks"])

    @property
    def title(self) -> str:
        """What stands at the top of a modal."""
        return str((self.definition.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """What the app calls this kind of view."""
        return str(self.definition["callback_id"])

    @property
    def values(self) -> Entries:
        """What is entered, as ``state.values``."""
        return state(self.blocks, self.entered)


class Views:
    """
    Everything views.open, push, update and publish have put before people.
    """

    def __init__(self, team_id: str, app: App, new_id: Callable[[str], str]) -> None:
        self._team_id = team_id
        self._app = app
        self._new_id = new_id
        self._version = 0
        self.stacks: dict[str, list[View]] = {}
        """Open modals by user, the topmost last."""
        self.homes: dict[str, View] = {}
        """Published Home tabs by user."""

    def payload(self, view: View) -> Json:
        """
        Return *view* as Slack's JSON.
        """
        shown = view.definition | {
            "id": view.id,
            "team_id": self._team_id,
            "state": {"values": view.values},
            "hash": view.hash,
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self._app.id,
            "app_installed_team_id": self._team_id,
            "bot_id": self._app.bot_id,
        }
        return dict(shown)

    def find(self, view_id: str) -> View:
        """
        Return an open modal or a Home tab.
        """
        for view in (*self.homes.values(), *(v for stack in self.stacks.values() for v in stack)):
            if view.id == view_id or (view_id and view.definition["external_id"] == view_id):
                return view
        raise RefusedError("not_found")

    def open(self, user: str, given: Any, *, on: View | None = None) -> View:
        """
        Put a modal before *user*: on top of *on*, or as a new stack.
        """
        definition = self._accept(given, "modal")
        if definition["external_id"]:
            self._refuse_taken(definition["external_id"])
        stack = self.stacks.get(user, []) if on else []
        if len(stack) >= DEEPEST:
            raise RefusedError("push_limit_reached")
        new = self._new_id("V")
        root = stack[0].id if stack else new
        view = View(new, user, definition, self._hash(definition), root, on.id if on else None)
        self.stacks[user] = [*stack, view]
        return view

    def update(self, view_id: str, given: Any, expected_hash: str | None = None) -> View:
        """
        Replace what an open view shows.
        """
        old = self.find(view_id)
        if expected_hash and expected_hash != old.hash:
            raise RefusedError("hash_conflict")
        definition = self._accept(given, old.definition["type"])
        keep = {(b["block_id"], e["action_id"]): e for b, e in elements(definition["blocks"])}
        entered = {
            block: {
                key: e
                for key, e in inside.items()
                if keep.get((block, key), {}).get("type") == e["type"]
            }
            for block, inside in old.entered.items()
        }
        new = replace(
            old, definition=definition, hash=self._hash(definition), entered=entered, errors={}
        )
        return self.put(new)

    def publish(self, user: str, given: Any, expected_hash: str | None = None) -> View:
        """
        Set the Home tab of *user*.
        """
        old = self.homes.get(user)
        if expected_hash and old and expected_hash != old.hash:
            raise RefusedError("hash_conflict")
        definition = self._accept(given, "home")
        view_id = old.id if old else self._new_id("V")
        view = View(view_id, user, definition, self._hash(definition), view_id)
        self.homes[user] = view
        return view

    def put(self, view: View) -> View:
        """
        Keep a changed view in its place.
        """
        if view.definition["type"] == "home":
            self.homes[view.user] = view
        else:
            stack = self.stacks.get(view.user, [])
            self.stacks[view.user] = [view if each.id == view.id else each for each in stack]
        return view

    def close(self, view: View) -> None:
        """
        Take *view* and everything above it off the stack.
        """
        stack = self.stacks.get(view.user, [])
        ids = [each.id for each in stack]
        self.stacks[view.user] = stack[: ids.index(view.id)] if view.id in ids else stack

    def clear(self, user: str) -> None:
        """
        Close every modal of *user*.
        """
        self.stacks[user] = []

    def check(self, given: Any, kind: str) -> None:
        """
        Refuse a view Slack would refuse.
        """
        wrong = view_problems(given)
        if wrong:
            raise invalid("invalid_arguments", wrong)
        if given["type"] != kind:
            raise RefusedError("view_type_mismatch" if kind == "modal" else "invalid_arguments")
        if len(json.dumps(given)) > 250_000:
            raise RefusedError("view_too_large")

    def _accept(self, given: Any, kind: str) -> Json:
        self.check(given, kind)
        return self._defaults(given) | {"blocks": numbered(given["blocks"], self._new_id)}

    def _defaults(self, given: Mapping[str, Any]) -> Json:
        empty: Json = {"private_metadata": "", "callback_id": "", "external_id": ""}
        if given["type"] == "modal":
            empty |= {
                "submit": None,
                "close": None,
                "clear_on_close": False,
                "notify_on_close": False,
            }
        return {**empty, **given}

    def _refuse_taken(self, external_id: str) -> None:
        try:
            self.find(external_id)
        except RefusedError:
            return
        raise RefusedError("duplicate_external_id")

    def _hash(self, definition: Json) -> str:
        self._version += 1
        digest = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
        return f"{1_700_000_000 + self._version}.{digest[:8]}"
