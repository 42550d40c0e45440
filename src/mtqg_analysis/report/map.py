"""Units on a map: tiles that stand for them, or the outlines that the user brings; a strip where neither is known."""

from dataclasses import dataclass
from math import ceil, isnan, nan, sqrt
from statistics import median

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PatchCollection
from matplotlib.colors import Normalize
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Outline

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import fold, table
from mtqg_analysis.report.draw import say
from mtqg_analysis.report.numbers import NOT_COMPUTED, billions, number
from mtqg_analysis.report.theme import INK, MUTED, VERMILION

Rings = list[list[tuple[float, float]]]


@dataclass(frozen=True)
class Place:
    """An outline that a file calls by a code or a name. rings: its boundaries, as longitude and latitude.

    of_dataset: the dataset keeps it, for whatever level it may be; else somebody chose it for this report.
    """

    code: str
    name: str
    rings: Rings
    of_dataset: bool = False


ACROSS = 3  # small tiles of communes beside each other within the tile of their former district
WIDE = 1.7  # how much wider than high a strip is
CIRCLE = 0.47  # of a place's lesser side: the radius of the largest circle
MANY = 30  # more units than this are written small
COLOURS = mpl.colormaps["cividis"]
DARK = 0.45  # part of the colours on which white can be read and black cannot


def strip_places(rows: pd.DataFrame) -> dict[str, Rings]:
    """A square for each unit, the highest rate first, row by row: where nobody says how the units lie."""
    ordered = rows.sort_values("rate", ascending=False, kind="stable")["unit"]
    across = ceil(sqrt(WIDE * len(ordered)))
    return {code: [_square(place % across, -(place // across), 0.96)] for place, code in enumerate(ordered)}


def tile_places(rows: pd.DataFrame) -> dict[str, Rings] | None:
    """A square for each unit: districts where they lie to each other, communes within their former district.

    None where the reference table has no tiles for one of the units.
    """
    units = table("units")
    tiles = units[(units["level"] == "district") & (units["tile_row"] != "")]
    at = {row["code"]: (int(row["tile_row"]), int(row["tile_col"])) for _, row in tiles.iterrows()}
    if set(rows["unit"]) <= set(at) and set(rows["level"]) == {"district"}:
        return {code: [_square(at[code][1], -at[code][0], 0.96)] for code in rows["unit"]}
    places: dict[str, Rings] = {}
    for _, district in tiles.iterrows():
        y, x = at[district["code"]]
        heirs = [code for code in district["successors"].split("|") if code not in places]
        for place, code in enumerate(heirs):
            down, across = divmod(place, ACROSS)
            places[code] = [_square(x + (across - 1) / ACROSS, -y + (1 - down) / ACROSS, 0.93 / ACROSS)]
    return {code: places[code] for code in rows["unit"]} if set(rows["unit"]) <= set(places) else None


def _square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    half = side / 2
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]


def places_of(own: tuple[Place, ...], rows: pd.DataFrame) -> dict[str, Rings]:
    """The outlines that the user brings, by unit code; a place is a unit by its code or its name.

    Raises ParameterError when none of them is a unit of the report, unless the dataset keeps them for other levels.
    """
    codes = set(rows["unit"])
    names = {fold(name): code for name, code in zip(rows["name"], rows["unit"], strict=True)}
    found: dict[str, Rings] = {}
    for place in own:
        code = place.code if place.code in codes else names.get(fold(place.name), "")
        if code:
            found.setdefault(code, []).extend(place.rings)
    if not found and not all(place.of_dataset for place in own):
        raise ParameterError(
            "Tệp GeoJSON: không vùng nào có thuộc tính code hoặc name của một đơn vị trong báo cáo, ví dụ "
            "{unit} hoặc {name}.",
            unit=rows["unit"].iloc[0],
            name=rows["name"].iloc[0],
        )
    return found


def draw_places(axes: Axes, places: dict[str, Rings], rows: pd.DataFrame) -> bool:
    """Draws each place in the colour of its unit's rate, with name and rate, and a circle as large as its plan.

    Returns whether a place has no rate.
    """
    printed = 100 * rows["rate"].round(3)  # what prints alike looks alike
    rates = dict(zip(rows["unit"], printed, strict=True))
    names = dict(zip(rows["unit"], rows["name"], strict=True))
    scale = Normalize(printed.min(), printed.max())
    many, missing = len(places) > MANY, False
    for code, rings in places.items():
        rate = float(rates.get(code, nan))
        missing = missing or isnan(rate)
        face = MUTED if isnan(rate) else COLOURS(scale(rate))
        patch = axes.add_patch(PathPatch(_outline(rings), facecolor=face, edgecolor="white", linewidth=0.8))
        say(patch, f"{names.get(code, code)}: {NOT_COMPUTED if isnan(rate) else f'{number(rate, 1)}%'}")
        text = "–" if isnan(rate) else f"{number(rate, 0 if many else 1)}%"
        name = names.get(code, "").replace(" ", "\n", 1) if many else names.get(code, "")
        ink = "white" if isnan(rate) or scale(rate) < DARK else INK
        axes.text(*_middle(rings), f"{name}\n{text}", ha="center", va="center", fontsize=5 if many else 9, color=ink)
    _circles(axes, places, rows)
    axes.autoscale_view()
    axes.set_aspect("equal")
    axes.set_axis_off()
    if printed.max() == printed.min():
        return missing  # one rate has no scale
    bar = axes.figure.colorbar(ScalarMappable(scale, COLOURS), ax=axes, orientation="horizontal", shrink=0.5, aspect=30)
    bar.ax.xaxis.set_major_formatter(lambda value, _: f"{number(value)}%")
    return missing


def _circles(axes: Axes, places: dict[str, Rings], rows: pd.DataFrame) -> None:
    """Money as circles whose areas are the plans; the largest just fits into a place of middling size."""
    plans = dict(zip(rows["unit"], rows["plan"], strict=True))
    held = [(code, plans[code]) for code in places if plans.get(code, 0) > 0]
    if not held:
        return
    most = max(plan for _, plan in held)
    widest = CIRCLE * median(min(_sides(rings)) for rings in places.values())
    circles = [Circle(_middle(places[code]), widest * sqrt(plan / most)) for code, plan in held]
    drawn = PatchCollection(circles, facecolor="none", edgecolor=VERMILION, linewidth=0.8, alpha=0.8)
    said = (f"{tr('kế hoạch')} {billions(plan, 1)} {tr('tỷ đồng')}" for _, plan in held)
    say(axes.add_collection(drawn, autolim=False), *said)


def largest_plan(rows: pd.DataFrame) -> str:
    """What the circles on a map are, in words; empty where there are none."""
    most = rows["plan"].max()
    if not most > 0:
        return ""
    return tr("Vòng tròn: kế hoạch vốn theo diện tích, lớn nhất {most} tỷ đồng.", most=billions(most, 1))


def _sides(rings: Rings) -> tuple[float, float]:
    xs, ys = zip(*max(rings, key=len), strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def _outline(rings: Rings) -> Outline:
    return Outline.make_compound_path(*(Outline([*ring, ring[0]], closed=True) for ring in rings))


def _middle(rings: Rings) -> tuple[float, float]:
    largest = max(rings, key=len)
    xs, ys = zip(*largest, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
