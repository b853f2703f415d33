"""
Which topics a question may mean: what must not change it, and that nothing depends on chance.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.code_marks import code_marks
from bot.core.learned import Example, Role
from bot.core.matching import EXACT_LEAD, SHORTLIST, Index
from bot.core.model import Option
from bot.core.options import Names
from bot.core.ranking import Ranking
from bot.core.snapshot import Snapshot, examples
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import FEW, MANY, anything, chat

OPENERS = (
    "",
    "hi, ",
    "Hello all! ",
    "hey folks, quick question: ",
    "could someone tell me ",
    ":wave: ",
    "Dear colleagues, hope you are all well. ",
    "Sorry if this was asked before: ",
    "please help! ",
    "Silly question for the team - ",
)
CLOSERS = (
    "",
    "?",
    "??",
    " ?!",
    "...",
    "!",
    " please",
    ", thanks!",
    " :thinking_face:",
    " 🙏",
    " — thanks in advance",
    " Cheers, Tom",
    " TIA",
    ". Any help or advice is much appreciated. Kind regards",
)


MANY_UTTERANCES = 4_000
"""From so many on it is enough to ask a part of them."""


def utterances(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [
        (topic.id, text)
        for topic in snapshot.base.topics
        for text in (topic.question, *topic.utterances)
    ]


def best(ranking: Ranking) -> str:
    return ranking.candidates[0].topic


def judged(ranking: Ranking) -> list[tuple[str, float]]:
    return [(one.topic, one.score) for one in ranking.candidates]


asked = st.sampled_from(utterances(shipped_snapshot())).map(lambda pair: pair[1])
"""A phrasing of the shipped base."""


def swapped(snapshot: Snapshot, text: str) -> str:
    """*text* with every option's name in the place of the one before."""
    names = [option.name for option in snapshot.base.options]
    following = dict(zip(map(str.lower, names), names[1:] + names[:1], strict=True))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    return pattern.sub(lambda name: following[name[0].lower()], text)


@pytest.mark.parametrize("base", ["shipped", "databases"])
def test_an_exact_utterance_always_wins_its_topic(
    base: str, request: pytest.FixtureRequest
) -> None:
    """
    What a curator wrote under a topic is found there, all of it, and by a clear lead.
    """
    snapshot: Snapshot = request.getfixturevalue(base)
    lost = []
    for topic, text in utterances(snapshot):
        ranking = snapshot.index.rank(text)
        lead = ranking.candidates[0].score - ranking.runner_up
        if best(ranking) != topic or lead < EXACT_LEAD - 1e-6:
            lost.append((topic, text, best(ranking), lead))

    assert lost == []


