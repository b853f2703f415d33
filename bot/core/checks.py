"""
Editorial rules over a whole knowledge base: one function, one code, and its docstring is the rule.

*Errors* would mislead or break an answer and keep a base from being taken up; *warnings* are for
the curator. Golden questions have their own command (``fwchoice test``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.findings import Finding, Level
from bot.core.model import EITHER, NONE, KnowledgeBase, Topic
from bot.core.parsing import Document, Location, did_you_mean
from bot.core.wording import PLACEHOLDERS, placeholders

FEWEST_UTTERANCES = 8
LONGEST_CLAIM = 220
LONGEST_VERDICT = 240


@dataclass(frozen=True, slots=True)
class Desk:
    """
    A base with the documents it came from, so that a rule can say where.
    """

    base: KnowledgeBase
    documents: dict[str, Document]

    def finding(
        self, path: str, location: Location, code: str, message: str, level: Level = "error"
    ) -> Finding:
        """A finding at the value at *location* in the file at *path*."""
        return Finding(self.documents[path].place(location), level, code, message)

    def topics(self) -> Iterator[tuple[str, Topic]]:
        """Every topic with the path of its file; two files may claim the same id."""
        paths = [path for path in self.documents if path.startswith("topics/")]
        yield from zip(paths, self.base.topics, strict=True)


Rule = Callable[[Desk], Iterator[Finding]]


def check(base: KnowledgeBase, documents: Iterable[Document]) -> list[Finding]:
    """
    Every finding of every rule.
    """
    desk = Desk(base, {document.path: document for document in documents})
    return [finding for rule in RULES for finding in rule(desk)]


def file_name_is_the_id(desk: Desk) -> Iterator[Finding]:
    """A topic's file is named for its id, so that a topic is found by its name."""
    for path, topic in desk.topics():
        if path != f"topics/{topic.id}.yaml":
            message = f"the id is {topic.id!r}; name this file topics/{topic.id}.yaml"
            yield desk.finding(path, ("id",), "K01", message)


def ids_are_unique(desk: Desk) -> Iterator[Finding]:
    """No two topics, claims, disagreements, options or sources share an id."""
    seen: dict[tuple[str, str], str] = {}
    for kind, name, path, location in _ids(desk):
        before = seen.setdefault((kind, name), str(desk.documents[path].place(location)))
        here = desk.finding(path, location, "K02", "")
        if before != str(here.place):
            message = f"the {kind} id {name!r} is already taken at {before}"
            yield desk.finding(path, location, "K02", message)


def _ids(desk: Desk) -> Iterator[tuple[str, str, str, Location]]:
    """Every id that is given: kind, id, file and where in it."""
    for at, option in enumerate(desk.base.options):
        yield "option", option.id, "options.yaml", ("options", at, "id")
    for at, source in enumerate(desk.base.sources):
        yield "source", source.id, "sources.yaml", ("sources", at, "id")
    for path, topic in desk.topics():
        yield "topic", topic.id, path, ("id",)
        for at, claim in enumerate(topic.claims):
            yield "claim", claim.id, path, ("claims", at, "id")
        for at, one in enumerate(topic.disagreements):
            yield "disagreement", one.id, path, ("disagreements", at, "id")


def references_exist(desk: Desk) -> Iterator[Finding]:
    """Every option, topic, source and claim that is referred to exists."""
    base = desk.base
    known: dict[str, Iterable[str]] = {
        "option": base.option_of,
        "topic": base.topic_of,
        "source": base.source_of,
        "claim": base.claim_of,
    }
    for path, topic in desk.topics():
        for kind, name, location in _references(topic):
            if name not in known[kind]:
                message = f"unknown {kind} {name!r}{did_you_mean(name, known[kind])}"
                yield desk.finding(path, location, "K03", message)


