"""What the money was for: poverty and new-rural communes."""

from dataclasses import replace

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Origin
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import day, partial_day, printed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, origin_of, scope_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GRID, MUTED, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FACTS, Waits

YEARS = range(2021, 2026)  # the term of the poverty standard 2022-2025 and the year it starts from
POVERTY = {
    "poverty_rate": to_translate("Tỷ lệ hộ nghèo"),
    "near_poor_rate": to_translate("Tỷ lệ hộ cận nghèo"),
    "poor_households": to_translate("Số hộ nghèo"),
    "near_poor_households": to_translate("Số hộ cận nghèo"),
}
NEW_RURAL = {
    "communes_total": to_translate("Tổng số xã"),
    "communes_ntm": to_translate("Xã đạt chuẩn"),
    "communes_ntm_advanced": to_translate("Xã đạt chuẩn nâng cao"),
    "communes_ntm_model": to_translate("Xã đạt chuẩn kiểu mẫu"),
    "avg_criteria_per_commune": to_translate("Số tiêu chí bình quân mỗi xã"),
}
YEAR_ENDS = to_translate("cuối năm (năm 2021: đầu kỳ)")  # as table and chart of poverty call the days of their figures


@view(Waits("12. Giảm nghèo và nông thôn mới", "poverty_rate và communes_ntm của tỉnh theo năm", FACTS))
def poverty(evaluation: YearEnd) -> Table:
    """Poor and near-poor rates and households by year; a year without a figure says so."""
    facts, years = evaluation.outcomes, [year for year in YEARS if year <= evaluation.period.year]
    rows = [
        {
            "year": str(year),
            **{measure: _outcome(facts, measure, year) for measure in POVERTY},
            "status": _statuses(facts, year),
        }
        for year in years
    ]
    columns = (
        Column("year", tr("Năm")),
        *(Column(measure, tr(name), "figure") for measure, name in POVERTY.items()),
        Column("status", tr("Tình trạng"), missing="–"),
    )
    used = facts[facts["measure"].isin(list(POVERTY))]
    return Table(
        "ho_ngheo",
        tr("Hộ nghèo, hộ cận nghèo đa chiều qua các năm"),
        pd.DataFrame(rows),
        columns,
        replace(scope_of(used, tr("%; hộ")), cut_off=tr(YEAR_ENDS)),
        sources_of(used),
        (tr("Theo chuẩn nghèo đa chiều 2022-2025; năm 2026 trở đi có thay đổi chuẩn nên không nối dài chuỗi này."),),
        tuple(_origin(used[used["year"] == str(year)]) for year in years),
        plotted=("poverty_rate",),
    )


def _origin(facts: pd.DataFrame) -> Origin:
    return origin_of(facts) if len(facts) else Origin((), cut_offs(()), tr(NO_PLAN))


def _outcome(facts: pd.DataFrame, measure: str, year: int) -> object:
    rows = facts[(facts["measure"] == measure) & (facts["year"] == str(year))]
    return rows["figure"].iloc[0] if len(rows) else None


def _statuses(facts: pd.DataFrame, year: int) -> str:
    rows = facts[facts["measure"].isin(list(POVERTY)) & (facts["year"] == str(year))]
    return tr(" và ").join(label("status", code) for code in dict.fromkeys(rows["status"]))


