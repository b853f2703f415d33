"""
The import table of the house, read from the syntax trees; and that the core touches no world.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.snapshot import Snapshot
from tests.core.fixtures import ROOT, shipped

__all__ = ["shipped"]

ROOMS = {
    "core": set[str](),
    "knowledge": {"core"},
    "store": {"core"},
    "delivery": {"core", "store"},
    "slack": {"core", "knowledge", "store", "delivery"},
    "server": {"slack", "knowledge", "store", "metrics", "connections"},
    "metrics": set[str](),
    "connections": set[str](),
    "workspace": {"bootstrap"},
    "network": {"core", "slack"},
    "bootstrap": {
        *("core", "knowledge", "store", "delivery", "slack"),
        *("server", "metrics", "connections", "network"),
    },
    "cli": {
        *("core", "knowledge", "store", "delivery", "slack", "server", "network"),
        *("bootstrap", "workspace"),
    },
    "settings": {"core"},
    "logs": set[str](),
    "__main__": {"cli"},
    "__init__": set[str](),
}
"""Which other rooms a room may import: the table of the architecture, and who starts whom."""

LIBRARIES = {
    "core": {"rapidfuzz", "pydantic", "numpy"},
    # numpy: what an index learned is kept in a file of its arrays (bot/knowledge/cache.py).
    "knowledge": {"yaml", "numpy"},
    "store": {"sqlalchemy"},
    "delivery": {"dbos"},
    "slack": {"slack_bolt", "slack_sdk", "slackblocks"},
    "server": {"aiohttp"},
    "metrics": {"prometheus_client"},
    "connections": {"aiohttp"},
    "cli": {"click", "rich"},
    "workspace": {"aiohttp", "slack_sdk"},
    "network": {"aiohttp"},
    "bootstrap": set[str](),
}
"""Which libraries a room may import, beside the standard library."""

FOR_ALL_BUT_CORE = {"settings", "logs", "structlog"}
"""What every room but the core may import."""

PURE = set(
    "__future__ collections dataclasses enum fractions functools itertools math operator re "
    "typing unicodedata zlib".split()
)
"""The part of the standard library that the core may use: no clock, file, socket or chance."""

WORLDLY_CALLS = set("open print input eval exec compile __import__ breakpoint hash id".split())
"""Builtins that touch the world, or differ from process to process."""

WORLDLY_ARRAYS = set(
    "load save savez savez_compressed loadtxt savetxt genfromtxt fromfile tofile memmap".split()
)
"""Functions of numpy that touch files."""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module, also inside functions, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            if module in {"bot", "bot.slack"}:
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, module


def room_of(path: Path) -> str:
    """The room a file of the package stands in: ``bot/core/text.py`` in "core"."""
    return path.parts[1] if len(path.parts) > 2 else path.stem


def forbidden_imports(path: Path, source: str, listeners: set[str]) -> list[str]:
    """What *source*, as the file at *path*, imports and must not."""
    room, found = room_of(path), []
    if room not in ROOMS:
        return [f"{path}: {room} is a room without a line in the table"]
    for line, module in imports(ast.parse(source)):
        top, _, rest = module.partition(".")
        if top == "bot":
            other = rest.partition(".")[0]
            allowed = other in ROOMS[room] | {room, ""} or (
                room != "core" and other in FOR_ALL_BUT_CORE
            )
            if room == "cli" and module in listeners:
                allowed = False
        elif top in sys.stdlib_module_names:
            allowed = room != "core" or top in PURE
        else:
            allowed = top in LIBRARIES.get(room, set()) or (
                room != "core" and top in FOR_ALL_BUT_CORE
            )
        if not allowed:
            found.append(f"{path}:{line}: {room} must not import {module}")
    return found


def worldly_calls(path: Path, source: str) -> list[str]:
    """Where *source* opens files, prints, runs text as code, or leaves something to chance."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if called in WORLDLY_CALLS or (called.startswith("np.") and name in WORLDLY_ARRAYS):
            found.append(f"{path}:{node.lineno}: {called} touches the world")
        if ".random." in called and not (name == "default_rng" and node.args):
            found.append(f"{path}:{node.lineno}: {called} leaves it to chance")
    return found


def named(path: Path, source: str, names: set[str]) -> list[str]:
    """Where *source* names one of *names*, in text or as a name; docstrings may."""
    tree = ast.parse(source)
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, sorted(names)))})(?![a-z])", re.I)
    found = []
    for node in ast.walk(tree):
        texts = []
        if isinstance(node, ast.Constant) and id(node) not in told:
            texts = [node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value]
        elif isinstance(node, ast.Name):
            texts = [node.id.replace("_", " ")]
        elif isinstance(node, ast.Attribute):
            texts = [node.attr.replace("_", " ")]
        elif isinstance(node, ast.arg | ast.keyword):
            texts = [(node.arg or "").replace("_", " ")]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            texts = [node.name.replace("_", " ")]
        for text in texts:
            if isinstance(text, str) and pattern.search(text):
                found.append(f"{path}:{getattr(node, 'lineno', 0)}: names {text!r}")
    return found


