"""Simulated futures: exact on every path, the same for a seed, wider where units move together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.simulation import (
    EXACT,
    QUANTILES,
    Units,
    average_correlation,
    simulate,
    spread_of_sum,
    two_piece_mean,
    two_piece_quantile,
)


def units(opening, plans, spread=0.5, doubt=0.1, cancelled=0.05, limit=None):
    count = len(opening)
    middle = np.zeros(count)
    return Units(np.array(opening), np.array(plans), middle, middle, np.full(count, doubt), spread, cancelled, limit)


amounts = st.integers(0, 10**13)


@st.composite
def any_units(draw):
    count, years = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    opening = draw(st.lists(amounts, min_size=count, max_size=count))
    plans = draw(st.lists(st.lists(amounts, min_size=count, max_size=count), min_size=years, max_size=years))
    limit = draw(st.none() | st.floats(0, 1e13).map(lambda most: np.full((years, count), most)))
    return units(opening, plans, draw(st.floats(0, 2)), draw(st.floats(0, 1)), draw(st.floats(0, 1)), limit)


@given(any_units(), st.floats(0, 1), st.integers(0, 2**32))
def test_every_path_keeps_the_stock_to_the_dong(made, correlation, seed):
    fan = simulate(made, correlation, 50, seed)
    opening, plan, disbursed, cancelled, closing = (fan.flows[name] for name in fan.flows)
    assert (opening + plan - disbursed - cancelled - closing == 0).all()
    assert (opening[1:] == closing[:-1]).all()
    assert (opening[0] == made.opening.sum()).all()
    assert all(amounts.dtype == np.int64 and amounts.min() >= 0 for amounts in fan.flows.values())


def test_a_seed_draws_the_same_paths_and_another_draws_others():
    made = units([100] * 3, [[10**6] * 3] * 2)
    one, same, other = (simulate(made, 0.5, 100, seed).flows["closing"] for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


def test_the_drawn_paths_are_those_of_pcg64():
    fan = simulate(units([0], [[10**9]], spread=1.0, doubt=0.0), 0.0, 3, 2026)
    random = np.random.Generator(np.random.PCG64(2026))
    for _ in range(2):
        random.standard_normal((3, 1))  # the doubt that lasts, and the factor of the year
    rates = 1 / (1 + np.exp(-random.standard_normal((3, 1))[:, 0]))
    assert fan.flows["disbursed"][0].tolist() == np.rint(10**9 * rates).astype(int).tolist()


def test_units_that_move_together_make_the_provinces_fan_wider():
    made = units([0] * 20, [[10**9] * 20], doubt=0.0)
    widths = [np.ptp(simulate(made, rho, 10_000, 7).quantiles("disbursed")[0][[0, -1]]) for rho in (0, 0.5, 0.9)]
    assert widths[0] < widths[1] < widths[2]
    alone = np.ptp(simulate(units([0], [[10**9]], doubt=0.0), 0, 10_000, 7).quantiles("disbursed")[0][[0, -1]])
    for width, rho in zip(widths, (0, 0.5, 0.9), strict=True):
        assert width / alone == pytest.approx(spread_of_sum([1] * 20, rho), rel=0.05)


def test_without_spread_every_path_is_the_two_bucket_model():
    fan = simulate(units([300], [[1000], [1000]], spread=0.0, doubt=0.0, cancelled=0.1), 0.5, 4, 1)
    assert set(fan.flows["disbursed"][0]) == {150 + 500}
    assert set(fan.flows["closing"][0]) == {300 + 1000 - 650 - 15}


def test_disbursement_stops_at_the_limit_and_old_money_goes_first():
    fan = simulate(units([400], [[1000]], spread=0.0, doubt=0.0, cancelled=0.5, limit=np.array([[250.0]])), 0.5, 2, 1)
    assert fan.flows["disbursed"][0].tolist() == [250, 250]
    assert fan.flows["cancelled"][0].tolist() == [100, 100]


def test_quantiles_rise_and_execution_is_a_fraction():
    fan = simulate(units([10**9] * 5, [[10**9] * 5] * 3), 0.5, 2000, 3)
    for name in ("closing", "execution"):
        rows = fan.quantiles(name)
        assert rows.shape == (3, len(QUANTILES))
        assert (np.diff(rows, axis=1) >= 0).all()
    assert 0 <= fan.quantiles("execution").min() <= fan.quantiles("execution").max() <= 1


def test_amounts_that_a_float_cannot_hold_are_refused():
    with pytest.raises(ValueError, match="exactly"):
        simulate(units([EXACT], [[1]]), 0.5, 1, 1)


def test_the_worked_spread_of_a_sum():
    assert spread_of_sum([10, 20, 15], 0.5) ** 2 == pytest.approx(1375)
    assert spread_of_sum([10, 20, 15], 0.5) == pytest.approx(37.081, abs=5e-4)


def test_the_worked_two_piece_normal():
    levels = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
    expected = (55.7563, 58.4837, 62.9028, 67.4509, 71.2746, 74.1457, 75.7581)
    assert [two_piece_quantile(p, 70, 8, 4) for p in levels] == pytest.approx(expected, abs=5e-5)
    assert two_piece_mean(70, 8, 4) == pytest.approx(66.8085, abs=5e-5)


@given(st.floats(0.01, 0.99), st.floats(0.1, 20), st.floats(0.1, 20))
def test_a_two_piece_normal_rises_and_is_normal_when_both_sides_agree(p, left, right):
    assert two_piece_quantile(p, 0, left, right) < two_piece_quantile(p + 0.005, 0, left, right)
    assert two_piece_quantile(p, 0, left, left) == pytest.approx(-two_piece_quantile(1 - p, 0, left, left), abs=1e-9)


def test_correlation_comes_from_pairs_that_share_three_years():
    nan = float("nan")
    rows = np.array([[1, 2, 3, nan], [2, 4, 6, 1], [3, 2, 1, nan], [nan, nan, 1, 2]])
    assert average_correlation(rows) == pytest.approx((1 - 1 - 1) / 3)
    assert np.isnan(average_correlation(rows[3:]))
