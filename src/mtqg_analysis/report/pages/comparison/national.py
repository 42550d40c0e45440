"""The programmes over the whole country: by month, and by programme and capital type."""

import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.heat import heat
from mtqg_analysis.report.numbers import printed
from mtqg_analysis.report.pages.comparison.months import (
    MARK_NOTE,
    basis_note,
    marks,
    month_name,
    row_origins,
    year_list,
)
from mtqg_analysis.report.scopes import NO_PLAN, origin_of, scope_of, sources_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import canvas
from mtqg_analysis.report.view import view


@view()
def programmes(found: Years) -> Table:
    """The programmes' investment capital by month: amounts and rates of the years side by side."""
    facts = found.programmes
    years = [year for year in year_list(found) if year in set(facts["year"])]
    cells = {(row["measure"], row["stage"], row["year"]): row for _, row in facts.iterrows()}
    rows, stages = [], sorted(set(facts["stage"]))
    for stage in stages:
        row: dict[str, Quantity | str | None] = {"month": month_name(int(stage))}
        for year in years:
            row[f"amount_{year}"] = _amount(cells.get(("disbursed", stage, year)))
            row[f"rate_{year}"] = _rate(cells.get(("disbursement_rate", stage, year)))
        rows.append(row)
    columns = [Column("month", tr("Tháng"))]
    for year in years:
        columns += [
            Column(f"amount_{year}", tr("tỷ đồng"), "decimal", group=year, missing="–"),
            Column(f"rate_{year}", "%", "decimal", group=year, missing="–"),
        ]
    unnamed = tr("Dấu °: nguồn không nêu mẫu số. Không dấu: kế hoạch Thủ tướng Chính phủ giao.")
    notes = (tr(MARK_NOTE), unnamed, *basis_note(facts))
    basis = tr("kế hoạch Thủ tướng Chính phủ giao, trừ số có dấu °")
    return Table(
        "chuong_trinh_theo_thang",
        tr("Vốn đầu tư trong năm của các chương trình mục tiêu quốc gia, lũy kế theo tháng"),
        pd.DataFrame(rows),
        tuple(columns),
        Scope(tr("tỷ đồng; % kế hoạch"), tr("cuối tháng"), basis, tr("thực hiện, số ước có dấu")),
        sources_of(facts),
        notes,
        row_origins(facts, stages),
    )


def _amount(fact: pd.Series | None) -> Quantity | None:
    return None if fact is None else Quantity(fact["figure"], mark=marks(fact))


def _rate(fact: pd.Series | None) -> Quantity | None:
    """A rate with the sign ° where its source does not name the plan."""
    if fact is None:
        return None
    return Quantity(fact["figure"], mark=marks(fact) + ("" if fact["plan_basis"] == "pm_assigned" else "°"))


@view()
def changes(found: Years) -> Table:
    """The change of the programmes' amounts between neighbouring years, at the same month and of the same status."""
    rows = [
        {
            "month": month_name(int(row.one["stage"])),
            "status": label("status", row.one["status"]),
            "one_year": row.one["year"],
            "one": row.one["figure"],
            "other_year": row.other["year"],
            "other": row.other["figure"],
            "change": row.change.estimate,
            "bounds": row.change.interval,
        }
        for row in found.changes.itertuples()
    ]
    columns = (
        Column("month", tr("Tháng")),
        Column("status", tr("Tình trạng")),
        Column("one_year", tr("Năm"), group=tr("Năm trước")),
        Column("one", tr("Giải ngân"), "figure", group=tr("Năm trước")),
        Column("other_year", tr("Năm"), group=tr("Năm sau")),
        Column("other", tr("Giải ngân"), "figure", group=tr("Năm sau")),
        Column("change", tr("Tăng, giảm"), "bn", 1, formula="other - one"),
        Column("bounds", tr("Khoảng do làm tròn"), "bn", 1),
    )
    facts = [fact for row in found.changes.itertuples() for fact in (row.one, row.other)]
    notes = (
        tr(
            "Chỉ gồm những tháng mà số liệu hai năm cùng định nghĩa và cùng tình trạng; không so sánh tỷ lệ vì mẫu "
            "số khác nhau."
        ),
    )
    return Table(
        "tang_giam",
        tr("Vốn đầu tư của các chương trình: tăng, giảm giữa hai năm tại cùng tháng"),
        pd.DataFrame(rows, columns=[column.name for column in columns]),
        columns,
        Scope(tr("tỷ đồng"), tr("cuối tháng"), tr(NO_PLAN), tr("như từng dòng")),
        sources_of(facts) if facts else (),
        notes,
        tuple(origin_of([row.one, row.other]) for row in found.changes.itertuples()),
    )


