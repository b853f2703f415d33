"""
Replies as text for a terminal: the same sentences as in Slack, with addresses written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import click

from bot.core.model import KnowledgeBase
from bot.core.presentation import claim_line, footer, source_label
from bot.core.replies import Answer, Clarification, Decline, Reply
from bot.core.wording import listed, say


def reply_text(reply: Reply, base: KnowledgeBase, everything: bool = False) -> str:
    """
    *reply* as lines of text; with *everything* that bears on the question, not only what leads.
    """
    match reply:
        case Answer():
            return "\n".join(_answer(_unfolded(reply) if everything else reply, base))
        case Clarification():
            return "\n".join([click.style(reply.text, bold=True), *_suggestions(reply)])
        case Decline():
            return "\n".join(
                [click.style(reply.text, bold=True), reply.intro, *_suggestions(reply)]
            )


def _unfolded(reply: Answer) -> Answer:
    """*reply* with nothing left for a second look."""
    return replace(
        reply,
        claims=(*reply.claims, *reply.more_claims),
        disagreements=(*reply.disagreements, *reply.more_disagreements),
        more_claims=(),
        more_disagreements=(),
    )


def _answer(reply: Answer, base: KnowledgeBase) -> Iterator[str]:
    wording = base.wording
    yield click.style(reply.headline, bold=True)
    if reply.strangers:
        yield say(wording, "also_unknown", names=listed(reply.strangers))
    if reply.conditions:
        yield ""
        yield say(wording, "what_decides")
        for condition in reply.conditions:
            sentence = say(wording, "condition", when=condition.when, option=condition.option)
            yield f"  • {sentence}"
    if reply.claims:
        yield ""
        yield say(wording, "what_sources_say")
    addresses: dict[str, str] = {}
    for one in reply.claims:
        labels = []
        sources = [citation.source for citation in one.citations]
        for citation in one.citations:
            labels.append(source_label(citation.source, wording))
            addresses[citation.source.short] = citation.source.url or say(wording, "no_address")
        yield f"  • {claim_line(one.claim, sources, wording)} ({'; '.join(dict.fromkeys(labels))})"
    if reply.disagreements:
        yield ""
        yield say(wording, "where_they_differ")
        for disagreement in reply.disagreements:
            yield f"  • {disagreement.says}"
    yield ""
    for name, address in addresses.items():
        yield click.style(f"  {name}: {address}", dim=True)
    if reply.more_claims:
        yield click.style(
            f"  {say(wording, 'more_in_terminal', count=len(reply.more_claims))}", dim=True
        )
    yield click.style(footer(reply, base), dim=True)


def _suggestions(reply: Clarification | Decline) -> Iterator[str]:
    for one in reply.suggestions:
        yield f"  • {one.question}"
