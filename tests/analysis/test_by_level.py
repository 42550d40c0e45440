"""Province and units may stand on different plan bases: what one of them does not hold ends no report."""

from dataclasses import replace
from datetime import date

import pytest
from small_datasets import Shape, write

from mtqg_analysis import Basis, Period, evaluate_year, load_ledger
from mtqg_analysis.analysis.comparison.province_years import read_province_years
from mtqg_analysis.domain.errors import DataError

END = date(2024, 12, 31)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Two years of districts on a plan of the Prime Minister, and of the province on its own."""
    folder = write(tmp_path_factory.mktemp("data") / "drawn", Shape(units=2, years=2, province=True))
    ledger = load_ledger(folder, Period(2024, END))
    units = (ledger.facts["measure"] == "plan") & (ledger.facts["level"] == "district")
    basis = ledger.facts["plan_basis"].mask(units, "pm_assigned")
    return replace(ledger, facts=ledger.facts.assign(plan_basis=basis))


def test_years_stand_on_the_provinces_basis_and_units_on_another_are_not_beside_them(mixed):
    own = read_province_years(mixed, (2023, 2024), date(2025, 1, 31))
    assert (own.basis, own.units, list(own.cells)) == ("province_assigned", {}, [2023, 2024])
    assert [change.units_matched for change in own.changes] == [False]
    asked = read_province_years(mixed, (2023, 2024), date(2025, 1, 31), Basis("pm_assigned"))
    assert list(asked.units) == [2023, 2024]
    assert asked.cells[2024].coverage.of_units


def test_a_basis_that_one_level_holds_is_evaluated_and_one_that_none_holds_is_refused(mixed):
    for basis, held in (("pm_assigned", "units"), ("province_assigned", "programmes")):
        found = evaluate_year(mixed, mixed, Basis(basis)).detail
        assert getattr(found, held).basis == basis
    with pytest.raises(DataError, match="cơ sở"):
        evaluate_year(mixed, mixed, Basis("total_plan"))
