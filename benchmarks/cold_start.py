"""
How long ``fwchoice ask`` takes from nothing, beside the libraries it cannot do without.

    python -m benchmarks.cold_start [--json] [--rounds N]

Medians of fresh processes: importing rapidfuzz, yaml and pydantic; loading the knowledge (import
the core, read, parse, check, index) where those three are imported; and the whole command.
The last two are measured twice: the first time, and again, when what the index
learned is in the cache. The command should take at most twice the libraries plus the load.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = "import rapidfuzz, yaml, pydantic"
LOAD = """
import os, time
import rapidfuzz, yaml, pydantic
begin = time.perf_counter()
from bot.knowledge.loading import load
from bot.settings import Settings
settings = Settings.from_environ(os.environ)
load(settings.knowledge_dir, settings.cache_dir)
print(time.perf_counter() - begin)
"""


def run(environ: dict[str, str], *words: str) -> tuple[float, str]:
    """Wall time in seconds and output of one run of this Python with *words*."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words], check=True, capture_output=True, text=True, cwd=ROOT, env=environ
    )
    return time.perf_counter() - begin, done.stdout


def measured(rounds: int) -> dict[str, float]:
    """Medians in seconds; all are taken in turn, so that a noisy moment hits all of them."""
    took: dict[str, list[float]] = {}
    ask = ("-m", "bot", "ask", "which one is easier to learn?")
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            for name, cache in (("first", first), ("again", first)):
                environ = {**os.environ, "CACHE_DIR": cache}
                took.setdefault(f"load_{name}_s", []).append(float(run(environ, "-c", LOAD)[1]))
            for name, cache in (("first", second), ("again", second)):
                environ = {**os.environ, "CACHE_DIR": cache}
                took.setdefault(f"ask_{name}_s", []).append(run(environ, *ask)[0])
            took.setdefault("libraries_s", []).append(run(dict(os.environ), "-c", LIBRARIES)[0])
    found = {name: statistics.median(values) for name, values in took.items()}
    for name in ("first", "again"):
        found[f"bound_{name}_s"] = 2 * found["libraries_s"] + found[f"load_{name}_s"]
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
    print(f"{1000 * found['libraries_s']:7.0f} ms  {LIBRARIES}")
    for name, says in (("first", "nothing cached"), ("again", "index in the cache")):
        print(f"{1000 * found[f'load_{name}_s']:7.0f} ms  load the knowledge, {says}")
        print(f"{1000 * found[f'ask_{name}_s']:7.0f} ms  fwchoice ask, {says}")
        print(f"{1000 * found[f'bound_{name}_s']:7.0f} ms    at most: twice the libraries + load")


if __name__ == "__main__":
    main()
