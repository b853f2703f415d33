"""What the tests here may ask for: knowledge bases, and the command as a person calls it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import fwchoice
from bot.settings import VARIABLES
from tests.core.fixtures import databases, folder, shipped

__all__ = ["databases", "folder", "run", "shipped"]

Run = Callable[..., Result]


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    """
    ``fwchoice`` with these words, on the small base unless *environ* says otherwise.

    Of the settings nothing else is set; whatever it raises by accident fails the test.
    """

    def call(*words: str, given: str | bytes | None = None, **environ: str) -> Result:
        unset: dict[str, str | None] = {variable.name: None for variable in VARIABLES}
        return CliRunner().invoke(
            fwchoice,
            list(words),
            input=given,
            env=unset | {"KNOWLEDGE_DIR": str(folder)} | environ,
            catch_exceptions=False,
        )

    yield call
    gc.enable()  # a command that lives for one answer turns it off
