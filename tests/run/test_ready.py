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
from mtqg_analysis.report.view import boxed, view
from mtqg_analysis.report.waits import Waits
from mtqg_analysis.run.ready import _lines, readiness

WORDS = {"data": "data/thu", "year": 2024, "first": 2020, "month": "12/2024", "units": "districts"}
REPORTS = {"year_end_evaluation": year_end, "yearly_comparison": comparison, "planning_baseline": planning}


def waiting(page):
    """The views of a page that a section waits with."""
    return [verb for verb in map(vars(page).get, page.__all__) if verb.view.waits]


@pytest.mark.parametrize("notebook", REPORTS)
def test_every_section_is_that_of_its_display_in_the_notebook(root, notebook):
    cells = json.loads((root / f"notebooks/{notebook}.ipynb").read_text("utf-8"))["cells"]
    number, shown = "", {}
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and (found := re.match(r"## (\d+)\.", text)):
            number = found.group(1)
        for verb in re.findall(r"^(?:year_end|comparison|planning)\.(\w+)\(", text, re.M):
            shown[verb] = number
    for verb in waiting(REPORTS[notebook]):
        assert shown[verb.__name__] == verb.view.waits.section.split(".")[0]


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
    for analysis, page in zip(analyses[data], REPORTS.values(), strict=True):
        if analysis is None:
            continue
        for verb, line in zip(waiting(page), _lines("", page, lambda made=analysis: made, WORDS), strict=True):
            there = isinstance(verb(verb.view.given(analysis)), Table | Chart)
            assert line.section == verb.view.waits.section
            assert (line.state in ("yes", "part")) == there, line.section
            assert bool(line.missing and line.how) == (line.state != "yes")


def test_a_display_that_fails_does_not_come():
    def breaks(_):
        raise ValueError("không lường trước")

    broken = boxed(view(Waits("1. Thử", "dòng cần có", "facts.csv"))(breaks))
    (line,) = _lines("", SimpleNamespace(__all__=["broken"], broken=broken), lambda: object(), WORDS)
    assert (line.state, line.missing) == ("no", "dòng cần có")


def test_totals_alone_wait_for_programmes_and_units_and_the_form_is_named(analyses):
    lines = {one.section: one for one in _lines("", year_end, lambda: analyses["langson"][0], WORDS)}
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


@pytest.mark.full
def test_the_plan_is_asked_from_the_newest_day_whatever_year_is_evaluated(root):
    named, newest = (
        {one.section: one.state for one in readiness(root / "data/langson", root / "data/national", year)}
        for year in (2024, None)
    )
    assert named["2. Phần vốn trung ương của tỉnh"] == newest["2. Phần vốn trung ương của tỉnh"] == "yes"
