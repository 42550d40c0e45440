"""What charts draw alike: money on an axis, numbers as readers write them, rows that are read from the top."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator
from numpy.typing import NDArray

from mtqg_analysis.report.numbers import BILLION, number

Amounts = TypeVar("Amounts", float, pd.Series, NDArray[np.float64])


def in_billions(amounts: Amounts) -> Amounts:
    """Amounts in đồng as they stand on an axis in tỷ đồng.

    >>> in_billions(2_500_000_000)
    2.5
    """
    return amounts / BILLION


def write_numbers(axis: Axis, decimals: int = 0) -> None:
    """The numbers along an axis as the language in use writes them."""
    axis.set_major_formatter(lambda value, _: number(value, decimals))
    vars(axis)["of_values"] = True


def is_cut(figure: Figure) -> bool:
    """Whether an axis whose numbers `write_numbers` writes leaves 0 out, so that lengths do not compare.

    >>> figure = Figure()
    >>> _ = figure.add_subplot().plot([45, 60]); write_numbers(figure.axes[0].yaxis); is_cut(figure)
    True
    """
    axes = [axis for one in figure.axes for axis in (one.xaxis, one.yaxis) if "of_values" in vars(axis)]
    return any(min(axis.get_view_interval()) > 0 or max(axis.get_view_interval()) < 0 for axis in axes)


def name_rows(axes: Axes, names: Sequence[str], fontsize: float | None = None) -> None:
    """One name a row of bars or dots, the first on top, with lines only for the values."""
    axes.set_yticks(range(len(names)), names, fontsize=fontsize)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)


def say(artist: Artist | BarContainer, *texts: str) -> None:
    """What the marks of an artist say to who points at them, one text a mark, where axes and series do not tell it."""
    vars(artist)["said"] = texts


def names(axis: Axis) -> dict[float, str]:
    """What stands along an axis whose places were chosen: rows, columns, years; nothing along a scale."""
    form = axis.get_major_formatter()
    if not isinstance(axis.get_major_locator(), FixedLocator):
        return {}
    places = [float(place) for place in axis.get_majorticklocs()]
    return dict(zip(places, form.format_ticks(places), strict=True))
