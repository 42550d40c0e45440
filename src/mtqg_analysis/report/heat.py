"""A heat map of rates, with the number in each cell."""

from collections.abc import Sequence
from math import isnan

from matplotlib.axes import Axes

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.theme import INK


def heat(axes: Axes, grid: Sequence[Sequence[float]], rows: Sequence[str], columns: Sequence[str]) -> None:
    """Percentages from 0 to 100 as colours that colour-blind readers can tell apart; NaN prints as not published."""
    axes.imshow(grid, cmap="cividis", vmin=0, vmax=100, aspect="auto")
    for y, values in enumerate(grid):
        for x, value in enumerate(values):
            text = tr("không công bố") if isnan(value) else f"{number(value, 1)}%"
            axes.text(x, y, text, ha="center", va="center", color=INK if value >= 50 else "white")
    axes.set(xticks=range(len(columns)), yticks=range(len(rows)))
    axes.set_xticklabels(columns)
    axes.set_yticklabels(rows)
    axes.grid(visible=False)
    axes.tick_params(length=0)
