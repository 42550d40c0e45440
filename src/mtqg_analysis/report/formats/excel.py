"""The workbook: a cover, one sheet a table, the charts; numbers are numbers, and arithmetic is live.

Nothing from data becomes a formula, a link other than to the web, or a format: texts are written as strings, and
formulas are only the arithmetic that a table declares between its own cells.
"""

import io
from datetime import datetime
from functools import cache
from itertools import count
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.image import Image
from xlsxwriter.worksheet import Worksheet

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.blocks import Document, text_of
from mtqg_analysis.report.formats.excel_names import sheet_names
from mtqg_analysis.report.formats.grid import BORDERS, LETTERS, Grid, wrapped
from mtqg_analysis.report.formats.pictures import png_of
from mtqg_analysis.report.formats.signed import Block, lists_sources
from mtqg_analysis.report.layout import headings
from mtqg_analysis.report.letters import clean, each_text
from mtqg_analysis.report.markup import is_web_link

MADE = datetime(2000, 1, 1)  # a fixed day, so that the same report gives the same bytes
LONGEST = 32_767  # letters that a cell can hold
UNUSED = 8.43  # the width in letters of a column that nobody set
LONG = 10  # rows beyond which a table is worth filtering
LINE = 16  # points that a line of 12 pt takes
FONT = {"font_name": "Times New Roman", "font_size": 12}
PAGE = 690.0  # points of height that a page of the sheet of charts holds
PICTURE, POINTS = 6.4, 72  # inches that a picture is wide at most; points in an inch
SMALL: dict[str, Any] = {"font_size": 10, "font_color": "#464646"}
COVER = 80  # the width of the cover's one column, which is that of the page
UPRIGHT = 95  # the width beyond which a table is printed across
LEAST = 60  # the width below which the lines above and below a narrow table are not broken


def write_excel(document: Document) -> bytes:
    """The document as a workbook; the same document gives the same bytes."""
    stream = io.BytesIO()
    options = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with Workbook(stream, {"in_memory": True, "default_format_properties": dict(FONT), **options}) as book:
        title = clean(document.title)
        book.set_properties({"title": title[:255], "created": MADE})
        _Book(book, document.illustrative).write(each_text(document.blocks, clean), title)
    return stream.getvalue()


