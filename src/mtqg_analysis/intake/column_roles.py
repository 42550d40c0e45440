"""What the lowest heading of a column announces: labels, ordinals, notes, counts, or values."""

import re
from functools import lru_cache

from mtqg_analysis.intake.meaning import read_heading
from mtqg_analysis.intake.text import clean

ORDINAL = re.compile(r"^(?:tt|stt|số tt|số thứ tự|so tt|so thu tu|no\.?|số)$")
CODE = re.compile(r"^(?:mã|ma)\b")
NOTE = re.compile(
    r"^(?:ghi chú|ghi chu|nhận xét|vướng mắc|tồn tại|kiến nghị|giải pháp|thuyết minh|liên hệ|địa chỉ|"
    r"lý do|nguyên nhân|giải trình|ý kiến|tình hình|khó khăn|người|điện thoại|ngày|thời gian|số qđ"
    r"|số quyết|quyết định|văn bản)"
)
WORK = re.compile(r"công trình|hạng mục|danh mục dự án|tên dự án|danh mục|nội dung đầu tư|cong trinh|ten du an")
SPOT = re.compile(r"^(?:địa điểm|thôn|dia diem)")
LABEL = re.compile(
    r"^(?:tên |các |danh sách )?(?:đơn vị|nội dung|huyện|xã|phường|thành phố|địa phương|địa bàn|chương trình|chủ đầu tư"
    r"|cơ quan|chỉ tiêu|khoản mục|diễn giải|loại vốn|loại|nguồn vốn|nguồn|sở|ban|ngành|tên|dự án|tiểu dự án|đối tượng"
    r"|cấp|don vi|noi dung|dia phuong|chuong trinh|co quan|huyen|xa|ten|loai von|nguon von)\b"
)
ALWAYS_LABEL = re.compile(r"^chủ đầu tư|^loại vốn|^nguồn vốn|^(?:ct|ctmtqg|ct mtqg)$")
NOT_LABEL = re.compile(r"kế hoạch|giải ngân|tỷ lệ|tỉ lệ|dự toán|ke hoach|giai ngan|ty le|thanh toán|vốn giao")
COUNT = re.compile(
    r"^(?:(?:số|tổng số|so) (?:hộ|người|xã|phường|thôn|bản|công trình|dự án|lượng|đơn vị|km|lao động|mô hình|lượt|"
    r"học sinh|ho\b|"
    r"nguoi|huyện|tiêu chí|hạng mục|cuộc|lớp)|quy mô|diện tích|chiều dài|khối lượng (?:xây|công))\b"
)
UNITS_OF_ROWS = re.compile(r"^(?:đvt|đơn vị tính|đv tính|don vi tinh|dvt)$")


@lru_cache(maxsize=20_000)
def role_of(text: str) -> str:
    """What the lowest heading of a column announces: ordinal, code, note, work, spot, label, count or value.

    >>> [role_of(text) for text in ("TT", "Đơn vị", "Kế hoạch vốn", "Số hộ", "Tên công trình", "Ghi chú")]
    ['ordinal', 'label', 'value', 'count', 'work', 'note']
    """
    words = clean(text).lower().strip(" .:*()")
    if ORDINAL.match(words):
        return "ordinal"
    if UNITS_OF_ROWS.match(words):
        return "note"
    if CODE.match(words):
        return "code"
    if NOTE.match(words):
        return "note"
    if SPOT.match(words):
        return "spot"
    if NOT_LABEL.search(words) and not re.match(r"^(?:nội dung|đơn vị)", words):
        return "value"
    if WORK.search(words) and not COUNT.match(words):
        return "work"
    if ALWAYS_LABEL.match(words) or (LABEL.match(words) and not _is_about_numbers(words)):
        return "label"
    if COUNT.match(words):
        return "count"
    return "value"


def is_of_rows(text: str) -> bool:
    """Whether a column says the unit of money of each row."""
    return bool(UNITS_OF_ROWS.match(clean(text).lower().strip(" .:*()")))


def _is_about_numbers(words: str) -> bool:
    """Whether a heading names one programme, kind of capital or fund: numbers stand under it, not labels."""
    read = read_heading(words)
    if words in ("địa phương", "dia phuong"):
        return False
    return bool(read.capital or read.fund or (read.programme and read.programme != "ALL"))
