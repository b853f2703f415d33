"""
Rules about the sentences people read: there, fillable, short, clean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.core.checks.desk import Desk
from bot.core.findings import Finding
from bot.core.parsing import did_you_mean
from bot.core.wording import PLACEHOLDERS, placeholders

LONGEST_CLAIM = 220
LONGEST_VERDICT = 240
LONGEST_BUTTON = 75
"""Slack cuts the text of a button after this."""
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s?(?:k\b|%|percent|stars|forks|watchers|developers|users|lines)"
)


def claims_are_short(desk: Desk) -> Iterator[Finding]:
    """Claims and verdicts are short enough to read on a phone."""
    for path, topic in desk.topics():
        if len(topic.verdict.says) > LONGEST_VERDICT:
            message = f"{len(topic.verdict.says)} characters; at most {LONGEST_VERDICT}"
            yield desk.finding(path, ("verdict", "says"), "K09", message, "warning")
    for path, place, claim in desk.claims():
        if len(claim.says) > LONGEST_CLAIM:
            message = f"{len(claim.says)} characters; at most {LONGEST_CLAIM}"
            yield desk.finding(path, (*place, "says"), "K09", message, "warning")


def wording_is_complete(desk: Desk) -> Iterator[Finding]:
    """Every sentence the bot needs is there, with placeholders it can fill in."""
    path = "wording.yaml"
    for name in sorted(PLACEHOLDERS.keys() - desk.base.wording.keys()):
        yield desk.finding(path, ("wording",), "K12", f"the sentence {name!r} is missing")
    for name, sentence in desk.base.wording.items():
        if name not in PLACEHOLDERS:
            message = f"no sentence is called {name!r}{did_you_mean(name, PLACEHOLDERS)}"
            yield desk.finding(path, ("wording", name), "K12", message)
            continue
        for field in placeholders(sentence):
            if field not in PLACEHOLDERS[name]:
                hint = did_you_mean(field, PLACEHOLDERS[name])
                message = f"{{{field}}} cannot be filled in here{hint}"
                yield desk.finding(path, ("wording", name), "K12", message)


def levels_are_worded(desk: Desk) -> Iterator[Finding]:
    """Each level of confidence has its sentence, and one of them takes what is below the others."""
    levels = desk.base.thresholds.levels
    for name in levels:
        if name not in desk.base.wording:
            message = f"the wording has no sentence {name!r}{did_you_mean(name, desk.base.wording)}"
            yield desk.finding("thresholds.yaml", ("levels", name), "K14", message)
    if not levels or min(levels.values()) > 0:
        message = "one level must begin at 0"
        yield desk.finding("thresholds.yaml", ("levels",), "K14", message)


def figures_have_an_age(desk: Desk) -> Iterator[Finding]:
    """A figure is shown with its age, or as undated, never as today's."""
    for path, place, claim in desk.claims():
        if claim.as_of is None and _FIGURE.search(claim.says.casefold()):
            message = f"{claim.id} gives a figure without as_of"
            yield desk.finding(path, (*place, "says"), "K19", message, "warning")


def letters_are_what_they_look_like(desk: Desk) -> Iterator[Finding]:
    """Look-alike letters and invisible characters: a word with them is never found again."""
    for path, location, text in desk.sentences():
        for character in dict.fromkeys(text):
            if odd := oddity(character):
                message = f"{character!r} is {odd}"
                yield desk.finding(path, location, "K20", message, "warning")


def oddity(character: str) -> str | None:
    """
    What is wrong with *character* in a text in Latin letters; None where nothing is.
    """
    if character.isascii():
        return None if character.isprintable() or character == "\n" else "a control character"
    name = unicodedata.name(character, "without a name").lower()
    if unicodedata.category(character) in {"Cf", "Cc", "Co", "Cn"}:
        return f"invisible ({name})"
    is_letter = unicodedata.category(character).startswith("L")
    return f"a look-alike ({name})" if is_letter and not name.startswith("latin") else None


def markup_is_balanced(desk: Desk) -> Iterator[Finding]:
    """Brackets, quotes and backticks come in pairs; a lone one garbles what follows."""
    for path, location, text in desk.sentences():
        for opening, closing in (("(", ")"), ("[", "]"), ("{", "}")):
            if text.count(opening) != text.count(closing):
                message = f"{opening!r} and {closing!r} are not balanced"
                yield desk.finding(path, location, "K21", message, "warning")
        for mark in ('"', "`"):
            if text.count(mark) % 2:
                yield desk.finding(path, location, "K21", f"a lone {mark}", "warning")


def questions_fit_a_button(desk: Desk) -> Iterator[Finding]:
    """A topic's question is offered on a button, and Slack allows it 75 characters."""
    for path, topic in desk.topics():
        if len(topic.question) > LONGEST_BUTTON:
            message = f"{len(topic.question)} characters; at most {LONGEST_BUTTON} fit a button"
            yield desk.finding(path, ("question",), "K22", message, "warning")
