"""The illustrative dataset: what is known agrees with the notice, the rest is invented the same way every time."""

import runpy
from decimal import Decimal

import pandas as pd
import pytest

from mtqg_analysis import load_ledger

CAPITALS = ("investment", "recurrent")


@pytest.fixture(scope="module")
def invented(root):
    return load_ledger(root / "data/illustrative")


def test_the_script_makes_the_same_figures_again(root):
    made = runpy.run_path(str(root / "data/illustrative/make.py"))["facts"]()
    kept = pd.read_csv(root / "data/illustrative/facts.csv", dtype=str, keep_default_na=False)
    assert [{name: str(value) for name, value in row.items()} for row in made] == kept.to_dict("records")


def test_it_is_illustrative_and_free_of_errors(invented):
    assert invented.is_illustrative
    assert invented.check.findings == ()


def test_totals_and_rates_of_2024_print_as_the_notice_does(invented, ledger):
    for measure, capital in (("disbursed", "total"), *(("disbursement_rate", name) for name in ("total", *CAPITALS))):
        about = {"measure": measure, "capital": capital, "programme": "ALL", "unit": "20", "year": "2024"}
        ours = invented.one(**about, as_of="2024-12-31")
        notice = ledger.one(**about, as_of="2024-12-31", source="TB-LS-2025-01")
        assert Decimal(ours["figure"].value) == Decimal(notice["figure"].value)


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
def test_units_add_up_to_the_programmes_to_the_last_dong(invented, year):
    rows = invented.find(measure=["plan", "disbursed"], year=year, capital=list(CAPITALS))
    units, province = rows[rows["level"] != "province"], rows[rows["level"] == "province"]
    keys = ["measure", "programme", "capital", "as_of"]
    assert units.groupby(keys)["exact"].sum().to_dict() == province.groupby(keys)["exact"].sum().to_dict()


def test_the_order_is_the_one_that_the_notice_names(invented):
    rows = invented.find(year="2024", as_of="2024-12-31", capital=list(CAPITALS), level=["district", "agency"])
    sums = rows.pivot_table(index=["level", "unit"], columns="measure", values="exact", aggfunc="sum")
    rates = (sums["disbursed"] / sums["plan"]).sort_values(ascending=False)
    assert set(rates["district"].index[:3]) == {"186", "188", "189"}  # Hữu Lũng, Lộc Bình, Đình Lập
    assert set(rates["agency"].index[:4]) == {"HND", "HCCB", "VPNTM", "STNMT"}
    programmes = rows.pivot_table(index="programme", columns="measure", values="exact", aggfunc="sum")
    assert (programmes["disbursed"] / programmes["plan"]).idxmin() == "DTTS"


def test_no_unit_disburses_more_than_its_plan(invented):
    rows = invented.find(level=["district", "agency"])
    wide = rows.pivot_table(
        index=["unit", "programme", "capital", "year"], columns=["measure", "as_of"], values="exact"
    )
    for year in ("2022", "2023", "2024"):
        part = wide.xs(year, level="year")
        plan = part["plan", f"{year}-12-31"]
        paid = part["disbursed"][[f"{year}-12-31", f"{int(year) + 1}-01-31"]]
        assert (paid.iloc[:, 0] <= paid.iloc[:, 1]).all()
        assert (paid.iloc[:, 1] <= plan).all()
