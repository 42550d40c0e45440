"""What a heading or a label says: measure, programme, capital, origin, fund, year and cut-off of the numbers under it.

The words are those of the forms in use; a heading without accents is read by the same words without theirs.
"""

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter

from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import code_of, table
from mtqg_analysis.intake.text import clean

_FORMER = set(programmes_of(2025))  # together their names are that of the one programme which took them over
_NUMBERS = {3: "ba", 4: "bốn", 5: "năm"}


@dataclass(frozen=True)
class Meaning:
    """What is known of a number by where it stands; empty fields are not stated there.

    measure: plan, disbursed, estimate, rate, … . origin: current_year, carried_over or both. basis: of a plan that is
    named by who or when it was assigned. unit, level: whom the number is about. work: a project or work below that.
    spot: where the work is, as the file says; works of one name in two villages are two.
    """

    measure: str = ""
    origin: str = ""
    basis: str = ""
    programme: str = ""
    capital: str = ""
    fund: str = ""
    year: int | None = None
    as_of: date | None = None
    unit: str = ""
    level: str = ""
    work: str = ""
    spot: str = ""

    def within(self, outer: "Meaning") -> "Meaning":
        """This meaning, with what it leaves open taken from the one around it."""
        return Meaning(*(own or around for own, around in zip(_values(self), _values(outer), strict=True)))


_values = attrgetter(*(one.name for one in fields(Meaning)))
_MEASURES = (
    ("rate", r"tỷ lệ|tỉ lệ|%|tỷ trọng"),
    ("remaining", r"còn lại|chưa giải ngân|chưa phân bổ|chưa thực hiện|còn phải"),
    ("cancelled", r"hủy|huỷ"),
    ("need", r"nhu cầu|đề xuất|đăng ký"),
    ("estimate", r"\bước\b"),
    ("advance", r"tạm ứng"),
    ("completed_volume", r"khối lượng|klht"),
)
_FLOW = (
    ("disbursed", r"giải ngân|thanh toán|thực hiện|đã chi|lũy kế|cấp phát|\bgn\b|\bdisbursed\b"),
    ("plan", r"kế hoạch|\bkh\b|\bkhv\b|dự toán|vốn giao|được giao|phân bổ|bố trí|\bplan\b"),
)
_ORIGINS = (
    (
        "both",
        r"(?<!không )(?<!chưa )(?:bao gồm|gồm|kể)(?: cả)?(?: kế hoạch)?(?: vốn)?(?: năm trước)? "
        r"(?:kéo dài|năm trước|chuyển)",
    ),
    (
        "current_year",
        r"không (?:bao )?gồm.*(?:kéo dài|năm trước|chuyển)|chưa (?:bao )?gồm.*kéo dài|năm nay|vốn trong năm",
    ),
    ("carried_over", r"kéo dài|chuyển nguồn|năm trước|chuyển sang"),
    ("current_year", r"(?:kế hoạch vốn|kh vốn|vốn|kế hoạch|dự toán) (?:giao )?(?:trong )?năm\b"),
)
_BASES = (
    ("start_of_year", r"đầu năm"),
    ("adjusted", r"điều chỉnh"),
    ("pm_assigned", r"thủ tướng|ttg giao"),
    ("province_assigned", r"tỉnh giao"),
    ("allocated", r"phân bổ chi tiết|đã phân bổ"),
)
_CAPITALS = (
    ("investment", r"(?<!chủ )đầu tư|đtpt|\bđt\b|\bvđt\b|xdcb"),
    ("recurrent", r"sự nghiệp|thường xuyên|\bsn\b|\bvsn\b|\btx\b|kpsn|kptx|\bvtx\b"),
)
_PROGRAMMES = (
    ("DTTS", r"dtts|dân tộc thiểu số|\b1719\b|đồng bào dân tộc"),
    ("GNBV", r"gnbv|giảm nghèo"),
    ("NTM", r"\bntm\b|xdntm|nông thôn mới"),
    ("VH", r"phát triển văn hóa|mtqg.*văn hóa|^văn hóa$"),
    ("MT", r"ma túy"),
    ("YT", r"chăm sóc sức khỏe|^y tế$"),
    ("GD", r"chất lượng giáo dục|^giáo dục$"),
    ("TH", r"tích hợp"),
)
_FUNDS = (
    ("central", r"nstw|trung ương|\btw\b"),
    ("counterpart", r"đối ứng"),
    ("local_province", r"(?:ngân sách|ns|vốn) tỉnh"),
    ("local_district", r"(?:ngân sách|ns|vốn) huyện"),
    ("local_commune", r"(?:ngân sách|ns|vốn) xã"),
    ("local", r"nsđp|(?:ngân sách|ns|vốn|nguồn) địa phương"),
    ("domestic", r"trong nước"),
    ("foreign", r"nước ngoài|\boda\b"),
    ("credit", r"tín dụng"),
    ("integrated", r"lồng ghép"),
    ("enterprise_community", r"doanh nghiệp|dân góp|người dân|cộng đồng"),
)
_COUNTS = "|".join(f"0?{count}|{word}" for count, word in _NUMBERS.items())  # of programmes that made a whole
_ALL_PROGRAMMES = re.compile(rf"(?:{_COUNTS}|các|tổng) (?:chương trình|ctmtqg|ct\b)")
_YEAR = re.compile(r"(?:năm|^|\s)\s?(20\d\d)\b(?!\s?[-–]\s?20)")
_SUBPROJECT = re.compile(r"^(?:[\d.]+\s*)?(?:tiểu dự án|tda)\s*(?P<n>\d+)\b")
_PROJECT = re.compile(r"^(?P<sub>tiểu dự án (?P<n>\d+)\b)?.*?\bdự án (?P<project>\d+)\b")


