"""Which programmes make the whole of a plan year: the ones that "các chương trình MTQG" and the code ALL add up.

Their plan years stand in `plan_from` and `plan_to` of the table of programmes. They are not the days of the laws behind
them: the programmes of culture and of drug prevention run from 2025, the totals published of 2025 are of three.
"""

import re
from functools import cache

from mtqg_analysis.domain.language import current_language
from mtqg_analysis.domain.reference import label, table

YEARS = re.compile(r",? (?:giai đoạn|đến năm|to|) ?\d{4}")  # of a law, where they end a programme's name


@cache
def programmes_of(year: int, until: int | None = None) -> tuple[str, ...]:
    """The programmes whose money makes the whole of a plan year, or of every year from it until another.

    Empty where the table knows none, or where no programme runs through all the years.

    >>> programmes_of(2024), programmes_of(2026, 2030), programmes_of(2025, 2026)
    (('DTTS', 'GNBV', 'NTM'), ('TH', 'VH', 'MT', 'YT', 'GD'), ())
    """
    return tuple(code for code, first, last in _spans() if first <= year and (until or year) <= last)


def full_name(code: str) -> str:
    """A programme as a text names it where it first speaks of it: without the years of the law, its short name behind.

    >>> full_name("GNBV"), full_name("VH")
    ('Chương trình MTQG giảm nghèo bền vững (GNBV)', 'Chương trình MTQG về phát triển văn hóa (Văn hóa)')
    """
    row = table("programmes").set_index("code").loc[code]
    return f"{YEARS.split(row[f'name_{current_language()}'])[0]} ({label('programme', code)})"


def project_name(code: str) -> str:
    """A project by its number within its programme and its full name.

    >>> project_name("GNBV.3.2"), project_name("NTM.11")[:12]
    ('Tiểu dự án 2 Dự án 3: Cải thiện dinh dưỡng', 'Nội dung 11:')
    """
    row = table("programmes").set_index("code").loc[code]
    number = label("programme", code).removesuffix(f" - {label('programme', code.partition('.')[0])}")
    return f"{number}: {row[f'name_{current_language()}']}"


@cache
def closing_in(year: int) -> tuple[str, ...]:
    """The programmes whose last plan year was the one before: only money that they carried over is left of them.

    >>> closing_in(2026), closing_in(2027)
    (('DTTS', 'GNBV', 'NTM'), ())
    """
    return tuple(code for code, _, last in _spans() if last == year - 1)


@cache
def opening_in(year: int) -> tuple[str, ...]:
    """The programmes whose first plan year this is: they have carried nothing over.

    >>> opening_in(2026), opening_in(2025)
    (('TH', 'VH', 'MT', 'YT', 'GD'), ())
    """
    return tuple(code for code, first, _ in _spans() if first == year)


@cache
def programmes_held(year: int) -> tuple[str, ...]:
    """The programmes whose money a plan year may hold: those of its whole, and those that closed the year before.

    >>> programmes_held(2027) == programmes_of(2027), programmes_held(2026)[-3:]
    (True, ('DTTS', 'GNBV', 'NTM'))
    """
    return (*programmes_of(year), *closing_in(year))


@cache
def programmes_between(first: int, last: int) -> tuple[str, ...]:
    """Every programme that makes the whole of at least one plan year of a span, in the order of the table.

    >>> programmes_between(2025, 2026)
    ('DTTS', 'GNBV', 'NTM', 'TH', 'VH', 'MT', 'YT', 'GD')
    """
    return tuple(code for code, begun, ended in _spans() if begun <= last and first <= ended)


@cache
def every_programme() -> tuple[str, ...]:
    """Every programme that makes the whole of some plan year."""
    return tuple(code for code, _, _ in _spans())


@cache
def _spans() -> tuple[tuple[str, int, int], ...]:
    rows = table("programmes")
    rows = rows[(rows["level"] == "programme") & (rows["plan_from"] != "")]
    return tuple((row.code, int(row.plan_from), int(row.plan_to)) for row in rows.itertuples())
