"""Sentences that state a fact state what the data hold: whether it was checked, how many there are, when it ends."""

from dataclasses import replace

import pandas as pd
import pytest

from mtqg_analysis import planning
from mtqg_analysis.analysis.planning import outlook as outlooks
from mtqg_analysis.analysis.planning.counterpart_need import counterpart_need
from mtqg_analysis.analysis.planning.outlook import waves
from mtqg_analysis.analysis.planning.results import planning_results
from mtqg_analysis.domain import reference
from mtqg_analysis.report.pages.planning import mapping, restated

UNCHECKED = "Tỷ lệ đối ứng là giả định hoặc dự thảo"
COEFFICIENTS = "Hệ số chưa được đối chiếu"


def with_ratios(plan, verified):
    """The plan with ratios that are assumptions only, some of them checked against a text."""
    outlook = plan.outlook
    rows = outlook.assumed.rows
    mine = rows["parameter"] == "counterpart_ratio"
    flags = rows["verified"].mask(mine, verified)
    assumed = replace(outlook.assumed, rows=rows.assign(verified=flags))
    need = counterpart_need(assumed, ("TH", "MT"), {}, range(2026, 2031))
    return replace(plan, outlook=replace(outlook, assumed=assumed, need=need))


def said(table):
    return " ".join(table.notes)


@pytest.mark.parametrize("verified", ["yes", "no"])
def test_ratios_are_called_unchecked_only_where_they_are(invented_plan, verified):
    plan = with_ratios(invented_plan, verified)
    is_open = verified == "no"
    assert plan.outlook.need.is_checked is not is_open
    for text in (
        planning.need_sentence(plan).markdown,
        said(planning.balance(plan)),
        said(planning.draw_balance(plan)),
    ):
        assert (UNCHECKED in text) is is_open
    (found,) = [result for result in planning_results(plan) if result.name == "counterpart_required"]
    assert ("unchecked_ratios" in found.assumptions) is is_open
    states = {row[-1].partition(" (")[0] for row in planning.need(plan.outlook).text_rows}  # then the day of the check
    assert states == {"Cần kiểm tra" if is_open else "Đã đối chiếu"}


def test_a_rule_without_a_figure_does_not_vouch_for_the_ratio_that_is_assumed(invented_plan, monkeypatch):
    rules = reference.table("rules")
    checked = rules.assign(verified=rules["verified"].mask(rules["rule"] == "counterpart_ratio", "yes"))
    monkeypatch.setattr(reference, "table", lambda name: checked)
    monkeypatch.setattr("mtqg_analysis.analysis.planning.counterpart_need.table", lambda _: checked, raising=False)
    rows = counterpart_need(invented_plan.outlook.assumed, ("TH", "VH"), {}, range(2026, 2027)).rows
    assert rows.set_index("programme")["verified"].to_dict() == {"TH": False, "VH": True}


def test_coefficients_are_called_unchecked_only_where_one_is(invented_plan):
    rules = invented_plan.coefficients
    for flags, is_open in ((["yes"] * len(rules), False), (["yes"] * (len(rules) - 1) + ["no"], True)):
        plan = replace(invented_plan, coefficients=rules.assign(verified=flags))
        for shown in (planning.commune_amounts(plan), planning.draw_allocation(plan)):
            assert (COEFFICIENTS in said(shown)) is is_open


def test_the_mapping_counts_its_unchecked_rows_and_the_contents_without_a_name(invented_plan, monkeypatch):
    rows = invented_plan.history.mapping
    table = mapping.programme_mapping(invented_plan)
    assert f"{(rows['verified'] != 'yes').sum()}/{len(rows)} dòng cần kiểm tra" in table.scope.line
    assert "tên của 10 và 5 nội dung" in said(table)
    programmes = reference.table("programmes")
    known = programmes["code"].isin(["TH.1.01", "TH.1.02"])
    fewer = programmes.assign(unverified_part=programmes["unverified_part"].mask(known, "number"))
    monkeypatch.setattr(mapping, "table", lambda _: fewer)
    assert "tên của 8 và 5 nội dung" in said(mapping.programme_mapping(invented_plan))
    every = programmes.assign(unverified_part="")
    monkeypatch.setattr(mapping, "table", lambda _: every)
    assert "nội dung thành phần" not in said(mapping.programme_mapping(invented_plan))


def test_the_communes_of_the_restated_years_are_counted(invented_plan, monkeypatch):
    assert "địa bàn 65 xã, phường" in restated.restated_totals(invented_plan).title
    monkeypatch.setattr(restated, "new_communes", lambda _: pd.DataFrame({"code": list("abc")}))
    assert "địa bàn 3 xã, phường" in restated.restated_totals(invented_plan).title


def test_the_plans_behind_a_share_carry_the_days_of_their_facts(plan):
    assert "của tỉnh (28/09/2025)" in said(planning.shares(plan))
    facts = plan.ledger.facts
    moved = facts.assign(as_of=facts["as_of"].mask(facts["fact"] == "PF0011", "2024-03-01"))
    assert "của tỉnh (01/03/2024)" in said(planning.shares(replace(plan, ledger=replace(plan.ledger, facts=moved))))


# The rule that ends carried-over money ---------------------------------------------------------------------------


def with_rule(monkeypatch, *versions):
    """The rule `extension_end` in versions of their own, each up to the next: day from which it holds, and months."""
    rules = reference.table("rules")
    mine = rules["rule"] == "extension_end"
    ends = [*(f"{int(day[:4]) - 1}-12-31" for day, _ in versions[1:]), ""]
    rows = [
        rules[mine].iloc[0].to_dict() | {"valid_from": day, "valid_to": until, "value": str(months)}
        for (day, months), until in zip(versions, ends, strict=True)
    ]
    changed = pd.concat([rules[~mine], pd.DataFrame(rows)], ignore_index=True)
    monkeypatch.setattr(reference, "table", lambda name: changed)
    monkeypatch.setattr(outlooks, "table", lambda name: changed, raising=False)


def test_money_of_three_years_is_spent_at_the_pace_of_what_is_left(invented_plan, monkeypatch):
    """100 new: .75 of it in its year, .75 of the 25 left in the next, .75 of the 6.25 left then; the rest lapses."""
    with_rule(monkeypatch, ("2025-01-01", 36))
    rows = waves(0, {2026: 100_000_000, 2027: 0, 2028: 0, 2029: 0}, invented_plan.outlook.assumed)
    assert [name for name in rows if name.startswith("age_")] == ["age_0", "age_1", "age_2"]
    spent = rows[["age_0", "age_1", "age_2"]].sum()
    assert spent.tolist() == [75_000_000, 18_750_000, 4_687_500]
    assert rows["lapsed"].sum() == 1_562_500


def test_the_rule_in_force_ends_carried_over_money_and_the_page_names_its_day(invented_plan, monkeypatch):
    for versions, ages in (
        ((("2020-01-01", 36), ("2025-01-01", 24)), 2),
        ((("2020-01-01", 24), ("2025-01-01", 36)), 3),
        ((("2020-01-01", 24), ("2027-01-01", 36)), 2),
    ):
        with_rule(monkeypatch, *versions)
        outlook = invented_plan.outlook
        found = waves(outlook.opening, outlook.plans, outlook.assumed)
        assert len([name for name in found if name.startswith("age_")]) == ages
        note = planning.waves(replace(outlook, waves=found)).notes[0]
        assert f"vốn đầu tư của năm 2026 đến 31/12/{2025 + ages}" in note
        monkeypatch.undo()
