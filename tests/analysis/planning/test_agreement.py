"""Every total is added up again from its parts; a part that is missing shows as a difference."""

from dataclasses import replace

import pytest

from mtqg_analysis import planning
from mtqg_analysis.analysis.planning.agreement import agreements, of_needs, of_years_ahead


@pytest.mark.parametrize("held", ["plan", "invented_plan"])
def test_every_total_of_the_report_is_the_sum_of_its_parts(held, request):
    rows = request.getfixturevalue(held).agreements
    assert len(rows)
    assert (rows["difference"] == 0).all(), rows[rows["difference"] != 0].to_string()


def test_the_invented_data_show_every_kind_of_total(invented_plan):
    kinds = {"forms", "works", "communes", "capacity", "flow", "programmes", "units", "levels"}
    assert set(invented_plan.agreements["what"]) == kinds


def added_up(of, **changed):
    given = {"needs": of.ledger.table("needs"), "plan": of.plan, "allocation": of.allocation} | changed
    rows = agreements(
        of_needs(given["needs"], given["plan"]), of_years_ahead(given["allocation"], of.outlook.programmes, of.paths)
    )
    return rows.set_index(["what", "about"])["difference"]


def test_a_lost_work_a_lost_commune_and_a_lost_form_are_seen(invented_plan):
    lost = replace(invented_plan.plan, works=invented_plan.plan.works.iloc[1:])
    assert added_up(invented_plan, plan=lost)["works", ""] == -invented_plan.plan.works["amount"].iat[0]
    fewer = replace(invented_plan.allocation, frame=invented_plan.allocation.frame.iloc[1:])
    assert added_up(invented_plan, allocation=fewer)["communes", ""] < 0
    assert added_up(invented_plan, needs=invented_plan.ledger.table("needs").iloc[1:])["forms", ""] > 0


def test_the_sentence_says_when_a_total_is_off(invented_plan):
    rows = invented_plan.agreements
    off = replace(invented_plan, agreements=rows.assign(difference=[5, *rows["difference"].iloc[1:]]))
    assert f"**1/{len(rows)}** tổng số không khớp" in planning.agreement_sentence(off).markdown
    assert f"**{len(rows)}/{len(rows)}**" in planning.agreement_sentence(invented_plan).markdown
