"""One sheet of a workbook, filled from the top: words, tables and charts below each other, and how it prints."""

import io
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.image import Image
from xlsxwriter.worksheet import Worksheet

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.blocks import text_of
from mtqg_analysis.report.formats.excel_style import LINE, LINK, SMALL, WARNING, Look, fitting, height_of
from mtqg_analysis.report.formats.pictures import png_of
from mtqg_analysis.report.formats.signed import Block

CONTENTS = to_translate("Mục lục")
UNUSED = 8.43  # the width in digits of a column that nobody set
LEAST, WITH_PICTURES = 60, 80  # the widths below which words, or pictures, run on beyond a narrow table
PICTURE, POINTS = 6.0, 72  # inches that a picture is wide at most; points in an inch
HEADING = {1: 16, 2: 14}  # sizes of headings by their level; below these as the text, in bold


@dataclass(frozen=True)
class Paper:
    """A page to print on. size: its number in spreadsheets. room, height: digits of 12 pt and points that it holds."""

    size: int
    landscape: bool
    room: float
    height: float


# The papers that are tried in turn, A4, A4 and A3, with the part of its size to which a sheet may shrink on each:
# to 9 pt on an upright page, else to 7.
PAPERS = (Paper(9, False, 82, 690), 0.75), (Paper(9, True, 123, 445), 0.6), (Paper(8, True, 181, 690), 0.0)


class Filled:
    """A sheet being filled. widths: of its columns, in digits, together as wide as `least`. row: the next free one."""

    def __init__(self, sheet: Worksheet, look: Look, widths: list[float], least: float = LEAST) -> None:
        self.sheet, self.look, self.row, self.printed_from = sheet, look, 0, 0
        while sum(widths) < least:
            widths = [*widths, UNUSED]
        self.widths = widths
        self.heights: list[float] = []  # of the rows so far
        self.starts: list[int] = []  # the rows in which something begins that a page should not cut
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.hide_gridlines(2)

    @property
    def width(self) -> float:
        """The width of all columns, in digits."""
        return sum(self.widths)

    def begin(self) -> None:
        """From the next row on something stands together."""
        self.starts.append(self.row)

    def skip(self, rows: int = 1) -> None:
        """Leaves rows free."""
        self.take([LINE] * rows)

    def take(self, heights: list[float]) -> int:
        """Makes the next rows so high; returns the first of them."""
        first = self.row
        for height in heights:
            self.sheet.set_row(self.row, height)
            self.heights.append(height)
            self.row += 1
        return first

    def line(self, text: str, **about: Any) -> int:
        """A text over the whole width, broken where it must be; returns its row."""
        row = self.take([height_of(text, self.width, about)])
        style = self.look(text_wrap=True, valign="top", **about)
        if len(self.widths) > 1:
            self.sheet.merge_range(row, 0, row, len(self.widths) - 1, "", style)
        self.sheet.write_string(row, 0, fitting(text), style)
        return row

    def link(self, place: str, text: str, **about: Any) -> int:
        """A line that leads to a place of the workbook."""
        row = self.line(text, **LINK, **about)
        style = self.look(text_wrap=True, valign="top", **LINK, **about)
        self.sheet.write_url(row, 0, f"internal:{place}", style, fitting(text))
        return row

    def label(self) -> None:
        """Says that the data are illustrative, on the sheet and on every page of it."""
        self.sheet.set_header(f"&R&B{tr(ILLUSTRATIVE)}")
        self.line(tr(ILLUSTRATIVE), **WARNING)

    def back(self) -> None:
        """The first row leads back to the contents, and is not printed."""
        self.sheet.write_url(0, 0, f"internal:'{tr(CONTENTS)}'!A1", self.look(**LINK), f"← {tr(CONTENTS)}")
        self.take([LINE])
        self.printed_from = 1

    def words(self, block: Block) -> None:
        """A block that is neither table nor chart, as lines."""
        for text, about in word_lines(block):
            self.line(text, **about) if text else self.skip()

    def picture(self, block: Block, title: str) -> int:
        """A chart as a picture, with what the paged formats print around it; returns its first row."""
        first = self.line(title, bold=True)
        if block["scope"]:
            self.line(block["scope"], italic=True, **SMALL)
        drawing = png_of(block)
        if drawing:
            picture = Image(io.BytesIO(drawing))
            scale = min(1.0, PICTURE / (picture.width / picture.x_dpi))
            height = float(picture.height / picture.y_dpi * scale)
            row = self.take([LINE] * (ceil(height * POINTS / LINE) + 1))
            about = {"x_scale": scale, "y_scale": scale, "description": block["alt"]}
            self.sheet.insert_image(row, 0, picture, about)
        else:
            self.line(block["alt"])
        for text in (*block["notes"], block["source_line"]):
            if text:
                self.line(text, **SMALL)
        return first

    def chart(self, chart: Chart, rows: int) -> None:
        """A native chart, as wide as a picture and so many rows high."""
        row = self.take([LINE] * (rows + 1))
        chart.set_size({"width": round(PICTURE * 96), "height": round(rows * LINE * 96 / POINTS)})
        self.sheet.insert_chart(row, 0, chart)

    def set_up(self, headings: tuple[int, int] | None = None) -> None:
        """How the sheet prints. headings: the rows that are repeated on every page; else none is."""
        paper = next(paper for paper, least in PAPERS if paper.room >= least * self.width)
        self.sheet.set_paper(paper.size)
        if paper.landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        self.sheet.set_footer("&C&P/&N")
        self.sheet.print_area(self.printed_from, 0, max(1, self.row - 1), len(self.widths) - 1)
        if headings:
            self.sheet.repeat_rows(*headings)
        else:
            self.sheet.set_h_pagebreaks(self._breaks(paper.height / min(1.0, paper.room / self.width)))

    def _breaks(self, page: float) -> list[int]:
        """The rows before which a page ends, so that none cuts what stands together and fits on one."""
        breaks: list[int] = []
        used = 0.0
        for start, end in pairwise([*self.starts, self.row]):
            height = sum(self.heights[start:end])
            if start > 1 and used and used + height > page:
                breaks.append(start)
                used = 0.0
            used = (used + height) % page
        return breaks


def word_lines(block: Block) -> list[tuple[str, dict[str, Any]]]:
    """The lines of a block that is neither table nor chart, each with its look."""
    kind = block["type"]
    if kind == "head":
        facts: list[tuple[str, dict[str, Any]]] = [(f"{name}: {value}", {}) for name, value in block["facts"]]
        return [(block["title"], {"bold": True, "font_size": 16}), (block["subtitle"], {"italic": True}), *facts]
    if kind == "heading":
        text = f"{block['annex']}. {text_of(block['runs'])}" if "annex" in block else text_of(block["runs"])
        return [("", {}), (text, {"bold": True, "font_size": HEADING.get(block["level"], 12)})]
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
    return [(block["text"], WARNING if kind == "error" else {"font_name": "Courier New"})]
