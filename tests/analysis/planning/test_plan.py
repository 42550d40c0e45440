"""The planning baseline recomputed by hand from published facts."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import plan_baseline
from mtqg_analysis.analysis.planning import central_money
from mtqg_analysis.analysis.planning.project_choice import by_class
from mtqg_analysis.analysis.planning.province_points import province_points
from mtqg_analysis.analysis.planning.reference_class import class_quantiles
from mtqg_analysis.domain.errors import DataError

HORIZON, AS_OF = (2026, 2030), date(2026, 1, 31)


def test_the_provinces_part_is_the_nations_money_at_each_share(plan):
    nation = plan.envelopes.set_index("programme").loc["TH", "central"]["exact"]
    assert plan.parts["central"].to_dict() == {one.name: nation * one.estimate for one in plan.shares}
    assert plan.central_ends == (nation * plan.shares[1].estimate, nation * plan.shares[0].estimate)
    assert replace(plan, shares=plan.shares[:1]).central_ends is None
    assert replace(plan, shares=()).parts.empty


def test_a_scenario_is_beyond_capacity_in_the_years_in_which_it_disburses_more(invented_plan, plan):
    found, ahead = invented_plan.beyond_capacity, invented_plan.outlook.capacity_ahead.loc["all"]
    path = invented_plan.paths[invented_plan.paths["scenario"] == "base"].set_index("year")["disbursed"]
    assert found["base"] == sum(path[year] > ahead.at[year, "base"] for year in range(2026, 2031))
    assert plan.beyond_capacity is None
    assert invented_plan.closing["base"] == invented_plan.outlook.base_closing
    assert 0 < invented_plan.cancelled < invented_plan.outlook.lapsed


def test_the_money_of_the_communes_is_told_in_dong(invented_plan):
    found = invented_plan.allocation
    assert found.total == found.amounts["least"].sum() == found.amounts["equal"].sum() == 1_080_000_000_000
    assert found.amounts["change"].sum() == 0
    assert (found.pairs, found.is_mostly_open) == (65 * 64 // 2, False)
    assert found.point_worth * found.frame["low"].sum() == pytest.approx(found.total, rel=0.1)  # but for bounds
    plain, most, gain = found.disbursed
    assert plain <= most == pytest.approx(plain + gain)
    open_ = replace(found, frame=found.frame.assign(high=found.frame["low"] + 1), filled=None, level_price=None)
    assert (open_.is_mostly_open, open_.point_worth, open_.point_loss) == (True, None, None)


def test_the_points_of_the_province_are_those_of_its_communes_and_villages(invented_plan, plan):
    found = invented_plan.province_points
    assert found.known == found.communes == 65
    assert found.low == found.high == invented_plan.points["low"].sum()
    assert found.bounds == (invented_plan.allocation.frame["low"].sum(),) * 2
    own = plan.points.assign(villages_extremely_difficult="")
    published = pd.Series({"exact": 12, "fact": "F"})
    half = province_points(own, plan.coefficients, published)
    assert (half.villages, half.fact["fact"], half.of_villages) == (12, "F", 12 * half.worth)
    none = province_points(own, plan.coefficients, None)
    assert (none.villages, none.of_villages, none.bounds) == (None, 0, (none.low, none.high))
    nothing_left = own.assign(no_extremely_difficult_villages="yes")
    assert province_points(nothing_left, plan.coefficients, published).villages == 0


def test_the_works_chosen_are_summed_by_capital_and_by_the_class_of_the_commune():
    works = pd.DataFrame(
        [
            ("recurrent", "commune", "a", 5, 50, True),
            ("investment", "agency", "SXD", 7, 70, False),
            ("investment", "commune", "a", 1, 10, True),
            ("investment", "commune", "a", 2, 20, False),
            ("investment", "commune", "b", 3, 30, True),
        ],
        columns=["capital", "level", "unit", "cost", "value", "chosen"],
    )
    points = pd.DataFrame({"unit": ["a", "b"], "region": ["II", ""]})
    rows = by_class(works, points)
    assert rows[["capital", "group", "all_cost", "chosen_cost", "all_works", "chosen_works"]].values.tolist() == [
        ["investment", "II", 3, 1, 2, 1],
        ["investment", "", 3, 3, 1, 1],
        ["investment", "agency", 7, 0, 1, 0],
        ["recurrent", "II", 5, 5, 1, 1],
    ]


def test_what_works_cost_and_what_more_money_would_serve(invented_plan):
    found = invented_plan.works
    assert found.spent == found.frame.loc[found.frame["chosen"], "cost"].sum() <= found.cost
    assert found.prices == {name: 1000 * price for name, price in found.choice.prices.items()}


def test_the_shares_are_the_provinces_3638_of_two_published_totals(plan, ledger, nation):
    own, localities, term = (
        float(book.facts.set_index("fact").at[fact, "value"])
        for book, fact in ((ledger, "PF0011"), (nation, "PF0215"), (nation, "PF0211"))
    )
    assert (own, localities, term) == (3638, 92057.861, 102000)
    first, second = plan.shares
    assert round(100 * first.estimate, 2) == round(100 * 3638 / 92057.861, 2) == 3.95
    assert round(100 * second.estimate, 2) == round(100 * 3638 / 102000, 2) == 3.57
    assert first.interval == pytest.approx((3637.5 / 92057.8615, 3638.5 / 92057.8605))
    assert second.interval == pytest.approx((3637.5 / 102500, 3638.5 / 101500))
    assert (first.facts, second.facts) == (("PF0011", "PF0215"), ("PF0011", "PF0211"))


def test_a_share_names_its_assumption_and_is_no_published_figure(plan):
    for share in plan.shares:
        assert share.name in share.assumptions
        assert share.status == "computed"


def test_the_opening_stock_is_the_nations_estimate_at_the_first_share(plan):
    share = plan.shares[0]
    assert plan.opening.estimate == pytest.approx(45_000e9 * 3638 / 92057.861)
    assert plan.opening.interval == pytest.approx((44_000e9 * share.low, 46_000e9 * share.high))
    assert plan.opening.status == "scenario"


def test_quantiles_are_linear():
    rates = [0.50, 0.53, 0.58, 0.61, 0.66, 0.70, 0.74, 0.81]
    (row,) = class_quantiles(pd.DataFrame({"capital": "total", "exact": rates, "counted": True})).to_dict("records")
    assert row["n"] == 8
    assert (row["prudent"], row["median"], row["upper"]) == pytest.approx((0.55, 0.635, 0.724))


def test_investment_and_recurrent_capital_are_never_pooled_and_seven_ratios_say_nothing():
    capitals = ["total"] * 7 + ["investment"] * 7 + ["recurrent"]
    rows = class_quantiles(pd.DataFrame({"capital": capitals, "exact": 0.5, "counted": True})).set_index("capital")
    assert rows["n"].to_dict() == {"total": 7, "investment": 7, "recurrent": 1}
    assert rows[["prudent", "median", "upper"]].isna().all(axis=None)


def test_a_programme_whose_total_stands_beside_it_is_shown_and_not_counted(plan):
    rows = plan.reference
    assert set(rows.loc[~rows["counted"], "programme"]) == {"DTTS", "GNBV", "NTM"}
    counted = rows[rows["counted"]]
    assert not counted.duplicated(["unit", "capital", "year"]).any()
    assert plan.quantiles["n"].sum() == len(counted) == len(rows) - 3


def test_the_reference_class_holds_year_end_actuals_once_each(plan):
    rows = plan.reference
    assert set(rows["status"]) == {"actual"}
    assert {(day.month, day.day) for day in rows["day"]} <= {(12, 31), (1, 31)}
    assert rows["usable"].all()
    assert not rows.duplicated(["unit", "programme", "capital", "origin", "year", "as_of"]).any()
    assert {"PF0005", "PF0006", "PF0007"} <= set(rows["fact"])


def test_every_scenario_keeps_the_stock_identity_to_the_dong(plan):
    for scenario, path in plan.paths.groupby("scenario"):
        rows = path.to_dict("records")
        assert [row["year"] for row in rows] == [2026, 2027, 2028, 2029, 2030], scenario
        assert rows[0]["opening"] == round(plan.opening.estimate)
        for row in rows:
            assert row["closing"] == row["opening"] + row["plan"] - row["disbursed"] - row["cancelled"]
        assert [row["opening"] for row in rows[1:]] == [row["closing"] for row in rows[:-1]]


def test_new_money_is_the_envelope_at_the_share_in_equal_parts(plan):
    assert set(plan.paths["plan"]) == {round(100_000e9 * plan.shares[0].estimate / 5)}


def test_the_scenarios_are_ordered_as_their_names_say(plan):
    ends = plan.paths[plan.paths["year"] == 2030].set_index("scenario")
    assert ends.loc["low", "closing"] > ends.loc["base", "closing"] > ends.loc["high", "closing"]


def test_an_envelope_that_nobody_published_stays_empty(plan):
    by_programme = plan.envelopes.set_index("programme")
    cells = [cell for cell in by_programme.columns if cell != "period"]
    assert by_programme[cells].isna().to_numpy().any()
    for fact in (fact for cell in cells for fact in by_programme[cell] if fact is not None):
        assert fact["fact"] in set(plan.context.facts["fact"])


def with_assumptions(ledger, rows):
    dataset = replace(ledger.dataset, tables=ledger.dataset.tables | {"assumptions": rows})
    return replace(ledger, dataset=dataset)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows[rows["parameter"] != "cancelled"], "kịch bản low thiếu cancelled"),
        (lambda rows: rows[rows["scenario"] != "high"], "kịch bản high thiếu rate_old, rate_new, cancelled"),
        (lambda rows: rows.assign(value="65%"), "«65%» không phải là số"),
        (lambda rows: rows.assign(value="65"), "cần phân số từ 0 đến 1"),
        (lambda rows: rows.assign(value="-0.1"), "cần phân số từ 0 đến 1"),
        (lambda rows: rows.assign(value="nan"), "cần phân số từ 0 đến 1"),
        (lambda rows: rows.iloc[:0], "thiếu assumptions.csv"),
    ],
)
def test_assumptions_that_cannot_be_used_are_refused_in_words(ledger, nation, change, words):
    broken = with_assumptions(ledger, change(ledger.table("assumptions")))
    with pytest.raises(DataError) as told:
        plan_baseline(broken, nation, HORIZON, AS_OF)
    assert words in str(told.value)


def test_changing_an_assumption_changes_its_own_scenario_only(ledger, nation, plan):
    rows = ledger.table("assumptions")
    base = (rows["scenario"] == "base") & (rows["parameter"] == "rate_new")
    changed = with_assumptions(ledger, rows.assign(value=rows["value"].mask(base, "0.9")))
    again = plan_baseline(changed, nation, HORIZON, AS_OF).paths.set_index("scenario")["disbursed"]
    before = plan.paths.set_index("scenario")["disbursed"]
    assert (again["base"].to_numpy() != before["base"].to_numpy()).all()
    for scenario in ("low", "high"):
        assert again[scenario].tolist() == before[scenario].tolist()


def test_the_envelopes_are_those_of_the_period_that_the_plan_ends_in(nation):
    """A plan to 2028 lies in the period to 2030; a period to 2035 is another one, and none is known of it."""
    whole, part = (central_money.envelopes(nation, (2026, until)) for until in (2030, 2028))
    assert len(whole) == 5
    assert whole["period"].tolist() == part["period"].tolist()
    assert [one["fact"] for one in whole["total"]] == [one["fact"] for one in part["total"]]
    assert central_money.envelopes(nation, (2026, 2035)).empty
    later = nation.facts.assign(year_to=nation.facts["year_to"].replace("2030", "2033"))
    moved = central_money.envelopes(replace(nation, facts=later), (2026, 2033))
    assert set(moved["period"].str[-4:]) == {"2033"}
    assert central_money.proposals(nation, 2035)["adopted"].isna().all()
