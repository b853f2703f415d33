"""
How long `recommend` takes, flips and all, and the reading of needs out of free text.

    python -m benchmarks.decision [--json] [--rounds N]

The shipped table with all but one and with all of fifteen criteria answered, at random levels from
a fixed seed; the golden decisions' descriptions. Milliseconds of the processor,
so that other work on the machine counts for little; p50 and p99 of all calls.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from random import Random

from bot.core.decision import recommend
from bot.core.decision_table import DecisionTable
from bot.core.recommendation import Responses
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import load_base

KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
CRITERIA = 15


def measured(rounds: int) -> dict[str, float]:
    """Milliseconds by name."""
    base = load_base(KNOWLEDGE)
    shipped = base.decisions[0].model_dump()
    table = DecisionTable.model_validate({**shipped, "criteria": shipped["criteria"][:CRITERIA]})
    golden, _ = read_golden(KNOWLEDGE)
    random = Random(1967)
    took: list[float] = []
    flips = 0
    for at in range(rounds):
        answered = table.criteria[: CRITERIA - at % 2]
        levels = {one.id: random.choice([level.id for level in one.levels]) for one in answered}
        begin = time.process_time()
        result = recommend(table, Responses(levels), base.told_by)
        took.append(1000 * (time.process_time() - begin))
        flips += len(result.flips)
    needs = base.needs
    reading: list[float] = []
    for one in golden.decisions if needs else ():
        begin = time.process_time()
        needs.understood(one.text)
        reading.append(1000 * (time.process_time() - begin))
    return {
        "criteria": float(len(table.criteria)),
        "flips_mean": flips / rounds,
        "recommend_ms_p50": statistics.median(took),
        "recommend_ms_p99": statistics.quantiles(took, n=100)[98],
        "understood_ms_p50": statistics.median(reading),
        "understood_ms_worst": max(reading),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=500)
    args = parser.parse_args()
    found = measured(args.rounds)
    if args.json:
        print(json.dumps({name: round(value, 3) for name, value in found.items()}))
        return
    for name, value in found.items():
        print(f"{value:9.2f}  {name}")


if __name__ == "__main__":
    main()