def _references(topic: Topic) -> Iterator[tuple[str, str, Location]]:
    """What a topic refers to: kind, id and where."""
    verdict = topic.verdict
    if verdict.lean not in {EITHER, NONE}:
        yield "option", verdict.lean, ("verdict", "lean")
    for at, name in enumerate(verdict.because):
        yield "claim", name, ("verdict", "because", at)
    for at, condition in enumerate(verdict.conditions):
        yield "option", condition.option, ("verdict", "conditions", at, "option")
        for by, name in enumerate(condition.because):
            yield "claim", name, ("verdict", "conditions", at, "because", by)
    for option, conclusion in topic.about.items():
        yield "option", option, ("about", option)
        for at, name in enumerate(conclusion.because):
            yield "claim", name, ("about", option, "because", at)
    for at, claim in enumerate(topic.claims):
        for by, name in enumerate(claim.options):
            yield "option", name, ("claims", at, "options", by)
        for by, name in enumerate(claim.topics):
            yield "topic", name, ("claims", at, "topics", by)
        for by, name in enumerate(claim.disputed_by):
            yield "claim", name, ("claims", at, "disputed_by", by)
        for by, evidence in enumerate(claim.evidence):
            yield "source", evidence.source, ("claims", at, "evidence", by, "source")
    for at, one in enumerate(topic.disagreements):
        for by, name in enumerate(one.claims):
            yield "claim", name, ("disagreements", at, "claims", by)


def claims_have_evidence(desk: Desk) -> Iterator[Finding]:
    """A claim without evidence is an opinion of ours, and has no place here."""
    for path, topic in desk.topics():
        for at, claim in enumerate(topic.claims):
            if not claim.evidence:
                message = f"{claim.id} names no evidence; say which source says so"
                yield desk.finding(path, ("claims", at), "K04", message)


def headings_exist(desk: Desk) -> Iterator[Finding]:
    """Evidence stands under a heading its source really has, so that a reader finds it."""
    for path, topic in desk.topics():
        for at, claim in enumerate(topic.claims):
            for by, evidence in enumerate(claim.evidence):
                source = desk.base.source_of.get(evidence.source)
                if source and evidence.heading not in source.headings:
                    hint = did_you_mean(evidence.heading, source.headings)
                    message = f"{source.id} has no heading {evidence.heading!r}{hint}"
                    location = ("claims", at, "evidence", by, "heading")
                    yield desk.finding(path, location, "K05", message)


def disputes_are_mutual(desk: Desk) -> Iterator[Finding]:
    """A claim disputed by another disputes that other."""
    for path, topic in desk.topics():
        for at, claim in enumerate(topic.claims):
            for by, name in enumerate(claim.disputed_by):
                other = desk.base.claim_of.get(name)
                if other and claim.id not in other.disputed_by:
                    message = (
                        f"{name} does not name {claim.id} under disputed_by; disputes are mutual"
                    )
                    yield desk.finding(path, ("claims", at, "disputed_by", by), "K06", message)


def verdicts_rest_on_claims(desk: Desk) -> Iterator[Finding]:
    """No verdict, condition or summary without the claims it rests on."""
    for path, topic in desk.topics():
        if not topic.verdict.because:
            message = "the verdict names no claims; list those it rests on under because"
            yield desk.finding(path, ("verdict",), "K07", message)
        for at, condition in enumerate(topic.verdict.conditions):
            if not condition.because:
                message = "the condition names no claims; list those it rests on under because"
                yield desk.finding(path, ("verdict", "conditions", at), "K07", message)
        for option, conclusion in topic.about.items():
            if not conclusion.because:
                message = "the sentence names no claims; list those it rests on under because"
                yield desk.finding(path, ("about", option), "K07", message)


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


def claims_are_short(desk: Desk) -> Iterator[Finding]:
    """Claims and verdicts are short enough to read on a phone."""
    for path, topic in desk.topics():
        if len(topic.verdict.says) > LONGEST_VERDICT:
            message = f"{len(topic.verdict.says)} characters; at most {LONGEST_VERDICT}"
            yield desk.finding(path, ("verdict", "says"), "K09", message, "warning")
        for at, claim in enumerate(topic.claims):
            if len(claim.says) > LONGEST_CLAIM:
                message = f"{len(claim.says)} characters; at most {LONGEST_CLAIM}"
                yield desk.finding(path, ("claims", at, "says"), "K09", message, "warning")


