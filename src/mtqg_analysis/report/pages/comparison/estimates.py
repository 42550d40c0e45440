"""Estimates held against the actual figures published later."""

from itertools import chain

import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.draw import say, write_numbers
from mtqg_analysis.report.numbers import partial_day, points
from mtqg_analysis.report.pages.comparison.months import MONTHS
from mtqg_analysis.report.scopes import basis_word, cut_offs, once
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import INK, MARKERS, SERIES, canvas
from mtqg_analysis.report.view import view


@view()
def revisions(found: Years) -> Table:
    """First estimates beside the actual figures published later for the same month and definition."""
    rows = found.revisions
    frame = pd.DataFrame(
        {
            "programme": [label("programme", code) for code in rows["programme"]],
            "month": [partial_day(text) for text in rows["as_of"]],
            "basis": [basis_word(code) for code in rows["plan_basis"]],
            "estimate": rows["estimate"],
            "actual": rows["actual"],
            "error": rows["error"],
        }
    )
    columns = (
        Column("programme", tr("Phạm vi"), rows=True),
        Column("month", tr("Đến ngày")),
        Column("basis", tr("Cơ sở kế hoạch")),
        Column("estimate", tr("Ước ban đầu"), "figure"),
        Column("actual", tr("Thực hiện công bố sau"), "figure"),
        Column("error", tr("Ước trừ thực hiện (điểm %)"), "points", formula="100 * (estimate - actual)"),
    )
    notes = (
        tr("Chênh lệch bằng 0 có thể do nguồn sau nhắc lại số ước và ghi là số thực hiện."),
        tr("Chỉ tính chênh lệch giữa hai số cùng định nghĩa, cùng ngày chốt."),
    )
    scope = Scope(tr("% kế hoạch"), cut_offs(rows["as_of"]), tr("như từng dòng"), tr("ước và thực hiện"))
    return Table(
        "uoc_va_thuc_hien",
        tr("Số ước và số thực hiện công bố sau, cùng tháng và cùng mẫu số"),
        frame,
        columns,
        scope,
        once(chain.from_iterable(rows["sources"])),
        notes,
        tuple(
            Origin(tuple(row.sources), partial_day(row.as_of), basis_word(row.plan_basis)) for row in rows.itertuples()
        ),
    )


def on_assigned_plan(found: Years) -> pd.DataFrame:
    """The estimates of public investment against the plan assigned by the Prime Minister."""
    rows = found.revisions
    return rows[(rows["programme"] == "PI") & (rows["plan_basis"] == "pm_assigned")]


@view()
def draw_revisions(found: Years) -> Chart | None:
    """Estimate minus later actual, one dot a month, for the plan assigned by the Prime Minister; None without any."""
    rows = on_assigned_plan(found)
    if rows.empty:
        return None
    figure, (axes,) = canvas(3.2)
    for place, year in enumerate(sorted(set(rows["year"]))):
        part = rows[rows["year"] == year]
        marker, colour = MARKERS[place % len(MARKERS)], SERIES[place % len(SERIES)]
        (dots,) = axes.plot(part["stage"], 100 * part["error"], marker, color=colour, linestyle="none", label=year)
        dots.set_markersize(8)
        say(dots, *(f"{partial_day(row.as_of)}: {points(row.error)}" for row in part.itertuples()))
    axes.axhline(0, color=INK, linewidth=1)
    axes.set(
        xticks=MONTHS, xlim=(0.6, 13.4), xlabel=tr("tháng của năm kế hoạch"), ylabel=tr("ước trừ thực hiện, điểm %")
    )
    write_numbers(axes.yaxis)
    axes.legend(ncols=6, loc="upper center", bbox_to_anchor=(0.5, 1.16))
    over = int((rows["error"] > 0).sum())
    alt = tr("{over}/{count} số ước cao hơn số thực hiện công bố sau.", over=over, count=len(rows))
    worst = rows.loc[rows["error"].abs().idxmax()]
    alt += tr(
        " Lệch nhiều nhất là {error} điểm phần trăm ({as_of}).",
        as_of=partial_day(worst["as_of"]),
        error=points(worst["error"]),
    )
    scope = Scope(tr("điểm phần trăm"), tr("cuối tháng"), basis_word("pm_assigned"), tr("ước trừ thực hiện"))
    return Chart(
        figure,
        name="hinh_uoc",
        title=tr("{over}/{count} số ước cao hơn số thực hiện công bố sau", over=over, count=len(rows)),
        alt=alt,
        scope=scope,
        sources=once(chain.from_iterable(rows["sources"])),
        illustrative=found.context.is_illustrative,
    )
