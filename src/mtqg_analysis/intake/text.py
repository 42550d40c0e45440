"""Text as it was meant: composed letters, legacy and doubly encoded text restored, look-alike letters recognised.

What decides is the vocabulary of the field: of the syllables with Vietnamese letters in a file, how many occur in the
names and terms of the reference tables. A legacy encoding is accepted for a whole font of a file, never for one cell.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.legacy import from_cp1258, from_tcvn3, from_vni
from mtqg_analysis.intake.workbook import At, Kind, Sheet, Where
from mtqg_analysis.ledger.finding import Finding

INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x61C, 0xFEFF, 0xAD])
INVISIBLE |= dict.fromkeys([*range(9), *range(0xE, 0x1C), 0x7F])  # controls that are neither spaces nor old letters
SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Letters of other alphabets that look like Latin ones; Ð and Ɖ are not the Vietnamese Đ.
LOOKALIKES = str.maketrans("ÐƉАВЕКМНОРСТХУавекмнорстху", "ĐĐABEKMHOPCTXYabekmhopctxy")
MARKED = re.compile(r"\w*[^\W\d_a-zA-Z]\w*|\w*[¡-¿]\w*")  # a syllable with any letter or sign beyond plain Latin
TERMS = (
    "tổng hợp tình hình biểu bảng kết quả báo cáo giải ngân kế hoạch vốn đơn vị tính đồng triệu tỷ tỉ nghìn đến ngày "
    "tháng năm số liệu ước thực hiện tỷ lệ ghi chú cộng trong đó lũy kế được giao nội dung người lập thủ trưởng ký tên "
    "đóng dấu địa phương huyện xã phường thị trấn thành phố tỉnh đã thanh toán kéo dài chuyển sang công trình dự án "
    "địa điểm hỗ trợ nâng cấp đường cầu trường học nước sạch thủy lợi điều chỉnh phân bổ còn lại chưa"
)
LEGACY = {"TCVN3": from_tcvn3, "VNI": from_vni, "Windows-1258": from_cp1258}
WESTERN = dict.fromkeys([*range(256), *map(ord, bytes(range(128, 256)).decode("cp1252", errors="ignore"))])
DECIDED, DOUBTFUL = 0.6, 0.4  # shares of known syllables: from the first a reading holds, below the second it does not


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    r"""Composed letters, without invisible characters, with single plain spaces.

    >>> clean("Hu\u00a0Hu\u0303u\u200b  Lu\u0303ng ")
    'Hu Hũu Lũng'
    """
    return SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(INVISIBLE)).strip()


def plain_letters(text: str) -> str:
    """Text with look-alike letters replaced, where it also has Latin ones; for comparing, not for showing."""
    return text.translate(LOOKALIKES)


@cache
def _known_syllables() -> frozenset[str]:
    names = [*table("units")["name_vi"], *table("agencies")["spellings"], *table("spellings")["spelling"], TERMS]
    return frozenset(word for name in names for word in re.findall(r"\w+", unicodedata.normalize("NFC", name).lower()))


def share_known(texts: Iterable[str]) -> float | None:
    """Of the syllables with letters beyond plain Latin, the share that the field's own words contain; None without any.

    >>> share_known(["Huyện Bắc Sơn"]), share_known(["HuyÖn B¾c S¬n"]), share_known(["Plan"])
    (1.0, 0.0, None)
    """
    marked = [word.lower() for text in texts for word in MARKED.findall(unicodedata.normalize("NFC", text))]
    return sum(word in _known_syllables() for word in marked) / len(marked) if marked else None


def repair(sheets: list[Sheet]) -> list[Finding]:
    """Mends the text of all cells in place, and says where an encoding had to be undone."""
    findings = [*_restore_fonts(sheets), *_restore_double(sheets)]
    for sheet in sheets:
        texts = ((at, cell.text) for at, cell in sheet.cells.items() if cell.kind is Kind.TEXT)
        sheet.reword({at: cleaned for at, text in texts if (cleaned := clean(text)) != text})
    return findings


def _restore_fonts(sheets: list[Sheet]) -> list[Finding]:
    """TCVN3 and VNI, font by font: what all text of one font becomes in each, and which of them is Vietnamese."""
    by_font: dict[str, list[tuple[Sheet, At, str]]] = {}
    for sheet in sheets:
        for at, cell in sheet.cells.items():
            if cell.kind is Kind.TEXT and not cell.text.isascii():
                by_font.setdefault(cell.font, []).append((sheet, at, cell.text))
    findings = []
    for font, found in by_font.items():
        texts = [text for _, _, text in found]
        encoding = legacy_encoding(texts)
        if not encoding:
            continue
        decode = LEGACY[encoding]
        # A capital font shows plain letters as capitals too, so all of its cells take part.
        changes: dict[str, dict[At, str]] = {}
        for sheet, at, text in found:
            changes.setdefault(sheet.name, {})[at] = decode(text, font)
        for sheet in sheets:
            if sheet.name in changes:
                sheet.reword(changes[sheet.name])
                findings.append(_restored("ENCODING_LEGACY", sheet, changes[sheet.name], encoding))
    return findings


def legacy_encoding(texts: list[str]) -> str:
    """The name of the encoding in which texts are Vietnamese, where as they stand they are not; empty for none."""
    if (share_known(texts) or 0) >= DOUBTFUL:
        return ""
    scores = {name: share_known(decode(text, "") for text in texts) or 0 for name, decode in LEGACY.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= DECIDED else ""


def _restore_double(sheets: list[Sheet]) -> list[Finding]:
    """UTF-8 that was read as Windows-1252: such text proves itself, since its bytes are again valid UTF-8."""
    findings = []
    for sheet in sheets:
        changes = {}
        for at, cell in sheet.cells.items():
            if cell.kind is not Kind.TEXT or cell.text.isascii():
                continue
            fixed = _undoubled(cell.text)
            if fixed != cell.text:
                changes[at] = fixed
        if changes:
            sheet.reword(changes)
            findings.append(_restored("ENCODING_MOJIBAKE", sheet, changes, "UTF-8 mã hóa hai lần"))
    return findings


@lru_cache(maxsize=10_000)
def _undoubled(text: str) -> str:
    """The text whose UTF-8 bytes were read as Windows-1252; bytes without a letter there stand for themselves."""
    if text.translate(WESTERN):  # what is left has no byte there
        return text
    try:
        return b"".join(_byte_of(letter) for letter in text).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text


def _byte_of(letter: str) -> bytes:
    return letter.encode("latin-1") if "\x80" <= letter < "\xa0" else letter.encode("cp1252")


def _restored(kind: str, sheet: Sheet, changes: dict[At, str], encoding: str) -> Finding:
    at = min(changes)
    message = tr(
        "{count} ô của trang «{sheet}» dùng {encoding}; chữ đã được chuyển sang Unicode, "
        "ví dụ «{example}». Hãy xem lại tên đơn vị.",
        count=len(changes),
        sheet=sheet.name,
        encoding=encoding,
        example=clean(changes[at]),
    )
    return finding(kind, message, Where(sheet.name, at), encoding, "Unicode")
