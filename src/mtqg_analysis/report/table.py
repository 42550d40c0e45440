"""A table as a value: columns that say how their cells print, and the frame with all that its reader is owed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Literal

import pandas as pd

from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.report import numbers
from mtqg_analysis.report.display import Bundle, Scope, foot_html, title_html

TABLE_TYPE = "application/vnd.dataresource+json"
NOT_PUBLISHED = "không công bố"
Kind = Literal["text", "anchor", "link", "count", "bn", "percent", "points", "decimal", "figure", "date"]
TEXTUAL = ("text", "anchor", "link")
WRITERS: dict[str, Callable[..., str]] = {
    "count": numbers.number,
    "decimal": numbers.number,
    "bn": numbers.billions,
    "percent": numbers.percent,
    "points": numbers.points,
}


@dataclass(frozen=True)
class Column:
    """One column of a table: how its label reads and how its cells print.

    group: a heading above neighbouring columns of the same group. rows: equal neighbouring cells of this
    column form one row group. decimals: 0 for what the kind has by itself. missing: what an empty cell says.
    """

    name: str
    label: str
    kind: Kind = "text"
    decimals: int = 0
    group: str = ""
    rows: bool = False
    missing: str = NOT_PUBLISHED

    def text(self, value: object) -> str:
        """A cell as printed; a pair of numbers prints as an interval."""
        if isinstance(value, tuple):
            return numbers.interval(self.text(value[0]), self.text(value[1]))
        if isinstance(value, Figure):
            return numbers.printed(value)
        if value is None or value == "" or (isinstance(value, float) and pd.isna(value)):
            return self.missing
        if isinstance(value, date):
            return numbers.day(value)
        if self.kind in TEXTUAL or isinstance(value, str):
            return str(value)
        write = WRITERS[self.kind]
        return write(value, self.decimals) if self.decimals else write(value)

    def raw(self, value: object) -> object:
        """A cell as data: numbers stay numbers (base units), everything else is its text."""
        if isinstance(value, Figure):
            return float(value.exact)
        if isinstance(value, int | float) and not pd.isna(value):
            return value
        return None if value is None or value == "" or value is pd.NaT else self.text(value)


@dataclass(frozen=True)
class Table:
    """A frame with everything a printed table owes its reader.

    name: a stable key for goldens and comparisons. sources: ids of the dataset's sources.
    """

    name: str
    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    scope: Scope
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text_rows(self) -> list[list[str]]:
        """The cells as printed, row by row."""
        return [[column.text(row[column.name]) for column in self.columns] for row in self.frame.to_dict("records")]

    def as_resource(self) -> dict[str, Any]:
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
                "sources": list(self.sources),
                "notes": list(self.notes),
                "columns": [
                    {"label": column.label, "group": column.group, "rows": column.rows, "kind": column.kind}
                    for column in self.columns
                ],
                "text": self.text_rows,
            },
        }

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return {
            "text/plain": f"{self.title}\n{self.frame.to_string(index=False)}",
            "text/html": _table_html(self),
            TABLE_TYPE: self.as_resource(),
        }, {}


def _table_html(table: Table) -> str:
    name = escape(table.name)
    title, foot = title_html(table.title, table.scope, table.name), foot_html(table.sources, table.notes)
    return (
        f'<figure class="mtqg-table" id="{name}">{title}'
        f'<div class="mtqg-scroll" tabindex="0" role="region" aria-labelledby="{name}-title">'
        f'<table aria-labelledby="{name}-title"><thead>{_head_rows(table.columns)}</thead>{_body_rows(table)}</table>'
        f"</div>{foot}</figure>"
    )


def _head_rows(columns: tuple[Column, ...]) -> str:
    if not any(column.group for column in columns):
        return "<tr>" + "".join(f'<th scope="col">{escape(column.label)}</th>' for column in columns) + "</tr>"
    top = []
    for group, span in spans([column.group or f"\0{place}" for place, column in enumerate(columns)]):
        if group.startswith("\0"):
            top.append(f'<th scope="col" rowspan="2">{escape(columns[int(group[1:])].label)}</th>')
        else:
            top.append(f'<th scope="colgroup" colspan="{span}">{escape(group)}</th>')
    bottom = [f'<th scope="col">{escape(column.label)}</th>' for column in columns if column.group]
    return f"<tr>{''.join(top)}</tr><tr>{''.join(bottom)}</tr>"


def spans(values: list[str]) -> list[tuple[str, int]]:
    """Runs of equal neighbours with their lengths.

    >>> spans(["a", "a", "b"])
    [('a', 2), ('b', 1)]
    """
    runs: list[tuple[str, int]] = []
    for value in values:
        if runs and runs[-1][0] == value:
            runs[-1] = (value, runs[-1][1] + 1)
        else:
            runs.append((value, 1))
    return runs


def _body_rows(table: Table) -> str:
    texts = table.text_rows
    grouped = [place for place, column in enumerate(table.columns) if column.rows]
    starts = {place: _run_lengths([row[place] for row in texts]) for place in grouped}
    bodies: list[list[str]] = [[]]
    for line, row in enumerate(texts):
        if grouped and line and starts[grouped[0]][line]:
            bodies.append([])
        cells = [
            _cell(column, text, starts[place][line] if place in starts else 1)
            for place, (column, text) in enumerate(zip(table.columns, row, strict=True))
        ]
        bodies[-1].append(f"<tr>{''.join(cells)}</tr>")
    return "".join(f"<tbody>{''.join(rows)}</tbody>" for rows in bodies)


def _run_lengths(values: list[str]) -> list[int]:
    """For each row, how many rows its cell spans; 0 where the cell above already covers it."""
    return [length for _, span in spans(values) for length in (span, *[0] * (span - 1))]


def _cell(column: Column, text: str, span: int) -> str:
    if not span:
        return ""
    tall = f' rowspan="{span}"' if span > 1 else ""
    if column.rows:
        return f'<th scope="row"{tall} style="text-align:left">{escape(text)}</th>'
    side, kind = ("left", "t") if column.kind in TEXTUAL else ("right", "n")
    anchor = f' id="nguon-{escape(text)}"' if column.kind == "anchor" else ""
    shown = f'<a href="{escape(text)}">{escape(text)}</a>' if _is_web_link(column, text) else escape(text)
    return f'<td{tall}{anchor} class="{kind}" style="text-align:{side}">{shown}</td>'


def _is_web_link(column: Column, text: str) -> bool:
    """Only addresses of the web become links: "javascript:" and the like stay text."""
    return column.kind == "link" and text.startswith(("https://", "http://"))
