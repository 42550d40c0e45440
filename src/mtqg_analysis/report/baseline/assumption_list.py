"""Every assumption that the plan rests on: value, day, reference, whether it was checked, and where to change it."""

from collections.abc import Hashable, Mapping
from decimal import Decimal, InvalidOperation

import pandas as pd

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.report.baseline.money import SHARE_NAMES, facts_by_id
from mtqg_analysis.report.baseline.pace import SCENARIO_NAMES
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, partial_day, percent
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, sources_of
from mtqg_analysis.report.table import Table

DATASET = to_translate("assumptions.csv của bộ dữ liệu")
LAW = to_translate("rules.csv của gói phần mềm (quy định)")
FACTS = to_translate("facts.csv (số liệu công bố); đặt tỷ trọng khác bằng central_share trong assumptions.csv")
CODE = to_translate("cách tính, mô tả ở docs/methods.md")
# Whom a rule must apply to in order to bear on a plan of these programmes.
APPLIES = ("TH", "VH", "MT", "all", "investment")
UNITS = {"bn_vnd": to_translate("tỷ đồng"), "mn_vnd": to_translate("triệu đồng")}
Row = tuple[str, str, str, str, str, str]


def assumption_list(baseline: Baseline) -> Table:
    """All assumptions and rules of law in force on the first day of the horizon, under the file that holds them."""
    rows = [*_set_by_hand(baseline), *_shares(baseline), *_of_method(), *_rules(baseline)]
    names = ("file", "label", "value", "day", "reference", "verified")
    columns = (
        Column("file", tr("Sửa ở đâu"), rows=True),
        Column("label", tr("Giả định, quy định")),
        Column("value", tr("Giá trị")),
        Column("day", tr("Ngày"), missing=tr("không ghi ngày")),
        Column("reference", tr("Căn cứ")),
        Column("verified", tr("Tình trạng")),
    )
    notes = (tr("«Cần kiểm tra»: chưa ai đối chiếu với văn bản gốc; kết quả dựa vào dòng đó là tạm tính."),)
    scope = Scope(tr("như từng dòng"), day(baseline.as_of), tr(NO_PLAN), tr("giả định và quy định"))
    facts = facts_by_id(baseline, [fact for share in baseline.shares for fact in share.facts])
    title = tr("Danh mục giả định và quy định của kế hoạch")
    frame = pd.DataFrame(rows, columns=list(names))
    return Table("danh_muc_gia_dinh", title, frame, columns, scope, sources_of(facts), notes)


def _set_by_hand(baseline: Baseline) -> list[Row]:
    return [
        (
            tr(DATASET),
            _named(row),
            _valued(row),
            partial_day(row["valid_from"]),
            "; ".join(filter(None, (row["reason_vi"], row["reference"]))),
            label("verified", row["verified"]),
        )
        for row in baseline.assumptions.to_dict("records")
    ]


def _named(row: Mapping[Hashable, str]) -> str:
    """An assumption with what it applies to and its scenario, where it is not for all."""
    about = ", ".join(filter(None, (_place(row), _scenario(row["scenario"]))))
    return f"{row['label_vi']} ({about})" if about else row["label_vi"]


def _place(row: Mapping[Hashable, str]) -> str:
    codes = (label(kind, row[kind]) for kind in ("programme", "capital") if row[kind])
    return ", ".join([*codes, *([row["year"]] if row["year"] else [])])


def _scenario(code: str) -> str:
    return tr(SCENARIO_NAMES[code]).lower() if code in SCENARIO_NAMES else ""


def _valued(row: Mapping[Hashable, str]) -> str:
    unit = UNITS.get(row["unit"])
    return f"{_plain_number(row['value'])} {tr(unit)}" if unit else _plain_number(row["value"])


def _plain_number(text: str) -> str:
    """A value as it stands in the file, with the decimal mark of the language."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return number(value, max(0, -int(value.as_tuple().exponent))) if value.is_finite() else text


def _shares(baseline: Baseline) -> list[Row]:
    """Shares that follow from published figures; a share that the planner set stands with the other assumptions."""
    rows = []
    for share in baseline.shares:
        facts = facts_by_id(baseline, list(share.facts))
        if len(facts):
            about = (tr(SHARE_NAMES[share.name]), percent(share.estimate, 2), cut_offs(facts["as_of"]))
            name = tr("Phần của tỉnh trong vốn trung ương: {share}", share=about[0])
            rows.append((tr(FACTS), name, *about[1:], ", ".join(share.facts), label("verified", "no")))
    return rows


def _of_method() -> list[Row]:
    unchecked = label("verified", "no")
    return [
        (
            tr(CODE),
            tr("Vốn trung ương của các năm"),
            tr("chia đều"),
            "",
            tr("giả định của nhóm lập báo cáo"),
            unchecked,
        ),
        (
            tr(CODE),
            tr("Vốn chuyển sang năm đầu"),
            tr("bằng số ước của cả nước nhân tỷ trọng của tỉnh"),
            "",
            tr("giả định của nhóm lập báo cáo"),
            unchecked,
        ),
    ]


def _rules(baseline: Baseline) -> list[Row]:
    first = f"{baseline.horizon[0]}-01-01"
    rows = table("rules")
    held = rows[(rows["valid_from"] != "") & (rows["valid_from"] <= first) & rows["applies_to"].isin(APPLIES)]
    held = held[(held["valid_to"] == "") | (held["valid_to"] >= first)]
    return [
        (
            tr(LAW),
            f"{row[f'label_{current_language()}']} ({row['applies_to']})",
            _with_unit(row["value"], row["unit"]),
            partial_day(row["valid_from"]),
            row["reference"],
            label("verified", row["verified"]),
        )
        for row in held.to_dict("records")
    ]


def _with_unit(value: str, unit: str) -> str:
    if not value:
        return tr("không công bố")
    if unit == "boolean":
        return tr("có") if value == "yes" else tr("không")
    if unit == "date":
        return partial_day(value)
    mark = " %" if unit.startswith("percent") else f" {tr(UNITS[unit])}" if unit in UNITS else ""
    return f"{_plain_number(value)}{mark}"
