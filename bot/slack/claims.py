"""
Claims, sources and disagreements as lines of a message.

Every claim ends with its sources, short name and year; a name is a link where its address is known.
That a source sells services is said once a message, in the small print.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.citations import SourcedClaim
from bot.core.model import Claim, Disagreement, KnowledgeBase, Source
from bot.core.presentation import dated_claim
from bot.core.wording import listed, say
from bot.slack.blocks import Piece, sections
from bot.slack.mrkdwn import bold, cut, escaped, italic, link

MOST_CITATIONS: Final = 6


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line as mrkdwn, and in plain words where these differ.
    """

    shown: str
    said: str = ""

    @property
    def text(self) -> str:
        """For the plain-text version."""
        return self.said or self.shown


def bullets(title: str, lines: Sequence[Line]) -> Piece:
    """
    A list under a bold title.
    """
    blocks = sections([bold(escaped(title)), *(f"• {line.shown}" for line in lines)])
    text = "\n".join([escaped(title), *(f"• {line.text}" for line in lines)])
    return Piece(blocks, text)


def claim_lines(
    claims: Iterable[SourcedClaim], wording: Mapping[str, str], most: int
) -> list[Line]:
    """
    Claims with their sources, each sentence in at most *most* characters.
    """
    found: list[Line] = []
    for one in claims:
        if most not in one.lines:
            one.lines[most] = _line(one, wording, most)
        found.append(one.lines[most])
    return found


def _line(one: SourcedClaim, wording: Mapping[str, str], most: int) -> Line:
    sources = {citation.source.id: citation.source for citation in one.citations}
    cited = [*sources.values()][:MOST_CITATIONS]
    shown, said = _claim(one.claim, sources.values(), wording, most)
    if cited:
        shown += f" — {', '.join([_linked(source, wording) for source in cited])}"
        said += f" ({escaped(', '.join([source_name(source, wording) for source in cited]))})"
    return Line(shown, said)


def _claim(
    claim: Claim, sources: Collection[Source], wording: Mapping[str, str], most: int
) -> tuple[str, str]:
    """The sentence, its caveat in italics; and the same in plain words."""
    says = dated_claim(claim, sources, wording)
    shown = escaped(cut(says, most))
    if not claim.caveat:
        return shown, shown
    caveat = say(wording, "caveat", caveat=claim.caveat)
    said = escaped(cut(f"{says} {caveat}", most))
    return f"{shown} {italic(escaped(cut(caveat, most)))}", said


def disagreement_lines(disagreements: Iterable[Disagreement], most: int) -> list[Line]:
    """
    How the sources differ, and how to read it.
    """
    return [Line(escaped(cut(one.says, most))) for one in disagreements]


def source_name(source: Source, wording: Mapping[str, str]) -> str:
    """
    A source's short name and year.
    """
    return f"{source.short} {source.published[:4] if source.published else wording['no_date']}"


def _linked(source: Source, wording: Mapping[str, str]) -> str:
    name = source_name(source, wording)
    return link(source.url, name) if source.url else escaped(name)


def seller_note(claims: Iterable[SourcedClaim], wording: Mapping[str, str]) -> str:
    """
    Which of the sources cited sell services; empty when none does.
    """
    sources = (citation.source for one in claims for citation in one.citations)
    names = dict.fromkeys(source.short for source in sources if source.sells_services)
    return escaped(say(wording, "seller_note", names=listed([*names]))) if names else ""


def by_topic(
    claims: Iterable[SourcedClaim], base: KnowledgeBase, first: str
) -> Iterator[tuple[str, list[SourcedClaim]]]:
    """
    *claims* under the titles of the topics they live in: *first*, then as they are met.
    """
    groups: dict[str, list[SourcedClaim]] = {first: []}
    for one in claims:
        groups.setdefault(one.topic, []).append(one)
    for topic, members in groups.items():
        if members:
            yield base.topic_of[topic].title, members
