"""What a spreadsheet made of the cells of a CSV file when it saved it, undone where only one reading is possible.

Excel writes a cell as it shows it: under Vietnamese settings 41.0 becomes "41,0" and 2024-12-31 "31/12/2024", the code
04 loses its zero, a year may come back as "2024,0". How one file writes numbers and days is one question for all of its
cells: a cell that allows one reading only answers it for the others. Where none does, or two disagree, or where what is
shown has lost digits ("1,3E+12", "####"), the file is refused in one sentence that names the cell.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.cells import is_day
from mtqg_analysis.ledger.column import (
    COUNT_FORM,
    DATE_FORM,
    DAY_FORM,
    DAYS,
    MONEY_FORM,
    NUMBER_FORM,
    POSITIVE_FORM,
    SHARE_FORM,
    SIGNED_FORM,
    YEAR_FORM,
    Column,
)
from mtqg_analysis.ledger.finding import Finding

WHOLE = (COUNT_FORM, POSITIVE_FORM, YEAR_FORM)
NUMBERS = (NUMBER_FORM, SIGNED_FORM, MONEY_FORM, SHARE_FORM, *WHOLE)
DIGITS = {"province": 2, "district": 3, "commune": 5}  # of a unit's code, by level
BLANK = "[ \u00a0\u2009\u202f]"  # between thousands, as typists and other programs put it
OTHER = {".": ",", ",": "."}
LOST = re.compile(r"-?[0-9]([.,][0-9]+)?E[+-][0-9]{2,}|#{3,}|#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)")
MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?( AM)?$")
THREE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")  # day and month, in either order
YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
MONTH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4})")
NAMED_MONTH = re.compile(r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Thg ?[0-9]{1,2})[-/ ]([0-9]{2})", re.I)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNTOLD = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}|[0-9]{5}"
)  # which century, or which day a serial counts from


@dataclass(frozen=True)
class _Saved:
    """A file being read: its cells as they stand, what each column may hold, and the sign between columns."""

    file: Path
    rows: pd.DataFrame
    columns: tuple[Column, ...]
    delimiter: str

    def cells(self, *forms: str) -> Iterator[tuple[Column, str]]:
        """Every different cell of the columns of these forms; without forms of all columns."""
        for column in self.columns:
            if column.name in self.rows and (not forms or column.form in forms):
                yield from ((column, str(cell)) for cell in self.rows[column.name].unique() if cell)

    def refused(self, column: Column, cell: str, why: str) -> DataError:
        """The refusal of the whole file for one of its cells."""
        row = int((self.rows[column.name] == cell).to_numpy().argmax()) + 2
        return DataError(
            "{file}: dòng {row}, cột «{column}» là «{cell}»; {why}.",
            file=self.file,
            row=row,
            column=column.name,
            cell=cell,
            why=why,
        )


def undone(
    file: Path, rows: pd.DataFrame, columns: Sequence[Column], delimiter: str
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """The rows as the columns ask for them, and one info finding that says which cells were written otherwise.

    Cells that make no number, no day or no code in any way are left to the check of the dataset.
    Raises DataError, one sentence with file, line and cell, where two readings are possible or digits are lost.
    """
    saved = _Saved(file, rows, tuple(columns), delimiter)
    for column, cell in saved.cells():
        if LOST.fullmatch(cell.strip()):
            raise saved.refused(
                column,
                cell,
                tr("Excel đã không ghi hết giá trị; hãy đặt ô là Number hoặc Text, nới rộng cột, gõ lại rồi lưu"),
            )
    decimal = _decimal_sign(saved)
    first = _first_of_days(saved, decimal)
    told: list[str] = []
    made = rows
    for column in columns:
        if column.name in rows:
            made = _with(made, column, _reader(column, decimal, first), told)
    return _with_codes(made, columns, told), _note(file, told)


def _with(rows: pd.DataFrame, column: Column, read: Callable[[str], str], told: list[str]) -> pd.DataFrame:
    cells = rows[column.name]
    changes = {cell: new for cell in cells.unique() if cell and (new := read(cell)) != cell}
    return _replaced(rows, column.name, cells.map(lambda cell: changes.get(cell, cell)), told) if changes else rows


def _replaced(rows: pd.DataFrame, name: str, cells: "pd.Series[str]", told: list[str]) -> pd.DataFrame:
    """The rows with other cells in one column, and what became of the first of them and of how many."""
    changed = cells != rows[name]
    if not changed.any():
        return rows
    old, new = rows.loc[changed, name].iat[0], cells[changed].iat[0]
    told.append(tr("{column} {count} ô («{old}» → {new})", column=name, count=int(changed.sum()), old=old, new=new))
    return rows.assign(**{name: cells.astype(rows[name].dtype)})


def _reader(column: Column, decimal: str, first: str) -> Callable[[str], str]:
    if column.form in NUMBERS:
        return lambda cell: cell if re.fullmatch(column.form, cell) else _number(cell, decimal, column) or cell
    if column.form in DAYS:
        return lambda cell: cell if re.fullmatch(column.form, cell) and first != "month" else _real(cell, first)
    if column.level:
        return lambda cell: re.sub(r"^([0-9]+)[.,]0$", r"\1", cell)
    return str


def _note(file: Path, told: list[str]) -> tuple[Finding, ...]:
    if not told:
        return ()
    what = "; ".join(told)
    message = tr("{file}: các ô do bảng tính ghi lại theo cách khác đã đọc như sau: {what}.", file=file.name, what=what)
    return (Finding("info", "saved_by_spreadsheet", (), what, "", message, file.name),)


def _number(cell: str, decimal: str, column: Column) -> str:
    """A number whose decimals follow the given sign, as the column writes it; "" where it is none.

    >>> [_number(cell, ",", Column("a", "a", form=NUMBER_FORM)) for cell in ("41,0", "1.318,5", "1,318", "1.31")]
    ['41.0', '1318.5', '1.318', '']
    >>> [_number(cell, ",", Column("a", "a", form=NUMBER_FORM)) for cell in ("52,6 ", "1 318,5", "1 3,5", "1 318.500")]
    ['52.6', '1318.5', '', '']
    >>> [_number(cell, ",", Column("a", "a", form=YEAR_FORM)) for cell in ("2024,0", "2.024", "2024,5")]
    ['2024', '2024', '']
    """
    group, sign, bare = re.escape(OTHER[decimal]), re.escape(decimal), cell.strip()
    if not re.fullmatch(
        rf"-?([0-9]+|[1-9][0-9]{{0,2}}(?:({group}|{BLANK})[0-9]{{3}}(\2[0-9]{{3}})*))({sign}[0-9]+)?", bare
    ):
        return ""
    plain = re.sub(BLANK, "", bare).replace(OTHER[decimal], "").replace(decimal, ".")
    if column.form not in WHOLE:
        return plain
    whole, _, rest = plain.partition(".")
    return whole if not rest.strip("0") else ""


def _decimal_sign(saved: _Saved) -> str:
    """The decimal sign of a file's numbers: a point where commas part the columns, unless a cell says otherwise."""
    only: dict[str, tuple[Column, str]] = {}
    either: dict[str, tuple[Column, str]] = {}  # by the sign that stands in the cell
    for column, cell in saved.cells(*NUMBERS):
        point, comma = (_number(cell, sign, column) for sign in ".,")
        if bool(point) != bool(comma):
            only.setdefault("." if point else ",", (column, cell))
        elif point != comma:
            either.setdefault("," if "," in cell else ".", (column, cell))
    if len(only) == 2:
        (_, one), (column, other) = only["."], only[","]
        raise saved.refused(
            column, other, tr("cột khác có «{one}», nên không rõ dấu nào là dấu thập phân; hãy sửa một", one=one)
        )
    decimal = next(iter(only), "." if saved.delimiter == "," else "")
    unclear = next((either[sign] for sign in either if sign != decimal), None)
    if unclear:
        shown = tr("dấu phẩy") if "," in unclear[1] else tr("dấu chấm")
        why = tr(
            "không rõ {sign} phân hàng nghìn hay phân phần thập phân; hãy ghi số không phân hàng nghìn, ví dụ 1318.5",
            sign=shown,
        )
        raise saved.refused(*unclear, why)
    return decimal or "."