@view()
def draw_poverty(evaluation: YearEnd) -> Chart | Sentence:
    """The poverty rate by year: published years as points, a year without a figure left open."""
    rows = evaluation.outcomes[evaluation.outcomes["measure"] == "poverty_rate"]
    if rows.empty:
        until = day(evaluation.period.as_of)
        return Sentence(tr("Chưa có số liệu về tỷ lệ hộ nghèo đến ngày {day}.", day=until))
    figure, (axes,) = canvas(2.8)
    years, values = [int(year) for year in rows["year"]], [100 * value for value in rows["exact"]]
    axes.plot(years, values, color=GRID, linewidth=1.4, linestyle="--", zorder=1)
    for year, value, (_, fact) in zip(years, values, rows.iterrows(), strict=True):
        actual = fact["status"] == "actual"
        face = BLUE if actual else "white"
        axes.plot(year, value, "o", color=BLUE, markerfacecolor=face, markersize=8, zorder=2)
        shown = printed(fact["figure"])
        text = shown if actual else tr("{figure} (ước)", figure=shown)
        axes.annotate(text, (year, value), xytext=(0, 9), textcoords="offset points", ha="center")
    span = range(min(years), max(years) + 1)
    for year in (year for year in span if year not in years):
        axes.text(year, 0.4, tr("chưa có số liệu"), ha="center", color=MUTED, style="italic")
    axes.set(
        xticks=span, xlim=(span[0] - 0.5, span[-1] + 0.5), ylim=(0, max(*values, 1.0) * 1.22), ylabel=tr("% số hộ")
    )
    write_numbers(axes.yaxis)
    said = [printed(fact) for fact in rows["figure"]]
    points = "; ".join(f"{year} {rate}" for year, rate in zip(years, said, strict=True))
    return Chart(
        figure,
        name="hinh_ho_ngheo",
        title=_poverty_title(years, values, said),
        alt=tr("Biểu đồ điểm tỷ lệ hộ nghèo theo năm: {points}.", points=points),
        scope=replace(scope_of(rows, tr("% số hộ")), cut_off=tr(YEAR_ENDS)),
        sources=sources_of(rows),
        illustrative=evaluation.ledger.is_illustrative,
        notes=(tr("Nét đứt chỉ nối các năm có số liệu, không phải số liệu của năm ở giữa."),),
    )


def _poverty_title(years: list[int], values: list[float], said: list[str]) -> str:
    """The first and the last year's rate; a rise is not told as a fall, one year not as two."""
    ends = {"first": said[0], "first_year": years[0], "last": said[-1], "last_year": years[-1]}
    if len(years) == 1:
        return tr("Tỷ lệ hộ nghèo năm {last_year}: {last}", **ends)
    if values[-1] < values[0]:
        return tr("Tỷ lệ hộ nghèo từ {first} ({first_year}) còn {last} ({last_year})", **ends)
    if values[-1] > values[0]:
        return tr("Tỷ lệ hộ nghèo từ {first} ({first_year}) lên {last} ({last_year})", **ends)
    return tr("Tỷ lệ hộ nghèo năm {first_year} và năm {last_year} cùng là {last}", **ends)


@view()
def new_rural(evaluation: YearEnd) -> Table | Sentence:
    """New-rural communes at the newest day by the cut-off that figures are of."""
    facts = evaluation.outcomes
    newest = facts.sort_values("day", kind="stable").drop_duplicates("measure", keep="last").set_index("measure")
    used = newest.loc[[measure for measure in NEW_RURAL if measure in newest.index]]
    if used.empty:
        until = day(evaluation.period.as_of)
        return Sentence(tr("Chưa có số liệu về xã đạt chuẩn nông thôn mới đến ngày {day}.", day=until))
    frame = used.assign(
        name=[tr(NEW_RURAL[measure]) for measure in used.index],
        value=used["figure"],
        as_of=[partial_day(text) for text in used["as_of"]],
    )
    columns = (
        Column("name", tr("Chỉ tiêu")),
        Column("value", tr("Kết quả"), "figure"),
        Column("as_of", tr("Đến ngày")),
        Column("fact", tr("Mã số liệu")),
    )
    title, scope = tr("Kết quả xây dựng nông thôn mới"), scope_of(used, tr("xã; tiêu chí"))
    notes = (tr("Bộ tiêu chí và số đơn vị cấp xã thay đổi từ 01/07/2025 và năm 2026: không nối với số liệu sau đó."),)
    origins = tuple(origin_of([fact]) for _, fact in used.iterrows())
    return Table("nong_thon_moi", title, frame, columns, scope, sources_of(used), notes, origins)
