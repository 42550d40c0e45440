"""An assumption that nobody makes takes away the displays that need it, and its name stands in their place."""

from dataclasses import replace
from datetime import date

import pytest

from mtqg_analysis import plan_baseline, planning
from mtqg_analysis.ledger.assumption_rules import check_assumptions
from mtqg_analysis.report.view import Failure

DAY = date(2026, 1, 31)
CAPACITY = ("capacities", "capacities_of_units")
FAN = ("fan_table", "draw_fan", "fan_correlations")


@pytest.fixture(scope="module")
def rows(illustrative):
    return illustrative.table("assumptions")


@pytest.fixture(scope="module")
def planned(illustrative, nation):
    """The plan without some assumptions."""

    def made(*parameters):
        tables = dict(illustrative.dataset.tables)
        tables["assumptions"] = tables["assumptions"][~tables["assumptions"]["parameter"].isin(parameters)]
        ledger = replace(illustrative, dataset=replace(illustrative.dataset, tables=tables))
        return plan_baseline(ledger, nation, (2026, 2030), DAY)

    return made


@pytest.mark.full
@pytest.mark.parametrize(
    ("parameter", "sentence", "absent"),
    [
        ("censored_from", "capacity_sentence", CAPACITY),
        ("target_rate", "capacity_sentence", CAPACITY),
        ("censored_from", "fan_sentence", FAN),
        ("paths", "fan_sentence", FAN),
        ("correlation_low", "fan_sentence", FAN),
    ],
)
def test_a_display_without_its_assumption_is_absent_and_the_sentence_names_it(planned, parameter, sentence, absent):
    plan = planned(parameter)
    assert f"assumptions.csv chưa có dòng {parameter}." in getattr(planning, sentence)(plan.outlook).markdown
    assert [verb for verb in absent if getattr(planning, verb)(plan.outlook) is not None] == []
    waiting = planning.missing_inputs(plan).frame
    assert any(parameter in what for what in waiting["what"])
    assert not any("Kế hoạch và giải ngân" in what or "Giải ngân của từng" in what for what in waiting["what"])


@pytest.mark.full
def test_no_display_fails_for_want_of_what_may_be_left_out(planned, rows):
    known = {"rate_new", "rate_old", "cancelled", "new_plan"}  # what a plan cannot begin without
    plan = planned(*set(rows["parameter"]) - known)
    shown = [getattr(planning, verb)(given) for given in (plan, plan.outlook) for verb in _verbs(given)]
    assert len(shown) > 40
    assert [one for one in shown if isinstance(one, Failure)] == []


def _verbs(given):
    """The verbs of the page that are given this part, by the annotation of their first parameter."""
    for verb in planning.__all__:
        kinds = list(getattr(planning, verb).__wrapped__.__annotations__.values())
        if kinds and kinds[0] is type(given):
            yield verb


def test_a_scenario_without_its_pace_is_named_by_the_check(rows):
    gone = rows[(rows["parameter"] != "rate_new") | (rows["scenario"] != "low")]
    (found,) = check_assumptions(gone, "assumptions.csv")
    assert (found.severity, found.kind, found.ids) == ("warning", "assumptions_missing", ("rate_new (low)",))
    assert check_assumptions(rows, "assumptions.csv") == []
