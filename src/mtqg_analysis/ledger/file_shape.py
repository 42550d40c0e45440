"""Whether a CSV file has the shape of a table: a heading, and under it rows of as many cells.

A surplus comma moves every cell behind it, and readers then guess: other columns, another heading, or no table at all.
So the lines are counted first, and the one that is out of shape is named. Commas, semicolons (Excel's CSV under
Vietnamese settings) and tabs (its "Unicode text", UTF-16) part the columns alike, whether or not a first line says
which ("sep=;"); blank columns and rows that a spreadsheet leaves at the edge of its table are no part of it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import to_translate, tr

SIGNS = {",": to_translate("dấu phẩy"), ";": to_translate("dấu chấm phẩy"), "\t": to_translate("dấu tab")}
MOST_ROWS, MOST_COLUMNS = 400_000, 256  # ten years of every commune of a province have a tenth of these rows
MOST_LETTERS = 32_767  # of a cell, as in Excel; a quote that is never closed swallows the rest of the file
MOST_TOLD = 5  # lines in one message
SAVE_AGAIN = to_translate("trong Excel, hãy lưu lại bằng File > Save As, kiểu «CSV UTF-8 (Comma delimited)»")
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
SIGN_LINE = re.compile(r'"?sep=(.)"?[,;\t]*(?:\r\n?|\n)', re.IGNORECASE)
Lines = list[tuple[int, list[str]]]  # line on which a row begins, its cells


@dataclass(frozen=True)
class Written:
    """A CSV file as it is written: its rows, every cell as text, the sign between columns, and its encoding."""

    rows: pd.DataFrame
    delimiter: str
    encoding: str


def read_written(file: Path) -> Written:
    """The table that a CSV file holds.

    Raises DataError for another encoding, an empty file, a name that heads two columns, rows of other length, a blank
    row among others, an unclosed quote, more rows, columns or letters than the limits; one sentence that says where.
    """
    text, encoding = _decoded(file)
    text, said = without_sign_line(text)
    if said and said not in SIGNS:
        raise DataError(
            "{file}: dòng 1 «sep={sign}» nói các cột phân cách bằng «{sign}»; cần dấu phẩy, dấu chấm phẩy hoặc "
            "dấu tab.",
            file=file,
            sign=said,
        )
    delimiter = said or _delimiter(text)
    (_, heading), *lines = list(_rows(text, delimiter, file)) or [(1, [""])]
    while lines and not any(cell.strip() for cell in lines[-1][1]):
        lines.pop()  # blank rows below the table
    _check_shape(heading, lines, delimiter, file)
    width = max((place for place, name in enumerate(heading, start=1) if name.strip()), default=0)
    beyond = next((line for line, cells in lines if any(cell.strip() for cell in cells[width:])), 0)
    nameless = [place for place, name in enumerate(heading[:width], start=1) if not name.strip()]
    if beyond or nameless:
        beside = tr("ô ở dòng {line}, sau cột {column},", line=beyond, column=heading[width - 1])
        at = tr("cột thứ {place}", place=nameless[0]) if nameless else beside
        raise DataError("{file}: {at} không có tên ở dòng tiêu đề; hãy đặt tên hoặc xóa cột đó.", file=file, at=at)
    rows = pd.DataFrame([cells[:width] for _, cells in lines], columns=heading[:width], dtype=str)
    return Written(rows, delimiter, encoding)


def _decoded(file: Path) -> tuple[str, str]:
    """The text of a file and its encoding. Older encodings lose letters when Excel writes them, so none is guessed."""
    content = file.read_bytes()
    encoding = encoding_of(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(
            "{file}: dòng {line} có chữ không theo bảng mã {encoding} (tệp lưu bằng bảng mã cũ như Windows-1258, hoặc "
            "không phải tệp CSV); {save_again}.",
            file=file,
            line=line,
            encoding=_named(encoding),
            save_again=tr(SAVE_AGAIN),
        ) from error
    if "\0" in text:
        raise DataError("{file}: tệp không phải CSV; {save_again}.", file=file, save_again=tr(SAVE_AGAIN))
    return text, _named(encoding)


def encoding_of(content: bytes) -> str:
    """How a text is encoded: UTF-16 by its mark, or by the half of its first letter that is empty; else UTF-8.

    >>> [encoding_of(text) for text in (b"fact", "fact".encode("utf-16-le"), "fact".encode("utf-16-be"))]
    ['utf-8-sig', 'utf-16-le', 'utf-16-be']
    """
    if content.startswith(WIDE):
        return "utf-16"
    first, second = content[:1], content[1:2]
    if b"\0" not in (first, second) or first == second:
        return "utf-8-sig"
    return "utf-16-le" if second == b"\0" else "utf-16-be"


def _named(encoding: str) -> str:
    return encoding.upper()[: len("UTF-16")].removesuffix("-")


def without_sign_line(text: str) -> tuple[str, str]:
    r"""A text without the line that tells Excel the sign between columns, and that sign; Excel counts no such line.

    >>> without_sign_line("sep=;\na;b\n"), without_sign_line("a;b\n")
    (('a;b\n', ';'), ('a;b\n', ''))
    """
    line = SIGN_LINE.match(text)
    return (text[line.end() :], line[1]) if line else (text, "")


def _delimiter(text: str) -> str:
    """What parts the columns of the first line; no name of a column holds any of the signs."""
    heading = text[: text.find("\n") + 1 or None]
    return max(SIGNS, key=heading.count)


def _check_shape(heading: list[str], lines: Lines, delimiter: str, file: Path) -> None:
    if not any(name.strip() for name in heading):
        raise DataError("{file}: tệp trống; hãy xóa tệp hoặc thêm dòng tiêu đề.", file=file)
    twice = sorted({name for name in heading if heading.count(name) > 1 and name.strip()})
    if twice:
        raise DataError(
            "{file}: cột {twice} có hai lần ở dòng tiêu đề; hãy bỏ hoặc đổi tên một cột.",
            file=file,
            twice=", ".join(twice),
        )
    wrong = [(line, len(cells)) for line, cells in lines if len(cells) != len(heading)]
    if wrong:
        listed = "; ".join(
            tr("dòng {line} có {count} ô, cần {wanted}", line=line, count=count, wanted=len(heading))
            for line, count in wrong[:MOST_TOLD]
        )
        more = tr("; và {count} dòng nữa", count=len(wrong) - MOST_TOLD) if len(wrong) > MOST_TOLD else ""
        raise DataError(
            "{file}: {listed}{more}; chữ có {signs} phải nằm trong ngoặc kép.",
            file=file,
            listed=listed,
            more=more,
            signs=tr(SIGNS[delimiter]),
        )
    blank = [str(line) for line, cells in lines if not any(cell.strip() for cell in cells)]
    if blank:
        listed = ", ".join(blank[:MOST_TOLD]) + (" …" if len(blank) > MOST_TOLD else "")
        raise DataError(
            "{file}: dòng {listed} để trống giữa bảng; hãy xóa dòng trống rồi lưu lại.", file=file, listed=listed
        )


def _rows(text: str, delimiter: str, file: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins; empty lines are none. Equal cells are one text in memory."""
    reader: Any = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, count, former = 1, 0, csv.field_size_limit(MOST_LETTERS)
    known: dict[str, str] = {}
    try:
        for cells in reader:
            if cells:
                count += 1
                _hold_to_limits(count, len(cells), line, file)
                yield line, [known.setdefault(cell, cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            raise DataError(
                "{file}: dòng {line} có ô dài hơn {most} chữ, thường do ngoặc kép không đóng; hãy đóng ngoặc kép hoặc "
                "rút ngắn ô.",
                file=file,
                line=line,
                most=MOST_LETTERS,
            ) from None
        raise DataError(
            "{file}: dòng {line} có ngoặc kép không đóng, hoặc có chữ ngay sau ngoặc kép đóng; hãy đóng ngoặc kép, và "
            'viết ngoặc kép bên trong thành hai: "".',
            file=file,
            line=line,
        ) from None
    finally:
        csv.field_size_limit(former)


def _hold_to_limits(rows: int, columns: int, line: int, file: Path) -> None:
    """Refuses a table while it is read, before it is all in memory."""
    if rows > MOST_ROWS + 1:
        raise DataError("{file} có hơn {most} dòng; hãy chia nhỏ bộ dữ liệu.", file=file, most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise DataError(
            "{file}: dòng {line} có {count} ô; một bảng có nhiều nhất {most} cột.",
            file=file,
            line=line,
            count=columns,
            most=MOST_COLUMNS,
        )


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    r"""Rows as CSV with short line ends. Python's own writer leaves a lone carriage return bare, which ends a line.

    >>> csv_text([("a", 'b "c", d'), ("e\rf", "")])
    'a,"b ""c"", d"\n"e\rf",\n'
    """
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in rows)


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if re.search(r'[,"\r\n]', cell) else cell
