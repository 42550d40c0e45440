"""Slides of the brief: its figures, its chart and its points, to be shown at the conference."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Mm, Pt

from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.keeping import steady
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.blocks import Document, text_of
from mtqg_analysis.report.formats.pictures import png_of
from mtqg_analysis.report.formats.signed import Block
from mtqg_analysis.report.letters import clean

WIDTH, HEIGHT, EDGE = 338, 190, 18  # millimetres of a wide slide
INK, BLUE, WARNING = (RGBColor.from_string(colour) for colour in ("222222", "00568A", "B00020"))
BODY, SMALL, MANY = 24, 20, 420  # points, to be read from the last row; smaller for more letters than this
BLANK = 6  # of the layouts that every presentation has


def write_slides(document: Document) -> bytes:
    """The document as a .pptx: a title with its key figures, then a slide for each chart and each list of points."""
    made = _Slides(document)
    for block in document.blocks:
        if block["type"] == "head":
            made.title(block)
        elif block["type"] == "figures":
            made.key_figures(block["figures"])
        elif block["type"] == "figure" and png_of(block):
            made.chart(block)
        elif block["type"] in ("list", "paragraph"):
            made.points(block)
    stream = io.BytesIO()
    made.show.save(stream)
    return steady(stream.getvalue())


@dataclass(frozen=True)
class Box:
    """Where a text stands on a slide, in millimetres."""

    top: float
    height: float
    left: float = EDGE
    width: float = WIDTH - 2 * EDGE


class _Slides:
    """A presentation in the making."""

    def __init__(self, document: Document) -> None:
        self.label = tr(ILLUSTRATIVE) if document.illustrative else ""
        self.show: Any = Presentation()
        self.show.slide_width, self.show.slide_height = Mm(WIDTH), Mm(HEIGHT)
        self.show.core_properties.title = clean(document.title)[:255]
        self.slide: Any = None

    def title(self, block: Block) -> None:
        self._begin()
        self._text([_bold(block["title"])], Box(30, 60), 36, BLUE)
        self._text([[{"text": block["subtitle"]}]], Box(92, 15), 20)

    def key_figures(self, figures: list[dict[str, str]]) -> None:
        width = (WIDTH - 2 * EDGE) / len(figures)
        for place, figure in enumerate(figures):
            left = EDGE + place * width
            self._text([_bold(figure["value"])], Box(118, 20, left, width), 28, BLUE)
            self._text([[{"text": figure[name]}] for name in ("label", "beside")], Box(138, 30, left, width), 16)

    def chart(self, block: Block) -> None:
        self._begin()
        self._text([_bold(block["title"])], Box(12, 22), 28, BLUE)
        drawing = io.BytesIO(png_of(block))
        picture = self.slide.shapes.add_picture(drawing, Mm(EDGE), Mm(38), height=Mm(125))
        most = Mm(WIDTH - 2 * EDGE)
        if picture.width > most:
            picture.width, picture.height = most, round(picture.height * most / picture.width)
        picture.left = (Mm(WIDTH) - picture.width) // 2
        picture._element.nvPicPr.cNvPr.set("descr", clean(block["alt"]))
        self._text([[{"text": block["scope"]}]], Box(168, 10), 12)

    def points(self, block: Block) -> None:
        self._begin()
        lines = block["items"] if block["type"] == "list" else [block["runs"]]
        letters = sum(len(text_of(line)) for line in lines)
        self._text([_bold(tr("Đánh giá và kiến nghị"))], Box(12, 16), 28, BLUE)
        self._text(lines, Box(34, 140), BODY if letters < MANY else SMALL)

    def _begin(self) -> None:
        self.slide = self.show.slides.add_slide(self.show.slide_layouts[BLANK])
        if self.label:
            self._text([_bold(self.label)], Box(4, 8), 14, WARNING)

    def _text(self, lines: Sequence[list[dict[str, Any]]], box: Box, size: float, colour: RGBColor = INK) -> None:
        places = (Mm(side) for side in (box.left, box.top, box.width, box.height))
        frame = self.slide.shapes.add_textbox(*places).text_frame
        frame.word_wrap = True
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size / 2)
            for part in line:
                run = paragraph.add_run()
                run.text = clean(part["text"])
                run.font.size, run.font.bold, run.font.italic = Pt(size), part.get("bold"), part.get("italic")
                run.font.color.rgb, run.font.name = colour, "Times New Roman"


def _bold(text: str) -> list[dict[str, Any]]:
    return [{"text": text, "bold": True}]
