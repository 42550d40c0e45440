"""Reading .xlsx and .xlsm straight from their XML, row by row: results and formulas together, and errors as errors.

Of the libraries tried, openpyxl gives either results or formulas, stops at an empty fill and at the Strict form, and
makes every row up to the last; the quicker ones lose error cells, fonts, number formats and what is hidden.
"""

import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from mtqg_analysis.intake.number_format import is_date, is_percent, thousands_hidden
from mtqg_analysis.intake.workbook import At, Cell, Kind, Merge, Sheet, Workbook, date_cell, number_cell
from mtqg_analysis.intake.xlsx_parts import TRUE, Package, Parts, SheetPart, read_parts, text_of

FORM_NAME = "mtqg_form"  # the defined name by which a workbook says that this project wrote it
DIGITS = "0123456789"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def read_xlsx(path: Path) -> Workbook:
    """All sheets of an .xlsx file: stored values, and the text of formulas where there are any."""
    with zipfile.ZipFile(path) as archive:
        package = Package(archive)
        parts = read_parts(package)
        sheets = [_read(package, parts, one) for one in parts.sheets]
        return Workbook("xlsx", sheets, FORM_NAME in parts.names)


class _Shown(NamedTuple):
    """A style as the cells of it need it, worked out once."""

    font: str = ""
    code: str = "General"
    date: bool = False
    percent: bool = False


@dataclass
class _Sheet:
    """What is known while a sheet is read. formulas: those that several cells share, by their number."""

    sheet: Sheet
    parts: Parts
    shown: list[_Shown]
    formulas: dict[str, str] = field(default_factory=dict)


def _read(package: Package, parts: Parts, one: SheetPart) -> Sheet:
    shown = [_Shown(font, code, is_date(code), is_percent(code)) for code, font in parts.styles]
    state = _Sheet(Sheet(one.name, hidden=one.hidden), parts, shown)
    sheet, row = state.sheet, 0
    for element in package.elements(one.part, "row", "col", "mergeCell"):
        match etree.QName(element).localname:
            case "row":
                row = _within(int(element.get("r", row + 1)), LAST_ROW)
                if element.get("hidden") in TRUE:
                    sheet.hidden_rows.add(row)
                for at, cell in _cells(state, element, row):
                    sheet.cells[at] = cell
            case "col" if element.get("hidden") in TRUE:
                last = min(int(element.get("max", "0")), LAST_COLUMN)
                sheet.hidden_columns.update(range(int(element.get("min", "1")), last + 1))
            case "mergeCell":
                sheet.merges.append(_range(element.get("ref", "")))
    return sheet


def _cells(state: _Sheet, row: etree._Element, number: int) -> Iterator[tuple[At, Cell]]:
    column = 0
    for element in row:
        if not element.tag.endswith("}c"):
            continue
        place = element.get("r")
        column = _within(_column(place.rstrip(DIGITS)) if place else column + 1, LAST_COLUMN)
        cell = _cell(state, element, (number, column))
        if cell is not None:
            yield (number, column), cell


def _cell(state: _Sheet, element: etree._Element, at: At) -> Cell | None:
    stored, formula = _content(state, element)
    kind = element.get("t", "n")
    if stored is None or (kind == "n" and not stored.strip()):
        return Cell(Kind.UNRESOLVED, formula, formula=formula) if formula and kind != "str" else _empty(formula)
    style = int(element.get("s", "0"))
    shown = state.shown[style] if style < len(state.shown) else _Shown()
    match kind:
        case "e":
            return Cell(Kind.ERROR, stored, formula=formula)
        case "b":
            return Cell(Kind.BOOLEAN, str(stored.strip() in TRUE), formula=formula)
        case "d":
            return date_cell(datetime.fromisoformat(stored).date())
        case "n":
            return _number(state, float(stored), shown, formula, at)
    text = state.parts.texts[int(stored)] if kind == "s" else stored
    return Cell(Kind.TEXT, text, font=shown.font, formula=formula) if text.strip() else _empty(formula)


def _content(state: _Sheet, element: etree._Element) -> tuple[str | None, str]:
    """What a cell stores, None without anything, and its formula."""
    stored, formula = None, ""
    for part in element:
        name = part.tag[-2:]  # behind the namespace
        if name == "}v":
            stored = part.text
        elif name == "}f":
            formula = _formula(state, part)
        elif name == "is":
            stored = text_of(part)
    return stored, formula


def _empty(formula: str) -> Cell | None:
    """A formula whose result is no text at all is held; a cell without anything is none."""
    return Cell(Kind.TEXT, "", formula=formula) if formula else None


def _formula(state: _Sheet, part: etree._Element) -> str:
    """The text of a formula; of one that is shared, as the first of its cells has it."""
    text, shared = part.text or "", part.get("si")
    if part.get("t") == "shared" and shared is not None:
        text = state.formulas.setdefault(shared, text)
    return f"={text}"


def _number(state: _Sheet, value: float, shown: _Shown, formula: str, at: At) -> Cell:
    if not math.isfinite(value):
        return Cell(Kind.ERROR, str(value), formula=formula)
    if shown.date:
        return _day(value, state.parts.from_1904, formula)
    hidden = thousands_hidden(shown.code, value)
    if hidden:
        state.sheet.scaled[at] = hidden
    return number_cell(value, percent=shown.percent, formula=formula, thousands=hidden)


def _day(value: float, from_1904: bool, formula: str) -> Cell:
    try:
        day = from_excel(value, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):  # no day has this number; Excel shows only signs there
        return Cell(Kind.ERROR, "#VALUE!", formula=formula)
    if isinstance(day, (datetime, date)):
        return date_cell(day.date() if isinstance(day, datetime) else day)
    return Cell(Kind.TEXT, str(day), formula=formula)  # a time of day


@cache
def _column(letters: str) -> int:
    """The number of a column.

    >>> _column("C"), _column("AB"), _column("XFD")
    (3, 28, 16384)
    """
    number = 0
    for letter in letters[:4]:
        number = 26 * number + ord(letter.upper()) - 64
    return number


def _range(ref: str) -> Merge:
    left, top, right, bottom = range_boundaries(ref)
    return top, left, bottom, right


def _within(number: int, most: int) -> int:
    """A row's or column's number; raises ValueError where a sheet has no such place."""
    if not 0 < number <= most:
        raise ValueError(number)
    return number
