"""Cells: sums that agree on every path, figures that follow the parameters, refusals that say why."""

from dataclasses import replace
from datetime import date

import pytest

from mtqg_analysis import Basis, Period
from mtqg_analysis.analysis.cells import read_cells
from mtqg_analysis.analysis.year_end.flow import read_flow
from mtqg_analysis.analysis.year_end.ranking import fair
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.programmes import programmes_of

DECEMBER = "2024-12-31"


@pytest.fixture(scope="module")
def ledger_of_units(evaluated):
    return evaluated("illustrative", 2024, DECEMBER).ledger.later


def read(ledger, year, day, levels=UNIT_LEVELS, **asked):
    return read_cells(ledger, Period(year, day), levels=levels, programmes=programmes_of(year), **asked)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2022, date(2022, 12, 31)), (2024, date(2024, 6, 30)), (2024, date(2024, 12, 31)), (2025, date(2026, 1, 31))],
)
def test_units_sum_to_the_province(ledger_of_units, year, day):
    units, province = (read(ledger_of_units, year, day, levels) for levels in (UNIT_LEVELS, ["province"]))
    for name in ("plan", "disbursed"):
        assert units.total[name] == province.total[name]
    by_programme = units.by("programme").set_index("programme")["plan"]
    assert by_programme.to_dict() == province.by("programme").set_index("programme")["plan"].to_dict()


@pytest.mark.parametrize("keys", [["programme"], ["level", "unit"], ["capital", "origin"], ["unit", "programme"]])
def test_every_grouping_sums_to_the_same_total(ledger_of_units, keys):
    cells = read(ledger_of_units, 2024, date(2024, 12, 31))
    parts = cells.by(*keys)
    assert parts["plan"].sum() == cells.total["plan"]
    assert parts["balance"].sum() == cells.total["balance"]
    assert ((parts["rate"] >= 0) & (parts["rate"] <= 1)).all()


def test_the_plan_is_the_version_in_force_at_the_cut_off(ledger_of_units):
    june, december = (read(ledger_of_units, 2024, day) for day in (date(2024, 6, 30), date(2024, 12, 31)))
    assert june.total["plan"] != december.total["plan"]
    assert june.later is None  # from June, the settlement month is no neighbour
    assert december.later == date(2025, 1, 31)


def test_january_is_not_shown_where_one_unit_has_not_told_it(ledger_of_units):
    facts = ledger_of_units.facts
    january = (facts["as_of"] == "2025-01-31") & (facts["level"] == "district") & (facts["measure"] == "disbursed")
    lost = facts[january & (facts["fund"] == "")].index[0]
    fewer = replace(ledger_of_units, facts=facts.drop(index=lost).reset_index(drop=True))
    whole, cells = (read(ledger, 2024, date(2024, 12, 31)) for ledger in (ledger_of_units, fewer))
    assert whole.later == date(2025, 1, 31)
    assert cells.later is None
    assert cells.frame["later"].isna().all()
    assert cells.total["disbursed"] == whole.total["disbursed"]


def test_months_published_without_origin_stand_against_the_plan_of_all_origins(ledger_of_units):
    found = read(ledger_of_units, 2024, date(2024, 9, 30), ["province"])
    assert found.cut_off == date(2024, 9, 30)
    assert set(found.frame["origin"]) == {"both"}
    june = read(ledger_of_units, 2024, date(2024, 6, 30), ["province"])
    assert found.total["plan"] == june.total["plan"]  # the version of 15 June is still in force
    assert found.total["disbursed"] > june.total["disbursed"]
    with pytest.raises(DataError, match="exclude_carried_over"):
        read(ledger_of_units, 2024, date(2024, 9, 30), ["province"], basis=Basis(own_money=True))


def test_districts_before_july_2025_and_communes_after(ledger_of_units):
    before, after = (read(ledger_of_units, 2025, day) for day in (date(2025, 6, 30), date(2025, 12, 31)))
    assert set(before.frame["level"]) == {"district", "agency"}
    assert before.frame.loc[before.frame["level"] == "district", "unit"].nunique() == 11
    assert after.frame.loc[after.frame["level"] == "commune", "unit"].nunique() == 65


def test_the_own_money_of_the_year_is_what_is_left_without_carried_over_money(ledger_of_units):
    everything = read(ledger_of_units, 2024, date(2024, 12, 31))
    own = read(ledger_of_units, 2024, date(2024, 12, 31), basis=Basis(own_money=True))
    carried = everything.where(everything.frame["origin"] == "carried_over").total
    assert own.total["plan"] == everything.total["plan"] - carried["plan"]
    assert own.total["disbursed"] == everything.total["disbursed"] - carried["disbursed"]


def test_a_basis_that_the_dataset_does_not_have_is_refused_with_those_that_it_has(ledger_of_units):
    with pytest.raises(DataError, match="province_assigned, start_of_year"):
        read(ledger_of_units, 2024, date(2024, 12, 31), basis=Basis("pm_assigned"))


def test_fair_ratios_leave_nothing_over(ledger_of_units):
    rows = fair(read(ledger_of_units, 2024, date(2024, 12, 31)))
    assert rows["expected"].sum() == pytest.approx(rows["disbursed"].sum())
    better = rows["ratio"] > 1
    assert better.any()
    assert not better.all()


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_stock_and_flow_close_to_the_last_dong(ledger_of_units, year):
    flow = read_flow(ledger_of_units, Period(year, date(year + 1, 1, 31)), "province_assigned")
    assert len(flow) == 6
    assert (flow["gap"] == 0).all()


def test_what_one_year_closes_with_the_next_one_opens_with(ledger_of_units):
    ends = {year: Period(year, date(year + 1, 1, 31)) for year in (2022, 2023, 2024, 2025)}
    flows = {year: read_flow(ledger_of_units, end, "province_assigned") for year, end in ends.items()}
    for year in (2022, 2023, 2024):
        assert flows[year]["closing"].tolist() == flows[year + 1]["opening"].tolist()
