"""
What others rely on: the names of the package, and that it stands alone.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import bot.workspace

FOLDER = Path(bot.workspace.__file__).parent
ALLOWED = {"aiohttp", "slack_sdk", "structlog", "bot"} | set(sys.stdlib_module_names)


def test_every_exported_name_is_there() -> None:
    """
    The list of names and the names agree.
    """
    missing = [name for name in bot.workspace.__all__ if not hasattr(bot.workspace, name)]

    assert missing == []


def test_it_imports_nothing_of_the_bot_and_few_libraries() -> None:
    """
    It knows Slack's protocol, not what any bot does with it.
    """
    foreign: list[str] = []
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            for name in names:
                own = name.startswith("bot.workspace")
                if name.split(".")[0] not in ALLOWED or (name.startswith("bot.") and not own):
                    foreign.append(f"{path.name}: {name}")

    assert foreign == []


def test_modules_stay_small() -> None:
    """
    At most three hundred lines each.
    """
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (*FOLDER.glob("*.py"), *(FOLDER / "page").iterdir())
    }

    assert {name: length for name, length in lengths.items() if length > 300} == {}
