"""A column of a table and its cells: what a reader sees, and the number behind it with its number format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Literal

import pandas as pd

from mtqg_analysis.domain.figure import SCALE, Figure
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report import numbers

NOT_PUBLISHED = to_translate("chưa có số liệu")
Kind = Literal["text", "anchor", "link", "count", "bn", "mn", "percent", "points", "size", "decimal", "figure", "date"]
THOUSAND = 1000  # triệu đồng, in which the data of a report hold money, in a tỷ đồng
TEXTUAL = ("text", "anchor", "link", "date")
Printed = str | float | Decimal | date | Figure | tuple[float, float] | None  # what a cell can print; None is missing
# kind: how it is written, its own decimals, and what a stored value (đồng, fraction) is multiplied with where the
# written number stands in a cell of its own. A percent sign makes the reader's program multiply by 100 itself.
KINDS: dict[str, tuple[Callable[..., str], int, Decimal]] = {
    "count": (numbers.number, 0, Decimal(1)),
    "decimal": (numbers.number, 0, Decimal(1)),
    "bn": (numbers.billions, 0, Decimal(1) / numbers.BILLION),
    "mn": (numbers.millions, 0, Decimal(1) / numbers.MILLION),
    "percent": (numbers.percent, 1, Decimal(1)),
    "points": (numbers.points, 1, Decimal(100)),
    "size": (numbers.size, 1, Decimal(100)),
}


@dataclass(frozen=True)
class Quantity:
    """A cell that prints otherwise than its column: of another kind, or with a mark behind the figure.

    value: a number, a pair of numbers (an interval) or a published figure. formula: how it follows from other cells,
    as a column's formula says it, with `name[row]` for cells of other rows, counted from 0.
    """

    value: Printed
    kind: Kind = "figure"
    decimals: int | None = None
    mark: str = ""
    formula: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell as printed; `numbers` holds the number in the printed unit, or both ends of an interval.

    format: the number format in the notation of spreadsheets, which keeps decimals, sign, percent and marks.
    drawn: what of the report's data it adds, see `Column`, with the criteria of the row; per: what that is divided by.
    """

    text: str
    numbers: tuple[float, ...] = ()
    format: str = ""
    formula: str = ""
    drawn: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    per: int = field(default=1, repr=False)

    def as_dict(self) -> dict[str, object]:
        """The cell as data."""
        about: dict[str, object] = {"numbers": list(self.numbers), "format": self.format} if self.numbers else {}
        more = {"drawn": list(self.drawn), "per": self.per} if self.drawn else {}
        return {"text": self.text} | about | ({"formula": self.formula} if self.formula else {}) | more


@dataclass(frozen=True)
class Column:
    """One column of a table: how its label reads and how its cells print.

    group: a heading above neighbouring columns of the same group. rows: equal neighbouring cells of this
    column form one row group. decimals: None for what the kind has by itself. missing: what an empty cell says.
    formula: how a cell follows from others of its row, as arithmetic of column names in their printed units.
    number: the column's own number below its heading, as official tables have it: "1", or "3 = 4 + 5".
    drawn: what of the report's data a cell adds, beside what the row's own criteria say (see `report/data.py`); of a
    rate, what stands above and what below the line.
    """

    name: str
    label: str
    kind: Kind = "text"
    decimals: int | None = None
    group: str = ""
    rows: bool = False
    missing: str = NOT_PUBLISHED
    formula: str = ""
    number: str = ""
    drawn: tuple[Mapping[str, str], ...] = ()

    def cell(self, value: Printed | Quantity) -> Cell:
        """A value as a cell; a pair of numbers becomes an interval.

        >>> Column("rate", "Tỷ lệ", "percent").cell(0.526)
        Cell(text='52,6%', numbers=(0.526,), format='0.0%', formula='')
        """
        shown = value if isinstance(value, Quantity) else Quantity(value, self.kind, self.decimals)
        if isinstance(shown.value, Figure):
            return _figure_cell(shown.value, shown.mark)
        if isinstance(shown.value, tuple):
            low, high = (_number_cell(end, shown) for end in shown.value)
            if not low.numbers and not high.numbers:
                return low
            both = low.numbers + high.numbers if low.numbers and high.numbers else ()
            return Cell(numbers.interval(low.text, high.text), both, low.format if both else "")
        if is_missing(shown.value):
            return Cell(tr(self.missing))
        if isinstance(shown.value, date):
            return Cell(numbers.day(shown.value))
        if isinstance(shown.value, str) or shown.kind in TEXTUAL:
            return Cell(str(shown.value))
        return _number_cell(shown.value, shown)

    def as_dict(self) -> dict[str, object]:
        """What the exporters need to know of the column."""
        about: dict[str, object] = {
            "name": self.name,
            "label": self.label,
            "group": self.group,
            "rows": self.rows,
            "kind": self.kind,
            "formula": self.formula,
        }
        return about | ({"number": self.number} if self.number else {})

    def raw(self, value: Printed | Quantity) -> object:
        """A cell as data: numbers stay numbers (đồng, fractions), everything else is its text."""
        inner = value.value if isinstance(value, Quantity) else value
        if isinstance(inner, Figure):
            return float(inner.exact) if inner.value.is_finite() else None
        if isinstance(inner, int | float) and isfinite(inner):
            return inner
        return None if is_missing(inner) else self.cell(value).text


def is_missing(value: object) -> bool:
    """Whether a cell has nothing to print."""
    return value is None or value == "" or value is pd.NaT or (isinstance(value, float) and pd.isna(value))


def _number_cell(value: Printed, shown: Quantity) -> Cell:
    if not isfinite(float(str(value))):
        return Cell(numbers.NOT_COMPUTED)
    write, own, factor = KINDS[shown.kind]
    decimals = own if shown.decimals is None else shown.decimals
    number = float(Decimal(str(value)) * factor)
    text, form = write(value, decimals) + shown.mark, _format(shown.kind, decimals, "", shown.mark)
    return Cell(text, (number,), form, shown.formula)


def _figure_cell(figure: Figure, mark: str) -> Cell:
    """A published figure: its own decimals, its qualifier and its marks are part of the number format."""
    if not figure.value.is_finite():
        return Cell(numbers.NOT_COMPUTED)
    decimals, kind = max(0, -int(figure.value.as_tuple().exponent)), "percent" if figure.unit == "percent" else "count"
    number = figure.value / 100 if kind == "percent" else figure.value
    if figure.unit == "mn_vnd":
        number, decimals = figure.value * SCALE["mn_vnd"] / SCALE["bn_vnd"], decimals + 3
    word = f"{label('qualifier', figure.qualifier)} " if figure.qualifier else ""
    drawn = ({"id": figure.fact},) if figure.fact else ()
    per = THOUSAND if figure.unit in ("bn_vnd", "mn_vnd") else 1
    return Cell(
        numbers.printed(figure) + mark, (float(number),), _format(kind, decimals, word, mark), drawn=drawn, per=per
    )


def _format(kind: str, decimals: int, before: str, after: str) -> str:
    """The number format of a cell.

    >>> _format("percent", 0, "khoảng ", ""), _format("points", 1, "", "")
    ('"khoảng "0%', '+#,##0.0;-#,##0.0;0.0')
    """
    tail = f".{'0' * decimals}" if decimals else ""
    plain = f"0{tail}%" if kind == "percent" else f"#,##0{tail}"
    if kind == "points":
        return f"+{plain};-{plain};0{tail}"
    return f"{_quoted(before)}{plain}{_quoted(after)}"


def _quoted(text: str) -> str:
    bare = text.replace('"', "")
    return f'"{bare}"' if bare else ""
