"""The yearly comparison on three kinds of data, and the words that may be written about the pilot districts."""

from dataclasses import replace
from datetime import date
from math import inf

import pandas as pd
import pytest

from mtqg_analysis import compare_years, comparison, load_ledger
from mtqg_analysis.analysis.comparison.results import comparison_results
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.methods.regression import holm
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

OWN = (
    "province_sentence",
    "draw_levels",
    "levels",
    "reason_sentence",
    "draw_reasons",
    "mixes",
    "reasons",
    "amounts",
    "district_sentence",
    "draw_slopes",
    "district_tests",
    "district_spread",
    "pilot_sentence",
    "draw_placebos",
    "pilot_table",
    "pilot_sensitivity",
    "synthetic_sentence",
)


SPEAKING = ("province_sentence", "reason_sentence", "district_sentence", "pilot_sentence")  # one a section


@pytest.mark.parametrize("verb", OWN)
def test_every_verb_has_something_to_say_of_the_illustrative_years(illustrated, verb):
    shown = getattr(comparison, verb)(illustrated)
    assert isinstance(shown, (Table, Chart, Sentence))
    if isinstance(shown, Sentence):
        assert shown.markdown.startswith("*Theo số liệu minh họa:*")
    if isinstance(shown, Chart):
        assert "MINH HỌA" in shown.svg


@pytest.mark.parametrize("verb", OWN)
def test_totals_only_say_once_what_is_missing(years, verb):
    shown = getattr(comparison, verb)(years)
    if verb in SPEAKING:
        assert shown.markdown.startswith(("Chưa ", "Không "))
    else:
        assert shown is None


@pytest.mark.full
def test_units_alone_give_the_same_years(official, nation, illustrated):
    found = compare_years(load_ledger(official), nation, (2021, 2025), date(2026, 1, 31))
    for year, cells in found.province.cells.items():
        assert cells.total["rate"] == illustrated.province.cells[year].total["rate"]
    years = [column.name for column in comparison.levels(found).columns]  # of 2021 there are no units
    shown = comparison.levels(illustrated)
    same = [place for place, column in enumerate(shown.columns) if column.name in years]
    assert comparison.levels(found).text_rows == [[row[place] for place in same] for row in shown.text_rows]


def test_the_rate_of_2024_rose_slightly_and_the_mix_carried_it(illustrated):
    said = comparison.reason_sentence(illustrated).markdown
    assert "Từ năm 2023 đến năm 2024, tỷ lệ chung thay đổi +0,12 điểm phần trăm" in said
    assert "**Lưu ý:** theo loại vốn" in said


def test_of_the_pilots_the_size_the_rank_and_the_floor_are_said_and_no_cause(illustrated):
    pilot = illustrated.pilot
    said = comparison.pilot_sentence(illustrated).markdown
    assert f"đứng thứ {pilot.rank} trong 55 cách chọn 2 huyện" in said
    assert "nhỏ nhất có thể là 0,018" in said
    assert "Không kết luận được cơ chế thí điểm là nguyên nhân." in said
    assert "không được chọn ngẫu nhiên" in said
    for word in ("nhờ cơ chế", "hiệu quả của cơ chế", "vượt trội", "có ý nghĩa thống kê"):
        assert word not in said


def test_a_synthetic_control_is_refused_with_the_number_of_periods(illustrated):
    assert "ít nhất 10 kỳ" in comparison.synthetic_sentence(illustrated).markdown


def test_each_block_of_reasons_adds_up_to_the_change(illustrated):
    rows = comparison.reasons(illustrated).frame
    for years, block in rows.groupby("years", sort=False):
        parts, total = block.iloc[:-1], block.iloc[-1]
        assert parts["rate"].sum() == pytest.approx(total["rate"]), years
        assert total["rate"] + total["mix"] == pytest.approx(total["rate_second"] - total["rate_first"])


def test_a_p_value_never_stands_without_its_number_of_possibilities(illustrated):
    for row in comparison.district_tests(illustrated).text_rows:
        assert row[3].endswith("/2048")
    for row in comparison.pilot_table(illustrated).text_rows:
        assert row[2].endswith("/55")


def test_it_speaks_english(illustrated):
    with speaking("en"):
        said = comparison.pilot_sentence(illustrated).markdown
        assert "It cannot be concluded that the pilot mechanism is the cause." in said
        assert "Days on which series break" in comparison.breaks(illustrated).title


# What may be claimed of districts and pilots -----------------------------------------------------------------------


def test_that_districts_moved_together_is_said_with_its_direction_and_is_no_forecast(illustrated):
    said = comparison.district_sentence(illustrated).markdown.replace("\\", "")
    assert "thay đổi cùng chiều hơn mức ngẫu nhiên ở vốn đầu tư (giảm), vốn sự nghiệp (giảm)" in said
    assert "nhân tố chung" in said
    notes = " ".join(comparison.district_tests(illustrated).notes)
    assert "không cho biết thay đổi có lặp lại" in notes
    results = {result.name: result for result in comparison_results(illustrated)}
    assert "independent_units" in results["movement_total"].assumptions
    assert "independent_units" in results["year_effect"].assumptions


def test_more_districts_than_can_be_enumerated_is_the_reason_given(illustrated):
    cells = illustrated.province.units[2024]
    many = pd.concat([cells.frame.assign(unit=cells.frame["unit"] + letter) for letter in ("", "x")])
    units = {year: replace(cells, frame=many) for year in (2023, 2024)}
    found = replace(illustrated, movements=(), province=replace(illustrated.province, units=units))
    assert "Có hơn 14 đơn vị" in comparison.district_sentence(found).markdown


def test_the_three_p_values_of_the_pilots_are_adjusted(illustrated):
    frame, pilot = comparison.pilot_table(illustrated).frame, illustrated.pilot
    assert frame["adjusted"].tolist() == pytest.approx(holm(frame["p"].to_numpy()).tolist())
    said = comparison.pilot_sentence(illustrated).markdown
    assert f"hiệu chỉnh cho 3 kiểm định là {number(pilot.adjusted['total'], 3)}" in said


def test_where_too_few_choices_could_ever_reject_no_set_of_effects_is_printed(illustrated):
    pilot = replace(illustrated.pilot, sets=dict.fromkeys(illustrated.pilot.sets, (-inf, inf)), detectable=inf)
    found = replace(illustrated, pilot=pilot)
    said = comparison.pilot_sentence(found).markdown
    assert "không bác bỏ được tác động nào" in said
    assert "không phát hiện được tác động dù lớn đến đâu" in said
    assert {row[-1] for row in comparison.pilot_table(found).text_rows} == {"mọi tác động: quá ít cách chọn"}
    kinds = {one.interval_kind for one in comparison_results(found) if one.name.startswith("pilot_")}
    assert kinds == {"none"}


def test_the_report_begins_with_its_programmes_by_full_name_and_says_where_rounding_shows(illustrated):
    said = comparison.opening(illustrated).markdown.replace("\\", "")
    assert all(f"({short})" in said for short in ("DTTS&MN", "GNBV", "NTM"))
    assert [change.adds_up for change in illustrated.province.changes] == [False, True, True, True]
    rounded = "Do làm tròn, tổng các phần có thể lệch 0,01 điểm phần trăm."
    assert rounded in comparison.reasons(illustrated).notes
    assert comparison.change_reasons(illustrated).markdown.endswith(rounded)
