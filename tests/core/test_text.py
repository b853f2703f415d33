"""
Text made comparable: noise out, words found, word forms folded.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.sentences import question_in
from bot.core.text import MAX_CHARACTERS, plain, stem, words
from tests.core.properties import MANY, anything, chat


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is Django faster?", "is django faster"),
        ("  spaces \t and\nlines ", "spaces and lines"),
        ("*bold* _italic_ ~struck~", "bold italic struck"),
        ("<@U0123ABC> hello <@U1|jo>", "hello jo"),
        ("<#C123|general> and <!here> and <!subteam^S1|@team>", "general and and team"),
        ("see <https://example.com/flask|the docs>", "see the docs"),
        ("see <https://example.com/flask> now", "see now"),
        ("see https://example.com/flask?x=1 now", "see now"),
        ("mail <mailto:a@b.example|me>", "mail me"),
        (":wave: hi :+1::skin-tone-3: there", "hi there"),
        ("at 10:30:45 sharp", "at 10 30 45 sharp"),
        ("👋 hi 🐍", "hi"),
        ("wat abt ur app", "what about your app"),
        ("R&amp;D &lt;b&gt;", "r d b"),
        ("look ```import flask``` here", "look here"),
        ("look ```import flask", "look"),
        ("use `flask` here", "use flask here"),
        ("> they said django\nbut flask?", "but flask"),
        ("&gt; they said django\nbut flask?", "but flask"),
        ("  > indented quote\nmine", "mine"),
        ("```only code```", "only code"),
        ("> only a quotation", "only a quotation"),
        ("café naïve Größe", "cafe naive große"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("dj\u200ban\u00adgo", "django"),
        ("\u200fdjango\u200f أو flask؟", "django او flask"),
        ("don’t can't won´t", "do not can not will not"),
        ("what’s flask’s deal", "what is flask deal"),
        ("cannot isnt youre", "can not is not you are"),
        ("sooooo goooood", "so good"),
        ("1000000 rows", "1000000 rows"),
        ("c++ or c# or f#", "c++ or c# or f#"),
        ("a vs. b versus c", "a or b or c"),
        ("snake_case kebab-case", "snake case kebab case"),
        ("", ""),
        ("?!… — (.)", ""),
        ("\x00\x1b[31mred", "31mred"),
    ],
)
def test_noise_is_taken_out_and_words_are_found(text: str, expected: str) -> None:
    """
    What is left of a message are the words a person would read aloud.
    """
    assert expected.split() == words(text)


@given(anything | chat)
@MANY
def test_any_text_has_words(text: str) -> None:
    """
    No text crashes; words are lower case, hold no blanks and no emptiness.
    """
    found = words(text)

    assert all(word and word == word.lower() and not word.isspace() for word in found)


@given(chat.filter(lambda text: "'" not in plain(text)))
@MANY
def test_words_of_words_are_the_same_words(text: str) -> None:
    """
    Normalising is idempotent: what was normalised once is left alone.
    """
    found = words(text)

    assert found == words(" ".join(found))


@given(st.text(alphabet="abcdefgh dklo'?!.", max_size=60))
@MANY
def test_letter_case_says_nothing(text: str) -> None:
    """
    Shouting does not change the words.
    """
    assert words(text) == words(text.upper())


@given(chat)
@MANY
def test_accents_and_curly_quotes_say_nothing(text: str) -> None:
    """
    Typographic quotes are read as plain ones.
    """
    assert words(text.replace("'", "’")) == words(text)


def test_a_message_is_read_up_to_a_limit() -> None:
    """
    What stands behind the limit is not read, however long the message.
    """
    assert words("a " * 20_000) == ["a"] * (MAX_CHARACTERS // 2)


def test_characters_that_are_written_out_long_do_not_break_the_limit() -> None:
    """
    One character can stand for eighteen; the limit holds for what they are written out to.
    """
    assert len(plain("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 4_000)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    "forms",
    [
        "scale scales scaled scaling",
        "plugin plugins",
        "query queries",
        "customise customize customised customized customising customizing",
        "library libraries libs",
        "class classes",
        "good better best",
        "build built building builds",
        "choose chose chosen choice choosing",
        "test tests tested testing",
        "organisation organization",
        "behaviour behavior",
        "is are was were",
    ],
)
def test_forms_of_a_word_share_their_stem(forms: str) -> None:
    """
    Plural, verb forms and British spelling are one word to the matcher.
    """
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["test text", "host cost", "cache case", "user use", "react read"])
def test_different_words_keep_different_stems(pair: str) -> None:
    """
    Folding stops short of making different words one.
    """
    first, second = pair.split()

    assert stem(first) != stem(second)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäé0123456789+#", min_size=1, max_size=20))
@MANY
def test_every_word_has_a_stem(word: str) -> None:
    """
    A stem is never empty and never longer than the word by more than a letter.
    """
    found = stem(word)

    assert found
    assert len(found) <= max(len(word) + 1, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We build a shop. Which one is faster? Thanks!", "which one is faster?"),
        ("which one? or neither?", "or neither?"),
        ("no question here. none", None),
        ("", None),
        ("is it free? any thoughts?", "is it free?"),
        ("We build a shop. is it free for us", "is it free for us"),
        ("we have a shop,\nwhich one", None),
        ("use web.py or flask? cheers", "use web.py or flask?"),
    ],
)
def test_the_sentence_that_asks_is_found(text: str, expected: str | None) -> None:
    """
    The last sentence with a question mark asks, else the last that begins as questions do; where
    there is none, all of it. What is only polite asks nothing.
    """
    assert (expected or text) == question_in(text).strip()


@given(anything | chat)
@MANY
def test_any_text_has_something_that_asks(text: str) -> None:
    """
    Looking for the question never fails and never makes words up.
    """
    assert set(words(question_in(text))) <= set(words(text)) | set(words(plain(text)))
