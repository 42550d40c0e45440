"""The conservation certificate of a file: every number of its tables is read, asked about or named as evidence.

It is taken from the sheets themselves, not from how they were read, so that what reading lost comes to light.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.column_roles import role_of
from mtqg_analysis.intake.headings import Block, Column, find_blocks, is_number
from mtqg_analysis.intake.kinds import ASKS, finding
from mtqg_analysis.intake.record import Record
from mtqg_analysis.intake.table import TableReading
from mtqg_analysis.intake.workbook import At, Cell, Kind, Sheet, Where, Workbook, address
from mtqg_analysis.ledger.finding import Finding

Fate = Literal["read", "evidence", "asked", "lost"]
FATES: tuple[Fate, ...] = ("read", "evidence", "asked", "lost")
NOT_NUMBERS = ("ordinal", "code", "note", "spot", "work")
OF_A_TABLE = ASKS | {"UNIT_IMPLAUSIBLE", "TABLE_UNREAD"}  # what keeps a whole table from being read
NAMED = ("COLUMN_", "HIDDEN_", "FOOTER_", "SUMMARY_")  # kinds of finding that name what is not read, though no error


@dataclass
class ColumnCount:
    """What became of the numbers of one column of a table: how many, and their sum as printed, by fate."""

    sheet: str
    column: str
    heading: str
    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    sums: dict[Fate, Decimal] = field(default_factory=lambda: dict.fromkeys(FATES, Decimal(0)))

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        fates: dict[str, object] = {
            fate: {"cells": self.counts[fate], "sum": format(self.sums[fate], "f")} for fate in FATES
        }
        filled = {"cells": sum(self.counts.values()), "sum": format(sum(self.sums.values(), Decimal(0)), "f")}
        return fates | {"sheet": self.sheet, "column": self.column, "heading": self.heading, "filled": filled}


@dataclass
class Certificate:
    """The columns of all tables of a file, and the numbers that nothing accounts for."""

    columns: list[ColumnCount] = field(default_factory=list)
    lost: list[Where] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every number is accounted for."""
        return not self.lost

    def count(self, fate: Fate) -> int:
        """How many numbers of the file have a fate."""
        return sum(column.counts[fate] for column in self.columns)


def certify(
    book: Workbook, tables: Sequence[TableReading], records: Iterable[Record], findings: Sequence[Finding]
) -> tuple[Certificate, list[Finding]]:
    """Accounts for every number of the sheets; a number that nothing accounts for, and a sheet unread, are errors.

    The formulas of a form of ours only add up what was filled in.
    """
    certificate, errors = Certificate(), []
    known = _Known.of(records, findings)
    for sheet in book.sheets:
        of_sheet = {_corner(table.block): table for table in tables if table.block.sheet is sheet}
        counted: set[At] = set()
        for block in find_blocks(sheet):
            for column, cells in _numbers(block):
                counts = ColumnCount(sheet.name, address(1, column.index)[:-1], column.text)
                for at, cell in cells:
                    fate = known.fate(block, of_sheet.get(_corner(block)), at, cell)
                    fate = "evidence" if fate == "lost" and book.own_form and cell.formula else fate
                    counts.counts[fate] += 1
                    counts.sums[fate] += cell.number or Decimal(0)
                    counted.add(at)
                    if fate == "lost":
                        certificate.lost.append(Where(sheet.name, at))
                certificate.columns.append(counts)
        errors += _unread(sheet, counted, known)
    errors += [_unaccounted(where) for where in certificate.lost]
    return certificate, errors


def _corner(block: Block) -> At:
    return block.first, block.columns[0].index if block.columns else 0


