"""What a file is, by its bytes, and whether it may be opened at all: limits come before any parser.

Every file is hostile until shown otherwise. A zip is measured by its own listing, which Python's reader enforces, and
its XML parts are searched for declarations of entities before an XML parser sees them.
"""

import re
import zipfile
import zlib
from pathlib import Path

from openpyxl.utils import column_index_from_string

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.kinds import finding, reject
from mtqg_analysis.ledger.file_shape import encoding_of
from mtqg_analysis.ledger.finding import Finding

MAX_FILE = 50 * 2**20  # bytes on disk
MAX_UNPACKED = 160 * 2**20  # bytes of all parts of a zip together
MAX_RATIO, RATIO_FROM = 400, 4 * 2**20  # a part this many times its packed size, once it is large
MAX_PARTS = 2000
MAX_CELLS = 1_000_000  # of one workbook; formatted blanks count, since a parser makes each of them
CHUNK = 2**20
BIFF = (b"\x09\x08\x08\x00", b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXTENSIONS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods", ".csv": "csv", ".txt": "csv"}
EXTENSIONS |= {".docx": "docx", ".docm": "docx"}
NAMES = {"xlsx": "Excel (.xlsx)", "xls": "Excel 97-2003 (.xls)", "ods": "OpenDocument (.ods)", "csv": "CSV"}
NAMES |= {"docx": "Word (.docx)"}
PAGES = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta", b"<div", b"mime-version")
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
CELL = re.compile(rb"<(?:\w+:)?(?:c|(?:covered-)?table-cell)[\s>/]")
WIDE = tuple(f"<!{word}".encode(form) for word in ("DOCTYPE", "ENTITY") for form in ("utf-16-le", "utf-16-be"))


def inspect(path: Path) -> tuple[str, list[Finding]]:
    """The format of a file (xlsx, xls, ods, csv or docx) and what is odd about its wrapping; raises `Rejected`.

    Costs one pass over the bytes, and over the unpacked bytes of a zip.
    """
    size = path.stat().st_size
    if size > MAX_FILE:
        raise reject(
            "ZIP_BOMB",
            tr(
                "Tệp lớn {size} MB, quá giới hạn {most} MB; hãy chia nhỏ tệp.",
                size=size // 2**20,
                most=MAX_FILE // 2**20,
            ),
        )
    if not size:
        raise reject("EMPTY_TABLE", tr("Tệp rỗng; hãy gửi lại tệp có bảng số liệu."))
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        container, findings = _inspect_zip(path)
    elif content.startswith(OLE):
        container, findings = "xls", _inspect_ole(content)
    elif content.startswith(BIFF):  # the records of an old workbook without their envelope
        container, findings = "xls", []
    else:
        container, findings = _inspect_text(content), []
    expected = EXTENSIONS.get(path.suffix.lower())
    if expected != container:
        message = tr(
            "Tên tệp có đuôi «{suffix}» nhưng nội dung là {kind}; tệp được đọc theo nội dung.",
            suffix=path.suffix,
            kind=NAMES[container],
        )
        findings.append(finding("FORMAT_MISMATCH", message, found=NAMES[container], expected=path.suffix))
    return container, findings


def _inspect_text(content: bytes) -> str:
    head = content[:4096]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(PAGES):
        message = tr("Tệp là trang web (HTML) đặt tên bảng tính; hãy mở bằng Excel rồi lưu lại dạng .xlsx.")
        raise reject("FORMAT_MISMATCH", message, "HTML", tr("bảng tính"))
    if start.startswith(b"<?xml") or start.startswith(b"<!doctype"):
        if ENTITY.search(content):
            raise _entities()
        message = tr("Tệp là XML, không phải bảng tính; hãy mở bằng Excel rồi lưu lại dạng .xlsx.")
        raise reject("FORMAT_MISMATCH", message, "XML", tr("bảng tính"))
    if start.startswith((b"%pdf", b"{\\rtf")):
        message = tr("Tệp là văn bản PDF hoặc RTF, không phải bảng tính; hãy gửi bảng tính gốc.")
        raise reject("FORMAT_MISMATCH", message, "PDF, RTF", tr("bảng tính"))
    encoding = encoding_of(content)
    letters = head.decode("latin-1" if encoding == "utf-8-sig" else encoding, errors="replace")
    control = sum(ord(letter) < 9 or 13 < ord(letter) < 32 or letter == "\ufffd" for letter in letters)
    if "\0" in letters or control > len(letters) // 50:
        message = tr(
            "Tệp không phải bảng tính nào đọc được (.xlsx, .xlsm, .xls, .ods, .csv), hoặc đã hỏng; hãy gửi lại."
        )
        raise reject("FORMAT_MISMATCH", message, tr("dữ liệu nhị phân"), tr("bảng tính"))
    return "csv"


def _inspect_ole(content: bytes) -> list[Finding]:
    """An OLE file is an old workbook, or the envelope of an encrypted new one."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _encrypted()
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        message = tr("Tệp là tài liệu Office kiểu cũ nhưng không chứa bảng tính; hãy gửi bảng tính gốc.")
        raise reject("FORMAT_MISMATCH", message, "OLE", tr("bảng tính"))
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return [_macro()]
    return []


def _inspect_zip(path: Path) -> tuple[str, list[Finding]]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _measure(parts)
            names = {part.filename.replace("\\", "/").lower(): part.filename for part in parts}
            container = _container(archive, names)
            _search(archive, parts)
            return container, _attachments(set(names))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        message = tr("Tệp nén của bảng tính đã hỏng, không mở được; hãy mở và lưu lại tệp gốc rồi gửi lại.")
        raise reject("FORMAT_MISMATCH", message, type(error).__name__, tr("bảng tính")) from error


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise _encrypted()
    unpacked = sum(part.file_size for part in parts)
    steep = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if unpacked > MAX_UNPACKED or steep or len(parts) > MAX_PARTS:
        message = tr(
            "Tệp nén bung ra {size} MB trong {count} phần, quá giới hạn an toàn; tệp bị từ chối mà không mở. "
            "Hãy chép riêng bảng số liệu sang tệp mới.",
            size=unpacked // 2**20,
            count=len(parts),
        )
        raise reject("ZIP_BOMB", message, f"{unpacked // 2**20} MB", tr("đến {most} MB", most=MAX_UNPACKED // 2**20))


def _container(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """What a zip holds, by its parts: their names as Excel compares them, and as they are written."""
    content = names.get("[content_types].xml")
    if "xl/workbook.xml" in names or (content and b"spreadsheetml" in archive.read(content)):
        if "xl/workbook.bin" in names:
            message = tr("Tệp là Excel nhị phân (.xlsb); hãy lưu lại dạng .xlsx.")
            raise reject("FORMAT_MISMATCH", message, ".xlsb", ".xlsx")
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names:
        kind = archive.read(names["mimetype"])[:80] if "mimetype" in names else b""
        manifest = names.get("meta-inf/manifest.xml")
        if manifest and b"encryption-data" in archive.read(manifest):
            raise _encrypted()
        if not kind or b"spreadsheet" in kind:
            return "ods"
    message = tr("Tệp nén không phải bảng tính (.xlsx, .ods) hay Word; hãy gửi tệp gốc, không nén, không đổi đuôi.")
    raise reject("FORMAT_MISMATCH", message, tr("tệp nén"), tr("bảng tính"))


def _search(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Reads every XML part once, in pieces, looking for entities and counting cells."""
    cells = merged = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        tail = b""
        with archive.open(part) as stream:
            while piece := stream.read(CHUNK):
                window = tail + piece
                if ENTITY.search(window) or any(word in window for word in WIDE):
                    raise _entities()
                cells += len(CELL.findall(piece))
                merged += sum(_area(*ends) for ends in MERGE.findall(tail[-80:] + piece))
                tail = piece[-80:]
    if max(cells, merged) > MAX_CELLS:
        raise too_many_cells(max(cells, merged))


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """How many cells a merged range covers; a parser makes each of them."""
    first, last = (int(column_index_from_string(end.decode())) for end in (left, right))
    return (last - first + 1) * (int(bottom) - int(top) + 1)


def too_many_cells(count: int) -> Exception:
    """The refusal of a workbook that holds, merges or repeats more cells than can be read safely."""
    message = tr(
        "Bảng tính có {count} ô, quá giới hạn {most}; hãy xóa các dòng, cột trống đã định dạng hoặc đã gộp.",
        count=count,
        most=MAX_CELLS,
    )
    return reject("ZIP_BOMB", message, str(count), tr("đến {most}", most=MAX_CELLS))


def _attachments(names: set[str]) -> list[Finding]:
    findings = []
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
        findings.append(_macro())
    if any(name.startswith("xl/externallinks/") for name in names):
        message = tr("Bảng tính có liên kết tới tệp khác; chỉ giá trị đã lưu được đọc, không tệp nào khác được mở.")
        findings.append(finding("EXTERNAL_LINK", message, found="xl/externalLinks"))
    return findings


def _macro() -> Finding:
    message = tr("Tệp có macro; macro không được chạy, chỉ giá trị các ô, chữ ở các chỗ viết được đọc.")
    return finding("MACRO", message, found="vbaProject")


def _encrypted() -> Exception:
    message = tr("Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại.")
    return reject("ENCRYPTED", message, tr("tệp mã hóa"), tr("tệp không có mật khẩu"))


def _entities() -> Exception:
    message = tr(
        "Tệp khai báo thực thể XML, là cách tấn công quen thuộc và bảng tính thật không bao giờ có; tệp bị từ chối."
    )
    return reject("XML_ENTITY", message, "DOCTYPE, ENTITY", tr("XML thuần"))
