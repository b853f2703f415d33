"""
The matcher on any data in CLINC150's layout (Larson et al., EMNLP 2019).

    python -m benchmarks.clinc150 --train FILE --test FILE [--per-intent N] [--json]

FILE is JSON with the splits ``train``, ``val``, ``oos_train``, ``oos_val`` or ``test``,
``oos_test``, each a list of [text, intent]. Thresholds are chosen on the training file alone, as
`fwchoice tune` chooses them: logistic models over a ranking's signals, fitted on its validation
splits. rapidfuzz brute force and bm25s run beside it on the same data.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from rapidfuzz import fuzz, process

from bot.core.judgement import probability, signals
from bot.core.learned import Example
from bot.core.matching import Index, Ranking
from bot.core.options import Names
from bot.core.text import words
from bot.core.tuning import SCOPE_SIGNALS, fit

Pairs = Sequence[tuple[str, str]]
OUT = "out-of-scope"


def read(path: Path, *splits: str) -> list[tuple[str, str]]:
    """The pairs of the first of *splits* that the file has."""
    data = json.loads(path.read_text("utf-8"))
    for split in splits:
        if split in data:
            return [(text, intent) for text, intent in data[split]]
    raise SystemExit(f"{path} has none of the splits {', '.join(splits)}")


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The probability that a question in scope scores higher than one that is not."""
    scores = np.array([*inside, *outside])
    order = scores.argsort(kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):
        same = scores == value
        ranks[same] = ranks[same].mean()
    n = len(inside)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * len(outside)))


def cut_for_mean(inside: Sequence[float], right: Sequence[bool], outside: Sequence[float]) -> float:
    """The cut that maximises the mean of in-scope accuracy and out-of-scope recall."""

    def worth(cut: float) -> float:
        kept = sum(ok and score >= cut for score, ok in zip(inside, right, strict=True))
        caught = sum(score < cut for score in outside)
        return kept / len(inside) + caught / len(outside)

    return max(sorted({*inside, *outside}), key=worth)


def ours(
    train: Pairs, val: Pairs, test: Pairs, oos: tuple[Pairs, Pairs, Pairs]
) -> dict[str, float]:
    """Every figure of the matcher."""
    oos_train, oos_val, oos_test = oos
    examples = [Example(intent, text) for text, intent in train]
    examples += [Example(OUT, text, in_scope=False) for text, _ in oos_train]
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    index = Index.build(examples, Names([], []))
    memory = (tracemalloc.get_traced_memory()[0] - before) / 2**20
    tracemalloc.stop()
    begin = time.perf_counter()
    index = Index.build(examples, Names([], []))
    build = time.perf_counter() - begin

    def right(ranking: Ranking, intent: str) -> bool:
        return ranking.candidates[0].topic == intent

    seen = [index.rank(text) for text, _ in val]
    seen_out = [index.rank(text) for text, _ in oos_val]
    rows = [signals(one) for one in (*seen, *seen_out)]
    model = fit(rows, [True] * len(seen) + [False] * len(seen_out), SCOPE_SIGNALS)

    def score(ranking: Ranking) -> float:
        return probability(model, signals(ranking))

    seen_right = [right(one, intent) for one, (_, intent) in zip(seen, val, strict=True)]
    cut = cut_for_mean([score(one) for one in seen], seen_right, [score(one) for one in seen_out])
    keep95 = float(np.quantile([score(one) for one in seen], 0.05))

    took: list[float] = []
    found: list[Ranking] = []
    for text, _ in test:
        begin = time.perf_counter()
        found.append(index.rank(text))
        took.append(1000 * (time.perf_counter() - begin))
    outside = [score(index.rank(text)) for text, _ in oos_test]
    inside = [score(one) for one in found]
    hits = [right(one, intent) for one, (_, intent) in zip(found, test, strict=True)]
    return {
        "accuracy": 100 * sum(hits) / len(hits),
        "auroc": auroc(inside, outside),
        "tuned_accuracy": 100
        * sum(ok and one >= cut for ok, one in zip(hits, inside, strict=True))
        / len(hits),
        "tuned_oos_recall": 100 * sum(one < cut for one in outside) / len(outside),
        "keep95_oos_recall": 100 * sum(one < keep95 for one in outside) / len(outside),
        "ms_p50": statistics.median(took),
        "ms_p99": float(np.quantile(took, 0.99)),
        "build_s": build,
        "memory_mib": memory,
    }


def beside(
    name: str, ask: Callable[[str], tuple[str, float]], test: Pairs, out: Pairs
) -> dict[str, float]:
    """Accuracy, AUROC and time of another method on the same questions (a sample where slow)."""
    took, hits, inside = [], 0, []
    for text, intent in test:
        begin = time.perf_counter()
        found, score = ask(text)
        took.append(1000 * (time.perf_counter() - begin))
        hits += found == intent
        inside.append(score)
    outside = [ask(text)[1] for text, _ in out]
    return {
        "accuracy": 100 * hits / len(test),
        "auroc": auroc(inside, outside),
        "ms_p50": statistics.median(took),
        "ms_p99": float(np.quantile(took, 0.99)),
    }


def brute_force(train: Pairs) -> Callable[[str], tuple[str, float]]:
    """rapidfuzz WRatio over all phrasings."""
    phrasings = [" ".join(words(text)) for text, _ in train]

    def ask(text: str) -> tuple[str, float]:
        found = process.extractOne(" ".join(words(text)), phrasings, scorer=fuzz.WRatio)
        return (train[found[2]][1], float(found[1])) if found else ("", 0.0)

    return ask


def bm25(train: Pairs) -> Callable[[str], tuple[str, float]]:
    """bm25s, the best phrasing's intent."""
    retriever = bm25s.BM25()
    retriever.index(
        bm25s.tokenize([text for text, _ in train], show_progress=False), show_progress=False
    )

    def ask(text: str) -> tuple[str, float]:
        tokens = bm25s.tokenize(text, show_progress=False, return_ids=False)
        if not tokens or not any(token in retriever.vocab_dict for token in tokens[0]):
            return "", 0.0
        found, scores = retriever.retrieve(tokens, k=1, show_progress=False)
        return train[int(found[0, 0])][1], float(scores[0, 0])

    return ask


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--per-intent", type=int, help="train on so many phrasings an intent")
    parser.add_argument("--alone", action="store_true", help="without the other methods")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    train, val = read(args.train, "train"), read(args.train, "val")
    oos_train, oos_val = read(args.train, "oos_train"), read(args.train, "oos_val")
    test, oos_test = read(args.test, "test", "val"), read(args.test, "oos_test", "oos_val")
    if args.per_intent:
        shuffled = random.Random(1).sample(train, len(train))
        kept: dict[str, int] = {}
        train = []
        for text, intent in shuffled:
            kept[intent] = kept.get(intent, 0) + 1
            if kept[intent] <= args.per_intent:
                train.append((text, intent))
    found = {"ours": ours(train, val, test, (oos_train, oos_val, oos_test))}
    if not args.alone:
        sample = random.Random(2).sample(test, min(400, len(test)))
        found["WRatio, 400 of them"] = beside("WRatio", brute_force(train), sample, oos_test[:100])
        found["bm25s"] = beside("bm25s", bm25(train), test, oos_test)
    if args.json:
        print(json.dumps({name: round(value, 4) for name, value in found["ours"].items()}))
        return
    for method, figures in found.items():
        print(method)
        for name, value in figures.items():
            print(f"  {name:20} {value:.3f}")


if __name__ == "__main__":
    main()
