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
    assert values(sheet, "B5:D7") == [
        [100, 50, "=C5/B5"],
        [300, 60, 0.25],  # what was published is not 60 / 300
        ["=SUM(B5:B6)", "=SUM(C5:C6)", "=C7/B7"],
    ]
    kept = book(table(total=True), data_only=True).worksheets[1]
    assert values(kept, "B7:D7") == [[400, 110, 0.275]]


def test_without_a_total_the_last_row_is_a_row_like_others():
    assert values(book(table()).worksheets[1], "B7:C7") == [[400, 110]]


def test_headings_are_merged_as_in_print_and_an_interval_takes_two_columns():
    sheet = book(table()).worksheets[1]
    assert {str(one) for one in sheet.merged_cells.ranges} >= {"A3:A4", "B3:C3", "D3:D4", "E3:F3"}
    assert [sheet[at].value for at in ("A3", "B3", "B4", "E3", "E4", "F4")] == [
        "Nơi", "Vốn", "Kế hoạch", "Khoảng", "từ", "đến",
    ]  # fmt: skip
    assert values(sheet, "E5:F7") == [[0.4, 0.6], [0.2, 0.3], ["chưa có số liệu", None]]
    assert sheet["D5"].number_format == "0.0%"


def test_a_sheet_is_set_up_for_reading_and_print():
    sheet = book(table()).worksheets[1]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)  # A4, as many pages long as needed
    assert sheet.oddFooter.center.text == "&P/&N"


def test_rows_carry_their_sources_as_comments():
    origins = tuple(Origin((f"N{n}",), "31/12/2024", "chưa có số liệu") for n in range(3))
    sheet = book(table(origins=origins, sources=("N0", "N1", "N2"))).worksheets[1]
    assert [sheet[f"A{row}"].comment.text for row in (5, 6, 7)] == [
        f"Nguồn: N{n}. Chốt số liệu: 31/12/2024. Cơ sở kế hoạch: chưa có số liệu." for n in range(3)
    ]
    alone = book(table(sources=("N0",))).worksheets[1]
    assert "Nguồn: N0." in alone["A1"].comment.text


def test_marks_and_qualifiers_are_part_of_the_number_format():
    sheet = book(table([{"unit": "A", "plan": Quantity(1318, "count", mark='ư"*')}], COLUMNS[:2])).worksheets[1]
    assert (sheet["B5"].value, sheet["B5"].number_format) == (1318, '#,##0"ư*"')


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
    assert len(sheet["A4"].value) == 32_767
    assert sheet["A4"].value.endswith("…")


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
    assert values(sheet, "A4:B6") == [[2024, "1998"], [2025, "98/1"], ["chưa có số liệu", "x"]]
    assert sheet["A4"].number_format == "0"


def test_a_heading_has_room_for_all_its_lines():
    columns = (Column("unit", "Nơi"), Column("plan", "Vốn đầu tư", "count"))
    sheet = book(table([{"unit": "một nơi có tên dài", "plan": 1}], columns)).worksheets[1]
    assert sheet.column_dimensions["B"].width < len("Vốn đầu tư") + 3
    assert sheet.row_dimensions[3].height >= 2 * 16


def test_a_chart_is_a_picture_with_alt_text_to_which_the_cover_leads():
    figure, (axes,) = canvas()
    axes.plot([1, 2])
    chart = Chart(
        figure, name="hinh", title="Vốn tăng", alt="Một đường đi lên.", scope=SCOPE, illustrative=False, sources=("N1",)
    )
    content = packed(chart, table())
    made = openpyxl.load_workbook(io.BytesIO(content))
    assert made.sheetnames == ["Bìa", "B1 Kế hoạch và giải ngân", "Hình"]
    cover = {cell.value: cell.hyperlink.location for cell in made["Bìa"]["A"] if cell.hyperlink}
    assert cover["Hình 1. Vốn tăng"] == "'Hình'!A1"
    assert len(made["Hình"]._images) == 1
    texts = [cell.value for cell in made["Hình"]["A"] if cell.value]
    assert texts == ["Hình 1. Vốn tăng", SCOPE.line, "Nguồn: N1."]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert 'descr="Một đường đi lên."' in parts.read("xl/drawings/drawing1.xml").decode("utf-8")


# Formulas --------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3))
def test_a_formula_computes_what_it_spells(numbers):
    cells = {(0, "a"): numbers[0], (0, "b"): numbers[1], (2, "c"): numbers[2]}
    formula = "2 * (a - b) + c[2] * (a + b)"
    text = spelled(formula, 0, lambda cell: f"({cells[cell]})")
    assert computed(formula, 0, lambda cell: float(cells[cell])) == eval(text[1:])


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
    assert book(table(rows, COLUMNS[:2])).worksheets[1]["B5"].value == 5


def test_division_by_zero_is_no_formula():
    with pytest.raises(FormulaError):
        computed("a / b", 0, lambda cell: 0.0)
