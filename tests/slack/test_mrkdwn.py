"""
Properties of text on its way to and from Slack, for any text.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.mrkdwn import (
    bold,
    cut,
    escaped,
    inert,
    is_honest,
    italic,
    link,
    mentions,
    plain,
    unescaped,
)

LIVE = re.compile(
    r"[<>]|&(?!amp;|lt;|gt;)|@|#|://|[*~`]|(?<!\w)_|_(?!\w)"
    r"|\.[\u200c\u200d]*[^\W\d_]|[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\u00ad\n]"
)
"""Whatever Slack could take for a mention, a channel, an address or formatting."""
HOSTILE = st.text(st.sampled_from("<>&|!@#*_~`.:/ \n\u200b\u200d\u202ehttpscomevilchannel🎉ش"))
ANY = st.text() | HOSTILE


@given(ANY)
@example("<!channel> @here https://evil.com www.evil.com a@b.co #general *b* _i_ ~s~ `c`")
@example("&lt;!channel&gt; &amp;lt;!here&amp;gt;")
@example("@\u200bchannel evil.\u200bcom ht\u2060tps://x.y")
@example("\ud800 half a pair")
def test_inert_text_has_nothing_live_in_it(text: str) -> None:
    """
    No escape, mention, channel, address, formatting or reordering is left; it can be encoded.
    """
    result = inert(text)

    assert LIVE.findall(result) == []
    assert result.encode().decode() == result


@given(ANY)
def test_inert_text_stays_inert_when_invisible_characters_are_taken_out(text: str) -> None:
    """
    Whoever strips them on the way wakes nothing.
    """
    stripped = re.sub(r"[\u200c\u200d\ufe0f]", "", inert(text))

    assert LIVE.findall(stripped) == []


@pytest.mark.parametrize(
    "text", ["Is Django faster than Flask?", "Python 3.11 & 4 < 5", "👩‍👩‍👧 ש flask", "snake_case"]
)
def test_ordinary_questions_are_restated_as_they_are(text: str) -> None:
    """
    What cannot come alive is not touched.
    """
    assert unescaped(inert(text)) == text


@given(ANY)
def test_escaping_loses_nothing(text: str) -> None:
    """
    And leaves nothing that Slack reads as markup.
    """
    assert unescaped(escaped(text)) == text
    assert not set("<>") & set(escaped(text))


@given(ANY)
def test_emphasis_is_one_pair_of_marks(text: str) -> None:
    """
    Nothing inside closes it early.
    """
    for marked, mark in ((bold(escaped(text)), "*"), (italic(escaped(text)), "_")):
        assert marked.count("*") == (2 if marked and mark == "*" else 0)
        assert marked == "" or (marked[0] == marked[-1] == mark and marked[1:-1].strip())


@given(ANY)
def test_a_link_label_cannot_leave_its_link(text: str) -> None:
    """
    One opening, one bar, one end; a label that reads like another host is words alone.
    """
    url = "https://example.org/a?b=1&c=2"
    made = link(url, text)

    if is_honest(url, text):
        assert (made.count("<"), made.count("|"), made.count(">")) == (1, 1, 1)
    else:
        assert made == inert(text)


@given(ANY, st.integers(1, 400))
@example("a" * 100, 10)
@example("One. Two three four", 12)
def test_cut_text_fits_and_says_that_it_is_cut(text: str, most: int) -> None:
    """
    Never longer than asked for; what fits is untouched.
    """
    result = cut(text, most)

    assert len(result) <= most
    assert result == text if len(text) <= most else result.endswith("…")


def test_cutting_prefers_the_end_of_a_sentence_then_of_a_word() -> None:
    """
    And never tears an emoji made of several.
    """
    assert cut("A whole sentence. And then some more words", 25) == "A whole sentence.…"
    assert cut("only words without any end at all", 20) == "only words without…"
    assert cut("👩‍👩‍👧‍👦" * 5, 12)[-2] != "\u200d"


@pytest.mark.parametrize(
    ("wire", "seen"),
    [
        ("<@U1> Django or Flask?", "Django or Flask?"),
        ("hey <@U1|fwchoice>, <@U2|ada> and <@U3>", "hey , @ada and @U3"),
        ("<#C1|general> <#C2> <!here> <!subteam^S1|@team>", "#general #C2 @here @team"),
        ("<https://x.org/a?b&amp;c> <https://x.org|flask>", "https://x.org/a?b&c flask"),
        ("<mailto:a@b.co|a@b.co> a &lt; b &amp;lt; c", "a@b.co a < b &lt; c"),
        ("  two\n\nlines\t ", "two lines"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<>", "<>"),
        ("", ""),
    ],
)
def test_wire_text_is_read_as_a_person_sees_it(wire: str, seen: str) -> None:
    """
    The bot's own mention is taken out, entities are decoded once.
    """
    assert plain(wire, "U1") == seen


@given(ANY)
def test_any_wire_text_can_be_read(text: str) -> None:
    """
    On one line, whatever it holds.
    """
    assert "\n" not in plain(text, "U1")
    assert mentions(f"{text.replace('<', '')}<@U1>", "U1")
