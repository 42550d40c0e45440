"""The Word document: real headings, captions, native tables and alt texts, for an official to go on editing."""

import base64
import io
from copy import deepcopy
from itertools import count, pairwise
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.ledger.keeping import steady
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.blocks import Document, text_of
from mtqg_analysis.report.formats.document_format import document_format
from mtqg_analysis.report.formats.paper import oriented
from mtqg_analysis.report.formats.pictures import png_of
from mtqg_analysis.report.formats.signed import Block
from mtqg_analysis.report.formats.word_frame import body_place, fill_frame, open_frame
from mtqg_analysis.report.formats.word_issuer import figures_element, head_element, signature_element
from mtqg_analysis.report.formats.word_pages import WARNING, number_pages, turn
from mtqg_analysis.report.formats.word_places import Places
from mtqg_analysis.report.formats.word_style import CENTER, complete, describe, dress
from mtqg_analysis.report.formats.word_table import table_element
from mtqg_analysis.report.formats.word_xml import (
    add_field,
    add_link,
    describe_picture,
    element,
    link_within,
    name_place,
    restart_list,
)
from mtqg_analysis.report.issuer import Issuer
from mtqg_analysis.report.letters import clean


def write_word(document: Document) -> bytes:
    """The document as a .docx; the same document gives the same bytes.

    Raises ParameterError when the office's frame is not one.
    """
    written = _Word(document)
    written.write()
    stream = io.BytesIO()
    written.file.save(stream)
    return steady(stream.getvalue())


