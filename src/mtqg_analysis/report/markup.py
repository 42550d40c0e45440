"""A table resource as HTML: merged headings, row groups, and from every row the way to its sources."""

from html import escape
from typing import Any

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.display import foot_html, source_links, title_html
from mtqg_analysis.report.layout import Heading, heading_paths, headings, is_wide, row_heights, type_size, weights

Row = list[dict[str, Any]]
WIDEST = 26  # letters below which no screen squeezes a column of long texts


def table_html(resource: dict[str, Any], illustrative: bool = False) -> str:
    """The whole figure: title with scope, the table, its notes and sources.

    illustrative: whether the title says that its figures are, so that no picture of the table alone can mislead.
    """
    about, name = resource["mtqg"], escape(resource["name"])
    title = title_html(resource["title"], about["scope"], resource["name"], illustrative)
    origins = _numbered(about["origins"])
    widths = weights(about["columns"], [[cell["text"] for cell in row] for row in about["cells"]], about["heads"])
    head, body = _head(about, widths), _bodies(about, origins, resource["name"])
    across = is_wide(widths)
    way = f' style="--print:{type_size(widths, across):.1f}pt"' if across else ""
    return (
        f'<figure class="mtqg-table{" across" if across else ""}" id="{name}"{way}>{title}'
        f'<div class="mtqg-scroll" tabindex="0" role="region" aria-labelledby="{name}-title">'
        f'<table aria-labelledby="{name}-title"><thead>{head}</thead>{body}</table>'
        f"</div>{foot_html(about['sources'], about['notes'], _origin_list(origins, name))}</figure>"
    )


def _head(about: dict[str, Any], widths: list[float]) -> str:
    columns = about["columns"]
    cells = headings([*heading_paths(columns), *([(tr("Nguồn"),)] if about["origins"] else [])])
    height = max(cell.row + cell.height for cell in cells)
    letters = [min(WIDEST, wide) if one["kind"] in TEXTUAL else 0 for one, wide in zip(columns, widths, strict=True)]
    rows: list[str] = [""] * height
    for cell in cells:
        own = cell.row + cell.height == height and cell.column < len(columns)  # it heads one column, and no group
        rows[cell.row] += _heading(cell, letters[cell.column] if own else 0)
    return "".join(f"<tr>{row}</tr>" for row in rows)


def _heading(cell: Heading, letters: float) -> str:
    scope = "colgroup" if cell.width > 1 else "col"
    first = ' class="first"' if cell.column == 0 and cell.width == 1 else ""
    least = f' style="--letters:{letters:.0f}"' if letters else ""
    spread = _span("row", cell.height) + _span("col", cell.width)
    return f'<th scope="{scope}"{first}{least}{spread}>{escape(cell.text)}</th>'


def _span(direction: str, count: int) -> str:
    return f' {direction}span="{count}"' if count > 1 else ""


def _bodies(about: dict[str, Any], origins: list[dict[str, Any]], name: str) -> str:
    """One `tbody` a row group, so that a page break does not part a group from its label."""
    columns, rows = about["columns"], about["cells"]
    heights = row_heights(columns, [[cell["text"] for cell in row] for row in rows])
    first = next((place for place, column in enumerate(columns) if column["rows"]), None)
    bodies: list[list[str]] = [[]]
    for line, row in enumerate(rows):
        if first is not None and line and heights[line][first]:
            bodies.append([])
        cells = [_cell(place, *one) for place, one in enumerate(zip(columns, row, heights[line], strict=True))]
        if origins:
            number = origins.index(about["origins"][line]) + 1
            cells.append(f'<td class="origin"><a href="#{escape(name)}-nguon-{number}">[{number}]</a></td>')
        kind = "total" if about["total"] and line == len(rows) - 1 else "head" if line in about["heads"] else ""
        marked = f' class="{kind}"' if kind else ""
        bodies[-1].append(f"<tr{marked}>{''.join(cells)}</tr>")
    return "".join(f"<tbody>{''.join(rows)}</tbody>" for rows in bodies)


def _cell(place: int, column: dict[str, Any], cell: dict[str, Any], height: int) -> str:
    if not height:
        return ""
    text, tall, first = cell["text"], _span("row", height), " first" if place == 0 else ""
    if column["rows"]:
        return f'<th scope="row"{tall} class="t{first}" style="text-align:left">{escape(text)}</th>'
    side, kind = ("left", "t") if column["kind"] in TEXTUAL else ("right", "n")
    anchor = f' id="nguon-{escape(text)}"' if column["kind"] == "anchor" else ""
    shown = f'<a href="{escape(text)}">{escape(text)}</a>' if is_web_link(column["kind"], text) else escape(text)
    return f'<td{tall}{anchor} class="{kind}{first}" style="text-align:{side}">{shown}</td>'


def _numbered(origins: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each different origin once; its place is the number by which the rows refer to it."""
    different: list[dict[str, Any]] = []
    for origin in origins:
        if origin not in different:
            different.append(origin)
    return different


def _origin_list(origins: list[dict[str, Any]], name: str) -> str:
    """What the numbers in the rows stand for, folded: beside the figures it would make every row three lines high."""
    if not origins:
        return ""
    items = []
    for number, one in enumerate(origins, start=1):
        said = tr("Chốt số liệu: {cut_off}. Cơ sở kế hoạch: {basis}.", cut_off=one["cut_off"], basis=one["basis"])
        items.append(f'<li id="{name}-nguon-{number}">{source_links(one["sources"])}. {escape(said)}</li>')
    summary = escape(tr("Nguồn, ngày chốt và cơ sở của từng dòng"))
    return f'<details class="origins"><summary>{summary}</summary><ol>{"".join(items)}</ol></details>'


def is_web_link(kind: str, text: str) -> bool:
    """Only addresses of the web become links: "javascript:" and the like stay text."""
    return kind == "link" and text.startswith(("https://", "http://"))
