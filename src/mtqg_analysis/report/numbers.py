"""Number and date forms of the language in use. Rounding, "%", "tỷ đồng" and separators exist from here on only."""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from mtqg_analysis.domain.figure import SCALE, Figure
from mtqg_analysis.domain.language import LANGUAGES, current_language, written, written_day, written_partial
from mtqg_analysis.domain.reference import label

MILLION, BILLION = 10**6, 10**9
NOT_COMPUTED = "–"  # what 0/0 or an endless interval prints as, in every kind of number
WIDE = Context(prec=400)  # room for every float: however absurd a number in the data, it prints


def number(value: float | Decimal | int, decimals: int = 0) -> str:
    """A number with point for thousands, comma for decimals and a true minus sign, rounded half-up.

    What cannot be computed, such as a rate of no plan, is a dash, here and in every form below.

    >>> number(1318.55, 1), number(-0.04, 1), number(52.65, 1)
    ('1.318,6', '0,0', '52,7')
    >>> len(number(1e30, 3)), number(float("nan"), 1), percent(float("nan")), points(float("inf"))
    (45, '–', '–', '–')
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        return NOT_COMPUTED
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE)
    text = written(f"{rounded.copy_abs():,}")
    return f"−{text}" if rounded < 0 else text


def billions(value: float, decimals: int = 0) -> str:
    """An amount in đồng as a number of tỷ đồng.

    >>> billions(1_318_000_000_000)
    '1.318'
    """
    return number(Decimal(str(value)) / BILLION, decimals)


def millions(value: float, decimals: int = 0) -> str:
    """An amount in đồng as a number of triệu đồng.

    >>> millions(12_345_600, 1)
    '12,3'
    """
    return number(Decimal(str(value)) / MILLION, decimals)


def percent(fraction: float, decimals: int = 1) -> str:
    """A fraction as a percentage, without a space before the sign.

    >>> percent(0.526)
    '52,6%'
    """
    text = number(Decimal(str(fraction)) * 100, decimals)
    return text if text == NOT_COMPUTED else f"{text}%"


def points(difference: float, decimals: int = 1) -> str:
    """A difference of fractions in percentage points, always with its sign.

    >>> points(0.178), points(-0.02)
    ('+17,8', '−2,0')
    """
    text = number(Decimal(str(difference)) * 100, decimals)
    return text if text.startswith(("−", NOT_COMPUTED)) or not text.strip("0,.") else f"+{text}"


def size(distance: float, decimals: int = 1) -> str:
    """A distance between fractions in percentage points, without a sign where it has none: an error's size, a step.

    >>> size(0.0525), size(-0.02)
    ('5,3', '−2,0')
    """
    return number(Decimal(str(distance)) * 100, decimals)


def roman(count: int) -> str:
    """A number below forty in Roman figures.

    >>> [roman(count) for count in (1, 4, 9, 14)]
    ['I', 'IV', 'IX', 'XIV']
    """
    return "X" * (count // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[count % 10]


def few(count: int) -> str:
    """A count as official texts write it: in Vietnamese, below ten with a leading zero.

    For things counted in a sentence, a note or a title ("03 năm", "06 cặp"). Not for cells of tables, amounts and
    rates, parts of a whole ("3/65 xã"), and settings of a method.

    >>> few(4), few(11), few(0), few(1234)
    ('04', '11', '0', '1.234')
    """
    return f"{count:02d}" if 0 < count < 10 and current_language() == LANGUAGES[0] else number(count)


def interval(low: str, high: str) -> str:
    """A closed interval of two printed numbers, with semicolon since the comma is decimal."""
    return f"[{low}; {high}]"


def day(value: date) -> str:
    """A date as Vietnamese documents write it in running text.

    >>> day(date(2024, 12, 31))
    '31/12/2024'
    """
    return written_day(value)


def partial_day(text: str) -> str:
    """A partial ISO date: 31/12/2024, 06/2025 or 2025.

    >>> partial_day("2025-06")
    '06/2025'
    """
    return written_partial(text)


def printed(figure: Figure) -> str:
    """A figure as published: its own decimals, its qualifier; money in tỷ đồng, percentages with their sign.

    >>> printed(Figure(Decimal(73), "percent", Decimal("0.5"), "about"))
    'khoảng 73%'
    """
    if not figure.value.is_finite():
        return NOT_COMPUTED
    word = f"{label('qualifier', figure.qualifier)} " if figure.qualifier else ""
    value, decimals = figure.value, max(0, -int(figure.value.as_tuple().exponent))
    if figure.unit == "mn_vnd":
        value, decimals = figure.value * SCALE["mn_vnd"] / SCALE["bn_vnd"], decimals + 3
    return f"{word}{number(value, decimals)}{'%' if figure.unit == 'percent' else ''}"
