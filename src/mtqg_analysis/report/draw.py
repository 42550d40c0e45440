"""What charts draw alike: money on an axis, numbers as readers write them, rows that are read from the top."""

from collections.abc import Iterable, Sequence
from typing import Any, overload

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from numpy.typing import NDArray

from mtqg_analysis.report.numbers import BILLION, number


@overload
def in_billions(amounts: float) -> float: ...
@overload
def in_billions(amounts: Iterable[Any]) -> NDArray[np.float64]: ...
def in_billions(amounts: float | Iterable[Any]) -> float | NDArray[np.float64]:
    """Amounts in đồng as they stand on an axis in tỷ đồng; NaN where there is none.

    >>> in_billions([2_500_000_000, None]).tolist()
    [2.5, nan]
    """
    return amounts / BILLION if isinstance(amounts, int | float) else np.asarray(amounts, dtype=float) / BILLION


def write_numbers(axis: Axis, decimals: int = 0) -> None:
    """The numbers along an axis as the language in use writes them."""
    axis.set_major_formatter(lambda value, _: number(value, decimals))


def name_rows(axes: Axes, names: Sequence[str], fontsize: float | None = None) -> None:
    """One name a row of bars or dots, the first on top, with lines only for the values."""
    axes.set_yticks(range(len(names)), names, fontsize=fontsize)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
