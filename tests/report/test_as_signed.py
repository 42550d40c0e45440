"""A report reads as an official signs it: figures as published, marks that are explained, no words of the program."""

import re

import pytest

from mtqg_analysis import comparison, year_end
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.issuer import NO_OFFICE
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

PROGRAM_WORDS = re.compile(r"bộ dữ liệu|tham số|\.csv|(?-i:mtqg)|\bterm\b|langson|national\b|của dự án", re.IGNORECASE)


def displays(page, analysis):
    names = [name for name in page.__all__ if name != "head"]
    return {name: getattr(page, name)(analysis) for name in names if callable(getattr(page, name))}


def words(shown):
    if isinstance(shown, Sentence):
        return shown.markdown
    if isinstance(shown, Chart):
        return " ".join((shown.title, shown.scope.line, *shown.notes))
    if isinstance(shown, Table):
        return " ".join((shown.title, shown.scope.line, *shown.notes))
    return ""


@pytest.mark.parametrize(("page", "analysis"), [(year_end, "evaluation"), (comparison, "years")])
def test_no_text_names_the_program_or_its_files(page, analysis, request):
    for name, shown in displays(page, request.getfixturevalue(analysis)).items():
        assert not PROGRAM_WORDS.search(words(shown)), (name, words(shown))


def test_the_head_calls_the_figures_by_whose_they_are(evaluation):
    facts = dict(year_end.head(evaluation, NO_OFFICE).facts)
    assert "Số liệu của tỉnh" in facts
    assert facts["Tự kiểm tra"].startswith("tỉnh: 206 số liệu")
    assert "cả nước: " in facts["Tự kiểm tra"]


def test_a_month_keeps_its_capital_in_english(evaluation):
    with speaking("en"):
        assert year_end.head(evaluation, NO_OFFICE).subtitle.endswith("31 December 2024")


def test_every_star_is_explained_under_its_table(years):
    starred = [
        table
        for table in (getattr(comparison, verb)(years) for verb in ("investment", "programmes", "refused", "cells"))
        if any("*" in cell for row in table.text_rows for cell in row)
    ]
    assert len(starred) == 4
    assert all(any(note.startswith("Dấu *") for note in table.notes) for table in starred)
    assert "Dấu *" in comparison.last_months(years).markdown


def test_a_heat_map_prints_rates_with_the_digits_of_their_source(years):
    printed = {cell for row in comparison.by_programme(years).text_rows for cell in row if "%" in cell}
    drawn = comparison.draw_by_programme(years).svg
    assert {"45%", "23,2%"} <= printed
    assert "45,0%" not in drawn


def test_a_gap_of_whole_groups_is_a_whole_number(evaluation):
    assert [row[-1] for row in year_end.target_table(evaluation).text_rows] == ["2"]


def test_findings_name_days_as_the_report_does(years):
    texts = [cell for row in comparison.findings(years).text_rows for cell in row]
    assert any("đến 19/05/2025" in text for text in texts)
    assert any("đến 03/2024" in text for text in texts)
    assert not any(re.search(r"\b20\d\d-[01]\d\b", text) for text in texts)


def test_chart_and_table_of_poverty_give_the_same_days(evaluation):
    assert year_end.draw_poverty(evaluation).scope.cut_off == year_end.poverty(evaluation).scope.cut_off


def test_the_grid_of_what_is_ready_cuts_no_name(capsys, root):
    from rich.console import Console

    from mtqg_analysis.run.ready import readiness, show_readiness

    show_readiness(
        readiness(str(root / "data/langson"), str(root / "data/national"), 2024), Console(width=80, no_color=True)
    )
    assert "…" not in capsys.readouterr().out
