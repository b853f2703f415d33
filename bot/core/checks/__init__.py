"""
Editorial rules over a whole knowledge base: one function, one code, and its docstring is the rule.

*Errors* would mislead or break an answer and keep a base from being taken up; *warnings* are for
the curator. `RULES` are run whenever a base is loaded; `THOROUGH_RULES` need the index or the
golden questions and are run by ``fwchoice check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.core.checks.decisions import (
    answers_are_told_apart,
    cues_can_be_read,
    cues_state_one_level,
    levels_rate_every_option,
    ratings_follow_their_claims,
    ratings_rest_on_claims,
    tables_are_named_for_their_file,
    tables_can_be_decided_with,
)
from bot.core.checks.desk import Desk, Rule
from bot.core.checks.meaning import (
    names_mean_one_option,
    terms_leave_other_topics_their_golden_questions,
)
from bot.core.checks.phrasings import (
    golden_questions_refer_to_what_exists,
    topics_have_golden_questions,
    topics_have_utterances,
    utterances_win_their_topic,
)
from bot.core.checks.provenance import (
    claims_have_evidence,
    disagreements_are_told,
    disputes_are_mutual,
    headings_exist,
)
from bot.core.checks.references import (
    everything_is_used,
    file_name_is_the_id,
    ids_are_unique,
    options_are_no_strangers,
    references_exist,
    there_is_something_to_choose,
)
from bot.core.checks.repeats import (
    golden_questions_are_new,
    questions_are_answered_or_declined,
    texts_are_not_repeated,
)
from bot.core.checks.sentences import (
    claims_are_short,
    figures_have_an_age,
    letters_are_what_they_look_like,
    levels_are_worded,
    markup_is_balanced,
    questions_fit_a_button,
    wording_is_complete,
)
from bot.core.checks.verdicts import verdicts_follow_the_balance, verdicts_rest_on_claims
from bot.core.findings import Finding
from bot.core.model import KnowledgeBase
from bot.core.parsing import Document

if TYPE_CHECKING:
    from bot.core.golden import Golden
    from bot.core.matching import Index

RULES: Sequence[Rule] = (
    file_name_is_the_id,
    ids_are_unique,
    options_are_no_strangers,
    references_exist,
    claims_have_evidence,
    headings_exist,
    disputes_are_mutual,
    verdicts_rest_on_claims,
    topics_have_utterances,
    everything_is_used,
    wording_is_complete,
    there_is_something_to_choose,
    levels_are_worded,
    tables_are_named_for_their_file,
    answers_are_told_apart,
    tables_can_be_decided_with,
    levels_rate_every_option,
    ratings_rest_on_claims,
    ratings_follow_their_claims,
    cues_can_be_read,
    cues_state_one_level,
    names_mean_one_option,
)

THOROUGH_RULES: Sequence[Rule] = (
    claims_are_short,
    disagreements_are_told,
    verdicts_follow_the_balance,
    utterances_win_their_topic,
    texts_are_not_repeated,
    questions_are_answered_or_declined,
    golden_questions_are_new,
    topics_have_golden_questions,
    golden_questions_refer_to_what_exists,
    terms_leave_other_topics_their_golden_questions,
    figures_have_an_age,
    letters_are_what_they_look_like,
    markup_is_balanced,
    questions_fit_a_button,
)


def check(base: KnowledgeBase, documents: Iterable[Document]) -> list[Finding]:
    """
    The findings that decide whether *base* can be used.
    """
    desk = Desk(base, {document.path: document for document in documents})
    return [finding for rule in RULES for finding in rule(desk)]


def check_thoroughly(
    base: KnowledgeBase, documents: Iterable[Document], golden: Golden, index: Index | None
) -> list[Finding]:
    """
    Everything a curator should know about *base*; without an *index*, all but what needs one.
    """
    desk = Desk(base, {document.path: document for document in documents}, golden, index)
    return [finding for rule in (*RULES, *THOROUGH_RULES) for finding in rule(desk)]
