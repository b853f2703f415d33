"""
``fwchoice test``: the golden questions, asked by the front door of the core and counted.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli.environment import folder_or_default, knowledge_option
from bot.cli.golden_report import Report
from bot.core.answers import answer
from bot.core.decision_scoring import decided
from bot.core.golden import Golden
from bot.core.model import EITHER, NONE
from bot.core.replies import Answer, Reply
from bot.core.scoring import (
    score,
    score_ambiguous,
    score_several,
)
from bot.core.snapshot import Snapshot
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import load


@click.command("test")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option("--misses", is_flag=True, help="Print every question that was not right.")
@knowledge_option
def command(as_json: bool, misses: bool, folder: Path | None) -> None:
    """
    Ask the golden questions and count what comes of them.

    Exit code 1 when a share falls below its floor.
    """
    where = folder_or_default(folder)
    golden, findings = read_golden(where)
    for finding in findings:
        click.echo(finding, err=True)
    snapshot = load(where)
    report = run(golden, snapshot)
    click.echo(json.dumps(report.as_json(), indent=1) if as_json else report.as_text())
    if misses:
        for one in report.misses():
            click.echo(one, err=as_json)
    failures = report.failures()
    for failure in failures:
        click.echo(failure, err=True)
    raise SystemExit(1 if failures or findings else 0)


def run(golden: Golden, snapshot: Snapshot) -> Report:
    """
    Every golden question asked once.
    """
    topics = [
        score(one.q, answer(one.q, snapshot), (of.topic, *one.topics), one.lean)
        for of in golden.topics
        for one in of.questions
    ]
    return Report(
        topics=topics,
        declined=[score(one.q, answer(one.q, snapshot), ()) for one in golden.declined],
        ambiguous=[
            score_ambiguous(one.q, answer(one.q, snapshot), one.topics) for one in golden.ambiguous
        ],
        pairs=[
            (first, second, _verdict(answer(first, snapshot)) == _verdict(answer(second, snapshot)))
            for first, second in golden.pairs
        ],
        several=[
            score_several(one.q, answer(one.q, snapshot), one.topics) for one in golden.several
        ],
        decisions=decided(snapshot.base, golden.decisions),
        thresholds=snapshot.base.thresholds,
    )


def _verdict(reply: Reply) -> tuple[str, ...]:
    """What must be the same for two questions that mean the same."""
    if isinstance(reply, Answer):
        pushes = "nothing" if reply.lean in {EITHER, NONE} else reply.lean
        return ("answer", reply.topics[0], pushes)
    return (type(reply).__name__,)
