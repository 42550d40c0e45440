"""What rounded figures imply: worked numbers, two independent ways to every bound, and the truth inside."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.methods.reconcile import (
    IMPLIED,
    Published,
    back_solve,
    inconsistency,
    left_over,
    linear_bounds,
    still_to_bring,
)


def published(disbursed=1318, rate=52.6, investment=69.4, recurrent=30.9):
    """A set in billion đồng as printed: amounts without, rates with one decimal."""
    rates = [value / 100 for value in (rate, investment, recurrent)]
    return Published(
        disbursed, *rates, (disbursed - 0.5, disbursed + 0.5), *((value - 0.0005, value + 0.0005) for value in rates)
    )


# Quantity, point and exact interval as worked out for the notice of January 2025, in billion đồng.
WORKED = {
    "plan": (2505.70, 2502.374, 2509.039),
    "investment_share": (0.563636, 0.561039, 0.566234),
    "investment_plan": (1412.31, 1406.601, 1418.004),
    "recurrent_plan": (1093.40, 1085.445, 1101.370),
    "investment_disbursed": (980.14, 976.884, 983.386),
    "recurrent_disbursed": (337.86, 334.860, 340.874),
    "balance": (1187.70, 1184.874, 1190.539),
    "investment_balance": (432.17, 429.717, 434.618),
    "recurrent_balance": (755.54, 750.586, 760.496),
    "recurrent_share_of_balance": (0.636, 0.6335, 0.6388),
}
LINEAR = {
    "plan": (1, 1, 0, 0),
    "investment_plan": (1, 0, 0, 0),
    "recurrent_plan": (0, 1, 0, 0),
    "investment_disbursed": (0, 0, 1, 0),
    "recurrent_disbursed": (0, 0, 0, 1),
    "balance": (1, 1, -1, -1),
    "investment_balance": (1, 0, -1, 0),
    "recurrent_balance": (0, 1, 0, -1),
}


def test_every_implied_quantity_has_a_worked_number():
    assert set(WORKED) == set(IMPLIED)


@pytest.mark.parametrize("name", WORKED)
def test_the_notice_implies_the_worked_numbers(name):
    point, low, high = WORKED[name]
    found, bounds = back_solve(published())[name]
    decimals = 6 if "share" in name and point != 0.636 else 3
    assert found == pytest.approx(point, abs=0.006 if point > 1 else 10**-decimals)
    assert bounds == pytest.approx((low, high), abs=0.6 * 10 ** -(decimals if point != 0.636 else 4))


@pytest.mark.parametrize("name", LINEAR)
@pytest.mark.parametrize("numbers", [(), (1318, 52.6, 80.0, 20.0), (27, 61.5, 61.9, 55.0), (250000, 93.1, 95.2, 40.4)])
def test_corners_and_linear_programme_agree(name, numbers):
    given_set = published(*numbers)
    _, corners = back_solve(given_set)[name]
    assert linear_bounds(given_set, LINEAR[name]) == pytest.approx(corners, rel=1e-6, abs=1e-6 * given_set.disbursed)


def test_the_evaluation_of_the_notice_holds_the_worked_numbers_in_dong(evaluation):
    for name, (point, low, high) in WORKED.items():
        result = evaluation.implied[name]
        scale = 1 if "share" in name else 1e9
        assert result.estimate / scale == pytest.approx(point, abs=0.006 if point > 1 else 1e-3)
        assert (result.low / scale, result.high / scale) == pytest.approx((low, high), abs=6e-4)
        assert result.low < result.estimate < result.high
        assert result.facts == ("PF0004", "PF0005", "PF0006", "PF0007")
        assert result.interval_kind == "rounding"


@st.composite
def true_tables(draw):
    """Plans and payments by capital type in million đồng, as nobody publishes them."""
    plans = [draw(st.integers(100_000, 5_000_000)) for _ in range(2)]
    paid = [draw(st.integers(plan // 20, plan)) for plan in plans]
    return plans, paid


def printed(exact, places):
    value = Decimal(exact).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    half = Decimal(1).scaleb(-places) / 2
    return float(value), (float(value - half), float(value + half))


@given(true_tables())
def test_the_intervals_contain_the_truth_behind_rounded_figures(table):
    (investment, recurrent), (paid_investment, paid_recurrent) = table
    plan, paid = investment + recurrent, paid_investment + paid_recurrent
    amount = printed(Decimal(paid) / 1000, 0)
    pairs = [(paid, plan), (paid_investment, investment), (paid_recurrent, recurrent)]
    rates = [printed(Decimal(top) / Decimal(bottom), 3) for top, bottom in pairs]
    assume(rates[1][1][0] > rates[2][1][1])
    given_set = Published(*(value for value, _ in [amount, *rates]), *(bounds for _, bounds in [amount, *rates]))
    truth = {
        "plan": plan / 1000, "investment_share": investment / plan, "investment_plan": investment / 1000,
        "recurrent_plan": recurrent / 1000, "investment_disbursed": paid_investment / 1000,
        "recurrent_disbursed": paid_recurrent / 1000, "balance": (plan - paid) / 1000,
        "investment_balance": (investment - paid_investment) / 1000,
        "recurrent_balance": (recurrent - paid_recurrent) / 1000,
    }  # fmt: skip
    solved = back_solve(given_set)
    for name, value in truth.items():
        low, high = solved[name][1]
        assert low - 1e-9 * plan <= value <= high + 1e-9 * plan, name
    assert inconsistency(given_set) <= 1e-9 * plan


@pytest.mark.parametrize("scale", [1, 1000, 1e9])
def test_the_currency_unit_changes_no_share(scale):
    one, other = (
        Published(
            1318 * factor, 0.526, 0.694, 0.309, (1317.5 * factor, 1318.5 * factor),
            (0.5255, 0.5265), (0.6935, 0.6945), (0.3085, 0.3095),
        )
        for factor in (1, scale)
    )  # fmt: skip
    assert back_solve(other)["investment_share"][0] == pytest.approx(back_solve(one)["investment_share"][0])
    assert back_solve(other)["investment_share"][1] == pytest.approx(back_solve(one)["investment_share"][1])
    assert back_solve(other)["plan"][0] == pytest.approx(scale * back_solve(one)["plan"][0])
    assert inconsistency(other) == pytest.approx(0, abs=1e-6)


def test_the_notice_is_consistent_and_a_slip_in_it_is_measured():
    assert inconsistency(published()) == 0
    assert inconsistency(published(investment=49.4)) == pytest.approx(25.907, abs=5e-4)


@pytest.mark.parametrize("rates", [(52.6, 49.4, 30.9), (29.0, 69.4, 30.9), (80.0, 69.4, 30.9), (52.6, 52.6, 52.6)])
def test_a_total_rate_outside_its_parts_has_no_split(rates):
    with pytest.raises(DataError, match="không nằm giữa"):
        back_solve(published(1318, *rates))


def test_recurrent_capital_may_be_the_faster_one():
    solved, mirrored = back_solve(published(1318, 52.6, 30.9, 69.4)), back_solve(published())
    assert solved["recurrent_plan"][0] == pytest.approx(mirrored["investment_plan"][0])
    assert solved["recurrent_plan"][1] == pytest.approx(mirrored["investment_plan"][1])


@pytest.mark.parametrize(
    ("later", "need", "left"),
    [((0.725, 0.735), (496.72, 525.64), (663.13, 689.99)), ((0.72, 0.74), (484.21, 538.19), (650.62, 702.53))],
)
def test_the_last_month_needs_the_worked_amounts(later, need, left):
    arguments = ((1317.5, 1318.5), (0.5255, 0.5265), later)
    assert still_to_bring(*arguments) == pytest.approx(need, abs=0.006)
    assert left_over(*arguments) == pytest.approx(left, abs=0.006)


@given(st.floats(0.4, 0.6), st.floats(0.6, 0.99), st.floats(1, 1e5))
def test_what_is_brought_and_what_is_left_make_the_balance(rate, later, paid):
    point = ((paid, paid), (rate, rate), (later, later))
    assert still_to_bring(*point)[0] + left_over(*point)[0] == pytest.approx(paid / rate - paid)


def test_figures_cut_off_instead_of_rounded_imply_other_bounds():
    cut = Published(1318, 0.526, 0.694, 0.309, (1318, 1319), (0.526, 0.527), (0.694, 0.695), (0.309, 0.310))
    found = {name: bounds for name, (_, bounds) in back_solve(cut).items()}
    for name, expected in (
        ("plan", (2500.949, 2507.605)),
        ("investment_plan", (1405.797, 1417.196)),
        ("recurrent_plan", (1084.827, 1100.741)),
    ):
        assert tuple(round(end, 3) for end in found[name]) == expected
