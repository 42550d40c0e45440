"""A table as a value: the frame, how its columns print, and all that its reader is owed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.column import TEXTUAL, THOUSAND, Cell, Column, is_missing
from mtqg_analysis.report.display import Bundle, Origin, Scope
from mtqg_analysis.report.markup import table_html
from mtqg_analysis.report.numbers import NOT_COMPUTED
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.view import rendered

DASH = to_translate("Dấu –: không tính được, vì mẫu số bằng 0.")
TABLE_TYPE = "application/vnd.dataresource+json"


def _dashed(row: Mapping[Any, Any], column: Column) -> Cell | None:
    """The dash of a cell that cannot be computed though all that it follows from is there: a rate of no plan."""
    if not column.formula or not is_missing(row[column.name]):
        return None
    named = [name for name in re.findall(r"[a-z_]+", column.formula) if name in row]
    return None if any(is_missing(row[name]) for name in named) else Cell(NOT_COMPUTED)


def _cell(row: Mapping[Any, Any], column: Column) -> Cell:
    made = _dashed(row, column) or column.cell(row[column.name])
    criteria = row.get("drawn")
    if not isinstance(criteria, dict) or not column.drawn or not made.numbers:
        return made
    per = THOUSAND if column.kind == "bn" else 1
    return replace(made, drawn=tuple({**criteria, **own} for own in column.drawn), per=per)


@dataclass(frozen=True)
class Table:
    """A frame with everything a printed table owes its reader.

    name: a stable key for goldens and comparisons. sources: ids of the dataset's sources. origins: where each row
    comes from; empty where every row comes from all of the sources. total: the last row is the sum of those above.
    heads: the places of rows that are sums of rows below them, set as strongly as a total.
    workbook: too long for paper; PDF and Word say that it stands in the workbook, HTML and Excel hold it.
    plotted: columns of figures that the workbook draws as a chart of its own.
    key: the columns that say what a row is about, where those are not its words before the first figure. A column
    `drawn` of the frame holds what of the report's data a row is drawn from, see `report/data.py`.
    """

    name: str
    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    scope: Scope
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    total: bool = False
    heads: tuple[int, ...] = ()
    workbook: bool = False
    plotted: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.origins and len(self.origins) != len(self.frame):
            raise ValueError(f"Table {self.name!r} has {len(self.frame)} rows and {len(self.origins)} origins.")

    @property
    def cells(self) -> list[list[Cell]]:
        """The cells as printed, row by row, with the numbers behind them."""
        rows = self.frame.to_dict("records")
        return [[_cell(row, column) for column in self.columns] for row in rows]

    @property
    def text_rows(self) -> list[list[str]]:
        """The words and figures of the cells, row by row."""
        return [[cell.text for cell in row] for row in self.cells]

    def as_resource(self) -> dict[str, object]:
        """The table as a Frictionless tabular data resource, with its printed form under `mtqg`."""
        rows = self.frame.to_dict("records")
        fields = [
            {"name": column.name, "title": column.label, "type": "string" if column.kind in TEXTUAL else "number"}
            for column in self.columns
        ]
        data = [
            {column.name: column.raw(row[column.name]) for column in self.columns} | {"index": place}
            for place, row in enumerate(rows)
        ]
        return {
            "name": self.name,
            "title": self.title,
            "schema": {"fields": [{"name": "index", "type": "integer"}, *fields], "primaryKey": ["index"]},
            "data": data,
            "mtqg": {
                "kind": "table",
                "scope": self.scope.line,
                "plain_scope": self.scope.plain,
                "sources": list(self.sources),
                "notes": [
                    *self.notes,
                    *([tr(DASH)] if any(_dashed(*pair) for pair in product(rows, self.columns)) else []),
                ],
                "columns": [column.as_dict() for column in self.columns],
                "cells": [[cell.as_dict() for cell in row] for row in self.cells],
                "origins": [origin.as_dict() for origin in self.origins],
                "total": self.total,
                "heads": list(self.heads),
                "workbook": self.workbook,
                "plotted": list(self.plotted),
                "key": list(self.key),
            },
        }

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        resource = self.as_resource()
        return {
            "text/plain": f"{self.title}\n{self.frame.drop(columns='drawn', errors='ignore').to_string(index=False)}",
            "text/html": table_html(resource),
            TABLE_TYPE: resource,
        }, {"mtqg": ran()}
