"""
How a reply came about, in words a curator understands (``fwchoice ask --explain``).
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.judgement import judge, signals
from bot.core.model import KnowledgeBase
from bot.core.phrasing import phrasing
from bot.core.replies import Reply


def explanation(reply: Reply, base: KnowledgeBase) -> str:
    """
    What was understood, what came near, and what decided.
    """
    return "\n".join(_lines(reply, base))


def _lines(reply: Reply, base: KnowledgeBase) -> Iterator[str]:
    ranking = reply.ranking
    if ranking is None:
        return
    query = ranking.query
    match = judge(ranking, base.thresholds)
    how = phrasing(query.asked, len(query.mentions.options))
    yield "--- how this came about"
    yield f"words      {' '.join(query.mentions.words) or '(none)'}"
    for written, taken in query.corrected:
        yield f"corrected  {written} -> {taken}"
    yield f"options    {', '.join(query.mentions.options) or '(none named)'}"
    if query.mentions.strangers:
        yield f"unknown    {', '.join(query.mentions.strangers)}"
    yield f"kind       {how.kind}"
    for at, one in enumerate(ranking.candidates, start=1):
        yield (
            f"candidate  {at}. {one.topic}: score {one.score:.2f}, knows {one.coverage:.0%} of the "
            f"question, nearest {one.likeness:.0f} % alike: {one.utterance!r}"
        )
    if ranking.elsewhere:
        yield f"declining  {ranking.elsewhere}: score {ranking.elsewhere_score:.2f}"
    measured = (f"{name} {value:.2f}" for name, value in signals(ranking).items())
    yield f"signals    {', '.join(measured)}"
    thresholds = base.thresholds
    yield (
        f"in scope   {match.in_scope:.0%} (declined below {thresholds.ask:.0%}, asked back below "
        f"{thresholds.scope:.0%})"
    )
    yield f"topic      {match.right_topic:.0%} (asked back below {thresholds.accept:.0%})"
    yield f"outcome    {match.outcome}"
