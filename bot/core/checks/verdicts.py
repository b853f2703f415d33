"""
Rules about verdicts: what they rest on, and whether they follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.checks.desk import Desk
from bot.core.findings import Finding
from bot.core.model import Claim

MOST_LEANING = 3
"""How many more claims for one option than for another make a balance."""


def verdicts_rest_on_claims(desk: Desk) -> Iterator[Finding]:
    """No verdict, condition or summary without the claims it rests on."""
    for path, topic in desk.topics():
        if not topic.verdict.because:
            message = "the verdict names no claims; list those it rests on under because"
            yield desk.finding(path, ("verdict",), "K07", message)
        for at, condition in enumerate(topic.verdict.conditions):
            if not condition.because:
                message = "the condition names no claims; list those it rests on under because"
                yield desk.finding(path, ("verdict", "conditions", at), "K07", message)
        for option, conclusion in topic.about.items():
            if not conclusion.because:
                message = "the sentence names no claims; list those it rests on under because"
                yield desk.finding(path, ("about", option), "K07", message)


def verdicts_follow_the_balance(desk: Desk) -> Iterator[Finding]:
    """A verdict against the balance of its topic's claims gives its reason."""
    for path, topic in desk.topics():
        verdict = topic.verdict
        if verdict.reason or verdict.lean not in desk.base.option_of:
            continue
        claims = desk.base.claims_on[topic.id]
        balance = {option: sum(sides(claims, option)) for option in desk.base.option_of}
        ahead = max(balance, key=lambda option: (balance[option], option), default=None)
        if ahead and balance[ahead] - balance[verdict.lean] >= MOST_LEANING:
            message = (
                f"the verdict leans to {verdict.lean} ({balance[verdict.lean]:+d} claims), the "
                f"claims to {ahead} ({balance[ahead]:+d}); give a reason, or mend the lean"
            )
            yield desk.finding(path, ("verdict", "lean"), "K15", message, "warning")


def sides(claims: Iterable[Claim], option: str) -> tuple[int, int]:
    """
    How many claims about *option* alone speak for it, and, as a negative number, against it.
    """
    about = [claim.stance for claim in claims if claim.options == (option,)]
    return about.count("favour"), -about.count("against")
