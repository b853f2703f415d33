"""
``fwchoice decide``: the guided choice in a terminal, or decided at once from what is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.decision_json import decision_json
from bot.cli.decision_text import decision_text
from bot.cli.environment import folder_or_default, knowledge_option
from bot.cli.walking import Walk
from bot.core.decision import fitting, recommend
from bot.core.decision_table import MOST_WEIGHT, DecisionTable
from bot.core.errors import DecisionError
from bot.core.model import KnowledgeBase
from bot.core.needs import Understanding
from bot.core.parsing import did_you_mean
from bot.core.recommendation import Misfit, Responses
from bot.core.record import record
from bot.core.wording import say
from bot.knowledge.loading import load_base


@click.command("decide")
@click.option(
    "--set", "answers", multiple=True, metavar="CRITERION=LEVEL", help="Answer a question."
)
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="CRITERION=NUMBER",
    help="How much it matters: 0 not at all, up to 10; most usually count 1 to 2.",
)
@click.option("--from", "text", metavar="TEXT", help="Read the answers out of a description.")
@click.option("--ask", "asks", is_flag=True, help="Then ask the questions that are left.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option(
    "--record",
    "record_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the decision as a Markdown record (MADR) to a file.",
)
@knowledge_option
def command(
    answers: tuple[str, ...],
    weights: tuple[str, ...],
    text: str | None,
    asks: bool,
    as_json: bool,
    record_file: Path | None,
    folder: Path | None,
) -> None:
    """
    Walk through the questions of the decision table to a recommendation.

    With --set, --weight, --from or --json it decides at once.
    """
    base = load_base(folder_or_default(folder))
    if base.needs is None:
        raise DecisionError("this knowledge base has no decision table; see its README.md")
    table = base.decisions[0]
    understood = base.needs.understood(text) if text is not None else Understanding()
    given = _given(table, answers, weights, understood)
    is_walk = asks or not (answers or weights or text is not None or as_json)
    if is_walk and as_json:
        raise click.UsageError("--ask talks and --json does not: use one of them.")
    if text is not None and not as_json:
        click.echo(_said(base, table, text, understood) + "\n")
    if is_walk:
        result = Walk(base, table, given, _ask).walk()
        click.echo()
    else:
        result = recommend(table, given, base.told_by)
    if as_json:
        click.echo(json.dumps(decision_json(result, understood, base.revision), indent=1))
    else:
        click.echo(decision_text(base, table, result))
    if record_file is not None:
        today = datetime.now(UTC).date().isoformat()
        _write(record_file, record(base, table, result, today=today, context=text or ""))
        click.echo(say(base.wording, "walk_recorded", file=record_file), err=as_json)


def _ask(prompt: str) -> str | None:
    """What is typed after *prompt*; None at the end of the input."""
    try:
        return str(click.prompt(prompt, prompt_suffix=" ", default="", show_default=False))
    except click.Abort:
        click.echo()
        return None


def _given(
    table: DecisionTable,
    answers: Iterable[str],
    weights: Iterable[str],
    understood: Understanding,
) -> Responses:
    """What was given, the said before the read; raises UsageError with all that is wrong."""
    troubles: list[str] = []
    levels = dict(understood.levels)
    for name, level in _pairs("--set", "CRITERION=LEVEL", answers, troubles):
        levels[name] = level
    heavy: dict[str, float] = {}
    for name, number in _pairs("--weight", "CRITERION=NUMBER", weights, troubles):
        try:
            heavy[name] = float(number)
        except ValueError:
            troubles.append(f"--weight {name}={number}: {number!r} is not a number")
    responses, misfits = fitting(table, Responses(levels, heavy))
    troubles.extend(_trouble(one) for one in misfits)
    if troubles:
        raise click.UsageError("\n".join(troubles))
    return responses


def _pairs(
    option: str, form: str, given: Iterable[str], troubles: list[str]
) -> Iterable[tuple[str, str]]:
    given_before: dict[str, str] = {}
    for one in given:
        name, equals, value = (part.strip() for part in one.partition("="))
        if name and equals and value:
            if given_before.setdefault(name, value) != value:
                troubles.append(f"{option} {name} is given twice: {given_before[name]} and {value}")
            yield name, value
        else:
            troubles.append(f"{option} {one!r}: write it as {form}")


def _trouble(one: Misfit) -> str:
    if one.kind == "weight":
        return f"the weight of {one.criterion} is {one.given}; it must be 0 to {MOST_WEIGHT:g}"
    hint = did_you_mean(one.given, one.known) or f"; there are {', '.join(one.known)}"
    if one.kind == "level":
        return f"unknown level {one.given!r} of {one.criterion}{hint}"
    return f"unknown criterion {one.given!r}{hint}"


def _said(base: KnowledgeBase, table: DecisionTable, text: str, understood: Understanding) -> str:
    """What was read out of the text, so that a wrong reading is seen."""
    if not understood.levels:
        return say(base.wording, "walk_not_understood", said=text)
    lines = [base.wording["walk_understood"]]
    for name, level in understood.levels.items():
        criterion = table.criterion_of[name]
        label = criterion.level_of[level].label
        said = say(base.wording, "guide_read_from", said=understood.said[name])
        lines.append(f"  {criterion.name}: {label}  {click.style(said, dim=True)}")
    return "\n".join(lines)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error
