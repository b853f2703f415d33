"""
Replies -> messages, for a phone first.

An answer: the headline, what decides, up to six claims with their sources, where these disagree,
small print, buttons. The same parts make the plain-text version. A message that would be too large
for Slack has its claims cut shorter, step by step; it is never sent invalid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.model import KnowledgeBase
from bot.core.presentation import footer
from bot.core.replies import Answer, Clarification, Decline
from bot.core.wording import listed, say
from bot.slack.blocks import (
    MOST_MESSAGE,
    SUGGESTIONS,
    ActionId,
    Json,
    Message,
    Piece,
    actions,
    button,
    context,
    joined,
    section,
    sections,
    size,
)
from bot.slack.claims import Line, bullets, claim_lines, disagreement_lines, seller_note
from bot.slack.decided import Decided, Trouble
from bot.slack.mrkdwn import bold, cut, escaped, inert
from bot.slack.press import Press

CLAIM_LENGTHS: Final = (600, 300, 160, 80)
"""How long a claim may be, tried in turn until the message fits."""
MOST_RESTATED: Final = 300
MOST_SENTENCE: Final = 500
"""Of text that may hold words of a question; escaping can make each five times as long."""
SHORT_SENTENCE: Final = 25
_FIRST_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|[“\"])")


@dataclass(frozen=True, slots=True)
class Frame:
    """
    What surrounds a reply where it is shown.
    """

    above: str = ""
    """Who asked or picked what; already fit to be sent."""
    note: str = ""
    """A line at the end, for example that it was shared; already fit to be sent."""
    key: str = ""
    """The question whose reply in a thread this is."""
    channel: str = ""
    """Where sharing would post; empty offers no sharing."""
    picked: str = ""
    """The topic a person picked, which alone does not follow from the question."""
    buttons: bool = True


def message_for(decided: Decided, frame: Frame) -> Message:
    """
    *decided* as it is shown in *frame*.
    """
    base = decided.base
    match decided.reply:
        case Answer() as reply:
            return answer_message(reply, base, frame)
        case Clarification() as reply:
            pieces = [_paragraph(reply.text), _offers(reply, base, frame)]
        case Decline() as reply:
            offers = _offers(reply, base, frame)
            pieces = [_paragraph(reply.text), _paragraph(reply.intro), offers]
        case Trouble(reference=reference):
            pieces = [_paragraph(say(base.wording, "trouble", reference=reference))]
    return joined([*_above(frame), *pieces, *_note(frame)])


def restated(sentence: str) -> str:
    """
    *sentence* of a person, cut and fit to be sent.
    """
    return inert(cut(sentence, MOST_RESTATED))


def framed(base: KnowledgeBase, name: str, **filled: str) -> str:
    """
    The sentence called *name*, fit to be sent; what is filled in must be so already.
    """
    return say({name: escaped(base.wording[name])}, name, **filled)


def answer_message(reply: Answer, base: KnowledgeBase, frame: Frame) -> Message:
    """
    An answer, with its claims as long as fits.
    """
    for most in CLAIM_LENGTHS:
        message = joined(_answer(reply, base, frame, most))
        if size(message.blocks) <= MOST_MESSAGE:
            break
    return message


def _answer(reply: Answer, base: KnowledgeBase, frame: Frame, most: int) -> Iterator[Piece]:
    wording = base.wording
    yield from _above(frame)
    yield from (_headline(cut(one, most * 2)) for one in reply.headline.split("\n"))
    if reply.strangers:
        names = listed(reply.strangers)
        yield _paragraph(say(wording, "also_unknown", names=names))
    if reply.conditions:
        decisive = (
            say(wording, "condition", when=one.when, option=one.option) for one in reply.conditions
        )
        lines = [Line(escaped(cut(one, most))) for one in decisive]
        yield bullets(wording["what_decides"], lines)
    if reply.claims:
        yield bullets(wording["what_sources_say"], claim_lines(reply.claims, wording, most))
    if reply.disagreements:
        lines = disagreement_lines(reply.disagreements, most)
        yield bullets(f"⚖️ {wording['where_they_differ']}", lines)
    small = [escaped(footer(reply, base)), seller_note(reply.claims, wording)]
    yield Piece((context(*filter(None, small)),), "\n".join(filter(None, small)))
    yield from _note(frame)
    pressable = _answer_buttons(reply, base, frame)
    if pressable:
        yield Piece((actions(*pressable),))


def _headline(text: str) -> Piece:
    """The sentence that answers in bold; one as short as "Yes." takes the next along."""
    first, *rest = _FIRST_SENTENCE.split(text)
    while rest and len(first) < SHORT_SENTENCE:
        first = f"{first} {rest.pop(0)}"
    shown = " ".join([bold(escaped(first)), *(escaped(one) for one in rest)])
    return Piece((section(shown),), escaped(text))


def _answer_buttons(reply: Answer, base: KnowledgeBase, frame: Frame) -> list[Json]:
    if not frame.buttons:
        return []
    press = Press(reply.question, frame.picked, reply.revision, frame.key, frame.channel)
    value = press.with_topic_if_cut(reply.topics[0]).to_value()
    more = len(reply.more_claims)
    found = []
    if more:
        label = say(base.wording, "show_more", count=more)
        found.append(button(ActionId.MORE, label, value))
    if frame.channel:
        found.append(button(ActionId.SHARE, base.wording["share"], value))
    if reply.criteria and base.decisions:
        found.append(button(ActionId.GUIDE_OPEN, base.wording["guide_open"], value))
    return found


def _offers(reply: Clarification | Decline, base: KnowledgeBase, frame: Frame) -> Piece:
    """What was asked, on each of the topics it may mean; or, refused, other questions."""
    asked = reply.question if isinstance(reply, Clarification) else ""
    return offered(
        [(asked or one.question, one.topic, one.question) for one in reply.suggestions], base, frame
    )


def offered(
    suggestions: Sequence[tuple[str, str, str]], base: KnowledgeBase, frame: Frame
) -> Piece:
    """
    *suggestions* (the question to answer, its topic, how it is shown) to read and to press.

    The whole question is read in a list, and its button names the topic: Slack cuts a label at
    about 30 characters on a phone, and a question would not fit.
    """
    lines, picks = [], []
    for action, (question, topic, shown) in zip(SUGGESTIONS, suggestions, strict=False):
        press = Press(question, topic, base.revision, frame.key, frame.channel)
        title = base.topic_of[topic].title
        lines.append(f"• {escaped(cut(shown, MOST_SENTENCE))}")
        picks.append(button(action, title, press.to_value(), described=shown))
    row = (actions(*picks),) if picks and frame.buttons else ()
    return Piece((*sections(lines), *row), "\n".join(lines))


def _paragraph(text: str) -> Piece:
    """A sentence that may hold words of the question."""
    fit = "\n".join(inert(cut(line, MOST_SENTENCE)) for line in text.splitlines())
    return Piece(sections([fit]), fit)


def _above(frame: Frame) -> Iterator[Piece]:
    if frame.above:
        yield Piece((context(frame.above),), frame.above)


def _note(frame: Frame) -> Iterator[Piece]:
    if frame.note:
        yield Piece((context(frame.note),), frame.note)
