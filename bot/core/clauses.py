"""
A text as clauses of words: what is denied or hedged in one says nothing of the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.core.cues import Token
from bot.core.quantities import BEFORE_UNITS, DIGIT, tokens
from bot.core.spelling import Vocabulary
from bot.core.text import plain, stem, words

_CUT = re.compile("[,;:.!?\n()\u2013\u2014]")
_DASH = re.compile(r"\s-+\s")
_ASIDE = re.compile(r"\(([^()]*)\)")
"""What is said in passing is read after the rest: "our staff (no techies) adds them"."""
_SHORT_BE = re.compile(r"(?<=\bit)'s\b|(?<=\bthat)'s\b|(?<=\w)'(?:re|m)\b")
_IN_NUMBER = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_FRACTION = re.compile(r"(?<=\d)\.\d+")
_CUT_BEFORE = frozenset(
    "but with without although though while whereas because so that which who".split()
)
_WITH = frozenset(
    stem(word)
    for word in "work works working worked familiar comfortable experience experienced experiences "
    "deal start begin fluent good happy skilled play".split()
)
"""After these "with" goes on: "familiar with it", unlike "a shop with accounts"."""
_DEGREES = frozenset({"without", "that", "so", "but"})
"""After a denial these go on: "not without it", "not that big", "nobody but me"."""
_CUT_AT_START = frozenset(
    "a an the we i it they our my there must need needs should will no not has have want "
    "wants nothing without just only then".split()
)
"""After "and" these begin a clause of their own; "small and simple" goes on."""
_CUTTING = _CUT_BEFORE | {"and", "plus"}

DENIALS = frozenset(
    stem(word)
    for word in "no not never without nothing none nobody noone nor neither avoid zero".split()
)
_NOBODY = frozenset(stem(word) for word in "nobody none noone".split())
"""First in a clause they deny all of it: "nobody in the team is an expert"."""
_OUTRIGHT = "no"
"""An earlier denial than this one is of something else: "no logins no admin"."""
REACH_BEFORE = 4
"""Words after a denial that it may deny: "no need for an admin"."""
REACH_AFTER = 3
"""Words after which a denial may still follow: "an admin is really not needed"."""
_CARRIERS = frozenset(
    stem(word) for word in "is are was would will should can do does really".split()
)
_DENIALS_AFTER = frozenset(
    stem(word) for word in "not never unnecessary unneeded superfluous overkill".split()
)
_HEDGES = frozenset(stem(word) for word in "maybe perhaps possibly might whether unsure".split())
SHORTEST_PART = 3
"""Letters of a part of a compound: "log ins" is one word, "of ten" is not "often"."""
_UNSURE = frozenset(
    (stem(one), stem(two))
    for one, two in (("not", "sure"), ("not", "certain"), ("not", "clear"), ("could", "be"))
)
_MAKING = frozenset(
    stem(word) for word in "build write code program implement develop make glue reinvent".split()
)
_WISHING = frozenset(
    stem(word) for word in "want wish like love fancy rather prefer time patience".split()
)
_LIST_ITEM = 4
"""Words that one part of "no accounts, payments or roles" may have."""


@dataclass(frozen=True, slots=True)
class Clause:
    """
    The words of a clause, as they are compared and as they were said.
    """

    tokens: tuple[Token, ...]
    spoken: tuple[str, ...]
    carries_denial: bool = False
    """Whether a denial before it reaches over: the later parts of "no logins, roles or admin"."""

    def quoted(self, places: Collection[int]) -> str:
        """The words from the first to the last of *places*, a length of time with its number."""
        first = min(places)
        if self.tokens[first].days is not None:
            while first and (
                self.tokens[first - 1].number is not None or self.spoken[first - 1] in BEFORE_UNITS
            ):
                first -= 1
        return " ".join(self.spoken[first : max(places) + 1])

    def is_denied(self, places: Collection[int]) -> bool:
        """Whether what stands at *places* is denied by a word that is not itself among them."""
        if self.carries_denial:
            return True
        first, last = min(places), max(places)
        before = [
            at
            for at in range(last)
            if (at >= first - REACH_BEFORE or (at == 0 and self.tokens[at].stem in _NOBODY))
            and at not in places
            and self._denies(at, places)
            and not self._spares_work(at, first)
        ]
        outright = [at for at in before if self.tokens[at].stem == _OUTRIGHT]
        if outright:
            before = [at for at in before if at >= outright[-1]]
        after = self.tokens[last + 1 : last + 1 + REACH_AFTER]
        is_denied_after = any(
            token.stem in _DENIALS_AFTER and all(one.stem in _CARRIERS for one in after[:at])
            for at, token in enumerate(after)
        )
        return (len(before) + is_denied_after) % 2 == 1

    def is_hedged(self, places: Collection[int]) -> bool:
        """
        Whether it is said with a "maybe" before it that is not itself among *places*; before a
        number a "maybe" only says that it is about so many.
        """
        first = min(places)
        before = self.tokens[max(0, first - REACH_BEFORE) : first]
        unsure = any(
            pair in _UNSURE
            for pair in zip(
                (one.stem for one in self.tokens),
                (one.stem for one in self.tokens[1:]),
                strict=False,
            )
        )
        hedged = unsure or any(
            token.stem in _HEDGES and after.number is None
            for token, after in zip(before, self.tokens[first - len(before) + 1 :], strict=False)
        )
        return hedged and not any(self.tokens[at].stem in _HEDGES for at in places)

    def _spares_work(self, at: int, first: int) -> bool:
        """Whether the denial *at* is of work only: "we do not want to build logins"."""
        between = [token.stem for token in self.tokens[at + 1 : first]]
        made = next((by for by, word in enumerate(between) if word in _MAKING), None)
        if made is None:
            return False
        if self.tokens[at].stem == "without":
            return True
        wished = [token.stem for token in self.tokens[max(0, at - REACH_BEFORE) : at]]
        return bool(_WISHING & {*wished, *between[:made]})

    def _denies(self, at: int, places: Collection[int]) -> bool:
        word = self.tokens[at].stem
        after = self.tokens[at + 1].stem if at + 1 < len(self.tokens) else ""
        if word in {"instead", stem("rather")}:
            return after in {"of", "than"}
        is_limit = after in {"only", "just"} and at + 1 not in places
        is_start = at > 0 and self.tokens[at - 1].stem == "from"  # "from zero", "from nothing"
        return word in DENIALS and not is_limit and not is_start


def clauses(text: str, vocabulary: Vocabulary) -> list[Clause]:
    """
    The clauses of *text*, its words mended with *vocabulary* and folded, its numbers read
    (whole ones: a fraction is left aside).
    """
    text = plain(text)
    if DIGIT.search(text):
        text = _FRACTION.sub("", _IN_NUMBER.sub("", text))
    if "'" in text:
        text = _SHORT_BE.sub(" be ", text)
    if "(" in text:
        text = ". ".join([_ASIDE.sub(" ", text), *_ASIDE.findall(text)])
    cut: list[Clause] = []
    denied = False
    for part, is_listed in _parts(text):
        spoken = words(part)
        if vocabulary.unknown(spoken):
            spoken = [better for word in spoken for better in vocabulary.mend(word).split()]
        joined = vocabulary.joined(spoken, SHORTEST_PART)
        apart = _as_typed(spoken, joined) if len(joined) < len(spoken) else {}
        for at, (said, read) in enumerate(_split(_without_pronoun(joined))):
            carries = denied and is_listed and at == 0 and len(said) <= _LIST_ITEM
            cut.append(Clause(read, tuple([apart.get(word, word) for word in said]), carries))
            denied = carries or not DENIALS.isdisjoint([token.stem for token in read])
    return _without_loose_denials(cut)


def _as_typed(spoken: Sequence[str], joined: Sequence[str]) -> dict[str, str]:
    """By compound, the words of *spoken* that were *joined* to it."""
    left = iter(spoken)
    apart: dict[str, str] = {}
    for word in joined:
        parts = [next(left)]
        while len("".join(parts)) < len(word):
            parts.append(next(left))
        apart[word] = " ".join(parts)
    return apart


def _without_pronoun(spoken: list[str]) -> list[str]:
    """*spoken* without the "one" of "which one", which counts nothing: "which one for a site"."""
    if "one" not in spoken:
        return spoken
    before = ["", *spoken]
    return [
        word for last, word in zip(before, spoken, strict=False) if (last, word) != ("which", "one")
    ]


def _without_loose_denials(cut: Sequence[Clause]) -> list[Clause]:
    """Denials reach over commas only in a list that "or" or "nor" closes."""
    kept: list[Clause] = []
    for at, clause in enumerate(cut):
        if clause.carries_denial:
            listed = takewhile(lambda later: later.carries_denial, cut[at:])
            carries = any(token.stem in {"or", "nor"} for one in listed for token in one.tokens)
            clause = Clause(clause.tokens, clause.spoken, carries)
        kept.append(clause)
    return kept


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts between marks, and whether a comma stands before a part."""
    text = _DASH.sub(";", text) if "-" in text else text
    at, is_listed = 0, False
    for mark in _CUT.finditer(text):
        yield text[at : mark.start()], is_listed
        at, is_listed = mark.end(), mark[0] == ","
    yield text[at:], is_listed


def _split(spoken: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[Token, ...]]]:
    """*spoken* cut at the words that begin a clause, with the numbers in it read."""
    start = 0
    for at in [at for at, word in enumerate(spoken) if word in _CUTTING]:
        word = spoken[at]
        after = spoken[at + 1] if at + 1 < len(spoken) else ""
        is_cut = word in _CUT_BEFORE or after in _CUT_AT_START
        if is_cut and at > start and not _goes_on(stem(spoken[at - 1]), word):
            yield tuple(spoken[start:at]), tokens(spoken[start:at])
            start = at
    if start < len(spoken):
        yield tuple(spoken[start:]), tokens(spoken[start:])


def _goes_on(before: str, word: str) -> bool:
    """Whether *word* goes on with the clause in which the stem *before* stands."""
    return before in DENIALS if word in _DEGREES else word == "with" and before in _WITH
