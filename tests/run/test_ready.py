"""What a dataset is ready for is what its pages show: every section asks its own displays."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest

from mtqg_analysis import comparison, planning, year_end
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.run.ready import _lines, readiness
from mtqg_analysis.run.sections import BASELINE, COMPARISON, YEAR_END, Section

WORDS = {"data": "data/thu", "year": 2024, "first": 2020, "month": "12/2024", "units": "districts"}
REPORTS = {
    "year_end_evaluation": (year_end, YEAR_END),
    "yearly_comparison": (comparison, COMPARISON),
    "planning_baseline": (planning, BASELINE),
}


@pytest.mark.parametrize("notebook", REPORTS)
def test_every_section_names_displays_of_that_section_of_the_notebook(root, notebook):
    cells = json.loads((root / f"notebooks/{notebook}.ipynb").read_text("utf-8"))["cells"]
    number, shown = "", {}
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and (found := re.match(r"## (\d+)\.", text)):
            number = found.group(1)
        for verb in re.findall(r"^(?:year_end|comparison|planning)\.(\w+)\(", text, re.M):
            shown[verb] = number
    for section in REPORTS[notebook][1]:
        assert {shown[view] for view in section.views} == {section.title.split(".")[0]}, section.title


@pytest.fixture(scope="module")
def analyses(evaluation, years, plan, evaluated, official, illustrated, invented_plan):
    units_only = evaluated(official, 2024, "2024-12-31")
    return {
        "langson": (evaluation, years, plan),
        "official": (units_only, None, None),
        "illustrative": (evaluated("illustrative", 2024, "2024-12-31"), illustrated, invented_plan),
    }


@pytest.mark.full
@pytest.mark.parametrize("data", ["langson", "official", "illustrative"])
def test_a_section_that_comes_has_its_displays_and_one_that_waits_has_none(analyses, data):
    for analysis, (page, sections) in zip(analyses[data], REPORTS.values(), strict=True):
        lines = _lines("", page, sections, lambda made=analysis: made, WORDS) if analysis is not None else ()
        for section, line in zip(sections, lines, strict=False):
            given = getattr(analysis, section.part) if section.part else analysis
            shown = [getattr(page, view)(given) for view in section.views]
            there = [isinstance(one, Table | Chart) for one in shown]
            assert line.state == ("yes" if all(there) else "part" if any(there) else "no"), section.title
            assert bool(line.missing and line.how) == (line.state != "yes")


def test_a_display_that_fails_does_not_come():
    def breaks(_):
        raise ValueError("không lường trước")

    page = SimpleNamespace(broken=view(breaks))
    section = Section("1. Thử", ("broken",), "dòng cần có", "facts.csv")
    (line,) = _lines("", page, (section,), lambda: object(), WORDS)
    assert (line.state, line.missing) == ("no", "dòng cần có")


def test_totals_alone_wait_for_programmes_and_units_and_the_form_is_named(analyses):
    lines = {
        one.section: one for one in _lines("", *REPORTS["year_end_evaluation"], lambda: analyses["langson"][0], WORDS)
    }
    assert lines["1. Kết quả giải ngân"].state == "yes"
    waiting = lines["4. Theo huyện, xã và cơ quan"]
    assert waiting.state == "no"
    assert "investment, recurrent" in waiting.missing
    assert waiting.how.startswith("mtqg form year-end --year 2024 --units districts")


def test_a_dataset_without_any_disbursement_says_how_to_begin(root, tmp_path):
    for name in ("dataset.yaml", "sources.csv"):
        (tmp_path / name).write_bytes((root / "data/langson" / name).read_bytes())
    head = (root / "data/langson/facts.csv").read_text("utf-8").splitlines()[0]
    (tmp_path / "facts.csv").write_text(head + "\n", "utf-8")
    with pytest.raises(DataError, match="mtqg form year-end"):
        readiness(str(tmp_path), str(root / "data/national"), as_of=date(2024, 12, 31))


def test_the_plan_is_asked_from_the_newest_day_whatever_year_is_evaluated(root):
    named, newest = (
        {one.section: one.state for one in readiness(root / "data/langson", root / "data/national", year)}
        for year in (2024, None)
    )
    assert named["2. Phần vốn trung ương của tỉnh"] == newest["2. Phần vốn trung ương của tỉnh"] == "yes"
