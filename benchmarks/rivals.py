"""
The methods measured beside ours in the same run: rapidfuzz brute force and bm25s, best phrasing.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
from rapidfuzz import fuzz, process

from bot.core.matching import Index
from bot.core.text import words

Pairs = Sequence[tuple[str, str]]
"""Texts and their labels."""
Ask = Callable[[str], tuple[str, float]]
"""A question to the label found, and its score."""


def brute_force(train: Pairs) -> Ask:
    """rapidfuzz WRatio over all phrasings."""
    phrasings = [" ".join(words(text)) for text, _ in train]

    def ask(text: str) -> tuple[str, float]:
        found = process.extractOne(" ".join(words(text)), phrasings, scorer=fuzz.WRatio)
        return (train[found[2]][1], float(found[1])) if found else ("", 0.0)

    return ask


def bm25(train: Pairs) -> Ask:
    """bm25s, the best phrasing's label."""
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


def ranked(index: Index) -> Callable[[str], object]:
    """What a question costs ours: its ranking, and the nearest phrasing of the best topic."""
    return lambda text: index.rank(text).candidates[0].likeness


def milliseconds(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """The time of each question."""
    took = []
    for question in questions:
        begin = time.perf_counter()
        ask(question)
        took.append(1000 * (time.perf_counter() - begin))
    return took


def spread(took: Sequence[float]) -> dict[str, float]:
    """The median and the 99th percentile."""
    return {"ms_p50": statistics.median(took), "ms_p99": float(np.quantile(took, 0.99))}


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
