"""
Recommendations as text for a terminal: the same sentences as in Slack, a bar an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from bot.core.decision_table import DecisionTable
from bot.core.model import KnowledgeBase
from bot.core.presentation import claim_line, source_label
from bot.core.recommendation import Pull, Recommendation
from bot.core.telling import changes, closeness, headline, pulled
from bot.core.wording import say

WIDEST = 20
"""Characters of the longest bar."""


def decision_text(base: KnowledgeBase, table: DecisionTable, result: Recommendation) -> str:
    """
    *result* as lines of text: who, how close, answer by answer with a claim each, what changes it.
    """
    return "\n".join(_lines(base, table, result))


def _lines(base: KnowledgeBase, table: DecisionTable, result: Recommendation) -> Iterator[str]:
    yield click.style(headline(base, result), bold=True)
    if not result.ranking:
        return
    yield closeness(base, result)
    yield ""
    yield base.wording["guide_reasons"]
    width = max(len(table.criterion_of[pull.criterion].name) for pull in result.pulls)
    strongest = max(abs(pull.points) for pull in result.pulls) or 1.0
    cited: dict[str, str | None] = {}
    for pull in result.pulls:
        criterion = table.criterion_of[pull.criterion]
        bar = "█" * max(1, round(WIDEST * abs(pull.points) / strongest)) if pull.points else ""
        said = pulled(base, pull)
        label = criterion.level_of[pull.level].label
        yield f"  {criterion.name:<{width}}  {bar:<{WIDEST}}  {said}  ({label})"
        claim = base.claim_of[_telling_claim(result, pull)]
        sources = [base.source_of[evidence.source] for evidence in claim.evidence]
        labels = dict.fromkeys(source_label(source, base.wording) for source in sources)
        cited |= {source.short: source.url for source in sources}
        line = f"{claim_line(claim, sources, base.wording)} ({'; '.join(labels)})"
        yield click.style(f"  {'':<{width}}  {line}", dim=True)
    yield ""
    yield base.wording["guide_what_would_change"]
    yield from (f"  • {change}" for change in changes(base, table, result))
    yield ""
    for name, address in cited.items():
        yield click.style(f"  {name}: {address or base.wording['no_address']}", dim=True)
    yield click.style(say(base.wording, "guide_footer", revision=base.revision), dim=True)


def _telling_claim(result: Recommendation, pull: Pull) -> str:
    """The first claim behind the better of the two ratings."""
    first, second = result.ranking[0], result.ranking[-1 if len(result.ranking) == 1 else 1]
    side = second if pull.points < 0 else first
    return next(one.claims[0] for one in side.contributions if one.criterion == pull.criterion)
