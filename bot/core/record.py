"""
A decision as a record to keep: Markdown in the layout of MADR 4.0 (Markdown Architectural Decision
Records, https://adr.github.io/madr/), with every claim, its source and its date.

Its words are in ``wording.yaml``; only the headings' marks and the tables' bars are made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.core.decision import FORMULA
from bot.core.decision_table import DecisionTable
from bot.core.model import Claim, KnowledgeBase
from bot.core.presentation import claim_line, source_label
from bot.core.recommendation import Recommendation
from bot.core.telling import ahead, changes, closeness, headline
from bot.core.values import EITHER
from bot.core.wording import listed, say

MOST_CONSEQUENCES = 5
"""Of each kind: a record is read to the end only when it is short."""
_CONSEQUENCES = {
    True: ("record_good_for", "record_nothing_good"),
    False: ("record_bad_for", "record_nothing_bad"),
}
_STANCES = {"favour": "record_favour", "neutral": "record_neutral", "against": "record_against"}
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def record(
    base: KnowledgeBase,
    table: DecisionTable,
    result: Recommendation,
    *,
    today: str,
    context: str = "",
) -> str:
    """
    *result* as a record of the day *today* (an ISO date); *context* is what a person wrote first.
    """
    text = "\n".join(_lines(base, table, result, today, context))
    return _BLANK_LINES.sub("\n\n", text).rstrip() + "\n"


def review_date(today: str, months: int) -> str:
    """
    The ISO date *months* after *today*; days that not every month has become the 28th.
    """
    year, month, day = (int(part) for part in today.split("-"))
    years, month = divmod(month - 1 + months, 12)
    return f"{year + years:04d}-{month + 1:02d}-{min(day, 28):02d}"


def _lines(
    base: KnowledgeBase, table: DecisionTable, result: Recommendation, today: str, context: str
) -> Iterator[str]:
    wording = base.wording
    again = review_date(today, table.review_after_months)
    answered = [name for name in table.criterion_of if name in result.responses.levels]
    yield from ("---", 'status: "proposed"', f"date: {today}", "---", "")
    yield f"# {_title(base, table, result)}"
    yield from _section(2, wording["record_context"])
    options = listed([base.option_of[option].name for option in table.options])
    count = len(table.criteria)
    yield say(wording, "record_asked", options=options, answered=len(answered), count=count)
    if context.strip():
        yield from ("", *(f"> {_plain(line)}" for line in context.strip().splitlines()))
    yield from ("", *(f"* {_answer(table, result, name)}" for name in answered))
    yield from _section(2, wording["record_drivers"])
    yield from _table(base, table, result)
    yield from _section(2, wording["record_options"])
    yield from (f"* {base.option_of[option].name}" for option in table.options)
    yield from _section(2, wording["record_outcome"])
    yield from _outcome(base, result)
    if result.ranking:
        yield from _reasons(base, table, result, again)
    claims = _claims(base, result)
    yield from _section(2, wording["record_more"])
    yield from _more(base, claims)


def _reasons(
    base: KnowledgeBase, table: DecisionTable, result: Recommendation, again: str
) -> Iterator[str]:
    """What follows from it, when to look again, and what speaks for and against each option."""
    wording = base.wording
    yield from _section(3, wording["record_consequences"])
    yield from _consequences(base, table, result)
    yield from _section(3, wording["record_confirmation"])
    yield say(wording, "record_look_again", date=again)
    yield from ("", *(f"* {change}" for change in changes(base, table, result)))
    yield from _section(2, wording["record_pros_and_cons"])
    claims = _claims(base, result)
    for option in table.options:
        yield from _section(3, base.option_of[option].name)
        yield from _pros_and_cons(base, claims, option)


def _section(depth: int, title: str) -> Iterator[str]:
    yield from ("", f"{'#' * depth} {title}", "")


def _plain(text: str) -> str:
    """*text* of a person, with nothing left in it that Markdown would read as markup."""
    return _MARKS.sub(r"\\\1", text.strip())


def _title(base: KnowledgeBase, table: DecisionTable, result: Recommendation) -> str:
    if result.winner in {None, EITHER}:
        return say(base.wording, "record_title_open", title=table.title)
    return say(base.wording, "record_title", title=table.title, option=ahead(base, result))


def _answer(table: DecisionTable, result: Recommendation, name: str) -> str:
    criterion = table.criterion_of[name]
    return f"{criterion.name}: {criterion.level_of[result.responses.levels[name]].label}"


def _table(base: KnowledgeBase, table: DecisionTable, result: Recommendation) -> Iterator[str]:
    """The criteria with their answers, weights and ratings; those not answered are named."""
    wording = base.wording
    heads = [wording[name] for name in ("record_criterion", "record_answer", "record_weight")]
    order = [one.option for one in result.ranking] or list(table.options)
    yield _row([*heads, *(base.option_of[option].name for option in order)])
    yield _row(["---"] * 3 + ["---:"] * len(order))
    rated = {
        (ranked.option, one.criterion): one
        for ranked in result.ranking
        for one in ranked.contributions
    }
    for criterion in table.criteria:
        level = result.responses.levels.get(criterion.id)
        if level is None:
            continue
        weight = result.responses.weights.get(criterion.id, criterion.weight)
        ratings = [
            f"{rated[option, criterion.id].rating:g}" if (option, criterion.id) in rated else "–"
            for option in order
        ]
        label = criterion.level_of[level].label
        yield _row([criterion.name, label, f"{weight:g}", *ratings])
    if result.ranking:
        scores = (f"**{one.score:.1f}**" for one in result.ranking)
        yield _row([f"**{base.wording['record_score']}**", "", "", *scores])
    otherwise = [
        say(
            wording,
            "record_weight_own",
            criterion=one.name,
            weight=f"{own:g}",
            usual=f"{one.weight:g}",
        )
        for one in table.criteria
        if (own := result.responses.weights.get(one.id, one.weight)) != one.weight
    ]
    if otherwise:
        yield from ("", say(wording, "record_weighed", weights=listed(otherwise)))
    left = [one.name for one in table.criteria if one.id not in result.responses.levels]
    if left:
        yield from ("", say(base.wording, "record_not_answered", names=listed(left)))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _outcome(base: KnowledgeBase, result: Recommendation) -> Iterator[str]:
    if not result.ranking:
        yield headline(base, result)
        return
    name = "record_tied" if result.winner == EITHER else "record_chosen"
    yield say(
        base.wording,
        name,
        option=ahead(base, result),
        because=f"{headline(base, result)} {closeness(base, result)}",
    )


def _consequences(
    base: KnowledgeBase, table: DecisionTable, result: Recommendation
) -> Iterator[str]:
    """What the answers bring and what they cost, the strongest first."""
    best = result.ranking[0]
    given = {one.criterion: one for ranked in result.ranking[1:2] for one in ranked.contributions}
    own = {one.criterion: one for one in best.contributions}
    for contributions, is_good in ((own, True), (given, False)):
        toward = [one for one in result.pulls if (one.points > 0) == is_good]
        found = [
            (table.criterion_of[pull.criterion].name, base.claim_of[claim])
            for pull in toward
            if pull.points
            for claim in contributions[pull.criterion].claims[:1]
        ]
        named, silent = _CONSEQUENCES[is_good]
        for criterion, claim in found[:MOST_CONSEQUENCES]:
            yield "* " + say(base.wording, named, criterion=criterion, claim=claim.says)
        if not found:
            yield f"* {base.wording[silent]}"


def _claims(base: KnowledgeBase, result: Recommendation) -> list[Claim]:
    """Every claim behind a rating that counted, each once, in the order of the answers' pull."""
    rank = {pull.criterion: at for at, pull in enumerate(result.pulls)}
    contributions = sorted(
        (one for ranked in result.ranking for one in ranked.contributions),
        key=lambda one: rank.get(one.criterion, len(rank)),
    )
    names = dict.fromkeys(claim for one in contributions for claim in one.claims)
    return [base.claim_of[name] for name in names]


