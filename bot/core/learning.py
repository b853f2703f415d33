"""
A linear model over sparse features, learned from labelled examples.

It begins with what naive Bayes makes of them (how much more often a feature is met under a label
than under the others) and sharpens that by averaged passive-aggressive updates, PA-I (Crammer et
al., "Online Passive-Aggressive Algorithms", JMLR 7, 2006). Beginning there is worth a point of
accuracy on CLINC150 beside beginning at zero.

The same examples give the same model on every machine: sums are taken in a fixed order, never by a
linear algebra library. An example's turn, and the moment it counts from, are drawn from its own
text, and nothing depends on how many examples or labels there are, so that labels whose examples
have no feature in common are learned as if the others were not there. A label whose examples share
no feature with a question never scores above zero on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.core.space import Columns, Floats, Vectors

PASSES = 5
"""Three lose 0.3 points of accuracy with 5 and 10 phrasings an intent; more gain nothing."""
AGGRESSIVENESS = 0.3
"""PA-I's C: the largest step an example of weight 1 may take."""
PRIOR = 0.06
"""How far naive Bayes' log-odds reach: with 0.1 too little is left to learn, 0 loses a point."""
SMOOTHING = 0.1
"""
What naive Bayes takes every label to have seen of every feature. Chosen on CLINC150's training part
with 5, 10 and 80 phrasings an intent, and on golden questions: 0.01 loses a point with 5.
"""
OTHERS = 100
"""For how many other labels that is done, whatever their number: see above."""
NEARLY = 0.2
"""An example that falls short of its margin by no more is as good as learned: on CLINC150 that is
worth a third of the visits and costs nothing; 0.5 loses 0.2 points of accuracy."""
GROUPS = 512
"""Texts whose moments are as near as this learn together, each from the same weights: that is
faster than one by one, and as accurate. Which those are is a matter of texts alone."""


def learn(
    vectors: Vectors,
    texts: Sequence[str],
    truth: Sequence[int],
    trust: Sequence[float],
    features: int,
    labels: int,
) -> Floats:
    """
    The weights, by feature and label, that tell *truth* (a label's number for each vector).

    Scores of the right label and the next are about 1 apart for a known example; each example is
    trusted as said.
    """
    now = prior(vectors, truth, trust, features, labels)
    if labels < 2:
        return now
    flat = now.reshape(-1)
    right, most = np.array(truth, dtype=np.int64), AGGRESSIVENESS * np.array(trust)
    moments = np.array([crc32(text.encode("utf-8", "replace")) / 2**32 for text in texts])
    visited = moments.argsort(kind="stable")
    visited = visited[np.diff(vectors.bounds)[visited] > 0]
    moved: list[Columns] = []
    late: list[Floats] = []
    for turn in range(PASSES):
        if not len(visited):
            break
        missed = []
        columns, values, owner, bounds = vectors.packed(visited)
        for first, last in _groups(moments[visited]):
            of = slice(bounds[first], bounds[last])
            group, each = visited[first:last], np.arange(last - first)
            terms = now.take(columns[of], axis=0)
            terms *= values[of, None]
            scores = np.add.reduceat(terms, bounds[first:last] - bounds[first])
            reached = scores[each, right[group]]
            scores[each, right[group]] = 0.0
            rival = scores.argmax(axis=1)
            best = scores[each, rival]
            loss = 1.0 - (reached - best)
            missed.append(group[loss > NEARLY])
            sizes = np.minimum(most[group], np.maximum(loss, 0.0) / 2).astype(np.float32)
            # A rival that does not score is no rival: nothing is held against it.
            both = np.stack((sizes, np.where(best > 0, -sizes, np.float32(0))))
            past = ((turn + moments[group]) / PASSES).astype(np.float32)
            at = owner[of] - first
            steps = both[:, at] * values[of]
            is_step = steps != 0
            step = steps[is_step]
            to = (columns[of] * labels + np.stack((right[group], rival))[:, at])[is_step]
            # Texts of a group have features in common, words of a text letters: each moves them.
            np.add.at(flat, to, step)
            moved.append(to)
            late.append((steps * past[at])[is_step])
        # What is all but right in one pass is left out of the next: fewer visits, same accuracy.
        visited = np.concatenate(missed)
    # The average of the weights over the time of learning: what came late counts for less.
    for to, step in zip(moved, late, strict=True):
        np.subtract.at(flat, to, step)
    return now


def _groups(moments: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Where each group of sorted *moments* begins, and where the next one does."""
    firsts = np.flatnonzero(np.diff((moments * GROUPS).astype(np.int64), prepend=-1)).tolist()
    return pairwise([*firsts, len(moments)])


def prior(
    vectors: Vectors,
    truth: Sequence[int],
    trust: Sequence[float],
    features: int,
    labels: int,
) -> Floats:
    """
    Naive Bayes' log-odds of each label by feature, less what no label has to do with a feature.

    So a feature that never occurs under a label weighs zero there.
    """
    label_of = np.array(truth, dtype=np.int64)[vectors.owner]
    weighted = vectors.values * np.array(trust)[vectors.owner]
    total = np.bincount(vectors.columns, weighted, features)
    order = label_of.argsort(kind="stable")
    columns, weighted = vectors.columns[order], weighted[order]
    bounds = [0, *np.bincount(label_of, minlength=labels).cumsum().tolist()]
    others = SMOOTHING * OTHERS
    found: Floats = np.zeros((features, labels), dtype=np.float32)
    for label in range(labels):
        of = slice(bounds[label], bounds[label + 1])
        met = np.bincount(columns[of], weighted[of], features)
        feature = np.flatnonzero(met)
        here, everywhere = met[feature], total[feature]
        odds = np.log1p(here / SMOOTHING)
        odds -= np.log((everywhere - here + others) / (everywhere + others))
        found[feature, label] = (PRIOR * odds).round(5)
    return found
