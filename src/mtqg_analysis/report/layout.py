"""Where the cells of a table stand: merged headings, row groups, widths; the same in every format."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, sqrt
from typing import Any

from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.type_width import type_width, widest_word

PORTRAIT, LANDSCAPE = 85.0, 129.5  # digits of 11 pt in a line of 165 mm, and of 252 mm
LARGEST, READABLE = 11.0, 8.5  # type sizes: a table that would need less than the second is turned
SMALLEST = 7.0  # down to which a turned table goes where its words would get less than half of the room they want
PADDING = 1.2  # digits that the sides of a cell take, whatever its type size
CLOSEST = 0.54  # of the width that it wants: a table with less has too many short lines and is turned
LONGEST = 32  # digits that a figure has at most; a longer text among figures is of words
ROUNDING = 1e-6  # of sizes that were fitted to the page
STRETCH, TAIL = 8, 3  # lines of a group kept together on a page; fewer than the last are no stretch of their own


@dataclass(frozen=True)
class Heading:
    """One heading cell: its words, and the rows and columns that it covers."""

    text: str
    row: int
    column: int
    height: int = 1
    width: int = 1


def headings(paths: Sequence[tuple[str, ...]], height: int = 0, row: int = 0, start: int = 0) -> list[Heading]:
    """The heading cells of a table, one path of headings a column, from the outermost inwards.

    Neighbours under the same outer heading share its cell; the outermost heading of shorter paths reaches down, so that
    the last ones stand side by side.

    >>> for cell in headings([("Năm",), ("2024", "tỷ đồng"), ("2024", "%")]):
    ...     print(cell)
    Heading(text='Năm', row=0, column=0, height=2, width=1)
    Heading(text='2024', row=0, column=1, height=1, width=2)
    Heading(text='tỷ đồng', row=1, column=1, height=1, width=1)
    Heading(text='%', row=1, column=2, height=1, width=1)
    >>> [(cell.text, cell.row, cell.height) for cell in headings([("TT", "1"), ("Vốn", "ĐT", "2")])]
    [('TT', 0, 2), ('Vốn', 0, 1), ('ĐT', 1, 1), ('1', 2, 1), ('2', 2, 1)]
    """
    height = height or max(map(len, paths))
    cells, place = [], 0
    keys = [path[0] if len(path) > 1 else f"\0{n}" for n, path in enumerate(paths)]
    for _, width in spans(keys):
        inner = [one[1:] for one in paths[place : place + width]]
        below = max(map(len, inner))
        cells.append(Heading(paths[place][0], row, start + place, height - below, width))
        if below:
            cells += headings(inner, below, row + height - below, start + place)
        place += width
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def heading_paths(columns: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The headings above each column: its group, where it has one, its label, and its number, where it has one."""

    def extra(column: dict[str, Any], name: str) -> tuple[str, ...]:
        return (column[name],) if column.get(name) else ()

    return [(*extra(column, "group"), column["label"], *extra(column, "number")) for column in columns]


def spans(values: list[str]) -> list[tuple[str, int]]:
    """Runs of equal neighbours with their lengths.

    >>> spans(["a", "a", "b"])
    [('a', 2), ('b', 1)]
    """
    starts = [0, *(place for place, (one, next_) in enumerate(pairwise(values), 1) if one != next_), len(values)]
    return [(values[start], end - start) for start, end in pairwise(starts) if end > start]


def row_heights(columns: Sequence[dict[str, Any]], texts: list[list[str]]) -> list[list[int]]:
    """For each cell the number of rows that it covers: more than 1 heads a row group, 0 lies under such a head.

    A group ends where the group of a column to its left ends.
    """
    heights = [[1] * len(columns) for _ in texts]
    grouped = [place for place, column in enumerate(columns) if column["rows"]]
    for depth, place in enumerate(grouped):
        keys = ["\0".join(row[left] for left in grouped[: depth + 1]) for row in texts]
        line = 0
        for _, height in spans(keys):
            for offset in range(height):
                heights[line + offset][place] = 0 if offset else height
            line += height
    return heights


