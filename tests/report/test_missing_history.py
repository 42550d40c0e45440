"""Former years with gaps: what they do not tell enters no capacity and no fan, and is named."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import plan_baseline, planning

UNITS = ["district", "commune", "agency"]


@pytest.fixture(scope="module")
def planned(illustrative, nation):
    """The outlook of the illustrative dataset's year ends and assumptions, without some of its facts."""
    facts = illustrative.facts
    facts = facts[facts["measure"].isin(["plan", "carried_out"]) | facts["as_of"].str.endswith(("-12-31", "-01-31"))]

    def made(*gone):
        lost = pd.Series(False, facts.index)
        for codes in gone:
            one = pd.Series(True, facts.index)
            for column, code in codes.items():
                one &= facts[column].isin([code] if isinstance(code, str) else code)
            lost |= one
        few = {"assumptions": illustrative.table("assumptions")}
        dataset = replace(illustrative.dataset, tables=few)
        ledger = replace(illustrative, dataset=dataset, facts=facts[~lost].reset_index(drop=True))
        return plan_baseline(ledger, nation, (2026, 2030), date(2026, 1, 31)).outlook

    return made


@pytest.fixture(scope="module")
def whole(planned):
    return planned()


def unit_of(outlook, year):
    """A unit of a year with carried-over money."""
    rows = outlook.unit_history.frame
    rows = rows[(rows["year"] == year) & (rows["origin"] == "carried_over") & (rows["plan"] > 0)]
    return str(rows["unit"].iloc[0])


@pytest.mark.full
def test_a_unit_that_does_not_tell_its_carried_over_money_stops_the_fan_and_is_named(whole, planned):
    unit = unit_of(whole, 2025)
    outlook = planned(
        {"unit": unit, "level": UNITS, "year": "2025", "origin": "carried_over", "measure": ["plan", "disbursed"]}
    )
    assert whole.fan is not None
    assert outlook.fan is None
    said = planning.fan_sentence(outlook).markdown
    assert said.startswith("Chưa lập được biểu đồ quạt vì năm 2025 thiếu số liệu của ")
    assert "new_plan" not in said


@pytest.mark.full
def test_a_year_in_which_a_unit_lacks_a_cell_says_nothing_of_its_capacity(whole, planned):
    cell = {"unit": "181", "level": "district", "year": "2024", "programme": "DTTS", "capital": "investment"}
    outlook = planned(cell | {"measure": "plan"})
    before, after = (one.units.frame.set_index(["unit", "capital"])["years"] for one in (whole, outlook))
    assert ("181", "recurrent") in after.index
    assert after.get(("181", "investment"), 0) < before["181", "investment"]
    assert after.drop(("181", "investment"), errors="ignore").equals(before.drop(("181", "investment")))
    assert any(
        "2024: " in note and "DTTS&MN, Vốn đầu tư" in note for note in planning.capacities_of_units(outlook).notes
    )


@pytest.mark.full
def test_a_programme_that_a_year_lacks_leaves_no_capacity_of_the_programmes(planned):
    gone = {"programme": "GNBV", "year": "2024"}
    outlook = planned(gone)
    assert planning.capacities(outlook) is None
    said = planning.capacity_sentence(outlook).markdown
    assert "Số liệu năm 2024 chưa đủ (2 trong 3 chương trình (DTTS&MN, NTM))" in said


@pytest.mark.full
def test_the_capacity_says_whose_figures_it_is_read_from(whole, planned):
    assert "Số từng năm là số tổng hợp của tỉnh." in planning.capacity_sentence(whole).markdown
    outlook = planned({"level": "province", "measure": "disbursed", "year": ["2021", "2022", "2023"]})
    assert "Số từng năm cộng từ " in planning.capacity_sentence(outlook).markdown
