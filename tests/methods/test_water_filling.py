"""Dividing a budget: the worked numbers of methods.md 6.5, and the laws that hold for every budget."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtqg_analysis.analysis.planning.project_choice import Listed, choose
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.methods.water_filling import (
    fill_ranges,
    most_disbursed,
    reversed_pairs,
    water_fill,
    whole_parts,
)

POINTS, BOUNDS = [10, 25, 15, 30, 20], [(120, 400), (0, 400), (0, 400), (0, 260), (0, 400)]


@st.composite
def tasks(draw):
    """Points and bounds of some communes, and a budget between the sums of the bounds."""
    count = draw(st.integers(1, 8))
    points = draw(st.lists(st.fractions(Fraction(1, 4), 60, max_denominator=4), min_size=count, max_size=count))
    ends = [sorted(draw(st.tuples(st.integers(0, 900), st.integers(0, 900)))) for _ in range(count)]
    bounds = [(low, high) for low, high in ends]
    budget = draw(st.integers(sum(low for low, _ in bounds), sum(high for _, high in bounds)))
    return budget, points, bounds


def test_the_worked_example():
    found = water_fill(1000, POINTS, BOUNDS)
    assert round(float(found.level), 6) == 10.333333
    assert [round(float(one), 4) for one in found.exact] == [120, 258.3333, 155, 260, 206.6667]
    assert found.whole == (120, 258, 155, 260, 207)


@given(tasks())
def test_amounts_sum_to_the_budget_within_their_bounds(task):
    budget, _, bounds = task
    found = water_fill(*task)
    assert sum(found.exact) == budget == sum(found.whole)
    for exact, whole, (low, high) in zip(found.exact, found.whole, bounds, strict=True):
        assert low <= exact <= high
        assert low <= whole <= high
        assert abs(whole - exact) < 1


@given(tasks())
def test_whoever_stands_at_no_bound_gets_one_amount_a_point(task):
    found = water_fill(*task)
    for exact, point, (low, high) in zip(found.exact, task[1], task[2], strict=True):
        assert exact == min(max(found.level * point, low), high)


@given(tasks(), st.integers(0, 500))
def test_nobody_loses_when_the_budget_grows(task, more):
    budget, points, bounds = task
    assume(budget + more <= sum(high for _, high in bounds))
    before, after = water_fill(budget, points, bounds), water_fill(budget + more, points, bounds)
    assert all(one <= other for one, other in zip(before.exact, after.exact, strict=True))


@given(tasks())
def test_only_the_proportions_of_points_matter(task):
    budget, points, bounds = task
    assert water_fill(budget, [7 * one for one in points], bounds).exact == water_fill(*task).exact


@given(tasks(), st.integers(0, 7), st.integers(1, 20))
def test_more_points_never_bring_less(task, place, more):
    budget, points, bounds = task
    place %= len(points)
    raised = [one + more * (at == place) for at, one in enumerate(points)]
    before, after = water_fill(*task).exact, water_fill(budget, raised, bounds).exact
    assert after[place] >= before[place]
    assert all(new <= old for at, (new, old) in enumerate(zip(after, before, strict=True)) if at != place)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ((100, [1, 1], [(60, 90), (50, 90)]), "tổng mức sàn là 110, tổng mức trần là 180"),
        ((200, [1, 1], [(0, 90), (0, 90)]), "tổng mức sàn là 0, tổng mức trần là 180"),
        ((100, [1, 0], [(0, 90), (0, 90)]), "không có điểm"),
        ((100, [1, 1], [(80, 70), (0, 90)]), "vượt mức trần"),
        ((100, [], []), "không có điểm"),
    ],
)
def test_what_cannot_be_divided_is_refused_with_both_sums(task, words):
    with pytest.raises(DataError, match=words):
        water_fill(*task)


@given(st.integers(-(10**15), 10**15), st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
def test_whole_parts_add_up_and_stay_within_one_of_their_share(total, shares):
    assume(sum(shares) > 0)
    parts, weights = whole_parts(total, shares), [Fraction(one) for one in shares]
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1
        assert part == 0 or weight > 0


def test_ties_go_to_the_first():
    assert whole_parts(2, [1, 1, 1]) == [1, 1, 0]


def test_shares_that_are_nothing_are_refused():
    with pytest.raises(DataError, match="tỷ trọng không âm"):
        whole_parts(3, [0, 0])


@given(tasks(), st.data())
def test_ranges_hold_every_allocation_that_the_points_allow(task, data):
    budget, points, bounds = task
    spread = [(one, one + data.draw(st.integers(0, 20))) for one in points]
    chosen = [low + (high - low) * data.draw(st.fractions(0, 1, max_denominator=3)) for low, high in spread]
    ranges = fill_ranges(budget, spread, bounds)
    for exact, (low, high) in zip(water_fill(budget, chosen, bounds).exact, ranges, strict=True):
        assert low <= exact <= high or spread == list(zip(points, points, strict=True))  # all known: whole amounts


@given(tasks(), st.data())
def test_no_range_is_upside_down(task, data):
    budget, points, bounds = task
    spread = [(one, one + data.draw(st.integers(0, 2))) for one in points]
    assert all(least <= most for least, most in fill_ranges(budget, spread, bounds))


def test_a_unit_of_luck_turns_no_range_round():
    """The third gets 13 or 14 by the largest remainder, and 14 of these where its points are few."""
    bounds = [(9, 21), (7, 29), (1, 18)]
    wholes = [water_fill(50, [first, 50, 33], bounds).whole[2] for first in (39, 38)]
    assert wholes == [14, 13]
    assert fill_ranges(50, [(38, 39), (50, 50), (33, 33)], bounds)[2] == (13, 14)


def test_pairs_are_reversed_only_where_both_orders_are_strict():
    assert reversed_pairs([1, 1, 2], [2, 1, 2]) == 0
    assert reversed_pairs([1, 2, 3], [3, 2, 1]) == 3


# The most disbursement ------------------------------------------------------------------------------------------


def disbursed(amounts, rates, capacity):
    return sum(min(rate * one, most) for one, rate, most in zip(amounts, rates, capacity, strict=True))


RATES, CAPACITY, NEAR = [0.9, 0.5, 0.7], [45, 100, 21], [(0, 60), (20, 80), (10, 40)]


def test_the_programme_is_as_good_as_the_best_of_all_whole_divisions():
    found = most_disbursed(100, RATES, CAPACITY, NEAR)
    divisions = ((a, b, 100 - a - b) for a, b in product(range(61), range(20, 81)) if 10 <= 100 - a - b <= 40)
    assert found.expected == pytest.approx(max(disbursed(one, RATES, CAPACITY) for one in divisions))
    assert found.expected == pytest.approx(disbursed(found.amounts, RATES, CAPACITY))
    assert sum(found.amounts) == pytest.approx(100)


def test_prices_are_what_one_more_unit_changes():
    found = most_disbursed(95, RATES, CAPACITY, [(0, 60), (20, 80), (10, 25)])
    assert found.price == pytest.approx(0.5)
    again = most_disbursed(96, RATES, CAPACITY, [(0, 60), (20, 80), (10, 25)])
    assert again.expected - found.expected == pytest.approx(found.price)
    tight = most_disbursed(80, [0.9, 0.5], [90, 90], [(0, 70), (20, 80)])
    assert tight.floor_prices[1] == pytest.approx(-0.4)  # what the second must have, the first would disburse better
    moved = most_disbursed(80, [0.9, 0.5], [90, 90], [(0, 70), (21, 80)])
    assert moved.expected - tight.expected == pytest.approx(tight.floor_prices[1])
    capped = most_disbursed(80, [0.9, 0.5], [90, 90], [(0, 50), (20, 80)])
    assert capped.cap_prices[0] == pytest.approx(0.4)
    assert capped.floor_prices == (0, 0)


def test_large_amounts_are_solved_as_exactly_as_small_ones():
    small = most_disbursed(100, RATES, CAPACITY, NEAR)
    large = most_disbursed(
        100_000_000, RATES, [1e6 * one for one in CAPACITY], [(1e6 * low, 1e6 * high) for low, high in NEAR]
    )
    assert large.expected == pytest.approx(1e6 * small.expected)
    assert large.price == pytest.approx(small.price)


def test_bounds_without_a_solution_are_refused():
    with pytest.raises(DataError, match="tổng mức sàn 30, tổng mức trần 180"):
        most_disbursed(200, RATES, CAPACITY, NEAR)


# Works from a list ----------------------------------------------------------------------------------------------

VALUES, COSTS, UNITS = [60, 45, 40, 70, 30, 25, 55, 20], [50, 40, 30, 65, 20, 25, 45, 15], list("00112233")


def by_hand(values, costs, units, served, budget, least=1):
    """The most value of all choices that the budget and the units allow; None where there is no such choice."""
    best = None
    for taken in product([0, 1], repeat=len(values)):
        done = {unit: sum(one for one, at in zip(taken, units, strict=True) if at == unit) for unit in units}
        enough = all(count >= min(least, units.count(unit)) for unit, count in done.items())
        if enough and sum(one * cost for one, cost in zip(taken, costs, strict=True)) <= budget:
            worth = dict.fromkeys(served, 0)
            for one, value, group in zip(taken, values, served, strict=True):
                worth[group] = max(worth[group], one * value)
            best = sum(worth.values()) if best is None else max(best, sum(worth.values()))
    return best


def listed(values, costs, units, served=None):
    return Listed(values, costs, [""] * len(costs), units, served or range(len(costs)))


def test_the_worked_list_of_works():
    found = choose(listed(VALUES, COSTS, UNITS), {"": 170})
    assert (found.value, found.cost) == (210, 170)
    assert [place + 1 for place in found.places] == [1, 3, 5, 6, 7]
    assert found.value == by_hand(VALUES, COSTS, UNITS, list(range(8)), 170)
    assert found.bound >= found.value


@pytest.mark.parametrize("seed", range(30))
def test_the_choice_is_the_best_of_all(seed):
    luck = np.random.Generator(np.random.PCG64(seed))
    count = int(luck.integers(1, 10))
    values, costs = (luck.integers(1, 60, count).tolist() for _ in range(2))
    units, least = luck.integers(0, 3, count).astype(str).tolist(), int(luck.integers(0, 3))
    served, budget = luck.integers(0, count, count).tolist(), int(luck.integers(0, 1 + sum(costs)))
    best, works = by_hand(values, costs, units, served, budget, least), listed(values, costs, units, served)
    if best is None:
        with pytest.raises(DataError, match="vượt số vốn"):
            choose(works, {"": budget}, least)
        return
    found = choose(works, {"": budget}, least)
    assert found.value == best
    assert found.cost == sum(costs[place] for place in found.places) <= budget
    assert found.bound >= best - 1e-9
    assert found.prices[""] >= 0


def test_every_budget_pays_for_its_own_works_only():
    works = Listed([9, 8, 7, 1], [10, 10, 10, 10], ["a", "a", "a", "b"], list("0123"), range(4))
    found = choose(works, {"a": 20, "b": 20}, least=0)
    assert found.places == (0, 1, 3)
    assert found.prices["a"] > 0 == found.prices["b"]


def test_an_empty_list_is_refused():
    with pytest.raises(DataError, match="danh mục trống"):
        choose(listed([], [], []), {"": 10})
