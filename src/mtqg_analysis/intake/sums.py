"""Which numbers of a table are sums of others: totals are evidence for reading it right, never records of their own.

Columns are parts of a total when their headings say so (programmes, kinds of capital, funds, origins) or the row of
column numbers does ("3=1+2"). Rows are parts of the row they stand within, or of a total before or after them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mtqg_analysis.domain.codes import CAPITALS, ORIGINS
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.values import Values

FOREIGN = {"domestic", "foreign"}
PAYMENT = ("completed_volume", "advance")
MOST_TOTALS, MOST_ROWS = 200, 2**21
Term = tuple[int, int]  # sign and column
Ratio = tuple[tuple[int, ...], tuple[int, ...]]  # columns whose sum is divided by the sum of others


@dataclass(frozen=True)
class Sum:
    """A comparison of one cell with what its parts make: found, expected, and the rounding that may lie between."""

    row: int
    column: int
    found: Decimal
    expected: Decimal
    slack: Decimal
    parts: tuple[tuple[int, int], ...]  # rows and columns of the parts

    @property
    def holds(self) -> bool:
        """Whether the two agree within the rounding of all numbers that take part."""
        return abs(self.found - self.expected) <= self.slack


def formula_terms(formula: str) -> list[tuple[int, str]] | None:
    """The signed column numbers of a formula of sums, or None for a formula of another kind.

    >>> formula_terms("(1)+(2)"), formula_terms("10-11-14"), formula_terms("11/10*100")
    ([(1, '1'), (1, '2')], [(1, '10'), (-1, '11'), (-1, '14')], None)
    """
    plain = re.sub(r"[()\[\]\s]", "", formula).rstrip(".;,")
    if not re.fullmatch(r"[+-]?\d{1,2}[a-z]?(?:[+-]\d{1,2}[a-z]?)+", plain):
        return None
    return [(-1 if sign == "-" else 1, number) for sign, number in re.findall(r"([+-]?)(\d{1,2}[a-z]?)", plain)]


def _numbered(fields: Iterable[Field]) -> dict[str, int]:
    """The columns by the number that the form gives them; a number given twice names none."""
    fields = [one for one in fields if one.number]
    given = Counter(one.number for one in fields)
    return {one.number: one.column for one in fields if given[one.number] == 1}


def ratio_columns(one: Field, fields: Iterable[Field]) -> Ratio | None:
    """Numerator and denominator of a column whose number row says so: "16=12/3", "15=(9+12)/(3+6)*100"."""
    numbered = _numbered(fields)
    top, _, base = re.sub(r"[*x×].*$", "", one.formula).replace(":", "/").partition("/")
    columns = [
        tuple(numbered[number] for number in re.findall(r"\d{1,2}[a-z]?", part) if number in numbered)
        for part in (top, base)
    ]
    return (columns[0], columns[1]) if all(columns) else None


def column_sums(fields: Sequence[Field]) -> dict[int, list[Term]]:
    """The columns of money that are sums of others, with their terms; the number row speaks before the headings."""
    numbered = _numbered(fields)
    sums: dict[int, list[Term]] = {}
    money = [one for one in fields if one.role == "money"]
    for one in money:
        terms = formula_terms(one.formula) if one.formula else None
        if terms and all(number in numbered for _, number in terms):
            sums[one.column] = [(sign, numbered[number]) for sign, number in terms]
        elif one.meaning.measure and not one.hidden:
            parts = _parts(one, [other for other in money if not other.hidden])
            if parts:
                sums[one.column] = [(1, part.column) for part in parts]
    return sums


def _parts(one: Field, fields: Sequence[Field]) -> list[Field]:
    """The finest columns that together make a column up; empty where some of its parts are not there."""
    finer = [other for other in fields if _refines(other.meaning, one.meaning)]
    finest = [other for other in finer if not any(_refines(third.meaning, other.meaning) for third in finer)]
    return finest if finest and _is_complete([other.meaning for other in finest], one.meaning) else []


def finest_parts(fields: Sequence[Field]) -> list[Field]:
    """Of columns of one measure those that no other one splits further."""
    return [one for one in fields if not any(_refines(other.meaning, one.meaning) for other in fields)]


def payment_parts(sums: dict[int, list[Term]], fields: Iterable[Field]) -> set[int]:
    """The sum columns that add up completed volume and advances: what was disbursed is that sum, not its parts."""
    meanings = {one.column: one.meaning for one in fields}
    return {
        column
        for column, terms in sums.items()
        if meanings[column].measure in ("disbursed", "disbursed_in_period", "estimate")
        and all(at in meanings and meanings[at].measure in PAYMENT for _, at in terms)
    }


def _dimensions(meaning: Meaning) -> tuple[str, str, str, str, str]:
    programme = "" if meaning.programme == "ALL" else meaning.programme
    origin = "" if meaning.origin == "both" else meaning.origin
    return programme, meaning.capital, meaning.fund, origin, meaning.unit


def _refines(part: Meaning, whole: Meaning) -> bool:
    """Whether one column is about a part of what the other is about, and about the same measure at the same time."""
    if (part.measure, part.basis) != (whole.measure, whole.basis):
        return False
    if any(getattr(whole, name) and getattr(part, name) != getattr(whole, name) for name in ("year", "as_of")):
        return False
    pairs = list(zip(_dimensions(part), _dimensions(whole), strict=True))
    return all(not outer or inner == outer for inner, outer in pairs) and any(inner != outer for inner, outer in pairs)


def _is_complete(parts: Sequence[Meaning], whole: Meaning) -> bool:
    """Whether parts that differ in some respects cover the whole in each of them."""
    for place, outer in enumerate(_dimensions(whole)):
        found = {_dimensions(part)[place] for part in parts}
        if outer or found == {""}:
            continue
        covered = {
            0: len(found) > 1 and "" not in found,
            1: found == set(CAPITALS),
            2: found == FOREIGN or ("central" in found and len(found) > 1 and "" not in found),
            3: found == set(ORIGINS),
            4: len(found) > 1 and "" not in found,
        }
        if not covered[place]:
            return False
    return True


def check_column_sum(values: Values, row: int, column: int, terms: list[Term]) -> Sum | None:
    """One cell of a sum column against its terms in the same row; None where one of them is unknown."""
    found = values.by_cell.get((row, column))
    parts = [(sign, values.at(row, at)) for sign, at in terms]
    if found is None or found.state != "number" or any(part.state == "blocked" for _, part in parts):
        return None
    known = [(sign, part) for sign, part in parts if part.state == "number"]
    if not known:
        return None
    expected = sum((sign * part.amount for sign, part in known), Decimal(0))
    slack = found.half + sum((part.half for _, part in known), Decimal(0))
    return Sum(row, column, found.amount, expected, slack, tuple((row, at) for _, at in terms))


def check_row_sum(values: Values, total: Line, addends: Sequence[Line], column: int) -> Sum | None:
    """One cell of a total row against the rows that it sums; None where one of them cannot be read."""
    found = values.by_cell.get((total.row, column))
    parts = [values.at(line.row, column) for line in addends]
    if found is None or found.state != "number" or any(part.state == "blocked" for part in parts):
        return None
    known = [part for part in parts if part.state == "number"]
    if not known:
        return None
    expected = sum((part.amount for part in known), Decimal(0))
    slack = found.half + sum((part.half for part in known), Decimal(0))
    places = tuple((line.row, column) for line in addends)
    return Sum(total.row, column, found.amount, expected, slack, places)


def is_sum_of_inner(line: Line) -> bool:
    """Whether the rows within a row make it up: units, programmes and works do; kinds of capital only together."""
    inner = [one for one in line.inner if one.kind not in ("unknown", "unplaced")]
    kinds = {one.kind for one in inner}
    if not inner:
        return False
    if kinds <= {"capital", "fund", "origin"}:
        meanings = [one.own for one in inner]
        return _is_complete(meanings, Meaning())
    return not all(one.part for one in inner)


def addends(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that totals are made of: those within others instead of those others, wherever they make them up."""
    for line in lines:
        if line.kind in ("total", "page") or (line.part and line.outer is not None and not is_sum_of_inner(line.outer)):
            continue
        if is_sum_of_inner(line):
            yield from addends(line.inner)
        else:
            yield line


