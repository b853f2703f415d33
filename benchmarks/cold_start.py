"""
How long ``fwchoice ask`` takes from nothing, beside the libraries it cannot do without.

    python -m benchmarks.cold_start [--json] [--rounds N]

Three figures, each the median of fresh processes: importing rapidfuzz, yaml and pydantic; loading
the knowledge (read, parse, check, index) in a process that has imported everything; and the whole
command. The command should take at most twice the first plus the second.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = "import rapidfuzz, yaml, pydantic"
LOAD = """
import time
from bot.cli import ask
from bot.knowledge.loading import load
from bot.settings import Settings
folder = Settings.from_environ({}).knowledge_dir
begin = time.perf_counter()
load(folder)
print(time.perf_counter() - begin)
"""


def seconds(*command: str) -> float:
    """The wall time of one run of *command*."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - begin


def measured(rounds: int) -> dict[str, float]:
    """Medians in seconds; the three are taken in turn, so that a noisy moment hits all of them."""
    libraries, load, ask = [], [], []
    for _ in range(rounds):
        libraries.append(seconds(sys.executable, "-c", LIBRARIES))
        inside = subprocess.run(
            [sys.executable, "-c", LOAD], check=True, capture_output=True, text=True, cwd=ROOT
        )
        load.append(float(inside.stdout))
        ask.append(seconds(sys.executable, "-m", "bot", "ask", "which one is easier to learn?"))
    found = {
        "libraries_s": statistics.median(libraries),
        "load_s": statistics.median(load),
        "ask_s": statistics.median(ask),
    }
    found["bound_s"] = 2 * found["libraries_s"] + found["load_s"]
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=11)
    args = parser.parse_args()
    found = measured(args.rounds)
    if args.json:
        print(json.dumps({name: round(value, 4) for name, value in found.items()}))
        return
    for name, says in (
        ("libraries_s", LIBRARIES),
        ("load_s", "load the knowledge: read, parse, check, index"),
        ("ask_s", "fwchoice ask, whole command"),
        ("bound_s", "twice the first plus the second"),
    ):
        print(f"{1000 * found[name]:7.0f} ms  {says}")


if __name__ == "__main__":
    main()
