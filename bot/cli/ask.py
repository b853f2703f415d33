"""
``fwchoice ask``: the same answer as in Slack, in a terminal or as JSON. Imports nothing of Slack.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click

from bot.cli.environment import knowledge_option, settings
from bot.cli.reply_json import reply_json
from bot.cli.reply_text import reply_text
from bot.core.answers import answer
from bot.knowledge.loading import load


@click.command("ask")
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
@click.option(
    "--batch",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="Read one question a line from a file, or from - (standard input).",
)
@click.option("--explain", is_flag=True, help="Show what was understood, candidates and scores.")
@click.option("--all", "everything", is_flag=True, help="Show every claim, not only the first.")
@knowledge_option
def command(
    question: tuple[str, ...],
    as_json: bool,
    batch: TextIO | None,
    explain: bool,
    everything: bool,
    folder: Path | None,
) -> None:
    """
    Answer QUESTION from the knowledge base.
    """
    if bool(question) == (batch is not None):
        raise click.UsageError('Ask one question ("fwchoice ask QUESTION"), or use --batch FILE.')
    questions: Iterable[str] = (
        (line.rstrip("\r\n") for line in batch) if batch else [_readable(" ".join(question))]
    )
    if batch is None:
        # A process that lives for one answer: collecting garbage costs more than it frees.
        gc.disable()
    environment = settings()
    snapshot = load(folder or environment.knowledge_dir, environment.cache_dir)
    for one in questions:
        reply = answer(one, snapshot)
        if as_json:
            click.echo(json.dumps(reply_json(one, reply), ensure_ascii=False))
        else:
            click.echo(reply_text(reply, snapshot.base, everything))
        if explain:
            from bot.cli.explanation import explanation

            click.echo(explanation(reply, snapshot), err=as_json)


def _readable(argument: str) -> str:
    """*argument* with bytes that are no UTF-8 replaced, as in a batch: it can be printed again."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
