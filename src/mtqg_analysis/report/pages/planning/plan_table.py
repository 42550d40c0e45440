"""The planning table: needs by programme, capital, year, source and unit, beside the money that may be expected."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.planning.asked_works import asked_works, repeated
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.plan_table import SOURCES, PlanTable, spread
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, few, number
from mtqg_analysis.report.pages.planning.plan_words import plan_doubts
from mtqg_analysis.report.pages.planning.sections import SECTIONS
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import NEEDS_FORM, Waits

SOURCE_NAMES = {
    "central": to_translate("Ngân sách trung ương"),
    "counterpart": to_translate("Vốn đối ứng"),
    "local": to_translate("Ngân sách địa phương khác"),
    "other": to_translate("Nguồn khác"),
    "unnamed": to_translate("Chưa nêu nguồn"),
}
NEED = to_translate("Nhu cầu theo năm")
NOT_YET = to_translate("Chưa có nhu cầu vốn nào của giai đoạn trong bộ dữ liệu; xem mục {section}.")


@view(Waits("15. Kế hoạch năm năm", "needs.csv: nhu cầu theo đơn vị, chương trình, loại vốn, năm, nguồn", NEEDS_FORM))
def plan_summary(baseline: Baseline) -> Table | None:
    """The whole plan on one page: programme and capital by year, and of which source."""
    plan = baseline.plan
    if plan is None:
        return None
    rows = _by_year(plan, ["programme", "capital"])
    by_source = spread(plan.cells, ["programme", "capital"], "source_of_money").drop(columns="total")
    frame = _ordered(rows.merge(by_source, on=["programme", "capital"]))
    frame = frame.assign(
        programme=[label("programme", code) for code in frame["programme"]],
        capital=[label("capital", code) for code in frame["capital"]],
    )
    columns = (
        Column("programme", tr("Chương trình"), rows=True),
        Column("capital", tr("Loại vốn"), missing=""),
        *_year_columns(plan),
        *_source_columns(plan),
    )
    title = tr(
        "Kế hoạch {first}-{last} theo chương trình, loại vốn và năm", first=plan.horizon[0], last=plan.horizon[1]
    )
    table = _table(baseline, plan, "ke_hoach_tong_hop", title, _with_total(frame, "programme"), columns)
    return replace(table, notes=(*table.notes, *_repeated_note(baseline, plan)))


def _repeated_note(baseline: Baseline, plan: PlanTable) -> tuple[str, ...]:
    """What of the total a person has judged to be asked for already; nothing where nobody judged any pair."""
    if baseline.overlaps is None or baseline.overlaps.judgements.empty:
        return ()
    found = repeated(plan.works, plan.horizon, baseline.overlaps)
    note = tr(
        "Trong đó đã xác định trùng (một công trình hoặc cùng người hưởng lợi): {amount} tỷ đồng, {pairs} cặp; mỗi "
        "nhóm trùng chỉ giữ công trình lớn nhất, phần còn lại cộng ở đây và chưa trừ khỏi bảng.",
        amount=billions(found.amount, 1),
        pairs=few(found.pairs),
    )
    return (note,)


@view()
def plan_by_source(baseline: Baseline) -> Table | None:
    """Source and capital by year."""
    plan = baseline.plan
    if plan is None:
        return None
    frame = _by_year(plan, ["source_of_money", "capital"])
    frame = frame.sort_values(
        ["source_of_money", "capital"],
        key=lambda column: column.map(SOURCES.index) if column.name == "source_of_money" else column,
        kind="stable",
    )
    frame = frame.assign(
        source_of_money=[tr(SOURCE_NAMES[name]) for name in frame["source_of_money"]],
        capital=[label("capital", code) for code in frame["capital"]],
    )
    columns = (
        Column("source_of_money", tr("Nguồn vốn"), rows=True),
        Column("capital", tr("Loại vốn"), missing=""),
        *_year_columns(plan),
    )
    title = tr("Kế hoạch theo nguồn vốn, loại vốn và năm")
    return _table(baseline, plan, "ke_hoach_theo_nguon", title, _with_total(frame, "source_of_money"), columns)


@view()
def plan_by_unit(baseline: Baseline) -> Table | None:
    """One row a commune and agency: how many works, by year, and of which source."""
    plan = baseline.plan
    if plan is None:
        return None
    keys = ["level", "unit"]
    counts = plan.works.groupby(keys, sort=False)["work"].nunique().rename("works").reset_index()
    by_source = spread(plan.cells, keys, "source_of_money").drop(columns="total")
    frame = _by_year(plan, keys).merge(by_source, on=keys).merge(counts, on=keys)
    frame = frame.assign(rank=frame["level"].map(_rank), name=_names(plan, frame))
    frame = frame.sort_values(["rank", "unit"], kind="stable").drop(columns=["rank", *keys])
    columns = (
        Column("name", tr("Xã, phường, cơ quan")),
        Column("works", tr("Số công trình, nội dung"), "count"),
        *_year_columns(plan),
        *_source_columns(plan),
    )
    title = tr("Kế hoạch theo xã, phường và cơ quan")
    return _table(baseline, plan, "ke_hoach_theo_xa", title, _with_total(frame, "name"), columns)


@view()
def plan_works(baseline: Baseline) -> Table | Sentence:
    """Every work with place, years, money and beneficiaries: a sheet of the workbook, too long for paper."""
    plan = baseline.plan
    if plan is None:
        return Sentence(tr(NOT_YET, section=SECTIONS["plan"]))
    needs, projects = baseline.ledger.table("needs"), baseline.ledger.table("projects")
    works = asked_works(needs, projects, plan.horizon)
    frame = works.assign(
        name=_names(plan, works),
        programme=[label("programme", code) for code in works["programme"]],
        capital=[label("capital", code) for code in works["capital"]],
        years=[str(row.first) if row.first == row.last else f"{row.first}-{row.last}" for row in works.itertuples()],
    )
    columns = (
        Column("work", tr("Mã")),
        Column("name", tr("Xã, phường, cơ quan")),
        Column("programme", tr("Chương trình")),
        Column("capital", tr("Loại vốn")),
        Column("name_vi", tr("Công trình, nội dung")),
        Column("place", tr("Địa điểm"), missing="–"),
        Column("years", tr("Năm")),
        *(
            Column(f"year_{year}", str(year), "bn", 3, group=tr(NEED))
            for year in range(plan.horizon[0], plan.horizon[1] + 1)
        ),
        *(Column(name, tr(text), "bn", 3) for name, text in SOURCE_NAMES.items() if works[name].any()),
        Column("amount", tr("Tổng số"), "bn", 3),
        Column("households", tr("Số hộ hưởng lợi"), "count", missing=tr("chưa nêu")),
        Column("people", tr("Số người hưởng lợi"), "count", missing=tr("chưa nêu")),
    )
    title = tr("Danh mục {count} công trình, nội dung", count=number(plan.count))
    scope = plan_scope(baseline, plan)
    return Table("danh_muc_cong_trinh", title, frame, columns, scope, plan.sources, workbook=True)


def unit_label(level: str, code: str, on: date) -> str:
    """The name of a commune on a day, or the full name of an agency."""
    if level == "agency":
        names: dict[str, str] = dict(table("agencies")[["code", "name_vi"]].itertuples(index=False))
        return names.get(code, code)
    return unit_name(code, on)


def _names(plan: PlanTable, rows: pd.DataFrame) -> list[str]:
    return [unit_label(level, code, plan.day) for level, code in zip(rows["level"], rows["unit"], strict=True)]


def _rank(level: str) -> int:
    """Communes first, agencies last, then what no level tells."""
    order = ("commune", "district", "province", "agency")
    return order.index(level) if level in order else len(order)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Programmes by what they ask for, the largest first; of each the investment first."""
    size = frame.groupby("programme")["total"].transform("sum")
    return frame.assign(size=-size).sort_values(["size", "programme", "capital"], kind="stable").drop(columns="size")


