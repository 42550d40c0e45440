"""The workbook: contents, the data, a sheet a section; numbers are numbers, and arithmetic is live.

Nothing from data becomes a formula, a link other than to the web, or a format: texts are written as strings, and
formulas are only the arithmetic that a table declares between its own cells, and sums of rows of the data.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count, zip_longest

from xlsxwriter import Workbook

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.formats.blocks import Document, text_of
from mtqg_analysis.report.formats.drawn import SHEET
from mtqg_analysis.report.formats.excel_chart import FRAME, bars_of
from mtqg_analysis.report.formats.excel_data import data_widths, write_data
from mtqg_analysis.report.formats.excel_sheet import CONTENTS, LEAST, WITH_PICTURES, Filled
from mtqg_analysis.report.formats.excel_sheets import Sheet, sheets_of
from mtqg_analysis.report.formats.excel_style import FONT, looks
from mtqg_analysis.report.formats.excel_table import SOURCES, set_up_alone, write_table
from mtqg_analysis.report.formats.grid import Grid
from mtqg_analysis.report.formats.signed import Block, lists_sources
from mtqg_analysis.report.issuer import Issuer
from mtqg_analysis.report.letters import clean, each_text

MADE = datetime(2000, 1, 1)  # a fixed day, so that the same report gives the same bytes
COVER = 80  # the width of the contents' one column, which is that of the page
SHOWN = ("table", "figure")
WIDEST, SHARED = 60, 40  # digits of the widest column: on a sheet of one table, and where several share the columns


def write_excel(document: Document) -> bytes:
    """The document as a workbook; the same document gives the same bytes."""
    stream = io.BytesIO()
    options = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with Workbook(stream, {"in_memory": True, "default_format_properties": dict(FONT), **options}) as book:
        book.set_properties({"title": clean(document.title)[:255], "created": MADE})
        blocks = list(_numbered(each_text(document.blocks, clean)))
        _Book(book, replace(document, title=clean(document.title), blocks=blocks)).write()
    return stream.getvalue()


def _numbered(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with the numbers of tables and figures, as the paged formats count them."""
    numbers = {"table": count(1), "figure": count(1)}
    for block in blocks:
        counted = block["type"] == "figure" or (block["type"] == "table" and block["title"])
        yield block | {"number": next(numbers[block["type"]])} if counted else block


class _Book:
    """A workbook in the making."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self.book, self.document, self.look = book, document, looks(book)
        self.with_sources = any(block["type"] == "table" and lists_sources(block) for block in document.blocks)
        self.places: dict[int, str] = {}  # of tables and figures, by the number of each in the document

    def write(self) -> None:
        """The contents first, since they are what opens; they are written last, when every place is known."""
        contents = self._sheet(tr(CONTENTS), [COVER])
        own = [tr(CONTENTS)]
        if self.document.data.rows:
            own.append(SHEET)
            write_data(self._sheet(SHEET, data_widths(self.document.data)), self.document.data)
        kept, sheets = sheets_of(self.document.blocks, own)
        for name, sheet in sheets.items():
            self._write_sheet(name, sheet)
        self._write_contents(contents, {id(block) for block in kept})

    def _sheet(self, name: str, widths: Sequence[float] = (), least: float = 0) -> Filled:
        return Filled(self.book.add_worksheet(name), self.look, list(widths), least)

    def _write_sheet(self, name: str, sheet: Sheet) -> None:
        tables = [block for block in sheet.blocks if block["type"] == "table"]
        wanted = [Grid(block, 0).wanted(WIDEST if sheet.alone else SHARED) for block in tables]
        is_drawn = any(block.get("plotted") or block["type"] not in ("table", "heading") for block in sheet.blocks)
        least = WITH_PICTURES if is_drawn else LEAST
        filled = self._sheet(name, [max(column) for column in zip_longest(*wanted, fillvalue=0.0)], least)
        filled.back()
        if self.document.illustrative:
            filled.label()
        if not sheet.alone:
            above = ""
            for block in sheet.blocks:
                if block["type"] == "heading" or (block["type"] in SHOWN and above in SHOWN):
                    filled.begin()
                above = block["type"]
                self._write_block(filled, block)
            filled.sheet.freeze_panes(1, 0)
            filled.set_up()
            return
        for block in (one for one in sheet.blocks if "annex" in one):
            self._write_annex(filled, block)
        grid = self._write_block(filled, tables[0])
        for block in (one for one in sheet.blocks if one is not tables[0] and "annex" not in one):
            self._write_block(filled, block)
        assert grid is not None
        set_up_alone(filled, grid)

    def _write_annex(self, filled: Filled, heading: Block) -> None:
        """The head of an annex, as it is printed to lie behind the signed report."""
        filled.line(heading["annex"], bold=True, align="center")
        filled.line(text_of(heading["runs"]).upper(), bold=True, font_size=14, align="center")
        if self.document.issuer:
            filled.line(Issuer.of(self.document.issuer).attached_line, italic=True, align="center")

    def _write_block(self, filled: Filled, block: Block) -> Grid | None:
        grid = None
        if block["type"] == "table":
            row = filled.row
            if lists_sources(block):
                self.book.define_name(SOURCES, f"='{filled.sheet.name}'!$A${row + 1}")
            grid = write_table(filled, block, self.document.data, self.with_sources and not lists_sources(block))
            if block["plotted"]:
                filled.chart(bars_of(self.book, filled.sheet.name, grid), FRAME + len(block["cells"]))
        elif block["type"] == "figure":
            row = filled.picture(block, _figure_title(block))
        else:
            filled.words(block)
            return None
        self.places[id(block)] = f"'{filled.sheet.name}'!A{row + 1}"
        filled.skip()
        return grid

    def _write_contents(self, filled: Filled, kept: set[int]) -> None:
        """The head, the way to each table and figure under its heading, and what stands on no other sheet."""
        if not any(block["type"] == "head" for block in self.document.blocks):
            filled.line(self.document.title, bold=True, font_size=16)
        if self.document.illustrative:
            filled.label()
        if self.document.data.rows:
            filled.link(f"'{SHEET}'!A1", tr("{sheet}. Số liệu mà các bảng tính từ đó", sheet=SHEET))
        waiting: list[Block] = []  # headings below which nothing was said yet
        for block in self.document.blocks:
            if block["type"] == "heading":
                waiting = [*(one for one in waiting if one["level"] < block["level"]), block]
            elif id(block) in self.places or id(block) in kept:
                for heading in waiting:
                    filled.words(heading)
                waiting = []
                self._write_entry(filled, block)
        filled.set_up()

    def _write_entry(self, filled: Filled, block: Block) -> None:
        """A line of the contents that leads to a table or figure, or what stands in the contents themselves."""
        place = self.places.get(id(block), "")
        if block["type"] == "figure" and not place:
            filled.picture(block, _figure_title(block))
        elif place:
            filled.link(place, _figure_title(block) if block["type"] == "figure" else _table_title(block, place))
        else:
            filled.words(block)


def _figure_title(block: Block) -> str:
    return tr("Hình {number}. {title}", number=block["number"], title=block["title"] or block["alt"])


def _table_title(block: Block, place: str) -> str:
    if not block["title"]:
        return place.split("'")[1]
    return tr("Bảng {number}. {title}", number=block["number"], title=block["title"])
