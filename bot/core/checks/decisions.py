"""
Rules about decision tables: whether every rating can be followed back, and every cue read.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.checks.desk import Desk
from bot.core.cues import Cue, alike, compiled
from bot.core.decision_table import Criterion, DecisionTable, Level
from bot.core.findings import Finding
from bot.core.model import Claim
from bot.core.parsing import Location, did_you_mean

FAVOURABLE = 6.0
UNFAVOURABLE = 4.0
"""Above the one a rating speaks for an option, below the other against it; between them the
sources are divided or silent, and claims of both sides may stand behind it."""


def tables_are_named_for_their_file(desk: Desk) -> Iterator[Finding]:
    """A decision table's file is named for its id, so that a table is found by its name."""
    for path, table in desk.tables():
        if path != f"decisions/{table.id}.yaml":
            message = f"the id is {table.id!r}; name this file decisions/{table.id}.yaml"
            yield desk.finding(path, ("id",), "K24", message)


def answers_are_told_apart(desk: Desk) -> Iterator[Finding]:
    """No two criteria of a table, and no two levels of a criterion, share an id."""
    for path, table in desk.tables():
        criteria: list[tuple[Location, str]] = [
            (location, criterion.id) for location, criterion in _criteria(table)
        ]
        groups: list[tuple[str, list[tuple[Location, str]]]] = [("criterion", criteria)]
        for location, criterion in _criteria(table):
            levels: list[tuple[Location, str]] = [
                ((*location, "levels", at), level.id) for at, level in enumerate(criterion.levels)
            ]
            groups.append(("level", levels))
        for kind, given in groups:
            for at, (location, name) in enumerate(given):
                if name in [before for _, before in given[:at]]:
                    message = f"the {kind} id {name!r} is already taken here"
                    yield desk.finding(path, (*location, "id"), "K25", message)


def tables_can_be_decided_with(desk: Desk) -> Iterator[Finding]:
    """A table has criteria, and a criterion at least two levels to choose from."""
    for path, table in desk.tables():
        if not table.criteria:
            yield desk.finding(path, ("criteria",), "K26", "the table has no criteria")
        for location, criterion in _criteria(table):
            if len(criterion.levels) < 2:
                message = f"{criterion.id} needs at least two levels to choose from"
                yield desk.finding(path, (*location, "levels"), "K26", message)


def levels_rate_every_option(desk: Desk) -> Iterator[Finding]:
    """Every level rates every option of the base, and nothing else."""
    options = desk.base.option_of
    for path, location, level in _levels(desk):
        for option in options:
            if option not in level.ratings:
                message = f"the level {level.id!r} does not rate {option}"
                yield desk.finding(path, (*location, "ratings"), "K27", message)
        for option in level.ratings:
            if option not in options:
                message = f"unknown option {option!r}{did_you_mean(option, options)}"
                yield desk.finding(path, (*location, "ratings", option), "K27", message)


def ratings_rest_on_claims(desk: Desk) -> Iterator[Finding]:
    """No rating without the claims it rests on, and no claim that does not exist."""
    claims = desk.base.claim_of
    for path, location, level in _levels(desk):
        for option, rated in level.ratings.items():
            place = (*location, "ratings", option)
            if not rated.claims:
                message = "the rating names no claims; list those it rests on under claims"
                yield desk.finding(path, place, "K28", message)
            for at, name in enumerate(rated.claims):
                if name not in claims:
                    message = f"unknown claim {name!r}{did_you_mean(name, claims)}"
                    yield desk.finding(path, (*place, "claims", at), "K28", message)


def ratings_follow_their_claims(desk: Desk) -> Iterator[Finding]:
    """No rating speaks for an option on a claim against it, or against it on a claim for it."""
    for path, location, level in _levels(desk):
        for option, rated in level.ratings.items():
            for at, name in enumerate(rated.claims):
                claim = desk.base.claim_of.get(name)
                side = _side(claim, option) if claim else 0
                if (rated.rating > FAVOURABLE and side < 0) or (
                    rated.rating < UNFAVOURABLE and side > 0
                ):
                    word = "against" if side < 0 else "for"
                    message = (
                        f"{name} speaks {word} {option}, which is rated {rated.rating:g} here; "
                        f"mend the rating, or name another claim"
                    )
                    place = (*location, "ratings", option, "claims", at)
                    yield desk.finding(path, place, "K29", message)


def _side(claim: Claim, option: str) -> int:
    """1 where *claim* speaks for *option* alone, -1 where against it; 0 where neither."""
    if claim.stance == "neutral" or len(claim.options) != 1:
        return 0
    speaks_for = (claim.stance == "favour") == (claim.options[0] == option)
    return 1 if speaks_for else -1


def cues_can_be_read(desk: Desk) -> Iterator[Finding]:
    """A cue is written in the notation for cues."""
    for path, table in desk.tables():
        for location, criterion in _criteria(table):
            for at, level in enumerate(criterion.levels):
                for key, cues in (("cues", level.cues), ("denied", level.denied)):
                    for by, cue in enumerate(cues):
                        if trouble := _unreadable(cue, table):
                            place = (*location, "levels", at, key, by)
                            yield desk.finding(path, place, "K30", trouble)


def cues_state_one_level(desk: Desk) -> Iterator[Finding]:
    """No words of a text can meet cues of two levels of a criterion: it would state neither."""
    for path, table in desk.tables():
        for location, criterion in _criteria(table):
            for key in ("cues", "denied"):
                seen: list[tuple[str, str, Cue]] = []
                for at, level in enumerate(criterion.levels):
                    readable = [
                        (by, cue, compiled(cue, table.words))
                        for by, cue in enumerate(getattr(level, key))
                        if not _unreadable(cue, table)
                    ]
                    for by, _, places in readable:
                        for other, written, taken in seen:
                            if alike(places, taken):
                                message = (
                                    f"the same words may meet {written!r} of the level "
                                    f"{other!r}; a text with them states neither"
                                )
                                place = (*location, "levels", at, key, by)
                                yield desk.finding(path, place, "K31", message)
                    seen.extend((level.id, cue, places) for _, cue, places in readable)


def _unreadable(cue: str, table: DecisionTable) -> str:
    """What is wrong with *cue*; nothing where it can be read."""
    try:
        compiled(cue, table.words)
    except ValueError as error:
        return str(error)
    return ""


def _criteria(table: DecisionTable) -> Iterator[tuple[Location, Criterion]]:
    for at, criterion in enumerate(table.criteria):
        yield ("criteria", at), criterion


def _levels(desk: Desk) -> Iterator[tuple[str, Location, Level]]:
    for path, table in desk.tables():
        for location, criterion in _criteria(table):
            for at, level in enumerate(criterion.levels):
                yield path, (*location, "levels", at), level
