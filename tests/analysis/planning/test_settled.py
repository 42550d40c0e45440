"""What the planning report means by "disbursed" of a former year: the settled figure where all years have it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import plan_baseline, planning
from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.planning.history import are_settled, read_history, settled_alike
from mtqg_analysis.analysis.planning.reference_class import reference_class
from mtqg_analysis.analysis.planning.restated import restated_history
from mtqg_analysis.analysis.planning.weaknesses import plan_weaknesses
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.ledger.coverage import coverage_of

HORIZON, AS_OF, DECEMBER = (2026, 2030), date(2026, 1, 31), date(2025, 12, 31)


@pytest.fixture(scope="module")
def facts(root):
    """Plan and disbursement of communes in 2025 as the file has them."""
    rows = pd.read_csv(root / "data/illustrative/facts.csv", dtype=str, keep_default_na=False)
    rows = rows[(rows["year"] == "2025") & (rows["fund"] == "") & (rows["status"] != "estimate")]
    rows = rows[rows["programme"].isin(["DTTS", "GNBV", "NTM"]) & (rows["capital"] != "total")]
    return rows.assign(value=pd.to_numeric(rows["value"]))


def paid(facts, level, as_of):
    rows = facts[(facts["level"] == level) & (facts["measure"] == "disbursed") & (facts["as_of"] == as_of)]
    return rows[rows["value_unit"] == "mn_vnd"]


def cells_of(year, disbursed, later, *, basis="allocated", cut_off=None, later_day=None):
    """One cell, its disbursement to December and to the settlement month's end (None: not published)."""
    day = cut_off or date(year, 12, 31)
    frame = pd.DataFrame([{"plan": 100, "disbursed": disbursed, "later": float("nan") if later is None else later}])
    end = None if later is None else later_day or date(year + 1, 1, 31)
    coverage = coverage_of(pd.DataFrame(columns=["level", "unit", "programme", "capital"]), "20", year, day)
    return Cells(year, frame, frame.iloc[:0], day, end, basis, (), (), day, coverage)


def disbursed(read):
    return [int(cells.frame["disbursed"].iat[0]) for cells in read]


def test_years_side_by_side_are_all_settled_or_all_of_december():
    both, lacking = [cells_of(2024, 60, 80), cells_of(2025, 50, 70)], [cells_of(2024, 60, None), cells_of(2025, 50, 70)]
    assert disbursed(settled_alike(both, AS_OF)) == [80, 70]
    assert disbursed(settled_alike(both, DECEMBER)) == [60, 50]  # nobody knew January yet
    assert disbursed(settled_alike(lacking, AS_OF)) == [60, 50]
    one = settled_alike(both, AS_OF)[1]
    assert (one.cut_off, one.plan_day, one.later) == (AS_OF, DECEMBER, None)


def test_a_running_year_and_one_on_another_basis_have_no_say():
    running = cells_of(2025, 30, None, cut_off=date(2025, 9, 30))
    assert disbursed(settled_alike([cells_of(2024, 60, 80), running], date(2025, 10, 1))) == [80, 30]
    other = cells_of(2023, 40, None, basis="pm_assigned")
    assert disbursed(settled_alike([other, cells_of(2024, 60, 80)], AS_OF)) == [40, 80]
    assert not are_settled([running], AS_OF)


@pytest.mark.full
@pytest.mark.parametrize(("as_of", "settled"), [(AS_OF, True), (DECEMBER, False)])
def test_capacity_and_restated_years_count_to_one_day(invented_plan, as_of, settled):
    ledger = invented_plan.ledger
    units = read_history(ledger, UNIT_LEVELS, as_of)
    assert units.settled is settled
    own = units.by().set_index("year")
    for one in restated_history(ledger, HORIZON, as_of).years[1:]:
        assert one.units.total["disbursed"] == own.at[one.year, "disbursed"]
        assert one.units.cut_off == units.read[one.year].cut_off
        assert (
            one.communes.frame["disbursed"].sum() + one.communes.left["disbursed"].sum() == one.units.total["disbursed"]
        )


def test_years_by_component_keep_december_since_projects_have_nothing_later_and_say_so(invented_plan):
    for one in invented_plan.history.years:
        assert one.cells.cut_off == date(one.year, 12, 31)
    table = planning.restated_programmes(invented_plan)
    assert "31/12/2025" in table.scope.cut_off
    assert any("đến 31/12 từng năm" in note for note in table.notes)
    assert any("đến 31/01/2026, các chương trình đạt 77,0%" in note for note in table.notes)
    assert set(invented_plan.history.years[-1].programmes["new"]) == {"TH.1", "TH.2"}  # components are told


def test_without_projects_years_by_programme_are_settled_too(invented_plan):
    ledger = invented_plan.ledger
    whole = replace(ledger, facts=ledger.facts[~ledger.facts["programme"].str.contains(".", regex=False)])
    years = restated_history(whole, HORIZON, AS_OF).years
    assert [one.cells.cut_off for one in years] == [date(one.year + 1, 1, 31) for one in years]
    for one in years:
        assert one.programmes["disbursed"].sum() == one.cells.total["disbursed"]


