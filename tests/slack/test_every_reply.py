"""
Every reply the shipped knowledge can produce is a message Slack takes.

Every topic is asked about in every kind of question and with every set of options, and beside
these what is refused or asked back. The workspace's validator stands for Slack's.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator

import pytest

from bot.core.answers import answer
from bot.core.replies import Answer
from bot.knowledge.golden import read_golden
from bot.settings import ROOT
from bot.slack.blocks import MOST_TEXT, Message
from bot.slack.decided import Decided, Trouble
from bot.slack.modals import answered_view, ask_view, more_view, sentence_view
from bot.slack.press import MOST_VALUE, Press
from bot.slack.questions import help_message
from bot.slack.rendering import Frame, message_for
from bot.workspace import problems, view_problems
from bot.workspace.block_kit import too_long
from tests.core.fixtures import shipped_snapshot

KINDS = (
    "Which is better{on} for {topic}?",
    "Compare them{on}: {topic}",
    "What are the advantages{on} in {topic}?",
    "What are the drawbacks{on} in {topic}?",
    "Does it have good {topic}{on}?",
    "Who, when and how many{on}: {topic}?",
    "Tell me about {topic}{on}",
)
FEW = 15
"""Of so many utterances one is asked here: they differ in the words, not in what is replied."""
FRAMES = (
    Frame(key="C0GENERAL1:1700000000.000100"),
    Frame(above="&lt;" * 300, note="Shared", key="k" * 40, channel="C" * 11, picked="performance"),
    Frame(buttons=False),
)


def questions() -> Iterator[tuple[str, str | None]]:
    """
    Every question with the topic it is about, and some that are about none.
    """
    base = shipped_snapshot().base
    names = [option.name for option in base.options]
    sets = [one for size in range(len(names) + 1) for one in itertools.combinations(names, size)]
    for topic, kind, options in itertools.product(base.topics, KINDS, sets):
        on = f" with {' or '.join(options)}" if options else ""
        yield kind.format(on=on, topic=topic.title), topic.id
    for topic in base.topics:
        for one in (topic.question, *topic.utterances[::FEW]):
            yield one, None
    golden, _ = read_golden(ROOT / "knowledge")
    for asked in (*golden.declined, *golden.ambiguous):
        yield asked.q, None
    for kind in base.elsewhere:
        yield kind.utterances[0], None
    for odd in ("", "x" * 3_000, "<!channel> & Rails, Laravel, Spring and Phoenix?" * 60, "\ud83d"):
        yield odd, None


def faults(message: Message) -> list[object]:
    """
    Why Slack would not take *message*, or not show it as meant.
    """
    blocks = list(message.blocks)
    found: list[object] = list(problems(blocks))
    if too_long(blocks):
        found.append("msg_blocks_too_long")
    if not message.text.strip() or len(message.text) > MOST_TEXT:
        found.append(f"text of {len(message.text)}")
    if re.search(r"[<>]|&(?!amp;|lt;|gt;)", message.text):
        found.append("markup in the plain text")
    return found


def test_every_reply_is_a_message_slack_takes() -> None:
    """
    In a thread, shared, picked, without buttons; with its modals.
    """
    snapshot, wrong, kinds = shipped_snapshot(), [], set()
    for at, (question, topic) in enumerate(questions()):
        reply = answer(question, snapshot, topic)
        decided = Decided(reply, snapshot.base)
        kinds.add(decided.outcome)
        # In turn: a frame is the same around every reply.
        message = message_for(decided, FRAMES[at % len(FRAMES)])
        wrong += [(question, one) for one in faults(message)]
        view = answered_view(message, snapshot.base, "C0GENERAL1")
        wrong += [(question, one) for one in view_problems(view)]
        if isinstance(reply, Answer):
            view = more_view(reply, snapshot.base)
            wrong += [(question, one) for one in view_problems(view)]

    assert wrong == []
    assert kinds == {"answer", "clarify", "decline"}


def test_every_claim_shown_names_its_sources() -> None:
    """
    A link where the address is known, the plain name where it is not; never a claim on its own.
    """
    snapshot = shipped_snapshot()
    for topic in snapshot.base.topics:
        reply = answer(topic.question, snapshot, topic.id)
        assert isinstance(reply, Answer)
        message = message_for(Decided(reply, snapshot.base), Frame())
        shown = json.dumps(message.blocks, ensure_ascii=False)

        assert len(reply.claims) <= 6
        for one in (cite for claim in reply.claims for cite in claim.citations):
            year = one.source.published[:4] if one.source.published else "undated"
            name = f"{one.source.short} {year}"
            assert (f"<{one.source.url}|{name}>" if one.source.url else name) in shown


def test_what_surrounds_the_replies_is_valid_too() -> None:
    """
    Help, the form, a sentence in a modal, trouble.
    """
    base = shipped_snapshot().base
    trouble = message_for(Decided(Trouble("abc123", base.revision), base), Frame())

    assert faults(help_message(base)) == []
    assert faults(trouble) == []
    assert view_problems(ask_view(base, "C0GENERAL1")) == ()
    assert view_problems(sentence_view(base.wording["stale_button"], base)) == ()


@pytest.mark.parametrize(
    "question", ["plain", '"' * 3_000, "\\" * 3_000, "<&>" * 1_000, "🎉" * 2_000, "\ud800"]
)
def test_a_button_carries_any_question_within_slacks_limit(question: str) -> None:
    """
    Long ones are cut, and their topic goes along; nothing in a value looks like markup.
    """
    press = Press(question, "", "263353472424", "C1:1.2", "C1").with_topic_if_cut("security")
    value = press.to_value()
    back = Press.from_value(value)

    assert len(value) <= MOST_VALUE
    assert not set("<>&") & set(value)
    assert back is not None
    assert (back.revision, back.key, back.channel) == ("263353472424", "C1:1.2", "C1")
    assert back.topic == ("security" if len(question) > 600 else "")