def row_stretches(heights: list[list[int]], lines: Sequence[int]) -> list[list[int]]:
    """The same where a long group is cut into stretches that fit a page, each of which says the group's label again.

    lines: of text, of each row. A last stretch of one or two lines would repeat a label for almost nothing, so it joins
    the one before. A stretch of an outer group ends with an inner one where it can, so that no label is repeated a row
    after a new group began.

    >>> [row[0] for row in row_stretches([[10], *[[0]] * 9], [1] * 10)]
    [10, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    >>> [row[0] for row in row_stretches([[11], *[[0]] * 10], [1] * 11)]
    [8, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0]
    >>> [row[0] for row in row_stretches([[5], *[[0]] * 4], [4] * 5)]
    [2, 0, 2, 0, 1]
    >>> two = [[16, 7], *[[0, 0]] * 6, [0, 9], *[[0, 0]] * 8]
    >>> [line for line, row in enumerate(row_stretches(two, [1] * 16)) if row[0]]
    [0, 7]
    """
    cut = [list(row) for row in heights]
    for line, row in reversed(list(enumerate(heights))):
        for place, height in reversed(list(enumerate(row))):
            start, end = line, line + height
            while sum(lines[start:end]) >= STRETCH + TAIL and end - start > 1:
                fitting = max(1, bisect_right(list(accumulate(lines[start : end - 1])), STRETCH))
                inner = [cut[start + step][place + 1 : place + 2] for step in range(fitting + 1)]
                step = max((step for step in range(TAIL, fitting + 1) if inner[step] != [0]), default=fitting)
                cut[start][place] = step
                start += step
            if height:
                cut[start][place] = end - start
    return cut


def row_lines(widths: Sequence[float], texts: list[list[str]], heights: list[list[int]]) -> list[int]:
    """How many lines of text each row takes at most, in columns of these widths.

    heights: as of `row_heights`. A cell that covers several rows spreads its lines over them.

    >>> row_lines([6.2, 6.2], [["năm chữ của nhóm", "một"], ["năm chữ của nhóm", "hai"]], [[2, 1], [0, 1]])
    [2, 2]
    """
    lines = [1] * len(texts)
    for place, width in enumerate(widths):
        for line, row in enumerate(texts):
            for covered in range(line, line + (height := heights[line][place])):
                lines[covered] = max(lines[covered], ceil(type_width(row[place]) / (width - PADDING) / height))
    return lines


def weights(columns: Sequence[dict[str, Any]], texts: list[list[str]], heads: Collection[int] = ()) -> list[float]:
    """How wide each column is, in digits: its longest unbreakable text, and room to wrap the rest.

    A table that would be turned for its words alone wraps them more closely instead; one that even a turned page is too
    narrow for is set smaller, and wraps them as closely as it must, so that no word or number is broken.
    heads: rows that are set bold.
    """
    bounds = [_bounds(column, [row[place] for row in texts], heads) for place, column in enumerate(columns)]
    least, wanted = (sum(widths) for widths in zip(*bounds, strict=True))
    upright, across = (LARGEST * page / READABLE for page in (PORTRAIT, LANDSCAPE))
    room = upright if upright >= max(least, CLOSEST * wanted) else across
    if room == across and across < (least + wanted) / 2:
        room = min((least + wanted) / 2, LARGEST * LANDSCAPE / SMALLEST)
    share = min(1.0, max(0.0, (room - least) / max(1, wanted - least)))
    return [low + share * (most - low) for low, most in bounds]


def wanted(columns: Sequence[dict[str, Any]], texts: list[list[str]]) -> list[float]:
    """How wide each column reads well, in letters, where nothing limits the width of all."""
    return [_bounds(column, [row[place] for row in texts], ())[1] for place, column in enumerate(columns)]


def _bounds(column: dict[str, Any], cells: list[str], heads: Collection[int]) -> tuple[float, float]:
    """The width below which a column's words or numbers would be broken, and the one at which it reads well."""
    label, bold = column["label"], {len(cells) - 1, *heads}  # the last may be a sum
    above = [widest_word(text, bold=True) for text in (label, column.get("number", ""))]
    head = max([3, type_width(label, bold=True) / 2, *above])
    wide = [type_width(cell, line in bold) for line, cell in enumerate(cells)]
    words = [widest_word(cell, line in bold) for line, cell in enumerate(cells)]
    if column["kind"] not in TEXTUAL:
        figures = [one if one <= LONGEST else word for one, word in zip(wide, words, strict=True)]
        number = PADDING + max([head, *(min(LONGEST, figure) for figure in figures)])
        return number, number
    own = max([0, *words]) if column["kind"] in ("text", "date") else 8  # others break anywhere
    least, longest = max(head, min(own, LONGEST)), max([1, *wide])
    return PADDING + least, PADDING + max(least, min(longest, 3.6 * sqrt(longest), 52))


def is_wide(widths: Sequence[float]) -> bool:
    """Whether a table belongs on a landscape page: upright, its type would become too small to read."""
    return LARGEST * PORTRAIT / sum(widths) < READABLE - ROUNDING


def type_size(widths: Sequence[float], landscape: bool) -> float:
    """The type size in points at which a table fits its page; of one that cannot, no word or number is broken."""
    return min(LARGEST, LARGEST * (LANDSCAPE if landscape else PORTRAIT) / sum(widths))
