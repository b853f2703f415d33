"""
Fills in the block and action ids an app may leave out, as Slack does on arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.workspace.message import Json


def numbered(blocks: Iterable[Json], new_id: Callable[[str], str]) -> list[Json]:
    """
    Return *blocks* with an id in each block and each interactive element.
    """
    return [_numbered(block, new_id) for block in blocks]


def _numbered(block: Json, new_id: Callable[[str], str]) -> Json:
    done = {**block, "block_id": block.get("block_id") or new_id("b")}
    for key in ("element", "accessory"):
        inside = done.get(key)
        if isinstance(inside, Mapping) and inside["type"] != "image":
            done[key] = {"action_id": new_id("a"), **inside}
    if done["type"] in ("actions", "context_actions"):
        done["elements"] = [{"action_id": new_id("a"), **each} for each in done["elements"]]
    return done