def sources() -> Iterator[tuple[Path, str]]:
    """Every file of the package, by its path in the checkout."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        yield path.relative_to(ROOT), path.read_text("utf-8")


def listeners() -> set[str]:
    """The modules of ``bot/slack`` that register listeners."""
    return {
        f"bot.slack.{path.stem}"
        for path, source in sources()
        if room_of(path) == "slack"
        and any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "register"
            for node in ast.walk(ast.parse(source))
        )
    }


def test_every_room_imports_only_what_the_table_allows() -> None:
    """
    The directions of imports are the plan of the house.
    """
    known = listeners()
    found = [one for path, source in sources() for one in forbidden_imports(path, source, known)]

    assert found == []
    assert known


def test_the_core_touches_no_world() -> None:
    """
    No clock, file, socket, environment, log or unseeded chance.
    """
    found = [
        one
        for path, source in sources()
        if room_of(path) == "core"
        for one in worldly_calls(path, source)
    ]

    assert found == []


def test_no_code_names_an_option(shipped: Snapshot) -> None:
    """
    Options are data: nowhere in bot/ does the name of one decide anything.
    """
    names = {name for option in shipped.base.options for name in (option.id, option.name)}
    found = [one for path, source in sources() for one in named(path, source, names)]

    assert found == []


def test_every_room_of_the_table_stands() -> None:
    """
    A line for a room that is gone would allow what nobody meant.
    """
    rooms = {room_of(path) for path, _ in sources()}

    assert set(ROOMS) == rooms
    assert set(LIBRARIES) <= rooms


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot/core/x.py", "import time"),
        ("bot/core/x.py", "from datetime import datetime"),
        ("bot/core/x.py", "import os"),
        ("bot/core/x.py", "from pathlib import Path"),
        ("bot/core/x.py", "import socket"),
        ("bot/core/x.py", "import random"),
        ("bot/core/x.py", "import logging"),
        ("bot/core/x.py", "import structlog"),
        ("bot/core/x.py", "import asyncio"),
        ("bot/core/x.py", "import yaml"),
        ("bot/core/x.py", "import scipy.sparse"),
        ("bot/core/x.py", "from bot.settings import Settings"),
        ("bot/core/x.py", "from bot import settings"),
        ("bot/core/x.py", "from bot.knowledge.reader import read"),
        ("bot/core/deep/x.py", "def f():\n    import os"),
        ("bot/knowledge/x.py", "import slack_sdk"),
        ("bot/knowledge/x.py", "from bot.store import Store"),
        ("bot/store/x.py", "from bot.knowledge.live import Live"),
        ("bot/store/x.py", "import yaml"),
        ("bot/delivery/x.py", "from bot.slack.posting import post"),
        ("bot/delivery/x.py", "import slack_sdk"),
        ("bot/delivery/x.py", "import yaml"),
        ("bot/slack/x.py", "import sqlalchemy"),
        ("bot/slack/x.py", "from bot.server import Server"),
        ("bot/slack/x.py", "from bot.workspace import Workspace"),
        ("bot/server.py", "import slack_bolt"),
        ("bot/server.py", "from bot.delivery import Delivery"),
        ("bot/workspace/x.py", "from bot.core.text import words"),
        ("bot/workspace/x.py", "from bot.slack.blocks import section"),
        ("bot/bootstrap.py", "from bot.workspace import Workspace"),
        ("bot/bootstrap.py", "from bot.cli.main import fwchoice"),
        ("bot/cli/x.py", "from bot.slack.questions import register"),
        ("bot/cli/x.py", "from bot.slack import questions"),
        ("bot/cli/x.py", "import slack_bolt"),
        ("bot/settings.py", "from bot.slack.app import build_app"),
        ("bot/newroom/x.py", "import re"),
        ("bot/core/x.py", "from ..slack import app"),
    ],
)
def test_a_forbidden_import_would_be_found(path: str, source: str) -> None:
    """
    This test can fail: one bad line in any room is seen.
    """
    assert len(forbidden_imports(Path(path), source, {"bot.slack.questions"})) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot/core/x.py", "import re\nimport numpy as np\nfrom bot.core.text import words"),
        ("bot/knowledge/x.py", "import yaml\nimport os\nfrom bot.settings import Settings"),
        ("bot/cli/x.py", "import click\nfrom bot.slack.manifest import manifest"),
        ("bot/slack/x.py", "import structlog\nfrom bot.delivery import Delivery"),
    ],
)
def test_an_allowed_import_is_left_alone(path: str, source: str) -> None:
    """
    And it does not cry wolf.
    """
    assert forbidden_imports(Path(path), source, {"bot.slack.questions"}) == []


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "print('x')",
        "eval('1')",
        "hash('x')",
        "np.load('x')",
        "np.savez('x')",
        "np.random.rand(3)",
        "np.random.default_rng()",
        "np.random.shuffle(x)",
        "def f():\n    return [open(one) for one in names]",
    ],
)
def test_a_worldly_call_would_be_found(source: str) -> None:
    """
    Also deep inside; a generator with a seed is none.
    """
    assert len(worldly_calls(Path("bot/core/x.py"), source)) == 1
    assert worldly_calls(Path("bot/core/x.py"), "np.random.default_rng(20)\nwords.open('x')") == []


@pytest.mark.parametrize(
    "source",
    [
        "if option == 'alpha': pass",
        "x = 'about Alpha and others'",
        "x = f'alpha {y}'",
        "x = b'alpha'",
        "alpha = 1",
        "def is_alpha(): pass",
        "f(alpha=1)",
        "x.alpha",
        "{'alpha': 1}",
    ],
)
def test_a_named_option_would_be_found(source: str) -> None:
    """
    In text and in names; a docstring may give an example.
    """
    assert len(named(Path("bot/x.py"), source, {"alpha", "Alpha"})) >= 1
    assert named(Path("bot/x.py"), '"""About alpha."""\nx = "alphabet"', {"alpha"}) == []
