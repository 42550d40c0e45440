"""The outlook as a picture: all years on one clock, both baselines at the end, a fan only where a method may speak."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from mtqg_analysis.analysis.forecast.contenders import Quantiles
from mtqg_analysis.analysis.forecast.nation import national_figures
from mtqg_analysis.analysis.forecast.triangle import LAST, Triangle
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.coverage import part_words
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import say
from mtqg_analysis.report.numbers import percent, printed
from mtqg_analysis.report.pages.year_end.outlook import NAMES, month_word, outlook_coverage
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.theme import BLUE, GREEN, INK, MUTED, PURPLE, SKY, VERMILION, canvas
from mtqg_analysis.report.view import view

Figures = Mapping[tuple[int, int], Figure]  # published rates by year and month
PAST = (VERMILION, GREEN, INK, PURPLE, SKY)  # no two neighbours alike, none like the report's year
STYLES = ("--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
LETTERS, TOP = 0.045, 0.98  # parts of the axis that a line of letters needs, and where the highest may stand
ROOM = 1.05  # of an axis that ends above 100 %
MONTHS = range(1, LAST + 1)


@dataclass(frozen=True)
class Months:
    """The months of all years as the chart shows them; actual: without estimates; published: rates that are printed."""

    shares: Triangle
    actual: Triangle
    year: int
    published: Figures = field(default_factory=dict)

    def rate(self, year: int, month: int) -> str:
        """A share of a plan: as its source prints it where it is a published rate, else to one decimal."""
        figure = self.published.get((year, month))
        return printed(figure) if figure else percent(self.shares.at(year, month))

    def is_estimate(self, year: int, month: int) -> bool:
        """Whether a month has no actual figure."""
        return not np.isfinite(self.actual.at(year, month))


@view()
def draw_outlook(evaluation: YearEnd) -> Chart | None:
    """Cumulative shares by month, one line a year: of the province where it has months, else of the nation."""
    own = evaluation.outlook.province
    if own.whole is not None and own.origin is not None:
        return _draw_province(evaluation, own.whole, own.origin)
    return _draw_nation(evaluation)


def _draw_province(evaluation: YearEnd, whole: Triangle, origin: int) -> Chart:
    outlook, year = evaluation.outlook, evaluation.period.year
    figure, (axes,) = canvas(4.0)
    months = Months(whole, whole, year)
    _draw_fan(axes, (origin, whole.at(year, origin)), outlook.fan)
    _draw_years(axes, months)
    series = outlook.province.series
    said = [_ends(months), *_draw_marks(axes, series[series["group"] == "total"])]
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="upper left", fontsize=9)
    held = part_words(outlook_coverage(evaluation))
    place = tr("Giải ngân của {place}", place=held) if held else tr("Giải ngân của tỉnh")
    note = tr("Dải mờ: khoảng 50% và 80%, chỉ vẽ khi phương pháp đã được kiểm chứng; giữa hai thời điểm nối thẳng.")
    return Chart(
        figure,
        name="hinh_trien_vong",
        title=_title(place, months, origin),
        alt=tr("Biểu đồ đường lũy kế theo tháng, mỗi năm một đường. {said}.", said="; ".join(said)),
        scope=Scope(
            tr("% kế hoạch"),
            tr("cuối tháng"),
            tr("kế hoạch có hiệu lực ở từng tháng"),
            tr("thực hiện; dấu ◇ là số ước"),
            held,
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
        say(mark, f"{name}, {month_word(target)}: {percent(value)}")
        said.append(f"{name} {percent(value)}")
    return said


def _draw_nation(evaluation: YearEnd) -> Chart | None:
    outlook, year = evaluation.outlook, evaluation.period.year
    mixed, actual = outlook.mixed.whole, outlook.nation.whole
    if mixed is None or actual is None:
        return None
    months = Months(mixed, actual, year, national_figures(evaluation.context, evaluation.period.as_of))
    figure, (axes,) = canvas(4.0)
    _draw_years(axes, months)
    axes.plot([], [], "o", color=INK, markerfacecolor="white", linestyle="none", label=tr("số ước"))
    axes.legend(loc="upper left", fontsize=9)
    return Chart(
        figure,
        name="hinh_trien_vong",
        title=_title(tr("Đầu tư công cả nước"), months, outlook.mixed.origin),
        alt=tr(
            "Biểu đồ đường lũy kế theo tháng của cả nước, mỗi năm một đường. {said}.",
            said=_ends(months),
        ),
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


def _title(what: str, months: Months, origin: int | None) -> str:
    """Where the year stands, and where the years before stood at the same month; estimates are called estimates."""
    year = months.year
    if origin is None:
        return tr("{what}: năm {year} chưa có số liệu theo tháng", what=what, year=year)
    about = {"what": what, "month": _month_of(year, origin), "now": months.rate(year, origin)}
    text = (
        tr("{what}: đến hết {month} ước đạt {now}", **about)
        if months.is_estimate(year, origin)
        else tr("{what}: đến hết {month} đạt {now}", **about)
    )
    before = {one: months.shares.at(one, origin) for one in months.shares.years if one < year}
    held = {one: value for one, value in before.items() if np.isfinite(value)}
    if not held:
        return text
    told = any(months.is_estimate(one, origin) for one in held)
    low, high = min(held, key=held.__getitem__), max(held, key=held.__getitem__)
    about = {
        "other": str(low),
        "then": months.rate(low, origin),
        "low": months.rate(low, origin),
        "high": months.rate(high, origin),
    }
    if len(held) == 1:
        then = tr("cùng kỳ năm {other} ước {then}", **about) if told else tr("cùng kỳ năm {other} là {then}", **about)
    elif told:
        then = tr("cùng kỳ các năm trước từ {low} đến {high}, trong đó có số ước", **about)
    elif about["low"] == about["high"]:
        then = tr("cùng kỳ các năm trước đều {low}", **about)
    else:
        then = tr("cùng kỳ các năm trước từ {low} đến {high}", **about)
    return f"{text}; {then}"


def _month_of(year: int, stage: int) -> str:
    """A month of a plan year as the calendar calls it."""
    return (
        tr("tháng {month} năm {year}", month=stage, year=year) if stage < LAST else tr("tháng 01/{year}", year=year + 1)
    )


def _draw_years(axes: Axes, months: Months) -> None:
    """One line a year, the report's year in front; a month without an actual figure is hollow."""
    ends = []
    for place, one in enumerate(months.shares.years):
        newest = months.shares.newest(one)
        if newest is None:
            continue
        shares = 100 * np.array([months.shares.at(one, month) for month in MONTHS])
        own = one == months.year
        colour, width = (BLUE, 2.4) if own else (PAST[place % len(PAST)], 1.3)
        style = "-" if own else STYLES[place % len(STYLES)]
        hollow = np.array([months.is_estimate(one, month) for month in MONTHS])
        axes.plot(MONTHS, shares, color=colour, linewidth=width, linestyle=style, zorder=4 if own else 2.5)
        for part, face in ((~hollow, colour), (hollow, "white")):
            dots = np.where(part, shares, np.nan)
            (marks,) = axes.plot(MONTHS, dots, "o", color=colour, markerfacecolor=face, markersize=4 if own else 3)
            marks.set_zorder(4 if own else 2.6)
            say(marks, *(f"{one}, {month_word(month)}: {months.rate(one, month)}" for month in MONTHS))
        ends.append((newest, float(shares[newest - 1]), one, colour))
    axes.set(xticks=MONTHS, xlim=(0.6, LAST + 1.5), ylim=_span(months.shares), ylabel=tr("% kế hoạch"))
    axes.set_xlabel(tr("tháng của năm kế hoạch (13: tháng 01 năm sau)"))
    _name_years(axes, ends, months.year)


