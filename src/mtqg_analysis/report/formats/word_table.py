"""A table block as a native table of Word: headings that repeat on each page, row groups that stay with their label."""

from typing import Any

from docx.shared import Pt
from docx.text.paragraph import Paragraph

from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.formats.word_xml import MM, add_link, element
from mtqg_analysis.report.layout import PADDING, STRETCH
from mtqg_analysis.report.letters import clean
from mtqg_analysis.report.markup import is_web_link

Block = dict[str, Any]
TWENTIETHS = 20  # of a point: what Word measures tables in
EDGE = 3  # rows that a longer table keeps together where it begins and, with its notes, where it ends
RULE = {"val": "single", "sz": 4, "space": 0, "color": "A0A0A0"}


def table_element(block: Block, width_mm: float, owner: Any) -> Any:
    """The `w:tbl` of a table block. owner: the document's body, for the links in its cells."""
    total = sum(block["weights"])
    widths = [round(width_mm * MM * weight / total) for weight in block["weights"]]
    borders = [element(side, **RULE) for side in ("top", "bottom", "insideH")]
    inset = round(PADDING / 4 * block["size"] * TWENTIETHS)  # a digit is half as wide as its type is high
    margins = [element(side, w=inset, type="dxa") for side in ("left", "right")]
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("tblBorders", *borders),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *margins),
        element("tblLook", val="0020", firstRow=1),
        element("tblCaption", val=clean(block["title"])),
        element("tblDescription", val=clean(block["scope"])),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    table = _Rows(block, widths, owner)
    return element("tbl", properties, grid, *table.headings(), *table.body())


class _Rows:
    """The rows of one table."""

    def __init__(self, block: Block, widths: list[int], owner: Any) -> None:
        self.block, self.widths, self.owner = block, widths, owner
        # Looked up once: doing so for each cell took three quarters of the time.
        self.style = owner.part.document.styles["MTQG Table"].style_id

    def headings(self) -> list[Any]:
        """The heading rows; a cell that reaches down is continued in the rows below."""
        cells = self.block["headings"]
        rows = []
        for row in range(max(cell["row"] + cell["height"] for cell in cells)):
            covering = [cell for cell in cells if cell["row"] <= row < cell["row"] + cell["height"]]
            line = [self._heading(cell, row) for cell in sorted(covering, key=lambda cell: int(cell["column"]))]
            rows.append(element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *line))
        return rows

    def _heading(self, cell: dict[str, Any], row: int) -> Any:
        width = sum(self.widths[cell["column"] : cell["column"] + cell["width"]])
        merge = "" if cell["height"] == 1 else "restart" if cell["row"] == row else "continue"
        text = "" if merge == "continue" else cell["text"]
        return self._cell(width, self._paragraph(text, "center", bold=True, keep=True), cell["width"], merge, "center")

    def body(self) -> list[Any]:
        """The body's rows."""
        return [self._row(line, cells) for line, cells in enumerate(self.block["cells"])]

    def _row(self, line: int, cells: list[dict[str, Any]]) -> Any:
        last = line == len(self.block["cells"]) - 1
        bold, keep = line in self.block["strong"], last or self._kept(line + 1)
        made = []
        for place, (column, cell) in enumerate(zip(self.block["columns"], cells, strict=True)):
            merge, text = self._merge(line, place), cell["text"]
            side = "left" if column["rows"] or column["kind"] in TEXTUAL else "right"
            shown = self._paragraph("" if merge == "continue" else text, side, bold, keep, column["kind"])
            made.append(self._cell(self.widths[place], shown, merge=merge))
        return element("tr", element("trPr", element("cantSplit")), *made)

    def _kept(self, line: int) -> bool:
        """Whether a row stays on the page of the one above: in a short table, at its ends, or within a stretch."""
        rows = len(self.block["cells"])
        if rows <= STRETCH or line < EDGE or line > rows - EDGE:
            return True
        grouped = [place for place, column in enumerate(self.block["columns"]) if column["rows"]]
        return bool(grouped) and self._merge(line, grouped[0]) == "continue"

    def _merge(self, line: int, place: int) -> str:
        """How a cell joins the one above: not at all, or as the head or a later row of a stretch of its group."""
        height = self.block["stretches"][line][place]
        return "" if height == 1 else "restart" if height else "continue"

    def _cell(self, width: int, paragraph: Any, span: int = 1, merge: str = "", align: str = "top") -> Any:
        properties = element("tcPr", element("tcW", w=width, type="dxa"))
        if span > 1:
            properties.append(element("gridSpan", val=span))
        if merge:
            properties.append(element("vMerge", val=merge))
        properties.append(element("vAlign", val=align))
        return element("tc", properties, paragraph)

    def _paragraph(self, text: str, side: str, bold: bool, keep: bool, kind: str = "text") -> Any:
        kept = [element("keepNext")] if keep else []
        made = element("p", element("pPr", element("pStyle", val=self.style), *kept, element("jc", val=side)))
        paragraph = Paragraph(made, self.owner)
        if is_web_link(kind, text):
            add_link(paragraph, text, text, self.block["size"])
        elif text:
            run = paragraph.add_run(clean(text))
            run.bold, run.font.size = bold or None, Pt(self.block["size"])
        return made
