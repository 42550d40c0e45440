"""What a heading or a label says: measure, programme, capital, origin, fund, year and cut-off of the numbers under it.

The words are those of the forms in use; a heading without accents is read by the same words without theirs.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter

from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import code_of, table
from mtqg_analysis.intake.lexicon import Token, bare, folded, tokens
from mtqg_analysis.intake.phrases import ACT
from mtqg_analysis.intake.text import clean

_FORMER = set(programmes_of(2025))  # together their names are that of the one programme which took them over
_NUMBERS = {3: "ba", 4: "bốn", 5: "năm"}


@dataclass(frozen=True)
class Meaning:
    """What is known of a number by where it stands; empty fields are not stated there.

    measure: plan, disbursed, estimate, rate, … . origin: current_year, carried_over or both. basis: of a plan that is
    named by who or when it was assigned. span: the time of a number where headings say it: year, in_period, period,
    since_start or cumulated. unit, level: whom the number is about. work: a project or work below that.
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
    span: str = ""
    unit: str = ""
    level: str = ""
    work: str = ""
    spot: str = ""

    def within(self, outer: "Meaning") -> "Meaning":
        """This meaning, with what it leaves open taken from the one around it."""
        return Meaning(*(own or around for own, around in zip(_values(self), _values(outer), strict=True)))


_values = attrgetter(*(one.name for one in fields(Meaning)))
SPECIAL = (  # measures that a word makes of any flow, the strongest first
    "rate",
    "comparison",
    "remaining",
    "cancelled",
    "whole_project",
    "need",
    "expected",
    "estimate",
    "advance",
    "completed_volume",
    "change",
)

_ACT = re.compile(ACT)
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
_PROGRAMMES = (
    ("DTTS", r"dtts|dân tộc thiểu số|\b1719\b|đồng bào dân tộc|(?:chương trình|ct|ctmtqg|mtqg) dân tộc|^dân tộc$"),
    ("GNBV", r"gnbv|gn bv|giảm nghèo|(?:chương trình|ct|ctmtqg|mtqg)(?: số)? 90\b"),
    ("NTM", r"\bntm\b|xdntm|nông thôn mới|(?:chương trình|ct|ctmtqg|mtqg)(?: số)? 263\b"),
    ("VH", r"phát triển văn hóa|mtqg.*văn hóa|^văn hóa$"),
    ("MT", r"ma túy"),
    ("YT", r"chăm sóc sức khỏe|^y tế$"),
    ("GD", r"chất lượng giáo dục|^giáo dục$"),
    ("TH", r"tích hợp"),
)
_COUNTS = "|".join(f"0?{count}|{word}" for count, word in _NUMBERS.items())  # of programmes that made a whole
_ALL_PROGRAMMES = re.compile(rf"(?:{_COUNTS}|các|tổng) (?:chương trình|ctmtqg|ct\b)")
_SUBPROJECT = re.compile(r"^(?:[\d.]+\s*)?(?:tiểu dự án|tda)\s*(?P<n>\d+)\b")
_PROJECT = re.compile(r"^(?P<sub>tiểu dự án (?P<n>\d+)\b)?.*?\bdự án (?P<project>\d+)\b")


@cache
def _patterns(rules: tuple[tuple[str, str], ...], accents: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(form if accents else bare(form))) for code, form in rules)


def _matches(rules: tuple[tuple[str, str], ...], text: str) -> list[tuple[int, str]]:
    """The codes whose words occur in a text, with the places of their first words."""
    found = [(code, form.search(text)) for code, form in _patterns(rules, not text.isascii())]
    return [(match.start(), code) for code, match in found if match]


def _first(rules: tuple[tuple[str, str], ...], text: str) -> str:
    return next((code for _, code in _matches(rules, text)), "")


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


def _one(codes: Iterable[str]) -> str:
    """The code that a text names, or nothing when it names none or several."""
    found = set(codes)
    return found.pop() if len(found) == 1 else ""


def _fund(codes: set[str]) -> str:
    """The fund that a text names; none for the central and another budget together."""
    if "central" in codes and len(codes) > 1:
        return ""
    return "counterpart" if "counterpart" in codes else _one(codes)


def doubts(text: str, labels: bool = False) -> tuple[str, ...]:
    """The words of a text that nothing explains, or that together leave open what is meant; none where all is clear.

    labels: the text may speak of offices and levels, as titles and labels do.

    >>> doubts("Kế hoạch vốn ĐP năm 2024"), doubts("Vốn trái phiếu"), doubts("Cấp tỉnh")
    ((), ('trái', 'phiếu'), ('cấp tỉnh',))
    """
    found, left = tokens(text)
    words = folded(text)
    unclear = [] if labels else [words[one.start : one.end] for one in found if one.kind == "level"]
    funds = {one.code for one in found if one.kind == "fund"}
    if len(funds) > 1 and not funds & {"central", "counterpart"}:
        unclear += [words[one.start : one.end] for one in found if one.kind == "fund"]
    named = [one for one in found if one.kind == "programme" and one.code]
    if len({one.code for one in named}) > 1 and not programme_in(text):
        unclear += [words[one.start : one.end] for one in named]
    return (*left, *unclear)


