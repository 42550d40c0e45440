"""Where the cells of a table stand: merged headings, row groups, widths; the same in every format."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt
from typing import Any

from mtqg_analysis.report.column import TEXTUAL

PORTRAIT, LANDSCAPE = 88, 135  # letters of 11 pt in a line of 162 mm, and of 249 mm
LARGEST, SMALLEST, UPRIGHT = 11.0, 7.5, 8.0  # type sizes: a table that would need less than the last is turned
CLOSEST = 0.5  # part of the room to wrap that words keep at least
BOLD = 1.15  # the width of a bold letter
STRETCH, TAIL = 10, 3  # rows of a group kept together on a page; fewer rows than the last are no stretch of their own


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


def row_stretches(heights: list[list[int]]) -> list[list[int]]:
    """The same where a long group is cut into stretches that fit a page, each of which says the group's label again.

    A last stretch of one or two rows would repeat a label for almost nothing, so it joins the one before. A stretch of
    an outer group ends with an inner one where it can, so that no label is repeated a row after a new group began.

    >>> [row[0] for row in row_stretches([[11], *[[0]] * 10])], [row[0] for row in row_stretches([[13], *[[0]] * 12])]
    ([11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0])
    >>> two = [[19, 9], *[[0, 0]] * 8, [0, 10], *[[0, 0]] * 9]
    >>> [line for line, row in enumerate(row_stretches(two)) if row[0]]
    [0, 9]
    """
    cut = [list(row) for row in heights]
    for line, row in reversed(list(enumerate(heights))):
        for place, height in reversed(list(enumerate(row))):
            start = 0
            while height - start >= STRETCH + TAIL:
                inner = [cut[line + start + step][place + 1 : place + 2] for step in range(STRETCH + 1)]
                step = max((step for step in range(TAIL, STRETCH + 1) if inner[step] != [0]), default=STRETCH)
                cut[line + start][place] = step
                start += step
            if height:
                cut[line + start][place] = height - start
    return cut


def row_lines(widths: Sequence[float], texts: list[list[str]]) -> list[int]:
    """How many lines of text each row takes at most, in columns of these widths."""
    return [max([1, *(ceil(len(text) / width) for text, width in zip(row, widths, strict=True))]) for row in texts]


def weights(columns: Sequence[dict[str, Any]], texts: list[list[str]]) -> list[float]:
    """How wide each column wants to be, in letters: its longest unbreakable text, and room to wrap the rest.

    A short table that would be turned for its words alone wraps them more closely instead; one that even a turned page
    is too narrow for wraps them as closely as it must, so that no number is broken.
    """
    bounds = [_bounds(column, [row[place] for row in texts]) for place, column in enumerate(columns)]
    wanted = [most for _, most in bounds]
    least = sum(low for low, _ in bounds)

    def share_in(room: float) -> float:
        return (room - least) / max(1, sum(wanted) - least)

    upright, across = share_in(LARGEST * PORTRAIT / UPRIGHT - 1), share_in(LARGEST * LANDSCAPE / SMALLEST)
    closely = is_wide(wanted) and len(texts) <= STRETCH and upright >= CLOSEST
    share = upright if closely else min(1.0, max(0.0, across))
    return [low + share * (most - low) for low, most in bounds]


def wanted(columns: Sequence[dict[str, Any]], texts: list[list[str]]) -> list[float]:
    """How wide each column reads well, in letters, where nothing limits the width of all."""
    return [_bounds(column, [row[place] for row in texts])[1] for place, column in enumerate(columns)]


def _bounds(column: dict[str, Any], cells: list[str]) -> tuple[float, float]:
    """The width below which a column's words or numbers would be broken, and the one at which it reads well."""
    label = column["label"]
    words = f"{label} {column.get('number', '')}".split()
    longest_word = max([3, ceil(len(label) / 2), *(ceil(BOLD * len(word)) for word in words)])
    longest = max([1, *(len(cell) + cell.count("%") for cell in cells)])  # a percent sign is as wide as two letters
    if column["kind"] in TEXTUAL:
        own = max([0, *(len(word) for cell in cells for word in cell.split())])
        least = max(longest_word, min(own, 24)) if column["kind"] in ("text", "date") else 8  # others break anywhere
        return 2 + least, 2 + max(least, min(longest, 3.6 * sqrt(longest), 52))
    number = 2 + max(longest_word, min(longest, 24))
    return number, number


def is_wide(widths: Sequence[float]) -> bool:
    """Whether a table belongs on a landscape page: upright, its type would become too small to read."""
    return LARGEST * PORTRAIT / sum(widths) < UPRIGHT


def type_size(widths: Sequence[float], landscape: bool) -> float:
    """The type size in points at which a table fits its page; of one that cannot, no word or number is broken."""
    return min(LARGEST, LARGEST * (LANDSCAPE if landscape else PORTRAIT) / sum(widths))
