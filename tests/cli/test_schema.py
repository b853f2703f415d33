"""
``fwchoice schema``: JSON Schemas made from the model, so that editors complete and check YAML.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.core.fixtures import SHIPPED


def test_the_shipped_schemas_are_up_to_date(run: Run) -> None:
    """
    A changed model comes with its schemas: run ``fwchoice schema``.
    """
    result = run("schema", "--check", "--knowledge", str(SHIPPED))

    assert (result.exit_code, result.stderr) == (0, "")


def test_schemas_are_written_once(run: Run, folder: Path) -> None:
    """
    The second time there is nothing to do.
    """
    assert run("schema", "--check").exit_code == 1
    assert not (folder / "schema").exists()
    first, second = run("schema"), run("schema")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr.count(": written\n") == 7
    assert second.stderr == ""
    assert run("schema", "--check").exit_code == 0


def test_a_stale_schema_is_named(run: Run, folder: Path) -> None:
    """
    And left as it is.
    """
    run("schema")
    (folder / "schema" / "topic.json").write_text("{}", "utf-8")
    result = run("schema", "--check")

    assert result.exit_code == 1
    assert result.stderr == f"{folder / 'schema' / 'topic.json'}: stale\n"


def test_a_folder_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    """
    One sentence, exit code 1.
    """
    result = run("schema", KNOWLEDGE_DIR=str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert "there is no folder" in result.stderr
    assert not (tmp_path / "nowhere").exists()


def test_shipped_files_name_the_schema_they_follow() -> None:
    """
    The first line of each YAML file leads an editor to its schema, and that is one.
    """
    files = [*SHIPPED.glob("*.yaml"), *SHIPPED.glob("topics/*.yaml")]
    prefix = "# yaml-language-server: $schema="

    assert files
    for path in files:
        first = path.read_text("utf-8").partition("\n")[0]
        assert first.startswith(prefix), path.name
        schema = json.loads((path.parent / first.removeprefix(prefix)).read_text("utf-8"))
        assert schema["additionalProperties"] is False
