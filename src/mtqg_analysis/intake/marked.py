"""A copy of a workbook with its findings on the cells, to send back to whoever filled it in.

Of an .xlsx file the copy keeps the look and the formulas; macros and links stay behind, and a formula that calls out of
the workbook becomes text. Other formats come back as .xlsx with their values, and so does a file that openpyxl cannot
take up: of the Strict form, with styles that it does not know, or with very many formatted rows. What its sender wrote
as a comment stays, behind ours.
"""

import io
import re
import warnings
import zipfile
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

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.visible import one_line, visible
from mtqg_analysis.intake.gate import inspect
from mtqg_analysis.intake.reading import LIST_HEADINGS, LIST_NAME, Reading, open_workbook
from mtqg_analysis.intake.spoken import SpokenColumn, columns_in_words
from mtqg_analysis.intake.to_sender import to_sender
from mtqg_analysis.intake.workbook import Kind, Sheet, Workbook, address
from mtqg_analysis.ledger.finding import SEVERITIES, Finding
from mtqg_analysis.ledger.keeping import steady, whole

COLOURS = {"error": "F8C9C4", "warning": "FCE8B2", "info": "D6E6F5"}
WORDS = {"error": to_translate("LỖI"), "warning": to_translate("CẢNH BÁO"), "info": to_translate("LƯU Ý")}
DEFUSED = ("FORMULA_INJECTION", "EXTERNAL_LINK")
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
UNNAMED = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))  # in the name of a sheet
AUTHOR = "mtqg"  # of remarks
MOST_ROWS = 100_000  # with an element of their own, of a workbook that openpyxl is to hold
ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
Pages = dict[str, Any]
MADE = datetime(2000, 1, 1)  # a fixed day, so that the same copy gives the same bytes
WIDEST = 40  # of a column written anew, in letters


def marked_name(reading: Reading) -> str:
    """The name of the copy: `<file name>.marked.xlsx`."""
    return f"{one_line(reading.path.name).translate(FORBIDDEN)}.marked.xlsx"


def write_marked(reading: Reading, target: Path) -> None:
    """Writes the copy; the findings also stand in a first sheet.

    Raises `Rejected` for a file that cannot be opened, which has no cells to mark.
    """
    container, _ = inspect(reading.path)
    read, _ = open_workbook(reading.path, container)
    book = (_original(reading.path, read) if container == "xlsx" else None) or _anew(read)
    pages = dict(zip((sheet.name for sheet in read.sheets), book.worksheets, strict=True))
    for page in book.worksheets:
        _forget(book, page)
    _defuse(pages, read, reading.findings)
    _colour(pages, reading.findings)
    for column in columns_in_words(reading.tables):
        _tell(pages[column.where.sheet], column)
    _list(book, reading.findings)
    whole(target, lambda beside: beside.write_bytes(_bytes(book)))


def _tell(page: Any, column: SpokenColumn) -> None:
    """Says at the heading of a column what its numbers were taken for, behind what else is said there."""
    cell = page[column.where.cell]
    if isinstance(cell, MergedCell):
        return
    said = [cell.comment.text] if cell.comment and cell.comment.author == AUTHOR else []
    said.append(tr("Cột {letter} được đọc là: {words}.", letter=column.letter, words=column.words))
    if cell.comment is None or said[1:]:
        cell.comment = Comment(visible("\n".join(said))[:2000], AUTHOR, height=120, width=360)


def _bytes(book: Any) -> bytes:
    """The file of a workbook: the same remarks on the same workbook are the same bytes, whenever they are written."""
    book.properties.created = book.properties.modified = MADE
    about = tostring(book.properties.to_tree())
    stream = io.BytesIO()
    book.save(stream)  # dates itself to this second
    return steady(stream.getvalue(), {"docProps/core.xml": about})


