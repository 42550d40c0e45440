"""The opening page names the sections that hold its figures, repeats them exactly, and says what is missing."""

import json
import re
from dataclasses import replace

import pytest

from mtqg_analysis import planning
from mtqg_analysis.report.pages.planning.sections import SECTIONS

# A view of the notebook for each section that the opening page names.
HOLDS = {
    "central": "shares",
    "capacity": "capacities",
    "flow": "paths",
    "fan": "draw_fan",
    "expiry": "waves",
    "counterpart": "need",
    "communes": "commune_amounts",
    "overlaps": "overlap_pairs",
    "plan": "plan_summary",
    "weaknesses": "threatened_lines",
    "agreement": "agreements",
}


def sections(root):
    """The number of the section under which each view of the notebook stands."""
    found, number = {}, ""
    for cell in json.loads((root / "notebooks/planning_baseline.ipynb").read_text("utf-8"))["cells"]:
        text = "".join(cell["source"])
        heading = re.match(r"## (\d+)\. ", text)
        number = heading.group(1) if heading else number
        found |= dict.fromkeys(re.findall(r"planning\.(\w+)\(", text), number)
    return found


@pytest.mark.parametrize("name", SECTIONS)
def test_a_figure_is_derived_in_the_section_that_is_named(name, root):
    assert sections(root)[HOLDS[name]] == str(SECTIONS[name])


@pytest.mark.parametrize("held", ["plan", "invented_plan"])
def test_the_figures_are_those_of_the_sections(held, request):
    of = request.getfixturevalue(held)
    rows = planning.summary(of).frame.set_index("section")
    last = planning.paths(of).frame.query("year == '2030'").set_index("scenario")["closing"]
    closing = rows.loc[[5]].to_dict("records")[-1]
    assert (closing["low"], closing["value"], closing["high"]) == tuple(last)
    assert rows.loc[7, "value"] == planning.waves(of.outlook).frame["lapsed"].sum()
    if of.plan is not None:
        assert rows.loc[15, "value"].iloc[0] == planning.plan_summary(of).frame["total"].iloc[-1]


def test_what_is_missing_is_named_with_the_way_in(plan, invented_plan):
    assert planning.missing_inputs(invented_plan) is None
    rows = planning.missing_inputs(plan).text_rows
    assert ["14, 15, 16", "biểu lập kế hoạch (`mtqg form planning`), nhập bằng `mtqg intake`"] in [
        row[1:] for row in rows
    ]
    assert f"{len(rows):02d} nhóm số liệu còn thiếu" in planning.summary_sentence(plan).markdown


def test_what_lapses_by_the_rule_stands_in_bold_beside_what_the_scenario_cancels(plan):
    text = planning.expiry_sentence(plan).markdown
    assert "**1.010 tỷ đồng hết hạn**" in text
    assert "chỉ hủy 72 tỷ đồng" in text


def test_years_beyond_capacity_are_counted_scenario_by_scenario(plan, invented_plan):
    assert planning.capacity_limit_sentence(plan) is None
    assert "không kịch bản nào" in planning.capacity_limit_sentence(invented_plan).markdown
    paths = invented_plan.paths
    fast = (paths["scenario"] == "high") & (paths["year"] > 2027)
    more = paths.assign(disbursed=paths["disbursed"].where(~fast, 10 * paths["disbursed"]))
    said = planning.capacity_limit_sentence(replace(invented_plan, paths=more)).markdown
    assert "thấp 0/5 năm; cơ sở 0/5 năm; cao 3/5 năm" in said


def with_growth(plan, found, **growth):
    return replace(plan, outlook=replace(plan.outlook, programmes=replace(found, growth=found.growth | growth)))


def test_each_scenario_is_held_against_the_capacity_of_its_own_level(invented_plan):
    """All three disburse the same: more than a low capacity that shrinks, less than a high one that grows."""
    found, paths = invented_plan.outlook.programmes, invented_plan.paths
    whole = found.frame.set_index("node").at["all", "capacity"]
    level = replace(invented_plan, paths=paths.assign(disbursed=round(whole)))
    for growth, said in (
        ({"low": -0.1, "base": 0.04, "high": 0.08}, "thấp 5/5 năm; cơ sở 0/5 năm; cao 0/5 năm"),
        ({"low": 0.01, "base": -0.1, "high": 0.08}, "thấp 0/5 năm; cơ sở 5/5 năm; cao 0/5 năm"),
        ({"low": 0.01, "base": 0.04, "high": -0.1}, "thấp 0/5 năm; cơ sở 0/5 năm; cao 5/5 năm"),
    ):
        assert said in planning.capacity_limit_sentence(with_growth(level, found, **growth)).markdown


def test_nothing_is_said_of_years_beyond_a_capacity_whose_growth_nobody_knows(invented_plan):
    found = invented_plan.outlook.programmes
    assert planning.capacity_limit_sentence(with_growth(invented_plan, found, base=float("nan"))) is None
    assert planning.capacity_limit_sentence(with_growth(invented_plan, found, high=float("nan"))) is None


def test_years_beyond_a_lower_bound_of_capacity_are_the_most_there_can_be(invented_plan):
    found = invented_plan.outlook.programmes
    frame = found.frame.assign(censored=True, bounded=True)
    bounded = with_growth(invented_plan, replace(found, frame=frame))
    paths = invented_plan.paths
    more = replace(bounded, paths=paths.assign(disbursed=10 * paths["disbursed"]))
    for plan in (bounded, more):
        assert "mức tối thiểu" in planning.capacity_limit_sentence(plan).markdown
    assert "mức tối thiểu" not in planning.capacity_limit_sentence(invented_plan).markdown


def test_classes_that_are_entered_are_not_asked_for_again_where_only_money_is_missing(invented_plan, plan):
    def asked(held):
        shown = planning.missing_inputs(held)
        return [] if shown is None else [row[2] for row in shown.text_rows if row[1] == "11"]

    no_money = replace(invented_plan, allocation=None)
    assert asked(no_money) == ["central_plan hoặc central_share trong assumptions.csv"]
    assert "central_plan hoặc central_share" in planning.allocation_sentence(no_money).markdown
    assert asked(replace(no_money, points=None)) == asked(plan) == ["commune_classes.csv"]
    assert asked(invented_plan) == []


def test_years_with_room_to_spare_pay_for_no_year_that_lacks(invented_plan):
    """What lacks is the sum over the years that lack: a surplus of one year is not carried to another."""
    years = invented_plan.outlook.balance
    assert (years["gap"] > 0).any()
    assert (years["gap"] < 0).any()
    shown = planning.summary(invented_plan).frame.set_index("what")["value"]
    assert shown["Phần vượt khả năng cân đối, theo quy định"] == years["lacking"].sum()
    assert years["lacking"].sum() >= years["gap"].clip(lower=0).sum()