@dataclass
class _Known:
    """What accounts for numbers: records, and findings by cells, by rows of label cells, by sheets."""

    read: dict[tuple[str, At], Record]
    cells: set[tuple[str, str]]
    errors: set[tuple[str, str]]
    rows: set[tuple[str, int]]
    whole: set[str]
    sheets: set[str]

    @classmethod
    def of(cls, records: Iterable[Record], findings: Sequence[Finding]) -> "_Known":
        read = {(record.sheet, record.at): record for record in records}
        telling = [one for one in findings if one.severity != "info" or one.kind.startswith(NAMED)]
        cells = {(one.sheet, one.cell) for one in telling if one.cell}
        errors = {(one.sheet, one.cell) for one in findings if one.severity == "error" and one.cell}
        rows = {(sheet, int("".join(letter for letter in cell if letter.isdigit()))) for sheet, cell in cells}
        whole = {one.sheet for one in findings if one.kind in OF_A_TABLE}
        sheets = {one.sheet for one in telling if not one.cell}
        return cls(read, cells, errors, rows, whole, sheets)

    def fate(self, block: Block, table: TableReading | None, at: At, cell: Cell) -> Fate:
        """What became of the number of one cell: a record only if it has the very number of the cell."""
        sheet = block.sheet.name
        record, place = self.read.get((sheet, at)), (sheet, address(*at))
        if record is not None:
            exact = (
                cell.kind is not Kind.NUMBER or record.source.state != "number" or record.source.amount == cell.number
            )
            return "read" if exact else "lost"
        if place in self.errors:
            return "asked"
        if sheet in self.sheets or (table is not None and at in table.evidence):
            return "evidence"
        headings = {(sheet, address(row, at[1])) for row in range(block.first, block.last + 1)}
        of_row = (sheet, at[0]) in self.rows or (table is not None and at[0] in table.withheld)
        asked = place in self.cells or of_row or headings & self.cells or sheet in self.whole
        return "asked" if asked else "lost"


def _numbers(block: Block) -> Iterator[tuple[Column, list[tuple[At, Cell]]]]:
    """The columns of a table that hold numbers, with the cells that are some; columns of ordinals, notes are none."""
    for column in block.columns:
        if column.headings and role_of(column.headings[-1]) in NOT_NUMBERS:
            continue
        filled = [((row, column.index), block.sheet.cells.get((row, column.index))) for row in block.rows]
        cells = [(at, cell) for at, cell in filled if cell is not None]
        numbers = [(at, cell) for at, cell in cells if is_number(cell)]
        names = not column.headings or role_of(column.headings[-1]) == "label"
        if numbers and not (names and (len(numbers) * 2 <= len(cells) or _is_ordinals(numbers))):
            yield column, numbers


def _is_ordinals(cells: list[tuple[At, Cell]]) -> bool:
    """Whether numbers without a heading only count the rows: 1, 2, 3."""
    return [cell.number for _, cell in cells] == list(range(1, len(cells) + 1))


def _unread(sheet: Sheet, counted: set[At], known: _Known) -> list[Finding]:
    """A sheet whose numbers stand in no table at all, unless something was said of the whole sheet."""
    numbers = [at for at, cell in sheet.cells.items() if cell.kind in (Kind.NUMBER, Kind.UNRESOLVED)]
    rows: dict[int, int] = defaultdict(int)
    for row, _ in numbers:
        rows[row] += 1
    if counted or len(numbers) < MOST_LOOSE or max(rows.values()) < 2 or sheet.name in known.sheets | known.whole:
        return []
    message = tr(
        "Trang «{sheet}» có {count} ô số nhưng không thấy bảng nào để đọc: cần một dòng tiêu đề có tên cột. Hãy sửa "
        "tiêu đề, hoặc ẩn trang nếu không cần.",
        sheet=sheet.name,
        count=len(numbers),
    )
    return [finding("TABLE_UNREAD", message, Where(sheet.name, min(numbers)), str(len(numbers)))]


MOST_LOOSE = 4  # numbers of a sheet that need no table: years, pages, numbers of letters


def _unaccounted(where: Where) -> Finding:
    message = tr(
        "Ô này có số nhưng phần mềm không giải thích được là số gì; số không được đọc. Hãy kiểm tra tên dòng và "
        "tiêu đề cột."
    )
    return finding("CELL_UNACCOUNTED", message, where)
