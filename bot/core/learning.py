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

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from bot.core.space import Columns, Floats, Vectors

PASSES = 3
AGGRESSIVENESS = 1.0
"""PA-I's C: the largest step an example of weight 1 may take."""
PRIOR = 0.04
"""
How far naive Bayes' log-odds reach. Chosen on CLINC150 with 5, 10 and 100 phrasings an intent:
0.03 to 0.05 is as good; 0.1 leaves too little to learn, 0 loses a point.
"""
SMOOTHING = 0.01
"""What naive Bayes takes every label to have seen of every feature."""
OTHERS = 100
"""For how many other labels that is done, whatever their number: see above."""
AT_ONCE = 2_000
"""Updates that are averaged at once, so that memory stays small."""


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
    flat = now.reshape(-1)
    bounds, columns, values = vectors.bounds, vectors.columns, vectors.values
    upright, cells = values[:, None], columns * labels
    room = np.empty((int(np.diff(bounds).max(initial=0)), labels), dtype=np.float32)
    moments = [crc32(text.encode("utf-8", "replace")) / 2**32 for text in texts]
    visited = sorted(range(len(texts) if labels > 1 else 0), key=moments.__getitem__)
    moved: list[Columns] = []
    late: list[Floats] = []
    for turn in range(PASSES):
        missed = []
        for at in visited:
            begin, end, right = bounds[at], bounds[at + 1], truth[at]
            terms = room[: end - begin]
            now.take(columns[begin:end], axis=0, out=terms, mode="clip")
            terms *= upright[begin:end]
            scores = np.add.reduce(terms)
            reached = scores[right]
            scores[right] = 0.0
            rival = int(scores.argmax())
            loss = 1.0 - (reached - scores[rival])
            if loss > 0:
                missed.append(at)
                step = np.float32(min(AGGRESSIVENESS * trust[at], loss / 2)) * values[begin:end]
                here = cells[begin:end]
                to = here + right
                # A rival that does not score is no rival: nothing is held against it.
                if scores[rival] > 0:
                    to = np.concatenate((to, here + rival))
                    step = np.concatenate((step, -step))
                # Two words of a text may have letters in common: each moves them.
                np.add.at(flat, to, step)
                moved.append(to)
                late.append(step * np.float32((turn + moments[at]) / PASSES))
        # What was right in one pass is left out of the next: fewer visits, same accuracy.
        visited = missed
    # The average of the weights over the time of learning: what came late counts for less.
    for first in range(0, len(moved), AT_ONCE):
        of = slice(first, first + AT_ONCE)
        np.subtract.at(flat, np.concatenate(moved[of]), np.concatenate(late[of]))
    return now


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
