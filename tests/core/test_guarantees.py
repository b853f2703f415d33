"""
What holds in every knowledge base, whatever it is about: tried on made-up ones.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.learned import Example
from bot.core.matching import EXACT_LEAD, Index
from bot.core.options import Names
from bot.core.ranking import Ranking
from bot.core.text import MAX_CHARACTERS
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import FEW, MANY

MARGIN = 0.3
"""A winner that leads by so much is not unseated by what is added."""


def words_of(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=2, max_size=7)


OLD, NEW = "abcdefghiklm", "nopqrtuvwxyz"
"""Letters of the words that are there, and of those that are added: none in common."""
phrasing = st.lists(words_of(OLD), min_size=1, max_size=5).map(" ".join)
topic = st.lists(phrasing, min_size=1, max_size=4)
bases = st.lists(topic, min_size=2, max_size=5)
strange = st.lists(words_of(NEW), min_size=1, max_size=5).map(" ".join)


def examples(topics: list[list[str]]) -> list[Example]:
    return [Example(f"topic-{at}", text) for at, of in enumerate(topics) for text in of]


def index(given: list[Example]) -> Index:
    return Index.build(given, Names((), ()))


def lead(ranking: Ranking) -> float:
    return ranking.candidates[0].score - ranking.runner_up


@given(bases)
@FEW
def test_an_exact_utterance_wins_its_topic_in_every_base(topics: list[list[str]]) -> None:
    """
    What stands word for word under one topic only is found there, by a clear lead.
    """
    built = index(examples(topics))
    stems = [{built.query(text).stems for text in of} for of in topics]
    for at, of in enumerate(topics):
        for text in of:
            ranking = built.rank(text)
            if sum(ranking.query.stems in others for others in stems) == 1:
                assert ranking.candidates[0].topic == f"topic-{at}"
                assert lead(ranking) >= EXACT_LEAD - 1e-6


@given(bases, phrasing, st.lists(strange, min_size=1, max_size=6), st.sampled_from("az"))
@MANY
def test_a_topic_of_other_words_changes_no_score(
    topics: list[list[str]], question: str, added: list[str], name: str
) -> None:
    """
    What is added in words of its own is learned as if the rest were not there, and the rest as if
    it were not: every topic keeps its score, and the new one has none.
    """
    before = index(examples(topics))
    after = index([*examples(topics), *(Example(name, text) for text in added)])
    stems = before.query(question).stems
    old = before.table.scores(stems)[: len(topics)]
    new = dict(zip(after.topics, after.table.scores(stems), strict=False))

    assert new.pop(name) == 0
    assert list(new.values()) == pytest.approx(old.tolist(), abs=2e-3)


@given(st.data(), st.sampled_from("az"))
@MANY
def test_a_topic_that_shares_nothing_with_the_question_does_not_unseat_the_winner(
    data: st.DataObject, name: str
) -> None:
    """
    The new topic may have words of other topics: with none of the question's it does not score on
    it, and a winner that leads by the margin stays.
    """
    here = words_of("abcdef")
    there = st.sampled_from(["gig", "him", "milk", "high", "gill", "ilk"]) | words_of("ghiklm")
    mixed = st.lists(here | there, min_size=1, max_size=4).map(" ".join)
    apart = st.lists(there, min_size=1, max_size=4).map(" ".join)
    topics = [
        [" ".join(data.draw(st.lists(here, min_size=2, max_size=4)))],
        *data.draw(st.lists(st.lists(mixed, min_size=1, max_size=3), min_size=1, max_size=4)),
    ]
    added = [Example(name, text) for text in data.draw(st.lists(apart, min_size=1, max_size=5))]
    question = f"{topics[0][0]} {data.draw(here)}"
    first = index(examples(topics)).rank(question)
    then = index([*examples(topics), *added]).rank(question)

    assert all(one.score <= 0 for one in then.candidates if one.topic == name)
    if lead(first) >= MARGIN:
        assert then.candidates[0].topic == first.candidates[0].topic


@given(st.sampled_from(("or", "and", "vs", "rather than", "instead of")), st.data())
@FEW
def test_the_order_of_options_does_not_change_the_topic(between: str, data: st.DataObject) -> None:
    """
    "A or B for ...?" is the same question as "B or A for ...?", for every pair of options.
    """
    snapshot = shipped_snapshot()
    names = [option.name for option in snapshot.base.options]
    first, second = data.draw(st.permutations(names))[:2]
    rest = data.draw(st.sampled_from([of.question for of in snapshot.base.topics]))
    one, other = (
        snapshot.index.rank(f"{a} {between} {b}: {rest}")
        for a, b in ((first, second), (second, first))
    )

    assert one.candidates == other.candidates
    assert [at.utterance for at in one.candidates] == [at.utterance for at in other.candidates]
    assert set(one.query.mentions.options) == set(other.query.mentions.options)


LONG = 40_000
"""Characters at which Slack cuts a message."""


@pytest.mark.parametrize(
    "piece",
    [
        *"a a\n? > ` < & : ' . \U0001f642 \u0301 ﷺ".split(" "),
        *(
            "ab ",
            "djnago ",
            "xqzw ",
            "?!",
            "a?b",
            "```x",
            "<@U1|",
            "https://",
            ":a",
            "n't ",
            "a'b'",
        ),
        "qwertzuiop asdfghjkl yxcvbnm ",
        "is it good? ",
    ],
)
def test_a_text_as_long_as_slack_allows_is_ranked(piece: str) -> None:
    """
    However it is made, it is read up to a bound, and neither crashes nor hangs.
    """
    text = piece * (LONG // len(piece))
    ranking = shipped_snapshot().index.rank(text)

    assert len(ranking.candidates) == 3
    assert len(ranking.query.stems) <= MAX_CHARACTERS


@given(st.text(max_size=60).map(lambda text: (text or "?") * (LONG // max(1, len(text)))))
@FEW
def test_any_long_text_is_ranked(text: str) -> None:
    """
    The same for texts nobody thought of.
    """
    assert len(shipped_snapshot().index.rank(text).candidates) == 3
