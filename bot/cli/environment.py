"""
The settings a command runs under, and the knowledge folder it works on.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.settings import Settings

Command = TypeVar("Command", bound=Any)


def settings() -> Settings:
    """
    The settings of this process's environment. Raises SettingsError.
    """
    return Settings.from_environ(os.environ)


def knowledge_option(command: Command) -> Command:
    """
    ``--knowledge DIR``: another folder than KNOWLEDGE_DIR.
    """
    return click.option(
        "--knowledge",
        "folder",
        type=click.Path(path_type=Path),
        help="The knowledge folder (default: KNOWLEDGE_DIR, or knowledge).",
    )(command)


def folder_or_default(folder: Path | None) -> Path:
    """
    *folder*, or the one the settings name.
    """
    return folder or settings().knowledge_dir
