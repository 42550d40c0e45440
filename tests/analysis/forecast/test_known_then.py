"""A back-test knows what was published then: no later figure, version or estimate moves an earlier forecast."""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg_analysis.analysis.forecast.backtest import run_backtest
from mtqg_analysis.analysis.forecast.choice import choose
from mtqg_analysis.analysis.forecast.nation import national_triangle
from mtqg_analysis.analysis.forecast.reading import province_triangles, unit_triangles
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.facts import FACT_COLUMNS, with_figures
from mtqg_analysis.ledger.ledger import Ledger

YEARS = range(2018, 2024)
MONTHS = (3, 9, 12, 13)
CURVE = dict(zip(MONTHS, (0.08, 0.4, 0.6, 0.8), strict=True))
END = date(2030, 1, 1)
OWN = {"level": "province", "unit": "20", "programme": "DTTS", "capital": "investment"}
NATION = {"level": "national", "unit": "VN", "programme": "PI", "capital": "investment", "origin": "current_year"}
COMMUNE = units_on(date(2025, 12, 31), "commune", "20")["code"].iloc[0]
KEYS = ["group", "name", "year", "origin", "target", "method"]


def fact(measure, year, day, value, published, **about):
    unit = "percent" if measure == "disbursement_rate" else "mn_vnd"
    row = {"measure": measure, "year": str(year), "as_of": str(day), "value": f"{value:.2f}", "value_unit": unit}
    status = "plan" if measure == "plan" else "actual"
    return row | {"half_width": "0.005", "status": status, "source": "S", "known_on": str(published)} | about


def ledger_of(rows):
    blank = dict.fromkeys((column.name for column in FACT_COLUMNS), "")
    frame = pd.DataFrame([blank | row | {"fact": f"F{place}"} for place, row in enumerate(rows)])
    dataset = SimpleNamespace(province="20", path="made")
    return Ledger(dataset, None, None, with_figures(frame).assign(usable=True), None)


def rolling(triangles):
    return run_backtest([one for one in triangles if one and one.group in ("nation", "cell")], "rolling", [3, 9])


def of_nation(rows):
    return rolling([national_triangle(ledger_of(rows), END, with_estimates=False)])


def of_province(rows):
    return rolling(province_triangles(ledger_of(rows), END, "province_assigned"))


delays = st.sampled_from([5, 20, 20, 20, 45, 200, 400])  # days from a month's end to the publication of its figures


@st.composite
def nations(draw):
    """Rates of six years, most published in the next month, some a year later, some twice."""
    rows = []
    for year in YEARS:
        level = draw(st.floats(0.8, 1.15))
        for stage in MONTHS:
            day = month_end(year, stage)
            for delay in sorted({draw(delays), draw(delays)}):
                value = 100 * level * CURVE[stage] + draw(st.floats(-1, 1))
                rows.append(fact("disbursement_rate", year, day, value, day + timedelta(delay), **NATION, **PM))
    return rows


PM = {"plan_basis": "pm_assigned"}


@st.composite
def provinces(draw):
    """One cell of six years by origin, its plans and its official estimates."""
    rows = []
    for year in YEARS:
        level, basis = draw(st.floats(0.8, 1.15)), "province_assigned"
        for origin in ("current_year", "carried_over"):
            about = OWN | {"origin": origin}
            first = date(year, 1, 5)
            rows.append(fact("plan", year, first, 900, first, plan_basis=basis, **about))
            for stage in MONTHS:
                day = month_end(year, stage)
                paid = 900 * level * CURVE[stage]
                rows.append(fact("disbursed", year, day, paid, day + timedelta(draw(delays)), **about))
        about = OWN | {"origin": "both", "plan_basis": basis, "status": "estimate"}
        told = month_end(year, 9) + timedelta(draw(delays))
        rows.append(fact("disbursement_rate", year, month_end(year, 13), draw(st.integers(60, 95)), told, **about))
    return rows


@st.composite
def news(draw, measures):
    """A fact that a dataset gets or changes: of which year and month, published when."""
    measure, year, stage = draw(st.sampled_from(measures)), draw(st.sampled_from(YEARS)), draw(st.sampled_from(MONTHS))
    day = month_end(year, 13 if measure == "estimate" else stage)
    told = month_end(year, stage) + timedelta(draw(delays))
    return measure, year, stage, day, told, draw(st.floats(5, 95))


def as_row(measure, year, day, told, value):
    if measure == "rate":
        return fact("disbursement_rate", year, day, value, told, **NATION, **PM)
    if measure == "estimate":
        about = OWN | {"origin": "both", "plan_basis": "province_assigned", "status": "estimate"}
        return fact("disbursement_rate", year, day, value, told, **about)
    about = OWN | {"origin": "carried_over"} | ({"plan_basis": "province_assigned"} if measure == "plan" else {})
    return fact(measure, year, day, 9 * value, told, **about)