def _by_year(plan: PlanTable, keys: list[str]) -> pd.DataFrame:
    wide = spread(plan.cells, keys, "year")
    return wide.rename(columns={name: f"year_{name}" for name in wide.columns if isinstance(name, int)})


def _with_total(frame: pd.DataFrame, first: str) -> pd.DataFrame:
    sums = frame.select_dtypes("number").sum()
    return pd.concat([frame, pd.DataFrame([{first: tr("Tổng số")} | sums.to_dict()])], ignore_index=True)


def _year_columns(plan: PlanTable) -> tuple[Column, ...]:
    years = sorted(set(plan.cells["year"]))
    return (
        *(Column(f"year_{year}", str(year), "bn", 1, group=tr(NEED)) for year in years),
        Column("total", tr("Tổng số"), "bn", 1, formula=" + ".join(f"year_{year}" for year in years)),
    )


def _source_columns(plan: PlanTable) -> Sequence[Column]:
    used = set(plan.cells["source_of_money"])
    return [Column(name, tr(SOURCE_NAMES[name]), "bn", 1, group=tr("Trong đó")) for name in SOURCES if name in used]


def plan_scope(baseline: Baseline, plan: PlanTable) -> Scope:
    """What all tables of the plan have in common: unit, days of the forms, and that nobody has approved it."""
    days = baseline.ledger.sources.loc[list(plan.sources), "date"]
    return Scope(tr("tỷ đồng"), cut_offs(days), tr(NO_PLAN), tr("nhu cầu do đơn vị đề xuất, chưa được duyệt"))


def _table(
    baseline: Baseline, plan: PlanTable, name: str, title: str, frame: pd.DataFrame, columns: Sequence[Column]
) -> Table:
    scope = plan_scope(baseline, plan)
    return Table(name, title, frame, tuple(columns), scope, plan.sources, plan_doubts(plan), total=True)
