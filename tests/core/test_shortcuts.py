"""
What is looked for in few places is found as if it were looked for in all of them.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core import code_marks, text
from bot.core.clauses import Clause
from bot.core.cues import Slot, Token, found
from bot.core.needs import Needs
from bot.core.phrases import Phrases, stems_of
from tests.core.fixtures import shipped_snapshot
from tests.core.properties import MANY, chat

LETTERS = "abcdef"
phrases = st.lists(
    st.tuples(st.sampled_from("xyz"), st.lists(st.sampled_from(LETTERS), max_size=4).map(" ".join)),
    max_size=12,
)
CODE = st.lists(
    st.sampled_from("a b1 _ . ( ) [ { } = == -- / error warning trace traceback py ! ' , ".split()),
    max_size=12,
).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces)))


@given(phrases, st.frozensets(st.sampled_from(LETTERS)))
@MANY
def test_what_has_a_phrase_in_a_question_is_found_with_the_longest(
    known: list[tuple[str, str]], stems: frozenset[str]
) -> None:
    """
    As if every phrase were compared; of equally long ones the last by the alphabet.
    """
    expected: dict[str, frozenset[str]] = {}
    for of, phrase in known:
        wanted = stems_of(phrase)
        best = expected.get(of, frozenset())
        if wanted and wanted <= stems:
            expected[of] = max(best, wanted, key=lambda one: (len(one), sorted(one)))

    assert Phrases(known).met(stems) == expected


@given(st.one_of(chat, CODE))
@MANY
def test_code_is_counted_wherever_it_is(said: str) -> None:
    """
    A text in which no code is looked for has none.
    """
    shown = code_marks._EMPHASIS.sub(r"\1", text.plain(said))
    marks = code_marks.code_marks(said)

    blocks = said.count("```", 0, text.MAX_CHARACTERS)
    assert marks - (blocks + 1) // 2 == len(code_marks._SHAPE.findall(shown))


def shipped_needs() -> Needs:
    needs = shipped_snapshot().base.needs
    assert needs is not None
    return needs


def told(slot: Slot) -> st.SearchStrategy[Token]:
    """Words that fit a place of a cue."""
    if slot.is_number or slot.is_days:
        value = slot.least if slot.most == float("inf") else slot.most
        return st.just(Token("n", value if slot.is_number else None, value))
    stems = sorted(slot.stems) + ["it"] * slot.is_subject
    return st.sampled_from([Token(one) for one in stems])


BETWEEN = st.sampled_from([Token(one) for one in "it this be not really must".split()])
clauses = st.sampled_from(shipped_needs()._cues).flatmap(
    lambda known: st.tuples(*map(told, known[-1]), BETWEEN, BETWEEN).flatmap(st.permutations)
)


@given(clauses)
@MANY
def test_a_cue_is_looked_for_wherever_it_can_be_met(words: list[Token]) -> None:
    """
    As if every cue were tried on every clause.
    """
    clause = Clause(tuple(words), tuple(one.stem for one in words))

    met = [cue for cue in shipped_needs()._cues if any(found(cue[-1], words))]
    possible = [cue for cue in shipped_needs()._possible(clause) if any(found(cue[-1], words))]
    assert possible == met
