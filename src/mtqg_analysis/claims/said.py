"""Known figures in a reader's words."""

from dataclasses import replace

from mtqg_analysis.claims.evidence import Known
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name

THOUSAND = 1000  # millions from which a sum is told in billions, as drafts tell it
WORKED_OUT = 6  # decimals from which a figure is no printed one

UNLISTED = {  # measures that no table of indicators has
    "balance": to_translate("số còn lại"),
    "target_groups_missed": to_translate("số nhóm mục tiêu chưa hoàn thành"),
}


def figure_text(one: Known) -> str:
    """The value of a figure with its unit, and its qualifier."""
    if one.figure.unit == "mn_vnd" and not one.source and one.figure.value >= THOUSAND:
        figure = replace(one.figure, value=one.figure.value / THOUSAND, unit="bn_vnd")
        return figure_text(replace(one, figure=figure))
    decimals = -int(one.figure.value.as_tuple().exponent)
    shown = round(one.figure.value, 2 if one.figure.unit == "percent" else 1)
    value = f"{shown if decimals > WORKED_OUT else one.figure.value:,f}"
    value = value.replace(",", " ").replace(".", ",").replace(" ", ".")
    unit = "" if one.figure.unit == "count" else label("unit_of_value", one.figure.unit)
    qualifier = label("qualifier", one.figure.qualifier) if one.figure.qualifier else ""
    number = f"{value}%" if unit == "%" else f"{value} {unit}".strip()
    return f"{qualifier} {number}".strip()


def known_text(one: Known) -> str:
    """A figure with what it is of and until when."""
    parts = [_measure(one), _of(one), _time(one), label("status", "estimate") if one.status == "estimate" else ""]
    return f"{', '.join(part for part in parts if part)}: {figure_text(one)}"


def source_text(one: Known) -> str:
    """The source and the fact of a figure."""
    if not one.published:
        return tr("số suy ra từ {facts}", facts=", ".join(one.rests_on))
    return f"{one.source}, {one.id}" if one.source else tr("các dòng của bộ dữ liệu cộng lại")


def _measure(one: Known) -> str:
    rows = table("indicators")
    found = rows[(rows["measure"] == one.measure) & (rows["part_of"] == one.part) & (rows["fund"] == one.fund)]
    found = found if len(found) else rows[rows["measure"] == one.measure]
    return str(found["label_vi"].iloc[0]) if len(found) else tr(UNLISTED.get(one.measure, one.measure))


def _of(one: Known) -> str:
    level, _, code = one.unit.partition(":")
    codes = [
        ("programme", one.programme),
        ("capital", one.capital),
        ("fund", one.fund),
        ("origin", one.origin),
        ("plan_basis", one.basis),
    ]
    said = [label(kind, each) for kind, each in codes if each and each not in ("ADM", "unknown", "both", "total")]
    return ", ".join([*said, unit_name(code) if level != "province" else ""]).strip(", ")


def _time(one: Known) -> str:
    if one.day is not None:
        return tr("đến {day:%d/%m/%Y}", day=one.day)
    return "" if one.year is None else f"{one.year}-{one.year_to}" if one.year_to else str(one.year)
