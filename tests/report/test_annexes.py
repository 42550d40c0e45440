"""The annexes: what officials read in them, in every language and format, and of data of every shape."""

import io
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import docx
import openpyxl
import pandas as pd
import pypdf
import pytest
from in_process import Shown, as_notebook

from mtqg_analysis import Basis, year_end
from mtqg_analysis.analysis.origins import KEY
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.coverage import coverage_of
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.report.formats.blocks import read_blocks
from mtqg_analysis.report.formats.grid import Grid
from mtqg_analysis.report.pages.year_end.annexes import official_by_programme, official_by_unit, official_targets

ANNEXES = (official_by_programme, official_by_unit, official_targets)


@pytest.fixture(scope="module")
def everything(evaluated):
    return evaluated("illustrative", 2024, "2024-12-31")


@pytest.fixture(scope="module")
def notebook(everything):
    shown = [year_end.head(everything), *(verb(everything) for verb in ANNEXES)]
    return as_notebook([Shown("", one, *one._repr_mimebundle_()) for one in shown])


def exported(name, notebook):
    return getattr(exporters, f"Mtqg{name}Exporter")().from_notebook_node(notebook)[0]


def rows_of(table):
    return {row[1]: row for row in table.text_rows}


def test_the_total_comes_first_and_says_what_officials_look_for(everything):
    table = official_by_programme(everything)
    assert table.text_rows[0] == [
        " ", "TỔNG SỐ", "2.505.700", "1.412.300", "1.093.400", "1.850.205", "1.208.995", "641.210", "655.495",
        "203.305", "452.190", "1.318.000", "980.100", "337.900", "52,6%", "69,4%", "30,9%", " ", "khoảng 73%", " ",
    ]  # fmt: skip
    assert [row[0] for row in table.text_rows if row[1].startswith("Chương trình")] == ["I", "II", "III"]
    assert [column.number.partition(" ")[0] for column in table.columns] == [str(one) for one in range(1, 21)]
    part = next(row for row in table.text_rows if row[1].startswith("Tiểu dự án 1 Dự án 3"))
    assert (part[0], part[2:6]) == ("3.1", ["47.621", " ", "47.621", " "])
    assert any("6-11" in note for note in table.notes)


def test_of_a_province_of_which_totals_alone_are_known_there_is_no_official_table(evaluation):
    assert official_by_programme(evaluation) is None
    assert official_by_unit(evaluation) is None
    assert official_targets(evaluation) is None


def test_without_carried_over_money_the_heading_and_the_columns_say_so(evaluated):
    table = official_by_programme(evaluated("illustrative", 2024, "2024-12-31", basis=Basis(own_money=True)))
    assert "Kế hoạch vốn giao (không gồm vốn kéo dài)" in {column.group for column in table.columns}
    assert table.text_rows[0][8:11] == [" "] * 3
    assert table.text_rows[0][2] == table.text_rows[0][5] == "1.850.205"


def test_units_stand_below_the_sums_of_their_level(everything):
    table = official_by_unit(everything)
    assert [row[:3] for row in table.text_rows[:3]] == [
        [" ", "TỔNG SỐ", "2.505.700"],
        ["I", "Cơ quan, đơn vị", "270.696"],
        ["1", "Ban Dân tộc", "58.610"],
    ]
    assert rows_of(table)["Cấp huyện"][:3] == ["II", "Cấp huyện", "2.235.004"]
    assert "31/01/2025" not in table.scope.line


def of_communes(evaluation, count, year=2026):
    """An evaluation whose units are communes with money of each programme of 2026, the first one without a plan."""
    day, cells = date(year, 12, 31), evaluation.detail.units
    rows = [
        ("commune", unit, code, "investment", origin, place * 10**9, 5 * 10**8, float("nan"), 5 * 10**5)
        for place, unit in enumerate(units_on(day, "commune", "20")["code"].head(count))
        for code, origin in (("TH", "current_year"), ("VH", "current_year"), ("MT", "current_year"),
                             ("YT", "current_year"), ("GD", "current_year"), ("DTTS", "carried_over"))
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=[*KEY, "plan", "disbursed", "later", "half"])
    coverage = coverage_of(frame, "20", year, day, cells.gaps)
    units = replace(cells, year=year, frame=frame, cut_off=day, later=None, coverage=coverage)
    period = SimpleNamespace(year=year)
    return SimpleNamespace(detail=SimpleNamespace(units=units, programmes=None, rest=None), period=period)


