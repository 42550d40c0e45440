"""Reading .xls with xlrd, which gives fonts, merges and what is hidden; legacy Vietnamese text needs the fonts.

Programs other than Excel write files whose index of sectors contradicts itself, or the bare records without an envelope
(as scripts in PHP do); both open in Excel and are read here.
"""

import io
from pathlib import Path
from typing import Any

import xlrd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.gate import MAX_CELLS, too_many_cells
from mtqg_analysis.intake.kinds import reject
from mtqg_analysis.intake.number_format import is_percent, thousands_hidden
from mtqg_analysis.intake.workbook import At, Cell, Kind, Sheet, Workbook, date_cell, number_cell, text_cell


def read_xls(path: Path) -> Workbook:
    """All sheets of an .xls file; xlrd has the stored results of formulas, not their text."""
    try:
        book = xlrd.open_workbook(
            file_contents=path.read_bytes(),
            formatting_info=True,
            logfile=io.StringIO(),
            ragged_rows=True,
            ignore_workbook_corruption=True,
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            message = tr("Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại.")
            raise reject("ENCRYPTED", message, tr("tệp mã hóa"), tr("tệp không có mật khẩu")) from error
        raise
    return Workbook("xls", [_sheet(book, sheet) for sheet in book.sheets()])


def _sheet(book: Any, source: Any) -> Sheet:
    sheet = Sheet(source.name, hidden=bool(source.visibility))
    sheet.merges = [(low + 1, left + 1, high, right) for low, high, left, right in source.merged_cells]
    sheet.hidden_rows = {row + 1 for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in source.colinfo_map.items() if info.hidden}
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            made = _cell(book, sheet, (row + 1, column + 1), cell)
            if made is not None:
                sheet.cells[row + 1, column + 1] = made
    if len(sheet.cells) > MAX_CELLS:
        raise too_many_cells(len(sheet.cells))
    return sheet


def _cell(book: Any, sheet: Sheet, at: At, cell: Any) -> Cell | None:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    font, code = _look(book, cell.xf_index)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return text_cell(cell.value, font) if cell.value.strip() else None
        case xlrd.XL_CELL_ERROR:
            return Cell(Kind.ERROR, xlrd.error_text_from_code.get(cell.value, "#ERR"))
        case xlrd.XL_CELL_BOOLEAN:
            return Cell(Kind.BOOLEAN, str(bool(cell.value)))
        case xlrd.XL_CELL_DATE:
            return _day(cell.value, book.datemode)
    hidden = thousands_hidden(code, cell.value)
    if hidden:
        sheet.scaled[at] = hidden
    return number_cell(cell.value, percent=is_percent(code), thousands=hidden)


def _look(book: Any, style: int | None) -> tuple[str, str]:
    """The font and the number format of a cell; the oldest versions, and files of other programs, may lack either."""
    if style is None or style >= len(book.xf_list):
        return "", ""
    found = book.xf_list[style]
    font = book.font_list[found.font_index].name if found.font_index < len(book.font_list) else ""
    code = book.format_map.get(found.format_key)
    return font, code.format_str if code is not None else ""


def _day(value: float, mode: int) -> Cell:
    try:
        return date_cell(xlrd.xldate_as_datetime(value, mode).date())
    except (OverflowError, ValueError):  # no day has this number; Excel shows only signs there
        return Cell(Kind.ERROR, "#VALUE!")
