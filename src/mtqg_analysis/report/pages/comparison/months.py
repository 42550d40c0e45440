"""The nation's public investment by month of the plan year, the years side by side."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.draw import say
from mtqg_analysis.report.numbers import partial_day, printed
from mtqg_analysis.report.scopes import basis_word, cut_offs, origin_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import INK, MARKERS, SERIES, canvas
from mtqg_analysis.report.view import view

MONTHS = [*range(1, 14)]
MARK_NOTE = to_translate(
    "Chữ ư sau số là số ước; không có chữ ư là số thực hiện. Ưu tiên số thực hiện; nếu có nhiều số thì lấy lần "
    "công bố mới nhất."
)
ESTIMATE_NOTE = to_translate("Chữ ư sau số là số ước; không có chữ ư là số thực hiện.")
BASIS_NOTE = to_translate(
    "Dấu *: theo nguồn khác, số này có thể tính trên cơ sở kế hoạch khác với các số còn lại của chuỗi."
)


def month_name(stage: int) -> str:
    """A month of the plan year; 13 is January of the next year."""
    return f"{stage:02d}" if stage <= 12 else tr("01 năm sau")


def marks(fact: pd.Series) -> str:
    """The marks of estimates and of doubtful bases."""
    return (tr("ư") if fact["status"] == "estimate" else "") + ("*" if "other_basis" in fact["flags"] else "")


def basis_note(facts: Iterable[pd.Series] | pd.DataFrame) -> tuple[str, ...]:
    """What the mark * says, where one of the figures carries it."""
    rows = facts if isinstance(facts, pd.DataFrame) else pd.DataFrame(list(facts))
    doubtful = len(rows) > 0 and any("other_basis" in flags for flags in rows["flags"])
    return (tr(BASIS_NOTE),) if doubtful else ()


def marked(fact: pd.Series) -> str:
    """A figure as printed, with its marks."""
    return f"{printed(fact['figure'])}{marks(fact)}"


def year_list(found: Years) -> list[str]:
    """The compared plan years, as the facts name them."""
    return [str(year) for year in range(found.years[0], found.years[1] + 1)]


@view()
def investment(found: Years) -> Table:
    """The nation's cumulative rate by month and year, on the plan assigned by the Prime Minister."""
    return Table(
        "dau_tu_cong",
        tr("Tỷ lệ giải ngân vốn đầu tư công của cả nước, lũy kế theo tháng"),
        _grid(found, found.investment),
        _grid_columns(found),
        Scope(tr("% kế hoạch"), tr("cuối tháng"), basis_word("pm_assigned"), tr("thực hiện, số ước có dấu")),
        sources_of(found.investment),
        (tr(MARK_NOTE), tr(BASIS_NOTE)),
        row_origins(found.investment, MONTHS),
    )


@view()
def undefined(found: Years) -> Table:
    """The same rates where the source does not name its plan: shown apart, never joined with the others."""
    apart = tr(
        "Không vẽ, không cộng và không so với bảng trước vì các số có thể tính trên những mẫu số khác nhau; "
        "nơi các nguồn nêu khác nhau thì ghi đủ các số."
    )
    return Table(
        "dau_tu_cong_khong_ro",
        tr("Tỷ lệ giải ngân vốn đầu tư công mà nguồn không nêu mẫu số"),
        _grid(found, found.undefined),
        _grid_columns(found),
        Scope(
            tr("% kế hoạch"),
            tr("cuối tháng"),
            tr("nguồn không nêu, hoặc tổng kế hoạch vốn"),
            tr("thực hiện, số ước có dấu"),
        ),
        sources_of(found.undefined),
        (tr(MARK_NOTE), apart),
        row_origins(found.undefined, MONTHS),
    )


def row_origins(facts: pd.DataFrame, stages: Iterable[int]) -> tuple[Origin, ...]:
    """Where each row of a table by month comes from; a month without a figure comes from nowhere."""
    nowhere = Origin((), cut_offs(()), basis_word("unknown"))
    rows = [facts[facts["stage"] == stage] for stage in stages]
    return tuple(origin_of(row) if len(row) else nowhere for row in rows)


def _grid(found: Years, facts: pd.DataFrame) -> pd.DataFrame:
    """One row per month of the plan year, one column per year; None where nothing is published."""
    cells: dict[tuple[int, str], Quantity | str] = {}
    for place, rows in facts.groupby(["stage", "year"], sort=False):
        first = rows.iloc[0]
        several = "; ".join(marked(row) for _, row in rows.iterrows())
        cells[place] = several if len(rows) > 1 else Quantity(first["figure"], mark=marks(first))
    years = year_list(found)
    months = pd.DataFrame({"month": [month_name(stage) for stage in MONTHS]})
    return months.assign(**{year: [cells.get((stage, year)) for stage in MONTHS] for year in years})


def _grid_columns(found: Years) -> tuple[Column, ...]:
    return (Column("month", tr("Tháng")), *(Column(year, year, "decimal", missing="–") for year in year_list(found)))


