"""Finding the tables of a sheet: where headings begin and end, and what stands over each column."""

import itertools
import re
from dataclasses import dataclass, field

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.column_roles import role_of
from mtqg_analysis.intake.kinds import reject
from mtqg_analysis.intake.letterhead import said_of_table
from mtqg_analysis.intake.lexicon import NUMBERING
from mtqg_analysis.intake.meaning import read_heading
from mtqg_analysis.intake.money import is_unit_line
from mtqg_analysis.intake.numbers import read_number
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import At, Cell, Kind, Merge, Sheet

COLUMN_NUMBER = re.compile(
    r"^[(\[]?(?:[A-ZĐ]|\d{1,2}[a-z]?)[)\]]?\s*(?:=\s*[\d()\[\]+\-*/x:%\s.,×]+)?$|^=\s*[\d()+\-*/x:%\s.,]+$"
)
FORMULA = re.compile(r"=\s*(?P<terms>.+)$")
PAGE_MARK = re.compile(r"^(?:trang|tiếp|\(?tiếp theo|cộng|mang sang|chuyển|tổng|\d+$)")
MOST_HEADING_ROWS = 8
MOST_TABLES = 300  # of one sheet; page breaks that repeat the headings count


Title = tuple[At, str]


@dataclass
class Column:
    """One column of a table: where it is, the headings over it from the top down, and what number the form gives it."""

    index: int
    headings: tuple[str, ...]
    number: str = ""
    formula: str = ""

    @property
    def text(self) -> str:
        """All headings over the column as one text."""
        return " - ".join(self.headings)


@dataclass
class Block:
    """One table of a sheet: its headings, its columns, and the rows under them that belong to it.

    titles: texts above the headings, with their places. inherited: those above the first table of the sheet, without
    the lines that name that table alone. rows: numbers of the rows below, repeated headings left out.
    """

    sheet: Sheet
    first: int
    last: int
    columns: list[Column]
    titles: list[Title] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    inherited: list[Title] = field(default_factory=list)


Rows = dict[int, dict[int, Cell]]


def find_blocks(sheet: Sheet) -> list[Block]:
    """The tables of a sheet from the top down; tables side by side come one after the other."""
    rows = _rows(sheet)
    spans: list[tuple[int, int, int]] = []  # first row of the headings, their last row, the row of column numbers or 0
    for row in sorted(rows):
        if (not spans or row > spans[-1][1]) and _begins(rows, row):
            last, numbers = _extent(sheet, rows, row)
            spans.append((_rise(sheet, rows, row, spans[-1][1] if spans else 0), last, numbers))
    if len(spans) > MOST_TABLES:
        message = tr(
            "Trang «{sheet}» có {count} dòng tiêu đề, quá giới hạn {most_tables}; hãy chia trang ra.",
            sheet=sheet.name,
            count=len(spans),
            most_tables=MOST_TABLES,
        )
        raise reject("ZIP_BOMB", message, str(len(spans)), tr("đến {most_tables}", most_tables=MOST_TABLES))
    blocks: list[Block] = []
    for place, (first, last, numbers) in enumerate(spans):
        until = spans[place + 1][0] if place + 1 < len(spans) else max(rows) + 1
        body = [row for row in sorted(rows) if last < row < until]
        titles = _titles_above(rows, first, blocks[-1] if blocks else None)
        of_above = [block for block in blocks if block.first == blocks[-1].first]
        again = blocks and _texts(rows, first, last) == _texts(rows, blocks[-1].first, blocks[-1].last)
        if again and not any(_names_a_table(text) for _, text in titles):
            for block in of_above:
                block.rows += body  # headings repeated on a new page
            continue
        between = {row for (row, _), _ in titles}
        for block in of_above:  # what stands between two tables is no row of the upper one
            block.rows = [row for row in block.rows if row not in between]
        made = _split(sheet, rows, (first, last, numbers), titles, body)
        for block in made if blocks else ():
            own = any(_names_a_table(text) for _, text in block.titles)
            block.inherited = without_own_line(blocks[0].titles) if own else blocks[-1].titles
        blocks += made
    return [block for block in blocks if block.rows]


def _titles_above(rows: Rows, first: int, before: Block | None) -> list[Title]:
    """The texts above headings, down from the last number of the table before."""
    end = before.rows[-1] if before and before.rows else 0
    floor = max((row for row in rows if row <= end and _holds_number(rows[row])), default=0)
    return [
        ((row, column), cell.text)
        for row in sorted(rows)
        if floor < row < first
        for column, cell in sorted(rows[row].items())
        if cell.kind is Kind.TEXT
    ]


