"""
``fwchoice diff``: what an edit changes, and which golden questions are answered differently.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bot.cli.environment import folder_or_default, knowledge_option
from bot.core.answers import answer
from bot.core.decision_scoring import decided
from bot.core.difference import Change, differences
from bot.core.errors import KnowledgeError
from bot.core.golden import Golden
from bot.core.model import KnowledgeBase
from bot.core.replies import Answer, Reply
from bot.core.snapshot import Snapshot
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import examine, load
from bot.knowledge.past import write_out

_MARKS = {(True, False): "-", (False, True): "+", (True, True): "~"}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """
    A golden question, or a description to decide, that is answered differently.
    """

    question: str
    before: str
    after: str


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@knowledge_option
def command(old: str, new: str | None, as_json: bool, folder: Path | None) -> None:
    """
    Compare the knowledge OLD with NEW (by default the knowledge folder as it is).

    Each is a folder, or a git revision of the knowledge folder ("HEAD~3", "main").
    """
    current = folder_or_default(folder)
    with TemporaryDirectory() as room:
        before = _folder(old, current, Path(room) / "old")
        after = _folder(new, current, Path(room) / "new") if new else current
        second = load(after)
        first = _earlier(before, second.base)
        golden, _ = read_golden(after)
    changes = differences(first.base, second.base)
    answered = [*_answered_otherwise(golden, first, second)]
    if as_json:
        click.echo(json.dumps(_as_json(first, second, changes, answered), ensure_ascii=False))
        return
    for line in _as_text(changes, answered):
        click.echo(line)


def _folder(named: str, current: Path, room: Path) -> Path:
    """The folder *named*, or the current one as it was at the git revision *named*."""
    if Path(named).is_dir():
        return Path(named)
    try:
        return write_out(named, current, room)
    except LookupError as error:
        raise click.UsageError(str(error)) from None


def _earlier(folder: Path, current: KnowledgeBase) -> Snapshot:
    """
    The knowledge in *folder*, which may be older than this program: sentences of the bot's own that
    it lacks are taken from the *current* base, and what checks have learned to say is left aside.
    """
    base, findings = examine(folder)
    if base is None:
        raise KnowledgeError(findings)
    wording = {**current.wording, **base.wording}
    return Snapshot.build(base.model_copy(update={"wording": wording}))


def _answered_otherwise(golden: Golden, first: Snapshot, second: Snapshot) -> Iterator[Otherwise]:
    questions = [
        *(one.q for topic in golden.topics for one in topic.questions),
        *(one.q for one in golden.declined),
        *(one.q for one in golden.ambiguous),
    ]
    for question in questions:
        before, after = (_outcome(answer(question, one)) for one in (first, second))
        if before != after:
            yield Otherwise(question, before, after)
    recommended = zip(
        decided(first.base, golden.decisions), decided(second.base, golden.decisions), strict=False
    )
    for was, now in recommended:
        if was.winner != now.winner:
            yield Otherwise(was.golden.text, str(was.winner), str(now.winner))


def _outcome(reply: Reply) -> str:
    """What a reply comes to: the topic and the lean, and the first line."""
    if isinstance(reply, Answer):
        return f"{reply.topics[0]}, {reply.lean}: {reply.headline}"
    return type(reply).__name__.lower()


def _as_text(changes: tuple[Change, ...], answered: list[Otherwise]) -> Iterator[str]:
    if not changes and not answered:
        yield "no change in what is known, and every golden question is answered as before"
    for change in changes:
        mark = _MARKS[change.before is not None, change.after is not None]
        yield f"{mark} {change.kind} {change.name}"
        if change.before is not None:
            yield click.style(f"    was: {change.before}", dim=True)
        if change.after is not None:
            yield f"    now: {change.after}"
    for one in answered:
        yield f"~ answer to {one.question!r}"
        yield click.style(f"    was: {one.before}", dim=True)
        yield f"    now: {one.after}"
    if changes or answered:
        yield f"{len(changes)} changes; {len(answered)} golden questions are answered differently"


def _as_json(
    first: Snapshot, second: Snapshot, changes: tuple[Change, ...], answered: list[Otherwise]
) -> dict[str, Any]:
    return {
        "revisions": [first.base.revision, second.base.revision],
        "changes": [asdict(change) for change in changes],
        "answers": [asdict(one) for one in answered],
    }