def test_what_fits_a_commune_is_read_to_the_settlement_months_end_and_says_so(invented_plan, facts):
    found, by_unit = invented_plan.allocation, paid(facts, "commune", "2026-01-31").groupby("unit")["value"].sum()
    assert len(by_unit) == 65
    fits = found.frame.set_index("unit")["absorbed"]
    assert fits.to_dict() == pytest.approx((by_unit / 0.85).to_dict())
    assert round(fits.sum() / 1000, 1) == 1869.9
    assert (found.frame["least"] > found.frame["absorbed"]).sum() == 4
    assert (round(found.plain / 1000, 1), round(found.best.expected / 1000, 1)) == (829.2, 837.6)
    assert round(found.best.price, 3) == 0.759
    table = planning.commune_amounts(invented_plan)
    assert "Mức phù hợp năm 2025, đến 31/01/2026" in [column.label for column in table.columns]
    for said in (
        " ".join(table.notes),
        planning.disbursement_sentence(invented_plan).markdown,
        " ".join(planning.bound_prices(invented_plan).notes),
        " ".join(column.label for column in planning.restated_communes(invented_plan).columns),
    ):
        assert "đến 31/01/2026" in said


def test_slow_capital_is_told_to_the_settlement_months_end(invented_plan, facts):
    plans = facts[(facts["level"] == "province") & (facts["measure"] == "plan") & (facts["as_of"] == "2025-12-10")]
    plans = plans[(plans["plan_basis"] == "province_assigned") & (plans["origin"] == "both")]
    later = paid(facts, "province", "2026-01-31")
    later = later[later["origin"] == "both"]
    assert len(plans) == len(later) == 6
    rates = later.groupby("capital")["value"].sum() / plans.groupby("capital")["value"].sum()
    found = invented_plan.weaknesses
    assert found.computed
    assert dict(zip(found.rates["capital"], found.rates["exact"], strict=True)) == pytest.approx(rates.to_dict())
    assert found.slow == "recurrent"
    text = planning.weakness_sentence(invented_plan).markdown
    assert "Đến ngày 31/01/2026, vốn đầu tư giải ngân 85,7%, vốn sự nghiệp giải ngân 64,9%" in text
    lines = planning.threatened_lines(invented_plan)
    assert "Tỷ lệ cuối năm, đến 31/01/2026" in [column.label for column in lines.columns]


def test_december_is_told_where_january_is_not_known_yet_or_no_amounts_are(invented_plan, plan):
    ledger = invented_plan.ledger
    history = read_history(ledger, ["province"], DECEMBER)
    found = plan_weaknesses(ledger, invented_plan.plan, DECEMBER, history)
    assert not found.computed
    assert set(found.rates["as_of"]) == {"2025-12-31"}
    assert plan_weaknesses(plan.ledger, invented_plan.plan, AS_OF, None).rates["as_of"].iat[0] == "2024-12-31"


def test_the_reference_class_counts_to_one_day_where_the_amounts_allow_it(invented_plan):
    rows = invented_plan.reference
    assert set(rows["stage"]) == {13}
    own = rows[rows["computed"]]
    assert len(own) == 15
    assert set(own["unit"]) == {"20"}
    year = own[(own["year"] == "2025") & (own["capital"] == "total")].iloc[0]
    assert (year["exact"], year["as_of"]) == (pytest.approx(0.77, abs=1e-6), "2026-01-31")
    notes = planning.reference(invented_plan).notes
    assert any(note.startswith("15 tỷ lệ của Lạng Sơn là tỷ số") for note in notes)
    assert not any("không ngang nhau" in note for note in notes)


def test_a_class_of_both_days_says_so(plan):
    rows = plan.reference
    assert set(rows["stage"]) == {12, 13}
    assert not rows["computed"].any()
    december, settled = ((rows["stage"] == stage).sum() for stage in (12, 13))
    for notes in (planning.reference(plan).notes, planning.draw_reference(plan).notes):
        assert any(note.startswith(f"{december} tỷ lệ đến 31/12, {settled} tỷ lệ đến 31/01 năm sau") for note in notes)


def test_of_a_place_and_year_the_settled_rate_alone_is_a_member_once_it_is_known(nation, ledger):
    december = ledger.facts["fact"].isin(["PF0005", "PF0006", "PF0007"])
    twin = ledger.facts[december].assign(as_of="2025-01-31", day=date(2025, 1, 31), fact="X")
    both = replace(ledger, facts=pd.concat([ledger.facts, twin], ignore_index=True))
    own = reference_class(both.seen(AS_OF), nation.seen(AS_OF), None).query("unit == '20'")
    assert (len(own), set(own["as_of"])) == (3, {"2025-01-31"})
    before = date(2024, 12, 31)
    earlier = reference_class(both.seen(before), nation.seen(before), None)
    assert set(earlier.query("unit == '20'")["as_of"]) == {"2024-12-31"}
    assert not (earlier["year"] == "2025").any()


@pytest.mark.full
def test_the_whole_report_of_december_knows_nothing_of_january(illustrative, nation):
    seen = plan_baseline(illustrative, nation, HORIZON, DECEMBER)
    assert seen.allocation.absorbed_day == DECEMBER
    assert not seen.outlook.own_stock  # what 2025 leaves was told on 31/01/2026
    assert round(seen.allocation.frame["absorbed"].sum() / 1000, 1) == 1511.9
    assert not seen.weaknesses.computed
    assert not seen.outlook.history.settled
    assert set(seen.reference.query("unit == '20'")["stage"]) == {12}
