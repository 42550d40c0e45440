"""The workbook: what is a number, what is live, what stays a constant, and how a sheet prints."""

import io
import re
import zipfile

import nbformat
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis import Chart, Table
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.formats.exporters import MtqgExcelExporter
from mtqg_analysis.report.formats.formula import FormulaError, computed, spelled
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.theme import canvas

SCOPE = Scope("tỷ đồng", "31/12/2024", "chưa có số liệu", "thực hiện")
COLUMNS = (
    Column("unit", "Nơi", rows=True),
    Column("plan", "Kế hoạch", "count", group="Vốn"),
    Column("paid", "Giải ngân", "count", group="Vốn"),
    Column("rate", "Tỷ lệ", "percent", formula="paid / plan"),
    Column("range", "Khoảng", "percent"),
)
ROWS = [
    {"unit": "A", "plan": 100, "paid": 50, "rate": 0.5, "range": (0.4, 0.6)},
    {"unit": "B", "plan": 300, "paid": 60, "rate": 0.25, "range": (0.2, 0.3)},
    {"unit": "Tổng", "plan": 400, "paid": 110, "rate": 0.275, "range": None},
]


def table(rows=ROWS, columns=COLUMNS, **about):
    return Table("bang", "Kế hoạch và giải ngân", pd.DataFrame(rows), columns, SCOPE, **about)


def packed(*displays):
    cells = []
    for shown in displays:
        if isinstance(shown, str):
            cells.append(nbformat.v4.new_markdown_cell(shown))
            continue
        data, metadata = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output]))
    notebook = nbformat.v4.new_notebook(cells=cells)
    return MtqgExcelExporter().from_notebook_node(notebook)[0]


def book(*displays, **options):
    return openpyxl.load_workbook(io.BytesIO(packed(*displays)), **options)


def values(sheet, address):
    return [[cell.value for cell in row] for row in sheet[address]]


def test_rates_and_totals_are_live_where_they_hold_and_constant_where_they_do_not():
    sheet = book(table(total=True)).worksheets[1]
    assert values(sheet, "B6:D8") == [
        [100, 50, "=C6/B6"],
        [300, 60, 0.25],  # what was published is not 60 / 300
        ["=SUM(B6:B7)", "=SUM(C6:C7)", "=C8/B8"],
    ]
    kept = book(table(total=True), data_only=True).worksheets[1]
    assert values(kept, "B8:D8") == [[400, 110, 0.275]]


def test_without_a_total_the_last_row_is_a_row_like_others():
    assert values(book(table()).worksheets[1], "B8:C8") == [[400, 110]]


def test_headings_are_merged_as_in_print_and_an_interval_takes_two_columns():
    sheet = book(table()).worksheets[1]
    assert {str(one) for one in sheet.merged_cells.ranges} >= {"A4:A5", "B4:C4", "D4:D5", "E4:F4"}
    assert [sheet[at].value for at in ("A4", "B4", "B5", "E4", "E5", "F5")] == [
        "Nơi", "Vốn", "Kế hoạch", "Khoảng", "từ", "đến",
    ]  # fmt: skip
    assert values(sheet, "E6:F8") == [[0.4, 0.6], [0.2, 0.3], ["chưa có số liệu", None]]
    assert sheet["D6"].number_format == "0.0%"


def test_a_sheet_is_set_up_for_reading_and_print():
    sheet = book(table()).worksheets[1]
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)  # A4, as many pages long as needed
    assert sheet.oddFooter.center.text == "&P/&N"


def test_rows_carry_their_sources_as_comments():
    origins = tuple(Origin((f"N{n}",), "31/12/2024", "chưa có số liệu") for n in range(3))
    sheet = book(table(origins=origins, sources=("N0", "N1", "N2"))).worksheets[1]
    assert [sheet[f"A{row}"].comment.text for row in (6, 7, 8)] == [
        f"Nguồn: N{n}. Chốt số liệu: 31/12/2024. Cơ sở kế hoạch: chưa có số liệu." for n in range(3)
    ]
    alone = book(table(sources=("N0",))).worksheets[1]
    assert "Nguồn: N0." in alone["A4"].comment.text


def test_marks_and_qualifiers_are_part_of_the_number_format():
    sheet = book(table([{"unit": "A", "plan": Quantity(1318, "count", mark='ư"*')}], COLUMNS[:2])).worksheets[1]
    assert (sheet["B6"].value, sheet["B6"].number_format) == (1318, '#,##0"ư*"')


def test_illustrative_data_say_so_on_every_sheet_and_in_print():
    made = book(Head("Thử", "", (), True), table())
    for sheet in made:
        assert "SỐ LIỆU MINH HỌA" in [cell.value for row in sheet.iter_rows(max_row=4) for cell in row]
        assert "SỐ LIỆU MINH HỌA" in sheet.oddHeader.right.text


def test_sheets_have_names_that_a_workbook_can_hold_and_are_all_different():
    long = "Kết quả [giải ngân]: từng/phần *của* 'kế hoạch' rất dài và giống nhau"
    shown = [
        Table(f"b{n}", long if n else "'" * 40, pd.DataFrame({"a": ["x"]}), (Column("a", "A"),), SCOPE)
        for n in range(12)
    ]
    names = book(*shown).sheetnames
    assert len({name.casefold() for name in names}) == 13
    assert all(re.fullmatch(r"[^\[\]:*?/\\']{1,31}", name) for name in names)


def test_a_text_beyond_what_a_cell_holds_is_cut_and_says_so():
    text = "a" * 40_000
    sheet = book(table([{"unit": text}], COLUMNS[:1])).worksheets[1]
    assert len(sheet["A5"].value) == 32_767
    assert sheet["A5"].value.endswith("…")


