"""A copy of a workbook with its findings on the cells, to send back to whoever filled it in.

Of an .xlsx file the copy keeps the look and the formulas; macros and links stay behind, and a formula that calls out of
the workbook becomes text. Other formats come back as .xlsx with their values.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from mtqg_analysis.intake.gate import inspect
from mtqg_analysis.intake.reading import Reading, open_workbook
from mtqg_analysis.intake.workbook import Kind, Sheet, Workbook, address
from mtqg_analysis.ledger.finding import SEVERITIES, Finding
from mtqg_analysis.ledger.keeping import steady, whole

COLOURS = {"error": "F8C9C4", "warning": "FCE8B2", "info": "D6E6F5"}
WORDS = {"error": "LỖI", "warning": "CẢNH BÁO", "info": "LƯU Ý"}
DEFUSED = ("FORMULA_INJECTION", "EXTERNAL_LINK")
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
LIST_NAME = "Nhận xét"
MADE = datetime(2000, 1, 1)  # a fixed day, so that the same copy gives the same bytes
WIDEST = 40  # of a column written anew, in letters


def marked_name(reading: Reading) -> str:
    """The name of the copy: `<file name>.marked.xlsx`."""
    return f"{reading.path.name.translate(FORBIDDEN)}.marked.xlsx"


def write_marked(reading: Reading, target: Path) -> None:
    """Writes the copy; the findings also stand in a first sheet.

    Raises `Rejected` for a file that cannot be opened, which has no cells to mark.
    """
    container, _ = inspect(reading.path)
    read, _ = open_workbook(reading.path, container)
    book = _original(reading.path) if container == "xlsx" else _anew(read)
    _defuse(book, read, reading.findings)
    _colour(book, reading.findings)
    _list(book, reading.findings)
    whole(target, lambda beside: beside.write_bytes(_bytes(book)))


def _bytes(book: Any) -> bytes:
    """The file of a workbook: the same remarks on the same workbook are the same bytes, whenever they are written."""
    book.properties.created = book.properties.modified = MADE
    about = tostring(book.properties.to_tree())
    stream = io.BytesIO()
    book.save(stream)  # dates itself to this second
    return steady(stream.getvalue(), {"docProps/core.xml": about})


def _original(path: Path) -> Any:
    with path.open("rb") as stream:
        return openpyxl.load_workbook(stream, keep_links=False)


def _anew(read: Workbook) -> Any:
    """The values of a workbook of another format, cell for cell, with merges and what is hidden."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in read.sheets:
        page = book.create_sheet(_sheet_name(sheet.name))
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for at, cell in sheet.cells.items():
            _put(page.cell(*at), float(cell.number) if cell.number is not None else cell.text)
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
        _widen(page, sheet)
    return book


def _widen(page: Any, sheet: Sheet) -> None:
    widths: dict[int, int] = {}
    merged = {(top, left) for top, left, _, right in sheet.merges if right > left}
    for at, cell in sheet.cells.items():
        if at not in merged:
            widths[at[1]] = max(widths.get(at[1], 8), min(len(cell.text) + 2, WIDEST))
    for column, width in widths.items():
        page.column_dimensions[get_column_letter(column)].width = width


def _put(cell: Any, value: float | str) -> None:
    """Writes a value; text stays text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _sheet_name(name: str) -> str:
    return "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:31] or "Trang"


def _defuse(book: Any, read: Workbook, findings: Iterable[Finding]) -> None:
    """Formulas that call out of the workbook become their text, those over other files their stored value."""
    sheets = {sheet.name: sheet for sheet in read.sheets}
    for one in findings:
        if one.kind in DEFUSED and one.cell:
            cell = book[_page_name(book, one.sheet)][one.cell]
            stored = next((held for at, held in sheets[one.sheet].cells.items() if address(*at) == one.cell), None)
            is_number = stored is not None and stored.kind is Kind.NUMBER and stored.number is not None
            _put(cell, float(stored.number) if is_number and stored and stored.number is not None else str(cell.value))


def _page_name(book: Any, sheet: str) -> str:
    return sheet if sheet in book.sheetnames else _sheet_name(sheet)


def _colour(book: Any, findings: Iterable[Finding]) -> None:
    marks: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if one.cell:
            marks.setdefault((one.sheet, one.cell), []).append(one)
    for (sheet, place), found in marks.items():
        cell = book[_page_name(book, sheet)][place]
        if isinstance(cell, MergedCell):
            continue  # its range is marked at the first cell, where the finding is listed too
        worst = min((one.severity for one in found), key=SEVERITIES.index)
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
        text = "\n".join(f"{WORDS[one.severity]}: {one.message}" for one in found)[:2000]
        cell.comment = Comment(text, "mtqg", height=120, width=360)


def _list(book: Any, findings: Iterable[Finding]) -> None:
    """The first sheet: every finding with its place."""
    name = LIST_NAME
    while name in book.sheetnames:
        name += "~"
    page = book.create_sheet(name, 0)
    rows = [("Mức", "Trang", "Ô", "Nội dung")]
    rows += [(WORDS[one.severity], one.sheet, one.cell, one.message) for one in findings]
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            cell = page.cell(row, column)
            _put(cell, text)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=row == 1)
    for letter, width in zip("ABCD", (12, 16, 8, 90), strict=True):
        page.column_dimensions[letter].width = width
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    page.freeze_panes = "A2"
    book.active = 0
