"""
What kind of question it is: which to choose, how they compare, about one, good or bad, yes or no.

English question words only; nothing here knows a topic or an option. When the shape of a question
says little, the number of options it names decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.core.options import SLOT


class Kind(StrEnum):
    """
    What a person wants to know.
    """

    CHOOSE = "choose"
    """Which one, for something."""
    COMPARATIVE = "comparative"
    """Is this one more so than that one?"""
    COMPARE = "compare"
    """How they differ."""
    SUITS = "suits"
    """Whether one is good for something."""
    YES_NO = "yes-no"
    """Whether one has or does something."""
    ADVANTAGES = "advantages"
    DRAWBACKS = "drawbacks"
    BOTH_SIDES = "both-sides"
    """Advantages and drawbacks together."""
    FACT = "fact"
    """Who, when, how many, which ones."""
    ABOUT = "about"
    """Tell me about it; how or why it is so."""


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

    @property
    def wants_pick(self) -> bool:
        """Whether a recommendation answers it."""
        return not self.is_downside and self.kind in {Kind.CHOOSE, Kind.COMPARATIVE, Kind.SUITS}


_AUXILIARIES = frozenset(
    "is are was were am do does did can could will would should has have".split()
)
_OPENING = _AUXILIARIES | frozenset("which what how who whose when where why".split())
_YES_TAGS = ("right", "correct", "true", "yes", "no")
_DOWNSIDES = frozenset(
    "slower slowest worse worst harder hardest steeper steepest heavier weaker riskier "
    "costlier".split()
)
_DIFFER = frozenset(
    "differ differs difference differences compare compared comparison compares "
    "tradeoff tradeoffs contrast same similar distinguish distinguishes".split()
)
_PROS = frozenset(
    "advantage advantages pros benefit benefits strength strengths upside upsides perk "
    "perks merits".split()
)
_CONS = frozenset(
    "disadvantage disadvantages cons drawback drawbacks downside downsides limitation "
    "limitations weakness weaknesses shortcoming shortcomings pitfall pitfalls "
    "criticism".split()
)
_PICKING = frozenset(
    "which choose pick prefer recommend recommended suggest go use grab take pair "
    "choice favourite favorite start learn".split()
)
_SUITING = frozenset(
    "good fine enough suitable suited fit fits fitting handle handles ready ok okay "
    "worth overkill appropriate viable reasonable sensible ideal capable too right "
    "safe cope copes better".split()
)
_JUDGING = (
    ("thoughts", "on"),
    ("opinion", "on"),
    ("opinions", "on"),
    ("what", "about"),
    ("how", "about"),
    ("good", "idea"),
    ("make", "sense"),
    ("makes", "sense"),
)
_HEDGES = frozenset("not no never without none only always every all just".split())
_BETTER = frozenset(
    "faster quicker better easier simpler safer lighter cheaper stronger friendlier "
    "smoother".split()
)
_BURDENS = {("more", "work"), ("more", "effort"), ("more", "overhead"), ("more", "expensive")}
_GOOD = frozenset(
    "popular secure scalable flexible productive mature powerful stable robust widely".split()
)
_UPSIDES = _BETTER | _GOOD | frozenset("best easiest bigger larger greater more".split())
_TURNING = frozenset("less fewer smaller lower not no isn cost costs need needs as too".split())
"""Words that may turn a comparison round, so that no plain yes or no is safe."""


def _plain_upside(spoken: Sequence[str]) -> bool:
    """Whether it asks "is ■ faster than ■" or "is ■ more popular than ■", and nothing turns it."""
    after_more = {last for first, last in pairwise(spoken) if first == "more"}
    has_more = "more" in spoken
    is_good = bool(after_more) and after_more <= _GOOD
    return (is_good or (not has_more and bool(set(spoken) & _BETTER))) and not set(
        spoken
    ) & _TURNING


def _is_hedged(spoken: Sequence[str]) -> bool:
    """Whether it denies, narrows or likens what it asks, or asks for a duty."""
    said = set(spoken)
    likens = "like" in said or spoken.count("as") > 1 or "than" in said
    obliges = ("have", "to") in pairwise(spoken) or bool(said & {"must", "need", "needs"})
    return bool(said & _HEDGES) or likens or obliges


_TELLING = frozenset("explain describe tell what how why define eli5".split())


def phrasing(spoken: Sequence[str], options: int) -> Phrasing:
    """
    The phrasing of a question, as words with options as slots; it names so many *options*.
    """
    said = set(spoken)
    lead = _lead(spoken)
    first = lead[0] if lead else ""
    pairs = set(pairwise(lead))
    downside = bool(said & _DOWNSIDES) and not said & {"not", "less"}
    downside = downside or bool(pairs & _BURDENS)
    has_tag = len(spoken) > 2 and spoken[-1] in _YES_TAGS
    asks_yes_no = first in _AUXILIARIES or has_tag
    if has_tag:
        said.discard(spoken[-1])
    if {"for", "against"} <= said and options == 1:
        return Phrasing(Kind.BOTH_SIDES)
    if said & _PROS or said & _CONS or ("pro" in said and "con" in said):
        if said & _CONS and not said & _PROS:
            return Phrasing(Kind.DRAWBACKS)
        if said & _PROS and not said & _CONS:
            return Phrasing(Kind.ADVANTAGES)
        return Phrasing(Kind.COMPARE if options != 1 else Kind.BOTH_SIDES)
    if first in {"who", "when", "where", "whose"} and ("when", "should") not in pairs:
        if first in {"when", "where"} and said & _PICKING:
            return Phrasing(Kind.CHOOSE if options != 1 else Kind.SUITS)
        return Phrasing(Kind.FACT)
    if ("how", "many") in pairs or ("how", "much") in pairs or ("how", "old") in pairs:
        return Phrasing(Kind.FACT)
    if asks_yes_no and "than" in said and options >= 1:
        return Phrasing(Kind.COMPARATIVE, downside, is_plain_upside=_plain_upside(spoken))
    if said & _DIFFER and not said & {"which", "should"}:
        return Phrasing(Kind.COMPARE)
    if first == "why" or ("how", "come") in pairs:
        if "not" in said and options == 1 and not {"or", "over", "than"} & said:
            return Phrasing(Kind.DRAWBACKS)
        if said & {"over", "than", "instead", "rather"} and options:
            return Phrasing(Kind.CHOOSE, downside)
        return Phrasing(Kind.ADVANTAGES if options == 1 and said & _PICKING else Kind.ABOUT)
    if "mean" in said and {"what", "does"} <= said:
        return Phrasing(Kind.ABOUT)
    if pairs & set(_JUDGING):
        return Phrasing(Kind.SUITS if options == 1 else Kind.CHOOSE)
    if options == 1:
        kind = _about_one(spoken, lead, said, asks_yes_no=asks_yes_no)
        return Phrasing(kind, downside, is_hedged=_is_hedged(spoken))
    if (
        first in _TELLING
        and not said & (_PICKING - {"use", "start", "learn", "go", "take"})
        and not (said & _UPSIDES)
    ):
        return Phrasing(Kind.ABOUT)
    if first in _AUXILIARIES and not said & (_PICKING | _UPSIDES | _SUITING | {"or"}):
        return Phrasing(Kind.YES_NO, is_hedged=_is_hedged(spoken))
    return Phrasing(Kind.CHOOSE, downside)


_INSTRUCTIONS = frozenset(
    (
        ("how", "to"),
        ("how", "do", "i"),
        ("how", "can", "i"),
        ("how", "would", "i"),
        ("how", "should", "i"),
        ("what", "is", "the", "way", "to"),
        ("is", "there", "a", "way", "to"),
    )
)


def asks_how_to(spoken: Sequence[str]) -> bool:
    """
    Whether it asks for instructions ("how do I …"): help with doing, not with choosing.
    """
    return any(
        tuple(spoken[at : at + len(shape)]) == shape
        for shape in _INSTRUCTIONS
        for at in range(len(spoken) - len(shape) + 1)
    )


def opens_question(spoken: Sequence[str]) -> bool:
    """
    Whether it begins as questions do, with a question word or a verb: "which …", "does ■ …".
    """
    return _lead(spoken)[:1] in [[word] for word in _OPENING]


def _about_one(
    spoken: Sequence[str], lead: Sequence[str], said: set[str], *, asks_yes_no: bool
) -> Kind:
    first = lead[0] if lead else ""
    if first == "which":
        return Kind.FACT
    if tuple(lead[:2]) == ("what", "if"):
        return Kind.SUITS
    if "should" in said and said & (_PICKING | {"switch", "migrate", "move"}):
        return Kind.SUITS
    if asks_yes_no and said & _SUITING:
        return Kind.SUITS
    if asks_yes_no:
        return Kind.ABOUT if "or" in said else Kind.YES_NO
    if first in _TELLING:
        return Kind.ABOUT
    is_afterthought = len(spoken) > 3 and spoken[-1] == SLOT
    return Kind.SUITS if is_afterthought or said & _SUITING else Kind.ABOUT


_OPENERS = frozenset(
    "hey hi hello so ok okay well and but like please quick question guys team all "
    "folks everyone anyone anybody someone just um hmm".split()
)


def _lead(spoken: Sequence[str]) -> list[str]:
    """The words from where the question starts: greetings and fillers left out."""
    at = 0
    while at < len(spoken) - 1 and spoken[at] in _OPENERS:
        at += 1
    return list(spoken[at:])
