"""
What a question names: options, however they are written, and strangers.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.answers import answer
from bot.core.model import Option, Stranger
from bot.core.options import SLOT, STRANGER, Mentions, Names
from bot.core.replies import Clarification
from bot.core.snapshot import Snapshot
from bot.core.text import words
from tests.core.fixtures import names_of
from tests.core.properties import MANY, anything, chat

OPTIONS = (
    Option(id="alpha-db", name="AlphaDB", aliases=("the row one",), not_meant=("alphabet",)),
    Option(id="beta-db", name="BetaDB"),
    Option(id="kv", name="KV"),
)
STRANGERS = (
    Stranger(name="GammaDB"),
    Stranger(name="Delta Store", aliases=("deltastore",)),
    Stranger(name="AlphaDB Cloud"),
)


@pytest.fixture
def names() -> Names:
    """
    Three databases to choose from, one with a very short name, and three strangers.
    """
    return Names(OPTIONS, STRANGERS, frozenset({"better", "beta"}))


def found(names: Names, text: str) -> Mentions:
    return names.find(words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is AlphaDB fast", ["alpha-db"]),
        ("is alpha-db fast", ["alpha-db"]),
        ("is alpha db fast", ["alpha-db"]),
        ("ALPHADB?", ["alpha-db"]),
        ("alphadb's speed", ["alpha-db"]),
        ("*alphadb* _betadb_ `kv`", ["alpha-db", "beta-db", "kv"]),
        ("betadb or alphadb", ["beta-db", "alpha-db"]),
        ("alphadb or alphadb or Alpha DB", ["alpha-db"]),
        ("what about the row one", ["alpha-db"]),
        ("the row two", []),
        ("alhpadb or betdab", ["alpha-db", "beta-db"]),
        ("alphadbb", ["alpha-db"]),
        ("alphadbs", ["alpha-db"]),
        ("alfadb", []),
        ("alphdb", ["alpha-db"]),
        ("kvv kx", []),
        ("alphabet", []),
        ("beta better", []),
        ("<https://alphadb.example|AlphaDB>", ["alpha-db"]),
        ("https://alphadb.example/betadb", []),
        ("alphadb/betadb,kv", ["alpha-db", "beta-db", "kv"]),
        ("alphadbvsbetadb", ["alpha-db", "beta-db"]),
        ("betadbalphadb", ["beta-db", "alpha-db"]),
        ("alphadbs or betadbs", ["alpha-db", "beta-db"]),
        ("", []),
    ],
)
def test_options_are_found_however_they_are_written(
    names: Names, text: str, expected: list[str]
) -> None:
    """
    Ids, names and aliases in any case, with a slip; real words and addresses are none.
    """
    assert expected == list(found(names, text).options)


def test_a_misspelling_is_told(names: Names) -> None:
    """
    What was taken for a name is remembered, so that it can be shown.
    """
    assert found(names, "alhpadb or betadb").corrected == (("alhpadb", "alpha-db"),)


def test_the_longest_name_wins(names: Names) -> None:
    """
    A stranger that begins with an option's name is not that option.
    """
    mentions = found(names, "is alphadb cloud any good")

    assert mentions.options == ()
    assert mentions.strangers == ("AlphaDB Cloud",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GammaDB or AlphaDB", ("GammaDB",)),
        ("delta store", ("Delta Store",)),
        ("deltastore, gammadb, delta store", ("Delta Store", "GammaDB")),
        ("delta", ()),
        ("gamadb", ()),
    ],
)
def test_strangers_are_found_as_they_are_written(
    names: Names, text: str, expected: tuple[str, ...]
) -> None:
    """
    Each once, in the order of the question; a misspelt stranger is just a word.
    """
    assert expected == found(names, text).strangers


def test_names_become_slots(names: Names) -> None:
    """
    Matching sees that an option is named, never which one.
    """
    assert found(names, "kv or gammadb").words == (SLOT, "or", STRANGER)
    assert found(names, "is kv good").words == found(names, "is Alpha DB good").words


@pytest.mark.parametrize("text", ["alphadb or betadb", "alphadb/betadb", "alphadb, betadb?"])
def test_names_side_by_side_are_a_choice(names: Names, text: str) -> None:
    """
    A comma or a slash between two names says what "or" says.
    """
    assert found(names, text).words == (SLOT, "or", SLOT)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("anything but alphadb for orders", "for orders"),
        ("anything other than alphadb for orders", "for orders"),
        ("everything except for alphadb", ""),
        ("other than alphadb, what is fast", "what is fast"),
        ("not alphadb please", "please"),
        ("no alphadb please", "please"),
        ("never alphadb again", "again"),
        ("we can't use alphadb for this", "for this"),
        ("I don't want to use alphadb", ""),
        ("we ruled out alphadb", ""),
        ("alphadb is out, what else", "what else"),
        ("alphadb is not an option here", "here"),
    ],
)
def test_an_option_that_is_left_out_leaves_the_others(names: Names, text: str, rest: str) -> None:
    """
    Who rules one out asks about all the others; what is left to be matched names them as one.
    """
    mentions = found(names, text)

    assert (mentions.left_out, mentions.options) == (("alpha-db",), ("beta-db", "kv"))
    assert mentions.words[-len(rest.split()) - 1 :] == (SLOT, *rest.split())


@pytest.mark.parametrize(
    "text",
    [
        "why not alphadb",
        "is not alphadb slow",
        "isn't alphadb slow",
        "should we not use alphadb",
        "is it wrong not to use alphadb",
        "can I use alphadb without an admin",
        "is there no alphadb for windows",
        "what can't alphadb do",
        "alphadb is not slow",
    ],
)
def test_who_asks_about_an_option_with_a_not_has_not_left_it_out(names: Names, text: str) -> None:
    """
    A doubt or a reason is a question about the option that is named.
    """
    mentions = found(names, text)

    assert (mentions.left_out, mentions.options) == ((), ("alpha-db",))


@pytest.mark.parametrize("text", ["betadb, not alphadb", "anything but alphadb or betadb or kv"])
def test_what_remains_named_is_what_is_asked_about(names: Names, text: str) -> None:
    """
    One beside those left out is compared with them, and no question is about no option.
    """
    mentions = found(names, text)

    assert mentions.left_out == ()
    assert "alpha-db" in mentions.options


SHIPPED = """
is the micro one faster                                   | flask        |
does the batteries-included one come with an ORM          | django       |
is the batteries included framework harder to learn       | django       |
can the micro framework scale                             | flask        |
is the minimalist one good for prototypes                 | flask        |
does the full stack framework have an admin               | django       |
is the one with batteries overkill for a small api        | django       |
the framework with everything built in, is it secure      | django       |
how does the bare-bones one handle auth                   | flask        |
is the opinionated one easier to maintain                 | django       |
the full-stack one vs the micro one for a startup         | django flask |
djnago or flaks                                           | django flask |
is "flask?" secure                                        | flask        |
django,flask or both                                      | django flask |
jdango vs falsk performance                               | django flask |
djangovsflask                                             | django flask |
flask/django?                                             | flask django |
flasks learning curve                                     | flask        |
Djnago's orm                                              | django       |
anything but django for a small api                       | flask        |
I don't want flask, what then?                            | django       |
django is out, what else                                  | flask        |
never django again, which one for prototyping             | flask        |
other than flask, what can I use for a rest api           | django       |
why not django                                            | django       |
should I not use flask for large projects                 | flask        |
flask not django for apis?                                | flask django |
Rails or Laravel                                          |              | Ruby on Rails, Laravel
FastAPI async internals                                   |              | FastAPI
Django or FastAPI?                                        | django       | FastAPI
is Bottle lighter than Flask?                             | flask        | Bottle (Python)
express or flask for an api                               | flask        | Express.js
Svelte or React with Django                               | django       | Svelte, React.js
Django, Flask or FastAPI?                                 | django flask | FastAPI
is an express delivery possible                           |              |
is our jungle of a schema a task for flash storage        |              |
dajgno and faalsk, who is faster                          | django flask |
are our tests flaky, and is slack down                    |              |
there were falsw alarms, not flashy ones                 |              |
is flak dying                                             | flask        |
is it hard to get an admin working in flak                | flask        |
why does django get so much flak                          | django       |
"""
"""Questions people ask: the options in them, and the strangers."""


@pytest.mark.parametrize("row", [row for row in SHIPPED.splitlines() if row])
def test_shipped_names_are_found_in_real_questions(shipped: Snapshot, row: str) -> None:
    """
    Implied, misspelt, glued together, left out, or somebody the base knows nothing of.
    """
    text, options, strangers = (part.strip() for part in f"{row}|".split("|")[:3])
    mentions = shipped.index.query(text).mentions

    assert tuple(options.split()) == mentions.options
    assert tuple(name for name in strangers.split(", ") if name) == mentions.strangers


@pytest.mark.parametrize("name", ["django", "flask?", "everything except django"])
def test_a_name_alone_is_asked_back(shipped: Snapshot, name: str) -> None:
    """
    It is on the choice, so it is not refused; but it says nothing of what is wanted.
    """
    assert isinstance(answer(name, shipped), Clarification)


def test_an_option_wins_over_a_stranger_of_the_same_name() -> None:
    """
    What can be chosen is known, even when somebody also lists it as unknown.
    """
    names = Names(OPTIONS, (Stranger(name="betadb"),))

    assert found(names, "betadb").options == ("beta-db",)


@given(anything | chat)
@MANY
def test_any_text_has_mentions(text: str) -> None:
    """
    Nothing crashes, and what is found is known.
    """
    mentions = Names(OPTIONS, STRANGERS).find(words(text))

    assert set(mentions.options) <= {option.id for option in OPTIONS}
    assert set(mentions.strangers) <= {stranger.name for stranger in STRANGERS}


@given(st.lists(st.sampled_from(["alphadb", "betadb", "kv", "gammadb", "fast", "or"]), max_size=8))
@MANY
def test_every_named_option_is_found(spoken: list[str]) -> None:
    """
    No option is lost among other words, and none is added.
    """
    ids = {"alphadb": "alpha-db", "betadb": "beta-db", "kv": "kv"}
    mentions = Names(OPTIONS, STRANGERS).find(spoken)

    assert tuple(dict.fromkeys(ids[word] for word in spoken if word in ids)) == mentions.options
    assert len(spoken) <= len(mentions.words)


def _single_names(shipped: Snapshot) -> list[str]:
    names = [name for option in shipped.base.options for name in (option.id, option.name)]
    return sorted({words(name)[0] for name in names if len(words(name)) == 1})


def test_no_ordinary_english_word_is_taken_for_a_shipped_option(shipped: Snapshot) -> None:
    """
    Forty thousand words of English, one by one: only the names name an option, and their plurals.
    """
    base = shipped.base
    names = names_of(base)
    taken = {word for word in base.ordinary if names.find([word]).options}

    assert {word.removesuffix("s") for word in taken} <= set(_single_names(shipped))


@pytest.mark.parametrize("text", ["{} or {}", "{} vs {}: which", "take {} and {}"])
def test_a_word_a_slip_from_an_option_is_taken_for_it_beside_another(
    shipped: Snapshot, text: str
) -> None:
    """
    Nobody weighs a framework against what is thrown up at aircraft.
    """
    names = names_of(shipped.base)
    for option in shipped.base.options:
        for word in option.not_meant:
            near = OSA.distance(word, words(option.name)[0]) <= 1
            for other in shipped.base.options:
                if near and other is not option:
                    either = names.find(words(text.format(other.name, word)))
                    turned = names.find(words(text.format(word, other.name)))

                    assert {*either.options} == {*turned.options} == {option.id, other.id}


def test_words_that_are_not_meant_are_not_taken_for_a_shipped_option(shipped: Snapshot) -> None:
    """
    Neither without nor with the ordinary words at hand.
    """
    base = shipped.base
    names = Names(base.options, base.others)
    not_meant = {word for option in base.options for word in option.not_meant}

    assert not_meant
    assert dict.fromkeys(not_meant, ()) == {
        word: names.find(words(word)).options for word in not_meant
    }


def test_shipped_options_survive_a_swap_of_neighbouring_letters(shipped: Snapshot) -> None:
    """
    The commonest slip of a typist never loses an option.
    """
    base = shipped.base
    names = names_of(base)
    lost = []
    for name in _single_names(shipped):
        for at in range(len(name) - 1):
            slip = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            if not names.find([slip]).options:
                lost.append(slip)

    assert lost == []


def test_shipped_strangers_are_never_shipped_options(shipped: Snapshot) -> None:
    """
    Every stranger's name is found as that stranger, and never as an option.
    """
    base = shipped.base
    names = names_of(base)
    wrong = [
        stranger.name
        for stranger in base.others
        if names.find(words(stranger.name)).strangers != (stranger.name,)
    ]

    assert wrong == []
