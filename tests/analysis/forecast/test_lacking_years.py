"""A year that one part of a sum says nothing of is lacking in the sum, where the part is one of that year's."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from small_datasets import Shape, write

from mtqg_analysis import Period, evaluate_year, load_ledger
from mtqg_analysis.analysis.forecast.reading import province_triangles, unit_triangles

DAY = date(2024, 12, 31)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Reads the years 2023 and 2024 of a few units, of one level."""
    made = {}

    def read(level="district", **codes):
        if level not in made:
            folder = tmp_path_factory.mktemp("data") / level
            made[level] = load_ledger(write(folder, Shape(units=3, level=level, years=2)), Period(2024, DAY))
        facts, gone = made[level].facts, made[level].facts["year"].eq("2023")
        for column, code in codes.items():
            gone &= facts[column] == code
        return replace(made[level], facts=facts[~gone]) if codes else made[level]

    return read


def whole(ledger):
    return province_triangles(ledger, DAY)[0]


def unit_of(ledger):
    return next(iter(ledger.facts["unit"]))


@pytest.mark.parametrize("lacking", ["unit", "programme"])
def test_the_whole_of_a_year_that_a_unit_or_programme_lacks_is_lacking(drawn, lacking):
    codes = {"programme": "GNBV"} if lacking == "programme" else {"unit": unit_of(drawn())}
    every, some = whole(drawn()), whole(drawn(**codes))
    assert np.isfinite(every.at(2023, 12))
    assert np.isnan(some.at(2023, 12))
    assert some.at(2024, 12) == every.at(2024, 12)
    learnt = evaluate_year(drawn(**codes), drawn()).outlook.province.series
    assert (learnt.loc[learnt["group"] == "total", "years"] == 0).all()


def test_a_unit_that_lacks_a_programme_of_a_year_lacks_the_year(drawn):
    code = unit_of(drawn())
    series = {one.name: one for one in unit_triangles(drawn(unit=code, programme="GNBV"), DAY)}
    own = series.pop(f"district/{code}")
    assert np.isnan(own.at(2023, 12))
    assert np.isfinite(own.at(2024, 12))
    assert all(np.isfinite(one.at(2023, 12)) for one in series.values())


def test_an_agency_that_spent_nothing_in_a_year_is_not_lacking(drawn):
    code = unit_of(drawn("agency"))
    ledger = drawn("agency", unit=code)
    rows = ledger.facts[(ledger.facts["year"] == "2023") & ledger.facts["as_of"].isin(["2023-12-31", "2023-01-02"])]
    sums = rows.groupby("measure")["exact"].sum()
    assert whole(ledger).at(2023, 12) == pytest.approx(sums["disbursed"] / sums["plan"])
