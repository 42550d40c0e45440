"""What a notebook takes: each parameter typed, said, bounded; its value is the same by every way that it may come."""

from datetime import date

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.translators import PythonTranslator

from mtqg_analysis import check_parameters
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.run.order import read_order
from mtqg_analysis.run.parameters import checked_parameters, declared_parameters
from mtqg_analysis.run.reports import REPORTS

CELL = """\
years: list[int] = [2023, 2024]  # các năm [1900..2199]
programmes: list[str] = []  # chương trình [NTM | GNBV | DTTS]
share: float = None  # phần của tỉnh; trống: không chia [0..1]
as_of: str = "2024-12-31"  # ngày chốt [YYYY-MM-DD]
known_on: str = ""  # công bố đến ngày này [YYYY-MM-DD]
span: str = "2021-2025"  # năm hoặc cả giai đoạn [YYYY-MM-DD | YYYY-YYYY]
title: str = "một"  # tiêu đề
whole: bool = False  # cả tỉnh
"""
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "years": st.lists(st.integers(1900, 2199)),
        "programmes": st.lists(st.sampled_from(["NTM", "GNBV", "DTTS"])),
        "share": st.none() | st.floats(0, 1),
        "as_of": DAYS | DAYS.map(date.isoformat) | DAYS.map("{:%d/%m/%Y}".format),
        "known_on": st.none() | DAYS,
        "title": st.text(st.characters(codec="utf-8", exclude_categories=("C",))),
        "whole": st.booleans(),
    },
)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    cell = nbformat.v4.new_code_cell(CELL)
    cell.metadata["tags"] = ["parameters"]
    made = nbformat.v4.new_notebook(cells=[cell])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, tmp_path_factory.mktemp("notebook") / "a.ipynb")
    return tmp_path_factory.getbasetemp() / "notebook0/a.ipynb"


def in_the_notebook(given):
    """What the cells of a notebook see after plain papermill has put in what is given."""
    injected = PythonTranslator.codify(given)
    names = {"In": ["", CELL, injected]}
    exec(CELL, names)
    exec(injected, names)
    check_parameters(names)
    return {name: names[name] for name in names["__annotations__"]}


@given(ASKED)
def test_what_is_asked_for_is_the_same_by_command_by_papermill_and_once_more(notebook, asked):
    values = checked_parameters(notebook, asked)
    assert in_the_notebook(asked) == values
    assert in_the_notebook(values) == values == checked_parameters(notebook, values)
    for name, value in asked.items():
        if isinstance(value, list | float | bool):
            assert values[name] == value
    texts = {name: ",".join(map(str, one)) if isinstance(one, list) else str(one) for name, one in values.items()}
    assert checked_parameters(notebook, texts | {"title": values["title"]}) == values  # as a command line has them


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("years", "2023,hai", "danh sách cách nhau bằng dấu phẩy, mỗi phần là số nguyên từ 1900 đến 2199"),
        ("years", [2023, 23], "23 không được nhận"),
        ("years", 2023, "2023 sai kiểu"),
        ("years", "[2023", "sai kiểu"),
        ("years", None, "None sai kiểu"),
        ("programmes", ["NTM", "XYZ"], "'XYZ' không được nhận; cần danh sách .* một trong: NTM, GNBV, DTTS"),
        ("share", 1.5, "1.5 không được nhận; cần số từ 0 đến 1, hoặc để trống"),
        ("share", "nhiều", "sai kiểu"),
        ("as_of", "31/02/2024", "không phải là ngày"),
        ("as_of", None, "sai kiểu; cần ngày dạng 2024-12-31 hoặc 31/12/2024"),
        ("span", "2021", "không phải là khoảng năm"),
        ("whole", "có lẽ", "cần true hoặc false"),
        ("yeras", [2023], "không có tham số yeras; các tham số có: years, programmes, share"),
    ],
)
def test_what_is_wrong_is_refused_with_what_was_expected(notebook, name, value, words):
    for door in (lambda given: checked_parameters(notebook, given), in_the_notebook):
        with pytest.raises(ParameterError, match=words):
            door({name: value})


def test_a_text_may_have_one_of_two_forms(notebook):
    for text, form in (("31/12/2024", "2024-12-31"), ("2021 - 2025", "2021-2025")):
        assert checked_parameters(notebook, {"span": text})["span"] == form


def test_a_default_that_is_computed_is_refused(tmp_path, notebook):
    made = nbformat.read(notebook, as_version=4)
    made.cells[0].source = "year: int = int(1)  # năm"
    nbformat.write(made, tmp_path / "b.ipynb")
    with pytest.raises(ParameterError, match="Mặc định của tham số year phải là một giá trị viết sẵn"):
        checked_parameters(tmp_path / "b.ipynb", {})


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: report.name)
def test_help_lists_what_the_notebook_declares_and_the_defaults_are_accepted(mtqg, root, report):
    declared = declared_parameters(root / "notebooks" / f"{report.notebook}.ipynb")
    told = " ".join(mtqg("report", report.name, "--help").out.split())
    assert f"{report.notebook}.ipynb" in told
    for name, one in declared.items():
        assert name in told
        assert one.about.split()[0] in told
        assert one.read(one.default) == one.default
    assert "một trong: vi, en" in told


def test_an_order_gives_lists_days_and_nothing_as_they_are(tmp_path):
    (tmp_path / "don.yaml").write_text(
        "report: year-end\nset: {data: data/a, known_on: null, days: [2024-12-31], share: 0.5}\n"
        "matrix: {years: [[2023, 2024], [2025]], as_of: [2024-12-31]}\n",
        "utf-8",
    )
    assert [wanted.given for wanted in read_order(tmp_path / "don.yaml").wanted] == [
        {
            "data": "data/a",
            "known_on": None,
            "days": ["2024-12-31"],
            "share": 0.5,
            "years": years,
            "as_of": "2024-12-31",
        }
        for years in ([2023, 2024], [2025])
    ]
