"""A table resource as HTML: merged headings, row groups, and from every row the way to its sources."""

from html import escape
from itertools import groupby
from typing import Any

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.display import foot_html, source_links, title_html
from mtqg_analysis.report.layout import Heading, heading_paths, headings, row_heights

Row = list[dict[str, Any]]


def table_html(resource: dict[str, Any]) -> str:
    """The whole figure: title with scope, the table, its notes and sources."""
    about, name = resource["mtqg"], escape(resource["name"])
    title = title_html(resource["title"], about["scope"], resource["name"])
    head, body = _head(about["columns"], bool(about["origins"])), _bodies(about)
    return (
        f'<figure class="mtqg-table" id="{name}">{title}'
        f'<div class="mtqg-scroll" tabindex="0" role="region" aria-labelledby="{name}-title">'
        f'<table aria-labelledby="{name}-title"><thead>{head}</thead>{body}</table>'
        f"</div>{foot_html(about['sources'], about['notes'])}</figure>"
    )


def _head(columns: list[dict[str, Any]], with_origins: bool) -> str:
    cells = headings([*heading_paths(columns), *([(tr("Nguồn"),)] if with_origins else [])])
    rows = ["".join(_heading(cell) for cell in row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    return "".join(f"<tr>{row}</tr>" for row in rows)


def _heading(cell: Heading) -> str:
    scope = "colgroup" if cell.width > 1 else "col"
    return f'<th scope="{scope}"{_span("row", cell.height)}{_span("col", cell.width)}>{escape(cell.text)}</th>'


def _span(direction: str, count: int) -> str:
    return f' {direction}span="{count}"' if count > 1 else ""


def _bodies(about: dict[str, Any]) -> str:
    """One `tbody` a row group, so that a page break does not part a group from its label."""
    columns, rows = about["columns"], about["cells"]
    heights = row_heights(columns, [[cell["text"] for cell in row] for row in rows])
    first = next((place for place, column in enumerate(columns) if column["rows"]), None)
    bodies: list[list[str]] = [[]]
    for line, row in enumerate(rows):
        if first is not None and line and heights[line][first]:
            bodies.append([])
        cells = [_cell(*one) for one in zip(columns, row, heights[line], strict=True)]
        if about["origins"]:
            cells.append(_origin(about["origins"][line]))
        total = ' class="total"' if about["total"] and line == len(rows) - 1 else ""
        bodies[-1].append(f"<tr{total}>{''.join(cells)}</tr>")
    return "".join(f"<tbody>{''.join(rows)}</tbody>" for rows in bodies)


def _cell(column: dict[str, Any], cell: dict[str, Any], height: int) -> str:
    if not height:
        return ""
    text, tall = cell["text"], _span("row", height)
    if column["rows"]:
        return f'<th scope="row"{tall} style="text-align:left">{escape(text)}</th>'
    side, kind = ("left", "t") if column["kind"] in TEXTUAL else ("right", "n")
    anchor = f' id="nguon-{escape(text)}"' if column["kind"] == "anchor" else ""
    shown = f'<a href="{escape(text)}">{escape(text)}</a>' if is_web_link(column["kind"], text) else escape(text)
    return f'<td{tall}{anchor} class="{kind}" style="text-align:{side}">{shown}</td>'


def _origin(origin: dict[str, Any]) -> str:
    said = tr("Chốt số liệu: {cut_off}. Cơ sở kế hoạch: {basis}.", cut_off=origin["cut_off"], basis=origin["basis"])
    folded = f"<details><summary>{escape(tr('chốt, cơ sở'))}</summary>{escape(said)}</details>"
    return f'<td class="origin">{source_links(origin["sources"])}{folded}</td>'


def is_web_link(kind: str, text: str) -> bool:
    """Only addresses of the web become links: "javascript:" and the like stay text."""
    return kind == "link" and text.startswith(("https://", "http://"))
