"""Plan, disbursement, rate and balance by whatever the heads of a table name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.cells import cells_scope, money, money_columns, total_name
from mtqg_analysis.report.column import NOT_PUBLISHED, Column
from mtqg_analysis.report.table import Table

Heads = Mapping[str, str]  # labels of the columns of words by name: the last says what a row is, the first groups rows
Row = Mapping[str, Any]


def money_table(name: str, title: str, heads: Heads, rows: Sequence[Row], cells: Cells) -> Table:
    """Rows of words and of `money`."""
    frame = pd.DataFrame(rows)
    *groups, last = heads.items()
    words = [*(Column(*one, rows=True) for one in groups), Column(*last, missing=" " if groups else NOT_PUBLISHED)]
    columns = (*words, *money_columns(cells))
    return Table(name, title, frame, columns, cells_scope(cells, tr("tỷ đồng; %")), cells.sources)


def breakdown(name: str, title: str, heads: Heads, parts: pd.DataFrame, cells: Cells) -> Table:
    """The parts that make up some cells, with the words of the heads among their columns, and their total."""
    rows = [*part_rows(heads, parts), total_row(heads, cells)]
    return replace(money_table(name, title, heads, rows, cells), total=True)


def part_rows(heads: Heads, parts: pd.DataFrame) -> list[Row]:
    """The rows of some parts, without a total."""
    kept = [*heads, *(["drawn"] if "drawn" in parts else [])]
    return [row[kept].to_dict() | money(row) for _, row in parts.iterrows()]


def total_row(heads: Heads, cells: Cells) -> Row:
    """The last row: everything, or what has all its figures."""
    return {**dict.fromkeys(heads, ""), next(iter(heads)): total_name(cells), **money(cells.total)}
