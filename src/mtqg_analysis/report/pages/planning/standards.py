"""Poverty and new-rural communes of the former years: series that may not be joined across a change of standard."""

from datetime import date
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from mtqg_analysis.analysis.breaks import communes_on, unbroken
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, partial_day, printed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, origin_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view

NAMES = {"poverty_rate": to_translate("Tỷ lệ hộ nghèo"), "communes_ntm": to_translate("Số xã đạt chuẩn nông thôn mới")}
FIRST = 2021  # the first year drawn: that of the term
CLEAR = 0.15  # years between a figure and the line of a break beside it
TOUCHED = {"poverty_rate": ("poverty_standard",), "communes_ntm": ("ntm_criteria", "communes")}


@view()
def standards(baseline: Baseline) -> Table | Sentence:
    """Poverty and new-rural figures of the former years, with the days on which their meaning changes."""
    rows = baseline.history.series
    if rows.empty:
        return Sentence(tr("Bộ dữ liệu không có tỷ lệ hộ nghèo và số xã đạt chuẩn của các năm trước."))
    lines = [
        {
            "measure": tr(NAMES[row["measure"]]),
            "year": row["year"],
            "day": partial_day(row["as_of"]) if row["as_of"] else "",
            "figure": row["figure"],
            "total": _total(baseline, row),
            "status": label("status", row["status"]),
            "run": tr("đoạn {place}", place=_run(baseline, row["measure"], row["year"]) + 1),
        }
        for _, row in rows.iterrows()
    ]
    columns = (
        Column("measure", tr("Chỉ tiêu"), rows=True),
        Column("year", tr("Năm")),
        Column("day", tr("Đến ngày"), missing=tr("nguồn không ghi ngày")),
        Column("figure", tr("Số liệu"), "figure"),
        Column("total", tr("Đơn vị cấp xã ngày đó"), "count", missing="–"),
        Column("status", tr("Tình trạng")),
        Column("run", tr("So được trong")),
    )
    title = tr("Nghèo và nông thôn mới: số các năm trước và điểm gãy của chuẩn")
    scope = Scope(tr("%; xã"), cut_offs(rows["as_of"]), tr(NO_PLAN), tr("như từng dòng"))
    origins = tuple(origin_of([row]) for _, row in rows.iterrows())
    frame, notes = pd.DataFrame(lines), _break_notes(baseline)
    return Table("chuan_gay", title, frame, columns, scope, sources_of(rows), notes, origins)


def _break_notes(baseline: Baseline) -> tuple[str, ...]:
    """Every day and every missing year at which a series is cut."""
    found, notes = baseline.history.breaks, []
    for measure, keys in TOUCHED.items():
        name = tr(NAMES[measure])
        notes += [
            tr("{name} gãy ngày {day}: {what} ({reference}).", name=name, day=day(date.fromisoformat(row["day"])),
               what=row[f"label_{current_language()}"], reference=row["reference"])
            for _, row in found[found["key"].isin(keys)].iterrows()
        ]  # fmt: skip
        years = [int(year) for year in _days(baseline, measure)[0]["year"]]
        notes += [
            tr("{name} không nối từ {first} sang {next}: giữa hai năm không có số.", name=name, first=first, next=later)
            for first, later in pairwise(years)
            if later - first > 1
        ]
    return tuple(notes)


def _day(row: pd.Series) -> date:
    """The day of a figure; 31 December where only the year is published, or a day outside the year it speaks of."""
    return row["day"] if isinstance(row["day"], date) and row["day"].year == int(row["year"]) else _end(row["year"])


def _end(year: str) -> date:
    return date(int(year), 12, 31)


def _total(baseline: Baseline, row: pd.Series) -> int | None:
    """The communes among which those of a figure are counted; None for a rate."""
    return communes_on(_day(row), baseline.ledger.dataset.province) if row["measure"] == "communes_ntm" else None


def _days(baseline: Baseline, measure: str) -> tuple[pd.DataFrame, list[date], list[date]]:
    """The figures of a measure, their days, and the days of its breaks."""
    series, found = baseline.history.series, baseline.history.breaks
    rows = series[series["measure"] == measure]
    broken = found.loc[found["key"].isin(TOUCHED[measure]), "day"]
    return rows, [_day(row) for _, row in rows.iterrows()], [date.fromisoformat(text) for text in broken]


