"""A part is not the province: what is missing of units, programmes and capital types is said wherever it is summed."""

import shutil
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import load_ledger, plan_baseline, planning, year_end
from mtqg_analysis.ledger.check import check_dataset
from mtqg_analysis.ledger.coverage import Part
from mtqg_analysis.ledger.dataset import read_dataset
from mtqg_analysis.report.coverage import held_words

DECEMBER = "2024-12-31"
FIVE = ["178", "180", "181", "182", "183"]


@pytest.fixture(scope="module")
def partly(official, tmp_path_factory):
    """Makes a dataset of official kind that holds some of the rows of 2024."""
    base = pd.read_csv(official / "facts.csv", dtype=str, keep_default_na=False)
    made = {}

    def make(name, keep):
        if name not in made:
            made[name] = tmp_path_factory.mktemp("partly") / name
            shutil.copytree(official, made[name])
            (made[name] / "directives.csv").unlink()
            rows = base[base["year"] == "2024"]
            rows[keep(rows)].to_csv(made[name] / "facts.csv", index=False)
        return made[name]

    return make


def districts(partly, codes, agencies=True):
    levels = ["agency"] * agencies
    return partly(f"{len(codes)}-{agencies}", lambda rows: rows["unit"].isin(codes) | rows["level"].isin(levels))


def findings(folder):
    return {one.kind: one for one in check_dataset(read_dataset(folder)).findings if one.kind.endswith("_missing")}


def test_five_of_eleven_districts_are_not_the_province(partly, evaluated):
    folder = districts(partly, FIVE)
    found = evaluated(folder, 2024, DECEMBER)
    said = year_end.headline(found).markdown
    assert "**5 trong 11 huyện và 7 cơ quan**" in said
    assert "Đây chưa phải là số của cả tỉnh" in said
    assert "các chương trình mục tiêu quốc gia giải ngân được" not in said
    sentence = year_end.unit_sentence(found).markdown
    assert "toàn tỉnh" not in sentence
    assert "5 trong 11 huyện và 7 cơ quan còn thiếu" in sentence
    for verb in ("rates", "draw_rates", "by_programme", "draw_programmes", "by_unit"):
        shown = getattr(year_end, verb)(found)
        assert shown.title.endswith("– 5 trong 11 huyện và 7 cơ quan"), verb
    for verb in ("implied", "by_origin", "unit_measures", "draw_shortfall", "draw_balance"):
        assert "Chỉ gồm: 5 trong 11 huyện và 7 cơ quan." in getattr(year_end, verb)(found).scope.line, verb
    finding = findings(folder)["units_missing"]
    assert finding.severity == "warning"
    assert finding.found == "5 trong 11 đơn vị"
    assert "Hữu Lũng" in finding.message


def test_agencies_alone_are_not_the_province(partly):
    assert findings(districts(partly, []))["units_missing"].found == "0 trong 11 đơn vị"


def test_one_programme_is_not_the_programmes(partly, evaluated):
    folder = partly("one-programme", lambda rows: rows["programme"] == "DTTS")
    said = year_end.headline(evaluated(folder, 2024, DECEMBER)).markdown
    assert "1 trong 3 chương trình (DTTS&MN)" in said
    assert set(findings(folder)) == {"programmes_missing"}


def test_all_districts_without_an_agency_say_of_whom_the_sum_is(partly, evaluated, official):
    every = pd.read_csv(official / "facts.csv", dtype=str, keep_default_na=False).query("level == 'district'")
    folder = districts(partly, sorted(every["unit"].unique()), agencies=False)
    said = year_end.headline(evaluated(folder, 2024, DECEMBER)).markdown
    assert "Số này cộng từ 11 huyện, chưa có phần của các cơ quan cấp tỉnh." in said
    assert "11 huyện còn thiếu" in year_end.unit_sentence(evaluated(folder, 2024, DECEMBER)).markdown
    assert findings(folder) == {}


def test_everything_is_the_province_and_nothing_is_said_of_parts(evaluated):
    found = evaluated("illustrative", 2024, DECEMBER)
    assert found.coverage is None
    assert "trong 11" not in year_end.headline(found).markdown
    assert year_end.rates(found).scope.held == ""


