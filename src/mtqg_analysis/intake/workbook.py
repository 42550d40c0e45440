"""One model for what every spreadsheet format holds: cells with their kind, merges, and what is hidden."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

At = tuple[int, int]  # row and column, counted from 1
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


class Kind(Enum):
    """What a cell holds, as the file says; UNRESOLVED is a formula that was saved without its result."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    BOOLEAN = "boolean"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not blank.

    text: what a person would read. number: of a NUMBER, exact. day: of a DATE. font: the font's name, which legacy
    Vietnamese encodings need. percent: a number shown as a percentage. formula: with its leading "=", or empty.
    """

    kind: Kind
    text: str
    number: Decimal | None = None
    day: date | None = None
    font: str = ""
    percent: bool = False
    formula: str = ""


@dataclass
class Sheet:
    """The cells of one sheet that are not blank, by row and column.

    merges: ranges of which only the first cell counts. untyped: the format knows text only, as CSV does. scaled: cells
    whose number format shows a thousandth of what is stored, and how many times over; the number is the one shown.
    """

    name: str
    cells: dict[At, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    untyped: bool = False
    scaled: dict[At, int] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty for a blank one."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def reword(self, change: dict[At, str]) -> None:
        """Gives cells another text, as a repair of their encoding does."""
        for at, text in change.items():
            self.cells[at] = replace(self.cells[at], text=text)


@dataclass
class Workbook:
    """A spreadsheet file: its format as its bytes say, its sheets, and whether it is a form that this project wrote."""

    format: str
    sheets: list[Sheet]
    own_form: bool = False


def address(row: int, column: int) -> str:
    """A cell's name in a spreadsheet.

    >>> address(7, 3), address(1, 28)
    ('C7', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class Where(NamedTuple):
    """Where something stands in a file: on a sheet, and in which cell of it.

    >>> str(Where("Biểu 1", (7, 3))), str(Where("Biểu 1"))
    ('Biểu 1!C7', 'Biểu 1')
    """

    sheet: str
    at: At | None = None

    @property
    def cell(self) -> str:
        """The cell's name, empty for a whole sheet."""
        return address(*self.at) if self.at else ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.at else self.sheet


def text_cell(text: str, font: str = "") -> Cell:
    """A cell of text."""
    return Cell(Kind.TEXT, text, font=font)


def number_cell(
    value: float | int, font: str = "", percent: bool = False, formula: str = "", thousands: int = 0
) -> Cell:
    """A cell of a number, exact as its shortest decimal form says; `thousands` times divided by a thousand.

    >>> number_cell(0.1).number, number_cell(5.0).number, number_cell(246_900_000, thousands=1).text
    (Decimal('0.1'), Decimal('5'), '246900')
    """
    whole = int(value)
    if value == whole and not thousands:
        return Cell(Kind.NUMBER, str(whole), Decimal(whole), font=font, percent=percent, formula=formula)
    number = Decimal(whole if value == whole else repr(value))
    number = (number.scaleb(-3 * thousands)).normalize() if thousands else number
    text = format(number.normalize(), "f")
    return Cell(Kind.NUMBER, text, Decimal(text) if thousands else number, font=font, percent=percent, formula=formula)


def date_cell(day: date, font: str = "") -> Cell:
    """A cell of a date."""
    return Cell(Kind.DATE, f"{day:%d/%m/%Y}", day=day, font=font)