def _span(triangle: Triangle) -> tuple[float, float]:
    """From 0 to 100 %, or as far beyond as a correction or a rate above the plan goes."""
    shares = 100 * np.array([triangle.at(one, month) for one in triangle.years for month in MONTHS])
    held = shares[np.isfinite(shares)]
    low, high = min(0.0, *held, 0.0), max(0.0, *held, 0.0)
    return ROOM * low, 100.0 if high <= 100 else ROOM * high


def _name_years(axes: Axes, ends: list[tuple[int, float, int, str]], year: int) -> None:
    """Each year's name: beside the lines at the right edge, as far apart as letters need; of others, at their end."""
    edge = sorted((share, one, colour) for month, share, one, colour in ends if month >= LAST - 1)
    places = [share for share, _, _ in edge]
    low, high = axes.get_ylim()
    letters, top = LETTERS * (high - low), low + TOP * (high - low)
    for place in range(1, len(places)):
        places[place] = max(places[place], places[place - 1] + letters)
    for place in range(len(places) - 1, -1, -1):
        places[place] = min(places[place], top - letters * (len(places) - 1 - place))
    for at, (_, one, colour) in zip(places, edge, strict=True):
        weight = "bold" if one == year else "normal"
        axes.text(LAST + 0.45, at, str(one), color=colour, fontsize=9, va="center", weight=weight)
    for month, share, one, colour in ends:
        if month < LAST - 1:
            weight = "bold" if one == year else "normal"
            name = axes.annotate(str(one), (month, share), (-3, 6), textcoords="offset points", color=colour, zorder=6)
            name.set(fontsize=9, ha="right", weight=weight)
            name.set_bbox({"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.5})


def _draw_fan(axes: Axes, start: tuple[int, float], fan: dict[int, Quantiles]) -> None:
    """One band a level through all targets, beneath the lines."""
    targets = sorted(fan)
    if not targets:
        return
    for level, alpha in ((0.8, 0.18), (0.5, 0.28)):
        ends = [fan[target](np.array([(1 - level) / 2, (1 + level) / 2])) for target in targets]
        low, high = ([100 * start[1], *(100 * float(end[side]) for end in ends)] for side in (0, 1))
        axes.fill_between([start[0], *targets], low, high, color=MUTED, alpha=alpha, lw=0, zorder=1)


def _ends(months: Months) -> str:
    """Each year's newest figure in words."""
    parts = []
    for year in months.shares.years:
        newest = months.shares.newest(year)
        if newest is not None:
            about = {"year": year, "month": month_word(newest), "rate": months.rate(year, newest)}
            parts.append(
                tr("năm {year} đến {month} ước {rate}", **about)
                if months.is_estimate(year, newest)
                else tr("năm {year} đến {month} {rate}", **about)
            )
    return "; ".join(parts)
