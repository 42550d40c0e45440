"""A table as a CSV file that Excel opens by a double click and that runs nothing."""

import csv
import io

from mtqg_analysis.domain.language import written
from mtqg_analysis.domain.visible import inert
from mtqg_analysis.report.column import Cell
from mtqg_analysis.report.table import Table


def as_csv(table: Table) -> bytes:
    """The printed figures without marks for thousands, in the decimal sign of the language in use."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(" – ".join(filter(None, (column.group, column.label))) for column in table.columns)
    for row in table.cells:
        writer.writerow(_field(cell) for cell in row)
    return stream.getvalue().encode("utf-8-sig")


def _field(cell: Cell) -> str:
    if len(cell.numbers) == 1:
        thousands = written(",")
        return cell.text.replace(thousands, "").replace("−", "-")
    return inert(cell.text)
