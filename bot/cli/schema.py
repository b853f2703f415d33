"""
``fwchoice schema``: JSON Schemas made from the model, so that editors complete and check YAML.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli.environment import folder_or_default, knowledge_option
from bot.core.decision_table import DecisionTable
from bot.core.model import Topic, Value
from bot.core.parsing import KINDS


@click.command("schema")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 when one is stale."
)
@knowledge_option
def command(only_check: bool, folder: Path | None) -> None:
    """
    Write the JSON Schemas of the knowledge files to schema/.
    """
    where = folder_or_default(folder)
    if not where.is_dir():
        raise click.ClickException(f"there is no folder {where}; set KNOWLEDGE_DIR to yours")
    target = where / "schema"
    stale = [
        name
        for name, text in schemas().items()
        if not (target / name).is_file() or (target / name).read_text("utf-8") != text
    ]
    if not only_check:
        target.mkdir(exist_ok=True)
        for name in stale:
            (target / name).write_text(schemas()[name], "utf-8")
    for name in stale:
        click.echo(f"{target / name}: {'stale' if only_check else 'written'}", err=True)
    raise SystemExit(1 if only_check and stale else 0)


def schemas() -> dict[str, str]:
    """
    The text of every schema by file name.
    """
    kinds: dict[str, type[Value]] = {
        **KINDS,
        "topic.yaml": Topic,
        "decision.yaml": DecisionTable,
    }
    return {
        path.replace(".yaml", ".json"): json.dumps(kind.model_json_schema(), indent=1) + "\n"
        for path, kind in kinds.items()
    }
