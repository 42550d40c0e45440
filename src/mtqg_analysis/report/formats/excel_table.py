"""A table on a sheet: numbers are numbers, and what follows from others or from the data is a formula."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.formats.drawn import Data
from mtqg_analysis.report.formats.excel_sheet import Filled
from mtqg_analysis.report.formats.excel_style import LINE, LINK, SMALL, Look, fitting
from mtqg_analysis.report.formats.grid import Grid
from mtqg_analysis.report.formats.signed import Block
from mtqg_analysis.report.layout import headings
from mtqg_analysis.report.markup import is_web_link

LONG = 10  # rows beyond which a table that has its sheet for itself is worth filtering
ADDRESS = 2080  # letters of the longest address that a workbook can hold
SOURCES = "Nguon_so_lieu"  # the name of the place where the list of sources stands


def write_table(filled: Filled, block: Block, data: Data, with_sources: bool) -> Grid:
    """Title, scope, table, notes and sources; with_sources: the workbook lists them, so that the line leads there."""
    if block["title"]:
        filled.line(block["title"], bold=True, font_size=14)
    if block["scope"]:
        filled.line(block["scope"], italic=True, **SMALL)
    grid = Grid(block, filled.row, filled.widths, data)
    rows = _Rows(filled.sheet, filled.look, grid)
    filled.take([LINE * lines for lines in grid.heading_lines])
    rows.headings()
    filled.take([LINE * grid.lines(row) for row in range(len(block["cells"]))])
    rows.body()
    filled.skip()
    for text in block["notes"]:
        filled.line(text, **SMALL)
    if block["source_line"] and with_sources:
        filled.link(SOURCES, block["source_line"], font_size=10)
    elif block["source_line"]:
        filled.line(block["source_line"], **SMALL)
    if block["source_line"] and not block["origins"]:
        said = f"{block['scope']}\n{block['source_line']}"
        filled.sheet.write_comment(grid.top, 0, fitting(said), {"x_scale": 2, "author": ""})
    return grid


def set_up_alone(filled: Filled, grid: Grid) -> None:
    """The view and the print of a sheet that one table has for itself."""
    labels = sum(column["rows"] for column in grid.block["columns"]) or 1
    filled.sheet.freeze_panes(grid.body, grid.starts[labels] if labels < len(grid.starts) else 0)
    if len(grid.block["cells"]) > LONG:
        filled.sheet.autofilter(grid.body - 1, 0, grid.last, grid.width - 1)
    filled.set_up((grid.top, grid.body - 1))


class _Rows:
    """The rows of one table."""

    def __init__(self, sheet: Worksheet, look: Look, grid: Grid) -> None:
        self.sheet, self.look, self.grid = sheet, look, grid

    def headings(self) -> None:
        style = self.look(bold=True, text_wrap=True, align="center", valign="vcenter", border=1, bg_color="#E8EEF2")
        for cell in headings(self.grid.paths):
            row, text = self.grid.top + cell.row, fitting(cell.text)
            if cell.height * cell.width > 1:
                end = (row + cell.height - 1, cell.column + cell.width - 1)
                self.sheet.merge_range(row, cell.column, *end, "", style)
            self.sheet.write_string(row, cell.column, text, style)

    def body(self) -> None:
        block = self.grid.block
        for row, cells in enumerate(block["cells"]):
            for place, cell in enumerate(cells):
                self._cell(row, place, cell)
            if block["origins"]:
                self._origin(row, block["origins"][row])

    def _cell(self, row: int, place: int, cell: dict[str, Any]) -> None:
        grid, numbers = self.grid, cell.get("numbers", ())
        line, start, spread = grid.body + row, grid.starts[place], grid.spread[place]
        about = {"border": 1, "valign": "top", "bold": grid.is_strong(row)}
        if (row, place) in grid.years:
            self.sheet.write_number(line, start, int(cell["text"]), self.look(align="left", num_format="0", **about))
            return
        if not numbers:
            self._text(row, place, about)
            for empty in range(start + 1, start + spread):
                self.sheet.write_blank(line, empty, None, self.look(border=1))
            return
        style = self.look(num_format=cell["format"], **about)
        formula = grid.formula(row, place)
        if formula:
            self.sheet.write_formula(line, start, formula, style, numbers[0])
            return
        for offset in range(spread):  # a single number among intervals is both of its ends
            self.sheet.write_number(line, start + offset, numbers[min(offset, len(numbers) - 1)], style)

    def _text(self, row: int, place: int, about: dict[str, Any]) -> None:
        """A cell that holds words: a link where it is an address."""
        kind, text = self.grid.block["columns"][place]["kind"], self.grid.block["cells"][row][place]["text"]
        at = (self.grid.body + row, self.grid.starts[place])
        if is_web_link(kind, text) and len(text) < ADDRESS:
            self.sheet.write_url(*at, text, self.look(text_wrap=True, **about, **LINK), text)
            return
        side = {} if kind in TEXTUAL else {"align": "right"}
        self.sheet.write_string(*at, fitting(text), self.look(text_wrap=True, **about, **side))

    def _origin(self, row: int, origin: dict[str, Any]) -> None:
        said = tr(
            "Nguồn: {sources}. Chốt số liệu: {cut_off}. Cơ sở kế hoạch: {basis}.",
            sources="; ".join(origin["sources"]),
            cut_off=origin["cut_off"],
            basis=origin["basis"],
        )
        self.sheet.write_comment(self.grid.body + row, 0, fitting(said), {"x_scale": 2, "author": ""})
