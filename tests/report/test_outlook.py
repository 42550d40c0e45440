"""The section on estimates as its readers get it: with months of the province, without, in the year and at its end."""

import numpy as np
import pytest

from mtqg_analysis import year_end
from mtqg_analysis.analysis.forecast.contenders import BASELINES
from mtqg_analysis.analysis.results import year_end_results
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

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


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_something_to_say_within_the_year(august, verb):
    assert isinstance(getattr(year_end, verb)(august), (Table, Chart, Sentence))


@pytest.mark.parametrize("verb", year_end.__all__)
def test_no_verb_fails_on_a_running_year_that_nothing_is_published_of(published_august, verb):
    if verb not in ("head", "write_here"):
        shown = getattr(year_end, verb)(published_august)
        assert shown is None or isinstance(shown, (Table, Chart, Sentence)), verb


def test_a_running_year_without_own_figures_says_so_and_shows_the_nation(published_august):
    assert "chưa có số giải ngân" in said(year_end.headline(published_august))
    assert "2024" in said(year_end.headline(published_august))  # the year that the dataset has
    assert year_end.rates(published_august) is None
    nation = said(year_end.national_outlook(published_august))
    assert "36,0%" in nation  # June 2025, the newest actual figure by then
    assert "n = 0" in nation
    assert "2020, 2022, 2024" in nation
    assert "94,1%" in nation  # mean of 96.13, 92.97 and 93.06


def test_zero_trials_are_printed_as_such(published_august):
    rows = year_end.national_backtest(published_august).text_rows
    zero = [row for row in rows if "n = 0" in row]
    assert len(zero) == 2  # rolling on actual figures, and apart from it with estimates
    assert {row[0] for row in zero} == {"Chỉ số thực hiện", "Tình trạng lẫn lộn: cả số ước"}
    assert "n = 0 không phải là lỗi" in said(year_end.backtest_sentence(published_august))


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
    assert "không phương pháp dự báo nào đã chứng tỏ hơn được" in text
    assert "n = 0" in text
    assert "số ước chính thức là 73%" in text
    assert "bình quân 3 năm trước là" in text


def test_the_year_end_report_knows_nothing_of_the_january_after_it(everything_2024, evaluated):
    later = evaluated("illustrative", 2024, "2025-01-31")
    december = everything_2024.outlook.province
    assert december.origin == 12
    assert (everything_2024.outlook.errors["year"] < 2024).all()
    assert (later.outlook.errors["year"] <= 2024).all()
    assert later.outlook.province.choices == {}
    assert "đã hết" in said(year_end.outlook_sentence(later))


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
    units = [row for row in year_end.backtest_table(august).text_rows if row[0] == "Đơn vị"]
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


def test_an_unusual_estimate_is_called_unusual(august):
    assert abs(august.outlook.step.z) > 2
    assert "**khác thường so với lịch sử**" in said(year_end.step_sentence(august))


def test_the_outlook_stands_in_the_table_of_methods(august, everything_2024):
    names = {result.name: result for result in year_end_results(august)}
    assert names["outlook_13"].interval_kind == "prediction"
    assert names["outlook_13"].level == 0.8
    alone = {result.name: result for result in year_end_results(everything_2024)}["outlook_13"]
    assert (alone.method, alone.warnings) == ("history_mean", ("no_method_earned",))


def test_without_carried_over_money_nothing_is_forecast_and_it_says_why(evaluated):
    alone = evaluated("illustrative", 2024, "2024-12-31", exclude_carried_over=True)
    assert "không tách vốn năm và vốn kéo dài" in said(year_end.outlook_sentence(alone))
    assert year_end.outlook_table(alone) is None


def test_the_section_speaks_english_too(august):
    with speaking("en"):
        assert "tried again" in said(year_end.outlook_sentence(august))
        assert "Mean of earlier years" in [row[2] for row in year_end.backtest_table(august).text_rows]


def test_the_running_year_is_one_command_away(once):
    done, out = once("report", "year-end", "--year", "2025", "--as-of", "2025-08-31", "--format", "html")
    assert done.returncode == 0, done.stderr
    page = (out / "year_end_evaluation/langson_2025_2025-08-31/report.html").read_text("utf-8")
    assert "n = 0" in page
    assert "5. Ước thực hiện" in page


def test_one_earlier_year_is_named_and_not_called_a_range(evaluation):
    assert year_end.draw_outlook(evaluation).title.endswith("đạt 58,2%; năm 2023 cùng lúc 65,0%")
