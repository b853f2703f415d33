"""
Rules about utterances and golden questions: enough, distinct, and found where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.checks.desk import Desk
from bot.core.findings import Finding, Place
from bot.core.golden import GoldenDecision
from bot.core.model import EITHER, NONE
from bot.core.parsing import did_you_mean

FEWEST_UTTERANCES = 8
FEWEST_GOLDEN = 10


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


NEAR_TIE = 0.05
"""Less is no win: who leads by so little changes with every edit, also of other topics."""


def utterances_win_their_topic(desk: Desk) -> Iterator[Finding]:
    """An utterance that another topic wins misleads the matcher: it is theirs, or too thin."""
    if desk.index is None:
        return
    for path, topic in desk.topics():
        for at, utterance in enumerate(topic.utterances):
            scores = desk.index.scores(desk.index.query(utterance))
            winner = max(scores, key=scores.__getitem__)
            if scores[winner] > scores[topic.id] + NEAR_TIE:
                message = f"{winner} wins this utterance; move it there, or make it plainer"
                yield desk.finding(path, ("utterances", at), "K16", message, "warning")


def topics_have_golden_questions(desk: Desk) -> Iterator[Finding]:
    """A topic without golden questions can go wrong unseen: at least ten."""
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