class _Book:
    """A workbook in the making: its formats, and which block lies on which sheet."""

    def __init__(self, book: Workbook, illustrative: bool) -> None:
        self.book = book
        self.illustrative = illustrative
        self.heights: dict[tuple[str, int], float] = {}  # of rows of charts and of lines, by sheet and row
        self.style = cache(lambda **about: book.add_format(FONT | about))

    def write(self, blocks: list[Block], title: str) -> None:
        figures = [block for block in blocks if block["type"] == "figure"]
        own = [tr("Bìa"), *([tr("Hình")] if figures else [])]
        cover = self._sheet(own[0])
        names = sheet_names([block for block in blocks if block["type"] == "table"], set(own))
        sources = next((names[id(block)] for block in blocks if block["type"] == "table" and lists_sources(block)), "")
        for block in blocks:
            if block["type"] == "table":
                sheet = self._sheet(names[id(block)])
                self._write_table(sheet, block, "" if names[id(block)] == sources else sources)
        places = {id(block): f"'{names[id(block)]}'!A1" for block in blocks if block["type"] == "table"}
        if figures:
            places |= self._write_figures(self._sheet(own[1]), figures)
        self._write_cover(cover, blocks, title, places)

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        sheet.set_footer("&C&P/&N")
        sheet.hide_gridlines(2)
        if self.illustrative:
            sheet.set_header(f"&R&B{tr(ILLUSTRATIVE)}")
        return sheet

    # The cover -------------------------------------------------------------------------------------------------------

    def _write_cover(self, sheet: Worksheet, blocks: list[Block], title: str, places: dict[int, str]) -> None:
        """The report without its displays: head, headings, paragraphs, and the way to each table and figure."""
        sheet.set_column(0, 0, COVER)
        rows = count()
        if not any(block["type"] == "head" for block in blocks):
            self._line(sheet, next(rows), title, bold=True, font_size=16)
        if self.illustrative:
            self._line(sheet, next(rows), tr(ILLUSTRATIVE), bold=True, font_color="#B00020")
        tables, figures = count(1), count(1)
        for block in blocks:
            if block["type"] == "figure":
                self._link(sheet, next(rows), places[id(block)], _figure_title(block, next(figures)))
            elif block["type"] == "table":
                place = places[id(block)]
                named = block["title"] and tr("Bảng {number}. {title}", number=next(tables), title=block["title"])
                self._link(sheet, next(rows), place, named or place.split("'")[1])
            else:
                for text, about in _cover_lines(block):
                    self._line(sheet, next(rows), text, **about)

    def _link(self, sheet: Worksheet, row: int, place: str, text: str) -> None:
        self._line(sheet, row, text)
        style = self.style(font_color="#00568A", underline=1, text_wrap=True, valign="top")
        sheet.write_url(row, 0, f"internal:{place}", style, _fitting(text))

    def _write_figures(self, sheet: Worksheet, figures: list[Block]) -> dict[int, str]:
        """The charts as pictures below each other, with what the paged formats print around them; where each stands."""
        sheet.set_column(0, 0, COVER)
        places, row, breaks, used = {}, 0, [], 0.0
        for number, block in enumerate(figures, start=1):
            places[id(block)] = f"'{sheet.name}'!A{row + 1}"
            row = self._write_lines(
                sheet, row, [(_figure_title(block, number), {"bold": True}), (block["scope"], SMALL)]
            )
            row = (
                self._picture(sheet, row, block)
                if png_of(block)
                else self._write_lines(sheet, row, [(block["alt"], {})])
            )
            start = int(places[id(block)].rpartition("A")[2]) - 1
            row = 1 + self._write_lines(sheet, row, [(text, SMALL) for text in (*block["notes"], block["source_line"])])
            height = sum(self.heights.get((sheet.name, one), LINE) for one in range(start, row))
            if start and used + height > PAGE:  # a printed page that ended within a chart would cut it
                breaks.append(start)
                used = 0.0
            used += height
        sheet.set_h_pagebreaks(breaks)
        return places

    def _write_lines(self, sheet: Worksheet, row: int, lines: list[tuple[str, dict[str, Any]]]) -> int:
        """Writes the lines that say something, one a row; returns the next free row."""
        said = [(text, about) for text, about in lines if text]
        for place, (text, about) in enumerate(said, start=row):
            self._line(sheet, place, text, **about)
        return row + len(said)

    def _picture(self, sheet: Worksheet, row: int, block: Block) -> int:
        """Lays a chart over as many rows as it is high; returns the next free row."""
        picture = Image(io.BytesIO(png_of(block)))
        scale = min(1.0, PICTURE / (picture.width / picture.x_dpi))
        height = float(picture.height / picture.y_dpi * scale)
        rows = ceil(height * POINTS / LINE) + 1
        for place in range(row, row + rows):
            sheet.set_row(place, LINE)
            self.heights[sheet.name, place] = LINE
        sheet.insert_image(row, 0, picture, {"x_scale": scale, "y_scale": scale, "description": block["alt"]})
        return row + rows

    def _line(self, sheet: Worksheet, row: int, text: str, **about: Any) -> None:
        size = about.get("font_size", 12)
        letters = 1 if about.get("bold") else LETTERS  # bold letters are as wide as digits
        self.heights[sheet.name, row] = _lines(text, COVER * 12 / size, letters) * LINE * size / 12
        sheet.set_row(row, self.heights[sheet.name, row])
        sheet.write_string(row, 0, _fitting(text), self.style(text_wrap=True, valign="top", **about))

    # A table ---------------------------------------------------------------------------------------------------------

    def _write_table(self, sheet: Worksheet, block: Block, sources: str) -> None:
        grid = Grid(block, top=2 + self.illustrative)
        if sum(grid.widths) > UPRIGHT:
            sheet.set_landscape()
        for place, width in enumerate(grid.widths):
            sheet.set_column(place, place, width)
        self._write_above(sheet, grid)
        self._write_headings(sheet, grid)
        for row, cells in enumerate(block["cells"]):
            self._write_row(sheet, grid, row, cells)
        self._write_foot(sheet, grid, sources)
        sheet.repeat_rows(grid.top, grid.body - 1)
        labels = sum(column["rows"] for column in block["columns"]) or 1
        sheet.freeze_panes(grid.body, grid.starts[labels] if labels < len(grid.starts) else 0)
        if len(block["cells"]) > LONG:
            sheet.autofilter(grid.body - 1, 0, grid.last, grid.width - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _write_above(self, sheet: Worksheet, grid: Grid) -> None:
        block = grid.block
        self._across(sheet, grid, 0, block["title"], self.style(bold=True, font_size=14))
        self._across(sheet, grid, 1, block["scope"], self.style(italic=True, **SMALL))
        if self.illustrative:
            self._across(sheet, grid, 2, tr(ILLUSTRATIVE), self.style(bold=True, font_color="#B00020"))

    def _across(self, sheet: Worksheet, grid: Grid, row: int, text: str, style: Format) -> None:
        """A line of text over the whole width of a table, broken where it must be."""
        style.set_text_wrap()
        style.set_align("top")
        last, letters = grid.width - 1, sum(grid.widths)
        if letters < LEAST:  # a narrow table: the line may run on beyond it
            last += ceil((LEAST - letters) / UNUSED)
        if last:
            sheet.merge_range(row, 0, row, last, "", style)
        width = max(letters, LEAST) * 12 / style.font_size
        sheet.set_row(row, _lines(text, width) * LINE * style.font_size / 12)
        sheet.write_string(row, 0, _fitting(text), style)

    def _write_headings(self, sheet: Worksheet, grid: Grid) -> None:
        style = self.style(bold=True, text_wrap=True, align="center", valign="vcenter", border=1, bg_color="#E8EEF2")
        for row, lines in enumerate(grid.heading_lines):
            sheet.set_row(grid.top + row, LINE * lines)
        for cell in headings(grid.paths):
            row, text = grid.top + cell.row, _fitting(cell.text)
            if cell.height * cell.width > 1:
                end = (row + cell.height - 1, cell.column + cell.width - 1)
                sheet.merge_range(row, cell.column, *end, "", style)
            sheet.write_string(row, cell.column, text, style)

    def _write_row(self, sheet: Worksheet, grid: Grid, row: int, cells: list[dict[str, Any]]) -> None:
        sheet.set_row(grid.body + row, LINE * grid.lines(row))
        line, bold = grid.body + row, grid.is_total(row)
        for place, cell in enumerate(cells):
            start, spread, numbers = grid.starts[place], grid.spread[place], cell.get("numbers", ())
            if (row, place) in grid.years:
                about = {"border": 1, "valign": "top", "align": "left", "bold": bold, "num_format": "0"}
                sheet.write_number(line, start, int(cell["text"]), self.style(**about))
                continue
            if not numbers:
                self._write_text(sheet, grid, row, place)
                for empty in range(start + 1, start + spread):
                    sheet.write_blank(line, empty, None, self.style(border=1))
                continue
            style = self.style(border=1, valign="top", bold=bold, num_format=cell["format"])
            formula = grid.formula(row, place)
            if formula:
                sheet.write_formula(line, start, formula, style, numbers[0])
                continue
            for offset in range(spread):  # a single number among intervals is both of its ends
                sheet.write_number(line, start + offset, numbers[min(offset, len(numbers) - 1)], style)
        if grid.block["origins"]:
            origin = grid.block["origins"][row]
            said = tr(
                "Nguồn: {sources}. Chốt số liệu: {cut_off}. Cơ sở kế hoạch: {basis}.",
                sources="; ".join(origin["sources"]),
                cut_off=origin["cut_off"],
                basis=origin["basis"],
            )
            sheet.write_comment(line, 0, _fitting(said), {"x_scale": 2, "author": ""})

    def _write_text(self, sheet: Worksheet, grid: Grid, row: int, place: int) -> None:
        """A cell of the body that holds words: a link where it is an address."""
        kind, text = grid.block["columns"][place]["kind"], grid.block["cells"][row][place]["text"]
        at = (grid.body + row, grid.starts[place])
        about = {"border": 1, "valign": "top", "text_wrap": True, "bold": grid.is_total(row)}
        if is_web_link(kind, text) and len(text) < 2080:  # the longest address that a workbook can hold
            sheet.write_url(*at, text, self.style(**about, font_color="#00568A"), text)
            return
        side = {} if kind in TEXTUAL else {"align": "right"}
        sheet.write_string(*at, _fitting(text), self.style(**about, **side))

    def _write_foot(self, sheet: Worksheet, grid: Grid, sources: str) -> None:
        row, style = grid.last + 2, self.style(**SMALL)
        for text in grid.block["notes"]:
            self._across(sheet, grid, row, text, style)
            row += 1
        said = grid.block["source_line"]
        if said and sources:
            sheet.write_url(row, 0, f"internal:'{sources}'!A1", style, _fitting(said))
        elif said:
            sheet.write_string(row, 0, _fitting(said), style)
        if said and not grid.block["origins"]:
            sheet.write_comment(0, 0, _fitting(f"{grid.block['scope']}\n{said}"), {"x_scale": 2, "author": ""})


def _cover_lines(block: Block) -> list[tuple[str, dict[str, Any]]]:
    """The lines of a block on the cover, each with its look."""
    kind = block["type"]
    if kind == "head":
        facts: list[tuple[str, dict[str, Any]]] = [(f"{name}: {value}", {}) for name, value in block["facts"]]
        return [(block["title"], {"bold": True, "font_size": 16}), (block["subtitle"], {"italic": True}), *facts]
    if kind == "heading":
        text = f"{block['annex']}. {text_of(block['runs'])}" if "annex" in block else text_of(block["runs"])
        return [("", {}), (text, {"bold": True, "font_size": 14 if block["level"] < 3 else 12})]
    if kind == "paragraph":
        return [(text_of(block["runs"]), {})]
    if kind == "list":
        return [(f"- {text_of(item)}", {}) for item in block["items"]]
    if kind == "figures":
        return [
            (f"{one['label']}: {one['value']} {one['beside']}".rstrip(), {"bold": True}) for one in block["figures"]
        ]
    if kind in ("signature", "page"):
        return []  # a workbook is not what gets signed
    if kind == "error":
        return [(block["text"], {"bold": True, "font_color": "#B00020"})]
    return [(block["text"], {"font_name": "Courier New"})]


def _figure_title(block: Block, number: int) -> str:
    return tr("Hình {number}. {title}", number=number, title=block["title"] or block["alt"])


def _lines(text: str, width: float, letters: float = LETTERS) -> int:
    """How many lines a text of 12 pt takes in a column. letters: how many of them are as wide as a digit."""
    return sum(wrapped(part, (width - BORDERS) * letters) for part in text.split("\n"))


def _fitting(text: str) -> str:
    """A text that a cell can hold; what is cut off is marked."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