def bare(text: str) -> str:
    """Text without accents, lower case; đ becomes d.

    >>> bare("Kế hoạch Đầu tư")
    'ke hoach dau tu'
    """
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("đ", "d")


@cache
def _patterns(rules: tuple[tuple[str, str], ...], accents: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(form if accents else bare(form))) for code, form in rules)


def _matches(rules: tuple[tuple[str, str], ...], text: str) -> list[tuple[int, str]]:
    """The codes whose words occur in a text, with the places of their first words."""
    found = [(code, form.search(text)) for code, form in _patterns(rules, not text.isascii())]
    return [(match.start(), code) for code, match in found if match]


def _only(rules: tuple[tuple[str, str], ...], text: str) -> str:
    """The code that a text names, or nothing when it names none or several."""
    codes = {code for _, code in _matches(rules, text)}
    return codes.pop() if len(codes) == 1 else ""


def _first(rules: tuple[tuple[str, str], ...], text: str) -> str:
    return next((code for _, code in _matches(rules, text)), "")


def _earliest(rules: tuple[tuple[str, str], ...], text: str) -> str:
    return min(_matches(rules, text), default=(0, ""))[1]


def programme_in(text: str) -> str:
    """The programme that a text names, ALL for all of them together, or nothing.

    >>> [programme_in(text) for text in ("Chương trình MTQG xây dựng nông thôn mới", "DTTS&MN", "5 CTMTQG", "Huyện")]
    ['NTM', 'DTTS', 'ALL', '']
    """
    words = clean(text).lower().strip(" .:-+")
    known = code_of("programme", words)
    if known and known not in ("PI", "ADM"):
        return known
    codes = {code for _, code in _matches(_PROGRAMMES, spelled(words))}
    if codes >= _FORMER:
        return "TH" if "2026" in words else "ALL"
    if len(codes) == 1:
        return _project_of(codes.pop(), words)
    return "ALL" if not codes and _ALL_PROGRAMMES.search(words) else ""


def _project_of(programme: str, words: str) -> str:
    """The project's code, where a text names a project of the programme by number and that project is known."""
    code = project_in(words, programme)
    return code or programme


def project_in(text: str, programme: str) -> str:
    """The project or sub-project that a label names by its number, within a programme or project; or nothing.

    >>> project_in("Dự án 1", "DTTS"), project_in("Tiểu dự án 2 thuộc Dự án 3", "DTTS"), project_in("Dự án A", "NTM")
    ('DTTS.1', 'DTTS.3.2', '')
    >>> project_in("Tiểu dự án 1", "DTTS.3")
    'DTTS.3.1'
    """
    words = clean(text).lower()
    match, alone = _PROJECT.search(words), _SUBPROJECT.search(words)
    if match is None or not programme:
        return ""
    code = f"{programme.partition('.')[0]}.{match['project']}" + (f".{match['n']}" if match["sub"] else "")
    if alone and words.count("dự án") == 1:
        code = ".".join(programme.split(".")[:2]) + f".{alone['n']}"
    return code if code in set(table("programmes")["code"]) else ""


def _fund(words: str) -> str:
    """The fund that a text names; none for the central and another budget together."""
    funds = {code for _, code in _matches(_FUNDS, words)}
    return "" if "central" in funds and len(funds) > 1 else _first(_FUNDS, words)


@lru_cache(maxsize=20_000)
def read_heading(text: str) -> Meaning:
    """What one heading says.

    >>> heading = read_heading("Giải ngân vốn kéo dài đến ngày 31/12/2024")
    >>> heading.measure, heading.origin, str(heading.as_of)
    ('disbursed', 'carried_over', '2024-12-31')
    """
    words = spelled(clean(text).lower())
    measure = _first(_MEASURES, words)
    if not measure or (measure == "remaining" and re.search(r"kéo dài|chuyển", words)):
        measure = _earliest(_FLOW, words) or measure
    if measure in ("disbursed", "estimate") and re.search(r"trong (tháng|kỳ|quý)|tháng này", words):
        measure += "_in_period"
    origin = _first(_ORIGINS, words)
    year = _YEAR.search(words)
    days = dates_in(words)
    stated = year and not days and origin != "carried_over"
    return Meaning(
        measure=measure,
        origin=origin,
        basis=_first(_BASES, words),
        programme=programme_in(words),
        capital=_only(_CAPITALS, words),
        fund=_fund(words),
        year=int(year.group(1)) if year and stated else None,
        as_of=next((day for day in days if day), None),
    )