def everything_is_used(desk: Desk) -> Iterator[Finding]:
    """A source or an option that no claim names is a leftover, or a typing slip elsewhere."""
    claims = desk.base.claim_of.values()
    cited = {evidence.source for claim in claims for evidence in claim.evidence}
    named = {option for claim in claims for option in claim.options}
    for at, source in enumerate(desk.base.sources):
        if source.id not in cited:
            message = f"no claim cites {source.id}"
            yield desk.finding("sources.yaml", ("sources", at), "K10", message, "warning")
    for at, option in enumerate(desk.base.options):
        if option.id not in named:
            message = f"no claim is about {option.id}"
            yield desk.finding("options.yaml", ("options", at), "K10", message, "warning")


def disagreements_are_told(desk: Desk) -> Iterator[Finding]:
    """Every dispute is written down as a disagreement, with how to read it."""
    for path, topic in desk.topics():
        for at, one in enumerate(topic.disagreements):
            if not one.claims:
                message = f"{one.id} names no claims"
                yield desk.finding(path, ("disagreements", at), "K11", message)
        for at, claim in enumerate(topic.claims):
            if claim.disputed_by and claim.id not in desk.base.disagreements_on:
                message = f"{claim.id} is disputed, and no disagreement says how to read it"
                yield desk.finding(path, ("claims", at), "K11", message, "warning")


def wording_is_complete(desk: Desk) -> Iterator[Finding]:
    """Every sentence the bot needs is there, with placeholders it can fill in."""
    path = "wording.yaml"
    for name in sorted(PLACEHOLDERS.keys() - desk.base.wording.keys()):
        yield desk.finding(path, ("wording",), "K12", f"the sentence {name!r} is missing")
    for name, sentence in desk.base.wording.items():
        if name not in PLACEHOLDERS:
            message = f"no sentence is called {name!r}{did_you_mean(name, PLACEHOLDERS)}"
            yield desk.finding(path, ("wording", name), "K12", message)
            continue
        for field in placeholders(sentence):
            if field not in PLACEHOLDERS[name]:
                hint = did_you_mean(field, PLACEHOLDERS[name])
                message = f"{{{field}}} cannot be filled in here{hint}"
                yield desk.finding(path, ("wording", name), "K12", message)


def there_is_something_to_choose(desk: Desk) -> Iterator[Finding]:
    """A base has at least one option, one topic and one source."""
    for path, key, found in (
        ("options.yaml", "options", desk.base.options),
        ("sources.yaml", "sources", desk.base.sources),
    ):
        if not found:
            yield desk.finding(path, (key,), "K13", f"there are no {key}")
    if not desk.base.topics:
        yield desk.finding("options.yaml", (), "K13", "there are no topics; see README.md")


def levels_are_worded(desk: Desk) -> Iterator[Finding]:
    """Each level of confidence has its sentence, and one of them takes what is below the others."""
    levels = desk.base.thresholds.levels
    for name in levels:
        if name not in desk.base.wording:
            message = f"the wording has no sentence {name!r}{did_you_mean(name, desk.base.wording)}"
            yield desk.finding("thresholds.yaml", ("levels", name), "K14", message)
    if not levels or min(levels.values()) > 0:
        message = "one level must begin at 0"
        yield desk.finding("thresholds.yaml", ("levels",), "K14", message)


RULES: Sequence[Rule] = (
    file_name_is_the_id,
    ids_are_unique,
    references_exist,
    claims_have_evidence,
    headings_exist,
    disputes_are_mutual,
    verdicts_rest_on_claims,
    topics_have_utterances,
    claims_are_short,
    everything_is_used,
    disagreements_are_told,
    wording_is_complete,
    there_is_something_to_choose,
    levels_are_worded,
)
