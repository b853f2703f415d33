"""
What a message is made of, checked as Slack checks it on arrival.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace.arguments import Arguments
from bot.workspace.block_ids import numbered
from bot.workspace.block_kit import problems, too_long
from bot.workspace.message import NO_TEXT, Json
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.world import World

MOST_TEXT = 40_000
"""Characters of text in a message; the rest is cut off."""


@dataclass(frozen=True, slots=True)
class Content:
    """
    Text, blocks and metadata of a message.
    """

    text: str
    blocks: tuple[Json, ...]
    metadata: Json | None
    attachments: tuple[Json, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text or self.blocks or self.attachments)


def read_content(world: World, args: Arguments) -> Content:
    """
    Return the content of a call, or refuse it.
    """
    blocks = args.structure("blocks", "invalid_blocks_format") or []
    markdown = args.text("markdown_text")
    if markdown:
        if blocks or args.text("text"):
            raise RefusedError("markdown_text_conflict")
        blocks = [{"type": "markdown", "text": markdown}]
    if not isinstance(blocks, list):
        raise RefusedError("invalid_blocks_format")
    wrong = problems(blocks)
    if wrong:
        raise invalid("invalid_blocks", wrong)
    if too_long(blocks):
        raise RefusedError("msg_blocks_too_long")
    attachments = args.structure("attachments", "invalid_attachments") or []
    if len(attachments) > 100:
        raise RefusedError("too_many_attachments")
    text = args.text("text").strip("\n")[:MOST_TEXT]
    content = Content(
        text or (NO_TEXT if blocks else ""),
        tuple(numbered(blocks, world.new_id)),
        _metadata(args),
        tuple(attachments),
    )
    if content.is_empty:
        raise RefusedError("no_text")
    return content


def _metadata(args: Arguments) -> Json | None:
    metadata = args.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    shaped = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not shaped or not isinstance(metadata.get("event_type"), str):
        raise RefusedError("invalid_metadata_format")
    return dict(metadata)