@dataclass(frozen=True)
class Summed:
    """What the totals of a table can be made of: its rows in order, their addends, and where the totals are."""

    tops: list[Line]
    every: list[Line]
    stops: list[int]  # numbers of the rows that are totals

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Summed":
        """Reads off a table once, for all of its totals."""
        tops = [line for line in lines if line.outer is None and line.kind not in ("total", "page")]
        stops = [line.row for line in lines if line.kind in ("total", "page")]
        return cls(tops, sorted(addends(tops), key=lambda line: line.row), stops)

    def between(self, first: int, last: int) -> list[Line]:
        """The addends in rows between two, both excluded."""
        low = bisect_right(self.every, first, key=lambda line: line.row)
        return self.every[low : bisect_left(self.every, last, key=lambda line: line.row)]


def candidates(table: Summed, total: Line) -> list[list[Line]]:
    """The sets of rows that a total row may sum: all, those since the total before, those until the next one.

    With very many totals only the neighbours are tried, so that the cost stays proportional to the rows.
    """
    if total.kind not in ("total", "page", "subtotal"):
        return [list(addends(total.inner)), [line for line in total.inner if line.kind != "unknown"]]
    place = bisect_left(table.stops, total.row)
    before = table.stops[place - 1] if place else 0
    later = place + (place < len(table.stops) and table.stops[place] == total.row)
    after = table.stops[later] if later < len(table.stops) else MOST_ROWS
    near = [table.between(before, total.row), table.between(total.row, after)]
    sets = [table.every, *near, table.tops] if len(table.stops) <= MOST_TOTALS else near
    about = ([line for line in one if _is_about(line, total) and line is not total] for one in sets)
    return [one for one in about if one]


def _is_about(line: Line, total: Line) -> bool:
    """Whether a row falls under a total that names a programme or a kind of capital."""
    own = total.own
    programme = not own.programme or line.meaning.programme.split(".")[0] == own.programme
    return programme and (not own.capital or line.meaning.capital == own.capital)
