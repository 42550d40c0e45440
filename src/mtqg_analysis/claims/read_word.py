"""A Word file as paragraphs: body, tables, boxes, heads and feet of pages, notes; what is not read is named.

Nothing is run, worked out or fetched: macros, fields, links and objects are told of and left alone.
"""

import re
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from lxml import etree

from mtqg_analysis.claims.draft import Draft, Paragraph, paragraph_of
from mtqg_analysis.claims.word_text import paragraphs_of, text_of
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.intake.gate import inspect
from mtqg_analysis.intake.kinds import Rejected
from mtqg_analysis.intake.read_docx import TRACKED, W, parsed_part
from mtqg_analysis.intake.text import legacy_encoding

BODY = "word/document.xml"
OTHERS = (
    (re.compile(r"word/header\d*\.xml"), "header", to_translate("đầu trang, đoạn {number}")),
    (re.compile(r"word/footer\d*\.xml"), "footer", to_translate("chân trang, đoạn {number}")),
    (re.compile(r"word/footnotes\.xml"), "note", to_translate("chú thích chân trang, đoạn {number}")),
    (re.compile(r"word/endnotes\.xml"), "note", to_translate("chú thích cuối, đoạn {number}")),
)
BOX = f"{W}txbxContent"
# What a part may hold beside plain text, and the line that says what was done about it.
TOLD = {
    "fields": to_translate("Có trường (field): kết quả đã in được đọc, lệnh của trường thì không."),
    "tracked": to_translate("Có thay đổi đang theo dõi: chữ chèn được đọc, chữ xóa thì không."),
    "hidden": to_translate("Có chữ ẩn: vẫn được đọc."),
    "comments": to_translate("Nhận xét có sẵn không được đọc, được giữ nguyên."),
    "macro": to_translate("Tệp có macro: không được chạy, không được đọc."),
    "links": to_translate("Tệp có liên kết ra ngoài: không được mở."),
    "objects": to_translate("Có đối tượng nhúng: không được đọc."),
    "pictures": to_translate("Có hình: chữ trong hình không được đọc."),
    "fonts": to_translate("Có chữ gõ bằng mã cũ ({code}): số trong đó không được hiểu; hãy chuyển sang Unicode."),
    "paths": to_translate("Tệp nén có đường dẫn lạ ({name}): không được đọc."),
}


def read_word(file: Path) -> Draft:
    """The paragraphs of a .docx; raises DataError for what is no Word file or may not be opened."""
    try:
        container, _ = inspect(file)
        if container != "docx":
            raise DataError("Dự thảo {file} không phải tệp Word (.docx); hãy lưu lại dạng .docx.", file=file.name)
        with zipfile.ZipFile(file) as archive:
            roots = {name: parsed_part(archive, name) for name in _parts(archive)}
            return Draft(tuple(_paragraphs(roots)), tuple(_unread(archive, roots)))
    except Rejected as refused:
        raise DataError("Không đọc được dự thảo {file}: {why}", file=file.name, why=str(refused)) from refused
    except etree.XMLSyntaxError as error:
        raise DataError("Dự thảo {file} đã hỏng, không đọc được; hãy mở và lưu lại.", file=file.name) from error


def _parts(archive: zipfile.ZipFile) -> list[str]:
    names = archive.namelist()
    others = [name for form, *_ in OTHERS for name in sorted(names) if form.fullmatch(name)]
    return [name for name in names if name == BODY] + others


def _paragraphs(roots: dict[str, etree._Element]) -> Iterator[Paragraph]:
    yield from _of_body(roots[BODY])
    for form, kind, words in OTHERS:
        numbers = count(1)
        for name, root in roots.items():
            if form.fullmatch(name):
                for one in paragraphs_of(root):
                    if text := text_of(one):
                        yield paragraph_of(text, tr(words, number=next(numbers)), kind)


def _of_body(root: etree._Element) -> Iterator[Paragraph]:
    """The paragraphs of the body; only those outside tables and boxes are counted, as one counts them on paper."""
    numbers = count(1)
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    number = 0
    for anchor, one in enumerate(paragraphs_of(root)):
        cell = next(one.iterancestors(f"{W}tc"), None)
        if next(one.iterancestors(BOX), None) is not None:
            yield paragraph_of(text_of(one), tr("khung chữ sau đoạn {number}", number=number), "box")
        elif cell is not None:
            yield _of_cell(one, cell, tables, anchor)
        else:
            number = next(numbers)
            yield paragraph_of(text_of(one), tr("đoạn {number}", number=number), "body", anchor)


def _of_cell(one: etree._Element, cell: etree._Element, tables: dict[etree._Element, int], anchor: int) -> Paragraph:
    row = cell.getparent()
    table = next(cell.iterancestors(f"{W}tbl"))
    rows, cells = table.findall(f"{W}tr"), row.findall(f"{W}tc")
    line = rows.index(row) + 1 if row in rows else 0
    column = cells.index(cell) + 1 if cell in cells else 0
    top = rows[0].findall(f"{W}tc") if rows and line > 1 else []
    above = _words(top[column - 1]) if 0 < column <= len(top) else ""
    beside = _words(cells[0]) if column > 1 else ""
    place = tr("bảng {table}, dòng {line}, cột {column}", table=tables[table], line=line, column=column)
    return paragraph_of(text_of(one), place, "table", anchor, f"{beside}, {above}".strip(", "))


def _words(cell: etree._Element) -> str:
    return " ".join(text_of(one) for one in paragraphs_of(cell))


def _unread(archive: zipfile.ZipFile, roots: dict[str, etree._Element]) -> Iterator[str]:
    """A line for each thing of the file that was not read, or was read otherwise than it looks."""
    tags = {one.tag for root in roots.values() for one in root.iter() if isinstance(one.tag, str)}
    names = [name.replace("\\", "/") for name in archive.namelist()]
    relations = [archive.read(name) for name in names if name.endswith(".rels") and not _is_odd(name)]
    held = {
        "fields": {f"{W}fldChar", f"{W}fldSimple"} & tags,
        "tracked": TRACKED & tags,
        "hidden": {f"{W}vanish"} & tags,
        "comments": "word/comments.xml" in names,
        "macro": any(name.lower().endswith("vbaproject.bin") for name in names),
        "links": any(b'TargetMode="External"' in one for one in relations),
        "objects": any("/embeddings/" in name or "/activeX/" in name for name in names),
        "pictures": any("/media/" in name for name in names),
    }
    yield from (tr(TOLD[name]) for name, is_there in held.items() if is_there)
    yield from (tr(TOLD["paths"], name=name) for name in names if _is_odd(name))
    code = legacy_encoding([text_of(one) for root in roots.values() for one in paragraphs_of(root)])
    if code:
        yield tr(TOLD["fonts"], code=code)


def _is_odd(name: str) -> bool:
    """Whether a part lies outside the file that holds it."""
    return name.startswith("/") or ".." in name.split("/") or ":" in name