def _measure(found: Sequence[Token], words: str) -> str:
    """What a text says is counted: a special measure before any flow, of several flows the first."""
    special = {one.code for one in found if one.kind == "measure"}
    flows = [one.code for one in found if one.kind == "flow"]
    flow = next((one for one in flows if one != "cumulated"), "disbursed" if flows else "")
    if not flow and any(one.kind == "basis" for one in found):
        flow = "plan"
    measure = next((one for one in SPECIAL if one in special), "")
    if measure == "remaining" and flow and re.search(r"kéo dài|chuyển", words):
        return flow
    return measure or flow


def leading_measure(text: str) -> str:
    """The special measure that a heading begins with, which holds for whatever stands below it; or nothing.

    >>> leading_measure("Dự kiến giải ngân"), leading_measure("Giải ngân và tỷ lệ")
    ('expected', '')
    """
    counted = [one for one in tokens(text)[0] if one.kind in ("measure", "flow")]
    return counted[0].code if counted and counted[0].kind == "measure" else ""


def _span(found: Sequence[Token], measure: str) -> str:
    """Of what time a number is: of one year or up to a day, of a month or a quarter, of several years; or nothing.

    A month alone is of that month, or up to its end below a heading of what is cumulated.
    """
    times = {one.code for one in found if one.kind == "time"}
    until = "until" in times or any(one.code == "cumulated" for one in found)
    if "since_start" in times:
        return "since_start"
    if times & {"in_period", "last_months"}:
        return "in_period"
    if times & {"month", "quarter"} and not until:
        return "month"
    if times & {"year", "day", "months"}:
        return "year"
    if times & {"span", "years"} and (measure or not any(one.kind == "programme" for one in found)):
        return "period"
    return "cumulated" if until else ""


@lru_cache(maxsize=20_000)
def read_heading(text: str) -> Meaning:
    """What one heading says.

    >>> heading = read_heading("Giải ngân vốn kéo dài đến ngày 31/12/2024")
    >>> heading.measure, heading.origin, str(heading.as_of)
    ('disbursed', 'carried_over', '2024-12-31')
    """
    words = folded(text)
    found, _ = tokens(text)
    measure = _measure(found, words)
    origin = _first(_ORIGINS, words)
    days = [day for day in dates_in(_ACT.sub(" ", words)) if day]
    years = [words[one.start : one.end] for one in found if (one.kind, one.code) == ("time", "year")]
    named = [int(match.group()) for year in years if (match := re.search(r"20\d\d", year))]
    as_of = days[0] if days else _last_day(found, words)
    stated = named and not as_of and origin != "carried_over"
    return Meaning(
        measure=measure,
        origin=origin,
        basis=next((one.code for one in found if one.kind == "basis"), ""),
        programme="" if words.strip(" .:()") == "th" else programme_in(words),  # "thực hiện", beside KH
        capital=_one(one.code for one in found if one.kind == "capital"),
        fund=_fund({one.code for one in found if one.kind == "fund"}),
        year=named[0] if stated else None,
        as_of=as_of,
        span=_span(found, measure),
    )


def _last_day(found: Sequence[Token], words: str, year: int | None = None) -> date | None:
    """The last day of the month, quarter or year up to or in which a text counts; None where it does not say one.

    year: of the table, for texts that name none.
    """
    times = [one for one in found if one.kind == "time"]
    until = any(one.code in ("until", "cumulated") for one in (*times, *found))
    for one in times:
        text = words[one.start : one.end]
        stated = re.search(r"20\d\d", text)
        of_year = int(stated.group()) if stated else year
        month = _month(one.code, re.sub(r"20\d\d", "", text))
        if one.code == "year" and stated and until:
            month = 12
        if month and of_year:
            return date(of_year, month, monthrange(of_year, month)[1])
    return None


def last_day(text: str, year: int | None) -> date | None:
    """The last day that a heading counts up to, within the year of its table where it names none.

    >>> str(last_day("Tháng 11", 2024)), str(last_day("Đến hết quý III/2024", None)), last_day("Kế hoạch", 2024)
    ('2024-11-30', '2024-09-30', None)
    """
    return _last_day(tokens(text)[0], folded(text), year)


def _month(code: str, text: str) -> int:
    if code == "quarter":
        number = re.search(r"iv|i{1,3}|[1-4]", text.replace("quý", "").replace("q", ""))
        quarters = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
        return 3 * (quarters.get(number.group()) or int(number.group())) if number else 0
    number = re.search(r"\d+", text) if code in ("month", "months") else None
    return int(number.group()) if number else 0
