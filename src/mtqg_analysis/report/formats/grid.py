"""A table as it lies on a sheet: one number a cell, so that an interval takes two columns, and every cell's address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isclose
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.formats.drawn import NOTHING, Data
from mtqg_analysis.report.formats.formula import Cell, FormulaError, computed, spelled
from mtqg_analysis.report.layout import heading_paths, headings, wanted

NARROWEST, NARROW = 10, 5  # widths of columns, counted in digits as spreadsheets do: of figures, and of words
LETTERS = 1.15  # letters in the width of a digit, on average
WIDER = 1.2  # a sheet has more room than a page
BORDERS = 1.4  # the digits' width that a cell keeps free at its sides
NEAR = {"rel_tol": 1e-9, "abs_tol": 1e-9}  # a number that differs less is the same
YEAR = re.compile(r"(19|20)\d\d")


def wrapped(text: str, room: float) -> int:
    """How many lines a text takes where so many letters fit beside each other, broken between words.

    >>> wrapped("Vốn đầu tư", 8), wrapped("một hai", 8), wrapped("không-chỗ-ngắt", 8)
    (2, 1, 2)
    """
    lines, used = 1, 0.0
    for word in text.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += len(word) + (1 if used else 0)
        lines, used = lines + int((used - 0.5) // room), min(used, room)
    return lines


@dataclass(frozen=True)
class Grid:
    """The places of a table block on its sheet.

    top: the sheet's row of the first heading, counted from 0. widths: of the sheet's columns, in digits. data: what
    cells may be drawn from.
    """

    block: dict[str, Any]
    top: int
    widths: Sequence[float] = ()
    data: Data = NOTHING

    @cached_property
    def spread(self) -> list[int]:
        """How many sheet columns each table column takes: two where one of its cells is an interval."""
        count = len(self.block["columns"])
        return [max([1, *(len(row[n].get("numbers", ())) for row in self.block["cells"])]) for n in range(count)]

    @cached_property
    def starts(self) -> list[int]:
        """The first sheet column of each table column."""
        return [sum(self.spread[:place]) for place in range(len(self.spread))]

    @property
    def width(self) -> int:
        """How many sheet columns the table takes."""
        return sum(self.spread)

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """The headings above each sheet column, from the outermost inwards."""
        paths: list[tuple[str, ...]] = []
        for path, count in zip(heading_paths(self.block["columns"]), self.spread, strict=True):
            paths += [path] if count == 1 else [(*path, tr("từ")), (*path, tr("đến"))]
        return paths

    def wanted(self, widest: float) -> list[float]:
        """The width at which each sheet column reads well, in digits, up to the widest."""
        columns, texts = self.block["columns"], [[cell["text"] for cell in row] for row in self.block["cells"]]
        return [
            max(NARROW if column["kind"] in TEXTUAL else NARROWEST, min(widest, WIDER * width) / count)
            for column, count, width in zip(columns, self.spread, wanted(columns, texts), strict=True)
            for _ in range(count)
        ]

    def lines(self, row: int) -> int:
        """How many lines of text the highest cell of a body row takes."""
        cells = zip(self.block["cells"][row], self.starts, strict=True)
        texts = [(cell["text"], self.widths[at]) for cell, at in cells if not cell.get("numbers")]
        return max([1, *(wrapped(text, (width - BORDERS) * LETTERS) for text, width in texts)])

    @cached_property
    def years(self) -> set[tuple[int, int]]:
        """Row and place of each cell that is a year in a column of years: a sheet can count with it, and sort by it."""
        texts = [[row[place]["text"] for row in self.block["cells"]] for place in range(len(self.block["columns"]))]
        dated = [
            place
            for place, (column, own) in enumerate(zip(self.block["columns"], texts, strict=True))
            if column["kind"] == "text" and all(YEAR.fullmatch(one) or not any(map(str.isdigit, one)) for one in own)
        ]
        return {(row, place) for place in dated for row, text in enumerate(texts[place]) if YEAR.fullmatch(text)}

    @cached_property
    def heading_lines(self) -> list[int]:
        """How many lines of text each row of headings takes."""
        lines = [1] * (self.body - self.top)
        for cell in headings(self.paths):
            width = sum(self.widths[cell.column : cell.column + cell.width])
            last = cell.row + cell.height - 1
            room = sum(lines[cell.row : last])
            # Bold letters are as wide as digits.
            lines[last] = max(lines[last], wrapped(cell.text, width - BORDERS) - room)
        return lines

    @cached_property
    def body(self) -> int:
        """The sheet's row of the first row of the table's body."""
        return self.top + max(map(len, self.paths))

    @property
    def last(self) -> int:
        """The sheet's last row that belongs to the table."""
        return self.body + len(self.block["cells"]) - 1

    def is_total(self, row: int) -> bool:
        """Whether a row of the body is the sum of those above it."""
        return bool(self.block["total"]) and row == len(self.block["cells"]) - 1

    def is_strong(self, row: int) -> bool:
        """Whether a row of the body is a sum, of rows above it or below."""
        return row in self.block["strong"]

    def formula(self, row: int, place: int) -> str:
        """The live formula of a cell; nothing where it has none, or where it would say another number than is printed.

        A published number beside rounded components is such a case: it stays a constant, or is drawn from the data.
        """
        cell = self.block["cells"][row][place]
        if len(cell.get("numbers", ())) != 1:
            return ""
        found = (self._arithmetic(row, place), self.data.drawn(cell))
        fitting = [text for value, text in filter(None, found) if isclose(value, cell["numbers"][0], **NEAR)]
        return f"={fitting[0]}" if fitting else ""

    def _arithmetic(self, row: int, place: int) -> tuple[float, str] | None:
        """The number of a cell, and the formula by which it follows from others of the table."""
        column = self.block["columns"][place]
        declared = self.block["cells"][row][place].get("formula") or column["formula"]
        try:
            if declared:
                return computed(declared, row, self._number), spelled(declared, row, self._address)
            return self._sum_above(row, column["name"]) if row and self.is_total(row) else None
        except FormulaError:
            return None

    def _sum_above(self, row: int, name: str) -> tuple[float, str]:
        numbers = [self._number((above, name)) for above in range(row)]
        return sum(numbers), f"SUM({self._address((0, name))}:{self._address((row - 1, name))})"

    def _place(self, cell: Cell) -> tuple[int, int]:
        row, name = cell
        names = [column["name"] for column in self.block["columns"]]
        if name not in names or not 0 <= row < len(self.block["cells"]):
            raise FormulaError(f"The table has no cell {name}[{row}].")
        return row, names.index(name)

    def _number(self, cell: Cell) -> float:
        row, place = self._place(cell)
        numbers = self.block["cells"][row][place].get("numbers", ())
        if len(numbers) != 1:
            raise FormulaError(f"The cell {cell[1]}[{row}] holds no single number.")
        return float(numbers[0])

    def _address(self, cell: Cell) -> str:
        row, place = self._place(cell)
        return str(xl_rowcol_to_cell(self.body + row, self.starts[place]))
