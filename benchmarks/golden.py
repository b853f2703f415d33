"""
The knowledge base on its own golden questions, cross-validated, and on the same misspelt.

    python -m benchmarks.golden [--folds N] [--alone] [--json]

The golden questions are dealt into folds. Those of a fold are answered with thresholds that
`fwchoice tune` would set from the others, so no question is judged by a cut that was chosen on it;
the index never learns from any of them. Beside it rapidfuzz brute force and bm25s name the topic of
the nearest phrasing, and are told beforehand which questions have an answer.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence

from benchmarks.rivals import Ask, bm25, brute_force, milliseconds, spread
from benchmarks.typos import misspelt
from bot.core.fitting import Trial
from bot.core.golden import Golden
from bot.core.judgement import Outcome, judge
from bot.core.learned import Example, Role
from bot.core.options import Names
from bot.core.snapshot import Snapshot, examples
from bot.core.thresholds import Thresholds
from bot.core.tuning import tried, tune, unseen
from bot.knowledge.golden import read_golden
from bot.knowledge.loading import load
from bot.settings import Settings

Asked = tuple[str, frozenset[str], bool]
"""A question, the topics that are right for it, and whether asking back is right."""


def questions(golden: Golden) -> list[Asked]:
    """Every golden question; one that must be declined has no topic."""
    return [
        *(
            (one.q, frozenset((of.topic, *one.topics)), False)
            for of in golden.topics
            for one in of.questions
        ),
        *((one.q, frozenset(one.topics), True) for one in golden.ambiguous),
        *((one.q, frozenset[str](), False) for one in golden.declined),
    ]


def trial(snapshot: Snapshot, asked: Asked, text: str) -> Trial:
    """A golden question, typed as *text*, ranked as `fwchoice ask` ranks it."""
    return tried(
        text,
        set(asked[1]),
        snapshot.index,
        snapshot.subjects,
        len(snapshot.base.options),
        is_ambiguous=asked[2],
    )


def came_to(one: Trial, thresholds: Thresholds) -> str:
    """What becomes of a question: right, asked, wrong or declined."""
    outcome = judge(one.ranking, thresholds, one.terms).outcome
    if outcome is Outcome.NO_MATCH or one.is_refused:
        return "declined" if one.topics else "right"
    if outcome is Outcome.AMBIGUOUS:
        return "right" if one.is_ambiguous and one.offers_right else "asked"
    return "right" if one.is_right else "wrong"


def measured(snapshot: Snapshot, asked: Sequence[Asked], folds: int) -> dict[str, dict[str, float]]:
    """Shares of what came of the questions on topics, and of those to be declined."""
    base = snapshot.base
    practice = unseen(
        list(examples(base)),
        Names(base.options, base.others, base.ordinary),
        base.ordinary,
        snapshot.subjects,
        len(base.options),
    )
    as_written = [trial(snapshot, one, one[0]) for one in asked]
    as_typed = [trial(snapshot, one, misspelt(one[0])) for one in asked]
    came: dict[str, list[tuple[bool, str]]] = {"as written": [], "misspelt": []}
    for fold in range(folds):
        kept = [one for at, one in enumerate(as_written) if at % folds != fold]
        thresholds = tune(kept, practice, dict(base.thresholds.levels))
        for name, trials in (("as written", as_written), ("misspelt", as_typed)):
            came[name].extend(
                (bool(one.topics), came_to(one, thresholds)) for one in trials[fold::folds]
            )
    return {
        f"{name}, {group}": _shares([what for is_on, what in found if is_on is wanted])
        for name, found in came.items()
        for group, wanted in (("on topics", True), ("to be declined", False))
    }


def _shares(came: Sequence[str]) -> dict[str, float]:
    return {
        what: 100 * came.count(what) / len(came) for what in ("right", "asked", "wrong", "declined")
    }


def nearest(ask: Callable[[str], str], asked: Sequence[Asked]) -> dict[str, float]:
    """Of the questions with a topic, the share where a method's best topic is right."""
    inside = [one for one in asked if one[1] and not one[2]]
    return {
        "right": 100 * sum(ask(text) in topics for text, topics, _ in inside) / len(inside),
        "misspelt": 100
        * sum(ask(misspelt(text)) in topics for text, topics, _ in inside)
        / len(inside),
        **spread(milliseconds(ask, [text for text, _, _ in inside])),
    }


def _label(ask: Ask) -> Callable[[str], str]:
    return lambda text: ask(text)[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--alone", action="store_true", help="without the other methods")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    folder = Settings.from_environ(os.environ).knowledge_dir
    golden, findings = read_golden(folder)
    if findings:
        raise SystemExit("\n".join(str(one) for one in findings))
    snapshot = load(folder)
    asked = questions(golden)
    found = measured(snapshot, asked, args.folds)
    found["best topic, ours"] = nearest(
        lambda text: snapshot.index.rank(text).candidates[0].topic, asked
    )
    if not args.alone:
        whole = [(one.text, one.label) for one in examples(snapshot.base) if _is_phrasing(one)]
        found["best topic, WRatio"] = nearest(_label(brute_force(whole)), asked)
        found["best topic, bm25s"] = nearest(_label(bm25(whole)), asked)
    if args.json:
        print(json.dumps(found))
        return
    for name, figures in found.items():
        print(f"{name:30}" + "".join(f"{of:>10} {value:6.2f}" for of, value in figures.items()))


def _is_phrasing(one: Example) -> bool:
    return one.in_scope and one.role is Role.UTTERANCE


if __name__ == "__main__":
    main()
