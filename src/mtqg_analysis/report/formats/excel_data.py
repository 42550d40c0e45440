"""The sheet of the data: a native table with filters, to be changed in one column and counted with in any way."""

from typing import Any

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.formats.drawn import SHEET, Data
from mtqg_analysis.report.formats.excel_sheet import Filled
from mtqg_analysis.report.formats.excel_style import LINE, SMALL, fitting

LEAST, WIDEST, AMOUNT = 8, 34, 16  # digits of the narrowest and the widest column of words, and of the values
CHARACTER = 1.1  # digits that a letter takes
VALUE = "value"


def data_widths(data: Data) -> list[float]:
    """The width of each column, in digits."""
    longest = {
        name: max([len(text) + 3, *(len(str(row[name])) for row in data.rows)]) for name, text in data.labels.items()
    }
    return [AMOUNT if name == VALUE else max(LEAST, min(WIDEST, CHARACTER * longest[name])) for name in data.labels]


def write_data(filled: Filled, data: Data) -> None:
    """All rows, under the headings by which formulas name the columns."""
    filled.back()
    words = tr(
        "Sửa cột «{value}» ở đây thì bảng, tỷ lệ, tổng ở các trang tính khác tính lại. Cần bảng tổng hợp khác: chọn "
        "một ô trong bảng này, chọn Insert › PivotTable, rồi lọc một «{set}» và một «{uom}».",
        value=data.labels[VALUE],
        set=data.labels["set"],
        uom=data.labels["uom"],
    )
    filled.line(words, **SMALL)
    filled.skip()
    top, last = filled.row, len(data.labels) - 1
    columns = [{"header": label} for label in data.labels.values()]
    about = {"name": SHEET, "columns": columns, "style": "Table Style Light 9"}
    filled.sheet.add_table(top, 0, top + len(data.rows), last, about)
    filled.take([LINE] * (len(data.rows) + 1))
    for line, row in enumerate(data.rows, start=top + 1):
        for place, name in enumerate(data.labels):
            _write_cell(filled, (line, place), row[name], row["format"] if name == VALUE else "")
    filled.sheet.freeze_panes(top + 1, 1)
    filled.set_up((top, top))


def _write_cell(filled: Filled, at: tuple[int, int], value: Any, form: str) -> None:
    """A value to be changed stands in blue; words and years as they are."""
    if form:
        filled.sheet.write_number(*at, value, filled.look(num_format=form, font_color="#0000FF"))
    elif isinstance(value, int):
        filled.sheet.write_number(*at, value, filled.look(num_format="0", align="left"))
    else:
        filled.sheet.write_string(*at, fitting(str(value)), filled.look())
