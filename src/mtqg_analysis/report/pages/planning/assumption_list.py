"""Every assumption that the plan rests on: value, day, reference, whether it was checked, and where to change it."""

from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

import pandas as pd

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import in_force, label, table
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, partial_day
from mtqg_analysis.report.pages.planning.money import SHARE_NAMES, facts_by_id
from mtqg_analysis.report.pages.planning.pace import SCENARIO_NAMES
from mtqg_analysis.report.scopes import NO_PLAN, checked, cut_offs, sources_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

DATASET = to_translate("assumptions.csv của bộ dữ liệu")
LAW = to_translate("rules.csv kèm phần mềm (quy định)")
FACTS = to_translate("facts.csv (số liệu công bố); đặt tỷ trọng khác bằng central_share trong assumptions.csv")
CODE = to_translate("cách tính, mô tả ở docs/methods.md")
# Whom a rule must apply to in order to bear on a plan of these programmes.
APPLIES = ("TH", "VH", "MT", "all", "investment")
ALL = "all"  # a rule that holds for every programme and capital
UNITS = {
    "bn_vnd": to_translate("tỷ đồng"),
    "mn_vnd": to_translate("triệu đồng"),
    "index": to_translate("chỉ số"),
    "percent": to_translate("%"),
    "percent_of_central": to_translate("% vốn NSTW"),
    "month_of_plan": to_translate("tháng của kế hoạch"),
    "coefficient": to_translate("hệ số"),
    "mn_vnd_per_person_month": to_translate("triệu đồng/người/tháng"),
    "years": to_translate("năm"),
}
NO_UNIT = ("count", "boolean", "date", "fraction")  # a fraction prints as a percentage, with its sign
PURE = ("correlation", "correlation_low", "correlation_high")  # fractions in their file that are parts of nothing
NAMED = ("seed",)  # numbers that name something and count nothing
Value = str | Quantity
Row = tuple[str, str, Value, str, str, str, str]


@view()
def assumption_list(baseline: Baseline) -> Table:
    """All assumptions and rules of law in force on the first day of the horizon, under the file that holds them."""
    rows = [*_set_by_hand(baseline), *_shares(baseline), *_of_method(baseline), *_rules(baseline)]
    names = ("file", "label", "value", "unit", "day", "reference", "verified")
    columns = (
        Column("file", tr("Nơi sửa"), rows=True),
        Column("label", tr("Giả định, quy định")),
        Column("value", tr("Giá trị"), "decimal"),
        Column("unit", tr("Đơn vị tính"), missing="–"),
        Column("day", tr("Ngày"), missing=tr("không ghi ngày")),
        Column("reference", tr("Căn cứ")),
        Column("verified", tr("Tình trạng")),
    )
    notes = (
        tr("«Cần kiểm tra»: chưa đối chiếu với văn bản gốc; kết quả dựa vào dòng đó là tạm tính."),
        tr("Trong các tệp .csv, tỷ lệ ghi dạng phân số với dấu chấm: 5,4% là 0.054."),
    )
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
            _own_value(row["parameter"], row["value"], row["unit"]),
            _unit(row["unit"]),
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


def _own_value(parameter: str, text: str, unit: str) -> Value:
    """A value of the dataset's own file; a number that only names something stands as it is."""
    return text if parameter in NAMED else _value(text, "" if parameter in PURE else unit)


def _value(text: str, unit: str) -> Value:
    """A value as a number where it is one, with the decimals that it has in its file; a fraction as a percentage."""
    if not text or unit == "date":
        return partial_day(text)
    if unit == "boolean":
        return tr("có") if text == "yes" else tr("không")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    if unit == "fraction":
        return Quantity(float(value), "percent", _decimals(value.scaleb(2)))
    return Quantity(float(value), "decimal", _decimals(value))


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _unit(code: str) -> str:
    """A unit in words; one without words stands as in its file, so that none is lost."""
    return "" if code in NO_UNIT else tr(UNITS[code]) if code in UNITS else code


def _shares(baseline: Baseline) -> list[Row]:
    """Shares that follow from published figures; a share that the planner set stands with the other assumptions."""
    rows: list[Row] = []
    for share in baseline.shares:
        facts = facts_by_id(baseline, list(share.facts))
        if len(facts):
            name = tr("Phần của tỉnh trong vốn trung ương: {share}", share=tr(SHARE_NAMES[share.name]))
            value, facts_of = Quantity(share.estimate, "percent", 2), ", ".join(share.facts)
            rows.append((tr(FACTS), name, value, "", cut_offs(facts["as_of"]), facts_of, label("verified", "no")))
    return rows


def _of_method(baseline: Baseline) -> list[Row]:
    """What the report itself supposes, where no figure and no assumption of the dataset stands in its place."""
    said = [(tr("Vốn trung ương của các năm: {where}", where=where), tr("chia đều")) for where in _spread(baseline)]
    if baseline.opening is not None and not baseline.outlook.own_stock:
        share = tr("bằng số ước của cả nước nhân tỷ trọng của tỉnh")
        said.append((tr("Vốn chuyển sang năm đầu"), share))
    whose, unchecked = tr("giả định của nhóm lập báo cáo"), label("verified", "no")
    return [(tr(CODE), name, value, "", "", whose, unchecked) for name, value in said]


def _spread(baseline: Baseline) -> list[str]:
    """Where money is divided among the years in equal parts."""
    where = [] if baseline.outlook.stated_plans else [tr("các kịch bản")]
    plan, found = baseline.plan, baseline.allocation
    if plan is not None and plan.years["money"].notna().any():
        where.append(tr("bảng nhu cầu từng năm so với vốn"))
    if found is not None and found.year not in found.money.stated:
        where.append(tr("vốn chia cho các xã"))
    return where


def _rules(baseline: Baseline) -> list[Row]:
    held = in_force(table("rules"), date(baseline.horizon[0], 1, 1))
    held = held[(held["valid_from"] != "") & held["applies_to"].isin(APPLIES)]
    return [
        (
            tr(LAW),
            _applied(row[f"label_{current_language()}"], row["applies_to"]),
            _value(row["value"], row["unit"]),
            _unit(row["unit"]),
            partial_day(row["valid_from"]),
            row["reference"],
            checked(row["verified"], row["checked_on"]),
        )
        for row in held.to_dict("records")
    ]


def _applied(name: str, code: str) -> str:
    """A rule with the programme or capital that it holds for, if not for all."""
    if code == ALL:
        return name
    return f"{name} ({label('capital' if code in CAPITALS else 'programme', code)})"
