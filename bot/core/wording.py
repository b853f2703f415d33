"""
The bot's own sentences: which there are, and what each must be able to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "yes": "sentence",
        "no": "sentence",
        "for_one": "option topic sentence",
        "against_one": "option topic sentence",
        "for_one_overall": "option sentence",
        "against_one_overall": "option sentence",
        "both_sides": "option favour against",
        "on_topic": "topic sentence",
        "nothing_for": "option topic",
        "nothing_against": "option topic",
        "what_decides": "",
        "condition": "when option",
        "condition_met": "when option",
        "what_sources_say": "",
        "where_they_differ": "",
        "caveat": "caveat",
        "as_of": "when",
        "sells_services": "",
        "seller_note": "names",
        "no_address": "",
        "no_date": "",
        "footer": "level percent topic revision",
        "level_high": "",
        "level_medium": "",
        "level_low": "",
        "also_unknown": "names",
        "which_topic": "",
        "unknown_names": "names count options",
        "unknown_question": "count options",
        "empty_question": "count options",
        "can_answer": "",
        "for_and_against": "option",
        "show_more": "count",
        "more_title": "topic",
        "share": "",
        "you_asked": "question",
        "person_asked": "person question",
        "asked_for": "question",
        "person_picked": "person question",
        "asked_about": "question",
        "how_to_invite": "bot",
        "cannot_post": "",
        "shared": "",
        "too_late": "",
        "stale_button": "",
        "trouble": "reference",
        "ask_title": "",
        "ask_label": "",
        "ask_placeholder": "question",
        "ask_hint": "count",
        "ask_submit": "",
        "ask_close": "",
        "ask_again": "",
        "ask_empty": "",
        "help": "options count command",
        "bad_edit": "revision",
        "bad_edit_more": "count",
    }.items()
}
"""Every sentence by name, with the placeholders it may use."""

_FIELD = re.compile(r"\{([^{}]*)\}")


def placeholders(sentence: str) -> list[str]:
    """
    The names in braces in *sentence*, in order.
    """
    return _FIELD.findall(sentence)


def say(wording: Mapping[str, str], name: str, **filled: object) -> str:
    """
    The sentence called *name* with its placeholders filled in.

    Values are put in as they are, in one pass: braces in what a person wrote stay braces.
    """
    return _FIELD.sub(lambda field: str(filled.get(field[1], field[0])), wording[name])
