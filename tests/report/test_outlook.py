"""The section on estimates as its readers get it: with months of the province, without, in the year and at its end."""

import numpy as np
import pytest

from mtqg_analysis import Basis, year_end
from mtqg_analysis.analysis.forecast.contenders import BASELINES
from mtqg_analysis.analysis.year_end.results import year_end_results
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.data import DataSheet
from mtqg_analysis.report.pages.year_end.outlook_chart import _draw_fan
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import canvas

VERBS = [
    "outlook_sentence", "national_outlook", "draw_outlook", "outlook_table", "unit_outlook", "step_sentence",
    "past_estimates", "estimate_errors", "draw_estimates", "unit_errors", "national_errors", "backtest_sentence",
    "backtest_table", "draw_errors", "scores", "scores_by_part", "national_backtest",
]  # fmt: skip


@pytest.fixture(scope="module")
def august(evaluated):
    return evaluated("illustrative", 2025, "2025-08-31")


@pytest.fixture(scope="module")
def published_august(evaluated):
    return evaluated("langson", 2025, "2025-08-31")


@pytest.fixture(scope="module")
def year_over(evaluated):
    return evaluated("illustrative", 2025, "2026-01-31")


def said(shown):
    return shown.markdown if isinstance(shown, Sentence) else " ".join(" ".join(row) for row in shown.text_rows)


@pytest.mark.full
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_something_to_say_within_the_year(august, verb):
    assert isinstance(getattr(year_end, verb)(august), (Table, Chart, Sentence))


@pytest.mark.parametrize("verb", year_end.__all__)
def test_no_verb_fails_on_a_running_year_that_nothing_is_published_of(published_august, verb):
    if verb != "head":
        shown = getattr(year_end, verb)(published_august)
        assert shown is None or isinstance(shown, (Table, Chart, Sentence, DataSheet)), verb


def test_a_running_year_without_own_figures_says_so_and_shows_the_nation(published_august):
    assert "Chưa có số giải ngân" in said(year_end.headline(published_august))
    assert "2024" in said(year_end.headline(published_august))  # the year that the dataset has
    assert year_end.rates(published_august) is None
    nation = said(year_end.national_outlook(published_august))
    assert "36,0%" in nation  # June 2025, the newest actual figure by then
    assert "chưa năm nào có đủ ba năm trước để kiểm chứng" in nation
    assert "2020, 2022, 2024" in nation
    assert "94,1%" in nation  # mean of 96.13, 92.97 and 93.06


def test_zero_trials_are_printed_as_such(published_august):
    rows = year_end.national_backtest(published_august).text_rows
    zero = [row for row in rows if "0 lần" in row]
    assert len(zero) == 2  # rolling on actual figures, and apart from it with estimates
    assert {row[0].split(": chỉ dùng")[0] for row in zero} == {"Chỉ số thực hiện", "Gồm cả số ước"}
    assert "Chưa kiểm chứng được lần nào" in said(year_end.backtest_sentence(published_august))


def test_a_method_speaks_only_where_its_backtest_beat_both_baselines(august):
    for prospect in (august.outlook.province, august.outlook.units):
        for target, choice in prospect.choices.items():
            shown = prospect.series[prospect.series["target"] == target]
            assert set(shown["method"].dropna()) <= {choice.method}
            if choice.method:
                assert choice.n > 0
                assert choice.mae < choice.beaten
                assert choice.method not in BASELINES
    assert august.outlook.province.choices[13].method
    assert not august.outlook.units.choices[13].method  # no unit has three earlier years: n = 0


def test_a_fan_is_drawn_only_with_a_backtest_behind_it(august, published_august, everything_2024):
    assert set(august.outlook.fan) <= set(august.outlook.province.choices)
    assert "Dải mờ" in " ".join(year_end.draw_outlook(august).notes)
    for other in (published_august, everything_2024):
        assert other.outlook.fan == {}
        assert "Dải mờ" not in " ".join(year_end.draw_outlook(other).notes)


@pytest.fixture(scope="module")
def everything_2024(evaluated):
    return evaluated("illustrative", 2024, "2024-12-31", term=(2021, 2025))


def test_where_none_earned_its_place_the_report_says_so_and_shows_the_baselines(everything_2024):
    text = said(year_end.outlook_sentence(everything_2024))
    assert "chưa đủ căn cứ để chọn phương pháp dự báo" in text
    assert "chưa năm nào có đủ ba năm trước để kiểm chứng" in text
    assert "số ước chính thức là 73%" in text
    assert "Bình quân 3 năm trước là" in text


