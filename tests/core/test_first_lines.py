"""
The first line answers what was asked: about whom, and with a yes or no only where it is plain.
"""

from __future__ import annotations

import pytest

from bot.core.answers import MOST_CLAIMS, MOST_CONDITIONS, answer
from bot.core.asked import denied, in_turn
from bot.core.joining import joined
from bot.core.model import EITHER, NONE, Condition
from bot.core.replies import Answer, Clarification, Decline
from bot.core.snapshot import Snapshot

YES, NO = "yes ", "no "
"""How the small base words them; that it does is tested, or the tests below could not fail."""


def test_the_small_base_words_yes_and_no_so(databases: Snapshot) -> None:
    """
    The words before the sentence.
    """
    wording = databases.base.wording

    assert (wording["yes"].split("{")[0], wording["no"].split("{")[0]) == (YES, NO)


def first_line(snapshot: Snapshot, question: str, topic: str | None = None) -> Answer:
    """The answer to *question*, which must be one."""
    reply = answer(question, snapshot, topic)
    assert isinstance(reply, Answer), reply
    return reply


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("is alphadb faster than betadb?", YES),
        ("is betadb faster than alphadb?", NO),
    ],
)
def test_a_plain_comparison_gets_its_yes_or_no(
    databases: Snapshot, question: str, begins: str
) -> None:
    """
    The verdict leans to one of the two: the first one named is it, or is not.
    """
    assert first_line(databases, question, "speed").headline.startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        "is betadb less fast than alphadb?",
        "does betadb have fewer fast reads than alphadb?",
        "does alphadb cost more than betadb at speed?",
        "does alphadb have more overhead than betadb?",
        "does alphadb get more complaints about speed than betadb?",
        "does betadb need more speed tricks than alphadb?",
        "is betadb as fast as alphadb?",
    ],
)
def test_a_comparison_that_may_be_turned_round_gets_neither(
    databases: Snapshot, question: str
) -> None:
    """
    Who says yes to "is it less fast" must have understood "less": without that, no yes and no no.
    """
    headline = first_line(databases, question, "speed").headline

    assert not headline.startswith((YES, NO))


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("which one is slower?", "the_worse_one AlphaDB BetaDB "),
        ("is betadb slower than alphadb?", YES),
        ("is alphadb slower than betadb?", NO),
    ],
)
def test_who_asks_for_the_worse_one_is_told_which_it_is(
    databases: Snapshot, question: str, begins: str
) -> None:
    """
    "AlphaDB is faster" alone would name the wrong one first; nothing is recommended.
    """
    reply = first_line(databases, question, "speed")

    assert reply.headline.startswith(begins)
    assert reply.lean == NONE


def test_what_is_only_likened_to_is_not_what_is_asked_about(databases: Snapshot) -> None:
    """
    "Backups like the other's" asks whether this one has them; the other's claim is no answer.
    """
    headline = first_line(databases, "does alphadb have backups like betadb?", "backups").headline

    assert headline == "AlphaDB has no backups of its own."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does betadb have backups?", YES + "BetaDB writes a backup every hour by itself."),
        ("does alphadb have backups?", NO + "AlphaDB has no backups of its own."),
        ("alphadb has no backups, right?", "AlphaDB has no backups of its own."),
        ("do I have to use backups in betadb?", "BetaDB writes a backup every hour by itself."),
    ],
)
def test_a_denial_or_a_duty_takes_the_yes_or_no_away(
    databases: Snapshot, question: str, expected: str
) -> None:
    """
    "It has none, right?" answered "No." would say the opposite of what is meant.
    """
    assert expected == first_line(databases, question, "backups").headline


def test_a_yes_is_said_to_the_whole_question_only(databases: Snapshot) -> None:
    """
    A claim on backups does not say whether they cost extra money in a cloud subscription.
    """
    question = "does betadb charge subscription money in the cloud for backups?"

    assert not first_line(databases, question, "backups").headline.startswith((YES, NO))