def _names_a_table(text: str) -> bool:
    """Whether a line above headings says what the table below it is about; page marks and units of money do not."""
    said = said_of_table(text)
    return bool(said) and not is_unit_line(text) and not PAGE_MARK.match(said)


def without_own_line(titles: list[Title]) -> list[Title]:
    """The titles of a sheet's first table without the line of that table alone: numbered, or last and undated."""
    lines = [title for title in titles if _names_a_table(title[1])]
    own = [title for title in lines if NUMBERING.match(title[1].lower())]
    if not own and len(lines) > 1 and not re.search(r"\d", lines[-1][1]):
        own = lines[-1:]
    return [title for title in titles if title not in own]


def _rows(sheet: Sheet) -> Rows:
    rows: Rows = {}
    for (row, column), cell in sheet.cells.items():
        if column not in sheet.hidden_columns or cell.kind is Kind.TEXT:
            rows.setdefault(row, {})[column] = cell
    return rows


def _texts(rows: Rows, first: int, last: int) -> list[list[str]]:
    return [
        [clean(cell.text).lower() for _, cell in sorted(rows.get(row, {}).items())] for row in range(first, last + 1)
    ]


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, stands for one that is missing, or is a text with a number in it."""
    if cell.kind is not Kind.TEXT:
        return True
    return any(letter.isdigit() for letter in cell.text) and read_number(cell.text).state != "unreadable"


def _is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"20[0-4]\d", cell.text.strip()))


def _is_number(cell: Cell) -> bool:
    """Whether a cell is a number or stands for one; a year may also be a heading."""
    if cell.kind is not Kind.TEXT:
        return not _is_year(cell)
    return not _is_year(cell) and read_number(cell.text).state != "unreadable"


def _holds_number(row: dict[int, Cell]) -> bool:
    return any(_is_number(cell) for cell in row.values())


def _begins(rows: Rows, row: int) -> bool:
    """Whether headings begin here: a label or ordinal heading, and to its right what only a number has over it."""
    cells = rows[row]
    if (
        len(cells) < 2
        or _holds_number(cells)
        or not all(cell.kind is Kind.TEXT or _is_year(cell) for cell in cells.values())
    ):
        return False
    labels = [column for column, cell in cells.items() if role_of(cell.text) in ("label", "work", "ordinal")]
    if not labels:
        return False
    near = [cells, *(rows[below] for below in (row + 1, row + 2) if below in rows and not _holds_number(rows[below]))]
    return any(_is_value_heading(cell) for line in near for column, cell in line.items() if column > min(labels))


def _is_value_heading(cell: Cell) -> bool:
    if cell.kind is not Kind.TEXT or is_unit_line(cell.text) or role_of(cell.text) != "value":
        return False
    read = read_heading(cell.text)
    return bool(read.measure or read.programme or read.capital or read.fund)


def _rise(sheet: Sheet, rows: Rows, row: int, floor: int) -> int:
    """The first row of the headings: rows above belong to them while they stand over numbers only."""
    label = min(column for column, cell in rows[row].items() if role_of(cell.text) in ("label", "work", "ordinal"))
    while row - 1 > floor and row - 1 in rows:
        above = rows[row - 1]
        texts = {column: cell for column, cell in above.items() if not is_unit_line(cell.text)}
        alone = len(texts) < 2 and not any(low == row - 1 and right > left for low, left, _, right in sheet.merges)
        if not texts or min(texts) <= label or alone or not any(_is_value_heading(cell) for cell in texts.values()):
            break
        row -= 1
    return row


def _extent(sheet: Sheet, rows: Rows, start: int) -> tuple[int, int]:
    """The last row of the headings, and the row of column numbers (0 without one), which is then that last row."""
    labels = [column for column, cell in rows[start].items() if role_of(cell.text) in ("label", "work", "ordinal")]
    merged = [bottom for top, left, bottom, _ in sheet.merges if top == start and left in labels]
    last = max([start, *(row for row in merged if row < start + MOST_HEADING_ROWS)])
    while last + 1 in rows and last + 1 < start + MOST_HEADING_ROWS:
        cells = rows[last + 1]
        if _is_numbering(cells):
            return last + 1, last + 1
        beyond = [cell for column, cell in cells.items() if column > max(labels)]
        labelled = any(column in labels and not _is_year(cell) for column, cell in cells.items())
        if not beyond or _holds_number(cells) or (labelled and not any(_is_value_heading(cell) for cell in beyond)):
            break
        last += 1
    return last, 0


def _is_numbering(cells: dict[int, Cell]) -> bool:
    """Whether a row numbers the columns: (1), 2, 3=1+2, A, B."""
    texts = [clean(cell.formula or cell.text) if cell.kind is Kind.TEXT else cell.text for cell in cells.values()]
    if len(texts) < 3 or not all(COLUMN_NUMBER.match(text) for text in texts):
        return False
    leading = [int(match.group()) for text in texts if (match := re.search(r"\d+", text.partition("=")[0]))]
    rising = sum(later > earlier for earlier, later in itertools.pairwise(leading))
    return len(leading) >= 2 and rising >= 0.7 * (len(leading) - 1) and max(leading) <= 99


def _split(
    sheet: Sheet, rows: Rows, span: tuple[int, int, int], titles: list[tuple[tuple[int, int], str]], body: list[int]
) -> list[Block]:
    """One block, or several where the label heading comes again after a column of numbers."""
    first, last, _numbers = span
    merges = [merge for merge in sheet.merges if merge[0] <= last and merge[2] >= first]
    columns = [_column(sheet, rows, column, span, merges) for column in _used_columns(rows, first, body)]
    starts, valued = [0], False
    seen: set[str] = set()
    for place, column in enumerate(columns):
        role = role_of(column.headings[-1]) if column.headings else "value"
        if role in ("ordinal", "label") and valued and column.text.lower() in seen:
            starts.append(place)
            valued, seen = False, set()
        if role in ("ordinal", "label"):
            seen.add(column.text.lower())
        valued = valued or role == "value"
    bounds = [*starts, len(columns)]
    parts = [columns[low:high] for low, high in itertools.pairwise(bounds)]
    return [Block(sheet, first, last, part, _titles_over(sheet, titles, part, parts), list(body)) for part in parts]


def _titles_over(sheet: Sheet, titles: list[Title], part: list[Column], parts: list[list[Column]]) -> list[Title]:
    """The titles of one of several tables side by side: those of all, and those that stand over it alone."""
    if len(parts) == 1:
        return list(titles)
    spans = [(columns[0].index, columns[-1].index) for columns in parts]
    wide = {(top, left): right for top, left, _, right in sheet.merges}
    over: dict[Title, set[int]] = {}
    for (row, column), text in titles:
        right = max(wide.get((row, column), column), column)
        over[(row, column), text] = {
            place for place, (low, high) in enumerate(spans) if low <= right and column <= high
        }
    rows = {at[0] for (at, _), places in over.items() if len(places) == 1}
    shared = {
        row for row in rows if len(set().union(*(places for (at, _), places in over.items() if at[0] == row))) == 1
    }
    own = parts.index(part)
    return [
        title
        for title, places in over.items()
        if own in places
        or len(places) != 1
        or (title[0][0] in shared and title[0] not in wide)
        or is_unit_line(title[1])
    ]


def _used_columns(rows: Rows, first: int, body: list[int]) -> list[int]:
    top = range(first, body[0]) if body else ()
    return sorted({column for row in (*top, *body) for column in rows.get(row, {})})


def _column(sheet: Sheet, rows: Rows, column: int, span: tuple[int, int, int], merges: list[Merge]) -> Column:
    first, last, numbers = span
    headings: list[str] = []
    for row in range(first, last + 1 - bool(numbers)):
        text = _heading(sheet, rows, (row, column), last - bool(numbers), merges)
        if text and (not headings or headings[-1] != text) and not (is_unit_line(text) and headings):
            headings.append(text)
        elif text and is_unit_line(text):
            headings.append(f"({text.strip('()')})")
    cell = rows.get(numbers, {}).get(column)
    label = clean(cell.text) if cell else ""
    formula = FORMULA.search(label)
    number = re.match(r"[(\[]?(\d{1,2}[a-z]?)", label)
    return Column(column, tuple(headings), number.group(1) if number else "", formula["terms"] if formula else "")


def _heading(sheet: Sheet, rows: Rows, at: At, last: int, merges: list[Merge]) -> str:
    """The heading at a place: of a merged range its first cell's, and over unmerged groups the one to the left."""
    row, column = at
    for top, left, bottom, right in merges:
        if top <= row <= bottom and left <= column <= right:
            return clean(sheet.text(top, left))
    own = sheet.text(row, column)
    if own or row == last or not any(sheet.text(below, column) for below in range(row + 1, last + 1)):
        return clean(own)
    to_left = [at for at in rows.get(row, {}) if at < column]
    if not to_left or any((row, max(to_left)) == (top, left) and right > left for top, left, _, right in merges):
        return ""
    group = rows[row][max(to_left)].text
    return clean(group) if role_of(group) == "value" and not is_unit_line(group) else ""
