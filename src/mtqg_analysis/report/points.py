"""The values that a drawing shows, read off it: where each stands, and in words what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose, isfinite, nan

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from mtqg_analysis.report.draw import names
from mtqg_analysis.report.numbers import number

MANY = 150  # more values than this nobody reads one by one
CLOSE = 0.02  # from the middle of a row within which a dot is on it
Spot = tuple[float, float]


@dataclass(frozen=True)
class Point:
    """One value of a drawing. at: its place, as parts of the drawing's width and height from its upper left corner."""

    at: Spot
    text: str


def points(figure: Canvas) -> list[Point]:
    """The values of a painted figure, panel by panel; none of a figure that holds too many."""
    found = [Point(_place(figure, axes, spot), text) for axes in figure.axes for spot, text in _read(axes)]
    return found if len(found) <= MANY else []


def _place(figure: Canvas, axes: Axes, spot: Spot) -> Spot:
    x, y = axes.transData.transform(spot)
    return float(x / figure.bbox.width), float(1 - y / figure.bbox.height)


def _read(axes: Axes) -> Iterator[tuple[Spot, str]]:
    for container in axes.containers:
        if isinstance(container, BarContainer):
            yield from _bars(axes, container)
    for line in axes.lines:
        if str(line.get_marker()) not in ("None", "", " "):
            yield from _dots(axes, line, np.column_stack(line.get_data(orig=False)))
    for collection in axes.collections:
        if isinstance(collection, PathCollection):
            yield from _dots(axes, collection, np.asarray(collection.get_offsets()))
    for patch in axes.patches:
        for text in vars(patch).get("said", ()):
            box = patch.get_path().get_extents()
            yield ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2), text
    for image in axes.images:
        shown = image.get_array()
        assert shown is not None
        yield from _grid(axes, np.ma.filled(shown, np.nan))


def _bars(axes: Axes, bars: BarContainer) -> Iterator[tuple[Spot, str]]:
    lying = bars.orientation == "horizontal"
    for place, bar in enumerate(bars.patches):
        assert isinstance(bar, Rectangle)
        x, y, wide, high = bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()
        across, along = (y + high / 2, wide) if lying else (x + wide / 2, high)
        ends = [(x if lying else y) + part * along for part in (1, 0, 0.5)]
        spots = [(end, across) if lying else (across, end) for end in ends]
        names_on, values_on = (axes.yaxis, axes.xaxis) if lying else (axes.xaxis, axes.yaxis)
        if said := vars(bars).get("said", ()):
            yield spots[0], said[place]
        elif isfinite(along) and along:
            about = [axes.get_title(), _named(bars), _nearest(names_on, across, 0.5)]
            yield spots[0], _words(about, _printed(axes, spots, along) or _value(along, values_on))


def _dots(axes: Axes, dots: Artist, spots: np.ndarray) -> Iterator[tuple[Spot, str]]:
    said = vars(dots).get("said", ())
    for place, (x, y) in enumerate(spots.astype(float)):
        if not (isfinite(x) and isfinite(y)):
            continue
        across, down = _nearest(axes.xaxis, x, CLOSE), _nearest(axes.yaxis, y, CLOSE)
        amount, axis = (x, axes.xaxis) if down else (y, axes.yaxis)
        about = [axes.get_title(), _named(dots), down or across]
        printed = _printed(axes, [(x, y)], amount)
        if said:
            yield (x, y), said[place]
        elif printed or down or across:
            yield (x, y), _words(about, printed or _value(amount, axis))


def _grid(axes: Axes, values: np.ndarray) -> Iterator[tuple[Spot, str]]:
    for (y, x), value in np.ndenumerate(values):
        if isfinite(value):
            about = [_nearest(axes.yaxis, y, CLOSE), _nearest(axes.xaxis, x, CLOSE)]
            yield (x, y), _words(about, _printed(axes, [(x, y)], value) or f"{_shortest(value)}%")


def _nearest(axis: Axis, place: float, within: float) -> str:
    """The name of the row or column in which a place lies; empty along a scale."""
    found = {at: words for at, words in names(axis).items() if abs(at - place) <= within}
    at = min(found, key=lambda one: abs(one - place), default=nan)
    return " ".join(found[at].split()) if found else ""


def _named(artist: Artist | BarContainer) -> str:
    """What the legend says of a series, or would say; nothing of one that has no name."""
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else " ".join(label.split())


def _printed(axes: Axes, spots: list[Spot], amount: float) -> str:
    """What the drawing prints of a value beside it, with its decimals and its qualifier; empty where it prints none."""
    for text in axes.texts:
        spot = text.xy if isinstance(text, Annotation) else text.get_position()
        found = re.search(r"[−+]?\d[\d.,]*", text.get_text())
        near = any(np.allclose(spot, one, rtol=1e-9, atol=1e-9) for one in spots)
        if near and found and _is(amount, found[0]):
            words = " ".join(text.get_text().split())
            unit = _unit(axes.xaxis if axes.xaxis.get_label_text() else axes.yaxis)
            return words if unit.startswith("%") or not words[-1].isdigit() else f"{words} {unit}".strip()
    return ""


def _is(amount: float, printed: str) -> bool:
    """Whether a printed number is this value, as far as it is rounded."""
    return any(number(amount, decimals) == printed.lstrip("+") for decimals in range(4))


def _words(about: list[str], value: str) -> str:
    return f"{', '.join(filter(None, about))}: {value}" if any(about) else value


def _unit(axis: Axis) -> str:
    return re.split(r"[\n;:(]", axis.get_label_text())[0].strip()


def _value(amount: float, axis: Axis) -> str:
    """An amount with what the axis counts: "112,8 tỷ đồng"."""
    unit = _unit(axis)
    return f"{_shortest(amount)}{'' if unit.startswith('%') else ' '}{unit}".strip()


def _shortest(amount: float) -> str:
    """A number with the decimals that its size is worth, and no zeros that nobody measured.

    >>> _shortest(73.0), _shortest(52.63), _shortest(8.914), _shortest(1850.2)
    ('73', '52,6', '8,91', '1.850')
    """
    decimals = 2 if abs(amount) < 10 else 1 if abs(amount) < 1000 else 0
    fewer = next((few for few in range(decimals) if isclose(amount, round(amount, few), abs_tol=1e-9)), decimals)
    return number(amount, fewer)
