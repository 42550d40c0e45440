"""Reading .xls with xlrd, which gives fonts, merges and what is hidden; legacy Vietnamese text needs the fonts."""

import io
from pathlib import Path
from typing import Any

import xlrd

from mtqg_analysis.intake.kinds import reject
from mtqg_analysis.intake.workbook import Cell, Kind, Sheet, Workbook, date_cell, number_cell, text_cell


def read_xls(path: Path) -> Workbook:
    """All sheets of an .xls file; xlrd has the stored results of formulas, not their text."""
    try:
        book = xlrd.open_workbook(
            file_contents=path.read_bytes(), formatting_info=True, logfile=io.StringIO(), ragged_rows=True
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            message = "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại."
            raise reject("ENCRYPTED", message, "tệp mã hóa", "tệp không có mật khẩu") from error
        raise
    return Workbook("xls", [_sheet(book, sheet) for sheet in book.sheets()])


def _sheet(book: Any, source: Any) -> Sheet:
    sheet = Sheet(source.name, hidden=bool(source.visibility))
    sheet.merges = [(low + 1, left + 1, high, right) for low, high, left, right in source.merged_cells]
    sheet.hidden_rows = {row + 1 for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in source.colinfo_map.items() if info.hidden}
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            made = _cell(book, cell)
            if made is not None:
                sheet.cells[row + 1, column + 1] = made
    return sheet


def _cell(book: Any, cell: Any) -> Cell | None:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    style = book.xf_list[cell.xf_index]
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return text_cell(cell.value, book.font_list[style.font_index].name) if cell.value.strip() else None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(Kind.ERROR, xlrd.error_text_from_code.get(cell.value, "#ERR"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(Kind.BOOLEAN, str(bool(cell.value)))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return date_cell(xlrd.xldate_as_datetime(cell.value, book.datemode).date())
    value = int(cell.value) if cell.value == int(cell.value) else cell.value
    return number_cell(value, percent="%" in book.format_map[style.format_key].format_str)
