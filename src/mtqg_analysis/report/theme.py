"""One look for every chart: Tinos, the Okabe-Ito colours that colour-blind readers can tell apart, quiet axes."""

from functools import cache
from importlib.resources import as_file, files
from typing import Any

import seaborn as sns
from matplotlib import font_manager, rcdefaults
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.typing import RcKeyType

INK = "#222222"
MUTED = "#6b6b6b"
GRID = "#d9d9d9"
BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
WARNING = "#B00020"
SERIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
INVESTMENT, RECURRENT = BLUE, ORANGE
MARKERS = ("o", "s", "^", "D", "v", "P")

RC: dict[RcKeyType, Any] = {
    "font.family": ["Tinos", "serif"],
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "text.parse_math": False,  # a "$" in a name is a dollar
    "svg.fonttype": "none",  # text stays text: selectable, searchable, set in the document's own font
    "figure.dpi": 100,
}


@cache
def fonts_folder() -> str:
    """The folder of the shipped fonts, registered with matplotlib on first use."""
    with as_file(files("mtqg_analysis.report") / "fonts") as folder:
        for font in sorted(folder.glob("*.ttf")):
            font_manager.fontManager.addfont(font)
        return str(folder)


def canvas(height: float = 3.4, columns: int = 1, width: float = 6.4) -> tuple[Canvas, list[Axes]]:
    """A figure of report width (16 cm) with one row of axes.

    The look is set for the whole session, so that a chart an analyst draws beside ours looks like ours. It starts from
    matplotlib's own defaults: a user's matplotlibrc or style has no say in it.
    """
    fonts_folder()
    rcdefaults()
    sns.set_theme(context="notebook", style="ticks", rc=RC)
    figure = Canvas(figsize=(width, height), layout="constrained")
    return figure, list(figure.subplots(1, columns, squeeze=False)[0])
