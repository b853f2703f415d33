"""
``fwchoice check``: everything that is wrong with the knowledge base, at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from bot.cli.environment import folder_or_default
from bot.core.checks.verdicts import sides
from bot.core.findings import Finding
from bot.core.model import KnowledgeBase
from bot.knowledge.mending import mend
from bot.knowledge.review import review

UNREADABLE = (
    "These keep the files from being read as one base. Mend them and check again: what claims, "
    "options and sources say of one another is only looked at then."
)


@click.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of findings.")
@click.option("--fix", is_flag=True, help="Mend first what is mechanical, and say which files.")
@click.option("--balance", is_flag=True, help="Count the claims for and against each option.")
def command(folder: Path | None, as_json: bool, fix: bool, balance: bool) -> None:
    """
    Check the knowledge base in FOLDER (default: KNOWLEDGE_DIR, or knowledge).

    --fix mends look-alike letters, invisible characters, blanks and tabs, one-sided disputes and
    questions repeated in a list. Findings print as path:line:column level code message. Exit code
    1 when one of them is an error.
    """
    where = folder_or_default(folder)
    for path in mend(where) if fix else ():
        click.echo(f"{path}: mended", err=True)
    base, findings = review(where)
    if as_json:
        rows = [
            {
                "path": str(_path(where, one)),
                "line": one.place.line,
                "column": one.place.column,
                "level": one.level,
                "code": one.code,
                "message": one.message,
            }
            for one in findings
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in findings:
            colour = "red" if one.level == "error" else "yellow"
            place = f"{_path(where, one)}:{one.place.line}:{one.place.column}"
            click.echo(f"{place} {click.style(one.level, fg=colour)} {one.code} {one.message}")
    if balance and base is not None:
        click.echo("\n".join(_balance(base)), err=as_json)
    errors = sum(one.level == "error" for one in findings)
    if base is not None:
        click.echo(
            f"{_counted(len(base.topics), 'topic')}, {_counted(len(base.claim_of), 'claim')}, "
            f"{_counted(len(base.disagreements), 'disagreement')}, revision {base.revision}: "
            f"{_counted(errors, 'error')}, {_counted(len(findings) - errors, 'warning')}",
            err=True,
        )
    elif findings:
        click.echo(UNREADABLE, err=True)
    raise SystemExit(1 if errors else 0)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _path(folder: Path, finding: Finding) -> Path:
    """The finding's file from here; a finding may be about *folder* itself."""
    place = finding.place.path
    return folder if place == str(folder) else folder / place


def _balance(base: KnowledgeBase) -> Iterator[str]:
    """Per topic: its lean, and the claims for (+) and against (-) each option alone."""
    width = max(len(topic.id) for topic in base.topics)
    for topic in base.topics:
        counts = (
            f"{option.id} {favour:+d} {against:+d}"
            for option in base.options
            for favour, against in [sides(base.claims_on[topic.id], option.id)]
        )
        yield f"{topic.id:<{width}}  leans to {topic.verdict.lean:<8}  {'   '.join(counts)}"