def _first_of_days(saved: _Saved, decimal: str) -> str:
    """What comes first in the days of a file that lead with no year: "day" or "month"; "" where it has none such."""
    first: dict[str, tuple[Column, str]] = {}
    unclear = None
    for column, cell in saved.cells(*DAYS):
        if UNTOLD.fullmatch(cell.strip()):
            raise saved.refused(
                column,
                cell,
                tr("không đủ để biết ngày nào; hãy định dạng cột là yyyy-mm-dd rồi lưu lại, ví dụ 2024-12-31"),
            )
        parts = THREE.fullmatch(MIDNIGHT.sub("", cell.strip()))
        if parts and max(int(parts[1]), int(parts[2])) > 12:
            first.setdefault("day" if int(parts[1]) > 12 else "month", (column, cell))
        elif parts and parts[1] != parts[2] and column.form != DAY_FORM:
            unclear = unclear or (column, cell)
    if len(first) == 2:
        (_, one), (column, other) = first["day"], first["month"]
        raise saved.refused(
            column, other, tr("ô khác là «{one}», nên không rõ ngày hay tháng đứng trước; hãy sửa một", one=one)
        )
    if unclear and not first and saved.delimiter == "," and decimal == ".":
        raise saved.refused(
            *unclear,
            tr("không rõ ngày hay tháng đứng trước; hãy định dạng cột là yyyy-mm-dd rồi lưu lại, ví dụ 2024-12-31"),
        )
    return next(iter(first), "day" if unclear else "")


