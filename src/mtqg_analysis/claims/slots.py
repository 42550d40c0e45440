"""What words say of the slots of a claim: of which programme, money, unit and time it is."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.scanning import Word

SLOTS = ("programme", "capital", "fund", "origin", "basis", "part", "scope", "unit")
TIMES = frozenset(("year", "year_to", "day", "status"))


def named(found: Sequence[Word], about: About) -> About:
    """What some words say, over what was known before.

    Public investment "of the programmes" is their investment capital.
    """
    programmes = {one.code for one in found if one.kind == "programme"}
    for word in found:
        if word.kind in SLOTS:
            if word.kind == "programme" and word.code == "PI" and len(programmes) > 1:
                about = about.but(capital="investment")
                continue
            about = about.but(**{word.kind: word.code})
            if word.code.startswith("province:"):
                about = replace(about, part="")
        elif word.kind == "status":
            about = about.but(status=word.code)
        elif word.kind == "year":
            about = _in_year(about, word.code)
        elif word.kind == "day":
            about = _until(about, word.code)
    return about


def _in_year(about: About, code: str) -> About:
    first, _, last = code.partition("-")
    told = about.but(year=int(first), year_to=int(last) if last else None)
    if about.day is not None and not _is_day_of(about.day, int(last or first)):
        told = replace(told, day=None)
    return told


def _is_day_of(day: date, year: int) -> bool:
    """Whether a day is of a plan year: in it, or in the month in which its money is settled."""
    return day.year == year or (day.year, day.month) == (year + 1, 1)


def _until(about: About, code: str) -> About:
    day = day_of(code, about.year)
    if day is None:
        return about
    told = about.but(day=day)
    if "year" not in about.said:
        told = replace(told, year=day.year - ((day.month, day.day) == (1, 31)), year_to=None)
    return told


def day_of(code: str, year: int | None) -> date | None:
    """The last day that a date can mean, in a year where it names none; None where there is no such day.

    >>> day_of("2025-01", None), day_of("-12-31", 2024), day_of("2025-02-31", None)
    (datetime.date(2025, 1, 31), datetime.date(2024, 12, 31), None)
    """
    if code.startswith("-"):
        code = f"{year}{code}"
    parts = code.split("-")
    if not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    try:
        return date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else monthrange(numbers[0], numbers[1])[1])
    except (ValueError, KeyError):
        return None


def settled(about: About) -> About:
    """What holds for the sentences that follow: it is known, but they do not say it."""
    return replace(about, said=frozenset())


def timed(base: About, current: About) -> About:
    """The slots of one clause with the time of another."""
    times = {name: getattr(current, name) for name in TIMES}
    return replace(base, **times, said=(base.said - TIMES) | (current.said & TIMES))
