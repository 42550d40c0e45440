"""Poverty and new-rural communes of the former years: series that may not be joined across a change of standard."""

from datetime import date

import pandas as pd
from matplotlib.axes import Axes

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, partial_day, printed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, once, origin_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view

NAMES = {"poverty_rate": to_translate("Tỷ lệ hộ nghèo"), "communes_ntm": to_translate("Số xã đạt chuẩn nông thôn mới")}
FIRST = 2021  # the first year drawn: that of the term
CLEAR = 0.15  # years between a figure and the line of a break beside it


@view()
def standards(baseline: Baseline) -> Table | Sentence:
    """Poverty and new-rural figures of the former years, with the days on which their meaning changes."""
    rows = baseline.history.series
    if rows.empty:
        return Sentence(tr("Chưa có số liệu về tỷ lệ hộ nghèo và số xã đạt chuẩn của các năm trước."))
    lines = [
        {
            "measure": tr(NAMES[row["measure"]]),
            "year": row["year"],
            "day": partial_day(row["as_of"]) if row["as_of"] else "",
            "figure": row["figure"],
            "total": row["communes"],
            "status": label("status", row["status"]),
            "run": tr("đoạn {place}", place=row["run"]),
        }
        for _, row in rows.iterrows()
    ]
    columns = (
        Column("measure", tr("Chỉ tiêu"), rows=True),
        Column("year", tr("Năm")),
        Column("day", tr("Đến ngày"), missing=tr("nguồn không ghi ngày")),
        Column("figure", tr("Số liệu"), "figure"),
        Column("total", tr("Số xã ngày đó"), "count", missing="–"),
        Column("status", tr("Tình trạng")),
        Column("run", tr("So sánh được trong")),
    )
    title = tr("Nghèo và nông thôn mới: số liệu các năm trước và thời điểm thay đổi chuẩn")
    scope = Scope(tr("%; xã"), cut_offs(rows["as_of"]), tr(NO_PLAN), tr("như từng dòng"))
    origins = tuple(origin_of([row]) for _, row in rows.iterrows())
    frame, notes = pd.DataFrame(lines), _break_notes(baseline)
    return Table("chuan_gay", title, frame, columns, scope, sources_of(rows), notes, origins)


def _break_notes(baseline: Baseline) -> tuple[str, ...]:
    """Every day and every missing year at which a series is cut."""
    history, notes = baseline.history, []
    for measure, text in NAMES.items():
        name = tr(text)
        notes += [
            tr("Chuỗi «{name}» gián đoạn từ ngày {day}: {what} ({reference}).", name=name,
               day=day(date.fromisoformat(row["day"])), what=row[f"label_{current_language()}"],
               reference=row["reference"])
            for _, row in history.breaks_of(measure).iterrows()
        ]  # fmt: skip
        notes += [
            tr("{name} không nối từ {first} sang {next}: giữa hai năm không có số.", name=name, first=first, next=later)
            for first, later in history.holes(measure)
        ]
    return tuple(notes)


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
           figures=", ".join(f"{row['year']} {_words(row)}" for _, row in rows.iterrows()))
        for name, rows in ((name, series[series["measure"] == measure]) for measure, name in NAMES.items())
    ]  # fmt: skip
    return Chart(
        figure,
        name="hinh_chuan_gay",
        title=tr("Không nối chuỗi nghèo và nông thôn mới qua thời điểm thay đổi chuẩn"),
        alt=tr(
            "Hai biểu đồ đường, ngắt ở thời điểm thay đổi chuẩn và ở năm không có số liệu. {said}.",
            said="; ".join(said),
        ),
        scope=Scope(tr("%; xã"), cut_offs(series["as_of"]), tr(NO_PLAN), tr("thực hiện hoặc ước")),
        illustrative=baseline.ledger.is_illustrative,
        sources=sources_of(series),
        notes=(
            tr("Vạch của năm là cuối năm. Nét đứt: ngày chuẩn, tiêu chí hoặc số xã thay đổi, vẽ lệch sang phải ở "
                "nơi che khuất số liệu."),
            *_break_notes(baseline),
            *((tr("Số xã đạt chuẩn ghi trên tổng số xã của tỉnh tại ngày đó, không tính phường và thị trấn."),)
              if "communes_ntm" in set(series["measure"]) else ()),
        ),
    )  # fmt: skip


def _draw(baseline: Baseline, measure: str, own: Axes) -> None:
    """One series on its axes; the tick of a year stands at its end, where most figures of the year do."""
    series = baseline.history.series
    rows = series[series["measure"] == measure].reset_index()
    spots, values = [spot(one) for one in rows["at"]], list(rows["exact"])
    if measure == "poverty_rate":
        values = [100 * one for one in values]
    for run in once(rows["run"]):
        places = rows.index[rows["run"] == run]
        own.plot([spots[at] for at in places], [values[at] for at in places], "o-", color=BLUE)
    for text in baseline.history.breaks_of(measure)["day"]:
        own.axvline(beside(spot(date.fromisoformat(text)), spots), color=VERMILION, linestyle="--", linewidth=1)
    for at, row in rows.iterrows():
        own.annotate(_words(row), (spots[at], values[at]), xytext=(0, 6), textcoords="offset points",
                     fontsize=8, ha="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    last = baseline.horizon[1]
    own.set(xlim=(FIRST - 0.9, last + 0.5), ylim=(0, 1.2 * max(values, default=1)), title=tr(NAMES[measure]))
    own.set_xticks(range(FIRST, last + 1))
    own.set_xticklabels([str(year) if (last - year) % 3 == 0 else "" for year in range(FIRST, last + 1)])
    own.tick_params(axis="x", labelsize=9)
    own.tick_params(colors=MUTED)


def spot(one: date) -> float:
    """Where a day stands on an axis of year ends: 31 December at its own year."""
    return one.year - 1 + one.timetuple().tm_yday / date(one.year, 12, 31).timetuple().tm_yday


def beside(line: float, spots: list[float]) -> float:
    """Where the line of a break is drawn: a little later where it would cover a figure of the days before.

    >>> beside(2025.003, [2024.0, 2025.0]), beside(2024.5, [2024.0])
    (2025.15, 2024.5)
    """
    covered = [one for one in spots if abs(one - line) < CLEAR]
    return max(covered) + CLEAR if covered else line


def _words(row: pd.Series) -> str:
    """A figure as the chart writes it: over the communes of its day, with the day where that is no year end.

    A rate has no denominator to show.
    """
    total, own = row["communes"], row["at"]
    text = printed(row["figure"]) if total is None else f"{printed(row['figure'])}/{total}"
    return text if own == date(int(row["year"]), 12, 31) else f"{text} ({day(own)})"
