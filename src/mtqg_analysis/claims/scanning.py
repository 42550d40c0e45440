"""A sentence as the words that the grammar knows, each with what it means and where it stands."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from mtqg_analysis.claims.heard import heard
from mtqg_analysis.claims.names import names
from mtqg_analysis.claims.phrases import phrases

# What has numbers in it and claims nothing: references to documents, their parts, and lines of a letterhead.
DOCUMENTS = "nghị quyết|quyết định|công văn|thông báo|kế hoạch|nghị định|thông tư|văn bản|báo cáo|luật|tờ trình|chỉ thị"
PARTS = (
    "điều|khoản|mục|phụ lục|biểu|phần|chương|bảng|hình|trang|tiểu dự án|dự án|nội dung|quý|khóa|lần thứ|kỳ họp thứ|"
    "quốc lộ|đường tỉnh|khu vực|đợt|mã số|tài khoản|mẫu|dòng|cột|ô|số thứ tự"
)
DATED = r"(?:\s+ngày\s+\d{1,2}(?:[/.]\d{1,2}[/.]|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4})?"
REFERENCES = re.compile(
    rf"(?:(?:{DOCUMENTS})\s+)?(?:số\s+)?\d+[\w.]*/(?:\d{{4}}/)?[^\W\d_][\w&-]*(?:-[\w&]+)*{DATED}"
    rf"|(?:{DOCUMENTS})\s+(?:số\s+\d|\d+/)[\w./&-]*{DATED}"
    r"|số:?\s+\d+[\w/&-]*(?=/)"
    rf"|(?:{PARTS})\s+(?:số\s+)?(?:dự án\s+)?\d[\w./]*(?![\d.,]*\s?(?:%|tỷ|triệu|đồng))"
    r"|\(\d{1,2} bản\)"
    r"|(?<!\w)cứ (?:bình quân )?\d+[^.;:]*?(?:thì|có|lại) (?:hơn |gần |khoảng )?\d+ \w+"
    r"|(?<![\d.])\d{1,2}\s?(?:giờ|h)(?!\w)\s?\d{0,2}|\d{1,2} ?tháng(?= đầu)"
    r"|\(?0\d{2,3}[).]?\s?\d{3,4}[ .]?\d{3,4}|1[89]00[ .]?\d{4}|\d+(?:\.\d+){3,}"
)
YEARS = re.compile(
    r"(?<![\w/.])(?:(20\d\d)\s?[-–]\s?(20\d\d))(?![\d/])|năm\s+(20\d\d)(?![\d/]|\.\d)"
    r"|quý\s+[ivx]+[/ ](?:năm )?(20\d\d)"
    r"|(?:(?<=20\d\d, )|(?<=20\d\d và ))(?:năm )?(20\d\d)(?![\d/]|\.\d)"
)
DAYS = re.compile(
    r"(?:(?P<until>(?:tính )?(?:đến|tới)|tại|vào)\s+)?(?:hết\s+)?(?:thời điểm\s+)?(?:ngày\s+)?"
    r"(?<![\d/.])(?P<day>\d{1,2})(?:[/.-]|\s+tháng\s+)(?P<month>\d{1,2})(?:[/.-]|\s+năm\s+)(?P<year>20\d\d)(?![\d/])"
    r"|(?:hết |cuối |đến |số liệu )*tháng\s+(?P<only>\d{1,2})(?:/|\s+năm\s+)(?P<its>20\d\d)"
    r"|(?:đến )?(?:hết|(?<!tháng )cuối) năm (?P<end>20\d\d)"
    r"|(?:ngày |đến |vào )+(?P<bare>\d{1,2})/(?P<of>\d{1,2})(?![\d/])"
)
AGAINST = re.compile(r"so (?:với|sánh với|cùng)(?: cùng)?|so(?= (?:năm|cùng kỳ|đầu năm))")


class Word(NamedTuple):
    """A phrase of a sentence: the slot it fills, with which code, and where it stands."""

    kind: str
    code: str
    start: int
    end: int


def masked(text: str) -> str:
    """What is heard of a text, with references blotted out letter by letter.

    >>> masked("Nghị quyết số 111/2024/QH15 có 3 điểm")
    '··························· có 3 điểm'
    """
    return REFERENCES.sub(lambda found: "·" * len(found.group()), heard(text))


@cache
def _rules(province: str) -> dict[str, list[tuple[str, str, re.Pattern[str]]]]:
    """The phrases by their first letter; those that may begin with several stand under none."""
    rules = [(one.kind, one.code, form) for one in phrases() for form in _alternatives(one.forms)]
    rules += [(kind, code, re.escape(name)) for kind, code, name in names(province)]
    found: dict[str, list[tuple[str, str, re.Pattern[str]]]] = {}
    for kind, code, form in rules:
        first = form[0] if form[0].isalnum() and form[1:2] not in ("?", "*") else ""
        found.setdefault(first, []).append((kind, code, re.compile(rf"(?:{form})(?!\w)")))
    return found


def _alternatives(forms: str) -> Iterator[str]:
    depth = start = 0
    for place, letter in enumerate(forms):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and not depth:
            yield forms[start:place]
            start = place + 1
    yield forms[start:]


@lru_cache(maxsize=20_000)
def words(text: str, province: str) -> tuple[Word, ...]:
    """The phrases of a sentence in their order, none over another, the longest first.

    >>> [(one.kind, one.code) for one in words("Tỷ lệ giải ngân vốn đầu tư của huyện Hữu Lũng năm 2024", "20")]
    [('measure', 'disbursement_rate'), ('capital', 'investment'), ('unit', 'district:186'), ('year', '2024')]
    """
    hidden = masked(text)
    found = [*_dates(hidden), *_unknown(text, hidden), *_projects(text), *_phrases(hidden, province)]
    taken = bytearray(len(hidden))
    kept = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.code == "?")):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def _phrases(hidden: str, province: str) -> Iterator[Word]:
    rules = _rules(province)
    for begin in re.finditer(r"(?<![\w·])[\w]", hidden):
        place = begin.start()
        for kind, code, pattern in (*rules.get(hidden[place], ()), *rules.get("", ())):
            if (match := pattern.match(hidden, place)) and match.end() > place:
                code = f"province:{province}" if (kind, code) == ("unit", "province") else code
                if kind != "unit" or not code.startswith("agency") or not _is_aside(hidden, place, match.end()):
                    yield Word(kind, code, place, match.end())


PROJECT = re.compile(
    r"(?<!\w)(?:tiểu dự án|dự án(?: thành phần)?|nội dung(?: thành phần)?)\s+(?:số\s+)?\d+(?![\d.,]*\s?(?:tỷ|triệu))"
)


def _projects(text: str) -> Iterator[Word]:
    """Parts of a programme by their number, of which the whole says nothing."""
    for found in PROJECT.finditer(heard(text)):
        yield Word("part", heard(found.group()), found.start(), found.end())


OWN_MONEY = re.compile(r"(?:giải ngân|tỷ lệ|vốn)[^,;.]{0,20}của $|(?:kế hoạch|vốn)[^,;.]{0,25} giao cho $")
NAMED_ONLY = re.compile(
    r"(?:theo|số liệu|báo cáo|thông báo|đề nghị|giao|văn bản|ý kiến|chủ tịch|của)(?: của| cho)? (?:\w+ ){0,3}$"
)


def _is_aside(hidden: str, start: int, end: int) -> bool:
    """Whether an agency is the source, the addressee or the owner of something, not the one whose money is told."""
    before = hidden[:start]
    if hidden.startswith(" chủ trì", end):
        return True
    return NAMED_ONLY.search(before) is not None and not OWN_MONEY.search(before)


def _dates(hidden: str) -> Iterator[Word]:
    for found in AGAINST.finditer(hidden):
        yield Word("against", "", found.start(), found.end())
    for found in YEARS.finditer(hidden):
        code = f"{found[1]}-{found[2]}" if found[1] else found[3] or found[4] or found[5]
        yield Word("year", code, found.start(), found.end())
    for found in DAYS.finditer(hidden):
        year = found["year"] or found["its"] or found["end"] or ""
        month = int(found["month"] or found["only"] or found["of"] or 12)
        day = found["day"] or found["bare"] or ""
        if found["only"] and found.group().startswith("tháng"):  # of that month alone, unless it says "until"
            yield Word("part", "period", found.start(), found.end())
            continue
        yield Word("day", f"{year}-{month:02}" + (f"-{int(day):02}" if day else ""), found.start(), found.end())


KINDS_OF_UNITS = re.compile(
    r"(?<!\w)(?:huyện|xã|phường|thị trấn|thị xã|thành phố|tp\.?|tỉnh|sở)\s+(?=\w)", re.IGNORECASE
)
NAME = re.compile(r"(?:(?:- )?[^\W\d_][\w&-]*\s*)")
NAME_OF_OFFICE = re.compile(r"(?:(?:và |- |, )?[^\W\d_][\w&-]*\s*)")


def _unknown(text: str, hidden: str) -> Iterator[Word]:
    """Names behind the kind of a unit, whoever they are: words with capitals."""
    for found in KINDS_OF_UNITS.finditer(text):
        end, form = found.end(), NAME_OF_OFFICE if hidden.startswith("sở", found.start()) else NAME
        while (name := form.match(text, end)) and name.group().removeprefix("và ").lstrip("-, ")[:1].isupper():
            end = name.end()
        if end > found.end() and not _is_aside(hidden, found.start(), len(text[:end].rstrip())):
            yield Word("unit", "?", found.start(), len(text[:end].rstrip()))