def _run(baseline: Baseline, measure: str, year: str) -> int:
    rows, days, broken = _days(baseline, measure)
    place = list(rows["year"]).index(year)
    return next(at for at, run in enumerate(unbroken(days, broken)) if place in run)


@view()
def draw_standards(baseline: Baseline) -> Chart | Sentence:
    """Both series, joined only where their meaning stays the same; each break a dashed line to the end of the plan."""
    series = baseline.history.series
    if series.empty:
        return Sentence(tr("Chưa vẽ được chuỗi nghèo và nông thôn mới."))
    figure, axes = canvas(3.2, columns=len(NAMES))
    for measure, own in zip(NAMES, axes, strict=True):
        _draw(baseline, measure, own)
    said = [
        tr("{name}: {figures}", name=tr(name),
           figures=", ".join(f"{row['year']} {_words(baseline, row)}" for _, row in rows.iterrows()))
        for name, rows in ((name, series[series["measure"] == measure]) for measure, name in NAMES.items())
    ]  # fmt: skip
    return Chart(
        figure,
        name="hinh_chuan_gay",
        title=tr("Chuỗi nghèo và nông thôn mới không nối qua điểm gãy của chuẩn"),
        alt=tr("Hai biểu đồ đường, ngắt ở mỗi điểm gãy và ở năm không có số. {said}.", said="; ".join(said)),
        scope=Scope(tr("%; xã"), cut_offs(series["as_of"]), tr(NO_PLAN), tr("thực hiện hoặc ước")),
        illustrative=baseline.ledger.is_illustrative,
        sources=sources_of(series),
        notes=(
            tr("Vạch của năm là cuối năm. Nét đứt: ngày chuẩn, tiêu chí hoặc số xã thay đổi, vẽ lệch sang phải nơi "
               "nó che mất một số."),
            *_break_notes(baseline),
            *((tr("Số xã đạt chuẩn in trên số đơn vị cấp xã của tỉnh ngày đó, gồm cả phường và thị trấn."),)
              if "communes_ntm" in set(series["measure"]) else ()),
        ),
    )  # fmt: skip


def _draw(baseline: Baseline, measure: str, own: Axes) -> None:
    """One series on its axes; the tick of a year stands at its end, where most figures of the year do."""
    rows, days, broken = _days(baseline, measure)
    spots, values = [spot(one) for one in days], [row["exact"] for _, row in rows.iterrows()]
    if measure == "poverty_rate":
        values = [100 * one for one in values]
    for run in unbroken(days, broken):
        own.plot([spots[at] for at in run], [values[at] for at in run], "o-", color=BLUE)
    for one in broken:
        own.axvline(beside(spot(one), spots), color=VERMILION, linestyle="--", linewidth=1)
    for at, (_, row) in enumerate(rows.iterrows()):
        own.annotate(_words(baseline, row), (spots[at], values[at]), xytext=(0, 6), textcoords="offset points",
                     fontsize=8, ha="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    last = baseline.horizon[1]
    own.set(xlim=(FIRST - 0.9, last + 0.5), ylim=(0, 1.2 * max(values, default=1)), title=tr(NAMES[measure]))
    own.set_xticks(range(FIRST, last + 1))
    own.set_xticklabels([str(year) if (last - year) % 3 == 0 else "" for year in range(FIRST, last + 1)])
    own.tick_params(axis="x", labelsize=9)
    own.tick_params(colors=MUTED)


def spot(one: date) -> float:
    """Where a day stands on an axis of year ends: 31 December at its own year."""
    return one.year - 1 + one.timetuple().tm_yday / _end(str(one.year)).timetuple().tm_yday


def beside(line: float, spots: list[float]) -> float:
    """Where the line of a break is drawn: a little later where it would cover a figure of the days before.

    >>> beside(2025.003, [2024.0, 2025.0]), beside(2024.5, [2024.0])
    (2025.15, 2024.5)
    """
    covered = [one for one in spots if abs(one - line) < CLEAR]
    return max(covered) + CLEAR if covered else line


def _words(baseline: Baseline, row: pd.Series) -> str:
    """A figure as the chart writes it: over the communes of its day, with the day where that is no year end.

    A rate has no denominator to show.
    """
    total, own = _total(baseline, row), _day(row)
    text = printed(row["figure"]) if total is None else f"{printed(row['figure'])}/{total}"
    return text if own == _end(row["year"]) else f"{text} ({day(own)})"
