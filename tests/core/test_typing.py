"""
How a question is typed does not change what it is taken to mean.
"""

from __future__ import annotations

import pytest

from bot.core.answers import answer
from bot.core.replies import Answer
from bot.core.snapshot import Snapshot

TYPED = {
    "performance": (
        "is django faster than flask",
        "isdjango faster thanflask",
        "is django fasterthan flask",
        "IS DJANGO FASTER THAN FLASK",
        "is django sooooo much faster than flask???",
        "is *Django* _faster_ than ~Flask~?",
        "ís dĵango faster than flasķ",
        "🚀 is django faster than flask 🚀",
        "Hello team! Quick question: is django faster than flask? Cheers",
        "> django is bloated\nIs django faster than flask?",
        "preformance of djnago",
    ),
    "security": (
        "is flask secure",
        "Is Flask secure?",
        "flask...secure?",
        "flask—secure?",
        "   is    flask\n   secure   ?",
        "iS fLaSk SeCuRe",
        "is flask reeeeally secure",
        "heyyyy is flask secure",
        "is flask sécure",
        "is flask secure? 🔐",
        "is :flask: secure :lock: ?",
        "<@U0123ABC> is flask secure?",
        "is `flask` secure?",
        "is “flask” secure?",
        "is <https://flask.palletsprojects.com|Flask> secure?",
        "&gt; somebody said django is slow\nis flask secure?",
        "is flask secure?\n```app = Flask(__name__)\n@app.route('/')\ndef index(): return 'hi'```",
        "hi all, is flask secure? thanks in advance!",
        "could someone tell me if flask is secure, thank you so much",
        "is flsk scure",
    ),
    "orm-database": (
        "does Flask come with an ORM",
        "DOES FLASK COME WITH AN ORM",
        "does “Flask” come with an ‘ORM’?",
        "doesn’t flask come with an orm?",
        "good morning everyone, does flask come with an orm please",
    ),
    "admin": ("django admin panel, is it any good", "djangoadmin panel, is it any good"),
    "learning-curve": (
        "what is the learning curve of Django",
        "what’s the learning curve of Django",
        "whats the learningcurve of django",
        "```pip install flask``` how hard is flask to learn?",
    ),
    "microservices": ("is flask good for microservices", "is flask good for a microservice"),
    "scalability": ("does flask scale", "can flask be scaled", "is flask scaling well"),
    "deployment": ("deploying django", "how is django deployed"),
    "testing": ("testing a flask app", "are flask apps tested easily"),
    "internationalization": (
        "internationalization in django",
        "internationalisation in django",
    ),
    "optimization": ("optimization of flask", "optimisation of flask"),
    "flexibility": ("How customizable is Flask?", "how customisable is flask"),
    "documentation": (
        "which one has the better documentation",
        "which one has the better docs",
        "wich one haz better documentaton",
    ),
}
"""By topic: a clean question first, then the same as people type it."""


@pytest.mark.parametrize(
    ("topic", "typed"), [(topic, typed) for topic, all_ in TYPED.items() for typed in all_]
)
def test_however_it_is_typed_it_is_answered_on_its_topic(
    shipped: Snapshot, topic: str, typed: str
) -> None:
    """
    Spaces, capitals, slips, accents, quotes, emoji, markup, courtesies, code: all forgiven.
    """
    reply = answer(typed, shipped)

    assert isinstance(reply, Answer), reply
    assert reply.topics == (topic,)


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("is django faster than flask", "is djnago fastre tahn flask"),
        (
            "which one is easier to learn, django or flask?",
            "whcih one is eaiser to lern, django or flask?",
        ),
        ("does flask have an admin interface?", "deos flask haev an admin interface?"),
        ("how popular is django", "hwo popluar is django"),
    ],
)
def test_a_slip_in_the_words_that_ask_changes_neither_the_lean_nor_the_first_line(
    shipped: Snapshot, meant: str, typed: str
) -> None:
    """
    "Whcih", "deos" and "tahn" say which kind of question it is: they are read as they were meant.
    """
    clean, slipped = answer(meant, shipped), answer(typed, shipped)

    assert isinstance(clean, Answer)
    assert isinstance(slipped, Answer)
    assert (clean.lean, clean.headline) == (slipped.lean, slipped.headline)