def _original(path: Path, read: Workbook) -> Any | None:
    """The workbook itself; None where openpyxl does not open it, or not all of it."""
    if _count_rows(path) > MOST_ROWS:
        return None
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that carry no value
            book = openpyxl.load_workbook(stream, keep_links=False)
    except Exception:  # openpyxl stops in many ways at what Excel and our own reader let pass
        return None
    return book if _is_whole(book, read) else None


def _is_whole(book: Any, read: Workbook) -> bool:
    """Whether openpyxl has the same sheets, and the first and the last cell of each."""
    if [page.title for page in book.worksheets] != [sheet.name for sheet in read.sheets]:
        return False
    ends = [
        (page, end(sheet.cells))
        for page, sheet in zip(book.worksheets, read.sheets, strict=True)
        for end in (min, max)
        if sheet.cells
    ]
    return all(page.cell(*at).value is not None for page, at in ends)


def _count_rows(path: Path) -> int:
    """The rows of all sheets that have an element of their own, whether or not they hold cells."""
    with zipfile.ZipFile(path) as archive:
        sheets = (name for name in archive.namelist() if "worksheets" in name.lower())
        return sum(len(ROW.findall(archive.read(name))) for name in sheets)


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
    """Writes a value; text stays text, whatever it begins with, and its controls, which XML cannot hold, are seen."""
    cell.value = visible(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def _sheet_name(name: str) -> str:
    return one_line(name).translate(UNNAMED).strip("'")[:31] or "Trang"


def _forget(book: Any, page: Any) -> None:
    """Takes off what an earlier marked copy said, which the sender mended and sent back: its list and its remarks."""
    if (
        page.title.startswith(LIST_NAME)
        and tuple(page.cell(1, column).value for column in (1, 2, 3, 4)) == LIST_HEADINGS
    ):
        book.remove(page)
        return
    for cell in page._cells.values():  # those that exist; the rows up to the last may be a million
        if cell.comment and cell.comment.author == AUTHOR:
            cell.comment, cell.fill = None, PatternFill()


def _defuse(pages: Pages, read: Workbook, findings: Iterable[Finding]) -> None:
    """Formulas that call out of the workbook become their text, those over other files their stored value."""
    sheets = {sheet.name: sheet for sheet in read.sheets}
    for one in findings:
        if one.kind in DEFUSED and one.cell:
            cell = pages[one.sheet][one.cell]
            stored = next((held for at, held in sheets[one.sheet].cells.items() if address(*at) == one.cell), None)
            is_number = stored is not None and stored.kind is Kind.NUMBER and stored.number is not None
            _put(cell, float(stored.number) if is_number and stored and stored.number is not None else str(cell.value))


def _colour(pages: Pages, findings: Iterable[Finding]) -> None:
    """Colours the cells and puts the remarks on them; over a cell to choose from a list no remark may lie."""
    marks: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if one.cell:
            marks.setdefault((one.sheet, one.cell), []).append(one)
    for (sheet, place), found in marks.items():
        page = pages[sheet]
        cell = page[place]
        if isinstance(cell, MergedCell):
            continue  # its range is marked at the first cell, where the finding is listed too
        worst = min((one.severity for one in found), key=SEVERITIES.index)
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
        if any(rule.type == "list" and place in rule.sqref for rule in page.data_validations.dataValidation):
            continue
        lines = [f"{tr(WORDS[one.severity])}: {to_sender(one)}" for one in found]
        lines += [cell.comment.text] if cell.comment else []
        cell.comment = Comment(visible("\n".join(lines))[:2000], AUTHOR, height=120, width=360)


def _list(book: Any, findings: Iterable[Finding]) -> None:
    """The first sheet: every finding with its place."""
    page = book.create_sheet(LIST_NAME, 0)  # openpyxl numbers a name that is taken
    rows = [LIST_HEADINGS, *((tr(WORDS[one.severity]), one.sheet, one.cell, to_sender(one)) for one in findings)]
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
