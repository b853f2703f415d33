"""
Nothing that a person wrote comes alive in anything the bot sends, whatever was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.answers import answer
from bot.core.findings import Finding, Place
from bot.core.replies import Answer
from bot.slack.administration import bad_edit_message
from bot.slack.blocks import mrkdwn, plain_text
from bot.slack.decided import Decided, Desk
from bot.slack.guide_needs import needs_in
from bot.slack.guide_question import question_view
from bot.slack.guide_result import result_view, shared_message
from bot.slack.guide_review import resume_view, review_view, understood_notes
from bot.slack.guide_scene import Scene
from bot.slack.guide_sharing import record_of
from bot.slack.guiding import Reading
from bot.slack.modals import answered_view, more_view
from bot.slack.mrkdwn import cut, is_honest, link, plain
from bot.slack.rendering import Frame, framed, message_for, restated
from bot.slack.seal import Seal
from bot.slack.walk import MOST_SAID, Walk
from tests.core.fixtures import shipped_snapshot

HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
ADDRESS = re.compile(r"://|www\.|(?i:evil|еvil|xn--)[\w-]*[.。．｡][^\W\d_]")
LIVE = (
    *("<!channel>", "<!here|x>", "<!everyone>", "@channel", "@here", "<@U0GRACE001>"),
    *("<#C0GENERAL1>", "<!subteam^S1|@team>", "&lt;!channel&gt;", "&amp;lt;!here", "@channel.io"),
)
ADDRESSES = (
    *("<https://evil.example.com|django>", "https://evil.com", "www.evil.com", "evil.com"),
    *("evil。com", "еvil.com", "xn--vil-dlc.com", "mailto:a@evil.com", "<mailto:a@evil.com>"),
    *("tel:112", "javascript:alert(1)"),
)
MARKS = (
    *("*bold*", "_it_", "~no~", "`code`", "```", ">quote", "|", "<", ">", "&", ":fire:"),
    *('"}]}', "{option}", "{0}", "%s", "Quarkus<!here>", "FastAPI\u202e"),
)
UNSEEN = (
    *("\u202egnorw", "\u200b", "\u2066x\u2069", "\x00", "\x1b[31m", "\n", "\r", "\u2028"),
    *("\ud800", "\U000e0041"),
)
ASKED = (
    *("django", "flask", "or", "is", "faster than", "Rails", "Laravel", "REST", "API", "for"),
    *("security", "what", "which one", "lunch"),
)
WORDS = (*LIVE, *ADDRESSES, *MARKS, *UNSEEN, *ASKED)
QUESTIONS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=9).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda between: between.join(words))
)


@cache
def our_links() -> frozenset[str]:
    """
    The addresses in the knowledge.
    """
    base = shipped_snapshot().base
    return frozenset(one.url for one in (*base.sources,) if one.url)


def leaves(value: Any) -> Iterator[tuple[str, str]]:
    """
    Every text that Slack shows, with its kind: ``mrkdwn``, ``plain_text``, or ``fallback``.
    """
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"} and isinstance(value.get("text"), str):
            yield value["type"], value["text"]
            return
        for name, one in value.items():
            if name == "accessibility_label":
                yield "plain_text", one
            elif name not in {"value", "private_metadata"}:
                yield from leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)


def alive(kind: str, text: str) -> list[str]:
    """
    What in *text* does something, beside our own links and marks.
    """
    found = HIDDEN.findall(text)
    if kind == "plain_text":
        return found
    for inside in re.findall(r"<([^>]*)>", text):
        if inside.partition("|")[0] not in our_links():
            found.append(inside)
    bare = re.sub(r"<[^>]*>", "", text)
    found += re.findall(r"[<>]|&(?!amp;|lt;|gt;)|@|#[A-Z]|`", bare)
    return found + ADDRESS.findall(bare)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUESTIONS)
@example("Is \u202e<!everyone> faster than Quarkus<!here>?")
@example("django or еvil.com?")
@example("Rails https://evil.com or Laravel<!channel>")
def test_nothing_in_any_payload_is_alive(question: str) -> None:
    """
    In a thread, alone, shared, picked, in forms and in "more": blocks, labels and plain text.
    """
    base = shipped_snapshot().base
    for asked in (question, plain(question, "U0BOT00001")):
        for topic in (None, "security"):
            decided = Decided(answer(asked, shipped_snapshot(), topic), base)
            above = framed(base, "you_asked", question=restated(asked))
            for frame in (Frame(), Frame(above=above, channel="C0GENERAL1", picked=topic or "")):
                message = message_for(decided, frame)
                views = [answered_view(message, base, "C0GENERAL1")]
                if isinstance(decided.reply, Answer):
                    views.append(more_view(decided.reply, base))
                shown = [*leaves(list(message.blocks)), *leaves(views), ("fallback", message.text)]
                assert [
                    (text, alive(kind, text)) for kind, text in shown if alive(kind, text)
                ] == []


SEAL = Seal("xoxb-one")
RECORD_MARKS = re.compile(r"(?<!\\)[*_`<>#|~\[\]]")
"""What Markdown reads as more than a character, where no backslash stands before it."""


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUESTIONS)
@example("<!channel> \u202e*bold* [x](https://evil.com) <img src=x> @channel")
def test_nothing_in_the_guide_is_alive(words: str) -> None:
    """
    A description, wherever it is restated: looked over, asked on, decided, shared, gone on with,
    and in the record.
    """
    base = shipped_snapshot().base
    scene = Scene(base, base.decisions[0], SEAL)
    text = f"{words} a small API with an admin, tight deadline {words}"
    for written in (text, plain(text, "U0BOT00001")):
        found = needs_in(written, base, scene.table)
        walk = replace(
            Walk.begun(scene.table, "C0GENERAL1", user="U0ADA00001"),
            answers=tuple(found.levels.items()),
            said=cut(written, MOST_SAID),
        )
        reading = Reading(scene, walk)
        result, notes = reading.result, understood_notes(scene, walk)
        views = [
            review_view(scene, walk, result, notes, found.said),
            question_view(scene, walk.shown(reading.following()), result, notes),
            result_view(scene, walk, result, notes),
            resume_view(scene, walk, notes),
        ]
        shared = shared_message(scene, walk, result, "Somebody")
        shown = [*leaves(views), *leaves(list(shared.blocks)), ("fallback", shared.text)]
        assert [(text, alive(kind, text)) for kind, text in shown if alive(kind, text)] == []
        quoted = [one for one in record_of(reading, "2026-11-21").splitlines() if one[:1] == ">"]
        assert len(quoted) == 1
        dead = quoted[0][2:]
        assert HIDDEN.findall(dead) + ADDRESS.findall(dead) + RECORD_MARKS.findall(dead) == []
        assert "@" not in dead


@given(st.lists(QUESTIONS, min_size=1, max_size=15))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["``` <!channel> \u202e"])
def test_nothing_in_what_admins_are_told_is_alive(lines: list[str]) -> None:
    """
    Findings quote the file that was edited: they stand in a block of code that they cannot end.
    """
    base = shipped_snapshot().base
    desk = cast(Desk, SimpleNamespace(base=base, wording=base.wording))
    findings = [Finding(Place("topics/x.yaml", 1), "error", "K01", line) for line in lines]
    message = bad_edit_message(desk, findings)

    for kind, text in [*leaves(list(message.blocks)), ("fallback", message.text)]:
        assert HIDDEN.findall(text.replace("\n", "")) == []
        assert not set("<>") & set(text)
        assert text.count("`") in ({6} if text.startswith("```") else {0}) or kind == "fallback"


@pytest.mark.parametrize(
    ("url", "label", "honest"),
    [
        ("https://example.org/a?b=1", "Example 2023", True),
        ("https://www.example.org/", "example.org 2023", True),
        ("https://blog.example.org/", "example.org 2023", True),
        ("https://example.org:8443/x", "Some.js 2020", True),
        ("https://evil.com/", "example.org 2023", False),
        ("https://evil.com/", "www.example.org", False),
        ("https://evil.com/example.org", "EXAMPLE．ORG 2023", False),
        ("https://example.org.evil.com/", "example.org", False),
        ("https://example.org@evil.com/", "Example", False),
        ("https://ехample.org/", "Example", False),
        ("https://xn--xample-9uf.org/", "Example", False),
        ("https://example.org\u3002evil.com/", "Example", False),
        ("https://evil.com/\u202egro", "Example", False),
        ("javascript:alert(1)", "Example", False),
        ("https:evil.com", "Example", False),
    ],
)
def test_a_link_that_could_deceive_is_none(url: str, label: str, honest: bool) -> None:
    """
    Look-alike letters, names before an @, a label that reads like another host: words, no link.
    """
    made = link(url, label)

    assert is_honest(url, label) == honest
    assert made.startswith("<") == honest
    assert "evil" not in made or honest


@given(st.text())
def test_no_text_object_holds_what_nobody_sees(text: str) -> None:
    """
    Also what curators write: nothing reorders or hides a sentence.
    """
    assert HIDDEN.findall(mrkdwn(text)["text"]) == []
    assert HIDDEN.findall(plain_text(text, 75)["text"]) == []
