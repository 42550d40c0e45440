"""Dates as they are written in titles, headings and cells: day first, in figures or in words."""

import re
from datetime import date

FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(20\d{2}|\d{2})(?![\d/])")
WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(20\d{2})", re.IGNORECASE)


def written_dates(text: str) -> list[tuple[str, date | None, bool]]:
    """Every date in a text: as written, the day it means (None if there is no such day), and whether month came first.

    A date whose second number exceeds 12 can only have been written month first.

    >>> [(str(day), month_first) for _, day, month_first in written_dates("12/31/2024, 31.12.24, 31/02/2025")]
    [('2024-12-31', True), ('2024-12-31', False), ('None', False)]
    """
    found = [(one.start(), one.group(), one[1], one[3], one[4]) for one in FIGURES.finditer(text)]
    found += [(one.start(), one.group(), one[1], one[2], one[3]) for one in WORDS.finditer(text)]
    return [(written, *_day(int(first), int(second), int(year))) for _, written, first, second, year in sorted(found)]


def _day(first: int, second: int, year: int) -> tuple[date | None, bool]:
    month_first = second > 12 >= first
    day, month = (second, first) if month_first else (first, second)
    try:
        return date(year if year > 99 else 2000 + year, month, day), month_first
    except ValueError:
        return None, False


def dates_in(text: str) -> list[date]:
    """The days that a text names.

    >>> [str(day) for day in dates_in("Đến ngày 31 tháng 01 năm 2025")]
    ['2025-01-31']
    """
    return [day for _, day, _ in written_dates(text) if day is not None]