@view()
def draw_investment(found: Years) -> Chart:
    """Cumulative rates by month, one line a year; estimates hollow; the line breaks where a month is missing."""
    figure, (axes,) = canvas(4.2)
    for place, year in enumerate(year_list(found)):
        rows = found.investment[found.investment["year"] == year]
        if len(rows):
            _draw_year(axes, rows, SERIES[place % len(SERIES)], MARKERS[place % len(MARKERS)])
    months = tr("tháng của năm kế hoạch (13: tháng 01 năm sau)")
    axes.set(xticks=MONTHS, xlim=(0.6, 13.4), ylim=(0, 100), xlabel=months, ylabel=tr("% kế hoạch"))
    handles = [
        axes.plot([], [], MARKERS[place % len(MARKERS)], color=SERIES[place % len(SERIES)], linestyle="-", label=year)[
            0
        ]
        for place, year in enumerate(year_list(found))
    ]
    hollow = axes.plot([], [], "o", color=INK, markerfacecolor="white", linestyle="none", label=tr("số ước"))[0]
    axes.legend(handles=[*handles, hollow], loc="upper left", ncols=2)
    latest = found.investment[found.investment["stage"] == 13]
    ends = "; ".join(f"{row['year']} {marked(row)}" for _, row in latest.iterrows())
    scope = Scope(tr("% kế hoạch"), tr("cuối tháng"), basis_word("pm_assigned"), tr("thực hiện (đặc), ước (rỗng)"))
    return Chart(
        figure,
        name="hinh_dau_tu_cong",
        title=_september(found),
        alt=tr(
            "Biểu đồ đường tỷ lệ giải ngân lũy kế theo tháng, mỗi năm một đường. Đến hết tháng 01 năm sau: {ends}.",
            ends=ends,
        ),
        scope=scope,
        sources=sources_of(found.investment),
        notes=(tr("Đường bị ngắt ở tháng không có số liệu."), tr(BASIS_NOTE)),
        illustrative=found.context.is_illustrative,
    )


def _draw_year(axes: Axes, rows: pd.DataFrame, colour: str, marker: str) -> None:
    axes.plot(MONTHS, rows.set_index("stage")["exact"].reindex(MONTHS) * 100, color=colour, linewidth=1.6)
    for status, face in (("actual", colour), ("estimate", "white")):
        part = rows[rows["status"] == status]
        (dots,) = axes.plot(part["stage"], 100 * part["exact"], marker, color=colour, linestyle="none")
        dots.set(markerfacecolor=face, markersize=6)
        say(dots, *(f"{partial_day(row['as_of'])}: {marked(row)}" for _, row in part.iterrows()))


def _september(found: Years) -> str:
    rows = found.investment[found.investment["stage"] == 9].sort_values("exact")
    if rows.empty:
        return tr("Tỷ lệ giải ngân vốn đầu tư công của cả nước theo tháng")
    low, high = printed(rows["figure"].iloc[0]), printed(rows["figure"].iloc[-1])
    return tr("Đến hết tháng 9, đầu tư công cả nước mới đạt từ {low} đến {high} kế hoạch", low=low, high=high)


@view()
def last_months(found: Years) -> Sentence:
    """How far the nation's public investment stood at month 12 and month 13."""
    parts = []
    for stage, day in ((12, tr("31/12")), (13, tr("31/01 năm sau"))):
        rows = found.investment[found.investment["stage"] == stage]
        if rows.empty:
            continue
        parts.append(
            tr(
                "đến {day}: {rates}",
                day=day,
                rates=", ".join(
                    tr("năm {year} {rate}", year=row["year"], rate=marked(row)) for _, row in rows.iterrows()
                ),
            )
        )
    if not parts:
        return Sentence(tr("Chưa có số liệu cả nước về tỷ lệ đến 31/12 hoặc 31/01 năm sau của các năm này."))
    text = tr(
        "Tỷ lệ so với kế hoạch Thủ tướng Chính phủ giao, {rates_by_day}. Chữ ư là số ước.",
        rates_by_day="; ".join(parts),
    )
    shown = found.investment[found.investment["stage"].isin([12, 13])]
    return Sentence(" ".join((text, *basis_note(shown))), tuple(found.investment["fact"]))


@view()
def cells(found: Years) -> Table:
    """Every figure of the monthly tables with its fact and source, so that each can be followed."""
    parts = (
        (found.investment, tr("Theo kế hoạch TTg giao")),
        (found.undefined, tr("Nguồn không nêu mẫu số")),
        (found.programmes, tr("Các CTMTQG")),
    )
    rows = [
        {
            "table": name,
            "year": row["year"],
            "month": month_name(int(row["stage"])),
            "value": Quantity(row["figure"], mark=marks(row)),
            "fact": row["fact"],
            "source": row["source"],
        }
        for facts, name in parts
        for _, row in facts.sort_values(["year", "stage"], kind="stable").iterrows()
    ]
    columns = (
        Column("table", tr("Bảng"), rows=True),
        Column("year", tr("Năm")),
        Column("month", tr("Tháng")),
        Column("value", tr("Số liệu"), "decimal"),
        Column("fact", tr("Mã số liệu")),
        Column("source", tr("Mã nguồn")),
    )
    scope = Scope(tr("%; tỷ đồng"), tr("cuối tháng"), tr("như từng bảng"), tr("thực hiện, số ước có dấu"))
    return Table(
        "tung_so_lieu",
        tr("Từng số liệu của các bảng theo tháng, với mã số liệu và nguồn"),
        pd.DataFrame(rows),
        columns,
        scope,
        notes=(tr(ESTIMATE_NOTE), *(basis_note(pd.concat([facts for facts, _ in parts])) if rows else ())),
    )
