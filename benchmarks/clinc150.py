"""
The matcher on any data in CLINC150's layout (Larson et al., EMNLP 2019).

    python -m benchmarks.clinc150 --train FILE --test FILE [--per-intent N] [--json]

FILE is JSON with the splits ``train``, ``val``, ``oos_train``, ``oos_val`` or ``test``,
``oos_test``, each a list of [text, intent]. Thresholds are chosen on the training file alone, as
`fwchoice tune` chooses them: logistic models over a ranking's signals, fitted on every training
text ranked by an index that was built without it, and on the validation splits. Where the test
file has no test splits its validation splits are tested, and then nothing is fitted on them.
"typo" is the same test with one word in four misspelt (`benchmarks.typos`). rapidfuzz brute force
and bm25s run beside it on the same data.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.rivals import Ask, Pairs, auroc, bm25, brute_force, milliseconds, ranked, spread
from benchmarks.typos import misspelt
from bot.core.fitting import SCOPE_SIGNALS, Trial, fit
from bot.core.judgement import probability, signals
from bot.core.learned import Example
from bot.core.matching import Index
from bot.core.options import Names
from bot.core.ranking import Ranking
from bot.core.tuning import unseen

OUT = "out-of-scope"
NAMES = Names([], [])


def read(path: Path, *splits: str) -> list[tuple[str, str]]:
    """The pairs of the first of *splits* that the file has."""
    data = json.loads(path.read_text("utf-8"))
    for split in splits:
        if split in data:
            return [(text, intent) for text, intent in data[split]]
    raise SystemExit(f"{path} has none of the splits {', '.join(splits)}")


def cut_for_mean(inside: Sequence[float], right: Sequence[bool], outside: Sequence[float]) -> float:
    """The cut that maximises the mean of in-scope accuracy and out-of-scope recall."""
    cuts = np.array(sorted({*inside, *outside}))
    hits = np.sort([one for one, ok in zip(inside, right, strict=True) if ok])
    kept = (len(hits) - np.searchsorted(hits, cuts)) / len(inside)
    caught = np.searchsorted(np.sort(outside), cuts) / len(outside)
    return float(cuts[int((kept + caught).argmax())])


def trials(index: Index, inside: Pairs, outside: Pairs) -> list[Trial]:
    """Questions in scope and out of it, ranked."""
    return [
        *(Trial(index.rank(text), frozenset({intent})) for text, intent in inside),
        *(Trial(index.rank(text), frozenset()) for text, _ in outside),
    ]


def ours(
    train: Pairs, known: tuple[Pairs, Pairs, Pairs], test: Pairs, out: Pairs
) -> dict[str, float]:
    """
    Every figure of the matcher; *known* are out-of-scope training texts and the validation texts,
    in scope and out of it.
    """
    oos_train, val, oos_val = known
    examples = [Example(intent, text) for text, intent in train]
    examples += [Example(OUT, text, in_scope=False) for text, _ in oos_train]
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    index = Index.build(examples, NAMES)
    memory = (tracemalloc.get_traced_memory()[0] - before) / 2**20
    tracemalloc.stop()
    builds = []
    for _ in range(3):
        begin = time.perf_counter()
        index = Index.build(examples, NAMES)
        builds.append(time.perf_counter() - begin)

    seen = [*unseen(examples, NAMES), *trials(index, val, oos_val)]
    model = fit(
        [signals(one.ranking) for one in seen], [bool(one.topics) for one in seen], SCOPE_SIGNALS
    )

    def score(ranking: Ranking) -> float:
        return probability(model, signals(ranking))

    judged = [one for one in seen if one.topics]
    inside = [score(one.ranking) for one in judged]
    outside = [score(one.ranking) for one in seen if not one.topics]
    cut = cut_for_mean(inside, [one.is_right for one in judged], outside)
    keep95 = float(np.quantile(inside[-len(val) :] if val else inside, 0.05))

    texts, slips = [text for text, _ in test], [misspelt(text) for text, _ in test]
    took, took_slips = (milliseconds(ranked(index), some) for some in (texts, slips))
    asked, asked_out = trials(index, test, ()), trials(index, (), out)
    scores, scores_out = ([score(one.ranking) for one in some] for some in (asked, asked_out))
    misspelt_asked = trials(index, list(zip(slips, [of for _, of in test], strict=True)), ())

    def percent(hits: Sequence[bool]) -> float:
        return 100 * sum(hits) / len(hits)

    return {
        "accuracy": percent([one.is_right for one in asked]),
        "typo_accuracy": percent([one.is_right for one in misspelt_asked]),
        "auroc": auroc(scores, scores_out),
        "tuned_accuracy": percent(
            [one.is_right and at >= cut for one, at in zip(asked, scores, strict=True)]
        ),
        "tuned_oos_recall": percent([one < cut for one in scores_out]),
        "keep95_kept": percent([one >= keep95 for one in scores]),
        "keep95_oos_recall": percent([one < keep95 for one in scores_out]),
        **spread(took),
        **{f"typo_{name}": value for name, value in spread(took_slips).items()},
        "build_s": min(builds),
        "memory_mib": memory,
    }


def beside(ask: Ask, test: Pairs, out: Pairs) -> dict[str, float]:
    """Accuracy, AUROC and time of another method on the same questions (a sample where slow)."""
    found = [ask(text) for text, _ in test]
    slips = [ask(misspelt(text))[0] for text, _ in test]
    return {
        "accuracy": 100
        * sum(one == of for (one, _), (_, of) in zip(found, test, strict=True))
        / len(test),
        "typo_accuracy": 100
        * sum(one == of for one, (_, of) in zip(slips, test, strict=True))
        / len(test),
        "auroc": auroc([score for _, score in found], [ask(text)[1] for text, _ in out]),
        **spread(milliseconds(ask, [text for text, _ in test])),
    }


def fewer(train: Pairs, per_intent: int) -> list[tuple[str, str]]:
    """So many phrasings an intent, drawn from a fixed seed."""
    kept: dict[str, int] = {}
    found = []
    for text, intent in random.Random(1).sample(list(train), len(train)):
        kept[intent] = kept.get(intent, 0) + 1
        if kept[intent] <= per_intent:
            found.append((text, intent))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--per-intent", type=int, help="train on so many phrasings an intent")
    parser.add_argument("--alone", action="store_true", help="without the other methods")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    train, oos_train = read(args.train, "train"), read(args.train, "oos_train")
    test, oos_test = read(args.test, "test", "val"), read(args.test, "oos_test", "oos_val")
    val, oos_val = read(args.train, "val"), read(args.train, "oos_val")
    if test == val:
        val, oos_val = [], []
    if args.per_intent:
        train = fewer(train, args.per_intent)
    found = {"ours": ours(train, (oos_train, val, oos_val), test, oos_test)}
    if not args.alone:
        sample = random.Random(2).sample(test, min(400, len(test)))
        found["WRatio, 400 of them"] = beside(brute_force(train), sample, oos_test[:100])
        found["bm25s"] = beside(bm25(train), test, oos_test)
    if args.json:
        print(json.dumps({name: round(value, 4) for name, value in found["ours"].items()}))
        return
    for method, figures in found.items():
        print(method)
        for name, value in figures.items():
            print(f"  {name:20} {value:.3f}")


if __name__ == "__main__":
    main()
