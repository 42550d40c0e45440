"""Stock and flow between years."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.flows import Pace, project

YEARS = range(2021, 2026)
MILLION = 1_000_000


def test_the_worked_five_years_come_out():
    plans = dict(zip(YEARS, (1850, 2040, 2240, 2300, 2505.7), strict=True))
    paces = dict(
        zip(
            YEARS,
            map(Pace, (0.55, 0.60, 0.62, 0.62, 0.65), (0.40, 0.42, 0.45, 0.47, 0.50), (0.08, 0.06, 0.05, 0.05, 0.05)),
            strict=True,
        )
    )
    path = project(310 * MILLION, {year: round(plan * MILLION) for year, plan in plans.items()}, paces)
    expected = {
        "disbursed": (910.5, 1599.8040, 2030.2658, 2213.8780, 2473.9578),
        "cancelled": (11.16, 29.7202, 31.3275, 34.7172, 32.8760),
        "closing": (1238.34, 1648.8158, 1827.2225, 1878.6273, 1877.4936),
    }
    for column, values in expected.items():
        assert (path[column] / MILLION).tolist() == pytest.approx(values, abs=1e-4)
    assert path["execution"].tolist() == pytest.approx((0.4215, 0.4880, 0.5221, 0.5364, 0.5643), abs=5e-5)


fractions = st.floats(0, 1, allow_nan=False)
paces = st.builds(Pace, fractions, fractions, fractions)


@given(st.integers(0, 10**15), st.lists(st.tuples(st.integers(0, 10**15), paces), min_size=1, max_size=8))
def test_the_identity_holds_to_the_dong_and_nothing_goes_below_zero(opening, steps):
    years = dict(enumerate(steps))
    path = project(
        opening, {year: plan for year, (plan, _) in years.items()}, {year: pace for year, (_, pace) in years.items()}
    )
    rows = path.to_dict("records")
    assert rows[0]["opening"] == opening
    for before, after in pairwise(rows):
        assert after["opening"] == before["closing"]
    for row in rows:
        assert row["closing"] == row["opening"] + row["plan"] - row["disbursed"] - row["cancelled"]
        assert all(isinstance(row[name], int) for name in ("opening", "plan", "disbursed", "cancelled", "closing"))
        assert min(row["disbursed"], row["cancelled"], row["closing"] + 1) >= 0


def test_a_year_with_no_money_has_no_execution():
    (row,) = project(0, {2026: 0}, {2026: Pace(0.5, 0.5, 0.1)}).to_dict("records")
    assert row["closing"] == 0
    assert row["execution"] != row["execution"]


def test_a_constant_plan_settles_where_in_and_out_are_equal():
    plan = 2_505_700 * MILLION
    path = project(0, dict.fromkeys(range(200), plan), dict.fromkeys(range(200), Pace(0.65, 0.5, 0.05)))
    assert path["closing"].iloc[-1] / 1e9 == pytest.approx(1876.93, abs=0.005)
