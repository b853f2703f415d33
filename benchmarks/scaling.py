"""
Milliseconds a query and build seconds as the base grows, beside rapidfuzz brute force and bm25s.

    python -m benchmarks.scaling [--largest N] [--json]

The phrasings are made up from a seed: 150 topics, each with words of its own among common ones, so
that any size can be had. Brute force is `process.extractOne` with WRatio over all phrasings.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time

from benchmarks.rivals import bm25, brute_force, milliseconds, ranked, spread
from bot.core.learned import Example
from bot.core.matching import Index
from bot.core.options import Names

SIZES = (150, 1_500, 15_000, 150_000)
TOPICS = 150
QUERIES = 200
BRUTE_QUERIES = 20


def phrasings(size: int, chance: random.Random) -> list[tuple[str, str]]:
    """*size* phrasings as (text, topic)."""
    letters = "abcdefghiklmnoprstuvwy"

    def word() -> str:
        return "".join(chance.choice(letters) for _ in range(chance.randint(3, 9)))

    common = [word() for _ in range(400)]
    own = [[word() for _ in range(40)] for _ in range(TOPICS)]
    return [
        (
            " ".join(
                chance.choice(own[at % TOPICS]) if chance.random() < 0.4 else chance.choice(common)
                for _ in range(chance.randint(4, 10))
            ),
            f"topic-{at % TOPICS}",
        )
        for at in range(size)
    ]


def measured(size: int) -> dict[str, float]:
    """The figures for one size."""
    chance = random.Random(size)
    known = phrasings(size + QUERIES, chance)
    questions = [text for text, _ in known[size:]]
    known = known[:size]
    begin = time.perf_counter()
    index = Index.build([Example(topic, text) for text, topic in known], Names([], []))
    build = time.perf_counter() - begin
    brute = milliseconds(brute_force(known), questions[:BRUTE_QUERIES])
    return {
        "phrasings": size,
        "build_s": build,
        **spread(milliseconds(ranked(index), questions)),
        "brute_force_ms_p50": statistics.median(brute),
        "bm25s_ms_p50": statistics.median(milliseconds(bm25(known), questions)),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = [measured(size) for size in SIZES if size <= args.largest]
    if args.json:
        print(json.dumps([{name: round(value, 4) for name, value in row.items()} for row in rows]))
        return
    print(
        f"{'phrasings':>10} {'build s':>8} {'p50 ms':>8} {'p99 ms':>8} "
        f"{'WRatio ms':>10} {'bm25s ms':>9}"
    )
    for row in rows:
        print(
            f"{row['phrasings']:>10.0f} {row['build_s']:>8.2f} {row['ms_p50']:>8.3f} "
            f"{row['ms_p99']:>8.3f} {row['brute_force_ms_p50']:>10.2f} {row['bm25s_ms_p50']:>9.3f}"
        )


if __name__ == "__main__":
    main()
