"""A display that fails becomes a box in every format, and takes no other display with it."""

import io
import re

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn
from in_process import Shown, as_notebook, displays_of

from mtqg_analysis import Table, year_end
from mtqg_analysis.analysis.comparison import comparison as years
from mtqg_analysis.analysis.planning import plan as baselines
from mtqg_analysis.analysis.year_end import evaluation as evaluations
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.report.view import Failure, boxed
from mtqg_analysis.run.execute import failed_displays


def broken(*_, **__):
    raise ZeroDivisionError("division by zero")


def test_a_failing_display_is_a_box_that_names_the_function_and_the_error():
    box = boxed(broken)()
    data, about = box._repr_mimebundle_()
    assert "«broken»" in box.text
    assert "ZeroDivisionError: division by zero" in box.text
    assert data["text/plain"] == box.text
    assert about["mtqg"]["trace"].splitlines()[-2].startswith("tests/report/test_view.py:")


def test_a_display_that_refuses_says_its_own_sentence_and_a_wrong_parameter_ends_the_report():
    def refuses(error):
        raise error

    assert boxed(refuses)(DataError("thiếu needs.csv")).text == "Phần «refuses» không lập được: thiếu needs.csv"
    with pytest.raises(ParameterError):
        boxed(refuses)(ParameterError("sai"))


def test_a_value_that_cannot_be_printed_is_a_box_too(evaluation, monkeypatch):
    table = year_end.rates(evaluation)
    monkeypatch.setattr(Table, "as_resource", broken)
    assert table._repr_mimebundle_()[1]["mtqg"]["view"] == table.name


def text_of(name, content):
    if name == "HTML":
        return content
    if name == "PDF":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if name == "Word":
        return " ".join(part.text or "" for part in docx.Document(io.BytesIO(content)).element.iter(qn("w:t")))
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["HTML", "PDF", "Word", "Excel"])
def test_every_format_holds_the_box(evaluation, name):
    shown = [year_end.head(evaluation), Failure.of("by_unit", KeyError("recurrent")), year_end.rates(evaluation)]
    notebook = as_notebook([Shown("", one, *one._repr_mimebundle_()) for one in shown])
    content, _ = getattr(exporters, f"Mtqg{name}Exporter")().from_notebook_node(notebook)
    said = " ".join(text_of(name, content).split())
    assert "Phần «by_unit» không lập được vì một lỗi chưa lường trước (KeyError: 'recurrent')" in said.replace(
        "&#x27;", "'"
    )
    assert "52,6%" in said or name == "Excel"


@pytest.mark.full
@pytest.mark.parametrize(
    ("notebook", "module", "fails", "needs"),
    [
        ("year_end_evaluation", evaluations, "read_outcomes", {"poverty", "draw_poverty", "new_rural"}),
        ("yearly_comparison", years, "read_province_years", {"province_sentence", "levels", "reason_sentence"}),
        ("planning_baseline", baselines, "find_overlaps", {"overlap_sentence", "overlap_pairs"}),
    ],
)
def test_a_fault_in_one_part_leaves_the_displays_that_do_not_need_it(
    monkeypatch, tmp_path, notebook, module, fails, needs
):
    monkeypatch.setattr(module, fails, broken)
    shown = displays_of(notebook, data="data/langson")
    failed = {re.search(r"\.(\w+)\(", one.source).group(1) for one in shown if one.failure}
    assert needs <= failed
    assert not failed & {"head", "methods", "sources", "not_published", "headline", "investment", "envelopes"}
    assert len(failed) <= len(shown) / 2
    told = failed_displays(as_notebook(shown))
    assert len(told) == len(failed)
    assert all("ZeroDivisionError" in one for one in told)
