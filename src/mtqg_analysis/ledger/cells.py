"""Every cell of a file against its column: the schema's findings, each with line, what is there and what is asked."""

import re
from decimal import Decimal
from difflib import get_close_matches
from functools import cache

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import last_day_of
from mtqg_analysis.domain.reference import code_of, label, table
from mtqg_analysis.domain.visible import OBEYED, one_line
from mtqg_analysis.ledger.column import DAYS, WORDS, Column
from mtqg_analysis.ledger.finding import Finding

MOST_CODES_SHOWN = 12
MOST_QUOTED = 60  # letters of a cell


def check_columns(rows: pd.DataFrame, columns: tuple[Column, ...], file: str, key: str) -> list[Finding]:
    """Every cell that breaks the schema, as findings with file and line.

    rows: all cells as text. key: the id column. Missing columns are reported once each, and then no cell is looked at.
    """
    missing = [column.name for column in columns if column.name not in rows.columns]
    if missing:
        return [
            Finding(
                "error",
                "missing_column",
                (),
                ", ".join(rows.columns),
                name,
                tr("{file}: thiếu cột «{name}»; hãy thêm cột này vào dòng tiêu đề.", file=file, name=name),
                file,
            )
            for name in missing
        ]
    return [
        _cell_finding(rows, column, index, file, key)
        for column in columns
        for index in _broken(rows[column.name], column)
    ]


def _broken(cells: pd.Series, column: Column) -> list[int]:
    """Where the cells break the column. A text that stands in many cells is judged once."""
    wrong = [cell for cell in cells.unique() if not _may_stand(cell, column)]
    return list(cells.index[cells.isin(wrong)]) if wrong else []


def _may_stand(cell: str, column: Column) -> bool:
    if not cell:
        return not column.required
    if OBEYED.search(cell) or (column.form and not _fits(cell, column)):
        return False
    return not column.codes or set(_codes(cell, column)) <= {"", *allowed_codes(column.codes)}


def _fits(cell: str, column: Column) -> bool:
    if not re.fullmatch(column.form, cell):
        return False
    return is_day(cell) if column.form in DAYS else not column.most or Decimal(cell) <= column.most


def is_day(text: str) -> bool:
    """Whether a text of one of the forms of days is a day, a month or a year of the calendar.

    >>> is_day("2024-02-29"), is_day("31/02/2026"), is_day("2026-13"), is_day("0000-00-00")
    (True, False, False, False)
    """
    iso = "-".join(part.zfill(2) for part in reversed(text.split("/"))) if "/" in text else text
    try:
        return last_day_of(iso) is not None
    except ValueError:
        return False


def _codes(cell: str, column: Column) -> list[str]:
    if column.spelled:
        return [code_of(column.codes, cell) or cell]
    return cell.split("|") if column.many else [cell]


@cache
def allowed_codes(kind: str) -> tuple[str, ...]:
    """The codes of one kind: programmes and measures from their own tables, the others from the table of labels."""
    if kind == "programme":
        return tuple(table("programmes")["code"])
    if kind == "measure":
        return tuple(dict.fromkeys(table("indicators")["measure"]))
    return tuple(table("labels").query("kind == @kind")["code"])


def _cell_finding(rows: pd.DataFrame, column: Column, index: int, file: str, key: str) -> Finding:
    cell = str(rows.at[index, column.name])
    expected = _expected(column, cell)
    place = f"{file}:{index + 2}"
    found = tr("«{cell}»", cell=short(cell)) if cell else tr("ô trống")
    message = tr(
        "{place}: cột «{column}» ({meaning}) là {found}, cần {expected}.",
        place=place,
        column=column.name,
        meaning=column.meaning,
        found=found,
        expected=expected,
    )
    return Finding("error", "invalid_cell", (short(str(rows.at[index, key])),), found, expected, message, place)


def short(cell: str) -> str:
    """A cell as a message quotes it: on one line, an endless one by its beginning."""
    return one_line(cell if len(cell) <= MOST_QUOTED else f"{cell[:MOST_QUOTED]}…")


def _expected(column: Column, cell: str) -> str:
    if OBEYED.search(cell):
        return tr("chữ không có ký tự điều khiển hoặc ký tự đổi chiều chữ; hãy gõ lại ô này")
    if not cell or not (column.codes or column.form):
        return tr("có giá trị")
    if not column.codes:
        return form_words(column)
    codes = allowed_codes(column.codes)
    if column.spelled:
        listed = ", ".join(f"«{label(column.codes, code)}» ({code})" for code in codes)
        return tr("một trong: {codes}", codes=listed)
    if len(codes) <= MOST_CODES_SHOWN:
        return tr("một trong: {codes}", codes=", ".join(code for code in codes if code))
    close = get_close_matches(cell, codes, n=1)
    meant = tr(" (có phải «{close}»?)", close=close[0]) if close else ""
    return tr("một mã {kind} trong data/README.md{meant}", kind=column.codes, meant=meant)


def form_words(column: Column) -> str:
    """What a column's form asks for, in words.

    >>> form_words(Column("a", "a", form="yes|no")), form_words(Column("a", "a", form="[0-9]{4}"))
    ('một trong: yes, no', 'năm, ví dụ 2026')
    """
    if column.form not in WORDS:
        return tr("một trong: {codes}", codes=", ".join(column.form.split("|")))
    words = tr(WORDS[column.form])
    return tr("{form}, nhiều nhất {most}", form=words, most=column.most) if column.most else words