@pytest.mark.parametrize("base", ["shipped", "databases"])
def test_which_option_is_named_does_not_change_the_topic(
    base: str, request: pytest.FixtureRequest
) -> None:
    """
    Options are slots: with their names swapped every utterance is the same question.
    """
    snapshot: Snapshot = request.getfixturevalue(base)
    rank, swaps = snapshot.index.rank, 0
    every = utterances(snapshot)
    for _, text in every[:: 1 + len(every) // MANY_UTTERANCES]:
        other = swapped(snapshot, text)
        swaps += other != text
        assert judged(rank(text)) == judged(rank(other)), other

    assert swaps > 5


@given(asked, st.booleans(), st.sampled_from(OPENERS), st.sampled_from(CLOSERS))
@MANY
def test_letter_case_politeness_and_punctuation_do_not_change_the_topic(
    text: str, shout: bool, opener: str, closer: str
) -> None:
    """
    How a question is dressed says nothing about what it means.
    """
    rank = shipped_snapshot().index.rank
    dressed = opener + (text.upper() if shout else text) + closer

    assert judged(rank(text)) == judged(rank(dressed))


@given(asked)
@FEW
def test_markup_around_the_words_does_not_change_the_topic(text: str) -> None:
    """
    A mention before, bold words, a link's label: the same question.
    """
    rank = shipped_snapshot().index.rank
    bold = " ".join(f"*{word}*" for word in text.split())
    ranking = rank(f"<@U123ABC> {bold} <https://example.com>")

    assert judged(rank(text)) == judged(ranking)


@given(asked)
@FEW
def test_words_in_italics_are_no_code(text: str) -> None:
    """
    An underscore inside a word is a sign of code; the two around a word are Slack's italics.
    """
    slanted = " ".join(f"_{word}_" for word in text.split())

    assert code_marks(text) == code_marks(slanted)


@given(anything | chat)
@MANY
def test_any_text_is_ranked(text: str) -> None:
    """
    Nothing crashes: at most three candidates, the best first, all measures in their bounds.
    """
    ranking = shipped_snapshot().index.rank(text)
    scores = [one.score for one in ranking.candidates]

    assert len(scores) == SHORTLIST
    assert sorted(scores, reverse=True) == scores
    assert scores[1] == ranking.runner_up
    assert text == ranking.query.text
    for one in ranking.candidates:
        assert 0 <= one.coverage <= 1
        assert 0 <= one.likeness <= 100
        assert one.known >= 0


def test_two_builds_rank_the_same(shipped: Snapshot, databases: Snapshot) -> None:
    """
    The same base makes the same index, to the last bit.
    """
    for snapshot in (databases, shipped):
        again = Snapshot.build(snapshot.base)
        for _, text in utterances(snapshot)[::7]:
            assert snapshot.index.rank(text) == again.index.rank(text)


def toy(*pairs: tuple[str, str], outside: tuple[str, ...] = ()) -> Index:
    """An index of (topic, utterance) pairs, and of texts to be declined."""
    given = [Example(topic, text) for topic, text in pairs]
    given += [Example("elsewhere", text, in_scope=False) for text in outside]
    return Index.build(given, Names([Option(id="kv-db", name="KeyDB")], ()))


def test_ties_are_broken_by_the_id() -> None:
    """
    Where nothing tells two topics apart, the alphabet does, whatever the order of the files.
    """
    for pairs in ([("ba", "red fox"), ("ab", "blue owl")], [("ab", "blue owl"), ("ba", "red fox")]):
        ranking = toy(*pairs).rank("completely unheard")

        assert [one.topic for one in ranking.candidates] == ["ab", "ba"]
        assert ranking.candidates[0].score == ranking.candidates[1].score


def test_the_same_utterance_in_two_topics_goes_to_one_of_them_always() -> None:
    """
    The check forbids it, and still the index is built and decides.
    """
    index = toy(("a", "red fox"), ("b", "red fox"), ("c", "blue owl"))

    assert best(index.rank("red fox")) in {"a", "b"}
    assert judged(index.rank("red fox")) == judged(index.rank("Red Fox!"))


def test_a_misspelt_word_is_repaired_and_told() -> None:
    """
    The repaired question is the same question; the explanation shows what was taken for what.
    """
    index = toy(("a", "which handles performance"), ("b", "who wrote it"))
    ranking = index.rank("which handles perfromance with KyeDB")

    assert best(ranking) == "a"
    assert {("perfromance", "performance"), ("kyedb", "kv-db")} <= set(ranking.query.corrected)


def test_a_slip_that_makes_another_word_is_told_by_its_neighbours() -> None:
    """
    An ordinary word that the base has never met stands for one that is at home there; one that it
    has met is left as it is.
    """
    used, sued = Example("a", "can it be used by editors"), Example("b", "who sued them")
    names, ordinary = Names([Option(id="kv-db", name="KeyDB")], ()), frozenset({"sued", "who"})
    index = Index.build([used], names, ordinary)
    question = "can it be sued by editors"

    assert index.rank(question).query.corrected == (("sued", "used"),)
    assert index.rank("sued it be").query.corrected == ()
    assert Index.build([used, sued], names, ordinary).rank(question).query.corrected == ()


def test_words_nobody_knows_weigh_and_names_do_not() -> None:
    """
    What no topic knows speaks for declining; that an option is named speaks for nothing.
    """
    index = toy(("a", "red fox"), ("b", "blue owl"))

    assert index.rank("red fox keydb").query.unknown == 0
    assert index.rank("red fox quux").query.unknown > 0


def test_what_must_be_declined_is_ranked_beside_the_topics() -> None:
    """
    The kind that is nearest is named, and the question looks unanswerable.
    """
    index = toy(("a", "red fox"), ("b", "blue owl"), outside=("what is for lunch", "good lunch"))

    assert index.rank("lunch").elsewhere == "elsewhere"
    assert index.rank("lunch").answerable < 0 < index.rank("red fox").answerable


def test_one_topic_alone_and_nothing_to_decline_is_enough_for_an_index() -> None:
    """
    The smallest base there can be is answered from.
    """
    ranking = toy(("a", "red fox")).rank("a fox")

    assert best(ranking) == "a"
    assert ranking.elsewhere is None
    assert ranking.runner_up == 0


def test_a_term_teaches_its_topic_without_being_an_utterance() -> None:
    """
    A word with a weight draws a question to its topic, and is never shown as a phrasing.
    """
    given = [
        Example("a", "red fox"),
        Example("b", "blue owl"),
        Example("b", "feather", 3.0, role=Role.TERM),
    ]
    ranking = Index.build(given, Names((), ())).rank("feather")

    assert best(ranking) == "b"
    assert ranking.candidates[0].utterance == "blue owl"


def test_everything_a_curator_wrote_is_learned_from(databases: Snapshot) -> None:
    """
    Utterances, questions, terms, claims and their asked words; counter-examples as such.
    """
    given = list(examples(databases.base))
    texts = {one.text: one for one in given}

    for topic in databases.base.topics:
        assert {topic.question, *topic.utterances, *topic.terms} <= texts.keys()
        assert {claim.says for claim in topic.claims} <= texts.keys()
    assert not texts["how do I speed up my query in alphadb"].in_scope
    assert not texts["what is for lunch"].in_scope
