"""A plan year seen from one day, and the partial dates that published figures carry."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import tr, written_day

DECEMBER, SETTLEMENT = 12, 13  # months of a plan year; in the month after it its money may still be disbursed
FIRST_YEAR, LAST_YEAR = 1900, 2199  # what stands outside is a slip of the pen
_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})|(?P<day_>\d{1,2})/(?P<month_>\d{1,2})/(?P<year_>\d{4})",
    re.ASCII,
)
_PARTIAL_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)


def last_day_of(text: str) -> date | None:
    """The last day that a partial ISO date can mean; None for an empty text.

    Sources often print only a month or a year. A figure "of June 2025" counts as known for the
    whole month only once the month is over.

    >>> last_day_of("2025-06"), last_day_of("2024"), last_day_of("2024-12-31")
    (datetime.date(2025, 6, 30), datetime.date(2024, 12, 31), datetime.date(2024, 12, 31))
    >>> last_day_of("") is None
    True
    """
    if not text:
        return None
    match = _PARTIAL_DATE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date of the form 2024-12-31, 2024-12 or 2024")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def parse_day(text: str, name: str) -> date:
    """A day given by a user as parameter `name`: in ISO form, or day first as reports print it.

    Nothing that could be read in two ways is taken: no month first, no year of two digits.

    >>> parse_day("2024-12-31", "as_of") == parse_day("31/12/2024", "as_of") == date(2024, 12, 31)
    True
    """
    found = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    try:
        if found is None:
            raise ValueError(text)
        parts = found.groupdict()
        return date(*(int(parts[part] or parts[f"{part}_"]) for part in ("year", "month", "day")))
    except ValueError:
        raise ParameterError(
            "Tham số {name} = {text!r} không phải là ngày. Cần ngày theo dạng 2024-12-31 (năm-tháng-ngày) hoặc "
            "31/12/2024 (ngày/tháng/năm).",
            name=name,
            text=text,
        ) from None


def checked_year(year: int, name: str) -> int:
    """A year given by a user as parameter `name`; ParameterError where no plan year can be meant."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ParameterError(
            "Tham số {name} = {year} không phải là năm kế hoạch; cần năm bốn chữ số, ví dụ 2024.", name=name, year=year
        )
    return year


def checked_day(day: date, name: str) -> date:
    """The day that a program gave as parameter `name`; raises ParameterError for a text or a moment in its place."""
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    raise ParameterError(
        "Tham số {name} = {day!r} không phải là ngày. Cần datetime.date; một chuỗi như 2024-12-31 thì dùng parse_day.",
        name=name,
        day=day,
    )


@dataclass(frozen=True)
class Period:
    """One plan year (năm kế hoạch vốn), seen from one cut-off day.

    `stage` counts the months since the plan year began, so that December is 12 and the settlement
    month, January of the following year, is 13: only equal stages are comparable.

    >>> Period(2024, date(2024, 12, 31)).stage, Period(2024, date(2025, 1, 31)).stage
    (12, 13)
    >>> Period(2024, date(2024, 12, 31)).label
    'năm 2024, lũy kế đến ngày 31/12/2024'
    """

    year: int
    as_of: date

    def __post_init__(self) -> None:
        checked_day(self.as_of, "as_of")
        if not 0 < self.stage <= 25:
            raise ParameterError(
                "Ngày chốt số liệu {as_of:%d/%m/%Y} không thuộc năm kế hoạch {year}. "
                "Cần ngày từ 01/01/{year} đến 31/01/{last} (hạn giải ngân vốn kéo dài).",
                as_of=self.as_of,
                year=self.year,
                last=self.year + 2,
            )

    @property
    def stage(self) -> int:
        """Months since the plan year began; 12 is December, 13 is January of the next year."""
        return stage_of(self.year, self.as_of)

    @property
    def label(self) -> str:
        """How a caption names the period."""
        return tr("năm {year}, lũy kế đến ngày {as_of}", year=self.year, as_of=written_day(self.as_of))


def stage_of(year: int, day: date) -> int:
    """The month of plan year `year` in which `day` lies: 1 to 12, 13 for January of the next year.

    >>> stage_of(2023, date(2024, 1, 31))
    13
    """
    return 12 * (day.year - year) + day.month


def month_end(year: int, stage: int) -> date:
    """The last day of a month of a plan year; 13 is January of the next year.

    >>> month_end(2023, 2), month_end(2023, 13)
    (datetime.date(2023, 2, 28), datetime.date(2024, 1, 31))
    """
    calendar_year, month = year + (stage - 1) // 12, (stage - 1) % 12 + 1
    return date(calendar_year, month, calendar.monthrange(calendar_year, month)[1])


def parse_years(text: str, name: str) -> tuple[int, int]:
    """A span of years given by a user as parameter `name`.

    >>> parse_years("2021-2025", "years")
    (2021, 2025)
    """
    match = re.fullmatch(r"(\d{4})\s*-\s*(\d{4})", text.strip(), re.ASCII) if isinstance(text, str) else None
    if match is None or match.group(1) > match.group(2):
        raise ParameterError(
            "Tham số {name} = {text!r} không phải là khoảng năm. Cần dạng 2021-2025, năm đầu trước.",
            name=name,
            text=text,
        )
    return checked_year(int(match.group(1)), name), checked_year(int(match.group(2)), name)
