"""A blank is not zero and a part is not the whole: what lacks a figure is left out on both sides, and named."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from mtqg_analysis import Period, evaluate_year, load_ledger, year_end
from mtqg_analysis.analysis.detail import read_detail, read_flow
from mtqg_analysis.analysis.province_years import read_province_years
from mtqg_analysis.analysis.term import read_term
from mtqg_analysis.report.table import Table

DRAWS = 40
END = Period(2024, date(2024, 12, 31))


@pytest.fixture(scope="module")
def invented(root):
    """The illustrative dataset of 2023 and 2024."""
    ledger = load_ledger(root / "data/illustrative", END)
    return replace(ledger, facts=ledger.facts[ledger.facts["year"].isin(["2023", "2024"])].reset_index(drop=True))


@pytest.fixture(scope="module")
def whole(invented, nation):
    return evaluate_year(invented, nation)


def without(ledger, gone):
    return replace(ledger, facts=ledger.facts[~gone].reset_index(drop=True))


def cells_of(facts, **codes):
    found = pd.Series(True, facts.index)
    for column, code in codes.items():
        found &= facts[column].isin([code] if isinstance(code, str) else code)
    return found


def made(whole, ledger):
    """The evaluation of a ledger with gaps: its money and its detail; the rest is not asked for."""
    return evaluate_year(ledger, whole.context)


def total_rate(table: Table) -> float:
    return float(table.frame["rate"].iloc[-1])


def test_a_cell_without_a_plan_is_left_out_of_both_sums_and_named_wherever_they_stand(whole):
    facts = whole.ledger.facts
    plan = cells_of(facts, measure="plan", level="province", programme="GNBV", capital="recurrent")
    found = made(whole, without(whole.ledger, plan & (facts["fund"] == "")))
    assert set(found.detail.programmes.gaps["lacks"]) == {"plan"}
    gaps = found.detail.programmes.gaps
    assert set(zip(gaps["programme"], gaps["capital"], strict=True)) == {("GNBV", "recurrent")}
    tables = [year_end.by_programme(found), year_end.by_origin(found)]
    for table in tables:
        assert "thiếu kế hoạch" in table.scope.status
        assert "Tổng các ô có đủ số" in table.frame.iloc[-1].to_list()
    assert total_rate(tables[0]) == total_rate(tables[1]) == found.detail.programmes.total["rate"]
    assert "thiếu kế hoạch" in year_end.programme_sentence(found).markdown
    headline = year_end.headline(found).markdown
    assert "52,6% kế hoạch" in headline
    assert "thiếu kế hoạch" in headline
    assert found.implied["plan"].method != "sum_of_cells"  # the printed totals say more than what is left


def test_the_plan_of_the_years_own_money_is_not_the_plan_of_all(whole):
    facts = whole.ledger.facts
    carried = cells_of(facts, measure="plan", origin="carried_over")
    parts = cells_of(facts, measure="disbursed", origin=["carried_over", "current_year"]) & (facts["fund"] == "")
    both = cells_of(facts, measure="plan", origin="both", year="2024", programme=["DTTS", "GNBV", "NTM"])
    found = read_detail(without(whole.ledger, carried | parts | both), END)
    assert found.programmes is None
    assert found.units is None


def test_what_no_unit_holds_is_a_row_of_its_own_and_the_total_is_the_provinces(whole):
    facts = whole.ledger.facts
    gone = cells_of(facts, level="district", unit=["186", "180"])
    found = made(whole, without(whole.ledger, gone))
    table = year_end.by_unit(found)
    assert table.frame["level"].tolist()[-2:] == ["Chưa có số theo đơn vị", "Tổng số"]
    assert total_rate(table) == total_rate(year_end.by_programme(found))
    lack = re.search(r"toàn tỉnh còn thiếu ([\d.,]+)", year_end.unit_sentence(found).markdown)
    assert lack
    assert lack[1] in year_end.unit_sentence(whole).markdown


def test_a_change_is_not_taken_apart_by_units_that_are_not_the_province(invented):
    own = read_province_years(invented, (2023, 2024), date(2025, 1, 31))
    assert own.changes[0].units_matched
    some = without(invented, cells_of(invented.facts, level="district", unit="186"))
    (change,) = read_province_years(some, (2023, 2024), date(2025, 1, 31)).changes
    assert not change.units_matched
    assert "unit" not in change.nested
    assert sum(change.nested.values()) == pytest.approx(change.rates[1] - change.rates[0])


def test_a_year_that_lacks_a_cell_is_not_taken_apart(invented):
    plan = cells_of(
        invented.facts, measure="plan", level="province", programme="GNBV", capital="recurrent", year="2023"
    )
    own = read_province_years(without(invented, plan), (2023, 2024), date(2025, 1, 31))
    assert own.changes == ()
    assert own.lacking == ((2023, 2024),)


def test_rates_that_are_printed_twice_agree_or_what_is_missing_is_named(whole):
    facts = whole.ledger.facts
    money = cells_of(facts, measure=["plan", "disbursed"], year="2024", as_of=["2024-12-10", "2024-12-31"])
    money &= (facts["fund"] == "") & (facts["programme"] != "ALL")
    random, tried = np.random.default_rng(20261130), 0
    places = ["level", "unit", "programme", "capital", "origin", "measure"]
    groups = list(facts[money].groupby(places).groups.values())
    for _ in range(DRAWS):
        rows = [row for place in random.choice(len(groups), int(random.integers(1, 6))) for row in groups[place]]
        detail = read_detail(without(whole.ledger, facts.index.isin(rows)), END)
        found = replace(whole, detail=detail)
        cells = detail.programmes
        if cells is None:
            continue
        tried += 1
        tables = [year_end.by_programme(found), year_end.by_origin(found)]
        assert {total_rate(table) for table in tables if table is not None} == {cells.total["rate"]}
        if len(cells.gaps):
            assert all("không tính" in table.scope.status for table in tables if table is not None)
            assert "hông tính" in year_end.headline(found).markdown
        elif abs(cells.total["rate"] - found.rates["total"]["exact"]) > 0.001:
            assert "khác tỷ lệ đã công bố" in year_end.headline(found).markdown
        units = year_end.by_unit(found)
        if units is not None and not detail.units.covers(cells):
            said = [*units.notes, units.scope.status]
            assert any("theo đơn vị" in text or "không tính" in text or "trừ tổng" in text for text in said)
    assert tried == DRAWS


def test_an_opening_that_is_not_published_is_not_zero_and_no_flow_is_told(invented):
    year, facts = Period(2024, date(2025, 1, 31)), invented.facts
    assert len(read_flow(invented, year, "province_assigned")) == 6
    plan = cells_of(facts, measure="plan", level="province", programme="GNBV", capital="recurrent", year="2024")
    for origin in ("carried_over", "current_year"):
        gone = plan & (facts["origin"] == origin) & (facts["fund"] == "")
        assert read_flow(without(invented, gone), year, "province_assigned").empty


def test_a_fund_with_one_capital_type_lacking_has_no_sum(whole):
    facts = whole.ledger.facts
    gone = cells_of(facts, measure="disbursed", programme="GNBV", fund="central", year="2024", capital="recurrent")
    funds = read_detail(without(whole.ledger, gone), END).funds.set_index(["programme", "fund"])
    assert funds.loc[("GNBV", "central"), ["plan", "disbursed", "rate"]].isna().all()
    others = whole.detail.funds.set_index(["programme", "fund"]).drop(("GNBV", "central"))
    assert np.allclose(funds["rate"].drop(("GNBV", "central")), others["rate"])


def test_the_slowest_is_claimed_among_the_cells_with_all_their_figures_only(whole):
    facts = whole.ledger.facts
    plan = cells_of(facts, measure="plan", level="province", programme="GNBV", capital="recurrent")
    found = made(whole, without(whole.ledger, plan & (facts["fund"] == "")))
    assert "thấp nhất trong các ô có đủ số" in year_end.programme_sentence(found).markdown
    assert year_end.draw_programmes(found).title.startswith("Trong các ô có đủ số, chậm nhất")
    assert "; thấp nhất là" in year_end.programme_sentence(whole).markdown


def test_a_year_whose_new_money_is_blank_gives_the_term_no_sum(whole):
    term = read_term(whole.ledger, (2023, 2024), date(2025, 1, 31))
    years = term.years.assign(new=term.years["new"].where(term.years["year"] != 2023))
    blank = replace(whole, term=replace(term, years=years))
    assert year_end.term_table(blank).frame[["new", "rate"]].iloc[-1].isna().all()
    assert (
        "năm 2023 không công bố riêng" in year_end.term_sentence(replace(blank, term_targets=pd.DataFrame())).markdown
    )
