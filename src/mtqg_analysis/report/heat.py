"""A heat map of rates, with the number in each cell."""

from collections.abc import Sequence
from math import isnan

import numpy as np
from matplotlib.axes import Axes

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.numbers import NOT_COMPUTED, number
from mtqg_analysis.report.theme import INK

Grid = Sequence[Sequence[float | None]]


def heat(
    axes: Axes,
    grid: Grid,
    rows: Sequence[str],
    columns: Sequence[str],
    words: Sequence[Sequence[str | None]] | None = None,
) -> None:
    """Percentages from 0 to 100 as colours that colour-blind readers can tell apart.

    None prints as not published, NaN as the rate of a plan of 0: it cannot be computed, as `heat_notes` says.
    words: how published rates are printed, in place of one decimal; None as above.
    """
    axes.imshow(np.array(grid, dtype=float), cmap="cividis", vmin=0, vmax=100, aspect="auto")
    for y, values in enumerate(grid):
        for x, value in enumerate(values):
            ink = "white" if value is not None and value < 50 else INK  # a cell without a colour is white
            axes.text(x, y, (words[y][x] if words else None) or _words(value), ha="center", va="center", color=ink)
    axes.set(xticks=range(len(columns)), yticks=range(len(rows)))
    axes.set_xticklabels(columns)
    axes.set_yticklabels(rows)
    axes.grid(visible=False)
    axes.tick_params(length=0)


def _words(value: float | None) -> str:
    if value is None:
        return tr("chưa có số liệu")
    return NOT_COMPUTED if isnan(value) else f"{number(value, 1)}%"


def heat_notes(grid: Grid) -> tuple[str, ...]:
    """Why a cell of the map is a dash, where one is."""
    dashes = any(value is not None and isnan(value) for values in grid for value in values)
    return (tr("–: kế hoạch bằng 0, nên không có tỷ lệ."),) if dashes else ()
