"""The same Word file with a comment at each claim that a person has to see, and nothing else changed.

Parts that hold no comment keep their bytes. In the text only marks are added; a run is parted where a claim begins or
ends within it, as Word itself parts it.
"""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from lxml import etree

from mtqg_analysis.claims.checking import Checked
from mtqg_analysis.claims.read_word import BODY
from mtqg_analysis.claims.telling import heading
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.claims.word_text import paragraphs_of, pieces
from mtqg_analysis.intake.read_docx import W, parsed_part

COMMENTS, TYPES, RELATIONS = "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
AUTHOR = "mtqg"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def marked_word(file: Path, checked: Checked) -> bytes:
    """The bytes of the file with its comments; claims in heads, feet, notes and boxes cannot bear any."""
    with zipfile.ZipFile(file) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
        order = archive.infolist()
        body = parsed_part(archive, BODY)
        comments = (
            parsed_part(archive, COMMENTS) if COMMENTS in parts else etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
        )
        relations, types = parsed_part(archive, RELATIONS), parsed_part(archive, TYPES)
    _comment(body, comments, checked)
    parts |= {BODY: _bytes(body), COMMENTS: _bytes(comments)}
    if not any(one.get("Type") == KIND for one in relations):
        _declare(relations, types)
        parts |= {RELATIONS: _bytes(relations), TYPES: _bytes(types)}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part in order:
            made.writestr(part, parts.pop(part.filename))
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _bytes(root: etree._Element) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _declare(relations: etree._Element, types: etree._Element) -> None:
    taken = {one.get("Id") for one in relations}
    name = next(f"rIdMtqg{number}" for number in range(1, len(taken) + 2) if f"rIdMtqg{number}" not in taken)
    etree.SubElement(relations, f"{{{PACKAGE}/relationships}}Relationship", Id=name, Type=KIND, Target="comments.xml")
    etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override", PartName=f"/{COMMENTS}", ContentType=CONTENT)


def _comment(body: etree._Element, comments: etree._Element, checked: Checked) -> None:
    places = paragraphs_of(body)
    taken = [int(one.get(f"{W}id", "0")) for one in comments.iter(f"{W}comment")]
    number = max(taken, default=-1) + 1
    for paragraph, verdicts in _by_paragraph(checked):
        for one in sorted(verdicts, key=lambda each: -each.claim.start):
            anchor = checked.draft.paragraphs[paragraph].anchor
            assert anchor is not None
            within = checked.draft.paragraphs[paragraph].within(one.claim.start, one.claim.end)
            if _mark(places[anchor], within, number):
                comments.append(_said(one, number))
                number += 1


def _by_paragraph(checked: Checked) -> list[tuple[int, list[Verdict]]]:
    found: dict[int, list[Verdict]] = {}
    for one in checked.verdicts:
        if checked.draft.paragraphs[one.claim.paragraph].anchor is not None:
            found.setdefault(one.claim.paragraph, []).append(one)
    return list(found.items())


def _said(one: Verdict, number: int) -> etree._Element:
    comment = etree.Element(f"{W}comment", {f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}initials": AUTHOR})
    for line in (heading(one), one.message):
        run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = line
        text.set(SPACE, "preserve")
    return comment


def _mark(paragraph: etree._Element, within: tuple[int, int], number: int) -> bool:
    """Hangs a comment on a part of a paragraph's text; False where no run holds it."""
    for place in within:
        _part(paragraph, place)
    runs = _runs(paragraph, within)
    if not runs:
        return False
    first, last = (_outermost(run, paragraph) for run in (runs[0], runs[-1]))
    name = {f"{W}id": str(number)}
    first.addprevious(etree.Element(f"{W}commentRangeStart", name))
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", name)
    last.addnext(reference)
    last.addnext(etree.Element(f"{W}commentRangeEnd", name))
    return True


def _runs(paragraph: etree._Element, within: tuple[int, int]) -> Sequence[etree._Element]:
    """The runs that hold letters of a part of the text."""
    at, found = 0, []
    for text, run in pieces(paragraph):
        if run is not None and at < within[1] and within[0] < at + len(text):
            found.append(run)
        at += len(text)
    return found


def _part(paragraph: etree._Element, place: int) -> None:
    """Parts the run that a place of the text lies within, where the run holds one text and nothing else."""
    at = 0
    for text, run in pieces(paragraph):
        if run is not None and at < place < at + len(text):
            texts = run.findall(f"{W}t")
            if len(texts) == 1 and {one.tag for one in run} <= {f"{W}t", f"{W}rPr"}:
                rest = deepcopy(run)
                for holder, part in ((texts[0], text[: place - at]), (rest.find(f"{W}t"), text[place - at :])):
                    holder.text = part
                    holder.set(SPACE, "preserve")
                run.addnext(rest)
            return
        at += len(text)


def _outermost(run: etree._Element, paragraph: etree._Element) -> etree._Element:
    """What of the paragraph itself holds a run: the run, or the link or the change that it stands in."""
    while run.getparent() is not paragraph:
        run = run.getparent()
    return run
