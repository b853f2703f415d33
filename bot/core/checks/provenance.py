"""
Rules about where claims come from, and how they stand to one another.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.checks.desk import Desk
from bot.core.findings import Finding
from bot.core.parsing import did_you_mean


def claims_have_evidence(desk: Desk) -> Iterator[Finding]:
    """A claim without evidence is an opinion of ours, and has no place here."""
    for path, place, claim in desk.claims():
        if not claim.evidence:
            message = f"{claim.id} names no evidence; say which source says so"
            yield desk.finding(path, place, "K04", message)


def headings_exist(desk: Desk) -> Iterator[Finding]:
    """Evidence stands under a heading its source really has, so that a reader finds it."""
    for path, place, claim in desk.claims():
        for by, evidence in enumerate(claim.evidence):
            source = desk.base.source_of.get(evidence.source)
            if source and evidence.heading not in source.headings:
                hint = did_you_mean(evidence.heading, source.headings)
                message = f"{source.id} has no heading {evidence.heading!r}{hint}"
                yield desk.finding(path, (*place, "evidence", by, "heading"), "K05", message)


def disputes_are_mutual(desk: Desk) -> Iterator[Finding]:
    """A claim disputed by another disputes that other."""
    for path, place, claim in desk.claims():
        for by, name in enumerate(claim.disputed_by):
            other = desk.base.claim_of.get(name)
            if other and claim.id not in other.disputed_by:
                message = f"{name} does not name {claim.id} under disputed_by; disputes are mutual"
                yield desk.finding(path, (*place, "disputed_by", by), "K06", message)


def disagreements_are_told(desk: Desk) -> Iterator[Finding]:
    """Every dispute is written down as a disagreement, with how to read it."""
    for path, topic in desk.topics():
        for at, one in enumerate(topic.disagreements):
            if not one.claims:
                message = f"{one.id} names no claims"
                yield desk.finding(path, ("disagreements", at), "K11", message)
    for path, place, claim in desk.claims():
        if claim.disputed_by and claim.id not in desk.base.disagreements_on:
            message = f"{claim.id} is disputed, and no disagreement says how to read it"
            yield desk.finding(path, place, "K11", message, "warning")
