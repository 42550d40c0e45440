"""The outlook as a picture: all years on one clock, both baselines at the end, a fan only where a method may speak."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from mtqg_analysis.analysis.forecast.contenders import Quantiles
from mtqg_analysis.analysis.forecast.triangle import LAST, Triangle
from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import percent
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.theme import BLUE, INK, MUTED, SERIES, canvas
from mtqg_analysis.report.year_end.outlook import NAMES, month_word


def draw_outlook(evaluation: YearEnd) -> Chart | None:
    """Cumulative shares by month, one line a year: of the province where it has months, else of the nation."""
    own = evaluation.outlook.province
    if own.whole is not None and own.origin is not None:
        return _draw_province(evaluation, own.whole, own.origin)
    return _draw_nation(evaluation)


def _draw_province(evaluation: YearEnd, whole: Triangle, origin: int) -> Chart:
    outlook, year = evaluation.outlook, evaluation.period.year
    figure, (axes,) = canvas(4.0)
    _draw_years(axes, whole, year, whole)
    for target, quantiles in outlook.fan.items():
        _draw_fan(axes, (origin, whole.at(year, origin)), target, quantiles)
    series = outlook.province.series
    said = [_ends(whole), *_draw_marks(axes, series[series["group"] == "total"])]
    axes.legend(loc="upper left", fontsize=9)
    note = tr("Dải mờ: khoảng 50% và 80%, chỉ vẽ khi phương pháp đã được kiểm lại; giữa hai mốc là nối thẳng.")
    return Chart.of(
        figure,
        name="hinh_trien_vong",
        title=_title(tr("Giải ngân của tỉnh"), whole, year, origin),
        alt=tr("Biểu đồ đường lũy kế theo tháng, mỗi năm một đường. {said}.", said="; ".join(said)),
        scope=Scope(
            tr("% kế hoạch"),
            tr("cuối tháng"),
            tr("kế hoạch có hiệu lực ở từng tháng"),
            tr("thực hiện; dấu ◇ là số ước"),
        ),
        sources=outlook.province.sources,
        notes=(note,) if outlook.fan else (),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _draw_marks(axes: Axes, rows: pd.DataFrame) -> list[str]:
    """Both baselines and what may speak, at the months they are for; returns them in words."""
    said = []
    for target, column, marker, name in [
        (row.target, column, marker, name)
        for row in rows.itertuples()
        for column, marker, name in (
            ("history_mean", "s", tr(NAMES["history_mean"])),
            ("official", "D", tr(NAMES["official"])),
            ("point", "*", tr(NAMES[row.method]) if row.method else ""),
        )
    ]:
        value = rows.loc[rows["target"] == target, column].iloc[0]
        if np.isnan(value):
            continue
        known = axes.get_legend_handles_labels()[1]
        (mark,) = axes.plot(target, 100 * value, marker, color=INK, linestyle="none", zorder=5)
        mark.set(markersize=10 if marker == "*" else 7, markerfacecolor="white", markeredgewidth=1.6)
        mark.set_label("_" if name in known else name)
        said.append(f"{name} {percent(value)}")
    return said


def _draw_nation(evaluation: YearEnd) -> Chart | None:
    outlook, year = evaluation.outlook, evaluation.period.year
    mixed, actual = outlook.mixed.whole, outlook.nation.whole
    if mixed is None or actual is None:
        return None
    figure, (axes,) = canvas(4.0)
    _draw_years(axes, mixed, year, actual)
    axes.plot([], [], "o", color=INK, markerfacecolor="white", linestyle="none", label=tr("số ước"))
    axes.legend(loc="upper left", fontsize=9)
    return Chart.of(
        figure,
        name="hinh_trien_vong",
        title=_title(tr("Đầu tư công cả nước"), mixed, year, outlook.mixed.origin),
        alt=tr("Biểu đồ đường lũy kế theo tháng của cả nước, mỗi năm một đường. {said}.", said=_ends(mixed)),
        scope=Scope(
            tr("% kế hoạch"),
            tr("cuối tháng"),
            basis_word("pm_assigned"),
            tr("thực hiện (đặc), ước (rỗng)"),
        ),
        sources=outlook.mixed.sources,
        notes=(
            tr("Toàn bộ vốn đầu tư công của cả nước, không riêng các chương trình mục tiêu quốc gia."),
            tr("Đường bị ngắt ở tháng không có số liệu."),
        ),
        illustrative=evaluation.context.is_illustrative,
    )


def _title(what: str, triangle: Triangle, year: int, origin: int | None) -> str:
    """Where the year stands, and where the years before stood at the same month."""
    if origin is None:
        return tr("{what}: năm {year} chưa có số liệu theo tháng", what=what, year=year)
    now, month = percent(triangle.at(year, origin)), month_word(origin)
    before = {one: triangle.at(one, origin) for one in triangle.years if one < year}
    held = {one: value for one, value in before.items() if np.isfinite(value)}
    if not held:
        return tr("{what}: đến hết {month} năm {year} đạt {now}", what=what, month=month, year=year, now=now)
    if len(held) == 1:
        ((other, value),) = held.items()
        return tr(
            "{what}: đến hết {month} năm {year} đạt {now}; năm {other} cùng lúc {then}",
            what=what,
            month=month,
            year=year,
            now=now,
            other=other,
            then=percent(value),
        )
    return tr(
        "{what}: đến hết {month} năm {year} đạt {now}; các năm trước cùng lúc từ {low} đến {high}",
        what=what,
        month=month,
        year=year,
        now=now,
        low=percent(min(held.values())),
        high=percent(max(held.values())),
    )


def _draw_years(axes: Axes, triangle: Triangle, year: int, actual: Triangle) -> None:
    """One line a year, the report's year in front; a month without an actual figure is hollow."""
    months = range(1, LAST + 1)
    for place, one in enumerate(triangle.years):
        shares = 100 * np.array([triangle.at(one, month) for month in months])
        if not np.isfinite(shares).any():
            continue
        own = one == year
        colour, width = (BLUE, 2.4) if own else (SERIES[1:][place % (len(SERIES) - 1)], 1.1)
        hollow = np.array([not np.isfinite(actual.at(one, month)) for month in months])
        axes.plot(months, shares, color=colour, linewidth=width, alpha=1 if own else 0.75, label=str(one))
        for part, face in ((~hollow, colour), (hollow, "white")):
            dots = np.where(part, shares, np.nan)
            axes.plot(months, dots, "o", color=colour, markerfacecolor=face, markersize=4 if own else 3)
    axes.set(xticks=months, xlim=(0.6, LAST + 0.6), ylim=(0, 100), ylabel=tr("% kế hoạch"))
    axes.set_xlabel(tr("tháng của năm kế hoạch (13 là tháng 01 năm sau)"))


def _draw_fan(axes: Axes, start: tuple[int, float], target: int, quantiles: Quantiles) -> None:
    for level, alpha in ((0.8, 0.18), (0.5, 0.28)):
        low, high = quantiles(np.array([(1 - level) / 2, (1 + level) / 2]))
        axes.fill_between(
            [start[0], target],
            [100 * start[1], 100 * low],
            [100 * start[1], 100 * high],
            color=MUTED,
            alpha=alpha,
            lw=0,
        )


def _ends(triangle: Triangle) -> str:
    """Each year's newest figure in words."""
    parts = []
    for year in triangle.years:
        seen = [month for month in range(1, LAST + 1) if np.isfinite(triangle.at(year, month))]
        if seen:
            rate = percent(triangle.at(year, seen[-1]))
            parts.append(tr("năm {year} đến {month} {rate}", year=year, month=month_word(seen[-1]), rate=rate))
    return "; ".join(parts)