def _real(cell: str, first: str) -> str:
    """The day that a cell means; a cell that means none of the calendar stays as it is, for the check to name."""
    day = _day(cell, first)
    return day if re.fullmatch(DATE_FORM, day) and is_day(day) else cell


def _day(cell: str, first: str) -> str:
    """A day as the ledger writes it; a cell that is none stays as it is.

    >>> [_day(cell, "day") for cell in ("31/12/2024", "1/7/2025 0:00", "2024/12/31", "01/2025", "Thg1-25", "2024,0")]
    ['2024-12-31', '2025-07-01', '2024-12-31', '2025-01', '2025-01', '2024']
    """
    bare = MIDNIGHT.sub("", cell.strip())
    if parts := THREE.fullmatch(bare):
        month, day = (parts[1], parts[2]) if first == "month" else (parts[2], parts[1])
        return f"{parts[3]}-{month:0>2}-{day:0>2}"
    if parts := YEAR_FIRST.fullmatch(bare):
        return f"{parts[1]}-{parts[2]:0>2}-{parts[3]:0>2}"
    if parts := MONTH.fullmatch(bare):
        return f"{parts[2]}-{parts[1]:0>2}"
    if parts := NAMED_MONTH.fullmatch(bare):
        name = parts[1].lower()
        number = MONTHS.index(name) + 1 if name in MONTHS else int(name.removeprefix("thg"))
        return f"20{parts[2]}-{number:02}"
    return re.sub(r"^([0-9]{4})[.,]0$", r"\1", bare)


def _with_codes(rows: pd.DataFrame, columns: Sequence[Column], told: list[str]) -> pd.DataFrame:
    """The rows with the zeros that a spreadsheet took from the front of codes of units."""
    for column in columns:
        own = column.level == "row"
        if not column.level or column.name not in rows or (own and "level" not in rows):
            continue
        levels = rows["level"] if own else pd.Series(column.level, rows.index, dtype=str)
        pairs = zip(rows[column.name], levels, strict=True)
        cells = [coded(cell, level) for cell, level in pairs]
        rows = _replaced(rows, column.name, pd.Series(cells, rows.index, dtype=str), told)
    return rows


def coded(cell: str, level: str) -> str:
    """The code of a unit with all its digits; a name, or a code of another level, stays as it is.

    >>> coded("4", "province"), coded("5977", "commune"), coded("Cao Bằng", "province"), coded("STC", "agency")
    ('04', '05977', 'Cao Bằng', 'STC')
    """
    return cell.zfill(DIGITS[level]) if cell.isdecimal() and cell.isascii() and level in DIGITS else cell
