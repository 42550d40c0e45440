"""What report cells display: tables, charts, sentences and the report's head.

Each value shows itself as HTML in Jupyter and carries the same content as structured data, which the exporters
read; nothing downstream parses HTML. A table cannot be built without its scope, a chart not without alt text.
"""

import base64
import io
import re
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any, Literal

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure as Canvas

from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.report import numbers
from mtqg_analysis.report.theme import RC

TABLE_TYPE = "application/vnd.dataresource+json"
NOT_PUBLISHED = "không công bố"
MANY = 8  # more sources than this are counted below a table and named in the list at the end
ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"
Kind = Literal["text", "anchor", "link", "count", "bn", "percent", "points", "decimal", "figure", "date"]
TEXTUAL = ("text", "anchor", "link")
Bundle = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Scope:
    """What all figures of one table or chart have in common; each part is said under the title."""

    unit: str
    cut_off: str
    basis: str
    status: str

    @property
    def line(self) -> str:
        """The line under a title."""
        return (
            f"Đơn vị: {self.unit}. Chốt số liệu: {self.cut_off}. "
            f"Cơ sở kế hoạch: {self.basis}. Tình trạng: {self.status}."
        )


@dataclass(frozen=True)
class Column:
    """One column of a table: how its label reads and how its cells print.

    group: a heading above neighbouring columns of the same group. rows: equal neighbouring cells of this
    column form one row group. missing: what an empty cell says.
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
        return {
            "count": lambda: numbers.number(value, self.decimals),  # type: ignore[arg-type]
            "decimal": lambda: numbers.number(value, self.decimals),  # type: ignore[arg-type]
            "bn": lambda: numbers.billions(value, self.decimals),  # type: ignore[arg-type]
            "percent": lambda: numbers.percent(value, self.decimals or 1),  # type: ignore[arg-type]
            "points": lambda: numbers.points(value, self.decimals or 1),  # type: ignore[arg-type]
        }[self.kind]()

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
        return [
            [column.text(row[column.name]) for column in self.columns] for row in self.frame.to_dict("records")
        ]

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
    heads = _head_rows(table.columns)
    body = _body_rows(table)
    foot = _foot(table.sources, table.notes)
    return (
        f'<figure class="mtqg-table" id="{escape(table.name)}">{_title(table.title, table.scope, table.name)}'
        f'<div class="mtqg-scroll" tabindex="0" role="region" aria-labelledby="{escape(table.name)}-title">'
        f'<table aria-labelledby="{escape(table.name)}-title"><thead>{heads}</thead>{body}</table></div>{foot}</figure>'
    )


def _title(title: str, scope: Scope, name: str) -> str:
    return (
        f'<p class="mtqg-title" id="{escape(name)}-title"><strong>{escape(title)}</strong><br>'
        f"<small>{escape(scope.line)}</small></p>"
    )


def _head_rows(columns: tuple[Column, ...]) -> str:
    if not any(column.group for column in columns):
        return "<tr>" + "".join(f'<th scope="col">{escape(column.label)}</th>' for column in columns) + "</tr>"
    top, bottom = [], []
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
    bodies, row_html = [], []
    for line, row in enumerate(texts):
        if grouped and line and starts[grouped[0]][line]:
            bodies.append(row_html)
            row_html = []
        cells = [
            _cell(column, text, starts[place][line] if place in starts else 1)
            for place, (column, text) in enumerate(zip(table.columns, row, strict=True))
        ]
        row_html.append(f"<tr>{''.join(cells)}</tr>")
    bodies.append(row_html)
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


def _foot(sources: tuple[str, ...], notes: tuple[str, ...]) -> str:
    lines = [escape(note) for note in notes]
    if sources:
        links = "; ".join(f'<a href="#nguon-{escape(source)}">{escape(source)}</a>' for source in sources)
        lines.append(f"Nguồn: {links}." if len(sources) <= MANY else f"<details><summary>{many_sources(sources)}</summary>{links}</details>")
    return f"<figcaption>{'<br>'.join(lines)}</figcaption>" if lines else ""


def many_sources(sources: tuple[str, ...] | list[str]) -> str:
    """The source line of a table that cites too many sources to name each below it."""
    return f"Nguồn: {len(sources)} nguồn, xem danh mục ở cuối báo cáo."


@dataclass(frozen=True)
class Chart:
    """A figure with title, scope, sources and the text that stands for it where it cannot be seen."""

    name: str
    title: str
    alt: str
    scope: Scope
    svg: str = field(repr=False)
    png: bytes = field(repr=False)
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, figure: Canvas, *, name: str, title: str, alt: str, scope: Scope,
        sources: tuple[str, ...] = (), notes: tuple[str, ...] = (), illustrative: bool = False,
    ) -> "Chart":  # fmt: skip
        """The chart of a drawn figure; the same figure gives the same bytes."""
        if not alt.strip():
            raise ValueError(f"Chart {name!r} needs an alt text: say what a reader who cannot see it should know.")
        if illustrative:
            figure.text(0.5, 0.5, ILLUSTRATIVE, rotation=20, alpha=0.25, size=26, ha="center", va="center")
        with mpl.rc_context(RC):
            return cls(name, title, alt, scope, _svg(figure), _png(figure), sources, notes)

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {
            "kind": "chart", "name": self.name, "title": self.title, "alt": self.alt, "scope": self.scope.line,
            "sources": list(self.sources), "notes": list(self.notes),
        }  # fmt: skip
        bundle = {
            "text/plain": f"{self.title}\n{self.alt}",
            "text/html": self._html(),
            "image/svg+xml": self.svg,
            "image/png": base64.b64encode(self.png).decode("ascii"),
        }
        return bundle, {"mtqg": about}

    def _html(self) -> str:
        drawing = self.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(self.alt)}" ', 1)
        return (
            f'<figure class="mtqg-chart" id="{escape(self.name)}">{_title(self.title, self.scope, self.name)}'
            f"{drawing}{_foot(self.sources, self.notes)}</figure>"
        )


def _svg(figure: Canvas) -> str:
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", text[text.index("<svg") :], count=1)


def _png(figure: Canvas) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150, metadata={"Software": None})
    return stream.getvalue()


@dataclass(frozen=True)
class Sentence:
    """A paragraph in Markdown whose figures come from facts and results.

    quotes: the facts (ids) and results that it quotes, so that a reader can go from the words to the numbers.
    """

    markdown: str
    quotes: tuple[str, ...] = ()

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {"kind": "sentence", "quotes": list(self.quotes)}
        return {"text/plain": self.markdown, "text/markdown": self.markdown}, {"mtqg": about}


def plain(text: str) -> str:
    """Text from data, made safe to stand inside a Sentence: nothing in it is markup.

    >>> plain("a*b*<script>")
    'a\\\\*b\\\\*\\\\<script\\\\>'
    """
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&$-])", r"\\\1", " ".join(text.split()))


@dataclass(frozen=True)
class Head:
    """The head of a report: what it is, over which data, seen from when."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    illustrative: bool = False

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        rows = "  \n".join(f"**{plain(name)}:** {plain(value)}" for name, value in self.facts)
        warning = f"**{ILLUSTRATIVE}**\n\n" if self.illustrative else ""
        markdown = f"# {plain(self.title)}\n\n*{plain(self.subtitle)}*\n\n{warning}{rows}"
        about = {
            "kind": "head", "title": self.title, "subtitle": self.subtitle,
            "facts": [list(fact) for fact in self.facts], "illustrative": self.illustrative,
        }  # fmt: skip
        return {"text/plain": self.title, "text/markdown": markdown}, {"mtqg": about}
