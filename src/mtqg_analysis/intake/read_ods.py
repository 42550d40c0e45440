"""Reading .ods straight from its XML: repeats are never expanded beyond what holds something.

Of the libraries tried, none gives merges, hidden rows and error cells of this format together.
"""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from mtqg_analysis.intake.gate import MAX_CELLS, too_many_cells
from mtqg_analysis.intake.workbook import Cell, Kind, Sheet, Workbook, date_cell, number_cell, text_cell

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
MOST_REPEATS = 1000  # of a cell or row with content; more is a filled-down ghost


def read_ods(path: Path) -> Workbook:
    """All sheets of an .ods file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        root = etree.parse(stream, parser).getroot()
    hidden = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for one in style.iter(f"{STYLE}table-properties")
        if one.get(f"{TABLE}display") == "false"
    }
    fonts = {
        style.get(f"{STYLE}name"): one.get(f"{STYLE}font-name", "")
        for style in root.iter(f"{STYLE}style")
        for one in style.iter(f"{STYLE}text-properties")
    }
    return Workbook("ods", [_sheet(table, hidden, fonts) for table in root.iter(f"{TABLE}table")])


def _sheet(table: etree._Element, hidden: set[str | None], fonts: dict[str | None, str]) -> Sheet:
    sheet = Sheet(table.get(f"{TABLE}name", ""), hidden=table.get(f"{TABLE}style-name") in hidden)
    column = 1
    for one in table.iter(f"{TABLE}table-column"):
        count = min(int(one.get(f"{TABLE}number-columns-repeated", "1")), 16384)
        if one.get(f"{TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_columns.update(range(column, column + count))
        column += count
    row = 1
    for one in table.iter(f"{TABLE}table-row"):
        count = int(one.get(f"{TABLE}number-rows-repeated", "1"))
        cells = list(_row(sheet, one, row, fonts))
        if len(sheet.cells) + len(cells) * min(count, MOST_REPEATS) > MAX_CELLS:
            raise too_many_cells(len(sheet.cells) + len(cells) * count)
        for at, cell in cells:
            for below in range(min(count, MOST_REPEATS)):
                sheet.cells[row + below, at] = cell
        if one.get(f"{TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_rows.update(range(row, row + min(count, MOST_REPEATS)))
        row += count
    return sheet


def _row(sheet: Sheet, row: etree._Element, at: int, fonts: dict[str | None, str]) -> Iterator[tuple[int, Cell]]:
    column = 1
    for one in row:
        if one.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        count = int(one.get(f"{TABLE}number-columns-repeated", "1"))
        if one.tag == f"{TABLE}table-cell":
            down, across = (int(one.get(f"{TABLE}number-{name}-spanned", "1")) for name in ("rows", "columns"))
            if (down, across) != (1, 1):
                sheet.merges.append((at, column, at + down - 1, column + across - 1))
            cell = _cell(one, fonts)
            if cell is not None:
                yield from ((column + right, cell) for right in range(min(count, MOST_REPEATS)))
        column += count


def _cell(one: etree._Element, fonts: dict[str | None, str]) -> Cell | None:
    kind = one.get(f"{CALC}value-type") or one.get(f"{OFFICE}value-type")
    shown = "\n".join("".join(text.itertext()) for text in one.iter(f"{TEXT}p"))
    formula = one.get(f"{TABLE}formula", "")
    formula = "=" + formula.partition(":")[2].lstrip("=") if formula else ""
    if kind == "error" or (shown.startswith("#") and formula):
        return Cell(Kind.ERROR, shown or "#ERR", formula=formula)
    if kind in ("float", "percentage", "currency"):
        value = float(one.get(f"{OFFICE}value", "nan"))
        return number_cell(int(value) if value == int(value) else value, percent=kind == "percentage", formula=formula)
    if kind == "date":
        return date_cell(date.fromisoformat(one.get(f"{OFFICE}date-value", "")[:10]))
    if kind == "boolean":
        return Cell(Kind.BOOLEAN, shown)
    if formula and not shown:
        return Cell(Kind.UNRESOLVED, formula, formula=formula)
    return text_cell(shown, fonts.get(one.get(f"{TABLE}style-name"), "")) if shown.strip() else None
