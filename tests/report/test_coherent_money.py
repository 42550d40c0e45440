"""Money that is stated twice is held against itself, and counterpart capital is told by both of its measures."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from changes import with_table

from mtqg_analysis import plan_baseline, planning
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.ledger.assumption_rules import check_assumptions, disorders
from mtqg_analysis.report.pages.planning.sections import SECTIONS

pytestmark = pytest.mark.full  # a plan made anew for each question

BILLION = 10**9
HORIZON, AS_OF = (2026, 2030), date(2026, 1, 31)


def with_value(ledger, value, **place):
    """The ledger with one assumption changed, or left out where value is None."""
    rows = ledger.table("assumptions")
    at = pd.concat([rows[name] == held for name, held in place.items()], axis=1).all(axis=1)
    assert at.any()
    changed = rows[~at] if value is None else rows.assign(value=rows["value"].mask(at, value))
    return with_table(ledger, "assumptions", changed)


@pytest.fixture(scope="module")
def at_five_percent(invented_plan, nation):
    held = with_value(invented_plan.ledger, "0.050", scenario="base", parameter="central_share")
    return plan_baseline(held, nation, HORIZON, AS_OF)


# Stated twice --------------------------------------------------------------------------------------------------------


def test_the_shipped_assumptions_agree_and_the_rest_of_the_new_money_is_named(invented_plan):
    central, new = invented_plan.twice_stated
    assert (central.first, central.second, central.agrees) == (6_000 * BILLION, 6_000 * BILLION, True)
    yearly = 1_200 + 81 + 37 + 30 + 45
    counterpart = 0.1 * 1_200 + 0.1 * 81 + 0.05 * 37 + 0.1 * 30 + 0.1 * 45
    assert new.second == round(5 * (yearly + counterpart) * BILLION)
    assert new.difference == 8_000 * BILLION - new.second == 347_750_000_000
    assert (new.agrees, new.is_whole) == (True, True)
    assert planning.twice_stated(invented_plan).text_rows[1][-1].startswith("còn lại là vốn khác")
    for said in (planning.summary_sentence(invented_plan), planning.agreement_sentence(invented_plan)):
        assert "không thống nhất" not in said.markdown


@pytest.mark.full
def test_another_share_is_held_against_the_stated_money_and_the_first_page_warns(at_five_percent):
    central, new = at_five_percent.twice_stated
    assert (central.second, central.difference, central.agrees) == (5_000 * BILLION, 1_000 * BILLION, False)
    assert new.agrees
    words = "6.000 tỷ đồng theo giả định central_plan (mục 8, 11), 5.000 tỷ đồng theo tỷ trọng của tỉnh (mục 2, 15)"
    for said in (planning.summary_sentence(at_five_percent), planning.agreement_sentence(at_five_percent)):
        assert words in said.markdown
    assert "central_share: low 0.054, base 0.05" in planning.summary_sentence(at_five_percent).markdown
    row = planning.summary(at_five_percent).frame.iloc[0]
    assert (row["value"], row["section"]) == (6_000 * BILLION, SECTIONS["counterpart"])
    assert "mục 17" in row["basis"]
    assert pd.isna(row["low"])
    assert planning.twice_stated(at_five_percent).text_rows[0][1:4] == ["6.000,0", "5.000,0", "1.000,0"]


@pytest.mark.full
def test_a_difference_that_rounding_explains_is_none(invented_plan, nation):
    held = with_value(invented_plan.ledger, "1204000", parameter="central_plan", programme="TH")
    central, _ = plan_baseline(held, nation, HORIZON, AS_OF).twice_stated
    assert central.difference == 20 * BILLION
    assert central.agrees  # the envelope is published to half a thousand tỷ


@pytest.mark.full
def test_new_money_smaller_than_its_parts_is_an_error_of_the_assumptions(invented_plan, nation):
    held = with_value(invented_plan.ledger, "900000", parameter="new_plan", capital="investment")
    found = plan_baseline(held, nation, HORIZON, AS_OF)
    assert found.twice_stated[1].lacking == (2026, 2027, 2028, 2029, 2030)
    assert "new_plan) nhỏ hơn vốn NSTW" in planning.summary_sentence(found).markdown
    assert "các phần lớn hơn tổng" in planning.twice_stated(found).text_rows[1][-1]


def test_where_nothing_is_stated_twice_there_is_no_table(plan):
    assert plan.twice_stated == ()
    assert planning.twice_stated(plan) is None


# Scenarios in order --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameter", "scenario", "value", "wanted"),
    [
        ("central_share", "base", "0.050", "low ≤ base ≤ high"),
        ("rate_new", "high", "0.70", "low ≤ base ≤ high"),
        ("cancelled", "low", "0.01", "low ≥ base ≥ high"),
        ("counterpart_placed", "low", "0.9", "low ≤ base ≤ high"),
        ("plan_change", "low", "0.05", "low ≤ base ≤ high"),
        ("opening_change", "high", "-0.2", "low ≤ base ≤ high"),
    ],
)
def test_scenarios_out_of_order_are_a_finding(invented_plan, parameter, scenario, value, wanted):
    rows = with_value(invented_plan.ledger, value, parameter=parameter, scenario=scenario).table("assumptions")
    (found,) = check_assumptions(rows, "assumptions.csv")
    assert (found.severity, found.kind, found.ids) == ("warning", "scenario_order", (parameter,))
    assert wanted in found.message


def test_the_shipped_scenarios_are_in_order(ledger, invented_plan):
    for one in (ledger, invented_plan.ledger):
        assert list(disorders(one.table("assumptions"))) == []


# Low and high --------------------------------------------------------------------------------------------------------


def test_the_first_page_gives_the_ends_that_the_sections_give(plan, invented_plan):
    row = planning.summary(invented_plan).frame.iloc[0]
    assert (row["low"] / BILLION, row["high"] / BILLION) == (pytest.approx(5_400), pytest.approx(6_600))
    central, opening, new = planning.summary(plan).frame.to_dict("records")[:3]
    money = planning.shares(plan).frame["all"]
    assert (central["low"], central["high"]) == (money.min(), money.max()) == (new["low"], new["high"])
    assert (opening["low"], opening["high"]) == plan.opening.interval
    assert central["section"] == SECTIONS["central"]


def test_the_scenarios_say_that_they_have_the_same_new_money(plan):
    assert any("cùng vốn mới" in note for note in planning.paths(plan).notes)


# Counterpart capital -------------------------------------------------------------------------------------------------


def by_year(of, level=None):
    """What needs.csv asks for as counterpart capital, added up from the file."""
    rows = of.ledger.table("needs")
    rows = rows[(rows["fund"] == "counterpart") & ((rows["level"] == level) if level else True)]
    sums = rows["amount"].astype(int).groupby(rows["year"].astype(int)).sum() * 10**6
    return sums.to_dict()


def test_a_surplus_of_the_province_fills_no_gap_of_the_communes(invented_plan):
    years = invented_plan.outlook.balance.set_index("year")
    assert years.loc[2029, "gap"] < 0 < years.loc[2029, "lacking"]
    assert years.loc[2029, "lacking"] == pytest.approx(0.3 * 137.45e9 - 41e9)
    assert (years["lacking"] > 0).sum() == 4
    assert years["lacking"].sum() == pytest.approx(52.585e9)
    assert "04 năm thiếu, cộng 52,6 tỷ đồng" in planning.need_sentence(invented_plan).markdown


@pytest.mark.full
def test_without_levels_a_year_lacks_its_gap(invented_plan, nation):
    held = with_value(invented_plan.ledger, None, parameter="province_counterpart")
    found = plan_baseline(held, nation, HORIZON, AS_OF)
    years = found.outlook.balance
    assert list(years["lacking"]) == [max(0, gap) for gap in years["gap"]]
    assert planning.level_balance(found.outlook) is None
    assert any("năm thừa tính bằng không" in note for note in planning.balance(found).notes)


def test_what_the_forms_ask_stands_beside_what_the_rules_ask(invented_plan):
    frame = invented_plan.asked_counterpart.set_index("year")
    assert frame["asked"].to_dict() == by_year(invented_plan)
    assert frame["asked_commune"].to_dict() == by_year(invented_plan, "commune")
    assert frame["asked_province"].to_dict() == by_year(invented_plan, "agency")
    space = {2026: 110, 2027: 120, 2028: 130, 2029: 140, 2030: 150}
    lacking = {year: max(0, amount - space[year] * BILLION) for year, amount in by_year(invented_plan).items()}
    assert frame["lacking"].to_dict() == lacking
    text = planning.need_sentence(invented_plan).markdown
    assert "**828,4 tỷ đồng** vốn đối ứng: 04 năm thiếu, cộng ít nhất 193,0 tỷ đồng" in text
    assert "riêng cấp xã đề nghị 754,3 tỷ đồng, khả năng cân đối 195,0" in text
    assert planning.balance(invented_plan).text_rows[-1] == ["Tổng số", "650,0", "687,3", "52,6", "828,4", "193,0"]
    shown = planning.summary(invented_plan).frame.set_index("what")["value"]
    assert shown["Phần vượt khả năng cân đối, theo biểu"] == sum(lacking.values())


def test_the_forms_say_how_much_comes_with_counterpart_capital(invented_plan, plan):
    (note,) = [note for note in planning.delay_costs(invented_plan).notes if "cofinanced" in note]
    assert "464/464" in note
    assert "100%" in note
    assert "60%" in note
    assert not any("464" in note for note in planning.delay_costs(plan).notes)


def test_the_printed_parts_of_the_requirement_add_up(invented_plan):
    printed = [row[3] for row in planning.need(invented_plan.outlook).text_rows]
    assert printed == ["600,0", "40,5", "9,3", "15,0", "22,5"]
    assert planning.counterpart_levels(invented_plan).text_rows[-1][3] == "687,3"


# Needs against stated money ------------------------------------------------------------------------------------------


def test_programmes_without_an_envelope_of_the_period_are_held_against_the_stated_money(invented_plan):
    rows = [row for row in planning.plan_against_money(invented_plan).text_rows if row[0].startswith("central_plan")]
    assert {tuple(row[1:]) for row in rows} == {
        ("Văn hóa", "Tổng vốn", "413", "405", "–", "8", "2026-2030"),
        ("Ma túy", "Tổng vốn", "186", "185", "–", "1", "2026-2030"),
    }
    assert "Văn hóa 413 so với 405" in planning.plan_sentence(invented_plan).markdown


@pytest.mark.full
def test_without_any_share_the_stated_money_speaks_for_every_programme(invented_plan, nation):
    held = with_value(invented_plan.ledger, None, parameter="central_share")
    found = plan_baseline(held, nation, HORIZON, AS_OF)
    assert set(found.plan.money["share"]) == {"central_plan"}
    assert set(found.plan.money["programme"]) == {"TH", "VH", "MT"}
    for language in ("vi", "en"):
        with speaking(language):
            assert "6,481" in planning.plan_sentence(found).markdown or language == "vi"
            assert len(planning.plan_against_money(found).frame) == 3
    assert planning.draw_plan(found) is not None


def test_programmes_for_which_no_form_came_are_named(invented_plan):
    assert "Chưa nhận biểu nào cho chương trình Y tế, Giáo dục" in planning.plan_sentence(invented_plan).markdown
    rows = invented_plan.plan.cells
    cells = pd.concat([rows, rows.head(2).assign(programme=["YT", "GD"])])
    every = replace(invented_plan, plan=replace(invented_plan.plan, cells=cells))
    assert "Chưa nhận biểu" not in planning.plan_sentence(every).markdown
