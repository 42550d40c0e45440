"""What the planning baseline computes, as results that name their method and what they suppose."""

import re
from dataclasses import replace

import pytest

from mtqg_analysis import planning
from mtqg_analysis.analysis.planning.counterpart_levels import by_year, lacking_by_year
from mtqg_analysis.analysis.planning.counterpart_need import delays
from mtqg_analysis.analysis.planning.results import planning_results


@pytest.mark.parametrize("held", ["plan", "invented_plan"])
def test_an_estimate_lies_in_its_interval_and_a_scenario_is_no_probability(held, request):
    for result in planning_results(request.getfixturevalue(held)):
        assert result.low <= result.estimate <= result.high
        assert (result.level is None) == (result.interval_kind != "simulation")
        assert result.n > 0


def test_the_invented_data_give_every_result(invented_plan, plan):
    names = [result.name for result in planning_results(invented_plan)]
    assert len(names) == len(set(names)) == 8
    assert {result.name for result in planning_results(plan)} < set(names)


def test_every_method_is_a_section_of_the_document(invented_plan, root):
    sections = set(re.findall(r"^## (\d+)\.", (root / "docs/methods.md").read_text("utf-8"), re.MULTILINE))
    for method in planning.methods(invented_plan).frame["method"]:
        assert re.search(r"mục (\d+)", method).group(1) in sections


def test_what_a_point_is_worth_prints_as_in_the_section_and_empty_columns_are_left_out(invented_plan):
    table = planning.methods(invented_plan)
    (row,) = [row for row in table.text_rows if row[0] == "Số vốn của một điểm, triệu đồng"]
    assert f"mỗi điểm tương ứng **{row[1]} triệu đồng**" in planning.allocation_sentence(invented_plan).markdown
    assert "p" not in [column.name for column in table.columns]


@pytest.mark.parametrize(
    ("left_out", "shown"),
    [("counterpart_placed", "space"), ("fiscal_space", "base"), ("cofinanced", None)],
)
def test_the_cost_of_delay_is_told_of_the_scenarios_that_are_assumed(invented_plan, left_out, shown):
    outlook, rows = invented_plan.outlook, invented_plan.outlook.assumed.rows
    assumed = replace(outlook.assumed, rows=rows[rows["parameter"] != left_out])
    need = replace(outlook.need, space={year: assumed.find("fiscal_space", year=year) for year in outlook.plans})
    held = delays(outlook.opening, outlook.plans, assumed, lacking_by_year(need, by_year(need, assumed)))
    changed = replace(invented_plan, outlook=replace(outlook, assumed=assumed, delays=held))
    found = {result.name: result for result in planning_results(changed)}.get("counterpart_lost")
    if shown is None:
        assert found is None
        return
    assert found.estimate == held.set_index("scenario").at[shown, "lost"]
    assert (found.interval_kind == "none") == (len(held) == 1)
    assert planning.methods(changed).text_rows
