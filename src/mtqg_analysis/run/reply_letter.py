"""The letter that goes back to a sender: an official letter (công văn) after Decree 30/2020/NĐ-CP, Annex I, in Word.

It is in Vietnamese, whatever language the command speaks.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from mtqg_analysis.intake.to_sender import to_sender
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.keeping import steady
from mtqg_analysis.report.formats.word_issuer import head_element, signature_element
from mtqg_analysis.report.formats.word_style import describe, dress
from mtqg_analysis.report.formats.word_xml import element
from mtqg_analysis.report.issuer import Issuer
from mtqg_analysis.report.letters import clean

TEXT_WIDTH = 165  # millimetres between the margins
COLUMNS = (("TT", 11), ("Tệp", 37), ("Trang, ô", 27), ("Nội dung", 90))
DOTS = "…" * 12
NOBODY = Issuer(agency=DOTS, place=DOTS[:6])  # for the hand, where no issuer is named
ABOUT = "V/v hoàn thiện số liệu giải ngân các chương trình mục tiêu quốc gia"
Point = tuple[str, Finding]  # the file as it is called, and what is to be mended in it


@dataclass(frozen=True)
class Letter:
    """What a letter says. to: the addressee as the letter calls it. files: those that came from it.

    mend, confirm: what has to be mended before the numbers count, and what only wants a word. due: until when.
    """

    to: str
    files: Sequence[str]
    mend: Sequence[Point]
    confirm: Sequence[Point]
    due: date | None


def addressee(level: str, name: str) -> str:
    """A unit as the addressee of a letter.

    >>> addressee("district", "Huyện Bình Gia"), addressee("agency", "Sở Tài chính")
    ('Ủy ban nhân dân huyện Bình Gia', 'Sở Tài chính')
    """
    return name if level == "agency" else f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"


def write_letter(letter: Letter, issuer: Issuer | None) -> bytes:
    """The letter as a .docx; the same letter gives the same bytes.

    Number and date are left for the hand: those of the issuer's file are a report's, as is "BC-" before its symbol.
    """
    file = docx.Document()
    dress(file, "vi")
    own = issuer or NOBODY
    recipients = own.recipients or ("Như trên;", "Lưu: VT.")
    own = replace(own, number="", date="", symbol=own.symbol.removeprefix("BC-"), recipients=recipients)
    file.element.body.insert_element_before(head_element(own, file._body, TEXT_WIDTH, ABOUT), "w:sectPr")
    to = _paragraph(file, f"Kính gửi: {letter.to}.")
    to.alignment, to.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Mm(0)
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(12)
    _paragraph(file, _opening(letter))
    _table(file, letter.mend)
    if letter.confirm:
        _paragraph(file, "Ngoài ra, đề nghị xác nhận hoặc sửa các chỗ sau:").paragraph_format.space_before = Pt(9)
        _table(file, letter.confirm)
    closing = _paragraph(file, _closing(letter))
    closing.paragraph_format.space_before, closing.paragraph_format.keep_with_next = Pt(9), True
    _paragraph(file, "Trân trọng./.").paragraph_format.keep_with_next = True
    file.element.body.insert_element_before(signature_element(own, file._body, TEXT_WIDTH), "w:sectPr")
    file.add_paragraph(style="Normal")  # Word wants a paragraph below a table
    describe(file, ABOUT, own.agency)
    stream = io.BytesIO()
    file.save(stream)
    return steady(stream.getvalue())


def _opening(letter: Letter) -> str:
    files = ", ".join(f"«{name}»" for name in letter.files)
    sent = f"Qua kiểm tra {len(letter.files)} tệp số liệu do {letter.to} gửi ({files})"
    return f"{sent}, còn {len(letter.mend)} chỗ cần hoàn thiện trước khi tổng hợp:"


def _closing(letter: Letter) -> str:
    day = f"{letter.due:%d/%m/%Y}" if letter.due else f"{DOTS[:4]}/{DOTS[:4]}/{DOTS[:6]}"
    return (
        f"Đề nghị {letter.to} sửa ngay trong bản kèm theo (ô cần sửa được tô màu, có ghi chú; trang đầu liệt kê đủ) và "
        f"gửi lại trước ngày {day}."
    )


def _paragraph(file: Any, text: str) -> Any:
    return file.add_paragraph(clean(text), style="Body Text")


def _table(file: Any, points: Sequence[Point]) -> None:
    table = file.add_table(rows=1, cols=len(COLUMNS))
    table.style, table.autofit = "Table Grid", False
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    _fill(table.rows[0], [heading for heading, _ in COLUMNS], bold=True)
    for number, (name, finding) in enumerate(points, start=1):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        _fill(row, [str(number), name, finding.place or "cả tệp", to_sender(finding)])


def _fill(row: Any, texts: Sequence[str], bold: bool = False) -> None:
    for cell, text, (_, width) in zip(row.cells, texts, COLUMNS, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = "MTQG Table"
        paragraph.add_run(clean(text)).bold = bold
