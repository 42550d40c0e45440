"""A unit that is known in part is not compared as if it were known whole."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from small_datasets import Shape, write

from mtqg_analysis import Period, evaluate_year, load_ledger, plan_baseline, planning, year_end

END = date(2024, 12, 31)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """All districts and two agencies over three years, and what the province itself printed."""
    folder = tmp_path_factory.mktemp("data")
    ledger = load_ledger(write(folder / "drawn", Shape(units=11, years=3, province=True)))
    some = load_ledger(write(folder / "agencies", Shape(units=1, years=3, level="agency", seed=1))).facts
    some = some.assign(fact="A" + some["fact"])
    keys = ["measure", "plan_basis", "origin", "programme", "capital", "year", "as_of"]
    facts = ledger.facts.set_index(keys)
    more = some.set_index(keys)["exact"].reindex(facts.index).fillna(0).where(facts["level"] == "province", 0)
    for name in ("exact", "low", "high"):
        facts[name] = facts[name] + more
    return replace(ledger, facts=pd.concat([facts.reset_index()[list(some.columns)], some], ignore_index=True))


def without(ledger, unit, programme):
    facts = ledger.facts
    return replace(ledger, facts=facts[~((facts["unit"] == unit) & (facts["programme"] == programme))])


@pytest.fixture(scope="module")
def partly(drawn):
    """The same without a programme of one district: nothing is known of it, in any year."""
    return without(drawn, "180", "GNBV")


def test_a_share_is_told_only_of_units_that_are_known_whole(drawn, partly, nation):
    whole, part = (
        year_end.unit_sentence(evaluate_year(replace(one, period=Period(2024, END)), nation)) for one in (drawn, partly)
    )
    assert "số còn thiếu" in whole.markdown
    assert "Không tính" not in whole.markdown
    assert "số còn thiếu" not in part.markdown
    assert "trong các phần có đủ số liệu" in part.markdown
    assert "Không tính: Tràng Định, GNBV, Vốn đầu tư (thiếu cả kế hoạch và giải ngân)" in part.markdown


def test_a_unit_without_figures_is_named_beside_the_province_s_shortfall(drawn, nation):
    facts = drawn.facts
    gone = (facts["unit"] == "180") & (facts["year"] == "2024")
    for lost in (gone, gone & (facts["measure"] == "disbursed") & (facts["as_of"] == "2024-12-31")):
        found = evaluate_year(replace(drawn, facts=facts[~lost], period=Period(2024, END)), nation)
        said = year_end.unit_sentence(found).markdown
        assert "toàn tỉnh còn thiếu" in said
        assert "số còn thiếu" not in said
        assert "Chưa có số của: Tràng Định." in said


def test_groups_of_targets_of_which_nothing_is_known_are_not_missed(evaluated):
    found = evaluated("illustrative", 2024, "2024-12-31")
    facts = found.ledger.facts
    bare = replace(found.ledger, facts=facts[~facts["measure"].str.startswith("target_groups")])
    unknown = replace(found, ledger=bare, targets=found.targets.assign(met=None))
    assert "Chưa đủ số liệu để đánh giá 06 nhóm mục tiêu lớn của năm 2024" in year_end.targets(unknown).markdown


def planned(ledger, nation):
    return plan_baseline(ledger, nation, (2026, 2030), date(2026, 1, 31))


@pytest.mark.full
def test_a_capacity_is_told_only_of_units_that_are_known_whole(drawn, partly, nation):
    whole, part = (planning.capacities_of_units(planned(one, nation).outlook) for one in (drawn, partly))
    assert "Tràng Định" in set(whole.frame["name"])
    assert set(whole.frame["name"]) - set(part.frame["name"]) == {"Tràng Định"}
    assert "Tràng Định, GNBV, Vốn đầu tư (thiếu cả kế hoạch và giải ngân)" in " ".join(part.notes)


def test_units_that_are_known_in_part_are_not_held_against_the_province(drawn, partly, nation):
    whole, part = (planning.agreements(planned(one, nation)) for one in (drawn, partly))
    assert "Kế hoạch năm 2024 của mọi đơn vị, so với kế hoạch của tỉnh" in set(whole.frame["what"])
    assert set(whole.frame["difference"]) == {0}
    assert set(part.frame["difference"]) == {0}
    assert part.notes == (
        "Không so kế hoạch của mọi đơn vị với kế hoạch của tỉnh, vì thiếu số của đơn vị: 2022, 2023, 2024.",
    )