@view()
def by_programme(found: Years) -> Table:
    """Rates by programme and capital type at the newest day for which all programmes of the plan year are published."""
    cells = {(row["programme"], row["capital"]): row["figure"] for _, row in found.by_programme.iterrows()}
    rows = [
        {
            "programme": label("programme", code),
            "investment": cells.get((code, "investment")),
            "recurrent": cells.get((code, "recurrent")),
        }
        for code in (*_codes(found), "ALL")
    ]
    columns = (
        Column("programme", tr("Chương trình")),
        Column("investment", tr("Vốn đầu tư"), "figure"),
        Column("recurrent", tr("Vốn sự nghiệp"), "figure"),
    )
    apart = tr(
        "Vốn đầu tư gồm cả vốn kéo dài; vốn sự nghiệp: nguồn không nêu phạm vi. Vì vậy không tính chênh lệch "
        "giữa hai cột."
    )
    return Table(
        "chuong_trinh_loai_von",
        tr("Tỷ lệ giải ngân của cả nước theo chương trình và loại vốn"),
        pd.DataFrame(rows),
        columns,
        scope_of(found.by_programme, tr("% kế hoạch")),
        sources_of(found.by_programme),
        (apart,),
    )


@view()
def draw_by_programme(found: Years) -> Chart | None:
    """The same rates as a heat map with the number in each cell; None where none is published."""
    facts = found.by_programme
    if facts.empty:
        return None
    figure, (axes,) = canvas(2.2)
    capitals = ("investment", "recurrent")
    codes = _codes(found)
    figures = [[_published(facts, code, capital) for capital in capitals] for code in codes]
    grid = [[None if one is None else 100 * float(one.exact) for one in row] for row in figures]
    words = [[None if one is None else printed(one) for one in row] for row in figures]
    heat(axes, grid, [label("programme", code) for code in codes], [label("capital", one) for one in capitals], words)
    alt = "; ".join(
        f"{label('programme', row['programme'])}, {label('capital', row['capital']).lower()} {printed(row['figure'])}"
        for _, row in facts.iterrows()
    )
    slower = sum(high is not None and low is not None and low < high for high, low in grid)
    return Chart(
        figure,
        name="hinh_chuong_trinh",
        title=tr(
            "Vốn sự nghiệp có tỷ lệ thấp hơn vốn đầu tư ở {slower:02d}/{count:02d} chương trình",
            slower=slower,
            count=len(grid),
        ),
        alt=tr("Bản đồ nhiệt. {alt}.", alt=alt),
        scope=scope_of(facts, tr("% kế hoạch")),
        sources=sources_of(facts),
        illustrative=found.context.is_illustrative,
    )


def _codes(found: Years) -> tuple[str, ...]:
    """The programmes of the plan year shown, or of the newest one asked for where nothing is published."""
    return programmes_of(max((int(year) for year in found.by_programme["year"]), default=found.years[1]))


def _published(facts: pd.DataFrame, programme: str, capital: str) -> Figure | None:
    """The rate of one programme and capital type; None where none is published."""
    rows = facts[(facts["programme"] == programme) & (facts["capital"] == capital)]
    return rows["figure"].iloc[0] if len(rows) else None
