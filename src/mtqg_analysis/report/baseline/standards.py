"""Poverty and new-rural communes of the former years: series that may not be joined across a change of standard."""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.analysis.breaks import unbroken
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, printed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, origin_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, MUTED, VERMILION, canvas

NAMES = {"poverty_rate": to_translate("Tỷ lệ hộ nghèo"), "communes_ntm": to_translate("Số xã đạt chuẩn nông thôn mới")}
TOUCHED = {"poverty_rate": ("poverty_standard",), "communes_ntm": ("ntm_criteria", "communes")}


def standards(baseline: Baseline) -> Table | Sentence:
    """Poverty and new-rural figures of the former years, with the days on which their meaning changes."""
    rows = baseline.history.series
    if rows.empty:
        return Sentence(tr("Bộ dữ liệu không có tỷ lệ hộ nghèo và số xã đạt chuẩn của các năm trước."))
    lines = [
        {
            "measure": tr(NAMES[row["measure"]]),
            "year": row["year"],
            "figure": row["figure"],
            "status": label("status", row["status"]),
            "run": tr("đoạn {place}", place=_run(baseline, row["measure"], row["year"]) + 1),
        }
        for _, row in rows.iterrows()
    ]
    columns = (
        Column("measure", tr("Chỉ tiêu"), rows=True),
        Column("year", tr("Năm")),
        Column("figure", tr("Số đã công bố"), "figure"),
        Column("status", tr("Tình trạng")),
        Column("run", tr("So được trong")),
    )
    found = baseline.history.breaks
    notes = [
        tr("{name} gãy ngày {day}: {what} ({reference}).", name=tr(NAMES[measure]),
           day=day(date.fromisoformat(row["day"])), what=row[f"label_{current_language()}"],
           reference=row["reference"])
        for measure, keys in TOUCHED.items()
        for _, row in found[found["key"].isin(keys)].iterrows()
    ]  # fmt: skip
    title = tr("Nghèo và nông thôn mới: số các năm trước và điểm gãy của chuẩn")
    scope = Scope(tr("%; xã"), cut_offs(rows["as_of"]), tr(NO_PLAN), tr("như từng dòng"))
    origins = tuple(origin_of([row]) for _, row in rows.iterrows())
    return Table("chuan_gay", title, pd.DataFrame(lines), columns, scope, sources_of(rows), tuple(notes), origins)


def _days(baseline: Baseline, measure: str) -> tuple[pd.DataFrame, list[date], list[date]]:
    """The figures of a measure, their days (31 December where only the year is published), and its breaks."""
    series, found = baseline.history.series, baseline.history.breaks
    rows = series[series["measure"] == measure]
    ends = [date(int(year), 12, 31) for year in rows["year"]]
    days = [one if isinstance(one, date) and one.year == end.year else end
            for one, end in zip(rows["day"], ends, strict=True)]  # fmt: skip
    broken = found.loc[found["key"].isin(TOUCHED[measure]), "day"]
    return rows, days, [date.fromisoformat(text) for text in broken]


def _run(baseline: Baseline, measure: str, year: str) -> int:
    rows, days, broken = _days(baseline, measure)
    place = list(rows["year"]).index(year)
    return next(at for at, run in enumerate(unbroken(days, broken)) if place in run)


def draw_standards(baseline: Baseline) -> Chart | Sentence:
    """Both series, joined only where their meaning stays the same; each break a dashed line to the end of the plan."""
    series = baseline.history.series
    if series.empty:
        return Sentence(tr("Chưa vẽ được chuỗi nghèo và nông thôn mới."))
    figure, axes = canvas(3.0, columns=len(NAMES))
    said = []
    for (measure, name), own in zip(NAMES.items(), axes, strict=True):
        rows, days, broken = _days(baseline, measure)
        factor = 100 if measure == "poverty_rate" else 1
        spots = [one.year + one.timetuple().tm_yday / 366 for one in days]
        values = [factor * exact for exact in rows["exact"]]
        for run in unbroken(days, broken):
            own.plot([spots[at] for at in run], [values[at] for at in run], "o-", color=BLUE)
        for at, figure_ in enumerate(rows["figure"]):
            own.annotate(printed(figure_), (spots[at], values[at]), xytext=(6, 3), textcoords="offset points",
                         fontsize=9)  # fmt: skip
        for one in broken:
            own.axvline(one.year + one.timetuple().tm_yday / 366, color=VERMILION, linestyle="--", linewidth=1)
        top = max(values, default=1)
        own.set(xlim=(2021, baseline.horizon[1] + 1), ylim=(0, 1.2 * top), title=tr(name))
        own.set_xticks(range(2021, baseline.horizon[1] + 2, 3))
        own.tick_params(colors=MUTED)
        said.append(
            tr(
                "{name}: {figures}",
                name=tr(name),
                figures=", ".join(f"{row['year']} {printed(row['figure'])}" for _, row in rows.iterrows()),
            )
        )
    return Chart.of(
        figure,
        name="hinh_chuan_gay",
        title=tr("Chuỗi nghèo và nông thôn mới không nối qua điểm gãy của chuẩn"),
        alt=tr("Hai biểu đồ đường, ngắt ở mỗi điểm gãy và ở năm không có số. {said}.", said="; ".join(said)),
        scope=Scope(tr("%; xã"), cut_offs(series["as_of"]), tr(NO_PLAN), tr("thực hiện hoặc ước")),
        illustrative=baseline.ledger.is_illustrative,
        sources=sources_of(series),
        notes=(tr("Nét đứt: ngày chuẩn, tiêu chí hoặc số xã thay đổi. Sau điểm gãy chưa có số thì để trống."),),
    )
