"""An office's own .docx as frame: opened with care, its placeholders filled with plain text."""

import io
import re
import zipfile
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.issuer import BLANK, Issuer
from mtqg_analysis.report.letters import clean

BODY = "{{noi_dung}}"  # its paragraph is where the report goes
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
LARGEST, UNPACKED, MOST = 5 * 2**20, 50 * 2**20, 500  # bytes, bytes, parts
# What a frame has no need of: macros, controls, embedded files, parts fetched from elsewhere.
REFUSED = ("vbaproject", "activex", "embeddings", "altchunk", "afchunk")


def values(title: str, issuer: Issuer | None) -> dict[str, str]:
    """What each placeholder stands for, by its name; without an issuer there is room to write by hand."""
    who = issuer or Issuer(agency=BLANK)
    return {
        "noi_dung": "",
        "trich_yeu": title,
        "ten_loai": who.document_type,
        "co_quan_chu_quan": who.parent_agency,
        "co_quan": who.agency,
        "so_ky_hieu": who.number_line,
        "dia_danh_ngay": who.place_and_date,
        "kinh_gui": "; ".join(who.addressees),
        "quyen_han": "\n".join(who.authority),
        "chuc_vu": who.position,
        "nguoi_ky": who.signer,
        "noi_nhan": "\n".join(f"- {one}" for one in who.recipients),
    }


def checked_frame(content: bytes) -> bytes:
    """The same bytes, if they are a frame: a small .docx without macros, with `{{noi_dung}}` and known placeholders.

    Raises ParameterError that says what was found and what is expected.
    """
    _check_file(content)
    frame = _opened(content)
    body_place(frame)
    known = values("", None)
    for paragraph in _paragraphs(frame):
        unknown = [name for name in PLACEHOLDER.findall(_text(paragraph)) if name not in known]
        if unknown:
            raise ParameterError(
                "Khung văn bản Word có chỗ điền {{{{{unknown}}}}} không dùng được; các chỗ điền có: {known}.",
                unknown=unknown[0][:60],
                known=", ".join(f"{{{{{name}}}}}" for name in known),
            )
    return content


def open_frame(content: bytes) -> Any:
    """The frame as a document, checked."""
    return _opened(checked_frame(content))


def body_place(frame: Any) -> Any:
    """The paragraph of the frame's text that says `{{noi_dung}}`. Raises ParameterError without one."""
    for paragraph in frame.paragraphs:
        if "noi_dung" in PLACEHOLDER.findall(_text(paragraph._p)):
            return paragraph._p
    raise ParameterError(
        "Khung văn bản Word thiếu đoạn {body}: hãy viết {body} thành một đoạn riêng, ngoài bảng, ở nơi đặt nội dung.",
        body=BODY,
    )


def fill_frame(frame: Any, title: str, issuer: Issuer | None) -> None:
    """Fills every placeholder of text, tables, headers and footers, before any text of the report is in the frame."""
    words, place = values(title, issuer), body_place(frame)
    for paragraph in _paragraphs(frame):
        if paragraph is place:
            continue
        text = _text(paragraph)
        filled = PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)
        if filled != text:
            _replace(paragraph, filled, frame)


def _check_file(content: bytes) -> None:
    """What can be known of a file without parsing it."""
    if len(content) > LARGEST:
        raise ParameterError("Khung văn bản Word lớn {size} byte; không quá {most}.", size=len(content), most=LARGEST)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST or sum(part.file_size for part in parts) > UNPACKED:
                raise ParameterError(
                    "Khung văn bản Word có quá nhiều phần, hoặc giải nén lớn hơn {most} byte.", most=UNPACKED
                )
            for part in parts:
                _check_part(part.filename, packed.read(part))
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise ParameterError(
            "Khung văn bản Word {kind}; hãy lưu lại trong Word, kiểu .docx.", kind=tr(_kind(content))
        ) from error


def _kind(content: bytes) -> str:
    """What a file that is no .docx is instead, by its first bytes."""
    kinds = {
        b"\xd0\xcf\x11\xe0": to_translate("là tệp .doc kiểu cũ hoặc có mật khẩu"),
        b"%PDF": to_translate("là tệp PDF"),
        b"{\\rtf": to_translate("là tệp RTF"),
    }
    return next(
        (words for start, words in kinds.items() if content.startswith(start)),
        to_translate("không phải là tệp .docx đọc được"),
    )


def _check_part(name: str, content: bytes) -> None:
    folded = name.casefold()
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
        raise ParameterError("Khung văn bản Word có phần mang tên lạ: {name!r}.", name=name[:80])
    found = next((word for word in REFUSED if word in folded), "")
    if found:
        raise ParameterError(
            "Khung văn bản Word có {name}: không nhận macro, điều khiển hay tệp nhúng.", name=name[:80]
        )
    if folded.endswith((".xml", ".rels")) and re.search(rb"<!\s*(DOCTYPE|ENTITY)", content.replace(b"\0", b""), re.I):
        raise ParameterError("Khung văn bản Word có phần {name} khai báo DOCTYPE; không nhận.", name=name[:80])
    if folded.endswith(".rels"):
        for relation in re.findall(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", content.replace(b"\0", b"")):
            if b"/hyperlink" not in relation:
                raise ParameterError("Khung văn bản Word lấy một phần từ ngoài tệp (mẫu, ảnh liên kết); không nhận.")
    if folded == "[content_types].xml" and b"macroenabled" in content.lower():
        raise ParameterError("Khung văn bản Word là tệp có macro (.docm); hãy lưu lại dạng .docx.")


def _opened(content: bytes) -> Any:
    try:
        return docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise ParameterError(
            "Khung văn bản Word là tệp nén mà không phải tài liệu .docx đọc được; hãy lưu lại trong Word, kiểu .docx."
        ) from error


def _paragraphs(frame: Any) -> list[Any]:
    """Every paragraph of the frame, in text, tables, headers and footers."""
    names = [f"{page}{part}" for page in ("", "even_page_", "first_page_") for part in ("header", "footer")]
    margins = [getattr(section, name) for section in frame.sections for name in names]
    roots = [frame.element.body, *(one._element for one in margins if not one.is_linked_to_previous)]
    return [paragraph for root in roots for paragraph in root.iter(qn("w:p"))]


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _replace(paragraph: Any, text: str, frame: Any) -> None:
    """The whole text into the first of the runs that Word has split it over; its look holds for all of it."""
    texts = list(paragraph.iter(qn("w:t")))
    runs = Paragraph(paragraph, frame._body).runs
    first = next((run for run in runs if run._r.find(qn("w:t")) is not None), None)
    for one in texts:
        one.text = ""
    if first is not None:
        first.text = clean(text)
