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
    """A decision table's file is named for its id; ids in a table are given once."""
    for path, table in desk.tables():
        if path != f"decisions/{table.id}.yaml":
            message = f"the id is {table.id!r}; name this file decisions/{table.id}.yaml"
            yield desk.finding(path, ("id",), "K01", message)
        seen: set[str] = set()
        for location, criterion in _criteria(table):
            if criterion.id in seen:
                message = f"the criterion id {criterion.id!r} is already taken in this table"
                yield desk.finding(path, (*location, "id"), "K02", message)
            seen.add(criterion.id)
            levels: set[str] = set()
            for at, level in enumerate(criterion.levels):
                if level.id in levels:
                    message = f"the level id {level.id!r} is already taken in this criterion"
                    yield desk.finding(path, (*location, "levels", at, "id"), "K02", message)
                levels.add(level.id)


def tables_can_be_decided_with(desk: Desk) -> Iterator[Finding]:
    """A table has criteria, and a criterion at least two levels to choose from."""
    for path, table in desk.tables():
        if not table.criteria:
            yield desk.finding(path, ("criteria",), "D01", "the table has no criteria")
        for location, criterion in _criteria(table):
            if len(criterion.levels) < 2:
                message = f"{criterion.id} needs at least two levels to choose from"
                yield desk.finding(path, (*location, "levels"), "D01", message)


def ratings_are_complete(desk: Desk) -> Iterator[Finding]:
    """Every level rates every option, no other, and every rating names claims that exist."""
    options = desk.base.option_of
    for path, location, level in _levels(desk):
        for option in options:
            if option not in level.ratings:
                message = f"the level {level.id!r} does not rate {option}"
                yield desk.finding(path, (*location, "ratings"), "D02", message)
        for option, rated in level.ratings.items():
            place = (*location, "ratings", option)
            if option not in options:
                message = f"unknown option {option!r}{did_you_mean(option, options)}"
                yield desk.finding(path, place, "K03", message)
            if not rated.claims:
                message = "the rating names no claims; list those it rests on under claims"
                yield desk.finding(path, place, "D03", message)
            for at, name in enumerate(rated.claims):
                if name not in desk.base.claim_of:
                    message = f"unknown claim {name!r}{did_you_mean(name, desk.base.claim_of)}"
                    yield desk.finding(path, (*place, "claims", at), "K03", message)


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
                    yield desk.finding(path, place, "D04", message)


def _side(claim: Claim, option: str) -> int:
    """1 where *claim* speaks for *option* alone, -1 where against it; 0 where neither."""
    if claim.stance == "neutral" or len(claim.options) != 1:
        return 0
    speaks_for = (claim.stance == "favour") == (claim.options[0] == option)
    return 1 if speaks_for else -1


def cues_can_be_read(desk: Desk) -> Iterator[Finding]:
    """A cue is written as one, and no text can meet cues of two levels by the same words."""
    for path, table in desk.tables():
        seen: list[tuple[str, str, bool, Cue, str]] = []
        for location, criterion in _criteria(table):
            for at, level in enumerate(criterion.levels):
                for key in ("cues", "denied"):
                    for by, cue in enumerate(getattr(level, key)):
                        place = (*location, "levels", at, key, by)
                        try:
                            places = compiled(cue, table.words)
                        except ValueError as error:
                            yield desk.finding(path, place, "D05", str(error))
                            continue
                        for other, other_level, denied, taken, written in seen:
                            if (
                                other == criterion.id
                                and other_level != level.id
                                and denied == (key == "denied")
                                and alike(places, taken)
                            ):
                                message = (
                                    f"the same words may meet {written!r} of the level "
                                    f"{other_level!r}; a text with them says neither"
                                )
                                yield desk.finding(path, place, "D06", message)
                        seen.append((criterion.id, level.id, key == "denied", places, cue))


def _criteria(table: DecisionTable) -> Iterator[tuple[Location, Criterion]]:
    for at, criterion in enumerate(table.criteria):
        yield ("criteria", at), criterion


def _levels(desk: Desk) -> Iterator[tuple[str, Location, Level]]:
    for path, table in desk.tables():
        for location, criterion in _criteria(table):
            for at, level in enumerate(criterion.levels):
                yield path, (*location, "levels", at), level
