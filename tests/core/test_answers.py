"""
The one door: a question and a snapshot in, a complete reply out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers import MOST_CLAIMS, answer
from bot.core.asked import Inquiry, condition_met, denied
from bot.core.model import EITHER, NONE, Condition, KnowledgeBase, Topic, Verdict
from bot.core.replies import Answer, Clarification, Decline, Reply
from bot.core.shapes import Kind
from bot.core.silence import MOST_SUGGESTIONS
from bot.core.snapshot import Snapshot
from bot.core.text import stem, words
from bot.core.wording import listed
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import FEW, MANY, anything, chat

BOTH_BASES = pytest.mark.parametrize("base", ["shipped", "databases"])

SHAPES = {
    Kind.CHOOSE: "which should I choose, {a} or {b}",
    Kind.COMPARATIVE: "is {a} faster than {b}",
    Kind.COMPARE: "how do {a} and {b} differ",
    Kind.SUITS: "is {a} good enough",
    Kind.YES_NO: "does {a} have it",
    Kind.ADVANTAGES: "advantages of {a}",
    Kind.DRAWBACKS: "drawbacks of {a}",
    Kind.BOTH_SIDES: "pros and cons of {a}",
    Kind.FACT: "who made {a}",
    Kind.ABOUT: "tell me about {a}",
}
"""A question of each kind."""


@pytest.fixture
def snapshot(base: str, request: pytest.FixtureRequest) -> Snapshot:
    """
    The base that a test is about.
    """
    found: Snapshot = request.getfixturevalue(base)
    return found


def answered(question: str, snapshot: Snapshot, topic: str | None = None) -> Answer:
    reply = answer(question, snapshot, topic)
    assert isinstance(reply, Answer), (question, reply)
    return reply


def declined(question: str, snapshot: Snapshot) -> Decline:
    reply = answer(question, snapshot)
    assert isinstance(reply, Decline), (question, reply)
    return reply


def questions(base: KnowledgeBase, shape: str) -> Iterator[str]:
    """*shape* with every pair of options, in both orders."""
    for first, second in permutations([option.name for option in base.options], 2):
        yield shape.format(a=first, b=second)


def flaws(reply: Reply, base: KnowledgeBase) -> list[str]:
    """What is missing from *reply*, in words; nothing where it is complete."""
    found = []

    def must(holds: object, said: str) -> None:
        if not holds:
            found.append(said)

    must(base.revision == reply.revision, "the revision")
    must(set(reply.options) <= base.option_of.keys(), "known options")
    match reply:
        case Answer():
            shown = [one.claim.id for one in reply.claims]
            more = [one.claim.id for one in reply.more_claims]
            must(reply.headline.strip(), "a headline")
            must(not re.search(r"\{\w+\}", reply.headline), "a headline that is filled in")
            must(reply.lean in {EITHER, NONE, *base.option_of}, "a lean")
            must(len(shown) <= min(MOST_CLAIMS, 6), "at most six claims")
            must(not more or len(shown) == MOST_CLAIMS, "as many claims as there is room for")
            must(len({*shown, *more}) == len(shown) + len(more), "each claim once")
            must(shown or "nothing" in reply.headline, "claims")
            for one in (*reply.claims, *reply.more_claims):
                must(one.citations, f"a source for {one.claim.id}")
                must(one.topic in base.topic_of, "a known topic")
                for citation in one.citations:
                    must(citation.heading in citation.source.headings, "a heading of the source")
            told = {one.id for one in (*reply.disagreements, *reply.more_disagreements)}
            for claim_id in shown:
                involved = {one.id for one in base.disagreements_on.get(claim_id, ())}
                must(involved <= told, f"the disagreement on {claim_id}")
            must(not told or reply.disagreements, "a disagreement that is shown")
            must(0 <= reply.confidence <= 1, "a confidence")
            must(reply.level in base.wording, "a level")
            must(reply.topics and set(reply.topics) <= base.topic_of.keys(), "topics")
        case Clarification():
            offered = [one.topic for one in reply.suggestions]
            must(reply.text.strip(), "a question back")
            must(len(set(offered)) == len(offered), "each suggestion once")
            must(2 <= len(offered) <= MOST_SUGGESTIONS, "two or three suggestions")
            must(set(offered) <= base.topic_of.keys(), "known topics")
        case Decline():
            must(reply.text.strip() and reply.intro.strip(), "a refusal")
            offers = {one.question for one in reply.suggestions}
            must(len(offers) == len(reply.suggestions) == MOST_SUGGESTIONS, "three suggestions")
            must({one.topic for one in reply.suggestions} <= base.topic_of.keys(), "known topics")
    return found


# --- every reply is complete


@BOTH_BASES
def test_every_topic_answers_every_kind_of_question_completely(snapshot: Snapshot) -> None:
    """
    Whatever topic a person picks and however the question was put, about whichever option.
    """
    base = snapshot.base
    wrong = []
    for topic in base.topics:
        for kind, shape in SHAPES.items():
            for question in questions(base, shape):
                reply = answered(question, snapshot, topic.id)
                if kind is not reply.kind:
                    wrong.append((topic.id, question, f"is {reply.kind}"))
                wrong.extend((topic.id, question, flaw) for flaw in flaws(reply, base))
        for question in ("", "?", "which", "why", "pros and cons", "is it faster"):
            reply = answered(question, snapshot, topic.id)
            wrong.extend((topic.id, question, flaw) for flaw in flaws(reply, base))

    assert wrong == []


NTH = 8
"""Of so many utterances one is asked: they differ in the words, not in what is replied."""


@BOTH_BASES
def test_utterances_get_a_complete_reply(snapshot: Snapshot) -> None:
    """
    By the front door, what curators expect to be asked.
    """
    wrong = [
        (text, flaw)
        for topic in snapshot.base.topics
        for text in (*topic.utterances[::NTH], *topic.beyond[::NTH])
        for flaw in flaws(answer(text, snapshot), snapshot.base)
    ]

    assert wrong == []


@given(chat | anything)
@MANY
def test_any_text_gets_a_complete_reply(text: str) -> None:
    """
    No text crashes the bot, and none gets half a reply.
    """
    snapshot = shipped_snapshot()
    reply = answer(text, snapshot)

    assert flaws(reply, snapshot.base) == []
    assert text == reply.question


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "?", "\n", "\t", " ", "hi ", "or ", "'", "a'", "<", "<a|", "&gt;\n", "> \n", ":a"),
        *(
            ":",
            "```",
            "`",
            "https://",
            "flask ",
            "djagno ",
            "plug in ",
            "zzqxv ",
            "zzqxvwkjh ",
            "ﷺ",
        ),
        *(
            "👩‍👩‍👧",
            "日本語",
            "مرحبا ",
            "a\u0301",
            "\ud800",
            "\x00",
            "{option} ",
            "%s ",
            "c++ ",
            "a.b? ",
        ),
    ],
    ids=repr,
)
def test_the_longest_message_there_can_be_is_answered_quickly(
    piece: str, shipped: Snapshot
) -> None:
    """
    Slack allows 40,000 characters; nobody may hold the bot up with them.
    """
    text = (piece * 40_000)[:40_000]
    began = time.process_time()
    reply = answer(text, shipped)
    took = time.process_time() - began

    assert flaws(reply, shipped.base) == []
    assert took < 3.0  # of the processor: what grows with the square takes minutes


# --- the first line


@pytest.mark.parametrize(
    ("question", "topic", "start"),
    [
        ("is Django faster than Flask?", "performance", "No"),
        ("is Flask faster than Django?", "performance", "Yes"),
        ("does Flask come with an ORM?", "orm-database", "No"),
        ("does Django come with an ORM?", "orm-database", "Yes"),
        ("does flask have an admin interface?", "admin", "No"),
        ("who made flask?", "history", ""),
    ],
)
def test_the_first_line_answers_the_question(
    shipped: Snapshot, question: str, topic: str, start: str
) -> None:
    """
    Yes or no where that was asked, a name where somebody was asked for.
    """
    reply = answered(question, shipped)

    assert (topic,) == reply.topics
    assert reply.headline.startswith(start)
    if topic == "history":
        assert "Ronacher" in reply.headline


@pytest.mark.parametrize(
    ("question", "lean", "headline"),
    [
        ("is alphadb faster than betadb", "alpha-db", "yes AlphaDB is faster in the survey"),
        ("is betadb faster than alphadb", "alpha-db", "no AlphaDB is faster in the survey"),
        ("which one makes backups easier", "beta-db", "BetaDB has backups built in."),
        ("does betadb have built in backups", "none", "yes BetaDB writes a backup every hour"),
        ("does alphadb have built in backups", "none", "no AlphaDB has no backups of its own."),
        ("who wrote alphadb", "none", "Ada Example wrote AlphaDB."),
        ("advantages of alphadb", "none", "for_one_overall AlphaDB AlphaDB answers small reads"),
        ("drawbacks of betadb", "none", "against_one_overall BetaDB BetaDB takes a minute"),
        ("tell me about betadb", "none", "BetaDB stores columns."),
        ("alphadb or betadb", "either", "It depends on what you store."),
        ("how do they differ", "none", "It depends on what you store."),
    ],
)
def test_a_bot_for_choosing_databases_answers_directly(
    databases: Snapshot, question: str, lean: str, headline: str
) -> None:
    """
    A team that swaps knowledge/ has a bot for choosing databases.
    """
    reply = answered(question, databases)

    assert reply.headline.startswith(headline)
    assert lean == reply.lean


def asking(question: str) -> Inquiry:
    """
    What is asked, on no topic in particular.
    """
    spoken = tuple(stem(word) for word in words(question))
    return Inquiry(
        topic=Topic.model_construct(),
        options=(),
        stems=frozenset(spoken),
        kind=Kind.CHOOSE,
        denied=denied(spoken),
        spoken=spoken,
    )


@pytest.mark.parametrize(
    ("question", "option"),
    [
        ("alphadb or betadb, we store orders", "alpha-db"),
        ("which database should I pick for measurements", "beta-db"),
    ],
)
def test_a_condition_that_the_question_says_holds_decides(
    databases: Snapshot, question: str, option: str
) -> None:
    """
    "It depends" is no answer to somebody who said on what.
    """
    reply = answered(question, databases)

    assert option == reply.lean
    assert reply.headline.startswith("condition_met")
    assert reply.conditions


def test_conditions_for_different_options_leave_it_open(databases: Snapshot) -> None:
    """
    Orders speak for one and measurements for the other.
    """
    reply = answered("which database should I pick for orders and measurements", databases)

    assert reply.lean == EITHER


def test_words_side_by_side_describe_a_condition_more_closely() -> None:
    """
    "A website, static content" is on static content, and no content website.
    """
    first, second = (
        Condition(when=phrase, option=option, asked=(phrase,), because=())
        for option, phrase in (("one", "content website"), ("two", "static content"))
    )
    verdict = Verdict(says="It depends.", because=(), lean=EITHER, conditions=(first, second))

    assert condition_met(verdict, asking("content, a static website")) is None
    assert second == condition_met(verdict, asking("a website, static content"))


@pytest.mark.parametrize(
    ("question", "is_met"),
    [
        ("no plugins please", True),
        ("we don't want any of the plugins", True),
        ("without plugins", True),
        ("we want plugins", False),
        ("we do not want more than one of those heavy plugins", False),
    ],
)
def test_a_condition_that_denies_is_met_by_whatever_denies_it(question: str, is_met: bool) -> None:
    """
    "No plugins" is said in many ways, and not by who names plugins elsewhere.
    """
    condition = Condition(when="a", option="one", asked=("no plugins",), because=())
    verdict = Verdict(says="It depends.", because=(), lean=EITHER, conditions=(condition,))

    assert is_met == (condition_met(verdict, asking(question)) is not None)


def test_nothing_to_be_said_is_said(databases: Snapshot) -> None:
    """
    Where the sources name no advantage, the bot makes none up, and says what they do recommend.
    """
    reply = answered("advantages of alphadb", databases, "backups")

    assert reply.headline == "nothing_for AlphaDB backups BetaDB has backups built in."


# --- fairness


@BOTH_BASES
def test_both_orders_give_the_same_verdict(snapshot: Snapshot) -> None:
    """
    "A or B" and "B or A", on every topic and in every way of comparing.
    """
    for topic in snapshot.base.topics:
        for kind in (Kind.CHOOSE, Kind.COMPARE):
            replies = [
                answered(question, snapshot, topic.id)
                for question in questions(snapshot.base, SHAPES[kind])
            ]
            assert len({(one.lean, one.headline) for one in replies}) == 1
            assert len({one.claims for one in replies}) == 1
        leans = {
            answered(question, snapshot, topic.id).lean
            for question in questions(snapshot.base, SHAPES[Kind.COMPARATIVE])
        }
        assert len(leans) == 1


@BOTH_BASES
def test_both_orders_give_the_same_verdict_by_the_front_door(snapshot: Snapshot) -> None:
    """
    The topic, the lean and whether it is answered at all do not depend on who is named first.
    """
    names = [option.name for option in snapshot.base.options]
    for topic in snapshot.base.topics:
        for shape in ("{a} or {b} for {t}?", "{t}: {a} vs {b}", "{t}, which is better, {a} or {b}"):
            replies = [
                answer(shape.format(a=first, b=second, t=topic.title), snapshot)
                for first, second in permutations(names, 2)
            ]
            assert len({type(one) for one in replies}) == 1
            verdicts = {
                (one.topics, one.lean, one.headline)
                if isinstance(one, Answer)
                else tuple(offer.topic for offer in one.suggestions)
                for one in replies
            }
            assert len(verdicts) == 1


@BOTH_BASES
def test_a_comparative_is_confirmed_for_one_order_and_denied_for_the_other(
    snapshot: Snapshot,
) -> None:
    """
    Where the verdict leans: "is A more so than B" is answered with yes or no, rightly.
    """
    said = set()
    for topic in snapshot.base.topics:
        if topic.verdict.lean not in snapshot.base.option_of:
            continue
        for question in questions(snapshot.base, SHAPES[Kind.COMPARATIVE]):
            reply = answered(question, snapshot, topic.id)
            wording = "yes" if reply.options[0] == reply.lean else "no"
            start = snapshot.base.wording[wording].partition("{")[0]
            assert reply.headline.startswith(start), (topic.id, question)
            said.add(wording)

    assert said == {"yes", "no"}


@BOTH_BASES
def test_no_side_is_hidden(snapshot: Snapshot) -> None:
    """
    Where all claims shown speak for one side, no other side waits behind the button,
    unless the first line rests on every claim shown.
    """
    hidden = []
    for topic in snapshot.base.topics:
        for kind in (Kind.CHOOSE, Kind.COMPARE, Kind.ABOUT):
            for question in questions(snapshot.base, SHAPES[kind]):
                reply = answered(question, snapshot, topic.id)
                sides = [
                    {(option, one.claim.stance) for option in one.claim.options}
                    for one in (*reply.claims, *reply.more_claims)
                    if one.claim.stance != "neutral"
                ]
                shown = set().union(*sides[: len(reply.claims)])
                carrying = {
                    claim
                    for of in (topic.verdict, *topic.verdict.conditions, *topic.about.values())
                    for claim in of.because
                }
                free = {one.claim.id for one in reply.claims} - carrying
                if len(shown) == 1 and set().union(*sides) - shown and free:
                    hidden.append((topic.id, question))

    assert hidden == []


@BOTH_BASES
def test_the_claims_a_verdict_rests_on_are_shown(snapshot: Snapshot) -> None:
    """
    Who reads the recommendation reads why.
    """
    for topic in snapshot.base.topics:
        (question, *_) = questions(snapshot.base, SHAPES[Kind.CHOOSE])
        reply = answered(question, snapshot, topic.id)
        shown = {one.claim.id for one in reply.claims}

        assert set(topic.verdict.because[:3]) <= shown, topic.id


def test_a_disputed_claim_is_shown_with_its_dispute(databases: Snapshot) -> None:
    """
    How to read it comes along; what is not disputed comes without.
    """
    disputed = answered("is alphadb faster than betadb", databases)
    plain = answered("which one makes backups easier", databases)

    assert [one.id for one in disputed.disagreements] == ["speed-who-is-first"]
    assert plain.disagreements == ()


# --- what it does not know


@BOTH_BASES
def test_what_the_bot_offers_it_can_answer(snapshot: Snapshot) -> None:
    """
    Each topic's question, asked in its own words, is answered on that topic.
    """
    wrong = []
    for topic in snapshot.base.topics:
        reply = answer(topic.question, snapshot)
        if not isinstance(reply, Answer) or reply.topics != (topic.id,):
            wrong.append((topic.id, topic.question, type(reply).__name__))

    assert wrong == []


@pytest.mark.parametrize(
    "question",
    [
        "Django or FastAPI?",
        "FastAPI or Flask?",
        "Laravel?",
        "what's for lunch?",
        "",
        "flask of coffee",
    ],
)
def test_what_a_refusal_suggests_is_answered(shipped: Snapshot, question: str) -> None:
    """
    Typed by hand or pressed as a button: on the topic that was promised.
    """
    for one in declined(question, shipped).suggestions:
        assert answered(one.question, shipped).topics == (one.topic,)
        assert answered(one.question, shipped, one.topic).topics == (one.topic,)


@pytest.mark.parametrize(
    "question",
    ["what's for lunch?", "who won the match yesterday", "hello", "thanks!", "asdf qwer", "12345"],
)
def test_what_has_nothing_to_do_with_the_choice_is_declined(
    shipped: Snapshot, question: str
) -> None:
    """
    Friendly, with what the bot does know and three questions it can answer.
    """
    assert flaws(declined(question, shipped), shipped.base) == []


@pytest.mark.parametrize("question", ["", " ", "?", "...", "\n", "👋", "<@U123>", "!!!", "— –"])
@BOTH_BASES
def test_an_empty_mention_is_greeted(snapshot: Snapshot, question: str) -> None:
    """
    Somebody who only mentions the bot is told what it is for.
    """
    reply = declined(question, snapshot)
    greeting = snapshot.base.wording["empty_question"].partition("{")[0]

    assert reply.text.startswith(greeting)
    assert flaws(reply, snapshot.base) == []


@pytest.mark.parametrize(
    ("question", "strangers", "options"),
    [
        ("Django or FastAPI?", ("FastAPI",), ("django",)),
        ("FastAPI or Django?", ("FastAPI",), ("django",)),
        ("is FastAPI faster than Flask?", ("FastAPI",), ("flask",)),
        ("should I use rails instead of flask", ("Ruby on Rails",), ("flask",)),
        ("which is better, flask or express.js", ("Express.js",), ("flask",)),
        ("What about FastAPI?", ("FastAPI",), ()),
        ("Laravel or Symfony", ("Laravel", "Symfony"), ()),
    ],
)
def test_a_choice_with_a_stranger_is_declined_by_name(
    shipped: Snapshot, question: str, strangers: tuple[str, ...], options: tuple[str, ...]
) -> None:
    """
    It says of whom it knows nothing, and suggests what is known.
    """
    reply = declined(question, shipped)

    assert (strangers, options) == (reply.strangers, reply.options)
    assert all(name in reply.text for name in strangers)
    assert flaws(reply, shipped.base) == []


@pytest.mark.parametrize(
    ("question", "strangers"),
    [
        ("alphadb or gammadb?", "GammaDB"),
        ("is gammadb faster than betadb", "GammaDB"),
        ("gammadb, deltastore or alphadb", "GammaDB and Delta Store"),
    ],
)
def test_a_bot_for_choosing_databases_knows_its_own_strangers(
    databases: Snapshot, question: str, strangers: str
) -> None:
    """
    Strangers are data, too.
    """
    assert declined(question, databases).text == f"unknown_names 2 {strangers} AlphaDB and BetaDB"


@pytest.mark.parametrize(
    ("question", "topic", "option"),
    [
        ("i come from php, is django easy to learn", "learning-curve", "django"),
        ("I know rails already. How hard is flask to learn?", "learning-curve", "flask"),
    ],
)
def test_a_stranger_in_the_background_is_no_reason_to_refuse(
    shipped: Snapshot, question: str, topic: str, option: str
) -> None:
    """
    Who tells where they come from has not asked about it: answered, or asked back at most.
    """
    reply = answer(question, shipped)
    assert not isinstance(reply, Decline)
    nearest = reply.topics[0] if isinstance(reply, Answer) else reply.suggestions[0].topic

    assert (topic, (option,)) == (nearest, reply.options)


def test_between_options_a_stranger_beside_them_does_not_stop_an_answer(
    databases: Snapshot,
) -> None:
    """
    All that is known was named, so it is compared; the stranger is told.
    """
    reply = answered("alphadb or betadb or gammadb: which is faster at queries", databases)

    assert reply.strangers == ("GammaDB",)
    assert reply.lean == "alpha-db"


# --- buttons


@BOTH_BASES
def test_a_picked_topic_is_answered_whatever_the_words(snapshot: Snapshot) -> None:
    """
    A press on a button is as sure as can be.
    """
    for topic in snapshot.base.topics:
        for question in ("", "which one?", "what's for lunch?", "gammadb or fastapi"):
            reply = answered(question, snapshot, topic.id)
            assert ((topic.id,), 1.0) == (reply.topics, reply.confidence)


def test_a_topic_that_is_gone_is_not_forced(databases: Snapshot) -> None:
    """
    A button of last week's knowledge: the words decide.
    """
    question = "is alphadb faster than betadb"

    assert answer(question, databases, "gone") == answer(question, databases)


# --- determinism


@given(chat)
@FEW
def test_the_same_question_gives_the_same_reply(text: str) -> None:
    """
    Pure: no clock, no chance, no memory of what was asked before.
    """
    snapshot = shipped_snapshot()

    assert answer(text, snapshot) == answer(text, snapshot)


@given(st.lists(st.sampled_from(["A", "B", "C"]), max_size=4, unique=True))
@FEW
def test_names_are_listed_as_people_list_them(names: list[str]) -> None:
    """
    Commas, and an "and" before the last.
    """
    expected = {0: "", 1: "{}", 2: "{} and {}", 3: "{}, {} and {}"}[len(names)]

    assert expected.format(*names) == (listed(names) if names else "")


@pytest.mark.parametrize("base", ["shipped"])
def test_the_wording_names_no_option(snapshot: Snapshot) -> None:
    """
    The bot's own sentences fit any base; who can be chosen is filled in.
    """
    names = [option.name.lower() for option in snapshot.base.options]
    naming = [
        name
        for name, sentence in snapshot.base.wording.items()
        if any(option in sentence.lower() for option in names)
    ]

    assert naming == []
