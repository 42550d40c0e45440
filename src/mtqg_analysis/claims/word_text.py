"""The text of paragraphs of a Word file, with the runs that hold it."""

from collections.abc import Iterator

from lxml import etree

from mtqg_analysis.intake.read_docx import BLANKS, DROPPED, W

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def paragraphs_of(root: etree._Element) -> list[etree._Element]:
    """The paragraphs of a part in their order; a box is written twice for older programs and taken once."""
    return [one for one in root.iter(f"{W}p") if next(one.iterancestors(FALLBACK), None) is None]


def pieces(parent: etree._Element, run: etree._Element | None = None) -> Iterator[tuple[str, etree._Element | None]]:
    """What a paragraph says once its tracked changes are accepted, piece by piece, each with its run."""
    for one in parent:
        if one.tag == f"{W}t":
            yield one.text or "", run
        elif one.tag in BLANKS:
            yield BLANKS[str(one.tag)], run
        elif one.tag not in DROPPED and one.tag != FALLBACK and isinstance(one.tag, str):
            yield from pieces(one, one if one.tag == f"{W}r" else run)


def text_of(paragraph: etree._Element) -> str:
    """The letters of a paragraph."""
    return "".join(text for text, _ in pieces(paragraph))