def unmoved(before, after, day, told, is_estimate):
    """Forecasts from months at which the news was not known are the same, and none of them is gone."""
    for (year, origin), part in before.groupby(["year", "origin"]):
        if told <= month_end(year, origin + 1) and (is_estimate or day <= month_end(year, origin)):
            continue
        same = after[(after["year"] == year) & (after["origin"] == origin)]
        both = part.merge(same, on=KEYS, how="left", suffixes=("", "_after"))
        assert both["forecast_after"].notna().all()
        assert np.array_equal(both["forecast"], both["forecast_after"])
        assert np.allclose(both["width"], both["width_after"], equal_nan=True, rtol=1e-12, atol=0)


@pytest.mark.full
@settings(max_examples=12)
@given(nations(), news(["rate"]), st.booleans())
def test_no_later_rate_of_the_nation_moves_an_earlier_forecast(rows, new, altered):
    _, year, _, day, told, value = new
    before = of_nation(rows)
    at = [place for place, row in enumerate(rows) if (row["year"], row["as_of"]) == (str(year), str(day))]
    if altered:
        told = date.fromisoformat(rows[at[-1]]["known_on"])
        after = of_nation(
            [row | {"value": f"{value:.2f}"} if place == at[-1] else row for place, row in enumerate(rows)]
        )
    else:
        after = of_nation([*rows, as_row("rate", year, day, told, value)])
    unmoved(before, after, day, told, is_estimate=False)


@settings(max_examples=12)
@given(provinces(), news(["disbursed", "plan", "estimate"]))
def test_no_later_amount_plan_or_estimate_of_the_province_moves_an_earlier_forecast(rows, new):
    measure, year, _, day, told, value = new
    after = of_province([*rows, as_row(measure, year, day, told, value)])
    unmoved(of_province(rows), after, day, told, measure == "estimate")


def plain_nation(delay=20, late=()):
    return [
        fact("disbursement_rate", year, day, 100 * CURVE[stage] + year % 3, told, **NATION, **PM)
        for year in YEARS
        for stage in MONTHS
        for day in [month_end(year, stage)]
        for told in [day + timedelta(400 if (year, stage) in late else delay)]
    ]


def test_a_year_whose_own_figure_came_late_was_not_forecast():
    whole, lacking = of_nation(plain_nation()), of_nation(plain_nation(late=[(2022, 9)]))
    assert set(zip(whole["year"], whole["origin"], strict=True)) >= {(2022, 9), (2022, 3)}
    assert (2022, 9) not in set(zip(lacking["year"], lacking["origin"], strict=True))
    assert (2022, 3) in set(zip(lacking["year"], lacking["origin"], strict=True))


def test_a_year_that_was_published_late_was_not_learnt_from_yet():
    late = [(2018, stage) for stage in MONTHS] + [(2020, 13)]
    found = of_nation(plain_nation(late=late))
    at = found[(found["method"] == "history_mean") & (found["target"] == 13)]
    assert (2021, 3) not in set(zip(at["year"], at["origin"], strict=True))  # 2020's end came in March 2022
    assert (2022, 3) in set(zip(at["year"], at["origin"], strict=True))


def test_a_forecast_made_then_is_scored_against_the_newest_outturn():
    rows = plain_nation()
    day = month_end(2023, 13)
    revised = fact("disbursement_rate", 2023, day, 77.7, "2025-06-30", **NATION, **PM)
    before, after = of_nation(rows), of_nation([*rows, revised])
    own = (after["year"] == 2023) & (after["target"] == 13)
    assert after.loc[own, "outturn"].to_numpy() == pytest.approx(0.777)
    assert np.array_equal(before["forecast"], after["forecast"])
    assert not before.loc[own, "error"].equals(after.loc[own, "error"])


def test_nothing_published_after_a_day_moves_the_choice_of_that_day():
    rows = plain_nation()
    known = [row for row in rows if row["known_on"] <= "2023-12-31"]
    choices = [choose(of_nation(one), 9, 13) for one in (known, rows)]
    assert choices[0].n == 2
    earlier = of_nation(rows).query("year < 2023")
    assert repr(choose(earlier, 9, 13)) == repr(choices[0])
    assert choices[1].n == 3


def test_an_origin_that_is_first_published_in_autumn_was_not_missing_in_spring():
    rows = []
    for year in YEARS:
        for origin, stages in (("current_year", MONTHS), ("carried_over", MONTHS[1:])):
            about = OWN | {"origin": origin}
            first = date(year, stages[0] - 2, 5)
            rows.append(fact("plan", year, first, 900, first, plan_basis="province_assigned", **about))
            for stage in stages:
                day = month_end(year, stage)
                rows.append(fact("disbursed", year, day, 900 * CURVE[stage], day + timedelta(10), **about))
    (cell,) = [one for one in province_triangles(ledger_of(rows), END) if one.group == "cell"]
    assert np.isnan(cell.at(2022, 3))
    assert cell.known_at(2022, 3).at(2022, 3) == pytest.approx(0.08)  # of all that there then seemed to be


