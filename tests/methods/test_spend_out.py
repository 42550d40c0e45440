"""Vintages spent out over the years after them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.spend_out import spend_out

PLANS = dict(zip(range(2023, 2031), (2300, 2400, 2500, 2000, 2200, 2400, 2400, 2400), strict=True))


def test_the_worked_waterfall_comes_out():
    years = spend_out(PLANS, (0.50, 0.35, 0.10)).set_index("year").loc[2025:]
    assert years["disbursed"].tolist() == [2320, 2115, 2050, 2170, 2260, 2280]
    assert years["closing"].tolist() == [1610, 1375, 1400, 1530, 1560, 1560]
    assert years["lapsed"].tolist() == [115, 120, 125, 100, 110, 120]


shares = st.lists(st.floats(0, 1), min_size=2, max_size=5).map(
    lambda parts: [part / max(1.0, sum(parts)) for part in parts]
)


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=8), shares, st.integers(0, 10**13))
def test_the_identity_holds_to_the_dong_and_every_vintage_ends(plans, parts, carried):
    years = dict(enumerate(plans, start=2026)) | dict.fromkeys(
        range(2026 + len(plans), 2026 + len(plans) + len(parts)), 0
    )
    rows = spend_out(years, parts, carried).to_dict("records")
    opening = carried
    for row in rows:
        assert row["opening"] == opening
        assert row["closing"] == row["opening"] + row["plan"] - row["disbursed"] - row["lapsed"]
        assert row["disbursed"] == sum(row[f"age_{age}"] for age in range(len(parts)))
        assert min(row["disbursed"], row["lapsed"], row["closing"]) >= 0
        opening = row["closing"]
    assert opening == 0
    assert sum(row["disbursed"] + row["lapsed"] for row in rows) == carried + sum(plans)


def test_money_carried_over_goes_on_as_a_vintage_with_its_first_year_behind_it():
    (row,) = spend_out({2026: 0}, (0.5, 0.35, 0.10), carried=1000).to_dict("records")
    assert (row["age_0"], row["age_1"], row["lapsed"], row["closing"]) == (0, 700, 0, 300)


def test_under_a_rule_of_two_years_what_the_second_leaves_lapses():
    rows = spend_out({2026: 1000, 2027: 0}, (0.6, 0.3), carried=100).to_dict("records")
    assert [row["lapsed"] for row in rows] == [25, 100]
    assert [row["disbursed"] for row in rows] == [675, 300]


@pytest.mark.parametrize("parts", [(), (0.7, 0.4), (-0.1, 0.5)])
def test_shares_that_cannot_be_are_refused(parts):
    with pytest.raises(ValueError, match="shares"):
        spend_out({2026: 1}, parts)


def test_money_carried_over_into_a_rule_of_one_year_is_refused():
    with pytest.raises(ValueError, match="age"):
        spend_out({2026: 1}, (0.5,), carried=1)