class _Word:
    """A Word file in the making.

    anchor: in an office's frame, the paragraph before which the report is set. turns: the next paragraph begins a page.
    annexed: the present run of pages begins with an annex.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.issuer = Issuer.of(document.issuer) if document.issuer else None
        self.framed = bool(document.word_frame)
        self.file: Any = open_frame(base64.b64decode(document.word_frame)) if self.framed else docx.Document()
        self.anchor: Any = None
        if self.framed:
            fill_frame(self.file, document.title, self.issuer)
            self.anchor = body_place(self.file)
        self.pictures, self.tables, self.figures, self.sections = count(1), count(1), count(1), count(1)
        self.places = Places()
        self.landscape = self.turns = self.annexed = False

    def write(self) -> None:
        """Everything: styles, head, blocks, sections, signature, and what the file says of itself."""
        if self.framed:
            complete(self.file)
        else:
            dress(self.file, current_language())
            number_pages(self.file, self.document.illustrative)
        runs = oriented(self.document.blocks)
        if not self.framed:  # whose pages are the office's
            runs = [(landscape, part) for landscape, blocks in runs for part in _by_annex(blocks)]
        for place, (landscape, blocks) in enumerate(runs):
            self.landscape, self.annexed = landscape, not self.framed and "annex" in blocks[0]
            for block in blocks:
                WRITERS[block["type"]](self, block)
            if place < len(runs) - 1 or (self.framed and landscape):
                self._end_section(first=place == 0)
        if self.places.ended:
            self._paragraph("Normal")
        if self.framed:
            self.anchor.getparent().remove(self.anchor)
        else:
            turn(self.file.sections[-1]._sectPr, self.landscape, len(runs) < 2, self.annexed)
        self.places.remember(self.file)
        describe(self.file, self.document.title, self.issuer.agency if self.issuer else "")

    # Pages -----------------------------------------------------------------------------------------------------------

    def _end_section(self, first: bool) -> None:
        """Closes a run of pages, or an annex, in its last paragraph: one more could need a page of its own."""
        properties = deepcopy(self.file.sections[-1]._sectPr)
        turn(properties, self.landscape, first, self.annexed)
        body = self.file.element.body
        last = body[-2] if self.anchor is None else self.anchor.getprevious()  # the body's own section comes last
        if last is None or last.tag != qn("w:p") or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            last = self._paragraph("Normal")._p
        last.get_or_add_pPr().append(properties)

    def _width(self) -> float:
        """The width of the text in millimetres on the present run's pages."""
        section = self.file.sections[-1]
        sides = sorted((section.page_width, section.page_height))
        return float((sides[self.landscape] - section.left_margin - section.right_margin) / Mm(1))

    # Blocks ----------------------------------------------------------------------------------------------------------

    def _append(self, made: Any) -> None:
        if self.anchor is not None:
            self.anchor.addprevious(made)
        else:
            self.file.element.body.insert_element_before(made, "w:sectPr")

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        made = element("p")
        self._append(made)
        paragraph = Paragraph(made, self.file._body)
        paragraph.style = self.file.styles[style]
        if self.turns:  # not a break within the contents list, which Word writes anew
            paragraph.paragraph_format.page_break_before, self.turns = True, False
        self.places.pass_by(paragraph)
        if text:
            paragraph.add_run(clean(text))
        return paragraph

    def _head(self, block: Block) -> None:
        if not self.framed:
            if self.issuer:
                self._append(head_element(self.issuer, self.file._body, self._width()))
                self._paragraph("Title", self.issuer.document_type.upper()).paragraph_format.space_before = Pt(18)
            self._paragraph("Title", block["title"])
            if self.issuer and self.issuer.addressee_line:
                self._paragraph("Body Text", self.issuer.addressee_line)
        if block["contents"] or not self.issuer:
            self._paragraph("Subtitle", block["subtitle"])
        if "draft" in block:
            run = self._paragraph("Subtitle").add_run(clean(block["draft"]))
            run.bold, run.italic, run.font.color.rgb = True, False, WARNING
        if block["illustrative"]:
            run = self._paragraph("Subtitle").add_run(tr(ILLUSTRATIVE))
            run.bold, run.font.color.rgb = True, WARNING
        for name, value in block["facts"]:
            paragraph = self._paragraph("MTQG Fact")
            paragraph.add_run(f"{clean(name)}: ").bold = True
            paragraph.add_run(clean(value))
        if block["contents"]:
            self._contents()

    def _contents(self) -> None:
        """The contents list as a field that Word brings up to date when it opens the file.

        The pages are fields too, without a number of ours: where headings fall only the layout of a program knows.
        """
        headings = [block for block in self.document.blocks if block["type"] == "heading" and block["level"] == 2]
        if self.framed or not headings:
            return
        title = self._paragraph("Title", tr("Mục lục"))
        title.paragraph_format.space_before = Pt(12)
        lines = [self._paragraph("TOC 1") for _ in headings]
        for number, (line, block) in enumerate(zip(lines, headings, strict=True), start=1):
            line.paragraph_format.tab_stops.add_tab_stop(Mm(self._width()), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            link = link_within(f"muc_{number}", text_of(block["runs"]))
            add_field(line, f"PAGEREF muc_{number} \\h", "")
            link.extend([element("r", element("tab")), *line._p.r_lst])
            line._p.append(link)
        first, last = lines[0]._p, lines[-1]._p
        instruction = element("instrText")
        instruction.text = ' TOC \\o "2-2" \\h \\z \\u '
        instruction.set(qn("xml:space"), "preserve")
        begin = element("fldChar", fldCharType="begin", dirty="true")
        for offset, part in enumerate((begin, instruction, element("fldChar", fldCharType="separate")), start=1):
            first.insert(offset, element("r", part))  # after the paragraph's properties
        last.append(element("r", element("fldChar", fldCharType="end")))
        self.turns = True

    def _heading(self, block: Block) -> None:
        if "annex" in block:
            self._annex(block)
        else:
            heading = self._paragraph(f"Heading {min(block['level'], 4)}")
            self._runs(heading, block["runs"])
            if block["level"] == 2:
                name_place(heading, next(self.sections), "muc")

    def _annex(self, block: Block) -> None:
        """An annex begins a page, with its number and what it belongs to."""
        self.turns = True
        number = self._paragraph("Subtitle")
        number.paragraph_format.keep_with_next = True
        run = number.add_run(clean(block["annex"]))
        run.bold, run.italic, run.font.size = True, False, Pt(document_format()["annex_word_size"])
        name_place(number, block["number"], "phu_luc")
        title = self._paragraph("Heading 2", text_of(block["runs"]).upper())
        title.alignment = CENTER
        name_place(title, next(self.sections), "muc")
        if self.issuer:
            self._paragraph("Subtitle", self.issuer.attached_line)

    def _page(self, _: Block) -> None:
        self.turns = True

    def _figures(self, block: Block) -> None:
        """The key figures side by side, in a table without borders."""
        self._append(figures_element(block["figures"], self.file._body, self._width()))
        self._paragraph("MTQG Note")

    def _text(self, block: Block) -> None:
        paragraph = self._paragraph("List Bullet" if "place" in block else "Body Text")
        self._runs(paragraph, block["runs"])
        self.places.enclose(block, [paragraph])

    def _list(self, block: Block) -> None:
        style = "List Number" if block["ordered"] else "List Bullet"
        numbering = restart_list(self.file, self.file.styles[style]) if block["ordered"] else None
        paragraphs = [self._paragraph(style) for _ in block["items"]]
        for paragraph, item in zip(paragraphs, block["items"], strict=True):
            if numbering is not None:
                properties = element("numPr", element("ilvl", val=0), element("numId", val=numbering))
                paragraph._p.get_or_add_pPr().append(properties)
            self._runs(paragraph, item)
        self.places.enclose(block, paragraphs)

    def _code(self, block: Block) -> None:
        run = self._paragraph("MTQG Code").add_run(clean(block["text"]))
        run.font.name = "Courier New"

    def _error(self, block: Block) -> None:
        self._paragraph("MTQG Code").add_run(clean(block["text"])).font.color.rgb = WARNING

    def _table(self, block: Block) -> None:
        self._caption(block, tr("Bảng"), self.tables)
        self._append(table_element(block, self._width(), self.file._body))
        self._foot(block)

    def _elsewhere(self, block: Block) -> None:
        self._caption(block, tr("Bảng"), self.tables)
        self._paragraph("Body Text", block["text"]).paragraph_format.keep_with_next = bool(block["notes"])
        self._foot(block)

    def _figure(self, block: Block) -> None:
        self._caption(block, tr("Hình"), self.figures)
        paragraph = self._paragraph("Normal")
        if not png_of(block):
            paragraph.add_run(clean(f"[{block['alt']}]")).italic = True
        else:
            paragraph.paragraph_format.keep_with_next = True
            run = paragraph.add_run()
            run.add_picture(io.BytesIO(png_of(block)), width=Mm(min(165, self._width())))
            describe_picture(run, block["title"], block["alt"], next(self.pictures))
        self._foot(block)

    def _signature(self, _: Block) -> None:
        if self.issuer and not self.framed:
            last = self.file.element.body.xpath("(./w:p | ./w:sdt/w:sdtContent/w:p)[last()]")[0]
            Paragraph(last, self.file._body).paragraph_format.keep_with_next = True  # no page of a signature alone
            self._append(signature_element(self.issuer, self.file._body, self._width()))
            self._paragraph("Normal")  # Word wants a paragraph below a table

    def _caption(self, block: Block, word: str, numbers: Any) -> None:
        """The numbered title, which Word counts itself, and what all figures below have in common."""
        if not block["title"]:
            return
        caption = self._paragraph("Caption", f"{word} ")
        add_field(caption, f"SEQ {word} \\* ARABIC", str(next(numbers)))
        caption.add_run(clean(f". {block['title']}"))
        if block["scope"]:
            self._paragraph("MTQG Scope", block["scope"])

    def _foot(self, block: Block) -> None:
        lines = [*block["notes"], *([block["source_line"]] if block["source_line"] else [])]
        self._paragraph("MTQG Note", "\n".join(lines))

    def _runs(self, paragraph: Paragraph, runs: list[dict[str, Any]]) -> None:
        for part in runs:
            address = part.get("link", "")
            if address.startswith(("https://", "http://")):
                add_link(paragraph, address, part["text"])
                continue
            if "annex" in part:
                add_field(paragraph, f"REF phu_luc_{part['annex']} \\h", part["text"])
                continue
            run = paragraph.add_run(clean(part["text"]))
            run.bold, run.italic = part.get("bold"), part.get("italic")
            if part.get("code"):
                run.font.name = "Courier New"


def _by_annex(blocks: list[Block]) -> list[list[Block]]:
    """Blocks of pages that lie the same way, parted where an annex begins."""
    starts = [0, *(place for place, block in enumerate(blocks) if place and "annex" in block), len(blocks)]
    return [blocks[start:end] for start, end in pairwise(starts)]


WRITERS = {
    "head": _Word._head,
    "heading": _Word._heading,
    "paragraph": _Word._text,
    "list": _Word._list,
    "code": _Word._code,
    "error": _Word._error,
    "signature": _Word._signature,
    "table": _Word._table,
    "elsewhere": _Word._elsewhere,
    "figure": _Word._figure,
    "figures": _Word._figures,
    "page": _Word._page,
}
