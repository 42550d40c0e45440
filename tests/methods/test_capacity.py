"""Absorptive capacity from the years in which money was not short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.capacity import (
    capacity,
    executed_share,
    grown,
    growth_rates,
    supported_plan,
)

FREE = [0.7] * 4


def test_the_worked_capacity_and_the_plan_it_supports():
    found = capacity([120, 132, 141, 138], FREE, 0.95)
    assert (found.value, found.censored) == (138.75, False)
    base = grown(found.value, 0.04, 1)
    assert base == pytest.approx(144.3)
    assert supported_plan(base, 0.85) == pytest.approx(169.76, abs=0.005)
    assert executed_share(base, 300) == pytest.approx(0.48, abs=0.005)


def test_where_every_year_was_near_one_the_largest_amount_is_only_a_bound():
    found = capacity([120, 141, 132], [0.95, 0.99, 1.0], 0.95)
    assert (found.value, found.censored, found.used) == (141, True, 0)


def test_a_year_that_spent_its_plan_is_a_lower_bound_and_never_dropped():
    assert capacity([100, 110, 300], [0.9, 0.9, 0.96], 0.95).value == 205  # dropping the best year gave 107.5
    found = capacity([120, 132, 500], [0.7, 0.8, 0.97], 0.95)
    assert (found.value, found.censored, found.years, found.used) == (316, True, 3, 2)


def test_a_full_year_above_the_percentile_hides_nothing():
    found = capacity([100, 110, 120, 130, 300], [0.9, 0.9, 0.9, 0.9, 0.96], 0.95)
    assert (found.value, found.censored) == (130, False)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), min_size=1, max_size=6))
def test_that_a_year_was_full_never_lowers_its_capacity(years):
    paid = [amount for amount, _ in years]
    rates = [0.99 if full else 0.5 for _, full in years]
    assert capacity(paid, rates, 0.95).value >= capacity(paid, [0.5] * len(paid), 0.95).value


def test_without_a_year_there_is_no_capacity():
    with pytest.raises(ValueError, match="at least one year"):
        capacity([], [], 0.95)


amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)


@given(amounts, st.integers(1, 1000))
def test_capacity_does_not_depend_on_the_unit_of_money_and_lies_among_the_years(paid, factor):
    rates = [0.5] * len(paid)
    value = capacity(paid, rates, 0.95).value
    assert min(paid) <= value <= max(paid)
    assert capacity([factor * one for one in paid], rates, 0.95).value == pytest.approx(factor * value)


@given(amounts, st.floats(0.1, 1))
def test_the_plan_that_a_capacity_supports_is_executed_at_the_target(paid, target):
    value = capacity(paid, [0.5] * len(paid), 0.95).value
    if value > 0:
        assert executed_share(value, supported_plan(value, target)) == pytest.approx(target)


def test_growth_needs_two_years_with_money_in_the_first():
    assert growth_rates([100]) == []
    assert growth_rates([0, 5, 6]) == [pytest.approx(0.2)]


def test_no_plan_has_no_executed_share():
    assert executed_share(10, 0) != executed_share(10, 0)
