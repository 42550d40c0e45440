"""The planning table: every sum is the sum of what was asked for, and nothing above the money is cut."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.analysis.planning import expected_money
from mtqg_analysis.analysis.planning import plan_table as planning
from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.expected_money import Expected
from mtqg_analysis.analysis.planning.weaknesses import threatened
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.figure import Figure, parse_decimal
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.methods.water_filling import whole_parts

HORIZON = (2026, 2030)
FUNDS = ("central", "counterpart", "local", "local_commune", "community", "credit", "", "foreign")


def need(number, **about):
    row = dict.fromkeys((column.name for column in SIDE_COLUMNS["needs"]), "")
    row |= {"need": f"N{number}", "name_vi": "Đường thôn A", "programme": "TH", "capital": "investment"}
    row |= {"level": "commune", "unit": "06040", "year": "2026", "fund": "central", "amount": "100", "source": "S"}
    return row | about


def share(value=0.04, name="share_of_localities"):
    return Result(
        name, value, "fraction", value - 0.001, value + 0.001, "rounding", "ratio", 2, "unknown", None, "computed"
    )


def fact(billions):
    figure = Figure(parse_decimal(str(billions)), "bn_vnd", parse_decimal("0.5"))
    low, high = figure.bounds
    return pd.Series({"exact": float(figure.exact), "low": float(low), "high": float(high), "figure": figure})


def envelope(investment=70, recurrent=30, period="2026-2030", programme="TH"):
    cells = {"central": fact(investment + recurrent), "central_investment": fact(investment)}
    return pd.DataFrame([{"programme": programme, "period": period, **cells, "central_recurrent": fact(recurrent)}])


def table_of(rows, envelopes=None, shares=(), capacity=None):
    frame = pd.DataFrame(rows, columns=[column.name for column in SIDE_COLUMNS["needs"]])
    expected = Expected(pd.DataFrame() if envelopes is None else envelopes, shares)
    return planning.plan_table(frame, HORIZON, expected, capacity)


needs = st.lists(
    st.fixed_dictionaries(
        {
            "programme": st.sampled_from(["TH", "TH.1", "VH", "MT"]),
            "capital": st.sampled_from(["investment", "recurrent", "total"]),
            "unit": st.sampled_from(["06040", "05977", "SXD"]),
            "year": st.integers(2024, 2032).map(str),
            "fund": st.sampled_from(FUNDS),
            "amount": st.integers(0, 10**12).map(lambda dong: f"{dong // 10**6}.{dong % 10**6:06}"),
            "name_vi": st.sampled_from(["Đường", "Cầu", "Trường"]),
            "households": st.sampled_from(["", "0", "25"]),
        }
    ),
    min_size=1,
    max_size=30,
).map(lambda rows: [need(number, **row) for number, row in enumerate(rows)])


@given(needs)
def test_rows_columns_communes_and_works_give_one_total_to_the_dong(rows):
    plan = table_of(rows)
    asked = sum(int(parse_decimal(row["amount"]) * 10**6) for row in rows)
    within = sum(int(parse_decimal(row["amount"]) * 10**6) for row in rows if "2026" <= row["year"] <= "2030")
    if plan is None:
        assert not any("2026" <= row["year"] <= "2030" for row in rows)
        return
    assert plan.total == within
    assert plan.total + plan.outside == asked
    for keys, across in (
        (["programme", "capital"], "year"),
        (["level", "unit"], "year"),
        (["source_of_money"], "year"),
        (["programme", "capital"], "source_of_money"),
    ):
        wide = planning.spread(plan.cells, keys, across)
        columns = [name for name in wide.columns if name not in (*keys, "total")]
        assert wide["total"].sum() == plan.total
        assert (wide[columns].sum(axis=1) == wide["total"]).all()
        assert wide[columns].sum().sum() == plan.total
    assert plan.works["amount"].sum() == plan.total
    assert plan.works[list(planning.SOURCES)].sum().sum() == plan.total
    for frame in (plan.of_programmes(), plan.of_sources(), plan.of_units()):
        years = [name for name in frame.columns if name.startswith("year_")]
        assert (frame[years].sum(axis=1) == frame["total"]).all()
        assert frame["total"].sum() == plan.total == sum(plan.by_source.values())
    assert plan.besides == plan.total - plan.by_source["central"] - plan.by_source["counterpart"]


@given(needs, st.integers(1, 400), st.integers(1, 400))
def test_what_is_asked_for_above_the_money_is_shown_and_never_cut(rows, investment, recurrent):
    plan = table_of(rows, envelope(investment, recurrent), (share(),))
    if plan is None:
        return
    central = plan.cells[(plan.cells["source_of_money"] == "central") & (plan.cells["programme"] == "TH")]
    own = plan.money[plan.money["programme"] == "TH"]
    for line in own.itertuples():
        asked = central if line.capital == "total" else central[central["capital"] == line.capital]
        assert line.need == asked["amount"].sum()
        assert line.low <= line.money <= line.high
        assert line.above == max(0, line.need - line.money)
    for capital, years in plan.years.groupby("capital"):
        whole = own[own["capital"] == capital].iloc[0]
        assert years["need"].sum() == whole["need"]
        assert years["money"].sum() == whole["money"]
        assert (years["above"] == (years["need"] - years["money"]).clip(lower=0)).all()


@given(st.integers(0, 10**16), st.integers(1, 9))
def test_equal_parts_add_up_and_differ_by_one_at_most(total, count):
    parts = whole_parts(total, [1] * count)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


def test_money_of_another_period_or_of_nobody_is_not_compared():
    rows = [need(1), need(2, programme="VH"), need(3, programme="MT")]
    other = pd.concat([envelope(), envelope(period="2025-2030", programme="VH")])
    money = table_of(rows, other, (share(),)).money.set_index(["programme", "capital"])
    assert money.loc[("TH", "investment"), "money"] == 2_800_000_000
    assert money.loc[("VH", "total"), "period"] == "2025-2030"
    assert money.loc[("VH", "total"), "money"] is None
    assert money.loc[("MT", "total"), "period"] == ""
    assert money.loc[("MT", "total"), "above"] is None


def test_capacity_is_held_against_each_year_where_it_is_given():
    limit = pd.DataFrame(
        [{"programme": "TH", "capital": "investment", "year": 2026, "amount": 60_000_000, "censored": False}]
    )
    plan = table_of([need(1), need(2, year="2027")], envelope(), (share(),), limit)
    years = plan.years[plan.years["capital"] == "investment"].set_index("year")
    assert plan.has_capacity
    assert (years.loc[2026, "capacity"], years.loc[2026, "beyond"]) == (60_000_000, 40_000_000)
    assert years.loc[2027, "beyond"] is None
    assert (years.loc[2026, "censored"], years.loc[2027, "censored"]) == (False, None)


def test_capacity_carries_money_of_every_source_and_the_envelope_central_money_alone():
    limit = pd.DataFrame(
        [{"programme": "TH", "capital": "investment", "year": 2026, "amount": 120_000_000, "censored": False}]
    )
    rows = [need(1), need(2, fund="counterpart", amount="30"), need(3, fund="counterpart", programme="VH")]
    row = table_of(rows, envelope(), (share(),), limit).years.iloc[0]
    assert (row["need"], row["above"]) == (100_000_000, 0)
    assert (row["asked"], row["beyond"]) == (130_000_000, 10_000_000)
    own = pd.concat([limit, limit.assign(programme="VH", amount=40_000_000)])
    years = table_of(rows, capacity=own).years.query("year == 2026 and capital == 'investment'").set_index("programme")
    assert years.loc["VH", ["need", "asked", "beyond"]].tolist() == [0, 100_000_000, 60_000_000]


def test_what_asks_for_most_and_communes_stand_first():
    agency = {"level": "agency", "unit": "SXD"}
    rows = [
        need(1, **agency),
        need(2, programme="VH", amount="300"),
        need(3, capital="recurrent"),
        need(4, year="2027"),
    ]
    plan = table_of(rows)
    order = plan.of_programmes()[["programme", "capital", "year_2027"]]
    assert order.values.tolist() == [["TH", "investment", 10**8], ["TH", "recurrent", 0], ["VH", "investment", 0]]
    assert plan.of_units()[["unit", "works", "total"]].values.tolist() == [["06040", 3, 5 * 10**8], ["SXD", 1, 10**8]]
    assert plan.central("TH") == 3 * 10**8


def test_needs_beyond_capacity_are_summed_over_the_years_in_which_they_are():
    limit = pd.DataFrame({"programme": "TH", "capital": "investment", "year": [2026, 2027], "censored": False})
    rows = [need(1), need(2, year="2027"), need(3, programme="VH")]
    plan = table_of(rows, capacity=limit.assign(amount=[60_000_000, 200_000_000]))
    assert plan.beyond == {"TH": {"investment": 40_000_000}}
    assert table_of(rows).beyond == {}


def test_works_with_counterpart_capital_are_told_by_their_part_of_the_central_money():
    rows = [need(1, amount="300"), need(2, fund="counterpart"), need(3, name_vi="Cầu"), need(4, fund="local")]
    assert table_of(rows).with_counterpart == (2, 1, 0.75)
    assert table_of(rows[1:2]).with_counterpart == (0, 0, 0)


def test_needs_of_other_years_are_no_missing_needs():
    assert planning.all_asked(pd.DataFrame([need(1, year="2032"), need(2, year="2031")]), pd.DataFrame()) == (
        200_000_000,
        (2031, 2032),
    )


def test_needs_of_all_sources_without_a_capital_type_are_told():
    plan = table_of([need(1), need(2, fund="counterpart", amount="30", capital="total")])
    assert (plan.unsplit, plan.unsplit_of_all) == ({}, 30_000_000)


def test_a_capacity_of_nobody_is_none():
    nothing = pd.DataFrame(columns=["programme", "capital", "year", "amount", "censored"])
    assert not table_of([need(1)], envelope(), (share(),), nothing).has_capacity


def test_a_capacity_of_which_one_part_is_a_lower_bound_is_one():
    about = {"programme": "TH", "capital": "investment", "year": 2026, "amount": 30_000_000}
    limit = pd.DataFrame([about | {"censored": one} for one in (False, True)])
    row = table_of([need(1)], capacity=limit).years.iloc[0]
    assert (row["capacity"], row["beyond"], row["censored"]) == (60_000_000, 40_000_000, True)


@given(needs, st.integers(1, 400))
def test_needs_by_capital_and_needs_without_one_make_all_central_needs(rows, money):
    plan = table_of(rows, envelope(money, money), (share(),))
    if plan is None:
        return
    for programme, own in plan.years.groupby("programme"):
        whole = plan.money[(plan.money["programme"] == programme) & (plan.money["capital"] == "total")]["need"].iloc[0]
        assert own["need"].sum() + plan.unsplit.get(programme, 0) == whole


def test_the_same_words_under_another_id_are_a_repeat_and_counted_in_full():
    rows = [need(1), need(2, name_vi="  đường  THÔN a", amount="90"), need(3, year="2027"), need(4, fund="counterpart")]
    plan = table_of(rows)
    assert plan.repeats == (("N1", "N2"),)
    assert plan.total == 390_000_000
    assert table_of(rows[2:]).repeats == ()


def test_a_list_handed_in_by_two_offices_is_of_works_of_their_own():
    rows = [need(1, source="S"), need(2, year="2027", source="T"), need(3, year="2028", source="S")]
    assert table_of(rows).works["sources"].tolist() == [("S",), ("T",)]


def test_capacity_alone_is_held_against_needs_and_money_stays_unknown():
    limit = pd.DataFrame(
        [{"programme": "TH", "capital": "investment", "year": 2026, "amount": 60_000_000, "censored": False}]
    )
    years = table_of([need(1), need(2, programme="VH")], capacity=limit).years
    assert set(years["programme"] + years["capital"]) == {"THinvestment"}
    assert years[["money", "above"]].isna().all(axis=None)
    assert years["beyond"].iloc[0] == 40_000_000


def test_a_work_is_one_line_of_the_form():
    rows = [need(1), need(2, year="2027"), need(3, fund="counterpart", amount="12.5"), need(4, households="7")]
    works = table_of(rows).works
    assert list(works["amount"]) == [212_500_000, 100_000_000]
    first = works.iloc[0]
    assert (first["first"], first["last"], first["central"], first["counterpart"]) == (
        2026,
        2027,
        2 * 10**8,
        12_500_000,
    )


def test_funds_stand_under_their_source_and_an_unnamed_one_stays_unnamed():
    rows = [need(number, fund=fund) for number, fund in enumerate(FUNDS)]
    sums = planning.spread(table_of(rows).cells, ["programme"], "source_of_money").iloc[0]
    assert list(sums[list(planning.SOURCES)] // 10**8) == [1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([need(1, amount="1,5")], "triệu đồng"),
        ([need(1, amount="")], "triệu đồng"),
        ([need(1, amount="-3")], "triệu đồng"),
        ([need(1, amount="nan")], "triệu đồng"),
        ([need(1, amount="0.0000001")], "chẵn đến đồng"),
        ([need(1, amount="9" * 40)], "triệu đồng"),
        ([need(1, year="26")], "bốn chữ số"),
        ([need(1), need(1)], "hai lần"),
    ],
)
def test_a_need_that_cannot_be_counted_is_named(rows, word):
    with pytest.raises(DataError, match=word):
        table_of(rows)


def test_without_needs_there_is_no_plan():
    assert table_of([]) is None
    assert planning.plan_table(pd.DataFrame(), HORIZON, Expected(pd.DataFrame())) is None
    assert table_of([need(1, year="2031")]) is None


def shares_of(**values):
    about = {"parameter": expected_money.SHARE, "programme": "", "capital": "", "year": "", "unit": "fraction"}
    return Assumed(pd.DataFrame([{"scenario": name, "value": value, **about} for name, value in values.items()]))


@pytest.mark.parametrize("value", ["4%", "0", "1", "1.2", "", "-0.1"])
def test_a_share_that_is_none_is_refused(value):
    with pytest.raises(DataError, match=r"assumptions\.csv"):
        expected_money.planner_shares(shares_of(base=value))


def test_the_planners_base_share_comes_first():
    found = expected_money.planner_shares(shares_of(high="0.05", low="0.035", base="0.04"))
    assert [(share.name, share.estimate) for share in found] == [
        ("planner_share_base", 0.04),
        ("planner_share_low", 0.035),
        ("planner_share_high", 0.05),
    ]


def test_the_day_of_the_units_is_the_first_of_the_horizon():
    assert table_of([need(1)]).day == date(2026, 1, 1)


def test_a_support_whose_households_differ_by_year_is_one_work_with_the_most_of_them():
    rows = [need(1, households="42"), need(2, year="2027", households="45.0"), need(3, year="2028")]
    works = table_of(rows).works
    assert (len(works), table_of(rows).count) == (1, 1)
    assert works[["households", "amount", "first", "last"]].values.tolist() == [[45, 3 * 10**8, 2026, 2028]]
    assert works["people"].isna().all()


def test_a_line_of_two_kinds_of_money_is_one_work_whose_money_stays_apart():
    rows = [need(1, need="bieu/Nhu cầu!F12"), need(2, need="bieu/Nhu cầu!G12", capital="recurrent", amount="7")]
    plan = table_of(rows)
    assert plan.count == 1
    assert dict(zip(plan.works["capital"], plan.works["amount"], strict=True)) == {
        "investment": 10**8,
        "recurrent": 7 * 10**6,
    }


def test_whoever_states_nought_or_nothing_serves_nobody_however_numbers_are_written():
    rows = [need(n, name_vi=f"Cầu {n}", people=text) for n, text in enumerate(["", "0", "0.0", "25", "25.0"])]
    lines = threatened(table_of(rows).works)
    assert (lines["unnamed_works"].item(), lines["unnamed"].item()) == (3, 3 * 10**8)


def test_needs_beyond_any_plan_are_refused_before_a_sum_overflows():
    rows = [need(number, name_vi=f"Cầu {number}", amount=str(10**9)) for number in range(10)]
    assert table_of(rows[:1]).total == 10**15
    with pytest.raises(DataError, match="tổng nhu cầu là 10000000 tỷ đồng"):
        table_of(rows)
