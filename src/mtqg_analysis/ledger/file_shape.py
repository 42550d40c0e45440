"""Whether a CSV file has the shape of a table: a heading, and under it rows of as many cells.

A surplus comma moves every cell behind it, and readers then guess: other columns, another heading, or no table at all.
So the file is counted through first, and the line that is out of shape is named.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqg_analysis.domain.errors import DataError

SIGNS = {",": "dấu phẩy", ";": "dấu chấm phẩy"}
MOST_LETTERS = 1_000_000  # of a cell; a quote that is never closed swallows the rest of the file
MOST_TOLD = 5  # lines in one message


def check_shape(file: Path, delimiter: str) -> None:
    """Raises DataError for an empty file, a name that heads two columns, rows of other length, an unclosed quote.

    Text that is no UTF-8 is left to the reader, which names the encoding.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = _rows(csv.reader(stream, delimiter=delimiter, strict=True), file)
            _, heading = next(rows, (0, []))
            if not any(name.strip() for name in heading):
                raise DataError(f"{file}: tệp trống; hãy xóa tệp hoặc thêm dòng tiêu đề.")
            twice = sorted({name for name in heading if name.strip() and heading.count(name) > 1})
            if twice:
                raise DataError(
                    f"{file}: cột {', '.join(twice)} có hai lần ở dòng tiêu đề; hãy bỏ hoặc đổi tên một cột."
                )
            wrong = [(line, len(cells)) for line, cells in rows if len(cells) != len(heading)]
    except UnicodeDecodeError:
        return
    if wrong:
        listed = "; ".join(f"dòng {line} có {count} ô, cần {len(heading)}" for line, count in wrong[:MOST_TOLD])
        more = f"; và {len(wrong) - MOST_TOLD} dòng nữa" if len(wrong) > MOST_TOLD else ""
        raise DataError(f"{file}: {listed}{more}; chữ có {SIGNS[delimiter]} phải nằm trong ngoặc kép.")


def _rows(reader: Any, file: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins; empty lines are none."""
    line, former = 1, csv.field_size_limit(MOST_LETTERS)
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise DataError(
            f"{file}: dòng {line} có ngoặc kép không đóng, hoặc có chữ ngay sau ngoặc kép đóng; hãy đóng ngoặc kép, và "
            'viết ngoặc kép bên trong thành hai: "".'
        ) from None
    finally:
        csv.field_size_limit(former)
