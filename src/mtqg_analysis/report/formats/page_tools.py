"""What a page adds to a display for who reads it on a screen: a link to it, the tools of a table, a chart's values."""

import re
from html import escape
from typing import Any

from mtqg_analysis.domain.language import tr

SORTED, FILTERED = 8, 12  # rows from which on a table is worth sorting, and filtering
LONG = 40  # rows from which on a table scrolls in a box of its own, below its headings
UNUSED = re.compile(
    r"""\s*<!--.*?-->|<metadata>.*?</metadata>|\ id="[A-Za-z][A-Za-z0-9.]*_\d+"|\ transform="rotate\(-0\ [^"]*"|"""
    r"""\ font-family:\ 'Tinos',[^;"]*;""",
    re.DOTALL | re.VERBOSE,
)  # nobody calls it, or the page says it already
DRAWN = re.compile(r' (?:d|x|y|transform)="[^"]*"')
FINE = re.compile(r"(\.\d\d)\d+")  # of a point nobody sees more than a hundredth
TITLE = re.compile(r'(<p class="mtqg-title" id="([^"]*)-title"><strong>.*?</strong>)')


def linked(shown: str) -> str:
    """A display with a link to itself behind its title."""
    words = escape(tr("Liên kết tới đây"))
    return TITLE.sub(rf'\1 <a class="anchor" href="#\2" aria-label="{words}">#</a>', shown, count=1)


def with_tools(shown: str, resource: dict[str, Any]) -> str:
    """A table with its tools, which the page's script brings to life: without it they stay hidden.

    A table whose columns are numbered is an official one: its rows stand in an order of their own.
    """
    about, name = resource["mtqg"], escape(resource["title"])
    rows, official = len(about["cells"]), any(column.get("number") for column in about["columns"])
    sorts = " data-sorts" if rows >= SORTED and not official else ""
    said = escape(tr("{shown}/{all} dòng"))
    search = (
        f'<input type="search" placeholder="{escape(tr("Lọc dòng"))}" aria-label="{escape(tr("Lọc dòng"))}: {name}">'
        f'<output data-said="{said}"></output>'
    )
    csv = f'<button type="button" title="{escape(tr("Tải bảng này dạng CSV, mở được bằng Excel"))}">CSV</button>'
    tools = f'<div class="mtqg-tools" hidden{sorts}>{search if rows >= FILTERED else ""}{csv}</div>'
    box = '<div class="mtqg-scroll'
    return shown.replace(box, f"{tools}{box}{' long' if rows >= LONG else ''}", 1)


def with_screen(shown: str, screen: dict[str, Any]) -> str:
    """A chart with its drawing for a phone and its values in words; the page's script leads to these who points."""
    before, _, rest = shown.partition("<svg ")
    drawing, _, after = rest.rpartition("</svg>")
    alt = drawing[: drawing.index(" xmlns")]
    narrow = screen["narrow"].removeprefix("<svg ")
    both = f'<svg class="wide" {drawing}</svg><svg class="narrow" {alt} {narrow}'
    return f'{before}<div class="mtqg-drawing">{_lean(both)}</div>{_values(screen["values"])}{after}'


def _lean(drawing: str) -> str:
    """A drawing without what no browser shows: half of it."""
    return DRAWN.sub(lambda found: FINE.sub(r"\1", found[0]), UNUSED.sub("", drawing))


def _values(values: list[dict[str, Any]]) -> str:
    if not values:
        return ""
    items = "".join(
        f'<li data-at="{" ".join(format(part, "g") for part in one["at"])}">{escape(one["text"])}</li>'
        for one in values
    )
    summary = escape(tr("Các số trong hình"))
    return f'<details class="mtqg-values"><summary>{summary}</summary><ul>{items}</ul></details>'
