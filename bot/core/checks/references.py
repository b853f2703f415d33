"""
Rules about names: ids, and what refers to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.checks.desk import Desk
from bot.core.findings import Finding
from bot.core.model import EITHER, NONE, Topic
from bot.core.parsing import Location, did_you_mean


def file_name_is_the_id(desk: Desk) -> Iterator[Finding]:
    """A topic's file is named for its id, so that a topic is found by its name."""
    for path, topic in desk.topics():
        if path != f"topics/{topic.id}.yaml":
            message = f"the id is {topic.id!r}; name this file topics/{topic.id}.yaml"
            yield desk.finding(path, ("id",), "K01", message)


def ids_are_unique(desk: Desk) -> Iterator[Finding]:
    """No two topics, claims, disagreements, options or sources share an id; a lean's are taken."""
    seen: dict[tuple[str, str], str] = {}
    for kind, name, path, location in _ids(desk):
        if kind == "option" and name in {EITHER, NONE}:
            message = f"{name!r} is what a verdict says that names no option; choose another id"
            yield desk.finding(path, location, "K02", message)
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


def options_are_no_strangers(desk: Desk) -> Iterator[Finding]:
    """No name is that of an option and stands under ``others``: it would be known and unknown."""
    options = {
        name.casefold(): option.id
        for option in desk.base.options
        for name in (option.name, *option.aliases)
    }
    for at, stranger in enumerate(desk.base.others):
        for name in (stranger.name, *stranger.aliases):
            if known := options.get(name.casefold()):
                message = f"{name!r} is the option {known}; take it out of others"
                yield desk.finding("options.yaml", ("others", at), "K34", message)


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
