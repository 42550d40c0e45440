"""A dataset as one Excel book: a sheet a table, under Vietnamese headings, with codes as their labels.

Excel keeps numbers and days as what they are, so that no locale comes between; text is kept as it was typed.
"""

import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.reference import measure_names, table
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS

ABOUT = "Bộ dữ liệu"  # the sheet of what dataset.yaml says
SHEETS = {
    "facts": "Số liệu",
    "sources": "Nguồn",
    "targets": "Mục tiêu",
    "counterpart": "Vốn đối ứng",
    "directives": "Nhiệm vụ",
    "assumptions": "Giả định",
    "commune_classes": "Phân loại xã",
    "narrative": "Lời đánh giá",
    "statements": "Nhận định",
    "needs": "Nhu cầu vốn",
    "projects": "Dự án",
    "judgements": "Trùng lặp",
}
COLUMNS = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS
BETTER = {
    "origin": "Năm của vốn",
    "status": "Tình trạng",
    "value": "Giá trị",
    "kind": "Loại",
}  # than how a meaning begins
LARGEST = 400_000_000  # bytes of a book when unpacked


def sheet_name(name: str) -> str:
    """The sheet of a table.

    >>> sheet_name("facts"), sheet_name("allocation_bounds")
    ('Số liệu', 'allocation_bounds')
    """
    return SHEETS.get(name, name)


def headings(columns: Sequence[Column]) -> dict[str, str]:
    """A short Vietnamese heading for each column by its name: how its meaning begins, in full where two begin alike.

    >>> headings(SOURCE_COLUMNS)["date_precision"], headings(FACT_COLUMNS)["measure"]
    ('Ngày công bố được biết tới ngày', 'Đại lượng')
    """
    short = {column.name: column.meaning.split(",")[0].split(";")[0].split(":")[0] for column in columns}
    twice = {words for words, count in Counter(short.values()).items() if count > 1}
    words = {column.name: column.meaning if short[column.name] in twice else short[column.name] for column in columns}
    better = {name: BETTER[name] for name in words if name in BETTER and BETTER[name] not in words.values()}
    return {name: text[:1].upper() + text[1:] for name, text in (words | better).items()}


@cache
def words_of_codes(kind: str) -> dict[str, str]:
    """The Vietnamese label of each code of a kind; the code itself where two have one label."""
    found = measure_names() if kind == "measure" else {}
    if not found:
        rows = table("programmes") if kind == "programme" else table("labels").query("kind == @kind")
        column = "short_vi" if kind == "programme" else "label_vi"
        found = dict(zip(rows["code"], rows[column], strict=True))
    common = {words for words, count in Counter(found.values()).items() if count > 1} | set(found)
    return {code: code if words in common else words for code, words in found.items()}


def read_book(file: Path) -> tuple[dict[str, str], dict[str, pd.DataFrame]]:
    """What a book says of its dataset, and its tables by name, every cell as text and every code as itself.

    Raises DataError for a file that is no workbook, or one without the sheets of a dataset.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise DataError("{file}: tệp quá lớn khi mở; hãy dùng các tệp CSV.", file=file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise DataError("{file}: không phải tệp Excel (.xlsx) đọc được.", file=file) from error
    try:
        known = {sheet_name(name): name for name in COLUMNS}
        lacking = [words for words in (ABOUT, SHEETS["facts"], SHEETS["sources"]) if words not in book.sheetnames]
        if lacking:
            wanted = ", ".join(lacking)
            raise DataError("{file}: sổ thiếu trang {wanted}; tạo sổ bằng mtqg book.", file=file, wanted=wanted)
        about = {row[0]: row[1] for row in _cells(book[ABOUT]) if len(row) > 1 and row[0]}
        tables = {known[name]: _table(_cells(book[name]), known[name]) for name in book.sheetnames if name in known}
    finally:
        book.close()
    return about, tables


def _cells(sheet: "openpyxl.worksheet._read_only.ReadOnlyWorksheet") -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def _text(cell: object) -> str:
    """A cell as the tables write it.

    >>> _text(41.5), _text(3.0), _text(datetime(2025, 1, 31)), _text(None), _text("04")
    ('41.5', '3', '2025-01-31', '', '04')
    """
    if isinstance(cell, datetime | date):
        return cell.date().isoformat() if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    return "" if cell is None or isinstance(cell, time) else str(cell)


def _table(rows: list[list[str]], name: str) -> pd.DataFrame:
    """The rows of a sheet under the names of their columns; blank rows are none."""
    columns = COLUMNS[name]
    heads = {words: column for column, words in headings(columns).items()}
    head, *body = rows or [[]]
    names = [heads.get(words, words) for words in head]
    width = max((place for place, words in enumerate(names, start=1) if words), default=0)
    filled = [[*row, *[""] * width][:width] for row in body if any(row)]
    frame = pd.DataFrame(filled, columns=names[:width], dtype=str)
    for column in columns:
        if column.codes and not column.many and column.name in frame:
            codes = {words: code for code, words in words_of_codes(column.codes).items()}
            frame[column.name] = [codes.get(words, words) for words in frame[column.name]]
    return frame
