"""Reading .xlsx and .xlsm with openpyxl, which keeps error cells; other readers lose them."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from mtqg_analysis.intake.workbook import Cell, Kind, Sheet, Workbook, date_cell, number_cell

FORM_NAME = "mtqg_form"  # the defined name by which a workbook says that this project wrote it
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_xlsx(path: Path) -> Workbook:
    """All sheets of an .xlsx file: stored values, and the text of formulas where there are any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that carry no value
        with path.open("rb") as stream:  # openpyxl would judge a path by its extension
            book = openpyxl.load_workbook(stream, data_only=True, keep_links=False)
        formulas = _formulas(path) if _has_formulas(path) else {}
        sheets = [_sheet(sheet, formulas.get(sheet.title, {})) for sheet in book.worksheets]
        return Workbook("xlsx", sheets, FORM_NAME in book.defined_names)


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(FORMULA.search(archive.read(name)) for name in sheets)


def _formulas(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The formulas of every sheet; a second reading, since openpyxl gives either results or formulas."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with path.open("rb") as stream:
        for sheet in openpyxl.load_workbook(stream, read_only=True, keep_links=False).worksheets:
            cells = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
            found[sheet.title] = {(cell.row, cell.column): _formula_text(cell.value) for cell in cells}
    return found


def _formula_text(value: Any) -> str:
    """Array formulas come as objects that hold the text."""
    return str(getattr(value, "text", value) or "=")


def _sheet(source: Any, formulas: dict[tuple[int, int], str]) -> Sheet:
    sheet = Sheet(source.title, hidden=source.sheet_state != "visible")
    sheet.merges = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in source.merged_cells.ranges]
    sheet.hidden_rows = {row for row, dimension in source.row_dimensions.items() if dimension.hidden}
    sheet.hidden_columns = set(_hidden_columns(source))
    for (row, column), cell in source._cells.items():
        made = _cell(cell, formulas.get((row, column), ""))
        if made is not None:
            sheet.cells[row, column] = made
    return sheet


def _hidden_columns(source: Any) -> Iterator[int]:
    for dimension in source.column_dimensions.values():
        if dimension.hidden and dimension.min:
            yield from range(dimension.min, min(dimension.max, 16384) + 1)


def _cell(cell: Any, formula: str) -> Cell | None:
    value = cell.value
    if value is None:
        return Cell(Kind.UNRESOLVED, formula, formula=formula) if formula else None
    if cell.data_type == "e":
        return Cell(Kind.ERROR, str(value), formula=formula)
    if isinstance(value, bool):
        return Cell(Kind.BOOLEAN, str(value), formula=formula)
    if isinstance(value, (int, float)):
        percent = "%" in (cell.number_format or "")
        return number_cell(value, percent=percent, formula=formula)
    if isinstance(value, (datetime, date)):
        return date_cell(value.date() if isinstance(value, datetime) else value)
    text = str(value)
    if formula and not text:
        return Cell(Kind.TEXT, "", formula=formula)
    return Cell(Kind.TEXT, text, font=cell.font.name or "", formula=formula) if text.strip() else None