def test_a_name_that_is_cut_is_cut_at_a_pause_or_says_so():
    titles = (
        "Chương trình tích hợp: đề xuất và thông qua",
        "Phần vốn trung ương của tỉnh theo từng giả định",
        "Năm [2024]",
        "Kế hoạch theo xã, phường và cơ quan",
    )
    shown = [
        Table(f"b{n}", title, pd.DataFrame({"a": ["x"]}), (Column("a", "A"),), SCOPE) for n, title in enumerate(titles)
    ]
    made = book(*shown)
    assert made.sheetnames[1:] == [
        "B1 Chương trình tích hợp",
        "B2 Phần vốn trung ương của…",
        "B3 Năm 2024",
        "B4 Kế hoạch theo xã, phường và…",
    ]
    cover = [cell.value for cell in made.worksheets[0]["A"]]
    assert [f"Bảng {n}. {title}" for n, title in enumerate(titles, start=1)] == cover[-4:]


def test_a_year_is_a_number_without_separator_and_a_code_is_not():
    columns = (Column("year", "Năm"), Column("code", "Mã"), Column("plan", "Kế hoạch", "count"))
    rows = [{"year": 2024, "code": "1998", "plan": 1}, {"year": "2025", "code": "98/1", "plan": 2}]
    sheet = book(table([*rows, {"year": None, "code": "x", "plan": 3}], columns)).worksheets[1]
    assert values(sheet, "A5:B7") == [[2024, "1998"], [2025, "98/1"], ["chưa có số liệu", "x"]]
    assert sheet["A5"].number_format == "0"


def test_a_heading_has_room_for_all_its_lines():
    columns = (Column("unit", "Nơi"), Column("plan", "Vốn đầu tư", "count"))
    sheet = book(table([{"unit": "một nơi có tên dài", "plan": 1}], columns)).worksheets[1]
    assert sheet.column_dimensions["B"].width < len("Vốn đầu tư") + 3
    assert sheet.row_dimensions[4].height >= 2 * 16


def test_a_chart_is_a_picture_with_alt_text_and_links_lead_there_and_back():
    figure, (axes,) = canvas()
    axes.plot([1, 2])
    chart = Chart(
        figure, name="hinh", title="Vốn tăng", alt="Một đường đi lên.", scope=SCOPE, illustrative=False, sources=("N1",)
    )
    listed = Table("nguon", "Các nguồn", pd.DataFrame({"id": ["N1"]}), (Column("id", "Mã", "anchor"),), SCOPE)
    content = packed("## 1. Vốn", chart, table(sources=("N2",)), listed)
    made = openpyxl.load_workbook(io.BytesIO(content))
    assert made.sheetnames == ["Mục lục", "1. Vốn", "Nguồn"]
    assert {cell.value: cell.hyperlink.location for cell in made["Mục lục"]["A"] if cell.hyperlink} == {
        "Hình 1. Vốn tăng": "'1. Vốn'!A4",
        "Bảng 1. Kế hoạch và giải ngân": "'1. Vốn'!A24",
        "Bảng 2. Các nguồn": "'Nguồn'!A2",
    }
    sheet = made["1. Vốn"]
    assert sheet["A1"].hyperlink.location == "'Mục lục'!A1"
    assert len(sheet._images) == 1
    texts = [cell.value for cell in sheet["A"] if cell.value]
    assert texts[:5] == ["← Mục lục", "1. Vốn", "Hình 1. Vốn tăng", SCOPE.line, "Nguồn: N1."]
    line = next(cell for cell in sheet["A"] if cell.value == "Nguồn: N2.")
    assert line.hyperlink.location == "Nguon_so_lieu"
    assert made.defined_names["Nguon_so_lieu"].attr_text == "'Nguồn'!$A$2"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert 'descr="Một đường đi lên."' in parts.read("xl/drawings/drawing1.xml").decode("utf-8")


def test_a_native_chart_is_drawn_from_the_cells_of_its_table_without_the_total():
    content = packed(table(total=True, plotted=("rate",)))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode("utf-8")
    places = [place.replace("$", "") for place in re.findall(r"<c:f>'[^']+'!([^<]+)</c:f>", drawn)]
    assert places == ["A6:A7", "D6:D7"]
    assert "Kế hoạch và giải ngân" in drawn


# Formulas --------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3))
def test_a_formula_computes_what_it_spells(numbers):
    cells = {(0, "a"): numbers[0], (0, "b"): numbers[1], (2, "c"): numbers[2]}
    formula = "2 * (a - b) + c[2] * (a + b)"
    text = spelled(formula, 0, lambda cell: f"({cells[cell]})")
    assert computed(formula, 0, lambda cell: float(cells[cell])) == eval(text)


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os')",
        "a.b",
        "f(a)",
        "a if b else c",
        "'x'",
        "a ** b",
        "a[b]",
        "a[-1]",
        "True",
        "a +",
        "=cmd|' /C'!A0",
    ],
)
def test_nothing_but_arithmetic_of_cells_is_a_formula(formula):
    with pytest.raises(FormulaError):
        spelled(formula, 0, lambda cell: "A1")


def test_a_hostile_formula_in_a_notebook_leaves_a_plain_number():
    rows = [{"unit": "A", "plan": Quantity(5, "count", formula="cmd|'/C calc'!A0")}]
    assert book(table(rows, COLUMNS[:2])).worksheets[1]["B6"].value == 5


def test_division_by_zero_is_no_formula():
    with pytest.raises(FormulaError):
        computed("a / b", 0, lambda cell: 0.0)
