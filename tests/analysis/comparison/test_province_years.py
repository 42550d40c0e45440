"""The province's years, its districts and its pilots: exact sums, published worked numbers, honest refusals."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from mtqg_analysis import Basis, compare_years
from mtqg_analysis.analysis.breaks import breaks
from mtqg_analysis.analysis.comparison.pilots import pilot_units
from mtqg_analysis.analysis.comparison.synthetic import ENOUGH_PERIODS, closest_mix, synthetic_control
from mtqg_analysis.domain.errors import DataError


def test_every_change_is_taken_apart_without_residual(illustrated):
    for change in illustrated.province.changes:
        moved = change.rates[1] - change.rates[0]
        assert change.effects[["rate", "mix"]].to_numpy().sum() == pytest.approx(moved)
        assert sum(change.nested.values()) == pytest.approx(moved)
        amounts = [illustrated.province.cells[year].total["disbursed"] for year in (change.first, change.second)]
        assert sum(change.amounts.values()) == pytest.approx(amounts[1] - amounts[0])


def change_of(illustrated, first):
    return next(change for change in illustrated.province.changes if change.first == first)


def test_the_amounts_of_2023_and_2024_are_those_worked_by_hand(illustrated):
    change = change_of(illustrated, 2023)
    billions = {name: round(effect / 1e9, 3) for name, effect in change.amounts.items()}
    assert billions == {"volume": 107.951, "programme": -4.181, "capital": 45.142, "rate": -37.912}
    assert change.amounts_method == "lmdi"


def test_a_rate_that_rises_while_both_capital_types_fall_raises_a_strong_alert(illustrated):
    change = change_of(illustrated, 2023)
    assert change.rates[1] > change.rates[0]
    assert change.alerts["capital"] == "strong"


def test_communes_and_districts_are_not_matched(illustrated):
    matched = {change.first: change.units_matched for change in illustrated.province.changes}
    assert matched == {2021: False, 2022: True, 2023: True, 2024: False}  # of 2021 there are no units
    assert "unit" not in change_of(illustrated, 2024).nested
    assert [(moved.first, moved.second) for moved in illustrated.movements] == [(2022, 2023), (2023, 2024)]


def test_tests_of_movement_agree_with_each_other(illustrated):
    for moved in illustrated.movements:
        assert len(moved.rates) == 11
        for name, test in moved.tests.items():
            assert test.p >= test.floor
            assert moved.adjusted[name] >= test.p
        mean = (moved.rates[moved.second] - moved.rates[moved.first])[["investment", "recurrent"]].to_numpy().mean()
        assert moved.effect.estimate == pytest.approx(mean)  # a saturated model gives back the mean change


def test_the_pilots_are_those_of_the_resolution(illustrated):
    assert pilot_units("20", 2024) == ("180", "188")
    assert pilot_units("20", 2023) == ()
    pilot = illustrated.pilot
    assert (pilot.before, pilot.after, len(pilot.placebos)) == ((2022, 2023), 2024, 55)
    assert 1 <= pilot.rank <= 55
    assert not pilot.trends_visible
    low, high = pilot.sets["total"]
    assert low <= pilot.tests["total"].estimate <= high


def test_a_synthetic_control_is_refused_with_too_few_periods(illustrated):
    assert illustrated.synthetic.weights is None
    assert 0 < illustrated.synthetic.periods < ENOUGH_PERIODS


def test_a_synthetic_control_finds_the_mix_that_made_the_pilot():
    draw = np.random.default_rng(1)
    index = pd.MultiIndex.from_tuples([(2022 + month // 12, month) for month in range(18)])
    panel = pd.DataFrame(draw.uniform(size=(18, 4)).cumsum(axis=0), index, list("abcd"))
    panel["p"] = 0.3 * panel["a"] + 0.7 * panel["c"]
    panel.loc[panel.index.get_level_values(0) == 2023, "p"] += 1
    found = synthetic_control(panel, ("p",), 2023)
    assert found.weights.round(3).to_dict() == {"a": 0.3, "b": 0.0, "c": 0.7, "d": 0.0}
    assert found.before == pytest.approx(0, abs=1e-6)
    assert found.after == pytest.approx(1)
    assert found.rank == 1


def test_weights_of_a_mix_add_up_to_one():
    draw = np.random.default_rng(2)
    weights = closest_mix(draw.uniform(size=12), draw.uniform(size=(12, 9)))
    assert weights.sum() == pytest.approx(1, abs=1e-6)
    assert (weights >= 0).all()


def test_breaks_name_the_reform_of_2025_and_nothing_before_the_years():
    rows = breaks((2021, 2025), "20")
    assert {"2025-03-01", "2025-07-01"} <= set(rows["day"])
    assert rows.loc[rows["kind"] == "units_ended", "day"].tolist() == ["2025-07-01"]  # no districts since
    assert (rows["kind"] == "agencies").sum() == 1
    assert rows["day"].between("2021-01-02", "2026-01-31").all()
    assert breaks((2015, 2016), "20").empty


def test_totals_alone_compare_no_years_and_refuse_a_basis(ledger, nation):
    found = compare_years(ledger, nation, (2021, 2025), date(2026, 1, 31))
    assert found.province is None
    assert found.movements == ()
    with pytest.raises(DataError, match="plan_basis"):
        compare_years(ledger, nation, (2021, 2025), date(2026, 1, 31), Basis("start_of_year"))


@pytest.mark.full
def test_another_basis_moves_every_year(illustrated, nation):
    other = compare_years(illustrated.ledger, nation, (2021, 2025), date(2026, 1, 31), Basis("start_of_year"))
    for year, cells in other.province.cells.items():
        assert cells.total["plan"] != illustrated.province.cells[year].total["plan"]
        assert cells.total["disbursed"] == illustrated.province.cells[year].total["disbursed"]
