"""
``fwchoice tune``: thresholds from the golden questions, written beside the knowledge.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli.environment import folder_or_default, knowledge_option
from bot.core.fitting import GOLDEN
from bot.core.options import Names
from bot.core.snapshot import examples
from bot.core.thresholds import Thresholds
from bot.core.tuning import tried, tune, unseen
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import load

HEAD = """\
# yaml-language-server: $schema=schema/thresholds.json
# When to answer, ask back or decline. Written by `fwchoice tune`; not meant to be edited by hand.
# A question is declined when its probability of being answerable (in_scope) is below `ask`; asked
# back when that is below `scope`, or the best topic's probability (right_topic) below `accept`; and
# answered otherwise.
"""
FEWEST = 2
"""Fewer questions of a sort cannot be held out from one another."""


@click.command("tune")
@click.option("--dry-run", is_flag=True, help="Print the thresholds; write nothing.")
@knowledge_option
def command(dry_run: bool, folder: Path | None) -> None:
    """
    Set the thresholds from the golden questions and write thresholds.yaml.
    """
    where = folder_or_default(folder)
    golden, findings = read_golden(where)
    if findings:
        raise click.ClickException("\n".join(str(finding) for finding in findings))
    if min(sum(len(of.questions) for of in golden.topics), len(golden.declined)) < FEWEST:
        raise click.ClickException(
            f"nothing to tune from: {where / 'golden'} needs at least {FEWEST} questions on topics "
            f"and {FEWEST} to be declined (_decline.yaml)"
        )
    snapshot = load(where)
    base, index, subjects = snapshot.base, snapshot.index, snapshot.subjects
    options = len(base.options)
    trials = [
        tried(one.q, (of.topic, *one.topics), index, subjects, options, weight=GOLDEN)
        for of in golden.topics
        for one in of.questions
    ]
    trials.extend(
        tried(one.q, one.topics, index, subjects, options, is_ambiguous=True, weight=GOLDEN)
        for one in golden.ambiguous
    )
    trials.extend(tried(one.q, (), index, subjects, options) for one in golden.declined)
    names = Names(base.options, base.others, base.ordinary)
    practice = unseen(list(examples(base)), names, base.ordinary, subjects, options)
    found = tune(trials, practice, dict(base.thresholds.levels))
    text = written(found)
    if dry_run:
        click.echo(text, nl=False)
    else:
        (where / "thresholds.yaml").write_text(text, "utf-8")
        click.echo(f"{where / 'thresholds.yaml'}: {found.set_from}", err=True)


def written(found: Thresholds) -> str:
    """
    *found* as the text of ``thresholds.yaml``; JSON values are YAML values.
    """
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in found.model_dump(mode="json").items()
    ]
    return HEAD + "\n".join(lines) + "\n"
