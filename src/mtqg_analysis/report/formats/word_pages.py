"""The pages of a Word file: how they lie, their numbers, and the label of illustrative data on each."""

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.word_style import CENTER
from mtqg_analysis.report.formats.word_xml import add_field, element

WARNING = RGBColor(0xB0, 0x00, 0x20)
HIGH_HEADER = 7  # millimetres from the edge to a header of two lines, so that the text below keeps its place


def number_pages(file: Any, illustrative: bool) -> None:
    """The page number at the top from the second page on; the label of illustrative data on every page."""
    section = file.sections[0]
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    add_field(number, "PAGE", "2")
    if not illustrative:
        return
    section.header_distance = Mm(HIGH_HEADER)
    for header in (section.header, section.first_page_header):
        label = header.paragraphs[0] if header is not section.header else header.add_paragraph()
        label.alignment = CENTER
        label.paragraph_format.space_after = Pt(6)
        run = label.add_run(tr(ILLUSTRATIVE))
        run.bold, run.font.color.rgb, run.font.size = True, WARNING, Pt(11)


def turn(properties: Any, landscape: bool, is_first: bool, is_annex: bool) -> None:
    """A section's page, upright or across; its first page hides its number where the report or an annex begins.

    An annex counts its pages from 1 (Decree 30/2020/NĐ-CP, Annex I).
    """
    page = properties.find(qn("w:pgSz"))
    sides = sorted(int(page.get(qn(f"w:{side}"))) for side in ("w", "h"))
    width, height = reversed(sides) if landscape else sides
    page.set(qn("w:w"), str(width))
    page.set(qn("w:h"), str(height))
    page.attrib.pop(qn("w:orient"), None)
    if landscape:
        page.set(qn("w:orient"), "landscape")
    if is_annex:
        properties.find(qn("w:pgMar")).addnext(element("pgNumType", start=1))
    for hidden in [] if is_first or is_annex else properties.findall(qn("w:titlePg")):
        properties.remove(hidden)
