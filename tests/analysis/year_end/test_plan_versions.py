"""The plan by version: each is set against what was disbursed of the same money, programmes and units."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from small_datasets import Shape, write

from mtqg_analysis import Period, evaluate_year, load_ledger, year_end

END = Period(2024, date(2024, 12, 31))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Two districts and their province, whose plan was decided once."""
    return load_ledger(write(tmp_path_factory.mktemp("data") / "drawn", Shape(units=2, province=True)), END)


def version(ledger, day, share, basis="start_of_year"):
    """The plan as another version has it: a share of the plan, decided on a day."""
    plans = ledger.facts[ledger.facts["measure"] == "plan"]
    amounts = {name: plans[name] * share for name in ("exact", "low", "high")}
    when = {"as_of": day, "known_on": day, "day": date.fromisoformat(day), "plan_basis": basis}
    return plans.assign(fact=[f"{day}-{fact}" for fact in plans["fact"]], **when, **amounts)


def evaluated(ledger, *parts):
    facts = pd.concat([ledger.facts[ledger.facts["measure"] != "plan"], *parts], ignore_index=True)
    return evaluate_year(replace(ledger, facts=facts), ledger)


def by_day(found):
    return [float(plan) for plan in found.detail.versions.groupby("day")["plan"].sum()]


def of(rows, **codes):
    found = pd.Series(True, rows.index)
    for column, code in codes.items():
        found &= rows[column] == code
    return found


@pytest.fixture(scope="module")
def versions(drawn):
    """The plan of January, of June and of December, each of everything."""
    return [version(drawn, "2024-01-05", 0.5), version(drawn, "2024-06-15", 0.75, "province_assigned"),
            version(drawn, "2024-12-10", 1.0, "province_assigned")]  # fmt: skip


@pytest.fixture(scope="module")
def whole(drawn, versions):
    return evaluated(drawn, *versions)


def test_versions_of_everything_are_each_told_and_end_at_the_plan_of_the_rate(whole):
    plan, paid = whole.detail.programmes.total[["plan", "disbursed"]]
    assert by_day(whole) == pytest.approx([plan / 2, plan * 0.75, plan])
    assert whole.detail.versions_apart == 0
    assert whole.detail.adjustment.times == 2
    heads = whole.detail.adjustment.heads
    assert heads["adjusted"].sum() == pytest.approx(heads["disbursed"].sum())
    assert heads["deviation"].abs().sum() / paid == pytest.approx(whole.detail.adjustment.variance)
    assert whole.detail.adjustment.outturn == pytest.approx(paid / (plan / 2))


@pytest.mark.parametrize("lacking", [{"origin": "carried_over"}, {"programme": "GNBV"}])
def test_a_first_plan_of_a_part_is_not_set_against_all_that_was_disbursed(drawn, versions, whole, lacking):
    first, *later = versions
    found = evaluated(drawn, first[~of(first, **lacking)], *later)
    assert found.detail.versions_apart == 1
    assert by_day(found) == by_day(whole)[1:]
    plan, paid = found.detail.programmes.total[["plan", "disbursed"]]
    assert found.detail.adjustment.outturn == pytest.approx(paid / (plan * 0.75))
    assert "không kể 01 lần trước đó" in year_end.plan_sentence(found).markdown
    assert "không kể 01 lần trước đó" in year_end.deviation(found).notes[-1]


@pytest.mark.parametrize("lacking", [{"origin": "carried_over"}, {"programme": "GNBV"}])
def test_one_version_of_everything_is_no_adjustment_and_the_others_are_the_reason(drawn, versions, lacking):
    first, _, last = versions
    found = evaluated(drawn, first[~of(first, **lacking)], last)
    assert year_end.versions(found) is year_end.deviation(found) is None
    assert "chỉ lần ngày 10/12/2024 nêu đủ" in year_end.plan_sentence(found).markdown


def test_a_version_that_re_cuts_some_cells_leaves_the_others_as_they_were(drawn, versions, whole):
    first, june, last = versions
    recut = june[of(june, programme="DTTS")]
    found = evaluated(drawn, first, recut, last)
    own = whole.detail.programmes.by("programme").set_index("programme")["plan"]
    assert by_day(found)[1] == pytest.approx(own["DTTS"] * 0.75 + own[["GNBV", "NTM"]].sum() / 2)


def test_the_plan_of_a_cell_that_lacks_its_disbursement_is_in_no_version(drawn, versions):
    gone = of(drawn.facts, measure="disbursed", programme="GNBV", level="province", capital="recurrent")
    found = evaluated(replace(drawn, facts=drawn.facts[~gone]), *versions)
    assert len(found.detail.programmes.gaps) == 2
    plan, paid = found.detail.programmes.total[["plan", "disbursed"]]
    assert by_day(found) == pytest.approx([plan / 2, plan * 0.75, plan])
    assert found.detail.adjustment.outturn == pytest.approx(paid / (plan / 2))
    assert "Không tính: GNBV" in year_end.plan_sentence(found).markdown
    for verb in ("versions", "deviation"):
        assert "không tính: GNBV" in getattr(year_end, verb)(found).scope.line, verb


def test_the_provinces_versions_stand_beside_its_units_money_only_where_they_end_at_the_same_plan(drawn, versions):
    first, june, last = versions
    paid = ~of(drawn.facts, measure="disbursed", level="province")
    own = [rows[of(rows, level="province")] for rows in (first, june)]
    of_units = last[~of(last, level="province")]
    ledger = replace(drawn, facts=drawn.facts[paid])
    same = evaluated(ledger, *own, last)
    assert same.detail.programmes.coverage.of_units
    assert len(by_day(same)) == 3
    assert evaluated(ledger, *own, of_units).detail.versions["day"].nunique() == 1
