"""
Which way round a question compares: "which is less secure" asks for the worse one.

Only the part that asks counts: "our app gets slower every week, which of them helps" does not ask
which is slower.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.question_words import AUXILIARIES, BESIDE, GOOD, UPSIDES, words_of

WORSE = words_of(
    "slower slowest worse worst harder hardest steeper steepest heavier heaviest weaker weakest "
    "riskier riskiest costlier costliest clumsier"
)
"""Comparatives of what is plainly bad."""
_BAD = WORSE | words_of(
    "slow bad hard difficult complex complicated expensive costly bloated verbose painful tedious "
    "restrictive restricted limiting limited rigid insecure vulnerable dangerous risky buggy "
    "confusing error exposed work effort overhead boilerplate latency risk risks hassle pain "
    "trouble bugs problems issues vulnerabilities friction restricts restrict limits breaks hurts "
    "suffers struggles maintenance downtime"
)
"""Of these, more is worse and less is better."""
_DEMANDS = words_of("needs need requires require takes take costs cost demands eats wastes")
"""What needs more of anything is worse off: "which needs more plugins"."""
_GOOD = GOOD | words_of(
    "secured safe fast quick efficient performant reliable readable maintainable supported "
    "documented suitable suited common known used loved trusted active modern customizable "
    "extensible friendly intuitive easy simple features functionality freedom control packages "
    "plugins extensions libraries support users stars tutorials documentation docs protection "
    "built complete capable"
)
"""Of these, less is worse."""
_MORE = words_of("more most")
_LESS = words_of("less least fewer fewest")
_LACKING = words_of("lacks lack restricts restrict limits")
_ASKING = words_of("which who whose")
_OPENING = AUXILIARIES | words_of("which who whose one of the two them these framework i we you it")
"""Words with which a question opens, before it says by what it compares."""
_DENIALS = words_of("not no never")
_BARE = 6
"""Words of a question that is nothing but what it asks: "slower: ■ or ■"."""
_NEAR = 3
"""Words after a "more" or "less" that it may belong to."""


def asks_for_worse(lead: Sequence[str]) -> bool:
    """
    Whether a question, from where it starts, asks for the worse one of several.
    """
    asking = _asking(lead)
    if not asking:
        return False
    opened = next((at for at, word in enumerate(asking) if word not in _OPENING), len(asking))
    said = asking[opened:]
    if asking[0] not in AUXILIARIES and said and said[0] in _DENIALS:
        # "Which is not secure" asks for the worse one, "which is not slow" for the better one.
        return said[1:2] != ["only"] and _BAD.isdisjoint(said[:_NEAR]) and not _is_worse(said)
    return (bool(said) and said[0] in _LACKING and _LESS.isdisjoint(said)) or _is_worse(said)


def _is_worse(said: Sequence[str]) -> bool:
    """Whether more of something bad, or less of something good, is asked for; the first decides."""
    for at, word in enumerate(said):
        before = said[at - 1] if at else ""
        near = said[at + 1 : at + 1 + _NEAR]
        if word in _MORE and (not _BAD.isdisjoint(near) or before in _DEMANDS):
            return True
        if word in _LESS and before not in _DEMANDS and not _GOOD.isdisjoint(near):
            return _BAD.isdisjoint(near)
        if word in WORSE:
            return before not in _LESS
        if word in UPSIDES - _MORE - _LESS:
            return False
    return False


def _asking(lead: Sequence[str]) -> Sequence[str]:
    """The words that ask, without what is told before them; empty where that cannot be told."""
    places = [at for at, word in enumerate(lead) if word in _ASKING]
    if places:
        return lead[places[-1] :]
    if lead and (lead[0] in AUXILIARIES or len(lead) <= _BARE):
        return lead
    is_compared = any(pair in BESIDE for pair in pairwise(lead[:_NEAR]))
    return lead if is_compared else ()
