"""The outlook read off a ledger and its assumptions: the illustrative one carries all of it, the other only parts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from changes import with_table

from mtqg_analysis import load_ledger
from mtqg_analysis.analysis.planning.assumed import PACE, Assumed
from mtqg_analysis.analysis.planning.capacities import (
    observed_growth,
    province_capacities,
    successor_capacity,
    unit_capacities,
)
from mtqg_analysis.analysis.planning.history import History, read_history
from mtqg_analysis.analysis.planning.mapping import read_mapping
from mtqg_analysis.analysis.planning.outlook import look_ahead
from mtqg_analysis.analysis.planning.scenarios import scenario_paces
from mtqg_analysis.analysis.planning.unit_fan import KEY, _limits, simulate_units, unit_rates
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.ledger.assumption_rules import fault
from mtqg_analysis.methods.capacity import capacity
from mtqg_analysis.methods.flows import Pace, project

YEARS, AS_OF = range(2026, 2031), date(2026, 1, 31)
BILLION = 10**9


def changed(ledger, value, **place):
    """The ledger with one assumption at another value; with none, without that assumption."""
    rows = ledger.table("assumptions")
    at = np.logical_and.reduce([rows[name] == code for name, code in place.items()])
    assert at.any()
    rows = rows[~at] if value is None else rows.assign(value=rows["value"].mask(at, value))
    return with_table(ledger, "assumptions", rows)


def look(ledger, opening=0, yearly=None):
    return look_ahead(ledger, YEARS, AS_OF, opening, yearly)


@pytest.fixture(scope="module")
def invented(illustrative):
    return illustrative


@pytest.fixture(scope="module")
def outlook(invented):
    return look(invented)


# Capacity ---------------------------------------------------------------------------------------------------------


def test_capacity_of_a_cell_is_that_of_its_own_settled_years_in_prices_of_the_newest(invented, outlook):
    about = {"measure": "disbursed", "programme": "DTTS", "capital": "investment", "level": "province", "fund": ""}
    paid = [
        invented.one(**about, year=str(year), as_of=f"{year + 1}-01-31", origin="both")["exact"]
        for year in range(2021, 2026)
    ]
    real = [amount * 110 / index for amount, index in zip(paid, (97, 100, 103, 107, 110), strict=True)]
    found = outlook.programmes
    row = found.frame.set_index("node").loc["DTTS.investment"]
    assert row["capacity"] == pytest.approx(capacity(real, [0.5] * 5, 0.95).value)
    assert found.history.settled
    assert found.real


def test_the_programme_that_takes_over_the_money_takes_over_the_capacity(invented, outlook):
    found = outlook.programmes
    ahead = successor_capacity(found, read_mapping(invented), YEARS).set_index(["programme", "capital", "year"])
    cells = found.frame[found.frame["capital"] == "investment"]
    assert set(ahead.index.get_level_values("programme")) == {"TH"}
    assert ahead.loc[("TH", "investment", 2028), "amount"] == pytest.approx(cells["coherent"].sum() * 1.04**3, abs=1)
    both = ahead.xs(2025 + 1, level="year")["amount"].sum()
    whole = found.frame.set_index("node").loc["all", "coherent"]
    assert both == pytest.approx(whole * 1.04, abs=2)


def test_capacity_is_not_handed_on_where_an_old_part_has_none_or_the_mapping_leaves_money_undecided(invented, outlook):
    found, mapping = outlook.programmes, read_mapping(invented)
    gap = replace(found, frame=found.frame[found.frame["node"] != "NTM.recurrent"])
    assert set(successor_capacity(gap, mapping, YEARS)["capital"]) == {"investment"}
    less = mapping[mapping["old"] != "NTM"]
    first = [successor_capacity(found, rows, [2026])["amount"].sum() for rows in (mapping, less)]
    assert first[1] < first[0]
    unknown = replace(found, growth=found.growth | {"base": float("nan")})
    assert successor_capacity(unknown, mapping, YEARS).empty


def test_coherent_capacities_add_up_and_stay_near_their_own(outlook):
    frame = outlook.programmes.frame.set_index("node")
    rows = frame["coherent"]
    assert not np.allclose(rows, frame["capacity"], rtol=1e-4)  # there was something to agree on
    assert rows.to_numpy() == pytest.approx(frame["capacity"].to_numpy(), rel=0.1)
    cells = rows[[node for node in rows.index if "." in node]]
    assert cells.sum() == pytest.approx(rows["all"])
    for programme in ("DTTS", "GNBV", "NTM"):
        assert rows[f"{programme}.investment"] + rows[f"{programme}.recurrent"] == pytest.approx(rows[programme])


def test_a_lower_bound_of_an_old_part_is_one_of_the_new_programme(invented, outlook):
    found = outlook.programmes
    assert not successor_capacity(found, read_mapping(invented), [2026])["censored"].any()
    marked = found.frame.assign(bounded=found.frame["bounded"].where(found.frame["node"] != "NTM.recurrent", True))
    ahead = successor_capacity(replace(found, frame=marked), read_mapping(invented), [2026]).set_index("capital")
    assert ahead["censored"].to_dict() == {"investment": False, "recurrent": True}


def test_without_a_full_price_index_amounts_are_nominal(invented):
    found = look(changed(invented, None, parameter="price_index", year="2023")).programmes
    assert not found.real


def test_growth_comes_from_history_where_nobody_assumes_it(invented, outlook):
    assert not outlook.programmes.observed
    found = look(changed(invented, None, parameter="capacity_growth")).programmes
    assert found.observed
    assert found.growth["low"] == 0
    assert 0 < found.growth["base"] < found.growth["high"]


PRICES = dict.fromkeys(range(2021, 2026), 1.0)


def cells(**paid):
    """What each cell disbursed from 2021 on; None: the cell has no such year."""
    rows = [
        {"cell": name, "year": year, "disbursed": amount}
        for name, amounts in paid.items()
        for year, amount in enumerate(amounts, start=2021)
        if amount is not None
    ]
    return pd.DataFrame(rows)


def test_scenarios_of_growth_stand_in_their_order_where_history_falls():
    found = observed_growth(cells(a=[100, 80, 70], b=[100, 85, 60], c=[100, 90, 72]), ["cell"], PRICES)
    assert found["base"] < 0
    assert found["low"] == found["base"] <= found["high"]
    steady = observed_growth(cells(a=[100, 101, 130], b=[100, 102, 131], c=[100, 103, 132]), ["cell"], PRICES)
    assert 0 == steady["low"] < steady["base"] <= steady["high"]


def test_high_growth_is_read_off_single_years_and_not_off_the_means_of_cells():
    """Growths .1, .3 and .2, .6, and .5 of a cell with one growth: 80th percentile of the five is .52."""
    paid = cells(a=[100, 110, 143], b=[100, 120, 192], c=[100, 150])
    found = observed_growth(paid, ["cell"], PRICES)
    assert found["high"] == pytest.approx(0.52)
    assert 0.2 < found["base"] < 0.4  # between the means of a and b; c has no noise of its own


def test_a_cell_whose_years_have_a_gap_tells_no_growth():
    paid = cells(a=[100, 110, 143], b=[100, 120, 192], c=[100, None, 900, 1000])
    assert observed_growth(paid, ["cell"], PRICES) == observed_growth(paid[paid["cell"] != "c"], ["cell"], PRICES)


def test_too_few_cells_with_two_growths_tell_no_base_and_no_high():
    found = observed_growth(cells(a=[100, 110, 143], b=[100, 120]), ["cell"], PRICES)
    assert found["low"] == 0
    assert np.isnan([found["base"], found["high"]]).all()


def test_a_year_without_a_plan_is_no_year_of_a_cell(invented, outlook):
    history = read_history(invented, ["province"], AS_OF)
    frame = history.frame
    mine = (frame["programme"] == "NTM") & (frame["capital"] == "recurrent")
    empty = replace(history, frame=frame.assign(plan=frame["plan"].where(~mine | (frame["year"] > 2022), 0)))
    rows = province_capacities(empty, outlook.assumed).frame.set_index("node")
    assert rows.at["NTM.recurrent", "years"] == 3
    assert rows.at["NTM.investment", "years"] == 5
    short = replace(history, frame=frame.assign(plan=frame["plan"].where(~mine | (frame["year"] > 2023), 0)))
    assert "NTM.recurrent" not in set(province_capacities(short, outlook.assumed).frame["node"])


def test_units_with_fewer_than_three_years_are_counted_and_not_given_a_capacity(outlook):
    assert outlook.units.frame["years"].min() == 3
    assert set(outlook.units.frame["level"]) == {"district", "agency"}
    assert outlook.units.short >= 2 * 65


def test_a_year_known_only_to_december_makes_every_year_december(invented):
    history = read_history(invented, ["province"], date(2025, 12, 31))
    assert (history.settled, history.cut_off) == (False, date(2025, 12, 31))


# Fan --------------------------------------------------------------------------------------------------------------


def test_the_fan_starts_from_the_datasets_own_stock_and_plans(invented, outlook):
    fan = outlook.fan.main
    out = invented.find(measure="carried_out", year="2025", level="province")["exact"].sum()
    assert set(fan.flows["opening"][0]) == {round(out)} == {outlook.opening}
    assert (fan.flows["plan"] == 1600 * BILLION).all()
    assert (fan.paths, fan.seed, fan.correlation) == (10_000, 2026, 0.5)


def test_every_path_keeps_the_stock(outlook):
    for fan in outlook.fan.fans.values():
        flows = fan.flows
        left = flows["opening"] + flows["plan"] - flows["disbursed"] - flows["cancelled"] - flows["closing"]
        assert (left == 0).all()


def test_the_fan_is_wider_where_units_move_together(outlook):
    widths = {rho: np.ptp(fan.quantiles("closing")[-1][[0, -1]]) for rho, fan in outlook.fan.fans.items()}
    assert widths[0.0] < widths[0.5] < widths[0.9]


def test_a_scenario_moves_no_path_but_by_the_share_that_lapses(invented, outlook):
    again = look(changed(invented, "0.5", scenario="base", parameter="rate_new")).fan.main
    assert (again.flows["closing"] == outlook.fan.main.flows["closing"]).all()


@pytest.fixture(scope="module")
def units(invented):
    return read_history(invented, UNIT_LEVELS, AS_OF)


def fan_of(history, assumed, opening=10**12):
    return simulate_units(history, dict.fromkeys(("investment", "recurrent"), opening), assumed, YEARS)


def test_a_unit_that_spent_more_than_its_plan_starts_with_nothing(units, outlook):
    frame = units.frame.copy()
    first = frame[(frame["year"] == 2025) & (frame["capital"] == "investment")].iloc[0]
    own = (frame["unit"] == first["unit"]) & (frame["level"] == first["level"]) & (frame["capital"] == "investment")
    frame.loc[own & (frame["year"] == 2025), "disbursed"] = frame["plan"] * 2
    frame.loc[frame["year"] == 2025, "disbursed"] = frame["disbursed"].where(own, frame["plan"])
    # of investment nobody leaves anything: what the province carried out then stands by the plans
    fan = fan_of(replace(units, frame=frame), outlook.assumed).main
    assert set(fan.flows["opening"][0]) == {2 * 10**12}
    assert min(flow.min() for flow in fan.flows.values()) >= 0
    assert (fan.flows["disbursed"] <= fan.flows["opening"] + fan.flows["plan"]).all()


def test_overspending_of_one_unit_takes_nothing_from_the_stock_of_another():
    keys = pd.MultiIndex.from_tuples([("commune", "a", "investment"), ("commune", "b", "investment")], names=KEY)
    rows = pd.DataFrame({"unit": ["a", "b"], "level": "commune", "capital": "investment", "year": 2025})
    rows = rows.assign(origin="current_year", plan=[100, 100], disbursed=[150, 60])
    history = History(pd.concat([rows.assign(year=2024), rows]), (2024, 2025), (), True, AS_OF, "", (), {})
    left = unit_rates(history)[0].query("year == 2025").set_index(KEY).loc[keys, "left"]
    assert left.tolist() == [0, 40]


@pytest.mark.parametrize(("growth", "factors"), [("0.10", [1.1, 1.21]), (None, [1.0, 1.0])])
def test_limits_grow_with_capacity_or_stay_where_its_growth_is_unknown(units, outlook, monkeypatch, growth, factors):
    rows = outlook.assumed.rows
    rows = rows[~((rows["parameter"] == "capacity_growth") & (rows["scenario"] == "base"))]
    own = {"scenario": "base", "parameter": "capacity_growth", "value": growth, "unit": "fraction"}
    own = dict.fromkeys(rows.columns, "") | own
    assumed = Assumed(pd.concat([rows, pd.DataFrame([own])], ignore_index=True) if growth else rows)
    unknown = {"low": 0.0, "base": float("nan"), "high": float("nan")}
    monkeypatch.setattr("mtqg_analysis.analysis.planning.capacities.observed_growth", lambda *_: unknown)
    found = unit_capacities(units, assumed).frame.set_index(KEY)
    limits = _limits(units, assumed, found.index, range(2026, 2028))
    free = ~found["censored"].astype(bool).to_numpy()
    for row, factor in zip(limits, factors, strict=True):
        assert row[free] == pytest.approx(found["capacity"].to_numpy(dtype=float)[free] * factor)
        assert np.isinf(row[~free]).all()


def test_no_fan_where_a_capital_has_no_unit_to_carry_its_money(units, outlook):
    frame = units.frame[(units.frame["year"] < 2025) | (units.frame["capital"] == "investment")]
    assert fan_of(replace(units, frame=frame), outlook.assumed) is None


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_no_fan_where_all_years_are_alike(units, outlook, share):
    frame = units.frame.assign(plan=units.frame["plan"] * 2)
    frame = frame.assign(disbursed=(frame["plan"] * share).astype("int64"))
    assert fan_of(replace(units, frame=frame), outlook.assumed) is None


def test_too_few_paths_are_refused(invented):
    with pytest.raises(DataError, match="10000"):
        look(changed(invented, "500", parameter="paths"))


def test_no_fan_without_plans_or_units(invented, ledger):
    assert look(changed(invented, None, parameter="new_plan"), yearly=10**12).fan is None
    published = look(ledger, 1778 * BILLION, 790 * BILLION)
    assert (published.fan, published.programmes, published.units) == (None, None, None)


# Sensitivity and waves ----------------------------------------------------------------------------------------------


def test_the_tornado_ends_at_the_scenarios_own_values(outlook):
    rows = outlook.sensitivity.set_index("input")
    assert rows.loc["rate_new", ["low", "base", "high"]].tolist() == [0.65, 0.75, 0.85]
    assert rows["swing"].is_monotonic_decreasing
    assert rows.loc["plan", ["low", "high"]].tolist() == [0.9, 1.1]


def test_at_the_switching_value_the_stock_neither_grows_nor_falls(invented, outlook):
    level = outlook.sensitivity.set_index("input").loc["rate_new", "switch"]
    again = look(changed(invented, f"{level:.12f}", scenario="base", parameter="rate_new"))
    assert again.base_closing == pytest.approx(outlook.opening, abs=10_000)


@pytest.mark.parametrize("place", ["invented", "published"])
def test_every_switching_value_leaves_the_stock_of_its_own_path_as_large_as_it_began(invented, ledger, place):
    found = look(invented) if place == "invented" else look(ledger, 1778 * BILLION, 790 * BILLION)
    rows = found.sensitivity.set_index("input")
    base = {"plan": 1.0, "opening": 1.0} | vars(found.assumed.pace("base"))

    def growth(**changed):
        inputs = base | changed
        opening = round(found.opening * inputs.pop("opening"))
        plans = {year: round(plan * inputs["plan"]) for year, plan in found.plans.items()}
        pace = Pace(*(inputs[name] for name in ("rate_old", "rate_new", "cancelled")))
        return int(project(opening, plans, dict.fromkeys(plans, pace))["closing"].iat[-1]) - opening

    assert set(rows.index) == {*PACE, "plan", "opening"}
    for name, level in rows["switch"].items():
        if level is not None:
            assert abs(growth(**{name: level})) < 100_000, name
        else:
            most = 1.0 if name in PACE else 5.0
            assert growth(**{name: 0.0}) * growth(**{name: most}) > 0, name
    if place == "published":
        assert rows.loc["opening", "switch"] == pytest.approx(0.233, abs=0.002)


def test_waves_end_with_the_second_year_and_keep_the_stock(outlook):
    rows = outlook.waves
    assert [name for name in rows if name.startswith("age_")] == ["age_0", "age_1"]
    assert (rows["opening"] + rows["plan"] - rows["disbursed"] - rows["lapsed"] == rows["closing"]).all()
    assert rows["opening"].iat[0] == outlook.opening


def test_sums_over_the_years_are_those_of_their_tables(outlook):
    assert outlook.lapsed == outlook.waves["lapsed"].sum() > 0
    assert outlook.last_of_first == date(2027, 12, 31)  # money of 2026 lives two years
    assert (outlook.new_money, outlook.first_money) == (
        sum(outlook.plans.values()),
        outlook.opening + outlook.plans[2026],
    )
    assert outlook.required["lacking"] == outlook.balance["lacking"].sum()
    assert list(outlook.former) == [2025, 2024, 2023, 2022, 2021]


def test_capacity_ahead_grows_from_the_newest_year(outlook):
    found, target = outlook.programmes, outlook.assumed.need("target_rate")
    row = outlook.capacity_ahead.loc["all", 2027]
    assert row["base"] == pytest.approx(found.whole["value"] * (1 + found.growth["base"]) ** 2)
    assert row["low"] <= row["base"] <= row["high"]
    assert row["supported"] == pytest.approx(row["base"] / target)
    assert len(outlook.capacity_ahead) == len(found.frame) * len(YEARS)
    first = outlook.capacity_ahead.loc["all", 2026]
    assert outlook.first_share == pytest.approx(first["base"] / outlook.first_money)
    assert (outlook.units.frame["supported"] == outlook.units.frame["capacity"] / target).all()


def test_a_fan_is_told_by_its_ends(outlook):
    rows = outlook.fan.at_end
    assert list(rows.index) == sorted(outlook.fan.fans)
    assert ((rows["low"] < rows["middle"]) & (rows["middle"] < rows["high"])).all()
    assert rows["width"].is_monotonic_increasing  # the more units move together, the less is averaged out


# Counterpart --------------------------------------------------------------------------------------------------------


def test_the_requirement_is_the_sum_of_what_is_known(outlook):
    rows = outlook.need.rows[outlook.need.rows["year"] == 2026].set_index("programme")
    amounts = {"TH": 120e9, "VH": 8.1e9, "MT": 1.85e9, "YT": 3e9, "GD": 4.5e9}
    assert rows["required"].dropna().to_dict() == amounts
    assert rows.loc["TH", "assumed"]
    assert not rows.loc["VH", "assumed"]
    year = outlook.need.by_year.set_index("year").loc[2026]
    assert (year["required"], year["space"], year["gap"], year["unknown"]) == (137.45e9, 110e9, 27.45e9, 0)


def test_a_programme_needs_what_its_years_need(invented, outlook):
    rows, years = outlook.need.by_programme, outlook.need.rows.set_index("programme")
    assert rows.loc["TH", "required"] == years.loc["TH", "required"].sum()
    assert rows.loc["TH", ["same", "verified"]].tolist() == [True, years.loc["TH", "verified"].all()]
    part = look(changed(invented, None, parameter="central_plan", programme="TH")).need.by_programme
    assert part.loc["TH", ["central", "required"]].isna().all()
    assert part.loc["VH", "required"] == rows.loc["VH", "required"]


def test_a_ratio_that_no_source_gives_stays_unknown(ledger):
    need = look(ledger, 0, 790 * BILLION).need
    assert need.rows["required"].isna().all()
    assert need.by_year["space"].isna().all()


def test_what_is_not_disbursed_lapses_or_waits(outlook):
    rows = outlook.delays.set_index("scenario")
    assert set(rows.index) == {"low", "base", "high", "space"}
    assert (rows["lost"] == rows["more_cancelled"] + rows["more_closing"]).all()
    assert rows.loc["high", "lost"] == 0
    assert rows.loc["low", "lost"] > rows.loc["base", "lost"] > 0


def test_while_a_programme_is_unknown_a_gap_is_the_least_and_no_surplus_is_claimed(invented):
    found = look(changed(invented, None, parameter="counterpart_ratio", programme="MT"))
    years = found.need.by_year.set_index("year")
    assert years.loc[2026, ["unknown", "gap"]].tolist() == [1, 25.6e9]
    assert years.loc[2030, "required"] < years.loc[2030, "space"]
    assert pd.isna(years.loc[2030, "gap"])
    assert "space" not in set(found.delays["scenario"])


def test_a_programme_without_money_needs_none_whatever_its_ratio(invented):
    found = look(changed(invented, "0", parameter="central_plan", programme="MT"))
    found = look(changed(found.ledger, None, parameter="counterpart_ratio", programme="MT"))
    rows = found.need.rows[found.need.rows["programme"] == "MT"]
    assert set(rows["required"]) == {0.0}


def test_without_fiscal_space_no_delay_is_derived_from_it(invented):
    found = look(changed(invented, None, parameter="fiscal_space", year="2028"))
    assert "space" not in set(found.delays["scenario"])


# Assumptions --------------------------------------------------------------------------------------------------------


def test_a_year_of_its_own_goes_before_every_year(invented):
    rows = invented.table("assumptions")
    own = rows[(rows["parameter"] == "new_plan") & (rows["capital"] == "investment")].assign(year="2027", value="1")
    assumed = Assumed(pd.concat([rows, own]))
    assert assumed.find("new_plan", capital="investment", year=2027) == 1_000_000
    assert assumed.find("new_plan", capital="investment", year=2028) == 1_050_000 * 1_000_000
    assert assumed.find("new_plan", capital="total", year=2028) is None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda rows: pd.concat([rows, rows[rows["parameter"] == "target_rate"]]), "2 dòng"),
        (
            lambda rows: rows.assign(value=rows["value"].mask(rows["parameter"] == "target_rate", "85%")),
            "không phải là số",
        ),
        (lambda rows: rows.assign(value=rows["value"].mask(rows["parameter"] == "target_rate", "85")), "cần phân số"),
        (lambda rows: rows[rows["parameter"] != "target_rate"], "thiếu target_rate"),
    ],
)
def test_an_assumption_that_cannot_be_used_is_refused_in_words(invented, spoil, words):
    with pytest.raises(DataError, match=words):
        Assumed(spoil(invented.table("assumptions"))).need("target_rate")


IMPOSSIBLE = [
    ({"parameter": "rate_new", "scenario": "low", "value": "1.2"}, "cần phân số từ 0 đến 1"),
    ({"parameter": "correlation", "value": "1.5"}, "cần phân số từ 0 đến 1"),
    ({"parameter": "counterpart_placed", "scenario": "low", "value": "-1"}, "cần phân số từ 0 đến 1"),
    ({"parameter": "cofinanced", "value": "3"}, "cần phân số từ 0 đến 1"),
    ({"parameter": "fiscal_space", "year": "2026", "value": "-5", "unit": "mn_vnd"}, "cần số triệu đồng từ 0"),
    ({"parameter": "target_rate", "value": "0"}, "lớn hơn 0"),
    ({"parameter": "capacity_growth", "scenario": "base", "value": "-1"}, "lớn hơn -1"),
    ({"parameter": "paths", "value": "10000.5", "unit": "count"}, "số nguyên"),
    ({"parameter": "central_share", "value": "0.04"}, "kịch bản của tham số này là low, base, high"),
    ({"parameter": "new_plan", "scenario": "base", "capital": "investment", "unit": "mn_vnd"}, "kịch bản"),
    ({"parameter": "new_plan", "unit": "mn_vnd", "value": "1"}, "thiếu capital"),
    ({"parameter": "new_plan", "capital": "total", "unit": "mn_vnd", "value": "1"}, "investment hoặc recurrent"),
    ({"parameter": "new_plan", "capital": "investment", "value": "1"}, "cần mn_vnd"),
    ({"parameter": "rate_new", "scenario": "base", "year": "2027", "value": "0.3"}, "ở cột year"),
    ({"parameter": "rate_old", "scenario": "base", "programme": "VH", "value": "0.3"}, "ở cột programme"),
    ({"parameter": "rate_old", "scenario": "base", "value": "0.3"}, "2 dòng"),
    ({"parameter": "central_plan", "programme": "TH.1", "unit": "mn_vnd"}, "programme «TH.1»"),
    ({"parameter": "central_plan", "programme": "DTTS", "year": "2062", "unit": "mn_vnd"}, "programme «DTTS»"),
    ({"parameter": "counterpart_ratio", "programme": "ALL", "year": "2026"}, "programme «ALL»"),
    ({"parameter": "central_plan", "programme": "MT", "year": "2031", "unit": "mn_vnd"}, "từ 2025 đến 2030"),
    ({"parameter": "fiscal_space", "year": "2062", "unit": "mn_vnd"}, "year «2062»"),
]


@pytest.mark.parametrize(("about", "words"), IMPOSSIBLE)
def test_what_no_parameter_can_be_is_refused_before_anything_is_computed_and_found_by_the_check(
    invented, few, about, words
):
    rows = invented.table("assumptions")
    row = dict.fromkeys(rows.columns, "") | {"scenario": "all", "value": "0", "unit": "fraction"} | about
    row |= {"label_vi": "thử", "reason_vi": "thử", "verified": "no"}
    changed = pd.concat([rows, pd.DataFrame([row])], ignore_index=True)
    with pytest.raises(DataError, match=words):
        look(with_table(invented, "assumptions", changed))
    changed.to_csv(few / "assumptions.csv", index=False)
    found = [one for one in load_ledger(few).check.findings if one.kind == "impossible_assumption"]
    assert any(words in one.message and one.severity == "error" for one in found)


def test_what_is_wrong_with_an_assumption_is_said_in_the_language_of_the_report(invented):
    row = invented.table("assumptions").iloc[0].to_dict()
    for spoilt in (
        {"scenario": "all"}, {"year": "2026"}, {"value": "2"}, {"value": "x"}, {"unit": "index"}, {"programme": "TH.1"},
        {"parameter": "central_plan", "scenario": "all", "unit": "mn_vnd"},
        {"parameter": "central_plan", "scenario": "all", "unit": "mn_vnd", "programme": "TH.1"},
        {"parameter": "central_plan", "scenario": "all", "unit": "mn_vnd", "programme": "TH", "year": "2062"},
    ):  # fmt: skip
        with speaking("en"):
            text = fault(row | spoilt)
        assert text
        assert text.isascii() or "“" in text
        assert "cần" not in text


def test_the_shipped_assumptions_are_all_possible(invented, ledger):
    for one in (invented, ledger):
        assert not [found for found in one.check.findings if found.kind == "impossible_assumption"]


def test_scenarios_and_tornado_start_from_the_same_pace(outlook):
    paces = scenario_paces(outlook.assumed)
    base = outlook.sensitivity.set_index("input")["base"]
    assert {name: getattr(paces["base"], name) for name in PACE} == base[list(PACE)].to_dict()
    low = outlook.sensitivity.set_index("input")["low"]
    assert {name: getattr(paces["low"], name) for name in PACE} == low[list(PACE)].to_dict()


def test_a_misspelt_parameter_is_a_finding(few):
    file = few / "assumptions.csv"
    file.write_text(file.read_text("utf-8").replace("target_rate", "target_rat"), "utf-8")
    messages = [finding.message for finding in load_ledger(few).check.findings]
    assert any("target_rate" in message for message in messages)