@pytest.mark.full
def test_units_with_all_their_versions_tell_how_the_plan_was_re_cut(evaluated, official):
    """The districts and agencies hold two versions each; the sum is that of the province."""
    summed, own = (evaluated(data, 2024, DECEMBER) for data in (official, "illustrative"))
    assert summed.detail.versions_apart == 0
    assert summed.detail.versions["day"].nunique() == own.detail.versions["day"].nunique()
    assert "không có các lần giao" not in year_end.plan_sentence(summed).markdown


def test_versions_that_lack_a_unit_are_not_summed_and_the_reason_says_so(partly, evaluated):
    folder = partly("versions", lambda rows: (rows["unit"] != "186") | (rows["plan_basis"] != "start_of_year"))
    found = evaluated(folder, 2024, DECEMBER)
    assert found.detail.versions_apart == 1
    assert "không kể 01 lần trước đó" in year_end.plan_sentence(found).markdown


@pytest.mark.full
def test_four_years_by_unit_give_the_capacity_of_the_province(official, nation):
    plan = plan_baseline(load_ledger(official), nation, (2026, 2030), date(2026, 1, 31))
    assert len(plan.outlook.history.years) >= 4
    assert "ít nhất 3 năm" not in planning.capacity_sentence(plan.outlook).markdown
    assert planning.capacities(plan.outlook) is not None


def test_the_outlook_and_the_plan_of_a_part_are_not_those_of_the_province(partly, evaluated):
    found = evaluated(districts(partly, FIVE), 2024, DECEMBER)
    held = "5 trong 11 huyện và 7 cơ quan"
    said = year_end.outlook_sentence(found).markdown
    assert f"{held} giải ngân" in said
    assert "tỉnh giải ngân" not in said
    for verb in ("outlook_table", "draw_outlook", "versions", "deviation"):
        shown = getattr(year_end, verb)(found)
        assert held in shown.title, verb
        assert f"Chỉ gồm: {held}." in shown.scope.line, verb
    for verb in ("plan_sentence", "implied_sentence", "programme_sentence"):
        assert f"Chỉ gồm: {held}. " in getattr(year_end, verb)(found).markdown, verb


def test_a_programme_that_one_unit_reports_is_not_that_of_the_province(partly, evaluated):
    folder = partly("crossed", lambda rows: ~rows["level"].eq("province") & ~_others_gnbv(rows))
    found = evaluated(folder, 2024, DECEMBER)
    said = year_end.programme_sentence(found).markdown
    assert "riêng GNBV: 1 trong 11 huyện" in said
    assert "thấp nhất" not in said
    assert "Chậm nhất" not in year_end.draw_programmes(found).title
    assert "còn thiếu GNBV của 10 huyện" in year_end.headline(found).markdown
    finding = findings(folder)["programmes_partly_missing"]
    assert "GNBV: 1 trong 11 đơn vị" in finding.message
    assert "hoặc ghi 0 nếu không có vốn" in finding.message


def _others_gnbv(rows):
    return (rows["programme"] == "GNBV") & (rows["unit"] != "181")


@pytest.mark.full
def test_units_without_their_plan_are_missing_for_the_check_and_named_once(partly, evaluated):
    lacking = ["184", "185", "186", "187", "188", "189"]
    folder = partly("plans", lambda rows: (rows["measure"] != "plan") | ~rows["unit"].isin(lacking))
    assert findings(folder)["units_missing"].found == "5 trong 11 đơn vị"
    said = year_end.headline(evaluated(folder, 2024, DECEMBER)).markdown
    assert "5 trong 11 huyện" in said
    assert "Không tính" not in said


def test_programmes_of_another_period_are_called_so(partly, evaluated, official):
    folder = partly("old-codes", lambda rows: rows["level"].isin(["district", "agency"]))
    found = evaluated(folder, 2024, DECEMBER).detail.programmes.coverage
    assert "0 trong 5" not in held_words(replace(found, year=2026, programmes=Part((), ("TH", "VH", "MT", "YT", "GD"))))


def test_a_negative_balance_has_no_shares(partly, evaluated):
    folder = partly("negative", lambda rows: rows["level"].isin(["district", "agency"]))
    found = evaluated(folder, 2024, DECEMBER)
    left = replace(found.implied["recurrent_share_of_balance"], estimate=-3.2)
    said = year_end.implied_sentence(replace(found, implied=found.implied | {"recurrent_share_of_balance": left}))
    assert "chưa giải ngân" not in said.markdown