@pytest.mark.full
def test_the_year_end_report_knows_nothing_of_the_january_after_it(everything_2024, evaluated):
    later = evaluated("illustrative", 2024, "2025-01-31")
    december = everything_2024.outlook.province
    assert december.origin == 12
    assert (everything_2024.outlook.errors["year"] < 2024).all()
    assert (later.outlook.errors["year"] <= 2024).all()
    assert later.outlook.province.choices == {}
    assert "đã hết" in said(year_end.outlook_sentence(later))


@pytest.mark.full
def test_the_truth_is_known_in_the_illustrative_dataset(year_over, august):
    """What was forecast in August lies against what came: the report of January knows it."""
    whole = year_over.outlook.province.whole
    truth = whole.paid[-1, 12] / august.outlook.province.whole.plan[-1, 7]
    row = august.outlook.province.series.query("group == 'total' and target == 13").iloc[0]
    assert row["low"] < truth < row["high"]
    trials = year_over.outlook.province.rolling
    assert set(trials["year"]) == {2024, 2025}


def test_backtests_cover_programmes_capital_types_and_units(august):
    text = said(year_end.scores_by_part(august))
    labels = [column.label for column in year_end.scores_by_part(august).columns]
    assert {"Vốn đầu tư", "Vốn sự nghiệp"} <= set(labels)
    assert "(6)" in text or "(24)" in text
    units = [row for row in year_end.backtest_table(august).text_rows if row[0].startswith("Đơn vị")]
    assert any("(54)" in cell for row in units for cell in row)  # 18 units, three years


def test_a_score_stands_with_its_n(august):
    table = year_end.scores(august)
    assert (table.frame["n"] > 0).all()
    assert (table.frame["coverage"].notna() == (table.frame["n_intervals"] > 0)).all()
    rel = table.frame.loc[table.frame["method"] == "Bình quân các năm trước", "rel_mae"]
    assert np.allclose(rel, 1)


def test_errors_of_estimates_are_estimates_minus_outturns(august):
    errors = august.outlook.errors
    assert np.allclose(errors["error"], errors["estimate"] - errors["outturn"])
    assert set(errors["group"]) == {"total", "cell", "unit"}
    assert (errors["year"] < 2025).all()
    printed = year_end.past_estimates(august).text_rows
    assert [row for row in printed if row[1:3] == ["tháng 12", "73%"]]  # the notice's estimate of 2024


def test_national_errors_are_those_of_real_revisions(published_august):
    rows = {row[0]: row for row in year_end.national_errors(published_august).text_rows}
    assert rows["tháng 6"][1] == "3"
    assert rows["tháng 6"][4] == "[−3,5; +1,8]"  # June 2025: 32.5 estimated, 36.01 came; June 2024: 30.0 and 28.2


def test_an_estimate_is_called_unusual_by_t_and_not_by_a_fixed_distance(august, everything_2024):
    assert august.outlook.step.p < 0.05
    assert "**bất thường so với các năm trước**" in said(year_end.step_sentence(august))
    few = everything_2024.outlook.step
    assert abs(few.z) > 2  # beyond two deviations, which of three years happens in one case of six
    assert few.p > 0.15
    text = said(year_end.step_sentence(everything_2024))
    assert "p = 0,17 theo phân phối t, 3 năm" in text
    assert "**" not in text


@pytest.mark.full
def test_a_backtest_is_said_to_rest_on_series_of_one_year(august, year_over):
    one_year = "6 chuỗi (chương trình, loại vốn) của một năm 2024"
    assert one_year in said(year_end.outlook_sentence(august))
    assert f"78 lần kiểm chứng, nhưng chỉ của {one_year}" in said(year_end.backtest_sentence(august))
    assert "6 chuỗi (chương trình, loại vốn) của 2 năm (2024, 2025)" in said(year_end.backtest_sentence(year_over))


def test_an_interval_stands_with_its_n_and_with_how_often_it_held(august):
    text, notes = said(year_end.outlook_sentence(august)), " ".join(year_end.outlook_table(august).notes)
    for shown in (text, notes):
        assert "từ 3 mức thay đổi giữa hai năm liền nhau" in shown  # four years have three changes
        assert "chứa kết quả 6/6 lần" in shown


