"""
What kind of question it is: which to choose, how they compare, about one, good or bad, yes or no.

English question words only; nothing here knows a topic or an option. When the shape of a question
says little, the number of options it names decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.core.direction import WORSE, asks_for_worse
from bot.core.options import SLOT
from bot.core.question_shapes import SHAPES
from bot.core.question_words import AUXILIARIES, BETTER, GOOD, QUESTION_WORDS, SIDES_ONLY
from bot.core.shapes import SIDES, Kind, Said, Shape


@dataclass(frozen=True, slots=True)
class Phrasing:
    """
    The kind of a question and what in its shape turns the answer round.
    """

    kind: Kind
    is_downside: bool = False
    """Asks for the worse one ("which is slower"), so a verdict for the better one is no pick."""
    is_hedged: bool = False
    """Denies or narrows what it asks ("it has none, right?"), so a bare yes or no could mislead."""

    is_plain_upside: bool = False
    """Compares by something that is plainly good, so that the better one makes it a yes."""

    is_plain_downside: bool = False
    """Compares by something that is plainly bad, so that the better one makes it a no."""

    by_one_quality: bool = False
    """Asks for one quality from its first word on ("which is easier to …", "which has the …")."""

    asks_if_it_matters: bool = False
    """Asks whether there is a difference at all ("does it matter which", "will anybody notice")."""

    asks_twice: bool = False
    """Asks for two picks: "which for this, and which for that"."""

    seeks_agreement: bool = False
    """Ends in a tag: "either would do, right?"."""

    is_overall: bool = False
    """Asks for sides of what it names and says on no subject ("limits of ■"): on the whole."""

    @property
    def wants_pick(self) -> bool:
        """Whether a recommendation answers it."""
        return self.kind is Kind.SUITS or (self.compares and not self.is_downside)

    @property
    def compares(self) -> bool:
        """Whether it asks which of several it is."""
        return self.kind in {Kind.CHOOSE, Kind.COMPARATIVE}


SHORT = 4
"""At most so many words are "is it true?" after what is doubted, and end in no tag."""
_YES_TAGS = (
    ("yes", "or", "no"),
    ("yay", "or", "nay"),
    ("y", "n"),
    ("right",),
    ("correct",),
    ("true",),
    ("yes",),
    ("no",),
)
"""With what a statement is made a question at its end, the longest first."""
_COMPARED = (BETTER | WORSE | {"more", "less"}) - {"better"}
_OF_THE_OPTIONS = frozenset({"one", "of", "the", "two", "them", "framework", "or", "and", SLOT})
_HEDGES = frozenset("not no never without none only always every all just".split())
_TURNING = frozenset("less fewer smaller lower not no isn cost costs need needs as too".split())
"""Words that may turn a comparison round, so that no plain yes or no is safe."""


def phrasing(spoken: Sequence[str], options: int) -> Phrasing:
    """
    The phrasing of a question, as words with options as slots; it names so many *options*.
    """
    lead = _lead(spoken)
    tag = _tag(spoken)
    pairs = frozenset(pairwise(lead))
    untagged = spoken[: len(spoken) - len(tag)]
    question = Said(
        spoken=untagged,
        first=lead[0] if lead else "",
        pairs=pairs,
        said=frozenset(untagged),
    )
    asks_yes_no = bool(tag) or question.first in AUXILIARIES
    first = question.first if question.first in _FIRST else ""
    open_to = _open_to(min(options, 2), asks_yes_no, first)
    kind = next(shape for shape in open_to if shape.fits(question)).kind
    is_downside = asks_for_worse(lead)
    return Phrasing(
        kind,
        is_downside=is_downside,
        is_plain_downside=is_downside and kind is Kind.COMPARATIVE and _is_plain_downside(spoken),
        is_hedged=kind in {Kind.YES_NO, Kind.SUITS} and _is_hedged(spoken),
        is_plain_upside=kind is Kind.COMPARATIVE and _is_plain_upside(spoken),
        by_one_quality=_is_by_one_quality(lead),
        asks_if_it_matters=_asks_if_it_matters(spoken),
        is_overall=kind in SIDES and question.said <= SIDES_ONLY | {SLOT},
        asks_twice=spoken.count("which") > 1,
        seeks_agreement=bool(tag),
    )


_FIRST = frozenset().union(*(shape.first for shape in SHAPES))


@cache
def _open_to(options: int, asks_yes_no: bool, first: str) -> tuple[Shape, ...]:
    return tuple(shape for shape in SHAPES if shape.is_open_to(options, asks_yes_no, first))


def _tag(spoken: Sequence[str]) -> tuple[str, ...]:
    """The tag that *spoken* ends in: "…, right?", "…, y/n?"; empty where it ends in none."""
    if len(spoken) < 3 or _is_about_truth(spoken):
        return ()
    return next((tag for tag in _YES_TAGS if tuple(spoken[-len(tag) :]) == tag), ())


def _is_about_truth(spoken: Sequence[str]) -> bool:
    """Whether it only asks if what was said before is so: "is it true?"."""
    return len(spoken) <= SHORT and spoken[0] in AUXILIARIES


def _asks_if_it_matters(spoken: Sequence[str]) -> bool:
    """Whether it doubts that there is a difference: "does it matter which", "will they notice"."""
    said = set(spoken)
    if said & {"notice", "notices", "noticeable"}:
        return True
    if "difference" in said:
        return bool(said & {"make", "makes", "any"})
    return bool(said & {"matter", "matters"}) and bool(said & AUXILIARIES)


def _is_plain_upside(spoken: Sequence[str]) -> bool:
    """Whether it asks "is ■ faster than ■" or "is ■ more popular than ■", and nothing turns it."""
    after_more = {last for first, last in pairwise(spoken) if first == "more"}
    is_good = bool(after_more) and after_more <= GOOD
    is_better = "more" not in spoken and bool(set(spoken) & BETTER)
    return (is_good or is_better) and not set(spoken) & _TURNING


def _is_plain_downside(spoken: Sequence[str]) -> bool:
    """Whether it asks "is ■ slower than ■" or "is ■ less secure than ■", and nothing turns it."""
    after_less = {last for first, last in pairwise(spoken) if first == "less"}
    is_less_good = bool(after_less) and after_less <= GOOD
    is_worse = {"more", "less"}.isdisjoint(spoken) and bool(set(spoken) & WORSE)
    return (is_less_good or is_worse) and not set(spoken) & (_TURNING - {"less"})


def _is_by_one_quality(lead: Sequence[str]) -> bool:
    """
    Whether it begins with what one of them is or has more of: "which of the two is easier to …".

    "Which is better" and "which fits" leave open by what: what follows may be many things.
    """
    if not lead or lead[0] not in {"which", "who"}:
        return False
    after = [word for word in lead[1:] if word not in _OF_THE_OPTIONS]
    if after[:1] == ["has"] or after[:1] == ["have"]:
        return True
    return after[:1] in (["is"], ["are"]) and bool(set(after[1:2]) & _COMPARED)


def _is_hedged(spoken: Sequence[str]) -> bool:
    """Whether it denies, narrows or likens what it asks, or asks for a duty."""
    said = set(spoken)
    likens = "like" in said or spoken.count("as") > 1 or "than" in said
    obliges = ("have", "to") in pairwise(spoken) or bool(said & {"must", "need", "needs"})
    return bool(said & _HEDGES) or likens or obliges


_INSTRUCTIONS = {
    "how": (
        ("how", "to"),
        ("how", "do", "i"),
        ("how", "can", "i"),
        ("how", "would", "i"),
        ("how", "should", "i"),
    ),
    "what": (("what", "is", "the", "way", "to"),),
    "is": (("is", "there", "a", "way", "to"),),
}
"""By their first word."""


def asks_how_to(spoken: Sequence[str]) -> bool:
    """
    Whether it asks for instructions ("how do I …"): help with doing, not with choosing.
    """
    return any(
        tuple(spoken[at : at + len(shape)]) == shape
        for at, word in enumerate(spoken)
        for shape in _INSTRUCTIONS.get(word, ())
    )


_OPENING = AUXILIARIES | QUESTION_WORDS


def opens_question(spoken: Sequence[str]) -> bool:
    """
    Whether it begins as questions do, with a question word or a verb: "which …", "does ■ …".
    """
    return not _OPENING.isdisjoint(_lead(spoken)[:1])


def opens_doubt(spoken: Sequence[str]) -> bool:
    """
    Whether it begins as questions do that are answered yes or no, with a verb: "does ■ …".
    """
    return not AUXILIARIES.isdisjoint(_lead(spoken)[:1])


_OPENERS = frozenset(
    "hey hi hello so ok okay well and but like please quick question guys team all "
    "folks everyone anyone anybody someone just um hmm".split()
)


def _lead(spoken: Sequence[str]) -> list[str]:
    """The words from where the question starts, without greetings; "how come" is a why."""
    at = 0
    while at < len(spoken) - 1 and spoken[at] in _OPENERS:
        at += 1
    lead = list(spoken[at:])
    return ["why", *lead[2:]] if lead[:2] == ["how", "come"] else lead
