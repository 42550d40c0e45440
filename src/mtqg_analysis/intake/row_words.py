"""Columns that say something of each row beside its name: the year of its numbers, what it counts, or open words.

A column of months, of periods or of words with no heading of names speaks of the numbers beside it, so that none of
them can be read without knowing how.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.column_roles import is_of_rows, role_of
from mtqg_analysis.intake.headings import Block, Column
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line, anchors_of
from mtqg_analysis.intake.meaning import read_heading
from mtqg_analysis.intake.money import money_unit
from mtqg_analysis.intake.numbers import read_number
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import At, Cell, Kind, Where, address
from mtqg_analysis.ledger.finding import Finding

_TIME = re.compile(r"(?:năm|niên độ|tháng|quý|kỳ|tuần|đợt|lần)(?: (?:báo cáo|kế hoạch|ngân sách|thực hiện))?")
_YEAR = re.compile(r"20[0-4]\d")
_OF_A_TIME = re.compile(r"20[0-4]\d|0?[1-9]|1[0-2]")


@dataclass
class RowWords:
    """What such columns say.

    columns: of times or words. years: of the numbers of a row. counted: rows that are of no money, but of households,
    kilometres and the like. unclear: something has to be asked.
    """

    columns: set[int] = field(default_factory=set)
    years: dict[int, int] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)
    unclear: bool = False
    findings: list[Finding] = field(default_factory=list)


def read_row_words(block: Block, said: Collection[str]) -> RowWords:
    """The columns of a table that speak of its rows; said: letters of columns of which a person says what they are."""
    words = RowWords()
    for column in block.columns:
        letter = address(1, column.index)[:-1]
        cells = {row: cell for row in block.rows if (cell := block.sheet.cells.get((row, column.index))) is not None}
        if letter in said or not cells or column.index in block.sheet.hidden_columns or not _speaks(column, cells):
            continue
        words.columns.add(column.index)
        if re.match(r"năm|niên", clean(column.headings[-1]).lower()) and all(map(_is_year, cells.values())):
            words.years |= _years(block, column.index)
        else:
            words.findings.append(_asked(block, column, letter))
            words.unclear = True
    for column in block.columns:
        if column.headings and is_of_rows(column.headings[-1]):
            words.findings += _of_no_money(block, column, words.counted)
    return words


def with_years(line: Line, years: dict[int, int]) -> Line:
    """A row with the year that a column gives it; a cut-off of another year than that is not its own."""
    year, as_of = years.get(line.row), line.meaning.as_of
    if year is None:
        return line
    own = as_of if as_of and as_of.year - (as_of.month == 1) <= year <= as_of.year else None
    line.meaning = replace(line.meaning, year=year, as_of=own)
    return line


def _speaks(column: Column, cells: dict[int, Cell]) -> bool:
    """Whether a column is of times or of words, under a heading that announces neither names, notes nor amounts."""
    if not column.headings or role_of(column.headings[-1]) != "value":
        return False
    if any(read_heading(text).measure for text in column.headings):
        return False
    texts = [cell.text.strip() for cell in cells.values()]
    of_time = len(column.headings) == 1 and _TIME.fullmatch(clean(column.headings[0]).lower().strip(" .:()"))
    if of_time and all(_OF_A_TIME.fullmatch(text) or not _is_amount(text) for text in texts):
        return True
    words = [cell for cell in cells.values() if cell.kind is Kind.TEXT and not _is_amount(cell.text)]
    return len(words) * 2 > len(cells)


def _is_amount(text: str) -> bool:
    return read_number(text).state != "unreadable"


def _is_year(cell: Cell) -> bool:
    return bool(_YEAR.fullmatch(cell.text.strip()))


def _years(block: Block, column: int) -> dict[int, int]:
    anchors: dict[At, At] = anchors_of(block, [column])
    texts = {row: block.sheet.text(*anchors.get((row, column), (row, column))).strip() for row in block.rows}
    return {row: int(text) for row, text in texts.items() if _YEAR.fullmatch(text)}


def _of_no_money(block: Block, column: Column, counted: set[int]) -> list[Finding]:
    findings = []
    for row in block.rows:
        unit = clean(block.sheet.text(row, column.index))
        if unit and not money_unit(unit):
            counted.add(row)
            message = tr(
                "Dòng này tính bằng «{unit}», không phải tiền, nên không nằm trong các số được đọc.", unit=unit
            )
            findings.append(finding("COLUMN_SKIPPED", message, Where(block.sheet.name, (row, column.index)), unit))
    return findings


def _asked(block: Block, column: Column, letter: str) -> Finding:
    message = tr(
        "Cột {letter} «{heading}» nói thêm về số liệu của từng dòng (như kỳ, tình trạng) mà không rõ nghĩa, nên bảng "
        'chưa được đọc. Hãy sửa tiêu đề cột; nếu cột không nói gì về số tiền thì nêu --column "{letter}=bỏ".',
        letter=letter,
        heading=column.text,
    )
    at = next((row for row in range(block.last, block.first, -1) if block.sheet.text(row, column.index)), block.first)
    return finding("TABLE_UNREAD", message, Where(block.sheet.name, (at, column.index)), column.text)
