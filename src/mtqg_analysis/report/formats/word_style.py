"""The look of the Word format: Decree 30/2020/NĐ-CP's margins and sizes, Times New Roman, black, no theme."""

from datetime import datetime
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mtqg_analysis.domain.language import current_language
from mtqg_analysis.report.formats.document_format import document_format
from mtqg_analysis.report.formats.word_xml import element
from mtqg_analysis.report.letters import clean

FONT = "Times New Roman"
THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
PROOFING = {"vi": "vi-VN", "en": "en-GB"}
MADE = datetime(2000, 1, 1)  # a fixed day, so that the same report gives the same bytes
CENTER, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def looks() -> dict[str, dict[str, Any]]:
    """What each style is to look like; sizes and spaces in points, the first-line indent in millimetres."""
    figures = document_format()
    body, heading, space = figures["body_size"], figures["heading_size"], figures["paragraph_space"]
    title = {"size": figures["abstract_size"], "bold": True, "align": CENTER, "after": space}
    small = {"size": 10, "align": LEFT, "grey": True}
    return {
        "Normal": {"size": body, "align": LEFT},
        "Title": title,
        "Subtitle": {"size": body, "italic": True, "align": CENTER, "after": space},
        "Body Text": {"size": body, "align": JUSTIFY, "after": space, "indent": figures["first_line_indent"]},
        "Heading 1": title,
        "Heading 2": {"size": heading, "bold": True, "align": LEFT, "before": 12, "after": space, "keep": True},
        "Heading 3": {"size": body, "bold": True, "italic": True, "before": 9, "after": space, "keep": True},
        "Heading 4": {"size": body, "italic": True, "before": 6, "after": space, "keep": True},
        "List Bullet": {"size": body, "align": JUSTIFY, "after": 3},
        "List Number": {"size": body, "align": JUSTIFY, "after": 3},
        "Caption": {"size": 12, "bold": True, "align": LEFT, "before": 9, "after": 2, "keep": True},
        "TOC 1": {"size": 12, "after": 2},
        "MTQG Scope": small | {"italic": True, "after": 4, "keep": True},
        "MTQG Note": small | {"before": 3, "after": 9, "together": True},
        "MTQG Fact": {"size": 11, "align": LEFT, "after": 2},
        "MTQG Table": {"size": 11, "before": 2, "after": 2},
        "MTQG Code": {"size": 10, "align": LEFT, "after": space},
    }


def dress(document: Document, language: str) -> None:
    """Our own document: every style as it is to look, in one font, proofed in one language, on one kind of page."""
    _plain_fonts(document, PROOFING[language])
    for name, look in looks().items():
        _apply(_style(document, name), look)
    figures, section = document_format(), document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(figures["margin_top"]), Mm(figures["margin_bottom"])
    section.left_margin, section.right_margin = Mm(figures["margin_left"]), Mm(figures["margin_right"])
    section.header_distance = section.footer_distance = Mm(10)


def complete(document: Document) -> None:
    """An office's own frame: the styles that it lacks are added, those that it has are left alone."""
    held = {style.name for style in document.styles}
    for name, look in looks().items():
        if name not in held:
            _apply(_style(document, name), look)


def _style(document: Document, name: str) -> Any:
    held = {style.name: style for style in document.styles}
    return held.get(name) or document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _apply(style: Any, look: dict[str, Any]) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.name, font.size = FONT, Pt(look["size"])
    font.bold, font.italic = look.get("bold", False), look.get("italic", False)
    font.color.rgb = RGBColor(70, 70, 70) if look.get("grey") else RGBColor(0, 0, 0)
    paragraph.alignment = look.get("align", LEFT)
    paragraph.space_before, paragraph.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 0))
    paragraph.keep_with_next = look.get("keep", False)
    paragraph.keep_together = look.get("together", False)
    paragraph.line_spacing = 1.0
    if "indent" in look:
        paragraph.first_line_indent = Mm(look["indent"])
    _bare(style.element)


def _bare(style: Any) -> None:
    """Without the ornaments of the library's own titles, and in one font for every script."""
    letter_spacing = [one for run in style.iter(qn("w:rPr")) for one in run.findall(qn("w:spacing"))]
    for ornament in [*style.iter(qn("w:pBdr")), *letter_spacing]:
        ornament.getparent().remove(ornament)
    for fonts in style.iter(qn("w:rFonts")):
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{name}"), FONT)


def _plain_fonts(document: Document, proofing: str) -> None:
    """No font of a theme anywhere, and one proofing language where Word and others look for it."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        for name in THEME:
            fonts.attrib.pop(qn(f"w:{name}"), None)
    for language in list(styles.iter(qn("w:lang"))):
        language.getparent().remove(language)
    for defaults in styles.iter(qn("w:rPrDefault")):
        properties = defaults.find(qn("w:rPr"))
        fonts = properties.find(qn("w:rFonts"))
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{name}"), FONT)
        properties.append(element("lang", val=proofing, eastAsia=proofing, bidi="ar-SA"))
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), proofing)


def describe(document: Any, title: str, author: str) -> None:
    """What the file says of itself."""
    about = document.core_properties
    about.title, about.language = clean(title)[:255], PROOFING[current_language()]
    about.author = about.last_modified_by = clean(author)[:255]
    about.created = about.modified = MADE
    about.revision, about.comments = 1, ""
