"""What stands around a table and describes none of its numbers: letterheads, legal bases, recipients, numbers of forms.

Of the lines above a table only those that are left say what its numbers are.
"""

import re
from functools import lru_cache

from mtqg_analysis.domain.nation import written_provinces
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.lexicon import folded, tokens

_FORM_NUMBER = re.compile(
    r"^(?:biểu|phụ lục|mẫu|bảng|pl|form)(?: mẫu| biểu| số)*(?:\s*số)?\s*:?\s*(?:\d+|[ivx]+\b|[a-z]\b)?"
    r"(?:[a-z]?\b)?(?:[./-][\w-]+)*\s*[:.–-]*\s*",
)
_OFFICE = re.compile(
    r"^(?:tm\.? ?|kt\.? ?)?(?:ubnd|ủy ban|hđnd|hội đồng nhân dân|sở|ban(?! hành)|phòng|kho bạc|kbnn|văn phòng|vp|vpđp|"
    r"chi cục|cục|bộ (?!phận)|tỉnh ủy|huyện ủy|thành ủy|đảng|mặt trận|mttq|ủy ban mttq|hội|liên minh|trung tâm|công "
    r"ty|bql|"
    r"ban qlda|công an|bộ chỉ huy|trường|bệnh viện|tỉnh đoàn|ngân hàng|"
    r"(?:đơn vị|cơ quan) (?:báo cáo|lập|gửi|nhận(?: báo cáo)?)"
    r"|tên đơn vị|nơi gửi)\b"
)
_TITLE_BEGINS = re.compile(
    r"\b(?:tình hình|kết quả|tổng hợp|báo cáo|tiến độ|biểu|bảng|chi tiết|phân bổ|giao kế hoạch|đánh giá|số liệu|phụ "
    r"lục)\b"
)
_ACT = (
    r"(?:nghị quyết|quyết định|nghị định|thông tư|công văn|tờ trình|văn bản|chỉ thị|thông báo|luật|kế hoạch số|báo "
    r"cáo số"
    r"|qđ số|nq số|cv số|công điện|giấy mời|kết luận)"
)
_NOTHING = re.compile(
    rf"^(?:căn cứ|thực hiện {_ACT}|theo {_ACT}|tại {_ACT}|kèm theo|ban hành (?:kèm|theo)|áp dụng|đính kèm|"
    rf"{_ACT}\b|số\s*:|số \d+ ?/|kính gửi|"
    rf"nơi nhận|v/v|về việc|cộng hòa|độc lập|(?:{written_provinces()}),? ?,? ngày|"
    r"\w+(?: \w+){0,3}, ngày|ngày \d+ tháng|ngày (?:nhận|gửi|lập|báo cáo)\b|"
    r"chương ?:? ?\d{2,3}$|"
    r"người|"
    r"điện thoại|email|liên hệ|"
    r"mã (?:số|đơn vị|chương|qhns|đvqhns|chương trình)\b|mst|thủ trưởng|kế toán|trang \d|mật$|dự thảo$|hỏa tốc)"
)
_IN_BRACKETS = re.compile(rf"\(\s*(?:kèm theo|ban hành|đính kèm|theo|căn cứ|thực hiện|tại)(?: {_ACT})?[^()]*\)")
_CLAUSE = re.compile(
    rf"\b(?:theo|tại|căn cứ|thực hiện|kèm theo|ban hành kèm theo) {_ACT}\b(?!.*\b(?:1719|90|263)\b).*$"
)


_REMARK = re.compile(r"^(?:ghi chú|lưu ý)\b")
_OF_MONEY = {"programme", "capital", "fund", "origin", "measure"}  # of which a remark above a table may say something


@lru_cache(maxsize=10_000)
def said_of_table(text: str) -> str:
    """The part of a line above a table that describes its numbers, folded; empty where it describes none.

    >>> said_of_table("SỞ KẾ HOẠCH VÀ ĐẦU TƯ"), said_of_table("(Kèm theo Công văn số 123 ngày 10/01/2025)")
    ('', '')
    >>> said_of_table("Biểu số 1: Kết quả năm 2024"), said_of_table("A. VỐN ĐẦU TƯ")
    ('kết quả năm 2024', 'a. vốn đầu tư')
    """
    words = folded(text)
    inner = words[1:-1].strip() if words.startswith("(") and words.endswith(")") and words.count("(") == 1 else words
    numbered = _FORM_NUMBER.match(inner)
    if numbered and re.search(r"\d|[ivx]\b|số|mẫu", numbered.group()):
        inner = inner[numbered.end() :].strip()
    remark = _REMARK.match(inner)
    if remark and not {one.kind for one in tokens(inner[remark.end() :])[0]} & _OF_MONEY:
        return ""
    if not inner or _NOTHING.match(inner):
        return ""
    if office := _OFFICE.match(inner):
        begins = _TITLE_BEGINS.search(inner, office.end())
        return inner[begins.start() :] if begins else ""
    return _CLAUSE.sub("", _IN_BRACKETS.sub("", inner)).strip(" ,;-–()")


def is_office(text: str) -> bool:
    """Whether a line begins with the name of an office: who sends the table, or whose numbers it holds.

    >>> is_office("UBND HUYỆN BÌNH GIA"), is_office("KẾT QUẢ GIẢI NGÂN")
    (True, False)
    """
    return bool(_OFFICE.match(folded(text).strip("( ")))


def undated(text: str) -> str:
    """A title without the full names of programmes: «… phòng, chống ma túy đến năm 2030» is no day of its numbers.

    >>> undated("tình hình giải ngân chương trình mtqg phòng, chống ma túy đến năm 2030").strip()
    'tình hình giải ngân'
    """
    for name in _programme_names():
        text = text.replace(name, " ")
    return text


@lru_cache(maxsize=1)
def _programme_names() -> tuple[str, ...]:
    return tuple(name for name in map(folded, table("programmes")["name_vi"]) if re.search(r"20\d\d", name))
