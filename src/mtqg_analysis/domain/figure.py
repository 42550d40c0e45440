"""A published figure: the value as printed, and the interval of true values that print so.

Method: rounding model of a published value (half-up by default, one-sided for "hơn" and "gần").
A report never computes with a bare number; it computes with `Figure.bounds`.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

SCALE = {
    "bn_vnd": Decimal(10) ** 9,
    "mn_vnd": Decimal(10) ** 6,
    "thousand_vnd": Decimal(1000),
    "percent": Decimal("0.01"),
}
QUALIFIERS = ("", "about", "over", "under")


def printed_half_width(text: str, value_unit: str, qualified: bool) -> Decimal:
    """Half of one unit of the last digit that was printed, in the printed unit.

    `text` is the value as printed with a decimal point. Whole thousands of money or counts count as printed
    in thousands ("83.000 tỷ" was read off "83 nghìn tỷ"); beside a word like "hơn" every closing zero, up to
    thousands, counts as not printed.

    >>> printed_half_width("52.6", "percent", False), printed_half_width("1318", "bn_vnd", False)
    (Decimal('0.05'), Decimal('0.5'))
    >>> printed_half_width("83000", "bn_vnd", False), printed_half_width("1300", "bn_vnd", True)
    (Decimal('500'), Decimal('50'))
    """
    decimals = len(text.partition(".")[2])
    if decimals or value_unit == "percent":
        return Decimal(1).scaleb(-decimals) / 2
    zeros = min(len(text) - len(text.rstrip("0")), 3)
    counts = zeros if qualified or zeros == 3 else 0
    return Decimal(10) ** counts / 2


def parse_decimal(text: str) -> Decimal | None:
    """The number a data file holds (decimal point, no separators), or None if it is not one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@dataclass(frozen=True)
class Figure:
    """A value as published, with its rounding half-width and its qualifier.

    value, half_width: in the printed unit (tỷ đồng, triệu đồng, percent, count …).
    qualifier: "" (rounded half-up), "about" (khoảng), "over" (hơn) or "under" (gần). fact: the id of its fact,
    which makes no difference to whether figures are equal.

    >>> Figure(Decimal("52.6"), "percent", Decimal("0.05")).bounds
    (Decimal('0.5255'), Decimal('0.5265'))
    >>> Figure(Decimal(1300), "bn_vnd", Decimal(50), "over").bounds == (1300 * 10**9, 1400 * 10**9)
    True
    """

    value: Decimal
    unit: str
    half_width: Decimal
    qualifier: str = ""
    fact: str = field(default="", compare=False, repr=False)

    @property
    def exact(self) -> Decimal:
        """The printed value in base units: đồng for money, a fraction for a percentage."""
        return self.value * SCALE.get(self.unit, Decimal(1))

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Lowest and highest true value in base units; the upper end itself is excluded by half-up rounding."""
        one = 2 * self.half_width
        below, above = {
            "": (self.half_width, self.half_width),
            "about": (one, one),
            "over": (Decimal(0), one),
            "under": (one, Decimal(0)),
        }[self.qualifier]
        scale = SCALE.get(self.unit, Decimal(1))
        return (self.value - below) * scale, (self.value + above) * scale
