"""Places to write in a Word document: content controls with names, and what the file remembers of what stood there.

A control over several paragraphs is kept by Word alone; other programs keep bookmarks in single paragraphs.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.text.paragraph import Paragraph

from mtqg_analysis.domain.language import LANGUAGES, current_language, tr
from mtqg_analysis.ledger.written_places import NAMESPACE, Memo, Printed, bookmarks_of, tag_of
from mtqg_analysis.report.formats.signed import Block
from mtqg_analysis.report.formats.word_xml import element

PROPERTIES = (
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{5B7C0D8E-3C0A-4B1B-9C55-6D7471670001}"/>'  # by which Word knows the part again
)
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


class Places:
    """The places of one document in the making; a translation has none, since its office keeps no words of it."""

    def __init__(self) -> None:
        self.printed: dict[str, tuple[Printed, ...]] = {}
        self.about: Block = {}
        self.ended = ""

    def pass_by(self, paragraph: Paragraph) -> None:
        """Takes note of a new paragraph, which may lie behind a place."""
        if self.ended:
            _bookmark(paragraph, bookmarks_of(self.ended)[1])
        self.ended = ""

    def enclose(self, block: Block, paragraphs: Sequence[Paragraph]) -> None:
        """Makes of the paragraphs of a block a place to write in, where it is one."""
        if "place" not in block or current_language() != LANGUAGES[0]:
            return
        self.about, self.ended = block["place"], block["place"]["code"]
        for before in paragraphs[0]._p.xpath("(preceding-sibling::*/descendant-or-self::w:p)[last()]"):
            _bookmark(Paragraph(before, paragraphs[0]._parent), bookmarks_of(self.ended)[0])
        control = _control(self.about)
        paragraphs[0]._p.addprevious(control)
        control.append(element("sdtContent", *(paragraph._p for paragraph in paragraphs)))
        self.printed[self.ended] = tuple(
            Printed(paragraph.text, item["kind"], item["row"], item["evidence"])
            for paragraph, item in zip(paragraphs, self.about["items"], strict=True)
        )

    def remember(self, file: Any) -> None:
        """Lets the document carry what it printed at its places, as a custom XML part.

        An office's frame that was once a report still carries what that one printed, and must not.
        """
        links = file.part.rels
        for name in [name for name, link in links.items() if not link.is_external and _is_memo(link.target_part)]:
            links.pop(name)
        if not self.printed:
            return
        package = file.part.package
        memo = Memo(self.about["dataset"], self.about["year"], self.printed).to_xml()
        made = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", memo, package)
        name = package.next_partname("/customXml/itemProps%d.xml")
        made.relate_to(Part(name, PROPERTIES_TYPE, PROPERTIES.encode(), package), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
        file.part.relate_to(made, RELATIONSHIP_TYPE.CUSTOM_XML)


def _is_memo(part: Part) -> bool:
    return part.partname.startswith("/customXml/") and NAMESPACE.encode() in part.blob


def _control(place: Block) -> Any:
    """The control of a place, which stays when its words are deleted; a request to write goes at the first letter."""
    tag = tag_of(place["dataset"], place["year"], place["code"])
    is_request = place["items"][0]["kind"] == "open"
    properties = element(
        "sdtPr",
        element("alias", val=tr("{place}: viết ở đây, mỗi ý một đoạn", place=place["title"])),
        element("tag", val=tag),
        element("id", val=_number(tag)),
        element("lock", val="sdtLocked"),
        *([element("showingPlcHdr")] if is_request else []),
    )
    return element("sdt", properties)


def _bookmark(paragraph: Paragraph, name: str) -> None:
    """Gives a paragraph a bookmark of no width before its text."""
    properties, number = paragraph._p.get_or_add_pPr(), _number(name)
    properties.addnext(element("bookmarkEnd", id=number))
    properties.addnext(element("bookmarkStart", id=number, name=name))


def _number(name: str) -> int:
    """A number for a thing of this name, the same in every run."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:7], 16)
