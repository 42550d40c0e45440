"""A copy of a workbook with its findings on the cells, to send back to whoever filled it in.

The copy is written anew from the values: no macro, no link and no formula of the original comes along.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from mtqg_analysis.intake.gate import inspect
from mtqg_analysis.intake.reading import Reading, open_workbook
from mtqg_analysis.intake.workbook import At, Cell, Kind, Sheet, address
from mtqg_analysis.ledger.finding import SEVERITIES, Finding

COLOURS = {"error": "#F8C9C4", "warning": "#FCE8B2", "info": "#D6E6F5"}
WORDS = {"error": "LỖI", "warning": "CẢNH BÁO", "info": "LƯU Ý"}
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def write_marked(reading: Reading, folder: Path) -> Path:
    """Writes the copy as `<file name>.marked.xlsx` and returns its path; the findings also stand in a first sheet.

    Raises `Rejected` for a file that cannot be opened, which has no cells to mark.
    """
    container, _ = inspect(reading.path)
    book, _ = open_workbook(reading.path, container)
    target = folder / f"{reading.path.name.translate(FORBIDDEN)}.marked.xlsx"
    beside = target.with_name(f".{target.name}.partial")
    with xlsxwriter.Workbook(str(beside), {"strings_to_formulas": False, "strings_to_urls": False}) as made:
        _list(made, reading.findings)
        taken = {"nhận xét"}
        for sheet in book.sheets:
            _copy(made, sheet, [one for one in reading.findings if one.sheet == sheet.name], taken)
    return beside.replace(target)


def _list(made: xlsxwriter.Workbook, findings: Iterable[Finding]) -> None:
    page = made.add_worksheet("Nhận xét")
    bold, wrap = made.add_format({"bold": True}), made.add_format({"text_wrap": True, "valign": "top"})
    page.write_row(0, 0, ["Mức", "Trang", "Ô", "Nội dung"], bold)
    page.set_column(0, 2, 12)
    page.set_column(3, 3, 110)
    for row, one in enumerate(findings, start=1):
        page.write_row(row, 0, [WORDS[one.severity], one.sheet, one.cell, one.message], wrap)
    page.freeze_panes(1, 0)


def _copy(made: xlsxwriter.Workbook, sheet: Sheet, findings: list[Finding], taken: set[str]) -> None:
    page = made.add_worksheet(_name(sheet.name, taken))
    if sheet.hidden:
        page.hide()
    at: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        at[one.cell].append(one)
    formats = {name: made.add_format({"bg_color": colour, "border": 1}) for name, colour in COLOURS.items()}
    plain = made.add_format({"text_wrap": False})
    for top, left, bottom, right in sheet.merges:
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    covered = _covered(sheet)
    for place, cell in sheet.cells.items():
        if place not in covered:
            marks = at.get(address(*place), [])
            style = formats[_worst(marks)] if marks else plain
            _write(page, place, cell, style)
    for name, marks in at.items():
        if name:
            text = "\n".join(f"{WORDS[one.severity]}: {one.message}" for one in marks)
            page.write_comment(name, text[:2000], {"x_scale": 2.5, "y_scale": 1.6, "author": "mtqg"})
    for row in sheet.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})


def _worst(marks: Iterable[Finding]) -> str:
    return min((one.severity for one in marks), key=SEVERITIES.index)


def _covered(sheet: Sheet) -> set[At]:
    """The cells that a merge hides; its first cell is not one of them."""
    cells = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    return cells & set(sheet.cells)


def _write(page: xlsxwriter.worksheet.Worksheet, at: At, cell: Cell, style: object) -> None:
    row, column = at[0] - 1, at[1] - 1
    if cell.kind is Kind.NUMBER and cell.number is not None:
        page.write_number(row, column, float(cell.number), style)
    else:
        page.write_string(row, column, cell.text, style)


def _name(name: str, taken: set[str]) -> str:
    """A sheet name that Excel takes: short, without forbidden signs, not used before."""
    base = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:28] or "Trang"
    made, count = base, 1
    while made.lower() in taken:
        count += 1
        made = f"{base}~{count}"
    taken.add(made.lower())
    return made
