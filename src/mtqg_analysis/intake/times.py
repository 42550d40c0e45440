"""When the numbers under a text count: of which time they are, and up to which day."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from mtqg_analysis.intake.lexicon import Token, folded, tokens

_TO = re.compile(r" ?(?:đến|tới|-|–|\bden|\btoi)(?: hết| het)? ?")
_FROM_THE_START = re.compile(r"(?:từ |tu )?(?:(?:ngày |ngay )?0?1 ?[/.] ?0?1\b|(?:tháng|thang) 0?1\b|quý i\b|quý 1|q1)")


def span_of(found: Sequence[Token], measure: str, words: str) -> str:
    """Of what time a number is: of one year or up to a day, of a month or a quarter, of several years; or nothing.

    A month alone is of that month, or up to its end below a heading of what is cumulated.
    """
    times = {one.code for one in found if one.kind == "time"}
    until = "until" in times or any(one.code == "cumulated" for one in found)
    if "since_start" in times:
        return "since_start"
    if stretch := _stretch(found, words):
        return stretch
    if times & {"in_period", "last_months"}:
        return "in_period"
    if times & {"month", "quarter"} and not until:
        return "month"
    if times & {"year", "day", "months"}:
        return "year"
    if times & {"span", "years"} and (measure or not any(one.kind == "programme" for one in found)):
        return "period"
    return "cumulated" if until else ""


def _stretch(found: Sequence[Token], words: str) -> str:
    """Of what time "từ … đến …" is: of the year from its first day, of a part of it, or since an earlier year."""
    text = next((words[one.start : one.end] for one in found if one.code == "stretch"), "")
    if not text:
        return ""
    first, last = _TO.split(text, maxsplit=1)
    years = [int(match.group()) for part in (first, last) if (match := re.search(r"20\d\d", part))]
    if len(years) == 2 and years[0] < years[1]:
        return "since_start"
    return "year" if _FROM_THE_START.match(first) else "in_period"


def last_day(text: str, year: int | None) -> date | None:
    """The last day that a heading counts up to, within the year of its table where it names none.

    >>> str(last_day("Tháng 11", 2024)), str(last_day("Đến hết quý III/2024", None)), last_day("Kế hoạch", 2024)
    ('2024-11-30', '2024-09-30', None)
    """
    return end_of(tokens(text)[0], folded(text), year)


def end_of(found: Sequence[Token], words: str, year: int | None = None) -> date | None:
    """The last day of the month, quarter or year up to or in which a text counts; None where it does not say one.

    year: of the table, for texts that name none.
    """
    times = [one for one in found if one.kind == "time"]
    until = any(one.code == "until" for one in times)
    for one in times:
        text = words[one.start : one.end]
        text = _TO.split(text, maxsplit=1)[1] if one.code == "stretch" else text
        stated = re.search(r"20\d\d", text)
        of_year = int(stated.group()) if stated else year
        month = _month(one.code, re.sub(r"20\d\d", "", text))
        if one.code == "year" and stated and until:
            month = 12
        if month and of_year:
            return date(of_year, month, monthrange(of_year, month)[1])
    return None


def _month(code: str, text: str) -> int:
    if code == "quarter" or (code == "stretch" and "q" in text):
        number = re.search(r"iv|i{1,3}|[1-4]", text.replace("quý", "").replace("q", ""))
        quarters = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
        return 3 * (quarters.get(number.group()) or int(number.group())) if number else 0
    day = code == "stretch" and re.search(r"\d ?[/.] ?\d", text)  # a date, which tells its month by itself
    number = re.search(r"\d+", text) if code in ("month", "months", "stretch") and not day else None
    return int(number.group()) if number else 0
