"""The annexes of the signed planning report: the plan's tables without what only the analysis says of their making."""

from dataclasses import replace

import pandas as pd

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number
from mtqg_analysis.report.pages.planning.allocation import commune_amounts
from mtqg_analysis.report.pages.planning.plan_table import plan_by_source, plan_by_unit, plan_summary, plan_works
from mtqg_analysis.report.pages.planning.summary import missing
from mtqg_analysis.report.pages.planning.work_list import ON_PAPER
from mtqg_analysis.report.rows import largest, summed
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

TRIAL = to_translate(
    "Phương án tính thử theo điểm. Sàn, trần và mức phù hợp (nếu có) là giả định; mức phù hợp chỉ để đối chiếu."
)
OF_A_WORK = ("name_vi", "name", "programme", "capital", "years", "amount", "households", "people")
WAITING = {
    "capacity": to_translate("khả năng giải ngân"),
    "fan": to_translate("xác suất của vốn chuyển sang"),
    "counterpart": to_translate("vốn đối ứng"),
    "communes": to_translate("chia vốn cho từng xã"),
    "overlaps": to_translate("rà soát trùng lặp"),
    "plan": to_translate("nhu cầu và phương án phân bổ"),
    "weaknesses": to_translate("rủi ro của từng dòng kế hoạch"),
}


@view()
def official_plan(baseline: Baseline) -> Table | None:
    """The plan by programme, capital, year and source."""
    return _signed(plan_summary(baseline))


@view()
def official_sources(baseline: Baseline) -> Table | None:
    """The plan by source of money."""
    return _signed(plan_by_source(baseline))


@view()
def official_units(baseline: Baseline) -> Table | None:
    """The plan by commune and agency."""
    return _signed(plan_by_unit(baseline))


@view()
def official_communes(baseline: Baseline) -> Table | None:
    """What a trial gives to each commune in the first year."""
    table = _signed(commune_amounts(baseline))
    if table is None:
        return None
    scope = replace(table.scope, basis=tr("vốn trung ương theo giả định"))
    return replace(table, scope=scope, notes=(tr(TRIAL),))


@view()
def official_works(baseline: Baseline) -> Table | None:
    """The largest works that are asked for, all others in one row, and their sum; the workbook has each of them."""
    table, plan = plan_works(baseline), baseline.plan
    if plan is None or not isinstance(table, Table):
        return None
    others = tr("{count} công trình, nội dung khác", count=number(max(0, plan.count - ON_PAPER)))
    frame = summed(largest(table.frame[list(OF_A_WORK)], "amount", ON_PAPER, name_vi=others), name_vi=tr("Tổng số"))
    kept = {column.name: replace(column, missing="") if column.kind == "text" else column for column in table.columns}
    columns = (Column("name_vi", tr("Công trình, nội dung")), *(kept[name] for name in OF_A_WORK[1:]))
    notes = (tr("Danh mục đủ {count} công trình, nội dung: xem bản phân tích.", count=number(plan.count)),)
    is_cut = len(frame) <= plan.count
    title = tr("Công trình, nội dung có nhu cầu vốn lớn nhất") if is_cut else table.title
    return Table(
        f"pl_{table.name}", title, frame, columns, table.scope, table.sources, notes if is_cut else (), total=True
    )


def _signed(table: Table | None) -> Table | None:
    """A table of the analysis without its notes, which tell whoever works with the software how it was made."""
    return None if table is None else replace(table, name=f"pl_{table.name}", notes=())


@view()
def missing_data(baseline: Baseline) -> Table | None:
    """Which data are missing, and what cannot be told for want of them; None where nothing is missing."""
    rows = [(one.what, ", ".join(tr(WAITING[name]) for name in one.sections)) for one in missing(baseline)]
    if not rows:
        return None
    columns = (Column("what", tr("Số liệu còn thiếu")), Column("waiting", tr("Nội dung chưa đủ số liệu")))
    scope = Scope(tr("nhóm số liệu"), day(baseline.as_of), tr(NO_PLAN), tr("đối chiếu với số liệu đã có"))
    frame = pd.DataFrame(rows, columns=["what", "waiting"])
    return Table("pl_so_lieu_thieu", tr("Số liệu còn thiếu"), frame, columns, scope)
