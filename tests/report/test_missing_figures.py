"""A blank is not zero and a part is not the whole: what lacks a figure is left out on both sides, and named."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from in_process import displays_of
from small_datasets import Shape, parameters, write

from mtqg_analysis import Basis, Period, evaluate_year, load_ledger, plan_baseline, year_end
from mtqg_analysis.analysis.comparison.province_years import read_province_years
from mtqg_analysis.analysis.forecast.reading import province_triangles
from mtqg_analysis.analysis.planning.history import read_history
from mtqg_analysis.analysis.planning.restated import restated_history
from mtqg_analysis.analysis.year_end.detail import read_detail
from mtqg_analysis.analysis.year_end.flow import read_flow
from mtqg_analysis.analysis.year_end.term import read_term
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import stage_of
from mtqg_analysis.report.cells import gap_words
from mtqg_analysis.report.numbers import percent
from mtqg_analysis.report.pages.planning import restated
from mtqg_analysis.report.pages.planning.capacity import capacity_sentence
from mtqg_analysis.report.table import Table

DRAWS = 40 if settings().max_examples >= 100 else 12  # all of them with --all
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
        assert "Tổng các phần có đủ số liệu" in table.frame.iloc[-1].to_list()
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


@pytest.fixture(scope="module")
def of_units(whole):
    """The facts of 2024 of districts and agencies: the province has none of its own."""
    facts = whole.ledger.facts
    return facts[cells_of(facts, year="2024", level=["district", "agency"], measure=["plan", "disbursed"])]


def together(rows):
    """The same amounts with the year's own and carried-over money in one."""
    keys = ["level", "unit", "programme", "capital", "year", "as_of", "plan_basis"]
    sums = rows.groupby(keys)[["exact", "low", "high"]].sum().reset_index()
    about = rows.drop(columns=["exact", "low", "high"]).drop_duplicates(keys)
    return about.merge(sums, on=keys)[rows.columns].assign(origin="both")


def by_december(facts):
    """The newest plans, and what was disbursed by the end of December."""
    plans = facts[cells_of(facts, measure="plan", as_of="2024-12-10")]
    return plans, facts[cells_of(facts, measure="disbursed", as_of="2024-12-31")]


def said_twice(whole, facts):
    """The rate of the tables and that of the outlook, in December."""
    ledger = replace(whole.ledger, facts=facts.reset_index(drop=True))
    month = province_triangles(ledger, END.as_of)[0]
    return read_detail(ledger, END).programmes.total["rate"], month.paid[-1][11] / month.plan[-1][11]


@pytest.mark.full
def test_one_origin_beside_both_together_is_not_all_the_money(whole, of_units):
    plans, paid = by_december(of_units)
    own = [rows[rows["origin"] == "current_year"] for rows in (plans, paid)]
    some = pd.concat([together(plans), together(paid), *own])
    assert said_twice(whole, some) == pytest.approx(said_twice(whole, of_units))
    ledger = replace(whole.ledger, facts=some.reset_index(drop=True))
    assert read_detail(ledger, END, Basis(own_money=True)).programmes.total["plan"] == own[0]["exact"].sum()


