"""Units as pictures: who lacks most, the funnel, the fair order, the province as a map of tiles."""

from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.ranking import Ranking
from mtqg_analysis.analysis.year_end.units import Lack
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.cells import cells_scope, names_on
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.draw import in_billions, name_rows, say, write_numbers
from mtqg_analysis.report.map import Place, draw_places, largest_plan, places_of, strip_places, tile_places
from mtqg_analysis.report.numbers import billions, few, number, percent
from mtqg_analysis.report.pages.year_end.units import named_ranking, rest_notes, threshold_words
from mtqg_analysis.report.theme import BLUE, GRID, INK, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view

SHOWN = 20  # bars that a page has room for
TALLEST = 7.6  # inches of rows that a page has room for, beside title and notes
TILES = to_translate("Bản đồ ô: chỉ thể hiện vị trí tương đối, không theo diện tích.")
STRIP = to_translate(
    "Các ô xếp theo tỷ lệ từ cao xuống thấp, không theo vị trí; muốn có bản đồ: mtqg map add TỆP.geojson."
)
POINTS = 72  # an inch
DOT = 2.5  # pixels from the middle of a dot in which no name may stand


@view()
def draw_shortfall(evaluation: YearEnd) -> Chart | None:
    """What each unit lacks to the target, largest first, with the share of the first ones."""
    cells, lack = evaluation.detail.units, evaluation.detail.lack
    if cells is None or lack is None:
        return None
    rows = lack.units.assign(name=names_on(lack.units, cells.cut_off))
    shown = rows.head(SHOWN)
    bars = list(zip(shown["name"], in_billions(shown["shortfall"]), strict=True))
    figure, (axes,) = canvas(0.24 * len(bars) + 1)
    axes.barh(range(len(bars)), [amount for _, amount in bars], color=BLUE, height=0.7)
    for place, (_, amount) in enumerate(bars):
        beside: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 9}
        axes.annotate(number(amount, 1), (max(amount, 0), place), **beside)
    axes.set_xlabel(tr("tỷ đồng thiếu so với {target} kế hoạch", target=threshold_words("target")))
    name_rows(axes, [name for name, _ in bars], fontsize=9)
    write_numbers(axes.xaxis)
    return Chart(
        figure,
        name="hinh_thieu_hut",
        title=_lack_title(replace(lack, units=rows)),
        alt=tr(
            "Biểu đồ thanh, đơn vị thiếu nhiều nhất trước: {bars}.",
            bars="; ".join(
                f"{row.name} {billions(row.shortfall, 1)}"
                for row in rows.head(5)[["name", "shortfall"]].itertuples(index=False)
            ),
        ),
        scope=cells_scope(cells, tr("tỷ đồng")),
        sources=cells.sources,
        notes=(*_not_shown(lack), *rest_notes(evaluation)),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _lack_title(lack: Lack) -> str:
    """How many of the units, largest lack first, make half of what they lack together; of one unit, what it lacks."""
    rows, about = lack.units, {"target": threshold_words("target")}
    if len(rows) == 1:
        about |= {"unit": rows["name"].iloc[0], "lack": billions(rows["shortfall"].iloc[0], 1)}
        if lack.who.empty:
            return tr("{unit} không thiếu so với mức {target}", **about)
        return tr("{unit} thiếu {lack} tỷ đồng so với mức {target}", **about)
    if lack.after(0) <= 0:
        return tr("Các đơn vị cộng lại không thiếu so với mức {target}", **about)
    about |= {"half": few(lack.half), "count": few(len(rows))}
    return tr("{half}/{count} đơn vị chiếm một nửa số vốn còn thiếu so với mức {target}", **about)


def _not_shown(lack: Lack) -> tuple[str, ...]:
    rest = lack.units.iloc[SHOWN:]
    if rest.empty:
        return ()
    amount = billions(lack.after(SHOWN), 1)
    return (tr("{count} đơn vị còn lại thiếu tổng cộng {amount} tỷ đồng.", count=len(rest), amount=amount),)


@view()
def draw_funnel(evaluation: YearEnd) -> Chart | None:
    """Rates against the number of projects with the limits that chance allows."""
    found = named_ranking(evaluation)
    if found is None:
        return None
    ranking, cells = found
    rows = ranking.frame.sort_values("sd")
    figure, (axes,) = canvas(3.6)
    for low, high, style in (("low95", "high95", "--"), ("low998", "high998", ":")):
        for side in (low, high):
            axes.plot(100 * rows["sd"], 100 * rows[side], color=MUTED, linestyle=style, linewidth=1)
    axes.axhline(100 * ranking.centre, color=INK, linewidth=1)
    outside = (rows["adjusted"] > rows["high95"]) | (rows["adjusted"] < rows["low95"])
    colours = [VERMILION if out else BLUE for out in outside]
    dots = axes.scatter(100 * rows["sd"], 100 * rows["adjusted"], color=colours, zorder=3)
    say(dots, *(f"{row.name}: {percent(row.adjusted)}" for row in rows[["name", "adjusted"]].itertuples(index=False)))
    axes.set(
        xlabel=tr("độ lệch chuẩn do ngẫu nhiên, điểm %: càng về trái càng chắc"),
        ylabel=tr("% kế hoạch, cùng cơ cấu vốn"),
    )
    write_numbers(axes.yaxis)
    write_numbers(axes.xaxis, 1)
    unnamed = _name_dots(axes, rows)
    return Chart(
        figure,
        name="hinh_pheu",
        title=tr(
            "{out}/{count} đơn vị nằm ngoài giới hạn ngẫu nhiên 95%; nếu chỉ do ngẫu nhiên thì khoảng {chance} đơn vị",
            out=few(ranking.outside),
            count=few(len(rows)),
            chance=number(ranking.by_chance, 1),
        ),
        alt=tr(
            "Biểu đồ phễu: mức chung {centre}; mỗi điểm là một đơn vị, đường đứt là giới hạn 95% và 99,8%.",
            centre=percent(ranking.centre),
        ),
        scope=cells_scope(cells, tr("% kế hoạch")),
        sources=ranking.sources,
        notes=(
            tr(
                "Tỷ lệ đã tính lại với cùng cơ cấu vốn; giới hạn và cột q của bảng tính từ cùng một độ lệch chuẩn. Xét "
                "chung mọi đơn vị: p = {p}.",
                p=number(ranking.p, 4),
            ),
            *((tr("{count} điểm không đủ chỗ ghi tên; tên và số ở bảng.", count=few(unnamed)),) if unnamed else ()),
        ),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _name_dots(axes: Axes, rows: pd.DataFrame) -> int:
    """Writes the units' names beside their dots, those furthest from chance first, where no other name stands.

    Returns how many have no room.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # where things stand is known once the figure is laid out
    dots = axes.transData.transform(100 * rows[["sd", "adjusted"]].to_numpy())
    taken = [Bbox.from_bounds(x - DOT, y - DOT, 2 * DOT, 2 * DOT) for x, y in dots]
    unnamed = len(rows)
    for row in rows.sort_values("p", kind="stable").itertuples():
        for place in ((3, 5), (3, -11), (-3, 5), (-3, -11)):
            about: dict[str, Any] = {
                "textcoords": "offset points",
                "fontsize": 8,
                "ha": "left" if place[0] > 0 else "right",
            }
            name = axes.annotate(row.name, (100 * row.sd, 100 * row.adjusted), xytext=place, **about)
            box = name.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                taken.append(box)
                unnamed -= 1
                break
            name.remove()
    return unnamed


@view()
def draw_ranking(evaluation: YearEnd) -> Chart | None:
    """Shrunken rates as dots with intervals, highest first; the observed rates as small rings."""
    found = named_ranking(evaluation)
    if found is None or not found[0].ranked:
        return None
    ranking, cells = found
    rows = ranking.frame
    height = min(0.27, TALLEST / len(rows))
    figure, (axes,) = canvas(height * len(rows) + 1.1)
    places = range(len(rows))
    shrunk, *_ = axes.errorbar(
        100 * rows["shrunk"],
        places,
        xerr=100 * (rows["high"] - rows["shrunk"]),
        fmt="o",
        color=BLUE,
        ecolor=GRID,
        elinewidth=3,
        zorder=2,
    )
    rings = axes.scatter(100 * rows["adjusted"], places, facecolor="none", edgecolor=VERMILION, zorder=3, s=28)
    for dots, column, name in (
        (shrunk, "shrunk", tr("sau khi trừ ngẫu nhiên")),
        (rings, "adjusted", tr("trước khi trừ")),
    ):
        say(dots, *(f"{unit}, {name}: {percent(rate)}" for unit, rate in zip(rows["name"], rows[column], strict=True)))
    axes.axvline(100 * ranking.shrunk.mean, color=INK, linewidth=1)
    axes.set(
        yticks=places,
        ylim=(len(rows) - 0.5, -0.5),
        xlabel=tr("% kế hoạch, cùng cơ cấu vốn\nchấm đặc: sau khi trừ ngẫu nhiên; vòng: trước khi trừ"),
    )
    axes.set_yticklabels(rows["name"], fontsize=min(11, 0.85 * height * POINTS))
    write_numbers(axes.xaxis)
    said = "; ".join(f"{name} {percent(rate)}" for name, rate in zip(rows["name"], rows["shrunk"], strict=True))
    return Chart(
        figure,
        name="hinh_thu_tu",
        title=_order_title(ranking),
        alt=tr("Biểu đồ điểm có khoảng 95%: {said}.", said=said),
        scope=cells_scope(cells, tr("% kế hoạch")),
        sources=ranking.sources,
        illustrative=evaluation.ledger.is_illustrative,
    )


def _order_title(ranking: Ranking) -> str:
    """How many units' intervals hold the common rate: between two or more of them the order is not sure."""
    about = {"count": few(ranking.unsure), "all": few(len(ranking.frame))}
    if ranking.unsure > 1:
        return tr(
            "Khoảng 95% của {count}/{all} đơn vị chứa mức chung; chưa xếp được thứ tự giữa các đơn vị này", **about
        )
    if ranking.unsure == 1:
        return tr("Khoảng 95% của 01/{all} đơn vị chứa mức chung; các đơn vị khác cao hơn hoặc thấp hơn", **about)
    return tr("Khoảng 95% của mọi đơn vị nằm hẳn trên hoặc hẳn dưới mức chung")


@view()
def draw_map(evaluation: YearEnd, own: tuple[Place, ...] = ()) -> Chart | None:
    """The province as a map of tiles, or of outlines of the user's: each unit in the colour of its rate."""
    cells = evaluation.detail.units
    if cells is None:
        return None
    rows = evaluation.detail.measures
    rows = rows.assign(name=names_on(rows, cells.cut_off))[rows["level"] != "agency"]
    if rows["rate"].isna().all():
        return None  # agencies have no place on a map, and units without a plan no colour
    outlines, tiles = places_of(own, rows), tile_places(rows)
    places = outlines or tiles or strip_places(rows)
    figure, (axes,) = canvas(4.4)
    missing = draw_places(axes, places, rows)
    colours = [Patch(color=MUTED, label=tr("không có số liệu"))] if missing else []
    if colours:
        axes.legend(handles=colours, loc="lower left")
    kind = tr(STRIP)
    if outlines or tiles:
        kind = tr("Bản đồ từ tệp GeoJSON đã chọn.") if outlines else tr(TILES)
    return Chart(
        figure,
        name="hinh_ban_do",
        title=_map_title(rows[rows["rate"].notna()]),
        alt=tr("Bản đồ tỷ lệ giải ngân của {count} đơn vị. {said}.", count=len(rows), said=_said(rows)),
        scope=cells_scope(cells, tr("% kế hoạch")),
        sources=cells.sources,
        notes=tuple(filter(None, (kind, largest_plan(rows)))),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _map_title(rows: pd.DataFrame) -> str:
    """The lowest and the highest rate with their units; one rate where all units print the same."""
    best, worst = rows.loc[rows["rate"].idxmax()], rows.loc[rows["rate"].idxmin()]
    low, high = percent(worst["rate"]), percent(best["rate"])
    if len(rows) == 1:
        return tr("{unit} đạt {rate} kế hoạch", unit=best["name"], rate=high)
    if low == high:
        return tr("Cả {count} đơn vị cùng đạt {rate} kế hoạch", count=few(len(rows)), rate=high)
    return tr("Từ {low} ở {worst} đến {high} ở {best}", low=low, worst=worst["name"], high=high, best=best["name"])


def _said(rows: pd.DataFrame) -> str:
    shown = rows.sort_values("rate").iloc[[0, -1]] if len(rows) > SHOWN else rows
    return "; ".join(f"{row.name} {percent(row.rate)}" for row in shown[["name", "rate"]].itertuples(index=False))
