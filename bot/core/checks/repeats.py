"""
Rules about texts that say the same: told twice, or answered in one place and declined in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from bot.core.asked import DENIALS, meaning
from bot.core.checks.desk import Desk
from bot.core.findings import Finding, Place
from bot.core.model import Claim
from bot.core.options import NAMED, Names
from bot.core.parsing import Location
from bot.core.question_words import QUESTION_WORDS
from bot.core.text import stem, words

NEARLY_SAME = 93.0
"""From this likeness on (rapidfuzz's ratio, 0 to 100) two texts say the same in the same words."""
FEWEST_TELLING = 2
"""Words that tell what is asked, names not counted; with fewer, every word of a question counts."""
_SMALL = frozenset(
    stem(word)
    for word in "a an the of to in on for with by at and or do does did can could should would "
    "will i we me us my our use pick choose".split()
)
"""Words that change the sentence and not what is asked: "which ■ should we use for …"."""
_ASKING = frozenset(map(stem, QUESTION_WORDS))


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question as a curator wrote it: an utterance, or one that must be declined.
    """

    path: str
    location: Location
    text: str
    is_declined: bool = False

    def stands_with(self, other: Question) -> bool:
        """Whether both stand in the same list."""
        return self.path == other.path and self.location[:-1] == other.location[:-1]


Meant = tuple[tuple[str, ...], frozenset[str]]
"""The stems that tell what a question asks, sorted, and what it names."""


def texts_are_not_repeated(desk: Desk) -> Iterator[Finding]:
    """Nearly the same claim or question twice tells and teaches nothing new, or divides a topic."""
    claims = [(path, (*place, "says"), claim.says) for path, place, claim in desk.claims()]
    reworded = _reworded([claim for _, _, claim in desk.claims()])
    same = {*_alike([says for _, _, says in claims]), *reworded}
    for first, second in sorted(same):
        (there, its_place, before), (path, location, _) = claims[first], claims[second]
        place = desk.documents[there].place(its_place)
        message = f"nearly the same claim as at {place}: {before!r}; keep one"
        yield desk.finding(path, location, "K17", message, "warning")
    for first_asked, asked in _asked_twice(desk):
        if first_asked.is_declined != asked.is_declined:
            continue
        if asked.stands_with(first_asked) and not _are_alike(asked.text, first_asked.text):
            continue  # Other word forms of the same teach something.
        kind = "question to decline" if asked.is_declined else "utterance"
        place = desk.documents[first_asked.path].place(first_asked.location)
        message = f"nearly the same {kind} as at {place}: {first_asked.text!r}; keep one"
        yield desk.finding(asked.path, asked.location, "K17", message, "warning")


def questions_are_answered_or_declined(desk: Desk) -> Iterator[Finding]:
    """A question that is an utterance and declined elsewhere in other words contradicts itself."""
    for answered, declined in _asked_twice(desk):
        if answered.is_declined == declined.is_declined:
            continue
        place = desk.documents[answered.path].place(answered.location)
        message = (
            f"declined here, and an utterance at {place}: {answered.text!r}; keep the one that "
            f"the sources bear out"
        )
        yield desk.finding(declined.path, declined.location, "K35", message, "warning")


def golden_questions_are_new(desk: Desk) -> Iterator[Finding]:
    """A golden question that stands in the base in other small words tests nothing but memory."""
    if desk.golden is None:
        return
    golden = [
        (f"golden/{of.topic}.yaml", one.q) for of in desk.golden.topics for one in of.questions
    ]
    golden += [("golden/_decline.yaml", one.q) for one in desk.golden.declined]
    names = Names(desk.base.options, desk.base.others, desk.base.ordinary)
    known = {_meant(question.text, names): question for question in _questions(desk)}
    for path, text in golden:
        same = known.get(_meant(text, names))
        if same is not None:
            place = desk.documents[same.path].place(same.location)
            message = (
                f"the golden question {text!r} proves nothing, for it stands at {place}: "
                f"{same.text!r}; ask it in words of its own"
            )
            yield Finding(Place(path), "warning", "K36", message)


def _asked_twice(desk: Desk) -> Iterator[tuple[Question, Question]]:
    """Pairs of questions that ask the same; utterances first, then as they stand in the files."""
    names = Names(desk.base.options, desk.base.others, desk.base.ordinary)
    same: dict[Meant, list[Question]] = {}
    for question in _questions(desk):
        same.setdefault(_meant(question.text, names), []).append(question)
    for of in same.values():
        yield from combinations(of, 2)


def _questions(desk: Desk) -> Iterator[Question]:
    for path, topic in desk.topics():
        for at, text in enumerate(topic.utterances):
            yield Question(path, ("utterances", at), text)
    for path, topic in desk.topics():
        for at, text in enumerate(topic.beyond):
            yield Question(path, ("beyond", at), text, is_declined=True)
    for of, kind in enumerate(desk.base.elsewhere):
        for at, text in enumerate(kind.utterances):
            location = ("kinds", of, "utterances", at)
            yield Question("out-of-scope.yaml", location, text, is_declined=True)


def _meant(text: str, names: Names) -> Meant:
    """
    What *text* asks, whatever its order, its word forms and its small words.

    "which orm should I use with ■" and "which orm does ■ use" ask the same; "can ■ scale" and "can
    ■ be secured" do not, however alike their letters are.
    """
    said = names.find_in(text)
    named = frozenset((*said.options, *said.strangers, *said.left_out))
    spoken = [stem(word) for word in said.words if word not in NAMED]
    telling = [word for word in spoken if word not in _SMALL]
    too_few = len(telling) < FEWEST_TELLING or _ASKING.issuperset(telling)
    return tuple(sorted(spoken if too_few else telling)), named


def _are_alike(text: str, other: str) -> bool:
    return fuzz.ratio(_folded(text), _folded(other)) >= NEARLY_SAME


def _alike(texts: list[str]) -> list[tuple[int, int]]:
    """The pairs of positions, the earlier first, whose texts are nearly the same by letters."""
    folded = [_folded(text) for text in texts]
    found: list[tuple[int, int]] = []
    for first, text in enumerate(folded):
        rest = folded[first + 1 :]
        near = process.extract(text, rest, scorer=fuzz.ratio, score_cutoff=NEARLY_SAME, limit=None)
        found.extend((first, first + 1 + at) for _, _, at in near)
    return sorted(found)


def _reworded(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """
    The pairs of positions of claims in the same words, turned round: "A made it", "made by A".

    On one option only: "this is faster than that" has the words of its contrary.
    """
    first: dict[tuple[object, ...], int] = {}
    for at, claim in enumerate(claims):
        if len(claim.options) > 1:
            continue
        is_denied = not DENIALS.isdisjoint(words(claim.says))
        said = meaning(claim.says), claim.options, is_denied
        before = first.setdefault(said, at)
        if before != at:
            yield before, at


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?!. ")