@pytest.mark.full
def test_the_newest_version_of_a_plan_is_in_force_however_its_origins_are_told(whole, of_units):
    plans, paid = by_december(of_units)
    january = {"as_of": "2024-01-05", "known_on": "2024-01-05", "day": date(2024, 1, 5)}
    halved = {"exact": lambda rows: rows["exact"] // 2, "high": lambda rows: rows["high"] // 2}
    right = pytest.approx(said_twice(whole, of_units))
    old = together(plans).assign(**january, **halved)
    assert said_twice(whole, pd.concat([old, plans, together(paid)])) == right
    old_parts = plans.assign(**january, **halved)
    assert said_twice(whole, pd.concat([old_parts, together(plans), together(paid)])) == right


@pytest.mark.full
def test_disbursement_by_origin_is_summed_under_a_newer_plan_of_both_together(whole, of_units):
    plans, paid = by_december(of_units)
    january = {"as_of": "2024-01-05", "known_on": "2024-01-05", "day": date(2024, 1, 5)}
    old = plans.assign(**january, exact=plans["exact"] // 2, high=plans["high"] // 2)
    right = pytest.approx(said_twice(whole, of_units))
    assert said_twice(whole, pd.concat([old, together(plans), paid])) == right
    one = paid[(paid["origin"] == "current_year") | (paid["unit"] != "181")]
    ledger = replace(whole.ledger, facts=pd.concat([old, together(plans), one]).reset_index(drop=True))
    gaps = read_detail(ledger, END).units.gaps
    assert set(zip(gaps["unit"], gaps["origin"], gaps["lacks"], strict=True)) == {("181", "both", "disbursed")}
    assert np.isnan(said_twice(whole, ledger.facts)[1])


def test_a_unit_without_a_plan_on_the_basis_is_not_filled_with_that_of_the_start_of_the_year(whole, of_units):
    gone = cells_of(of_units, plan_basis="province_assigned", unit=["178", "180", "181", "182", "183"])
    headline, outlook = said_twice(whole, of_units[~gone])
    assert headline == pytest.approx(0.548, abs=0.001)  # of the units that have one; the others are named
    assert np.isnan(outlook)


def test_the_reason_why_nothing_can_be_evaluated_is_the_plan_that_is_missing(whole, of_units):
    plans, paid = by_december(of_units)
    own = pd.concat([plans[plans["origin"] == "current_year"], together(paid)])
    ledger = replace(whole.ledger, facts=own.reset_index(drop=True))
    with pytest.raises(DataError, match=r"thiếu kế hoạch vốn năm trước kéo dài, chuyển nguồn của \d+ ô"):
        _ = evaluate_year(ledger, whole.context).rates


def test_a_year_of_a_term_on_another_plan_basis_is_among_the_missing(invented):
    facts, ledger = invented.facts, invented
    other = facts["plan_basis"].mask((facts["year"] == "2024") & (facts["measure"] == "plan"), "pm_assigned")
    ledger = replace(ledger, facts=facts.assign(plan_basis=other))
    term = read_term(ledger, (2023, 2024), date(2025, 1, 31))
    assert term.missing == (2024,)
    with pytest.raises(DataError, match="năm 2024"):
        read_term(ledger, (2023, 2024), date(2025, 1, 31), "province_assigned")


def test_years_that_cover_other_units_are_not_taken_apart(invented):
    facts = invented.facts
    units = facts[cells_of(facts, level=["district", "agency"], measure=["plan", "disbursed"])]
    gone = cells_of(units, year="2024", level="district", unit=["184", "185", "186", "187", "188", "189"])
    ledger = replace(invented, facts=units[~gone].reset_index(drop=True))
    own = read_province_years(ledger, (2023, 2024), date(2025, 1, 31))
    assert own.changes == ()
    assert own.unlike == ((2023, 2024),)


def test_a_history_with_a_missing_cell_or_without_agencies_is_not_the_provinces(invented):
    facts = invented.facts
    units = facts[cells_of(facts, level=["district", "agency"], measure=["plan", "disbursed"])]

    def is_whole(gone):
        ledger = replace(invented, facts=units[~gone].reset_index(drop=True))
        return read_history(ledger, ["district", "commune", "agency"], date(2025, 1, 31)).is_whole

    plan = cells_of(units, measure="plan", year="2024", unit="181", programme="DTTS", capital="investment")
    assert is_whole(plan & (units["unit"] == ""))
    assert not is_whole(plan)
    assert not is_whole(units["level"] == "agency")


@pytest.mark.full
def test_no_capacity_is_read_from_a_year_that_lacks_a_cell(illustrative, nation):
    facts = illustrative.facts
    plan = cells_of(facts, measure="plan", level="province", year="2024", programme="DTTS", capital="investment")
    units = facts["level"].isin(["district", "commune", "agency"])
    baseline = plan_baseline(without(illustrative, plan | units), nation, (2026, 2030), date(2026, 1, 31))
    assert baseline.outlook.programmes is None
    assert "Năm 2024 thiếu số của" in capacity_sentence(baseline.outlook).markdown


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


@pytest.mark.full
def test_a_change_is_not_taken_apart_by_units_that_are_not_the_province(invented):
    own = read_province_years(invented, (2023, 2024), date(2025, 1, 31))
    assert own.changes[0].units_matched
    some = without(invented, cells_of(invented.facts, level="district", unit="186"))
    (change,) = read_province_years(some, (2023, 2024), date(2025, 1, 31)).changes
    assert not change.units_matched
    assert "unit" not in change.nested
    assert sum(change.nested.values()) == pytest.approx(change.rates[1] - change.rates[0])


@pytest.mark.full
def test_a_year_that_lacks_a_cell_is_not_taken_apart(invented):
    plan = cells_of(
        invented.facts, measure="plan", level="province", programme="GNBV", capital="recurrent", year="2023"
    )
    own = read_province_years(without(invented, plan), (2023, 2024), date(2025, 1, 31))
    assert own.changes == ()
    assert own.lacking == ((2023, 2024),)


@pytest.mark.full
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
    assert "thấp nhất trong các phần có đủ số liệu" in year_end.programme_sentence(found).markdown
    assert year_end.draw_programmes(found).title.startswith("Trong các phần có đủ số liệu, thấp nhất")
    assert "; thấp nhất là" in year_end.programme_sentence(whole).markdown


def test_a_year_whose_new_money_is_blank_gives_the_term_no_sum(whole):
    term = read_term(whole.ledger, (2023, 2024), date(2025, 1, 31))
    years = term.years.assign(new=term.years["new"].where(term.years["year"] != 2023))
    blank = replace(whole, term=replace(term, years=years))
    assert year_end.term_table(blank).frame[["new", "rate"]].iloc[-1].isna().all()
    assert (
        "năm 2023 chưa có số liệu riêng" in year_end.term_sentence(replace(blank, term_targets=pd.DataFrame())).markdown
    )


@pytest.fixture(scope="module")
def summed(tmp_path_factory):
    """Two years of three districts and their province, all months, without any printed total."""
    folder = write(tmp_path_factory.mktemp("data") / "drawn", Shape(years=2, province=True))
    return load_ledger(folder, END)


def deletions(ledger, draws):
    """The ledger without a few cells' plans, disbursements or months of 2024, drawn at random."""
    facts, random = ledger.facts, np.random.default_rng(20261130)
    own = facts[facts["year"] == "2024"]
    places = ["level", "unit", "programme", "capital", "origin", "measure"]
    groups = [*own.groupby(places).groups.values(), *own.groupby([*places, "as_of"]).groups.values()]
    for _ in range(draws):
        rows = [row for place in random.choice(len(groups), int(random.integers(1, 5))) for row in groups[place]]
        yield without(ledger, facts.index.isin(rows))


def test_the_table_of_rates_the_headline_and_the_outlook_agree_with_the_cells_or_name_what_is_missing(summed, nation):
    held = 0
    for ledger in deletions(summed, DRAWS // 4):
        found = evaluate_year(ledger, nation)
        cells, rates = found.detail.programmes, year_end.rates(found)
        total = cells.total["rate"]
        assert found.rates["total"]["exact"] == total
        assert rates.frame["rate"].iloc[0] == found.rates["total"]["figure"]
        said = year_end.headline(found).markdown
        assert f"đạt {percent(total)} kế hoạch" in said
        gaps = gap_words(cells)
        if gaps:
            implied = year_end.implied(found).scope.line
            for words in (said, rates.scope.line, implied, year_end.programme_sentence(found).markdown):
                assert gaps in words
        own, stage = found.outlook.province, stage_of(cells.year, cells.cut_off)
        month = own.whole.at(cells.year, stage) if own.whole else float("nan")
        if np.isfinite(month):
            assert month == pytest.approx(total)
            held += 1
        elif cells.gaps.size:
            assert "còn phần thiếu số liệu" in year_end.outlook_sentence(found).markdown
    assert 0 < held < DRAWS // 4


@pytest.mark.full
def test_an_english_report_names_what_is_missing_in_english(tmp_path):
    shape = Shape(units=2, gap=3, last_month=12)
    folder = write(tmp_path / "drawn", shape)
    facts = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    gone = (facts["measure"] == "plan") & (facts["origin"] == "carried_over") & (facts["programme"] == "DTTS")
    facts[~gone].to_csv(folder / "facts.csv", index=False)
    own = parameters(shape)["year_end_evaluation"]
    shown = displays_of("year_end_evaluation", data=str(folder), language="en", **own)
    assert [one.failure for one in shown if one.failure] == []
    said = {one.source: one.data["text/markdown"] for one in shown if "text/markdown" in one.data}
    assert "Left out: " in said["year_end.headline(evaluation)"]
    assert "Carried-over capital (no plan)" in said["year_end.headline(evaluation)"]
    assert [one for one, text in said.items() if re.search(r"\b(không|thiếu|của|chưa|và)\b", text)] == []


@pytest.mark.full
def test_a_former_year_with_a_gap_names_it_below_every_restated_table(invented):
    gone = cells_of(invented.facts, measure="disbursed", year="2023", unit=["186", "20"], programme="NTM")
    gone &= invented.facts["capital"] == "investment"
    gone |= cells_of(invented.facts, year="2023", unit="20", programme="GNBV")
    history = restated_history(without(invented, gone), (2026, 2030), END.as_of)
    plan = SimpleNamespace(ledger=invented, history=history, as_of=END.as_of, outlook=SimpleNamespace(history=None))
    of_province, *of_units = (
        [note for note in table(plan).notes if note.startswith("Năm 2023 không tính: ")]
        for table in (restated.restated_programmes, restated.restated_totals, restated.restated_communes)
    )
    assert "GNBV; NTM, Vốn đầu tư" in "".join(of_province)
    assert all("TP Lạng Sơn, NTM" in "".join(notes) or "Hữu Lũng, NTM" in "".join(notes) for notes in of_units)