def _pros_and_cons(base: KnowledgeBase, claims: Iterable[Claim], option: str) -> Iterator[str]:
    about = [claim for claim in claims if option in claim.options]
    found = []
    for stance, name in _STANCES.items():
        for claim in about:
            is_shared = len(claim.options) > 1
            if ("neutral" if is_shared else claim.stance) == stance:
                found.append("* " + say(base.wording, name, claim=_cited(base, claim)))
    yield from found or [f"* {base.wording['record_no_claims']}"]


def _cited(base: KnowledgeBase, claim: Claim) -> str:
    sources = [base.source_of[evidence.source] for evidence in claim.evidence]
    labels = "; ".join(dict.fromkeys(source_label(source, base.wording) for source in sources))
    return f"{claim_line(claim, sources, base.wording)} ({labels})"


def _more(base: KnowledgeBase, claims: Iterable[Claim]) -> Iterator[str]:
    """Where the sources disagree, who they are, how it was reckoned and from which revision."""
    wording = base.wording
    shown = [*claims]
    disputed = dict.fromkeys(
        one for claim in shown for one in base.disagreements_on.get(claim.id, ())
    )
    if disputed:
        yield from (wording["where_they_differ"] + ":", "")
        yield from (f"* {one.says}" for one in disputed)
        yield ""
    sources = dict.fromkeys(evidence.source for claim in shown for evidence in claim.evidence)
    if sources:
        yield from (wording["record_sources"], "")
    for name in sources:
        source = base.source_of[name]
        dated = source.published or source.dating or wording["no_date"]
        parts = [
            source.author or source.publisher or "",
            dated,
            source.url or wording["no_address"],
        ]
        yield f"* {source.title}: {', '.join(part for part in parts if part)}"
    yield from ("", say(wording, "record_reckoned", formula=FORMULA, revision=base.revision))
