"""A dataset's folder written as one Excel book, and a book written back as the folder's tables."""

from pathlib import Path

import pandas as pd
import xlsxwriter
import yaml

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.ledger.book import ABOUT, COLUMNS, headings, read_book, sheet_name, words_of_codes
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.dataset import read_table
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.ledger.keeping import write_all
from mtqg_analysis.ledger.yaml_file import read_yaml

BLANK_ROWS = 2_000  # below the last row, for which the drop-downs stand ready
LISTS = "Danh sách"  # the hidden sheet of what the drop-downs offer
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_book(folder: Path, place: Path) -> None:
    """Writes the tables of a dataset's folder, also the empty ones that it holds, as one workbook."""
    about = read_yaml(folder / "dataset.yaml", ParameterError, "dataset.yaml").entries
    tables = {
        name: read_table(folder / f"{name}.csv", columns)[0]
        for name, columns in COLUMNS.items()
        if (folder / f"{name}.csv").exists()
    }
    with xlsxwriter.Workbook(str(place), OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(ABOUT)
        page.set_column(0, 1, 40)
        for row, (key, value) in enumerate(about.items()):
            page.write_string(row, 0, key, head)
            page.write_string(row, 1, str(value), text)
        pages = {name: book.add_worksheet(sheet_name(name)) for name in tables}
        lists = book.add_worksheet(LISTS)
        lists.hide()
        offered: dict[str, str] = {}
        for name, rows in tables.items():
            page, named = pages[name], headings(COLUMNS[name])
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, max(1, len(rows)), len(rows.columns) - 1)
            known = {column.name: column for column in COLUMNS[name]}
            for place_of, column in enumerate(rows.columns):
                own = known.get(column, Column(column, column))
                page.set_column(place_of, place_of, 18, text)
                page.write_string(0, place_of, named.get(column, column), head)
                page.write_comment(0, place_of, f"{column}: {own.meaning}")
                words = words_of_codes(own.codes) if own.codes and not own.many else {}
                for line, cell in enumerate(rows[column], start=1):
                    if cell:
                        page.write_string(line, place_of, words.get(cell, cell), text)
                if words:
                    span = _offered(lists, own.codes, words, offered)
                    rule = {"validate": "list", "source": span, "error_type": "warning"}
                    page.data_validation(1, place_of, len(rows) + BLANK_ROWS, place_of, rule)


def _offered(lists: xlsxwriter.worksheet.Worksheet, kind: str, words: dict[str, str], offered: dict[str, str]) -> str:
    """The cells that list the words of a kind, each kind once."""
    if kind not in offered:
        column = len(offered)
        lists.write_column(0, column, list(words.values()))
        letter = xlsxwriter.utility.xl_col_to_name(column)
        offered[kind] = f"='{LISTS}'!${letter}$1:${letter}${len(words)}"
    return offered[kind]


def write_tables(book: Path, folder: Path) -> int:
    """Writes the tables of a book into a dataset's folder; returns of how many files a dated copy is kept."""
    about, tables = read_book(book)
    files = {f"{name}.csv": _csv(rows) for name, rows in tables.items()}
    made = yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
    return write_all(folder, {"dataset.yaml": made} | files)


def _csv(rows: pd.DataFrame) -> str:
    return csv_text([list(rows.columns), *rows.itertuples(index=False, name=None)])
