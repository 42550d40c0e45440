"""Reading .ods straight from its XML, row by row: repeats are never expanded beyond what holds something.

Of the libraries tried, none gives merges, hidden rows and error cells of this format together.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from mtqg_analysis.intake.gate import MAX_CELLS, too_many_cells
from mtqg_analysis.intake.ods_styles import NUMBER, STYLE, TABLE, Styles
from mtqg_analysis.intake.workbook import Cell, Kind, Sheet, Workbook, date_cell, number_cell, text_cell

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
STYLES = (
    f"{STYLE}style",
    *(f"{NUMBER}{kind}-style" for kind in ("number", "currency", "percentage", "date", "boolean", "text")),
)
BESIDE = (f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note", f"{TEXT}ruby-text")  # not of a cell's text
AMOUNT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
SPACES = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
MOST_REPEATS = 1000  # of a cell or row with content; more is a filled-down ghost
LAST_COLUMN = 16_384


def read_ods(path: Path) -> Workbook:
    """All sheets of an .ods file."""
    styles, sheets = Styles(), list[Sheet]()
    with zipfile.ZipFile(path) as archive:
        for part in ("styles.xml", "content.xml"):
            if part in archive.namelist():
                with archive.open(part) as stream:
                    sheets += _sheets(stream, styles)
    return Workbook("ods", sheets)


@dataclass
class _Sheet:
    """What is known while a sheet is read. usual: first and last column, and the style of their cells."""

    sheet: Sheet
    styles: Styles
    usual: list[tuple[int, int, str]] = field(default_factory=list)
    column: int = 1
    row: int = 1

    def style(self, cell: etree._Element, row: etree._Element, column: int) -> str:
        """The style of a cell: its own, that of its row, or that of its column."""
        own = cell.get(f"{TABLE}style-name") or row.get(f"{TABLE}default-cell-style-name")
        return own or next((name for first, last, name in self.usual if first <= column <= last), "")


def _sheets(stream: object, styles: Styles) -> Iterator[Sheet]:
    """The sheets of one part of the file; its styles are added to those that are known. Tables within cells are not."""
    tags = (*STYLES, f"{TABLE}table", f"{TABLE}table-column", f"{TABLE}table-row")
    state: _Sheet | None = None
    depth = 0
    for event, one in etree.iterparse(
        stream, ("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    ):
        if one.tag == f"{TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                hidden = one.get(f"{TABLE}style-name", "") in styles.hidden
                state = _Sheet(Sheet(one.get(f"{TABLE}name", ""), hidden=hidden), styles)
            elif depth == 0 and state is not None:
                yield state.sheet
        elif event == "end" and one.tag in STYLES:
            styles.add(one)
        elif event == "end" and depth == 1 and state is not None:
            (_add_column if one.tag == f"{TABLE}table-column" else _add_row)(state, one)
            if one.tag == f"{TABLE}table-row":
                one.clear()


def _add_column(state: _Sheet, one: etree._Element) -> None:
    count = min(int(one.get(f"{TABLE}number-columns-repeated", "1")), LAST_COLUMN)
    if _is_hidden(one):
        state.sheet.hidden_columns.update(range(state.column, state.column + count))
    state.usual.append((state.column, state.column + count - 1, one.get(f"{TABLE}default-cell-style-name", "")))
    state.column += count


def _add_row(state: _Sheet, one: etree._Element) -> None:
    sheet, row = state.sheet, state.row
    count = int(one.get(f"{TABLE}number-rows-repeated", "1"))
    cells = list(_cells(state, one))
    if len(sheet.cells) + len(cells) * min(count, MOST_REPEATS) > MAX_CELLS:
        raise too_many_cells(len(sheet.cells) + len(cells) * count)
    for at, cell, hidden in cells:
        for below in range(min(count, MOST_REPEATS)):
            sheet.cells[row + below, at] = cell
            if hidden:
                sheet.scaled[row + below, at] = hidden
    if _is_hidden(one):
        sheet.hidden_rows.update(range(row, row + min(count, MOST_REPEATS)))
    state.row += count


def _is_hidden(one: etree._Element) -> bool:
    return one.get(f"{TABLE}visibility") in ("collapse", "filter")


def _cells(state: _Sheet, row: etree._Element) -> Iterator[tuple[int, Cell, int]]:
    """The cells of a row that hold something: column, cell, and how many thousandfolds its format hides."""
    column, at = 1, state.row
    for one in row:
        if one.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        count = int(one.get(f"{TABLE}number-columns-repeated", "1"))
        if one.tag == f"{TABLE}table-cell":
            down, across = (int(one.get(f"{TABLE}number-{name}-spanned", "1")) for name in ("rows", "columns"))
            if (down, across) != (1, 1):
                state.sheet.merges.append((at, column, at + down - 1, column + across - 1))
            cell, hidden = _cell(one, state.style(one, row, column), state.styles)
            if cell is not None:
                yield from ((column + right, cell, hidden) for right in range(min(count, MOST_REPEATS)))
        column += count


def _cell(one: etree._Element, style: str, styles: Styles) -> tuple[Cell | None, int]:
    """What a cell holds; one that is typed and states no value is what it shows, as in a file without types."""
    kind = one.get(f"{CALC}value-type") or one.get(f"{OFFICE}value-type")
    shown = "\n".join(_words(text) for text in one.iterchildren(f"{TEXT}p"))
    formula = one.get(f"{TABLE}formula", "")
    formula = "=" + formula.partition(":")[2].lstrip("=") if formula else ""
    if kind == "error" or (shown.startswith("#") and formula):
        return Cell(Kind.ERROR, shown or "#ERR", formula=formula), 0
    stated = one.get(f"{OFFICE}{'date-' if kind == 'date' else ''}value", "")
    if kind in ("float", "percentage", "currency") and AMOUNT.fullmatch(stated):
        value = float(stated)
        hidden = styles.thousands_hidden(style, value)
        return number_cell(value, percent=kind == "percentage", formula=formula, thousands=hidden), hidden
    if kind == "date" and stated:
        return date_cell(date.fromisoformat(stated[:10])), 0
    if kind == "boolean":
        return Cell(Kind.BOOLEAN, shown), 0
    if formula and not shown:
        return Cell(Kind.UNRESOLVED, formula, formula=formula), 0
    return (text_cell(shown, styles.fonts.get(style, "")) if shown.strip() else None), 0


def _words(element: etree._Element) -> str:
    """The text of a paragraph as printed: without comments, and with the blanks that have elements of their own."""
    words = element.text or ""
    for one in element:
        if one.tag == f"{TEXT}s":
            words += " " * min(int(one.get(f"{TEXT}c", "1")), 100)
        elif one.tag in SPACES:
            words += SPACES[one.tag]
        elif one.tag not in BESIDE:
            words += _words(one)
        words += one.tail or ""
    return words
