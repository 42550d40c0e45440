"""Plan years, cut-offs and stages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis import Period, parse_day, parse_years
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.period import last_day_of, stage_of


@pytest.mark.parametrize(
    ("year", "as_of", "stage"),
    [
        (2024, date(2024, 1, 1), 1),
        (2024, date(2024, 2, 29), 2),
        (2024, date(2024, 12, 31), 12),
        (2024, date(2025, 1, 31), 13),
        (2024, date(2026, 1, 31), 25),
    ],
)
def test_december_is_stage_12_and_the_settlement_month_13(year, as_of, stage):
    assert Period(year, as_of).stage == stage


@given(st.integers(2000, 2040), st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_the_same_day_of_two_plan_years_has_the_same_stage(shift, day):
    moved = day.replace(year=shift, day=min(day.day, 28))
    assert stage_of(day.year, day) == stage_of(shift, moved)


@pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2026, 2, 1), date(2019, 12, 31)])
def test_a_cut_off_outside_the_plan_years_life_is_refused(as_of):
    with pytest.raises(ParameterError, match=r"không thuộc năm kế hoạch 2024.*01/01/2024 đến 31/01/2026"):
        Period(2024, as_of)


def test_a_period_names_itself_in_vietnamese():
    assert Period(2024, date(2024, 12, 31)).label == "năm 2024, lũy kế đến ngày 31/12/2024"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-06-15", date(2024, 6, 15)),
        ("", None),
    ],
)
def test_a_partial_date_counts_from_its_last_day(text, day):
    assert last_day_of(text) == day


@pytest.mark.parametrize("text", ["31/12/2024", "2024-13", "2024-02-30", "12-2024", "2024-1", "hôm nay"])
def test_a_malformed_date_is_an_error(text):
    with pytest.raises(ValueError, match=r".+"):
        last_day_of(text)


@pytest.mark.parametrize(
    "text", ["12/31/2024", "31/12/24", "２０２４-12-31", "20241231", "2024-12", "2024-02-30", "", None]
)
def test_a_bad_day_names_the_parameter_and_the_form(text):
    with pytest.raises(ParameterError, match=r"as_of.*2024-12-31"):
        parse_day(text, "as_of")


@pytest.mark.parametrize("text", ["2021", "2025-2021", "2021–2025", "21-25", "", 2021])
def test_a_bad_span_of_years_names_the_parameter_and_the_form(text):
    with pytest.raises(ParameterError, match=r"years.*2021-2025"):
        parse_years(text, "years")


@pytest.mark.parametrize("text", ["2021-2025", " 2021 - 2025 "])
def test_a_span_of_years_is_read(text):
    assert parse_years(text, "years") == (2021, 2025)