@pytest.mark.parametrize("count", [1, 65])
def test_one_commune_or_all_of_them_print_with_the_programmes_of_their_year(everything, count):
    table = official_by_unit(of_communes(everything, count))
    assert len(table.frame) == count + 1
    groups = list(dict.fromkeys(column.group for column in table.columns if column.group))
    assert groups[0] == "Tổng số"
    assert groups[-1] == "Các chương trình đã kết thúc"
    assert len(groups) == 7
    first = table.text_rows[1]
    assert first[2:5] == ["0", "3.000", "–"]  # spent without a plan: no rate


def test_no_number_is_broken_however_many_columns_a_table_has(everything):
    tables = [official_by_programme(everything), official_by_unit(of_communes(everything, 65))]
    notebook = as_notebook([Shown("", one, *one._repr_mimebundle_()) for one in tables])
    for block in (block for block in read_blocks(notebook) if block["type"] == "table"):
        assert block["landscape"]
        assert block["size"] >= 7
    (money, _) = (block for block in read_blocks(notebook) if block["type"] == "table")
    assert money["size"] >= 7.8  # the official table, as it is printed


def test_targets_read_as_officials_write_them(everything):
    rows = rows_of(official_targets(everything))
    assert rows["Tỷ lệ hộ nghèo cuối năm"][2:] == ["%", "không quá 5", "4,86", "vượt"]
    assert rows["Số xã đạt chuẩn kiểu mẫu"][2:] == ["xã", "6", "6", "đạt"]
    assert rows["Số xã đạt chuẩn nông thôn mới"][3:] == ["107", "104", "không đạt"]
    assert rows["Số lượt người tập huấn"][3] == "8.500"


def test_before_december_no_target_is_judged(evaluated):
    verdicts = {row[-1] for row in official_targets(evaluated("illustrative", 2024, "2024-06-30")).text_rows}
    assert verdicts == {"chưa đến kỳ đánh giá"}


def test_amounts_are_live_in_the_workbook(notebook):
    book = openpyxl.load_workbook(io.BytesIO(exported("Excel", notebook)))
    programmes, units = book.worksheets[1:3]
    top = next(cell.row for cell in programmes["B"] if cell.value == "TỔNG SỐ")
    values = [cell.value for cell in programmes[top]][2:]
    assert values[0] == f"=D{top}+E{top}"
    assert values[12] == f"=L{top}/C{top}"
    assert all(str(value).startswith("=") for value in values[:-3])  # but the published estimate, and the remark
    assert [cell.value for cell in programmes[top - 1]][:3] == ["1", "2", "3 = 4 + 5"]
    assert next(cell.value for cell in units["C"] if str(cell.value).startswith("=")).count("+") == 2


def test_every_formula_that_has_its_numbers_gives_what_is_printed(notebook):
    for block in (block for block in read_blocks(notebook) if block["type"] == "table"):
        grid = Grid(block, 0)
        for row, cells in enumerate(block["cells"]):
            for place, (cell, column) in enumerate(zip(cells, block["columns"], strict=True)):
                if cell.get("formula"):
                    assert grid.formula(row, place), (block["name"], row, column["name"])


@pytest.mark.full
@pytest.mark.parametrize("name", ["PDF", "Word", "HTML"])
def test_all_columns_and_their_numbers_are_printed(name, notebook):
    content = exported(name, notebook)
    if name == "PDF":
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif name == "Word":
        rows = docx.Document(io.BytesIO(content)).tables[0].rows[:4]
        assert len(rows[2].cells) == 20
        text = " ".join(cell.text for row in rows for cell in row.cells)
    else:
        text = content
        assert 'class="mtqg-table across" id="pl_chuong_trinh" style="--print:7.9pt"' in text
    said = " ".join(text.split())
    assert all(one in said for one in ("3 = 4 + 5", "2.505.700", "khoảng 73%", "Ghi chú"))


@pytest.mark.full
@pytest.mark.parametrize("verb", ANNEXES)
def test_the_annexes_speak_english(everything, verb):
    with speaking("en"):
        table = verb(everything)
        said = [*(column.label for column in table.columns), *(column.group for column in table.columns)]
        printed = table.text_rows
    assert "Tổng số" not in said
    assert verb is official_targets or printed[0][1:3] == ["TOTAL", "2,505,700"]


def test_millions_print_as_officials_write_them():
    column = Column("x", "X", "mn")
    cell = column.cell(2_505_703_422_053)
    assert (cell.text, cell.numbers, cell.format) == ("2.505.703", (2505703.422053,), "#,##0")