def test_a_condition_that_the_question_states_is_the_pick(shipped: Snapshot) -> None:
    """
    What the verdict leaves open, the question decides; denied, it decides nothing.
    """
    open_topic = next(
        topic
        for topic in shipped.base.topics
        if topic.verdict.lean == EITHER and any(one.asked for one in topic.verdict.conditions)
    )
    condition = next(one for one in open_topic.verdict.conditions if one.asked)
    reply = first_line(shipped, f"which one for {condition.asked[0]}?", open_topic.id)

    assert reply.lean == condition.option
    assert reply.headline.startswith(shipped.base.option_of[condition.option].name)
    assert len(reply.conditions) <= MOST_CONDITIONS


def test_the_conditions_of_several_topics_say_their_topic(shipped: Snapshot) -> None:
    """
    "If it is light: ■" would leave open whether that is for speed or for deployment.
    """
    on = [topic for topic in shipped.base.topics if topic.verdict.conditions][:2]
    parts = [answer(topic.question, shipped, topic.id) for topic in on]
    together = joined(
        shipped.base, [one for one in parts if isinstance(one, Answer)], MOST_CLAIMS, 2
    )

    assert {topic.title for topic in on} == {
        topic.title for topic in on for one in together.conditions if topic.title in one.when
    }


def test_what_a_not_denies_is_known() -> None:
    """
    A few words after it, and nothing before.
    """
    assert denied(("be", "it", "not", "too", "complex")) == {"too", "complex"}
    assert denied(("complex", "or", "simple")) == frozenset()


def test_conditions_take_turns_so_that_a_cut_favours_no_option() -> None:
    """
    Three for one option before the first for the other: the other's comes second.
    """
    conditions = [
        Condition(when=str(at), option=option, because=("x",))
        for at, option in enumerate(["a", "a", "a", "b"])
    ]

    assert [one.option for one in in_turn(conditions)] == ["a", "b", "a", "a"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("alphadb or quuxbase?", "quuxbase"),
        ("is betadb faster than quuxbase", "quuxbase"),
        ("alphadb or gammadb?", "GammaDB"),
    ],
)
def test_a_name_nobody_has_heard_of_is_refused_by_name(
    databases: Snapshot, question: str, named: str
) -> None:
    """
    Listed or not: what is set beside an option and unknown is named, and the known one offered.
    """
    reply = answer(question, databases)

    assert isinstance(reply, Decline)
    assert named in reply.text
    assert reply.strangers == (named,)


def test_a_refusal_offers_what_speaks_for_and_against_the_option_named(shipped: Snapshot) -> None:
    """
    And pressing that suggestion answers it from both sides.
    """
    option = shipped.base.options[0]
    reply = answer(f"{option.name} or FastAPI?", shipped)
    assert isinstance(reply, Decline)
    offered = reply.suggestions[0]
    pressed = first_line(shipped, offered.question, offered.topic)
    stances = {one.claim.stance for one in pressed.claims}

    assert option.name in offered.question
    assert stances == {"favour", "against"}


def test_between_refusing_and_answering_the_bot_asks_back(shipped: Snapshot) -> None:
    """
    A question hardly sure to be answerable is asked back, not answered.
    """
    thresholds = shipped.base.thresholds.model_copy(update={"ask": 0.0, "scope": 1.0})
    base = shipped.base.model_copy(update={"thresholds": thresholds})

    assert isinstance(
        answer("is one of them faster?", Snapshot(base, shipped.index, shipped.subjects)),
        Clarification,
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does nasa use flask?", "NASA is named among the users of Django."),
        ("does twilio use django?", "Twilio is named as made with Flask."),
    ],
)
def test_a_fact_on_the_other_option_answers_without_a_yes(
    shipped: Snapshot, question: str, expected: str
) -> None:
    """
    Where there is nothing to pick, what is known of the other option is the answer.
    """
    assert expected == first_line(shipped, question).headline
