"""
The benchmarks of the matcher run: nobody looks at them every day, and figures nobody can get again
are no figures.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from benchmarks import clinc150

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_can_be_started(name: str) -> None:
    """
    Everything that it imports is still there.
    """
    assert importlib.import_module(f"benchmarks.{name}")


def test_the_public_benchmark_prints_what_was_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    On a file in CLINC150's layout, thresholds from its training portion alone.
    """
    said = {
        "lights": ["turn the lights on", "switch off the lamp", "dim the lights", "lights out"],
        "music": ["play a song", "stop the music", "next song please now", "some jazz music"],
        "food": ["order a pizza", "what is for dinner", "cook some pasta", "pizza recipes"],
    }
    pairs = [[text, intent] for intent, texts in said.items() for text in texts]
    out = [["who won the match", "oos"], ["how tall is everest", "oos"], ["sell my car", "oos"]]
    file = tmp_path / "data.json"
    file.write_text(
        json.dumps(
            {
                "train": pairs,
                "val": pairs[::2],
                "oos_train": out[:2],
                "oos_val": out[2:],
                "test": pairs[1::2],
                "oos_test": out[2:],
            }
        ),
        "utf-8",
    )
    words = ["clinc150", "--train", str(file), "--test", str(file), "--alone", "--json"]
    monkeypatch.setattr("sys.argv", words)

    clinc150.main()

    found = json.loads(capsys.readouterr().out)
    assert found["accuracy"] == 100
    assert found.keys() >= {
        "accuracy",
        "auroc",
        "tuned_accuracy",
        "tuned_oos_recall",
        "keep95_oos_recall",
        "ms_p50",
        "ms_p99",
        "build_s",
        "memory_mib",
    }
