"""The WordprocessingML that python-docx has no words for: elements, fields, links and borders."""

from typing import Any
from zlib import crc32

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from mtqg_analysis.report.letters import clean

MM = 1440 / 25.4  # twips in a millimetre
BLACK, BLUE = "000000", "00568A"


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """A `w:` element with its children and `w:` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def add_field(paragraph: Paragraph, instruction: str, result: str, **begin: object) -> None:
    """A field with the result that is shown until Word works it out again."""
    parts = (
        element("fldChar", fldCharType="begin", **begin),
        element("instrText"),
        element("fldChar", fldCharType="separate"),
        None,
        element("fldChar", fldCharType="end"),
    )
    for part in parts:
        run = paragraph.add_run("" if part is not None else result)
        if part is not None:
            run._r.append(part)
            if part.tag == qn("w:instrText"):
                part.set(qn("xml:space"), "preserve")
                part.text = f" {instruction} "


def add_link(paragraph: Paragraph, address: str, text: str, size: float | None = None) -> None:
    """A link to the web; the caller has made sure that it is one."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = element("hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(clean(text))
    run.font.color.rgb, run.font.underline = RGBColor.from_string(BLUE), True
    run.font.size = None if size is None else Pt(size)
    link.append(run._r)
    paragraph._p.append(link)


def name_place(paragraph: Paragraph, number: int, kind: str) -> None:
    """Gives a paragraph the name `kind_number`, to which links within the document lead."""
    own = f"{kind}_{number}"
    key = crc32(own.encode()) >> 2  # ids are signed, and no two of a document may be the same
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, element("bookmarkStart", id=key, name=own))
    paragraph._p.append(element("bookmarkEnd", id=key))


def link_within(name: str, text: str) -> Any:
    """A link to a named place of the document."""
    words = element("t")
    words.text = clean(text)
    return element("hyperlink", element("r", words), anchor=name, history=1)


def rule(paragraph: Paragraph, indent_mm: float) -> None:
    """Makes of an empty paragraph a horizontal rule, this far in from both sides of its cell."""
    properties = paragraph._p.get_or_add_pPr()
    border = element("pBdr", element("top", val="single", sz=6, space=1, color=BLACK))
    spacing = element("spacing", before=20, after=0, line=60, lineRule="exact")
    indent = element("ind", left=round(indent_mm * MM), right=round(indent_mm * MM))
    for part in (border, spacing, indent):
        properties.append(part)


def describe_picture(run: Any, title: str, alt: str, number: int) -> None:
    """Gives the picture of a run its alt text, its title and a name of its own."""
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("id", str(number))
        properties.set("name", f"Picture {number}")
        properties.set("title", clean(title))
        properties.set("descr", clean(alt))


def restart_list(document: Any, style: Any) -> int:
    """A numbering of its own for one list, so that it begins with 1; returns its id."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    held = style.element.pPr.numPr if style.element.pPr is not None else None
    if held is None:
        return 0
    abstract = numbering.num_having_numId(held.numId.val).abstractNumId.val
    added = numbering.add_num(abstract)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)
