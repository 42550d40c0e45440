"""Targets of the year and of the term: x of y groups met, and each miss with its gap."""

from decimal import Decimal

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.targets import groups_met, groups_stated
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import DECEMBER
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import NOT_PUBLISHED, Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import number, printed
from mtqg_analysis.report.scopes import NO_PLAN, once
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.statements import in_language
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits

MET = {True: to_translate("đạt"), False: to_translate("không đạt"), None: to_translate("chưa có số liệu")}
BOUND = {"at_least": to_translate("từ {value} trở lên"), "at_most": to_translate("không quá {value}")}

NO_DIRECTION = to_translate("không nêu thế nào là đạt")
NOT_DUE = to_translate("chưa đến kỳ đánh giá")


@view()
def targets(evaluation: YearEnd) -> Sentence:
    """Target groups met, x of y, zero-padded as official texts write small counts; the misses where they are known."""
    year, named = evaluation.period.year, evaluation.targets
    if evaluation.period.stage < DECEMBER:
        return Sentence(tr("Chưa đến cuối năm {year} nên chưa đánh giá mục tiêu của năm.", year=year))
    own, stated = groups_met(named), groups_stated(evaluation.ledger, year)
    found = stated or own
    if stated is None and not own.every:
        return Sentence(tr("Số nhóm mục tiêu hoàn thành năm {year}: chưa có số liệu.", year=year))
    if found.unknown == found.every:
        text = tr("Chưa đủ số liệu để đánh giá {all:02d} nhóm mục tiêu lớn của năm {year}.", all=found.every, year=year)
        return Sentence.over(evaluation.ledger, text, found.facts)
    text = tr(
        "Hoàn thành **{done:02d}/{all:02d} nhóm mục tiêu lớn** của năm {year}.",
        done=found.done,
        all=found.every,
        year=year,
    )
    if found.unknown:
        text += " " + tr("{open:02d} nhóm chưa đủ số liệu để đánh giá.", open=found.unknown)
    if own.every:
        text += " " + _misses(named)
        if own[:2] != found[:2]:
            text += " " + tr(
                "Tính theo danh mục mục tiêu thì hoàn thành {done:02d}/{all:02d} nhóm, khác số nguồn nêu.",
                done=own.done,
                all=own.every,
            )
    elif found.missed > 0:
        text += " " + tr(
            "Nguồn không liệt kê tên các nhóm, nên không nêu được {missing:02d} nhóm chưa hoàn thành.",
            missing=found.missed,
        )
    return Sentence.over(evaluation.ledger, text, found.facts)


def _misses(rows: pd.DataFrame) -> str:
    missed = rows[rows["met"].eq(False)]
    if missed.empty:
        return tr("Các mục tiêu có số liệu đều đạt.")
    labels = in_language(missed["label"], missed["label_en"])
    named = "; ".join(
        tr(
            "{label} {actual} (mục tiêu {bound})",
            label=plain(name),
            actual=_reached(row.actual),
            bound=_bound(row.direction, row.value),
        )
        for name, row in zip(labels, missed.itertuples(), strict=True)
    )
    return tr("Các mục tiêu không đạt: {named}.", named=named)


def _bound(direction: str, value: float) -> str:
    shown = number(value, _decimals(value))
    return tr(BOUND[direction], value=shown) if direction in BOUND else shown


def _reached(figure: Figure) -> str:
    """An outcome in its own unit, which a target is not of money alone: income in million đồng stays million."""
    decimals = max(0, -int(figure.value.as_tuple().exponent))
    return printed(figure) if figure.unit == "percent" else number(figure.value, decimals)


def _decimals(value: float) -> int:
    return max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))


@view(Waits("8. Mục tiêu của năm", "targets.csv có year là năm {year}", "targets.csv"))
def target_table(evaluation: YearEnd) -> Table | None:
    """The year's targets, each with its outcome and what is missing."""
    title = tr("Mục tiêu năm {year} và kết quả", year=evaluation.period.year)
    due = evaluation.period.stage >= DECEMBER
    return _table(evaluation.targets, "muc_tieu", title, str(evaluation.period.year), due)


@view()
def term_targets(evaluation: YearEnd) -> Table | None:
    """The term's targets, each with its outcome and what is missing."""
    if evaluation.term is None:
        return None
    span = evaluation.term.label
    title = tr("Mục tiêu giai đoạn {span} và kết quả", span=span)
    due = evaluation.term.is_over(evaluation.period.as_of)
    return _table(evaluation.term_targets, "muc_tieu_giai_doan", title, span, due)


def _table(rows: pd.DataFrame, name: str, title: str, period: str, due: bool) -> Table | None:
    """The targets of a period; due: it has ended, so that they are judged."""
    if rows.empty:
        return None
    frame = pd.DataFrame(
        {
            "group": in_language(rows["group"], rows["group_en"]),
            "label": in_language(rows["label"], rows["label_en"]),
            "programme": [label("programme", code) for code in rows["programme"]],
            "goal": [
                _bound(direction, value) for direction, value in zip(rows["direction"], rows["value"], strict=True)
            ],
            "actual": [_reached(figure) if figure else None for figure in rows["actual"]],
            "met": [
                tr(NOT_DUE if not due else MET[met] if direction in BOUND else NO_DIRECTION)
                for direction, met in zip(rows["direction"], rows["met"], strict=True)
            ],
            "gap": [number(gap, _decimals(round(gap, 2))) if due and gap > 0 else "" for gap in rows["gap"]],
        }
    )
    columns = (
        Column("group", tr("Nhóm mục tiêu"), rows=True, missing=tr("không nêu")),
        Column("label", tr("Mục tiêu")),
        Column("programme", tr("Chương trình")),
        Column("goal", tr("Cần đạt")),
        Column("actual", tr("Kết quả"), missing=NOT_PUBLISHED if due else "–"),
        Column("met", tr("Đánh giá")),
        Column("gap", tr("Còn thiếu"), missing="–"),
    )
    scope = Scope(tr("như từng mục tiêu"), period, tr(NO_PLAN), tr("mục tiêu và thực hiện"))
    return Table(name, title, frame, columns, scope, once(rows["source"]))
