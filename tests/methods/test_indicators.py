"""Indicators: the worked numbers of the methods, and laws that hold for every table."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtqg_analysis.methods import indicators as of

money = st.floats(0, 1e6)
cells = st.integers(2, 8).flatmap(
    lambda n: st.tuples(st.lists(st.floats(1, 1e6), min_size=n, max_size=n), st.lists(money, min_size=n, max_size=n))
)

# Worked numbers --------------------------------------------------------------------------------------------------


def test_the_notice_by_type_of_capital_deviates_as_worked_by_hand():
    found = of.outturn_deviation([1412.3, 1093.4], [980.1, 337.9])
    assert found.round(6).tolist() == [0.526001, 0.359984]


def test_a_fair_comparison_can_turn_the_order():
    plan, paid = [[100, 140], [200, 40]], [118, 150]
    raw = of.rate(np.sum(plan, axis=1), paid)
    fair = of.expected(plan, paid, [0.694, 0.309])
    assert raw.round(4).tolist() == [0.4917, 0.6250]
    assert fair["ratio"].round(4).tolist() == [1.0474, 0.9923]


def test_counterpart_of_the_units_and_of_the_province():
    assert of.rate([80, 120], [60, 130]).round(4).tolist() == [0.75, 1.0833]
    assert of.counterpart([80, 120], [60, 130]).to_dict() == {"capped": 0.9, "naive": 0.95}


def test_dense_ranks():
    assert of.ranks([0.795, 0.765, 0.765, 0.6], 3, "dense").tolist() == [1, 2, 2, 3]
    assert of.ranks([0.765000001, 0.765, 0.6], 3).tolist() == [1, 1, 3]


# Edges -----------------------------------------------------------------------------------------------------------


def test_a_rate_without_plan_is_none_and_spending_without_plan_is_named():
    assert np.isnan(of.rate([0, 0, 1], [0, 5, 1])).tolist() == [True, True, False]
    assert of.spent_without_plan([0, 0, 1], [0, 5, 1]).tolist() == [False, True, False]


def test_shares_of_a_shortfall_that_is_none_are_none():
    assert of.shortfall([100], [100], 0.95)["share"].isna().all()


def test_late_money_counts_as_late():
    assert of.timeliness([10, 20, 30], [0, 20, 40]) == pytest.approx(50 / 60)
    assert of.timeliness([10, 20, 30], [10, 20, 30]) == 1
    assert np.isnan(of.timeliness([0.0], [5.0]))


def test_a_light_far_from_its_thresholds_is_no_knife_edge():
    assert of.light(0.7, 0.69, 0.71, 0.8, 0.5) == ("amber", False)
    assert of.light(0.2, 0.19, 0.21, 0.8, 0.5) == ("red", False)


# Laws ------------------------------------------------------------------------------------------------------------


@given(cells)
def test_contributions_add_to_nothing_and_influence_is_leaving_one_out(table):
    plan, paid = table
    assert of.contribution(plan, paid).sum() == pytest.approx(0, abs=1e-9)
    for place in range(len(plan)):
        rest_plan, rest_paid = (sum(one) - one[place] for one in (plan, paid))
        brute = sum(paid) / sum(plan) - rest_paid / rest_plan
        assert of.influence(plan, paid)[place] == pytest.approx(brute, rel=1e-6, abs=1e-6)


@given(cells, st.floats(0.01, 100))
def test_the_currency_unit_does_not_matter(table, scale):
    plan, paid = (np.array(one) for one in table)
    assert np.allclose(of.contribution(plan * scale, paid * scale), of.contribution(plan, paid))
    assume(paid.sum() > 1)
    assert of.outturn_deviation(plan * scale, paid * scale).tolist() == pytest.approx(
        of.outturn_deviation(plan, paid).tolist(), rel=1e-6
    )


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=8), st.floats(0.01, 1))
def test_equal_rates_have_no_composition_variance(plan, share):
    assert of.outturn_deviation(plan, np.array(plan) * share)["variance"] == pytest.approx(0, abs=1e-9)


@given(cells, st.floats(0.1, 1))
def test_shares_of_the_shortfall_add_to_one(table, target):
    found = of.shortfall(*table, target)
    assume(found["shortfall"].sum() > 1)
    assert found["share"].sum() == pytest.approx(1)


@given(
    st.lists(st.tuples(st.floats(1, 1e4), st.floats(1, 1e4), st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=6)
)
def test_expected_disbursement_adds_up_to_the_actual(rows):
    plan = np.array([row[:2] for row in rows])
    paid = plan * np.array([row[2:] for row in rows])
    assert of.fair_ratio(plan, paid)["expected"].sum() == pytest.approx(paid.sum(), abs=1e-6)
