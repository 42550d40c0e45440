"""An exporter shows what its notebook's cells gave, or nothing: never run, half run, changed since, misspelt."""

import copy
import subprocess
import sys

import nbformat
import papermill
import pytest

from mtqg_analysis import check_parameters
from mtqg_analysis.domain.errors import ParameterError, StaleError
from mtqg_analysis.report.formats.exporters import (
    MtqgExcelExporter,
    MtqgHTMLExporter,
    MtqgPDFExporter,
    MtqgWordExporter,
)

EXPORTERS = (MtqgHTMLExporter, MtqgPDFExporter, MtqgWordExporter, MtqgExcelExporter)
DECLARED = 'year: int = 2024\nas_of: str = "2024-12-31"\nexclude: bool = False'
HEAD = (
    "from mtqg_analysis import Sentence, check_parameters\nfrom mtqg_analysis.report.sentence import Head\n\n"
    'check_parameters(globals())\nHead(f"Báo cáo {year}", "thử", ())'
)


def written(file, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[0].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, file)
    return file


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A small report executed by plain papermill with two values of a parameter."""
    folder = tmp_path_factory.mktemp("papermill")
    source = written(folder / "a.ipynb", DECLARED, HEAD, 'Sentence(f"Năm {year}.")', "x = 1", 'Sentence("Hết.")')
    made = {}
    for year in (2023, 2022):
        papermill.execute_notebook(source, folder / f"{year}.ipynb", {"year": year}, progress_bar=False)
        made[year] = nbformat.read(folder / f"{year}.ipynb", as_version=4)
    return made


@pytest.fixture
def notebook(runs):
    return copy.deepcopy(runs[2023])


def exported(notebook, exporter=MtqgHTMLExporter):
    return exporter().from_notebook_node(notebook)[0]


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_a_notebook_that_was_never_run_is_refused_in_both_languages(notebook, exporter):
    for cell in notebook.cells:
        cell.outputs, cell.execution_count = [], None
    with pytest.raises(StaleError, match=r"Sổ tay chưa chạy .* Run All Cells.* / This notebook has not been run"):
        exported(notebook, exporter)


@pytest.mark.full
def test_plain_nbconvert_says_so_too(tmp_path):
    file = written(tmp_path / "a.ipynb", DECLARED)
    words = [sys.executable, "-m", "nbconvert", "--to", "mtqg_pdf", str(file)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "Sổ tay chưa chạy nên không có gì để xuất" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 2  # what nbconvert says before, and the sentence
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_what_plain_papermill_ran_is_exported(notebook, exporter):
    assert exported(notebook, exporter)


@pytest.mark.parametrize(
    ("place", "source", "named"),
    [
        (0, DECLARED.replace("2024-12-31", "2025-12-31"), "year: int = 2024"),
        (1, "# Parameters\nyear = 2021\n", "# Parameters"),
        (3, 'Sentence("Năm 2021.")', "Sentence("),
        (5, 'Sentence("Hết")', "Sentence("),
    ],
)
def test_a_cell_that_was_changed_after_the_run_is_named(notebook, place, source, named):
    notebook.cells[place].source = source
    with pytest.raises(StaleError, match="đã được sửa sau khi chạy") as raised:
        exported(notebook)
    assert f"Ô «{named}" in str(raised.value)


def test_a_cell_that_was_not_run_is_named(notebook):
    notebook.cells[4].execution_count = None
    with pytest.raises(StaleError, match="Ô «x = 1» chưa chạy"):
        exported(notebook)
    notebook.cells[4] = nbformat.v4.new_code_cell("y = 2")
    with pytest.raises(StaleError, match="Ô «y = 2» chưa chạy"):
        exported(notebook)


def test_a_cell_above_that_was_run_again_makes_those_below_stale(notebook):
    notebook.cells[0].execution_count = 9
    with pytest.raises(StaleError, match="Ô «# Parameters» chạy trước một ô đứng trên nó"):
        exported(notebook)


def test_the_result_of_another_run_is_not_taken_for_this_one(notebook, runs):
    notebook.cells[5] = copy.deepcopy(runs[2022].cells[5])
    with pytest.raises(StaleError, match="giữ kết quả của một lần chạy khác"):
        exported(notebook)


def test_a_stranger_with_our_displays_may_export_any_state_of_a_notebook(runs, tmp_path):
    source = written(tmp_path / "a.ipynb", "from mtqg_analysis import Sentence", 'Sentence("Năm 2023.")')
    papermill.execute_notebook(source, tmp_path / "ran.ipynb", progress_bar=False)
    notebook = nbformat.read(tmp_path / "ran.ipynb", as_version=4)
    notebook.cells[0].execution_count = 9
    notebook.cells.append(nbformat.v4.new_code_cell("chưa = 1"))
    assert "Năm 2023" in exported(notebook)


def removed(*places):
    def do(notebook):
        for place in sorted(places, reverse=True):
            del notebook.cells[place]

    return do


def cleared(place):
    return lambda notebook: notebook.cells[place].update(outputs=[])


def only_before_the_head(notebook):
    for cell in notebook.cells[2:]:
        cell.outputs, cell.execution_count = [], None


def silent_changed(notebook):
    notebook.cells[4].source = "x = 2"


def failed(notebook):
    notebook.cells[4].outputs = [nbformat.v4.new_output("error", ename="KeyError", evalue="'{x}'", traceback=[])]


# The cells: parameters, injected parameters, head, «Năm», «x = 1», «Hết».
@pytest.mark.parametrize(
    ("done", "words"),
    [
        (only_before_the_head, r"Ô «from mtqg_analysis import .*» chưa chạy"),
        (silent_changed, "Ô «x = 2» đã được sửa sau khi chạy"),
        (cleared(3), r"Kết quả của ô «Sentence\(f\"Năm {year}\.\"\)» đã bị xóa"),
        (cleared(2), r"Đầu báo cáo không còn trong sổ tay, nên không rõ ô «Sentence"),
        (removed(2), r"Đầu báo cáo không còn trong sổ tay"),
        (removed(0), r"Một ô đã chạy trước ô «from mtqg_analysis .* không còn trong sổ tay"),
        (removed(1), r"Một ô đã chạy trước ô «from mtqg_analysis .* không còn trong sổ tay"),
        (removed(3), r"Một ô đã chạy trước ô «Sentence\(\"Hết.\"\)» không còn trong sổ tay"),
        (removed(4), r"Một ô đã chạy trước ô «Sentence\(\"Hết.\"\)» không còn trong sổ tay"),
        (removed(3, 4), r"Một ô đã chạy trước ô «Sentence\(\"Hết.\"\)» không còn trong sổ tay"),
        (failed, r"Ô «x = 1» dừng vì lỗi KeyError: '{x}'"),
    ],
)
def test_what_was_taken_from_a_report_or_never_came_is_named_with_what_to_do(notebook, done, words):
    done(notebook)
    with pytest.raises(StaleError, match=words) as raised:
        exported(notebook)
    assert "Hãy chạy lại tất cả các ô" in str(raised.value)


def test_an_error_is_refused_in_a_strangers_notebook_too_unless_it_is_meant():
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="sai", traceback=[])
    cell = nbformat.v4.new_code_cell("int('x')", outputs=[error], execution_count=1)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    with pytest.raises(StaleError, match="dừng vì lỗi ValueError: sai"):
        exported(notebook)
    cell.metadata["tags"] = ["raises-exception"]
    assert "ValueError" in exported(notebook)


def test_a_notebook_of_words_alone_is_exported():
    assert "Lời" in exported(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Lời")]))


# Parameters ------------------------------------------------------------------------------------------------------

KINDS = {"year": int, "as_of": str, "years": str, "exclude": bool}
VALUES = {"year": 2024, "as_of": "31/12/2024", "years": "2021 - 2025", "exclude": False}
CELL = """\
year: int = 2024  # năm [1900..2199]
as_of: str = "2024-12-31"  # ngày [YYYY-MM-DD]
years: str = "2021-2025"  # các năm [YYYY-YYYY]
exclude: bool = False  # bỏ vốn kéo dài
"""


def test_parameters_as_declared_have_their_one_form_and_what_else_is_in_the_notebook_does_not_matter():
    names = {"__annotations__": KINDS, "In": ["", CELL, "nháp = 1", "# Parameters\nyear = 2024"], "nháp": 1} | VALUES
    check_parameters(names)
    assert {name: names[name] for name in VALUES} == {
        "year": 2024, "as_of": "2024-12-31", "years": "2021-2025", "exclude": False
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"In": ["", "# Parameters\nyaer = 2023\n"]}, "không có tham số yaer; các tham số có: year, as_of"),
        ({"year": [2023, 2024]}, r"year = \[2023, 2024\] sai kiểu; cần số nguyên"),
        ({"year": "hai nghìn"}, "year = 'hai nghìn' sai kiểu"),
        ({"year": True}, "year = True sai kiểu"),
        ({"year": 23}, "year = 23 không được nhận; cần số nguyên từ 1900 đến 2199"),
        ({"exclude": "có"}, "cần true hoặc false"),
        ({"as_of": "12/31/2024"}, "as_of = '12/31/2024' không phải là ngày"),
        ({"as_of": ""}, "không phải là ngày"),
        ({"years": "2025"}, "không phải là khoảng năm"),
    ],
)
def test_a_notebook_refuses_a_parameter_that_it_does_not_know_or_cannot_read(given, words):
    with pytest.raises(ParameterError, match=words):
        check_parameters({"__annotations__": KINDS, "In": ["", CELL]} | VALUES | given)


@pytest.mark.full
def test_plain_papermill_with_a_misspelt_name_prints_no_default(tmp_path):
    source = written(tmp_path / "a.ipynb", DECLARED, HEAD)
    with pytest.raises(papermill.PapermillExecutionError, match="Sổ tay không có tham số yaer"):
        papermill.execute_notebook(source, tmp_path / "b.ipynb", {"yaer": 2023}, progress_bar=False)
