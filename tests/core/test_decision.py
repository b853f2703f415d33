"""
The weighted sum: what it says, held against reckoning by exhaustion, and what must never matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.decision import fitting, recommend
from bot.core.decision_table import MOST_WEIGHT, DecisionTable
from bot.core.errors import DecisionError
from bot.core.recommendation import Misfit, Responses
from bot.core.values import EITHER
from tests.core.properties import FEW, MANY
from tests.core.tables import (
    answered,
    completions,
    criterion,
    first_place,
    level,
    scores,
    table,
    tables,
    weight_of,
    with_rating,
)

Given = tuple[DecisionTable, Responses]


def sole(first: frozenset[str]) -> str:
    return next(iter(first)) if len(first) == 1 else EITHER


@MANY
@given(answered())
def test_scores_are_the_formula(case: Given) -> None:
    """
    score = sum(weight x rating) / sum(weight); the points of an option add up to it.
    """
    one, responses = case

    result = recommend(one, responses)

    expected = scores(one, responses)
    assert {each.option for each in result.ranking} == expected.keys()
    for each in result.ranking:
        assert each.score == pytest.approx(float(expected[each.option]))
        assert sum(part.points for part in each.contributions) == pytest.approx(each.score)
        assert 0 <= each.score <= 10
    assert [each.score for each in result.ranking] == sorted(
        (each.score for each in result.ranking), reverse=True
    )
    assert result.winner == (sole(first_place(one, responses)) if expected else None)


@MANY
@given(answered(), st.integers())
def test_order_does_not_matter(case: Given, seed: int) -> None:
    """
    Of criteria, levels, options or answers.
    """
    one, responses = case
    plain = one.model_dump()
    plain["criteria"] = Random(seed).sample(plain["criteria"], len(plain["criteria"]))
    for each in plain["criteria"]:
        each["levels"] = each["levels"][::-1]
        for by in each["levels"]:
            by["ratings"] = dict(reversed(by["ratings"].items()))
    turned = Responses(
        dict(reversed(responses.levels.items())), dict(reversed(responses.weights.items()))
    )

    result = recommend(DecisionTable.model_validate(plain), turned)

    assert replace(result, responses=responses) == recommend(one, responses)


@MANY
@given(answered(), st.data())
def test_a_better_rating_never_lowers_an_option(case: Given, data: st.DataObject) -> None:
    """
    In no place of the ranking, and not in its score.
    """
    one, responses = case
    if not responses.levels:
        return
    name = data.draw(st.sampled_from(sorted(responses.levels)))
    option = data.draw(st.sampled_from(one.options))
    better = with_rating(one, name, responses.levels[name], option, 10)
    before, after = scores_of(one, responses), scores_of(better, responses)

    assert after.get(option, 0) >= before.get(option, 0)
    assert ahead_of(after, option) >= ahead_of(before, option)


def scores_of(one: DecisionTable, responses: Responses) -> dict[str, float]:
    return {each.option: each.score for each in recommend(one, responses).ranking}


def ahead_of(found: dict[str, float], option: str) -> set[str]:
    return {other for other in found if found[option] > found[other]}


@MANY
@given(answered(), st.integers(0, 20))
def test_an_added_option_never_reorders_the_others(case: Given, half: int) -> None:
    """
    Their scores do not change at all.
    """
    one, responses = case
    plain = one.model_dump()
    for each in plain["criteria"]:
        for at, by in enumerate(each["levels"]):
            by["ratings"]["omega"] = {"rating": (half + at) % 21 / 2, "claims": ["one"]}
    more = DecisionTable.model_validate(plain)

    before = list(recommend(one, responses).ranking)
    after = [each for each in recommend(more, responses).ranking if each.option != "omega"]

    assert after == before


@MANY
@given(answered(), st.integers(0, 20), st.integers(1, 6))
def test_equal_ratings_say_nothing(case: Given, half: int, weight: int) -> None:
    """
    Who is first, whether it is close, what flips it and what is open stay as they were.
    """
    one, responses = case
    alike = level("same", dict.fromkeys(one.options, half / 2))
    other = level("same-too", dict.fromkeys(one.options, half / 2))
    more = table(*one.criteria, criterion("equal", (alike, other), weight / 2))
    result = recommend(one, responses)
    if not result.ranking:
        return

    after = recommend(more, Responses({**responses.levels, "equal": "same"}, responses.weights))

    assert [each.option for each in after.ranking] == [each.option for each in result.ranking]
    assert (after.winner, after.close_call) == (result.winner, result.close_call)
    assert (after.flips, after.weight_flips) == (result.flips, result.weight_flips)
    assert after.open_questions == result.open_questions
    assert next(pull for pull in after.pulls if pull.criterion == "equal").points == 0


@FEW
@given(tables())
def test_nothing_answered_is_no_recommendation(one: DecisionTable) -> None:
    """
    Rather than a guess.
    """
    result = recommend(one, Responses())

    assert (result.ranking, result.winner, result.flips, result.leans_on) == ((), None, (), ())
    assert not result.settled
    assert sorted(result.unanswered) == sorted(one.criterion_of)


@MANY
@given(answered(3))
def test_flips_are_those_that_exhaustion_finds(case: Given) -> None:
    """
    All single answers that make another option win alone, and all pairs of which neither does.
    """
    one, responses = case
    result = recommend(one, responses)
    counted = [name for name in responses.levels if weight_of(one, responses, name)]
    others = [
        (name, by.id)
        for name in counted
        for by in one.criterion_of[name].levels
        if by.id != responses.levels[name]
    ]

    def winner(*changes: tuple[str, str]) -> str | None:
        changed = Responses({**responses.levels, **dict(changes)}, responses.weights)
        found = sole(first_place(one, changed))
        return None if found in {EITHER, result.winner} else found

    single = {frozenset([change]): found for change in others if (found := winner(change))}
    pairs = {
        frozenset(both): found
        for both in combinations(others, 2)
        if both[0][0] != both[1][0]
        and not any(frozenset([change]) in single for change in both)
        and (found := winner(*both))
    }
    found = {frozenset(flip.change.items()): flip.winner for flip in result.flips}

    assert found == single | pairs
    sizes = [len(flip.change) for flip in result.flips]
    assert sizes == sorted(sizes)


@MANY
@given(answered(3))
def test_the_smallest_change_is_named_first(case: Given) -> None:
    """
    Of flips with as many answers, by how far ahead the new winner then is; of weights, by how far
    they must go.
    """
    one, responses = case
    result = recommend(one, responses)

    def push(change: Mapping[str, str]) -> tuple[int, Fraction]:
        found = scores(one, Responses({**responses.levels, **change}, responses.weights))
        first, second = sorted(found.values(), reverse=True)[:2]
        return len(change), first - second

    pushes = [push(flip.change) for flip in result.flips]
    ways = [
        abs(Fraction(flip.weight) - weight_of(one, responses, flip.criterion))
        for flip in result.weight_flips
    ]
    assert pushes == sorted(pushes)
    assert [float(way) for way in ways] == pytest.approx(sorted(float(way) for way in ways))


@MANY
@given(answered(3))
def test_one_may_stop_when_exhaustion_says_so(case: Given) -> None:
    """
    Settled: in every way of answering the rest the same are in the first place.
    """
    one, responses = case
    result = recommend(one, responses)
    outcomes = {first_place(one, each) for each in completions(one, responses)}

    assert result.settled == (bool(result.ranking) and len(outcomes) == 1)
    if result.ranking:
        assert (result.open_questions == ()) == (len(outcomes) == 1)


@MANY
@given(answered(3))
def test_a_question_is_open_when_its_answer_can_take_part(case: Given) -> None:
    """
    No question is called open whose answers all leave the first place alone whatever else is said,
    and a question that can change it by itself is always open.
    """
    one, responses = case
    result = recommend(one, responses)
    if not result.ranking:
        return
    now = first_place(one, responses)
    for each in one.criteria:
        if each.id in responses.levels:
            continue
        by_itself = any(
            first_place(one, Responses({**responses.levels, each.id: by.id}, responses.weights))
            != now
            for by in each.levels
        )
        if by_itself:
            assert each.id in result.open_questions
        if each.id in result.open_questions:
            rated = {tuple(rating.rating for rating in by.ratings.values()) for by in each.levels}
            assert any(len(set(ratings)) > 1 for ratings in rated)


@MANY
@given(answered(3))
def test_a_weight_past_its_threshold_flips(case: Given) -> None:
    """
    Just past the threshold the other wins; just before it it does not; none is overlooked.
    """
    one, responses = case
    result = recommend(one, responses)
    if result.winner in {None, EITHER}:
        assert result.weight_flips == ()
        return

    def winner(name: str, weight: Fraction) -> str:
        changed = Responses(responses.levels, {**responses.weights, name: weight})  # type: ignore[dict-item]
        return sole(first_place(one, changed))

    step = Fraction(1, 10**6)
    for flip in result.weight_flips:
        at = Fraction(flip.weight).limit_denominator(10**6)
        past = at + step if flip.is_raised else at - step
        before = at - step if flip.is_raised else at + step
        assert winner(flip.criterion, past) in {flip.winner, EITHER}
        assert winner(flip.criterion, before) == result.winner
    named = {
        (flip.criterion, flip.is_raised): Fraction(flip.weight) for flip in result.weight_flips
    }
    for name in responses.levels:
        now = weight_of(one, responses, name)
        for weight in (Fraction(n, 2) for n in range(int(2 * MOST_WEIGHT))):
            if not now or not weight or winner(name, weight) in {EITHER, result.winner}:
                continue
            threshold = named[name, weight > now]
            assert weight >= threshold if weight > now else weight <= threshold


@MANY
@given(answered(3), st.data())
def test_evidence_is_leaned_on_when_its_loss_changes_the_result(
    case: Given, data: st.DataObject
) -> None:
    """
    A rating that loses all its claims becomes the middle of the scale; others stay.
    """
    one, responses = case
    told_by = {name: frozenset({data.draw(st.sampled_from("ab"))}) for name in ("one", "two")}
    told_by["three"] = frozenset("ab")
    result = recommend(one, responses, told_by)
    if not result.ranking:
        return

    def without(lost: set[str]) -> str:
        less = one
        for name, chosen in responses.levels.items():
            for option in one.options:
                rated = one.criterion_of[name].level_of[chosen].ratings[option]
                if lost.issuperset(rated.claims):
                    less = with_rating(less, name, chosen, option, 5)
        return sole(first_place(less, responses))

    alone = {
        claim: winner
        for claim in ("one", "two", "three")
        if (winner := without({claim})) != result.winner
    }
    of_source = {
        source: winner
        for source in "ab"
        if (winner := without({claim for claim in told_by if told_by[claim] == {source}}))
        != result.winner
    }

    assert {each.claims[0]: each.winner for each in result.leans_on if not each.source} == alone
    assert {each.source: each.winner for each in result.leans_on if each.source} == of_source


@MANY
@given(answered())
def test_the_question_that_can_move_most_comes_next(case: Given) -> None:
    """
    By the span it can open between the first two; what counts for nothing comes last.
    """
    one, responses = case
    result = recommend(one, responses)
    if len(one.options) > 2:
        return
    first, second = one.options

    def span(name: str) -> Fraction:
        weight = weight_of(one, responses, name)
        pulls = [
            weight * Fraction(by.ratings[first].rating - by.ratings[second].rating)
            for by in one.criterion_of[name].levels
        ]
        return max(*pulls, Fraction(0)) - min(*pulls, Fraction(0))

    spans = [span(name) for name in result.unanswered]
    assert spans == sorted(spans, reverse=True)
    assert set(result.unanswered) == set(one.criterion_of) - set(responses.levels)


SMALL = table(
    criterion(
        "size",
        (level("small", {"alpha": 4, "beta": 8}), level("large", {"alpha": 9, "beta": 3})),
        2,
    ),
    criterion(
        "admin", (level("yes", {"alpha": 9, "beta": 4}), level("no", {"alpha": 5, "beta": 5}))
    ),
)


def test_a_race_is_close_when_half_of_what_is_said_is_said_against_it() -> None:
    """
    8 points of pull for the one, 5 for the other: close; without the 5: not.
    """
    both = recommend(SMALL, Responses({"size": "small", "admin": "yes"}))
    alone = recommend(SMALL, Responses({"size": "small"}))

    assert (both.winner, both.close_call) == ("beta", True)
    assert (alone.winner, alone.close_call) == ("beta", False)
    assert both.lead == pytest.approx(1)
    assert [(pull.criterion, pull.towards) for pull in both.pulls] == [
        ("size", "beta"),
        ("admin", "alpha"),
    ]


def test_a_tie_is_said_as_one() -> None:
    """
    And flips to whoever then wins alone.
    """
    result = recommend(SMALL, Responses({"admin": "no"}))

    assert (result.winner, result.lead, result.close_call) == (EITHER, 0, True)
    assert [(dict(flip.change), flip.winner) for flip in result.flips] == [
        ({"admin": "yes"}, "alpha")
    ]


def test_a_weight_of_zero_takes_a_criterion_out() -> None:
    """
    Its answer adds nothing, and left unanswered it is not asked before the others.
    """
    out = {"size": 0.0}
    answered_out = recommend(SMALL, Responses({"size": "small", "admin": "yes"}, out))
    asked = recommend(SMALL, Responses({}, out))

    assert answered_out.winner == "alpha"
    assert [part.criterion for part in answered_out.ranking[0].contributions] == ["admin"]
    assert asked.unanswered == ("admin", "size")
    assert recommend(SMALL, Responses({"size": "small"}, out)).ranking == ()


@pytest.mark.parametrize(
    ("responses", "misfit"),
    [
        (Responses({"sise": "small"}), Misfit("sise", "sise", "criterion", ("size", "admin"))),
        (Responses({"size": "smal"}), Misfit("size", "smal", "level", ("small", "large"))),
        (Responses({}, {"size": -1}), Misfit("size", "-1", "weight")),
        (Responses({}, {"size": float("nan")}), Misfit("size", "nan", "weight")),
        (Responses({}, {"size": 11}), Misfit("size", "11", "weight")),
        (Responses({}, {"mass": 1}), Misfit("mass", "mass", "criterion", ("size", "admin"))),
    ],
)
def test_what_does_not_fit_is_told(responses: Responses, misfit: Misfit) -> None:
    """
    All of it; the rest is kept by `fitting`, and `recommend` refuses the whole.
    """
    mixed = Responses({**responses.levels, "admin": "yes"}, responses.weights)

    kept, misfits = fitting(SMALL, mixed)

    assert (dict(kept.levels), misfits) == ({"admin": "yes"}, (misfit,))
    with pytest.raises(DecisionError, match=misfit.given):
        recommend(SMALL, mixed)
