"""
The small pieces of text every edge shows alike: a claim with its age, a source with its year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.model import Claim, KnowledgeBase, Source
from bot.core.replies import Answer
from bot.core.wording import say

MOST_PERCENT = 99
"""Shown at most: a probability that was fitted never means certain, however it is rounded. Only the
topic that a person picked is."""


def claim_line(claim: Claim, sources: Iterable[Source], wording: Mapping[str, str]) -> str:
    """
    A claim's sentence with its age and its caveat.
    """
    dated = dated_claim(claim, sources, wording)
    return f"{dated} {say(wording, 'caveat', caveat=claim.caveat)}" if claim.caveat else dated


def dated_claim(claim: Claim, sources: Iterable[Source], wording: Mapping[str, str]) -> str:
    """
    A claim's sentence with its age.

    That it is undated is left to the labels of its *sources* where none of them bears a date.
    """
    if not claim.as_of:
        return claim.says
    if claim.as_of[:1].isdigit():
        return f"{claim.says} ({say(wording, 'as_of', when=claim.as_of)})"
    is_dated = any(source.published for source in sources)
    return f"{claim.says} ({claim.as_of})" if claim.as_of != "undated" or is_dated else claim.says


def source_label(source: Source, wording: Mapping[str, str]) -> str:
    """
    A source's short name with its year, and that it sells services where it does.
    """
    notes = [source.published[:4] if source.published else say(wording, "no_date")]
    if source.sells_services:
        notes.append(say(wording, "sells_services"))
    return f"{source.short}, {', '.join(notes)}"


def footer(reply: Answer, base: KnowledgeBase) -> str:
    """
    How sure the bot is, on which topic, from which revision; or that it was reckoned from several
    needs, which are on no one topic.
    """
    if reply.decision is not None:
        return say(base.wording, "combined_footer", revision=reply.revision)
    return say(
        base.wording,
        "footer",
        level=_sureness(reply, base),
        topic=" + ".join(base.topic_of[one].title for one in reply.topics),
        revision=reply.revision,
    )


def _sureness(reply: Answer, base: KnowledgeBase) -> str:
    """How sure, with what was measured of answers this sure; before ``tune``, what is promised."""
    if reply.confidence == 1:
        return base.wording["level_picked"]
    level = base.wording[reply.level]
    measured = base.thresholds.measured.get(reply.level)
    if measured and measured.answers:
        return say(
            base.wording,
            "level_measured",
            level=level,
            right=measured.right,
            answers=measured.answers,
        )
    percent = min(round(100 * reply.confidence), MOST_PERCENT)
    return say(base.wording, "level_promised", level=level, percent=percent)
