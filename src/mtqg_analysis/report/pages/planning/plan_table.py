"""The planning table: needs by programme, capital, year, source and unit, beside the money that may be expected."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.plan_table import PlanTable
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.cells import drawing, measure, name_on
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.data import money_value, words_of
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, few, number
from mtqg_analysis.report.pages.planning.plan_words import plan_doubts
from mtqg_analysis.report.pages.planning.sections import SECTIONS
from mtqg_analysis.report.rows import labelled, summed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, years_words
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
NOT_YET = to_translate("Chưa có nhu cầu vốn của giai đoạn (xem mục {section}).")


@view(Waits("15. Kế hoạch năm năm", "needs.csv: nhu cầu theo đơn vị, chương trình, loại vốn, năm, nguồn", NEEDS_FORM))
def plan_summary(baseline: Baseline) -> Table | None:
    """The whole plan on one page: programme and capital by year, and of which source."""
    plan = baseline.plan
    if plan is None:
        return None
    columns = (
        Column("programme", tr("Chương trình"), rows=True),
        Column("capital", tr("Loại vốn"), missing=""),
        *_year_columns(plan),
        *_source_columns(plan),
    )
    frame = _drawn(plan.of_programmes(), plan.day)
    frame = summed(labelled(frame, "programme", "capital"), programme=tr("Tổng số"))
    first, last = plan.horizon
    title = tr("Kế hoạch {first}-{last} theo chương trình, loại vốn và năm", first=first, last=last)
    notes = (*plan_doubts(plan), *_repeated_note(baseline))
    return Table(
        "ke_hoach_tong_hop",
        title,
        frame,
        columns,
        plan_scope(baseline, plan),
        plan.sources,
        notes,
        total=True,
        plotted=("total",),
    )


def _repeated_note(baseline: Baseline) -> tuple[str, ...]:
    """What of the total a person has judged to be asked for already; nothing where nobody judged any pair."""
    found = baseline.repeated
    if found is None:
        return ()
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
    frame = labelled(_drawn(plan.of_sources(), plan.day), "capital")
    frame = frame.assign(source_of_money=[tr(SOURCE_NAMES[name]) for name in frame["source_of_money"]])
    columns = (
        Column("source_of_money", tr("Nguồn vốn"), rows=True),
        Column("capital", tr("Loại vốn"), missing=""),
        *_year_columns(plan),
    )
    title, frame = tr("Kế hoạch theo nguồn vốn, loại vốn và năm"), summed(frame, source_of_money=tr("Tổng số"))
    scope, notes = plan_scope(baseline, plan), plan_doubts(plan)
    return Table("ke_hoach_theo_nguon", title, frame, columns, scope, plan.sources, notes, total=True)


@view()
def plan_by_unit(baseline: Baseline) -> Table | None:
    """One row a commune and agency: how many works, by year, and of which source."""
    plan = baseline.plan
    if plan is None:
        return None
    columns = (
        Column("name", tr("Xã, phường, cơ quan")),
        Column("works", tr("Số công trình, nội dung"), "count"),
        *_year_columns(plan),
        *_source_columns(plan),
    )
    frame = summed(_named(_drawn(plan.of_units(), plan.day), plan.day), name=tr("Tổng số"))
    title, scope, notes = tr("Kế hoạch theo xã, phường và cơ quan"), plan_scope(baseline, plan), plan_doubts(plan)
    return Table("ke_hoach_theo_xa", title, frame, columns, scope, plan.sources, notes, total=True)


@view()
def plan_works(baseline: Baseline) -> Table | Sentence:
    """Every work with place, years, money and beneficiaries: a sheet of the workbook, too long for paper."""
    plan = baseline.plan
    if plan is None:
        return Sentence(tr(NOT_YET, section=SECTIONS["plan"]))
    works = baseline.asked
    frame = labelled(_named(works, plan.day), "programme", "capital").assign(
        years=[years_words(row.first, row.last) for row in works.itertuples()]
    )
    first, last = plan.horizon
    columns = (
        Column("work", tr("Mã")),
        Column("name", tr("Xã, phường, cơ quan")),
        Column("programme", tr("Chương trình")),
        Column("capital", tr("Loại vốn")),
        Column("name_vi", tr("Công trình, nội dung")),
        Column("place", tr("Địa điểm"), missing="–"),
        Column("years", tr("Năm")),
        *(Column(f"year_{year}", str(year), "bn", 3, group=tr(NEED)) for year in range(first, last + 1)),
        *(Column(name, tr(text), "bn", 3) for name, text in SOURCE_NAMES.items() if works[name].any()),
        Column("amount", tr("Tổng số"), "bn", 3),
        Column("households", tr("Số hộ hưởng lợi"), "count", missing=tr("chưa nêu")),
        Column("people", tr("Số người hưởng lợi"), "count", missing=tr("chưa nêu")),
    )
    title = tr("Danh mục {count} công trình, nội dung", count=number(plan.count))
    return Table("danh_muc_cong_trinh", title, frame, columns, plan_scope(baseline, plan), plan.sources, workbook=True)


def _named(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows with the full `name` of their unit or agency."""
    units = zip(rows["level"], rows["unit"], strict=True)
    return rows.assign(name=[name_on(level, code, on, "name_vi") for level, code in units])


def _year_columns(plan: PlanTable) -> tuple[Column, ...]:
    years = sorted(set(plan.cells["year"]))
    return (
        *(
            Column(f"year_{year}", str(year), "bn", 1, group=tr(NEED), drawn=drawing("need", year=str(year)))
            for year in years
        ),
        Column("total", tr("Tổng số"), "bn", 1, formula=" + ".join(f"year_{year}" for year in years)),
    )


def _source_columns(plan: PlanTable) -> list[Column]:
    used = set(plan.cells["source_of_money"])
    return [
        Column(name, tr(text), "bn", 1, group=tr("Trong đó"), drawn=drawing("need", fund=tr(text)))
        for name, text in SOURCE_NAMES.items()
        if name in used
    ]


def need_rows(plan: PlanTable) -> Iterator[dict[str, Any]]:
    """What is asked for by programme, capital, unit, year and source of money, as rows of the report's data."""
    for number_of, cell in enumerate(plan.cells.to_dict("records"), start=1):
        yield {
            "id": f"NC{number_of:05d}",
            **_words(cell, plan.day),
            "measure": measure("need"),
            "year": cell["year"],
            "source": "; ".join(plan.sources),
            **money_value(cell["amount"]),
        }


def _drawn(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows with `drawn`: what of the data each is drawn from, by its codes."""
    return rows.assign(drawn=[_words(row, on) for row in rows.to_dict("records")])


def _words(codes: dict[str, Any], on: date) -> dict[str, str]:
    named = {name: codes[name] for name in ("programme", "capital", "level", "unit") if name in codes}
    fund = {"fund": tr(SOURCE_NAMES[codes["source_of_money"]])} if "source_of_money" in codes else {}
    return {"set": tr("Nhu cầu đề xuất"), **words_of(on, **named), **fund}


def plan_scope(baseline: Baseline, plan: PlanTable) -> Scope:
    """What all tables of the plan have in common: unit, days of the forms, and that nobody has approved it."""
    days = baseline.ledger.sources.loc[list(plan.sources), "date"]
    return Scope(tr("tỷ đồng"), cut_offs(days), tr(NO_PLAN), tr("nhu cầu do đơn vị đề xuất, chưa được duyệt"))
