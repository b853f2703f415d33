"""
``fwchoice export``: the whole knowledge base for other programs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bot.cli.environment import folder_or_default, knowledge_option
from bot.core.decision import FORMULA
from bot.core.decision_table import DecisionTable
from bot.core.model import KnowledgeBase, Topic
from bot.knowledge.loading import load_base


@click.command("export")
@click.option("--json", "as_json", is_flag=True, default=True, help="As JSON (the default).")
@knowledge_option
def command(as_json: bool, folder: Path | None) -> None:
    """
    Print the whole knowledge base as JSON.
    """
    base = load_base(folder_or_default(folder))
    click.echo(json.dumps(exported(base), ensure_ascii=False, indent=1))


def exported(base: KnowledgeBase) -> dict[str, Any]:
    """
    *base* as one JSON object, in the shape other programs rely on.
    """
    return {
        "revision": base.revision,
        "options": [option.model_dump(mode="json") for option in base.options],
        "sources": [source.model_dump(mode="json") for source in base.sources],
        "topics": [_topic(topic) for topic in base.topics],
        "disagreements": [
            {"id": one.id, "claims": list(one.claims), "text": one.says}
            for one in base.disagreements
        ],
        "decisions": [_decision(table) for table in base.decisions],
    }


def _decision(table: DecisionTable) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "formula": FORMULA,
        "review_after_months": table.review_after_months,
        "criteria": [one.model_dump(mode="json") for one in table.criteria],
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id,
        "title": topic.title,
        "question": topic.question,
        "utterances": list(topic.utterances),
        "terms": topic.terms,
        "verdict": {
            "lean": topic.verdict.lean,
            "says": topic.verdict.says,
            "claims": list(topic.verdict.because),
            "conditions": [one.model_dump(mode="json") for one in topic.verdict.conditions],
        },
        "about": {
            option: {"says": one.says, "claims": list(one.because)}
            for option, one in topic.about.items()
        },
        "claims": [
            {
                "id": claim.id,
                "options": list(claim.options),
                "topics": [topic.id, *claim.topics],
                "stance": claim.stance,
                "text": claim.says,
                "evidence": [one.model_dump(mode="json") for one in claim.evidence],
                "as_of": claim.as_of,
                "disputed_by": list(claim.disputed_by),
                "caveat": claim.caveat,
            }
            for claim in topic.claims
        ],
    }
