"""A reason names what is missing, and nothing that is there."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from small_datasets import Shape, write

from mtqg_analysis import (
    Period,
    compare_years,
    comparison,
    evaluate_year,
    load_ledger,
    plan_baseline,
    planning,
    year_end,
)
from mtqg_analysis.run.ready import _lines

END = date(2024, 12, 31)
WORDS = {"data": "data/thu", "year": 2024, "first": 2020, "month": "12/2024", "units": "districts"}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Three districts over three years, with totals that the province printed."""
    return load_ledger(write(tmp_path_factory.mktemp("data") / "drawn", Shape(years=3)), Period(2024, END))


@pytest.fixture(scope="module")
def printed(ledger):
    """The totals of 2024 that the notice of Lạng Sơn prints."""
    return ledger.find(year="2024", programme="ALL", unit="20")


def lacking(drawn, printed, what):
    """The facts without all plans, all disbursement, or with plan and disbursement of no cell alike."""
    facts, plan = drawn.facts, drawn.facts["measure"] == "plan"
    gone = {"plan": plan, "disbursed": ~plan, "cells": plan ^ (facts["programme"] == "DTTS")}[what]
    return replace(drawn, facts=pd.concat([facts[~gone], printed], ignore_index=True))


SAID = {
    "plan": "có số giải ngân năm 2024 {of}, nhưng chưa có kế hoạch",
    "disbursed": "có kế hoạch năm 2024 {of}, nhưng chưa có số giải ngân đến ngày 31/12/2024",
    "cells": "có số năm 2024 {of} đến ngày 31/12/2024, nhưng không phần nào đủ cả kế hoạch và giải ngân",
}


@pytest.mark.parametrize("what", SAID)
def test_one_missing_figure_is_not_called_two(drawn, printed, nation, what):
    ledger = lacking(drawn, printed, what)
    found = evaluate_year(ledger, nation)
    of_programmes, of_units = (
        SAID[what].format(of=of) for of in ("theo chương trình, loại vốn", "theo huyện, xã, sở, ngành")
    )
    assert of_programmes in year_end.programme_sentence(found).markdown
    assert of_programmes in year_end.outlook_sentence(found).markdown
    assert of_units in year_end.unit_sentence(found).markdown
    waiting = set(year_end.not_published(found).frame["what"])
    assert "Kế hoạch và giải ngân theo từng chương trình" not in waiting
    first = {
        "plan": "Kế hoạch theo",
        "disbursed": "Giải ngân theo",
        "cells": "Kế hoạch và giải ngân cùng phạm vi theo",
    }
    assert {f"{first[what]} từng huyện, sở, ngành"} <= {one.removesuffix(" đến ngày chốt") for one in waiting}
    years = compare_years(ledger, nation, (2022, 2024), date(2025, 1, 31))
    assert of_programmes in comparison.province_sentence(years).markdown
    plan = plan_baseline(ledger, nation, (2026, 2030), date(2026, 1, 31))
    assert of_programmes in planning.capacity_sentence(plan.outlook).markdown


def test_an_outlook_that_stands_behind_the_rates_says_which_cells_hold_it_back(drawn, nation):
    facts = drawn.facts
    gone = (facts["as_of"] == "2024-12-31") & (facts["programme"] == "GNBV") & (facts["capital"] == "recurrent")
    gone &= facts["unit"] == facts["unit"].iloc[0]
    found = evaluate_year(replace(drawn, facts=facts[~gone]), nation)
    assert found.outlook.province.origin == 9
    said = year_end.outlook_sentence(found).markdown
    assert "Đến hết tháng 9" in said
    assert "Đến 31/12/2024 còn phần thiếu số liệu (" in said
    assert "còn phần thiếu số liệu" not in year_end.outlook_sentence(evaluate_year(drawn, nation)).markdown


def test_a_year_whose_money_is_over_waits_for_no_rows_and_a_gap_leaves_a_section_in_part(drawn, nation):
    late = replace(drawn, period=Period(2024, date(2025, 1, 31)))
    facts = late.facts
    gone = (facts["measure"] == "plan") & (facts["year"] == "2024") & (facts["programme"] == "GNBV")
    gone &= (facts["unit"] == facts["unit"].iloc[0]) & (facts["capital"] == "recurrent")
    found = evaluate_year(replace(late, facts=facts[~gone]), nation)
    lines = {one.section: one for one in _lines("", year_end, lambda: found, WORDS)}
    assert lines["5. Ước thực hiện"].missing == "thời hạn giải ngân của năm đã hết: không còn gì để dự báo"
    assert "không tính" in lines["3. Theo chương trình"].missing
    assert lines["3. Theo chương trình"].state == "part"
