"""Where series stand on a day: whose month, which units, and what is still to come."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from mtqg_analysis import Period
from mtqg_analysis.analysis.forecast.backtest import run_backtest
from mtqg_analysis.analysis.forecast.choice import beat_both, choose
from mtqg_analysis.analysis.forecast.evidence import behind, of_series, tried
from mtqg_analysis.analysis.forecast.outlook import read_outlook
from mtqg_analysis.analysis.year_end.results import year_end_results


@pytest.fixture(scope="module")
def at(illustrative, nation):
    """The outlook of 2025 on a day."""

    @cache
    def outlook(as_of):
        period = Period(2025, date.fromisoformat(as_of))
        return read_outlook(replace(illustrative, period=period), nation, period, "province_assigned")

    return outlook


@pytest.fixture(scope="module")
def december(at):
    return at("2025-12-31")


@pytest.fixture(scope="module")
def over(at):
    return at("2026-01-31")


def test_units_are_seen_from_their_own_newest_month_and_only_those_that_exist(december):
    units = december.units
    levels = units.series["name"].str.split("/").str[0].value_counts()
    assert units.origin == 12
    assert levels.to_dict() == {"commune": 65, "agency": 6}  # eleven districts ended on 30/06/2025
    assert set(units.series["origin"]) == {12}
    assert set(units.choices) == {13}  # 31/12 is no forecast any more


@pytest.mark.full
def test_a_known_outturn_is_not_forecast(december, over):
    for outlook in (december, over):
        for body in (outlook.province, outlook.units, outlook.nation, outlook.mixed):
            for row in body.series.itertuples():
                assert np.isnan(body.triangles[row.name].at(2025, row.target)), row.name
    assert over.units.choices == over.province.choices == over.nation.choices == {}
    assert len(over.units.series) == 0
    assert over.step is None


@pytest.mark.full
def test_the_years_own_trials_choose_nothing(december, over):
    for body in (december.units, december.province, december.nation, december.mixed):
        for choice in body.choices.values():
            assert choice.n == tried(behind(body, choice, 2025)).n
    assert december.units.choices[13].n == 0  # units have four years, the last of which is the one to forecast
    assert set(over.units.rolling["year"]) == {2025}  # such trials there are
    assert choose(over.units.rolling, 6, 13).n > 0


def test_a_unit_that_lags_is_seen_from_its_own_month_and_nothing_speaks_of_it(illustrative, nation):
    period = Period(2025, date(2025, 12, 31))
    ledger = replace(illustrative, period=period)
    facts = ledger.facts
    silent = (facts["unit"] == "HND") & (facts["as_of"] >= "2025-12-31")
    found = read_outlook(replace(ledger, facts=facts[~silent]), nation, period, "province_assigned").units
    rows = found.series.set_index("name")
    assert found.origin == 12
    assert rows.loc["agency/HND", "origin"] == 6
    assert rows.loc["agency/HND", "method"] is None
    assert rows.loc["agency/HCCB", "origin"] == 12


def test_what_speaks_says_whether_it_was_right_for_the_series_itself(at):
    province = at("2025-08-31").province
    choice, rows = province.choices[13], province.series[province.series["target"] == 13].set_index("name")
    assert choice.method
    proof = tried(behind(province, choice, 2025))
    assert (choice.n, proof.series, proof.years) == (6, 6, (2024,))
    trials = behind(province, choice, 2025)
    for name in (name for name in rows.index if "ALL" not in name and "total" not in name):
        verdict = beat_both(of_series(trials, name), choice.method)
        alone = run_backtest([province.triangles[name]], "rolling", [8])
        here = alone[alone["target"] == 13].assign(size=alone["error"].abs()).set_index("method")["size"]
        assert verdict == (here[choice.method] < min(here["history_mean"], here["official"])), name


def test_the_n_of_an_interval_is_that_of_its_errors(at, evaluated):
    row = at("2025-08-31").province.series.query("group == 'total' and target == 13").iloc[0]
    assert row["method"] == "last_year"
    assert (row["years"], row["n_errors"]) == (4, 3)
    results = {one.name: one for one in year_end_results(evaluated("illustrative", 2025, "2025-08-31"))}
    assert results["outlook_13"].n == 3


@pytest.mark.full
def test_where_nothing_speaks_the_better_baseline_is_recorded(evaluated):
    evaluation = evaluated("illustrative", 2025, "2025-12-31")
    (found,) = [one for one in year_end_results(evaluation) if one.name == "outlook_13"]
    assert evaluation.outlook.province.choices[13].baseline == "official"
    assert (found.method, found.estimate, found.n, found.status) == ("official", pytest.approx(0.79), 1, "estimate")
    assert found.warnings == ("no_method_earned",)
