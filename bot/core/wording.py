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
        "guide_open": "",
        "guide_close": "",
        "guide_loading": "",
        "guide_too_late": "",
        "guide_lost": "",
        "guide_intro": "options count",
        "guide_progress": "bar place count",
        "guide_changing": "",
        "guide_settled": "winner count",
        "guide_why": "why",
        "guide_importance": "",
        "guide_weight_because": "weight because",
        "importance_usual": "weight",
        "importance_none": "",
        "importance_little": "",
        "importance_much": "",
        "importance_most": "",
        "guide_choose_again": "",
        "guide_next": "",
        "guide_done": "",
        "guide_back": "",
        "guide_skip": "",
        "guide_finish": "",
        "guide_show_result": "",
        "guide_keep": "",
        "guide_ask": "",
        "guide_begin": "",
        "guide_go_on": "",
        "guide_answer_more": "",
        "guide_anew": "",
        "guide_change": "",
        "guide_change_what": "criterion",
        "guide_change_answer": "",
        "guide_unanswered": "count",
        "guide_unanswered_one": "",
        "guide_draft": "count",
        "guide_draft_one": "",
        "guide_understood": "said",
        "guide_not_understood": "said",
        "guide_read_from": "said",
        "guide_copied": "",
        "guide_edited": "",
        "guide_edited_gone": "names",
        "guide_no_result": "",
        "guide_winner": "option score other second",
        "guide_tie": "options score",
        "guide_level": "",
        "guide_how_clear": "lead answered count",
        "guide_how_close": "lead answered count",
        "guide_how_tied": "answered count",
        "guide_reasons": "",
        "guide_pull": "option points",
        "guide_pull_none": "",
        "guide_what_would_change": "",
        "guide_flip": "means winner",
        "guide_weight_raised": "criterion weight usual winner",
        "guide_weight_lowered": "criterion weight usual winner",
        "guide_leans_claim": "claim sources winner",
        "guide_leans_source": "source winner",
        "guide_still_open": "names",
        "guide_firm": "",
        "guide_footer": "revision",
        "guide_decided": "person",
        "guide_copy": "",
        "guide_save": "",
        "guide_sharing": "",
        "guide_saving": "",
        "guide_saved_in_thread": "",
        "guide_saved_in_direct": "",
        "guide_record_above": "",
        "guide_record_title": "title",
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
