"""
The questions that are left: in which order to ask them, and which can still change the result.
"""

from __future__ import annotations

from itertools import combinations

from bot.core.tally import Tally


def in_order(tally: Tally) -> tuple[str, ...]:
    """
    What is unanswered, the question that can move the result most first; ties by the alphabet.

    A question moves the race of two options by the span between the answer that serves the one
    best and the answer (or the skip) that serves the other best. While nothing is answered every
    two options are a race; then the first two are, and whoever is level with them.
    """
    if tally.answered:
        order = tally.order()
        second = tally.totals[order[1]] if len(order) > 1 else 0
        racing = [at for at in order if tally.totals[at] >= second]
    else:
        racing = list(range(len(tally.options)))

    def span(criterion: str) -> int:
        widest = 0
        for one, other in combinations(racing, 2):
            pulls = [gain[one] - gain[other] for gain in tally.gains[criterion].values()]
            widest = max(widest, max([0, *pulls]) - min([0, *pulls]))
        return widest

    return tuple(sorted(tally.unanswered, key=lambda name: (-span(name), name)))


def still_open(tally: Tally) -> frozenset[str]:
    """
    The unanswered questions that can have a part in changing who is first.

    With one option ahead: a rival can draw level when the answers that help it most, taken
    together, make up its arrears; then every question that has such an answer is open. At a tie,
    and before anything is answered, a question is open when it rates those who share the first
    place differently, or helps another to catch up with one of them. Exact: none is
    open if, and only if, those in the first place are the same whatever is answered to the rest.
    """
    most = max(tally.totals, default=0)
    ahead = [at for at, total in enumerate(tally.totals) if total == most]
    found: set[str] = set()
    for criterion in tally.unanswered:
        if any(len({gain[at] for at in ahead}) > 1 for gain in tally.gains[criterion].values()):
            found.add(criterion)
    for rival, total in enumerate(tally.totals):
        for leading in ahead if rival not in ahead else ():
            helps = {
                criterion: max(gain[rival] - gain[leading] for gain in gains.values())
                for criterion, gains in tally.gains.items()
                if criterion not in tally.answered
            }
            helping = {criterion: by for criterion, by in helps.items() if by > 0}
            if total + sum(helping.values()) >= most:
                found |= helping.keys()
    return frozenset(found)
