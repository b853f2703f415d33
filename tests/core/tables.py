"""
Random decision tables with answers, and the plain reckoning that the model is compared with.

The reckoning is by exhaustion and in fractions; it shares nothing with the code it checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import strategies as st

from bot.core.decision_table import Criterion, DecisionTable, Level, Rating
from bot.core.recommendation import Responses

OPTIONS = ("alpha", "beta", "gamma", "delta")
CLAIMS = ("one", "two", "three")
seeds = st.integers(0, 2**32 - 1)


def level(name: str, ratings: Mapping[str, float], claims: tuple[str, ...] = ("one",)) -> Level:
    """
    A level with these *ratings*, each resting on *claims*.
    """
    rated = {option: Rating(rating=value, claims=claims) for option, value in ratings.items()}
    return Level(id=name, label=name, means=f"it is {name}", ratings=rated)


def criterion(name: str, levels: tuple[Level, ...], weight: float = 1) -> Criterion:
    """
    A criterion with these *levels*.
    """
    return Criterion(
        id=name,
        name=name,
        question=f"{name}?",
        why="because",
        weight=weight,
        weight_because="because",
        levels=levels,
    )


def table(*criteria: Criterion) -> DecisionTable:
    """
    A table of these *criteria*.
    """
    return DecisionTable(id="table", title="Table", review_after_months=12, criteria=criteria)


def tables(most_criteria: int = 4, most_options: int = 3) -> st.SearchStrategy[DecisionTable]:
    """
    Any table: two options or more, ratings in halves, weights that may be 0.

    Made from a seed, as drawing each of some hundred values by itself takes most of a test's time.
    """
    return seeds.map(lambda seed: _table(Random(seed), most_criteria, most_options))


def answered(most_criteria: int = 4) -> st.SearchStrategy[tuple[DecisionTable, Responses]]:
    """
    Any table with answers to some of its questions, and weights for some.
    """
    return seeds.map(lambda seed: _answered(Random(seed), most_criteria))


def _table(random: Random, most_criteria: int, most_options: int) -> DecisionTable:
    options = OPTIONS[: random.randint(2, most_options)]
    coarse = random.random() < 0.5  # few different ratings: more ties and more that cancels out
    ratings = [2, 5, 8] if coarse else [half / 2 for half in range(21)]
    return table(
        *(
            criterion(
                f"c{at}",
                tuple(
                    Level(
                        id=f"l{by}",
                        label=f"l{by}",
                        means=f"it is l{by}",
                        ratings={
                            option: Rating(
                                rating=random.choice(ratings),
                                claims=tuple(random.sample(CLAIMS, random.randint(1, 2))),
                            )
                            for option in options
                        },
                    )
                    for by in range(random.randint(2, 3))
                ),
                random.choice([0, 0.5, 1, 1, 1, 2, 3]),
            )
            for at in range(random.randint(1, most_criteria))
        )
    )


def _answered(random: Random, most_criteria: int) -> tuple[DecisionTable, Responses]:
    given = _table(random, most_criteria, 3)
    levels, weights = {}, {}
    for one in given.criteria:
        if random.random() < 0.6:
            levels[one.id] = random.choice([level.id for level in one.levels])
        if random.random() < 0.25:
            weights[one.id] = random.randint(0, 20) / 4
    return given, Responses(levels, weights)


def with_rating(
    given: DecisionTable, name: str, level_id: str, option: str, rating: float
) -> DecisionTable:
    """
    *given* with another rating in one place.
    """
    plain = given.model_dump()
    for one in plain["criteria"]:
        for by in one["levels"]:
            if (one["id"], by["id"]) == (name, level_id):
                by["ratings"][option]["rating"] = rating
    return DecisionTable.model_validate(plain)


def weight_of(given: DecisionTable, responses: Responses, name: str) -> Fraction:
    """
    The weight that counts for the criterion called *name*.
    """
    return Fraction(responses.weights.get(name, given.criterion_of[name].weight))


def scores(given: DecisionTable, responses: Responses) -> dict[str, Fraction]:
    """
    The score of every option by the formula; empty where nothing is answered that counts.
    """
    counted = [name for name in responses.levels if weight_of(given, responses, name)]
    whole = sum((weight_of(given, responses, name) for name in counted), Fraction(0))
    if not whole:
        return {}
    return {
        option: sum(
            (
                weight_of(given, responses, name)
                * Fraction(
                    given.criterion_of[name].level_of[responses.levels[name]].ratings[option].rating
                )
                for name in counted
            ),
            Fraction(0),
        )
        / whole
        for option in given.options
    }


def first_place(given: DecisionTable, responses: Responses) -> frozenset[str]:
    """
    Who is first; everybody where nothing is answered.
    """
    found = scores(given, responses)
    if not found:
        return frozenset(given.options)
    best = max(found.values())
    return frozenset(option for option, score in found.items() if score == best)


def completions(given: DecisionTable, responses: Responses) -> Iterator[Responses]:
    """
    Every way of answering, or skipping, all that is left.
    """
    left = [one for one in given.criteria if one.id not in responses.levels]
    choices = [[None, *(level.id for level in one.levels)] for one in left]
    for chosen in product(*choices):
        more = {one.id: name for one, name in zip(left, chosen, strict=True) if name}
        yield Responses({**responses.levels, **more}, responses.weights)