def test_what_is_disbursed_of_one_origin_is_no_part_of_the_plan_of_both():
    rows = []
    for origin in ("current_year", "carried_over"):
        about, first = OWN | {"origin": origin}, date(2022, 1, 5)
        rows.append(fact("plan", 2022, first, 900, first, plan_basis="province_assigned", **about))
        for stage in MONTHS[1:] if origin == "carried_over" else MONTHS:
            day = month_end(2022, stage)
            rows.append(fact("disbursed", 2022, day, 900 * CURVE[stage], day + timedelta(10), **about))
    (cell,) = [one for one in province_triangles(ledger_of(rows), END) if one.group == "cell"]
    assert np.isnan(cell.known_at(2022, 3).at(2022, 3))
    assert cell.at(2022, 9) == pytest.approx(0.4)


def test_units_that_were_abolished_are_not_missing_from_the_sum_of_their_successors():
    about = {"programme": "DTTS", "capital": "investment", "origin": "current_year"}
    rows = []
    for level, unit, days in (("district", "178", ["2025-06-30"]), ("commune", COMMUNE, ["2025-12-31"])):
        place = about | {"level": level, "unit": unit}
        rows.append(fact("plan", 2025, "2025-06-15", 100, "2025-06-15", plan_basis="province_assigned", **place))
        rows += [fact("disbursed", 2025, day, 40, day, **place) for day in days]
    ledger = ledger_of(rows)
    whole = province_triangles(ledger, date(2026, 1, 31))[0]
    assert [whole.at(2025, 6), whole.at(2025, 12)] == pytest.approx([0.4, 0.4])
    assert np.isnan(whole.at(2025, 9))
    assert [np.isfinite(one.at(2025, 12)) for one in unit_triangles(ledger, date(2026, 1, 31))] == [False, True]


@pytest.mark.full
def test_an_estimate_of_other_money_or_another_plan_takes_no_part():
    rows = []
    for year in YEARS:
        first, about = date(year, 1, 5), OWN | {"origin": "both"}
        rows.append(fact("plan", year, first, 900, first, plan_basis="province_assigned", **about))
        rows += [
            fact("disbursed", year, month_end(year, stage), 900 * CURVE[stage], month_end(year, stage), **about)
            for stage in MONTHS
        ]
        told = {"plan_basis": "province_assigned", "status": "estimate"} | about
        rows.append(fact("disbursement_rate", year, month_end(year, 13), 81, f"{year}-10-10", **told))
    before = of_province(rows)
    for other in (
        {"origin": "carried_over"},
        {"plan_basis": "pm_assigned"},
        {"plan_basis": "unknown"},
        {"origin": "unknown"},
    ):
        more = fact("disbursement_rate", 2023, month_end(2023, 13), 50, "2023-10-12", **(told | other))
        series = province_triangles(ledger_of([*rows, more]), END)[-1]
        assert series.told(2023, 9, 13) == pytest.approx(0.81), other
        assert series.shown(2023, 9, 13).rate == pytest.approx(0.81), other
        pd.testing.assert_frame_equal(before, of_province([*rows, more]))
    silent = [row for row in rows if row["status"] != "estimate"]
    vague = fact("disbursement_rate", 2023, month_end(2023, 13), 50, "2023-10-12", **(told | {"plan_basis": "unknown"}))
    series = province_triangles(ledger_of([*silent, vague]), END)[-1]
    assert np.isnan(series.told(2023, 9, 13))
    assert series.shown(2023, 9, 13).rate == pytest.approx(0.5)
    assert not series.shown(2023, 9, 13).alike
    assert "official" not in set(of_province([*silent, vague])["method"])


def test_of_two_estimates_of_one_month_the_newer_stands():
    about = OWN | {"origin": "both"}
    first, end, told = date(2023, 1, 5), month_end(2023, 13), {"plan_basis": "province_assigned", "status": "estimate"}
    rows = [
        fact("plan", 2023, first, 900, first, plan_basis="province_assigned", **about),
        fact("disbursed", 2023, month_end(2023, 9), 300, "2023-10-05", **about),
        fact("disbursement_rate", 2023, end, 70, "2023-10-05", **(about | told)),
        fact("disbursement_rate", 2023, end, 80, "2023-10-25", **(about | told)),
    ]
    assert province_triangles(ledger_of(rows), END)[-1].told(2023, 9, 13) == pytest.approx(0.8)