def test_a_series_on_which_the_method_lost_is_marked(august):
    table = year_end.outlook_table(august)
    marked = {row[0] for row in table.text_rows if row[-2].endswith("*")}
    assert {"GNBV", "NTM"} <= marked
    assert not {"Chung", "DTTS&MN"} & marked
    assert any(note.startswith("* ") for note in table.notes)
    assert "Chỉ nêu phương pháp sai ít hơn cả hai mốc" not in " ".join(table.notes)


def test_a_rule_is_not_called_a_method(august):
    text = said(year_end.outlook_sentence(august))
    assert "quy tắc đơn giản «Như năm trước»" in text
    assert "phương pháp «Như năm trước»" not in text


def test_errors_are_compared_on_the_same_forecasts(august):
    chart = year_end.draw_errors(august)
    assert "trên cùng 36 lần dự báo" in chart.title  # six series from six months; in March there is no estimate
    assert "Bình quân các năm trước 7,3; Số ước chính thức 3,8; Như năm trước 2,0" in chart.title
    assert any("chọn sau khi đã biết" in note for note in chart.notes)


def test_an_estimate_in_a_title_is_called_one(published_august):
    chart = year_end.draw_outlook(published_august)
    assert "đến hết tháng 8 năm 2025 ước đạt 46,3%" in chart.title
    assert "năm 2025 đến tháng 8 ước 46,3%" in chart.alt
    assert "năm 2020 đến tháng 01 năm sau 96,13%" in chart.alt


def test_the_month_after_the_plan_year_is_named_by_the_calendar(year_over):
    assert "đến hết tháng 01/2026 đạt 77,0%" in year_end.draw_outlook(year_over).title


def test_the_last_step_is_spoken_of_only_at_the_end_of_december(august, published_august, year_over):
    for elsewhere in (august, published_august, year_over):
        assert year_end.january(elsewhere) is None


def test_a_title_of_nothing_tried_says_so(published_august):
    title = year_end.national_backtest(published_august).title
    assert "chưa kiểm chứng được" in title
    assert "dự báo tốt" not in title


def test_the_fan_is_one_band_beneath_the_lines(august):
    _figure, (axes,) = canvas()
    whole = august.outlook.province.whole
    _draw_fan(axes, (8, whole.at(2025, 8)), august.outlook.fan)
    bands = axes.collections
    assert len(bands) == 2  # 80 % and 50 %
    for band in bands:
        months = band.get_paths()[0].vertices[:, 0]
        assert {8, 12, 13} == set(months)
        assert band.get_zorder() < 2  # lines lie at 2 and above


def test_the_outlook_stands_in_the_table_of_methods(august, everything_2024):
    names = {result.name: result for result in year_end_results(august)}
    assert names["outlook_13"].interval_kind == "prediction"
    assert names["outlook_13"].level == 0.8
    alone = {result.name: result for result in year_end_results(everything_2024)}["outlook_13"]
    assert (alone.method, alone.warnings) == ("history_mean", ("no_method_earned",))


def test_without_carried_over_money_nothing_is_forecast_and_it_says_why(evaluated):
    alone = evaluated("illustrative", 2024, "2024-12-31", basis=Basis(own_money=True))
    assert "không tách vốn năm và vốn kéo dài" in said(year_end.outlook_sentence(alone))
    assert year_end.outlook_table(alone) is None


def test_the_section_speaks_english_too(august):
    with speaking("en"):
        assert "times on 6 series" in said(year_end.outlook_sentence(august))
        assert "Mean of earlier years" in [row[1] for row in year_end.backtest_table(august).text_rows]


@pytest.mark.full
def test_the_running_year_is_one_command_away(once):
    done, out = once(
        "report", "year-end", "--data", "data/langson", "--year", "2025", "--as-of", "2025-08-31", "--format", "html"
    )
    assert done.returncode == 0, done.stderr
    page = (out / "year_end_evaluation/langson_2025_2025-08-31/analysis.html").read_text("utf-8")
    assert "0 lần" in page
    assert "5. Ước thực hiện" in page


def test_one_earlier_year_is_named_and_not_called_a_range(evaluation):
    assert year_end.draw_outlook(evaluation).title.endswith("đạt 58,2%; cùng kỳ năm 2023 ước hơn 65%")
