"""
Rules about utterances and golden questions: enough, distinct, and found where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.checks.desk import Desk
from bot.core.findings import Finding, Place
from bot.core.golden import GoldenDecision
from bot.core.model import EITHER, NONE
from bot.core.parsing import did_you_mean

FEWEST_UTTERANCES = 8
FEWEST_GOLDEN = 10
NEARLY_SAME = 93.0
"""From this likeness on (rapidfuzz's ratio, 0 to 100) two texts say the same in the same words."""
CHUNK = 500
"""Texts that are compared at a time with those nearly as long: a table of all pairs of 12,700
utterances takes 160 MB and four seconds."""


def topics_have_utterances(desk: Desk) -> Iterator[Finding]:
    """A topic is found by its utterances: at least eight, no two the same, none in two topics."""
    seen: dict[str, tuple[str, int]] = {}
    for path, topic in desk.topics():
        if len(topic.utterances) < FEWEST_UTTERANCES:
            message = f"{len(topic.utterances)} utterances; write at least {FEWEST_UTTERANCES}"
            yield desk.finding(path, ("utterances",), "K08", message)
        for at, utterance in enumerate(topic.utterances):
            before = seen.setdefault(" ".join(utterance.casefold().split()), (path, at))
            if before != (path, at):
                place = desk.documents[before[0]].place(("utterances", before[1]))
                message = f"this utterance already stands at {place}"
                yield desk.finding(path, ("utterances", at), "K08", message)


def utterances_win_their_topic(desk: Desk) -> Iterator[Finding]:
    """An utterance that another topic wins misleads the matcher: it is theirs, or too thin."""
    if desk.index is None:
        return
    for path, topic in desk.topics():
        for at, utterance in enumerate(topic.utterances):
            winner = desk.index.nearest_topic(utterance)
            if winner != topic.id:
                message = f"{winner} wins this utterance; move it there, or make it plainer"
                yield desk.finding(path, ("utterances", at), "K16", message, "warning")


def texts_are_not_repeated(desk: Desk) -> Iterator[Finding]:
    """Two utterances, or two claims, that are nearly the same teach and tell nothing new."""
    utterances = [
        (path, ("utterances", at), utterance)
        for path, topic in desk.topics()
        for at, utterance in enumerate(topic.utterances)
    ]
    claims = [(path, (*place, "says"), claim.says) for path, place, claim in desk.claims()]
    for kind, places in (("utterance", utterances), ("claim", claims)):
        for first, second in _near([text for _, _, text in places]):
            path, location, _ = places[second]
            there = desk.documents[places[first][0]].place(places[first][1])
            message = f"nearly the same {kind} as at {there}: {places[first][2]!r}"
            yield desk.finding(path, location, "K17", message, "warning")


def _near(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of positions, the earlier first, whose texts are nearly the same."""
    folded = [" ".join(text.casefold().split()).rstrip("?!. ") for text in texts]
    order = sorted(range(len(folded)), key=lambda at: len(folded[at]))
    sizes = np.array([len(folded[at]) for at in order])
    found = []
    for first in range(0, len(order), CHUNK):
        last = min(first + CHUNK, len(order)) - 1
        # A longer text than this has too many letters more to be nearly the same.
        longest = sizes[last] * (200 - NEARLY_SAME) / NEARLY_SAME
        end = int(np.searchsorted(sizes, longest, side="right"))
        likeness = process.cdist(
            [folded[at] for at in order[first : last + 1]],
            [folded[at] for at in order[first:end]],
            scorer=fuzz.ratio,
            score_cutoff=NEARLY_SAME,
            dtype=np.uint8,
        )
        for row, column in np.argwhere(np.triu(likeness, k=1)).tolist():
            one, other = order[first + row], order[first + column]
            found.append((min(one, other), max(one, other)))
    return sorted(found)


def topics_have_golden_questions(desk: Desk) -> Iterator[Finding]:
    """A topic without golden questions can go wrong unseen: at least ten, none an utterance."""
    if desk.golden is None:
        return
    golden = {of.topic: of for of in desk.golden.topics}
    for path, topic in desk.topics():
        questions = golden[topic.id].questions if topic.id in golden else ()
        if len(questions) < FEWEST_GOLDEN:
            message = (
                f"{len(questions)} golden questions in golden/{topic.id}.yaml; write at least "
                f"{FEWEST_GOLDEN}"
            )
            yield desk.finding(path, ("id",), "K18", message, "warning")
        utterances = {one.casefold() for one in topic.utterances}
        for one in questions:
            if one.q.casefold() in utterances:
                message = f"the golden question {one.q!r} is an utterance; it proves nothing"
                yield desk.finding(path, ("utterances",), "K18", message, "warning")


def golden_questions_refer_to_what_exists(desk: Desk) -> Iterator[Finding]:
    """A golden question that expects an unknown topic, option or lean can never be right."""
    if desk.golden is None or not desk.base.topics:
        return
    topics, options = set(desk.base.topic_of), set(desk.base.option_of)
    leans = options | {EITHER, NONE}
    for of in desk.golden.topics:
        place = Place(f"golden/{of.topic}.yaml")
        for one in of.questions:
            unknown = (
                *(("topic", name, topics) for name in (of.topic, *one.topics)),
                *(("option", name, options) for name in one.options),
                ("lean", one.lean, leans),
            )
            for kind, name, known in unknown:
                if name not in known:
                    message = f"{one.q!r}: unknown {kind} {name!r}{did_you_mean(name, known)}"
                    yield Finding(place, "error", "K23", message)
    for thin in desk.golden.ambiguous:
        for name in set(thin.topics) - topics:
            message = f"{thin.q!r}: unknown topic {name!r}{did_you_mean(name, topics)}"
            yield Finding(Place("golden/_ambiguous.yaml"), "error", "K23", message)
    for decision in desk.golden.decisions:
        for message in _unknown_in(desk, decision):
            yield Finding(Place("golden/_decisions.yaml"), "error", "K23", message)


def _unknown_in(desk: Desk, golden: GoldenDecision) -> Iterator[str]:
    """What a golden decision refers to and no table has."""
    table = desk.base.decisions[0] if desk.base.decisions else None
    criteria = table.criterion_of if table else {}
    options = {*desk.base.option_of, EITHER}
    if golden.option not in options:
        hint = did_you_mean(golden.option, options)
        yield f"{golden.text!r}: unknown option {golden.option!r}{hint}"
    for name, level in golden.criteria.items():
        if name not in criteria:
            yield f"{golden.text!r}: unknown criterion {name!r}{did_you_mean(name, criteria)}"
        elif level not in criteria[name].level_of:
            hint = did_you_mean(level, criteria[name].level_of)
            yield f"{golden.text!r}: unknown level {level!r} of {name}{hint}"
