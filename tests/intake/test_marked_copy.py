"""The marked copy that goes back to a sender: of any file that was read, and again of one that was mended."""

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from spreadsheets.corpus import CASES
from spreadsheets.drawing import by_unit, write_xlsx

from mtqg_analysis.intake.forms import Sent, write_planning_form
from mtqg_analysis.intake.marked import marked_name, write_marked
from mtqg_analysis.intake.reading import read_file


def marked(path, folder):
    target = folder / "marked.xlsx"
    write_marked(read_file(path), target)
    return target


@pytest.mark.parametrize(
    "name",
    ["xlsx_with_an_empty_fill", "xlsx_in_strict_form",
     pytest.param("xlsx_with_half_a_million_empty_rows", marks=pytest.mark.full),
     "xlsx_with_a_cell_in_the_last_corner", "xls_of_bare_records_in_utf8", "csv_in_tcvn3"],
)  # fmt: skip
def test_a_copy_is_written_of_files_of_other_programs(name, tmp_path):
    case = CASES[name](tmp_path)
    book = openpyxl.load_workbook(marked(case.path, tmp_path))
    cells = {cell: page for page in book.worksheets[1:] for cell in ("D9", "H19")}
    assert all(page[cell].value for cell, page in cells.items())
    assert read_file(tmp_path / "marked.xlsx").records == read_file(case.path).records


def test_a_copy_that_comes_back_is_read_without_its_list_and_marked_anew(tmp_path):
    sheet = by_unit()
    sheet.put("D9", "abc")
    write_xlsx(tmp_path / "bieu.xlsx", sheet)
    book = openpyxl.load_workbook(marked(tmp_path / "bieu.xlsx", tmp_path))
    assert book["Biểu 1"]["D9"].comment is not None
    book["Biểu 1"]["D9"] = 1200
    book.save(tmp_path / "sua.xlsx")
    reading = read_file(tmp_path / "sua.xlsx")
    assert (reading.outcome, reading.findings) == ("ok", [])
    again = openpyxl.load_workbook(marked(tmp_path / "sua.xlsx", tmp_path))
    assert again.sheetnames == ["Nhận xét", "Biểu 1"]
    assert (again["Biểu 1"]["D9"].comment, again["Biểu 1"]["D9"].fill.fill_type) == (None, None)
    assert again["Nhận xét"].max_row == 1


def test_what_the_sender_wrote_as_a_comment_stays(tmp_path):
    sheet = by_unit()
    sheet.put("D9", "abc")
    write_xlsx(tmp_path / "bieu.xlsx", sheet)
    book = openpyxl.load_workbook(tmp_path / "bieu.xlsx")
    book["Biểu 1"]["D9"].comment = Comment("Số tạm tính", "huyện")
    book.save(tmp_path / "bieu.xlsx")
    text = openpyxl.load_workbook(marked(tmp_path / "bieu.xlsx", tmp_path))["Biểu 1"]["D9"].comment.text
    assert text.startswith("LỖI: ")
    assert text.endswith("\nSố tạm tính")


def test_no_remark_lies_over_a_cell_to_choose_from_a_list(tmp_path):
    write_planning_form(tmp_path / "nhu-cau.xlsx", (2026, 2030), Sent("20", "communes"))
    book = openpyxl.load_workbook(tmp_path / "nhu-cau.xlsx")
    page = next(page for page in book.worksheets if page.data_validations.dataValidation)
    lists = {
        at.coord for rule in page.data_validations.dataValidation if rule.type == "list" for at in rule.sqref.ranges
    }
    row = min(int("".join(filter(str.isdigit, at.split(":")[0]))) for at in lists)
    for column in range(1, page.max_column + 1):
        if page.cell(row, column).data_type == "n" and page.cell(row, column).value is None:
            page.cell(row, column).value = "không rõ"
    book.save(tmp_path / "nhu-cau.xlsx")
    reading = read_file(tmp_path / "nhu-cau.xlsx")
    copy = openpyxl.load_workbook(marked(tmp_path / "nhu-cau.xlsx", tmp_path))
    rules = [rule for rule in copy[page.title].data_validations.dataValidation if rule.type == "list"]
    chosen = {one.cell for one in reading.findings if one.cell and any(one.cell in rule.sqref for rule in rules)}
    assert chosen, [f"{one.cell} {one.message}" for one in reading.findings]
    assert all(copy[page.title][cell].comment is None for cell in chosen)
    assert all(copy[page.title][cell].fill.fill_type == "solid" for cell in chosen)


def test_controls_of_an_old_workbook_are_seen_in_the_copy_which_cannot_hold_them(tmp_path):
    path, book = tmp_path / "bc-\u202ecod.xls", xlwt.Workbook()
    sheet = book.add_sheet("Biểu\x07 1\u202e")
    for row, texts in enumerate(
        (("UBND HUYỆN BÌNH GIA\x1b]0;x\x07",), ("Nội dung\u202e", "Giải ngân\x00"), ("NTM\x1b", 5))
    ):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    book.save(str(path))
    assert marked_name(read_file(path)) == "bc-‹U+202E›cod.xls.marked.xlsx"
    copy = openpyxl.load_workbook(marked(path, tmp_path))
    assert copy.sheetnames[1] == "Biểu␇ 1‹U+202E›"
    texts = [str(cell.value) for page in copy for row in page for cell in row if cell.value is not None]
    assert [text for text in texts if not text.replace("\n", "").isprintable()] == []
