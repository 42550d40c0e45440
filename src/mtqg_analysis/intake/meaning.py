"""What a heading or a label says: measure, programme, capital, origin, fund, year and cut-off of the numbers under it.

The words are those of the forms in use; a heading without accents is read by the same words without theirs.
"""

import re
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
from mtqg_analysis.intake.times import end_of, span_of

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
_ORIGINS = ("both", "current_year", "carried_over")  # of several that a text names, the first
_OF_THE_YEAR = re.compile(r"(?:kế hoạch vốn|kh vốn|vốn|kế hoạch|dự toán) (?:giao )?(?:trong )?năm\b")
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
_ALL_PROGRAMMES = (("ALL", rf"(?:{_COUNTS}|các|tổng) (?:chương trình|ctmtqg|ct\b)"),)
_SUBPROJECT = re.compile(r"\b(?:tiểu dự án|tda) ?(?P<n>\d+)\b")
_PROJECT = re.compile(r"(?<!tiểu )\b(?:dự án|da) ?(?P<n>\d+)\b")
_PART = re.compile(r"\b(?:nội dung (?:thành phần )?(?:số )?|hợp phần )\d+")


@cache
def _patterns(rules: tuple[tuple[str, str], ...], accents: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(form if accents else bare(form))) for code, form in rules)


def _matches(rules: tuple[tuple[str, str], ...], text: str) -> list[tuple[int, str]]:
    """The codes whose words occur in a text, with the places of their first words."""
    found = [(code, form.search(text)) for code, form in _patterns(rules, not text.isascii())]
    return [(match.start(), code) for code, match in found if match]


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
    return "ALL" if not codes and _matches(_ALL_PROGRAMMES, words) else ""


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
    project, sub = _PROJECT.search(words), _SUBPROJECT.search(words)
    if not programme or not (project or sub):
        return ""
    within = f"{programme.partition('.')[0]}.{project['n']}" if project else ".".join(programme.split(".")[:2])
    code = f"{within}.{sub['n']}" if sub else within
    return code if code in set(table("programmes")["code"]) else ""


def numbered_part(text: str) -> str:
    """The words by which a text names a project, or a part of a programme, by its number; or nothing.

    >>> numbered_part("Giải ngân Tiểu dự án 2"), numbered_part("Dự án chuyển tiếp")
    ('tiểu dự án 2', '')
    """
    words = folded(text)
    match = _SUBPROJECT.search(words) or _PROJECT.search(words) or _PART.search(words)
    return match.group() if match else ""


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
    kinds = ("open",) if labels else ("open", "level")
    unclear = [words[one.start : one.end] for one in found if one.kind in kinds]
    funds = {one.code for one in found if one.kind == "fund"}
    if len(funds) > 1 and not funds & {"central", "counterpart"}:
        unclear += [words[one.start : one.end] for one in found if one.kind == "fund"]
    named = [one for one in found if one.kind == "programme" and one.code]
    if named and not programme_in(text):
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
    origins = {one.code for one in found if one.kind == "origin"}
    origin = next((one for one in _ORIGINS if one in origins), "")
    origin = origin or ("current_year" if _OF_THE_YEAR.search(words) else "")
    days = [day for day in dates_in(_ACT.sub(" ", words)) if day]
    years = [words[one.start : one.end] for one in found if (one.kind, one.code) == ("time", "year")]
    named = [int(match.group()) for year in years if (match := re.search(r"20\d\d", year))]
    end = -1 if any(one.code == "stretch" for one in found) else 0
    as_of = days[end] if days else end_of(found, words)
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
        span=span_of(found, measure, words),
    )
