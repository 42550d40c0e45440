"""A cut of cells as a drawing: bars of its rows, curves over the months, a map of its units."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.cut import LEVELS, Cut
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.cells import MONEY, cells_scope, names_on
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.cut import Codes, cut_title, named_rows, word_of
from mtqg_analysis.report.draw import in_billions, name_rows, write_numbers
from mtqg_analysis.report.map import Place, draw_places, largest_plan, places_of, strip_places, tile_places
from mtqg_analysis.report.numbers import billions, number, percent
from mtqg_analysis.report.theme import MARKERS, MUTED, SERIES, canvas

MOST_ROWS = 30  # that a page has room for
LEAST_ROWS = 4  # as high as a drawing of so many rows is one of fewer, whose bars grow no thicker
MOST_SERIES = len(SERIES)


def measure_word(measure: str) -> str:
    """What a measure of a cut is called, with its unit. Raises ParameterError, which lists the measures there are."""
    if measure not in MONEY:
        raise ParameterError(
            "Không có {what} «{given}»; có: {known}.", what=tr("đại lượng"), given=measure, known=", ".join(MONEY)
        )
    return {
        "plan": tr("kế hoạch, tỷ đồng"),
        "disbursed": tr("giải ngân, tỷ đồng"),
        "balance": tr("chưa giải ngân, tỷ đồng"),
        "rate": tr("% kế hoạch"),
    }[measure]


def draw_cut(ledger: Ledger, found: Cut, codes: Codes, measure: str) -> Chart:
    """One measure of the rows: bars, in the order of the table; where they go by months, a curve a group."""
    unit, rows = measure_word(measure), _in_unit(found, measure)
    groups = [key for key in found.keys if key != "month"]
    if found.by_month:
        figure, (axes,) = canvas(3.4)
        _curves(axes, found, rows, groups)
        axes.set_ylabel(unit)
        notes = _left_out(rows["series"].nunique(), MOST_SERIES)
    else:
        shown = rows.head(MOST_ROWS)
        figure, (axes,) = canvas(0.24 * max(len(shown), LEAST_ROWS) + 1)
        _bars(axes, shown, measure)
        if found.before and "value_before" in shown:
            axes.plot(shown["value_before"], range(len(shown)), "o", color=SERIES[1], label=_year(found.before))
            axes.legend(handles=[Patch(color=SERIES[0], label=_year(found.cells)), axes.lines[-1]], fontsize=9)
        axes.set_xlabel(unit)
        notes = _left_out(len(rows), MOST_ROWS)
    return Chart(
        figure,
        name=f"hinh_kham_pha_{'_'.join(found.keys or ('tong',))}_{measure}",
        title=cut_title(found, codes),
        alt=tr("Biểu đồ {measure}. {said}.", measure=unit, said=_said(rows, measure)),
        scope=cells_scope(found.cells, unit),
        sources=found.cells.sources,
        notes=notes,
        illustrative=ledger.is_illustrative,
    )


def _in_unit(found: Cut, measure: str) -> pd.DataFrame:
    """The rows with `value` as it stands on the axis, `row` and `series`: what the row and its curve are called."""
    rows = named_rows(found)
    amounts = _on_axis(rows[measure], measure)
    if f"{measure}_before" in rows:
        rows = rows.assign(value_before=_on_axis(rows[f"{measure}_before"], measure))
    names = [f"name_{key}" for key in found.keys]
    series = [name for name in names if name != "name_month"]
    return rows.assign(
        value=amounts,
        row=_joined(rows, names) or tr("Tổng số"),
        series=_joined(rows, series) or tr("Tổng số"),
    )


def _on_axis(values: pd.Series, measure: str) -> pd.Series:
    return (values * 100 if measure == "rate" else in_billions(values)).astype(float)


def _year(cells: Cells) -> str:
    return tr("năm {year}", year=cells.year)


def _joined(rows: pd.DataFrame, names: Sequence[str]) -> list[str]:
    return [", ".join(one) for one in rows[list(names)].itertuples(index=False, name=None)] if names else []


def _bars(axes: Axes, rows: pd.DataFrame, measure: str) -> None:
    axes.barh(range(len(rows)), rows["value"], color=SERIES[0], height=0.7)
    beside: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 9}
    sign = "%" if measure == "rate" else ""
    for place, value in enumerate(rows["value"]):
        if not pd.isna(value):
            axes.annotate(f"{number(value, 1)}{sign}", (max(value, 0), place), **beside)
    name_rows(axes, list(rows["row"]), fontsize=9)
    axes.set_ylim(max(len(rows), LEAST_ROWS) - 0.5, -0.5)
    write_numbers(axes.xaxis)
    axes.margins(x=0.1)  # room for the figures


def _curves(axes: Axes, found: Cut, rows: pd.DataFrame, groups: Sequence[str]) -> None:
    months = sorted(set(rows["month"]))
    drawn = [(name, own) for name, own in rows.groupby("series", sort=False)][:MOST_SERIES]
    for (name, own), colour, marker in zip(drawn, SERIES, MARKERS, strict=False):
        axes.plot(own["month"], own["value"], marker=marker, color=colour, label=name if groups else None)
    axes.set_xticks(months, [word_of(found, "month", month) for month in months])
    axes.set(ylim=(0, None), xlabel=tr("tháng của năm kế hoạch"))
    write_numbers(axes.yaxis)
    if groups:
        axes.legend(loc="upper left", fontsize=9)


def _left_out(count: int, most: int) -> tuple[str, ...]:
    if count <= most:
        return ()
    return (tr("Hình chỉ vẽ {most} dòng đầu trong {count}; đủ ở bảng.", most=number(most), count=number(count)),)


def _said(rows: pd.DataFrame, measure: str) -> str:
    write = percent if measure == "rate" else billions
    told = [(row["row"], row[measure]) for row in rows.head(MOST_ROWS).to_dict("records")]
    return "; ".join(f"{name} {write(value, 1)}" for name, value in told)


def draw_cut_map(ledger: Ledger, found: Cut, codes: Codes, own: tuple[Place, ...] = ()) -> Chart | None:
    """The units of a cut on a map: each in the colour of its rate; None where they have no place on one.

    own: the outlines of the user's map.
    """
    if not set(UNIT_LEVELS) & set(found.keys) or "agency" in found.keys:
        return None
    rows = found.cells.by("level", "unit")
    rows = rows.assign(name=names_on(rows, found.cells.cut_off))
    if rows["rate"].isna().all():
        return None
    places = places_of(own, rows) or tile_places(rows) or strip_places(rows)
    figure, (axes,) = canvas(4.4)
    if draw_places(axes, places, rows):
        axes.legend(handles=[Patch(color=MUTED, label=tr("không có số liệu"))], loc="lower left")
    level = next(key for key in found.keys if key in LEVELS)
    said = "; ".join(f"{row['name']} {percent(row['rate'])}" for row in rows.to_dict("records"))
    return Chart(
        figure,
        name=f"ban_do_kham_pha_{level}",
        title=cut_title(Cut(rows, found.cells, (level,)), codes),
        alt=tr("Bản đồ tỷ lệ giải ngân của {count} đơn vị. {said}.", count=len(rows), said=said),
        scope=cells_scope(found.cells, tr("% kế hoạch")),
        sources=found.cells.sources,
        notes=tuple(filter(None, [largest_plan(rows)])),
        illustrative=ledger.is_illustrative,
    )
