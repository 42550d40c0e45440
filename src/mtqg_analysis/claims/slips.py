"""The likely slip behind a number that the data contradict."""

from collections.abc import Iterable
from decimal import Decimal

from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.evidence import Known
from mtqg_analysis.claims.matching import differences
from mtqg_analysis.claims.quantities import Quantity
from mtqg_analysis.domain.figure import SCALE
from mtqg_analysis.domain.language import to_translate
from mtqg_analysis.ledger.slips import transpositions

SLIPS = {
    "other_year": to_translate("số của năm khác"),
    "other_cutoff": to_translate("số của ngày chốt khác"),
    "estimate_as_actual": to_translate("số ước, không phải số thực hiện"),
    "actual_as_estimate": to_translate("số thực hiện, không phải số ước"),
    "other_capital": to_translate("số của loại vốn khác"),
    "other_programme": to_translate("số của chương trình khác"),
    "other_unit": to_translate("số của đơn vị khác"),
    "other_fund": to_translate("số của nguồn vốn khác"),
    "other_basis": to_translate("tỷ lệ trên kế hoạch khác"),
    "level_for_change": to_translate("mức của năm, không phải mức tăng, giảm"),
    "plan_rate": to_translate("tỷ lệ không phải là số giải ngân chia cho kế hoạch"),
    "qualifier": to_translate("chữ đi kèm số (hơn, gần, khoảng) không đúng"),
    "count": to_translate("sai số đếm hoặc tổng số"),
    "other_day": to_translate("sai ngày"),
    "other_measure": to_translate("số của đại lượng khác"),
    "digits": to_translate("hai chữ số đổi chỗ cho nhau"),
    "unit_1000": to_translate("sai đơn vị tính nghìn lần"),
    "decimal_mark": to_translate("sai dấu thập phân"),
    "percent_for_points": to_translate("điểm phần trăm viết thành phần trăm, hoặc ngược lại"),
    "parts_total": to_translate("các phần cộng lại không bằng tổng"),
    "comparison": to_translate("chiều so sánh ngược"),
}
_BY_ENTRY = {
    "year": "other_year", "day": "other_cutoff", "capital": "other_capital", "programme": "other_programme",
    "unit": "other_unit", "fund": "other_fund", "part": "other_unit",
    "basis": "other_basis", "measure": "other_measure",
}  # fmt: skip


def is_printed_as(quantity: Quantity, one: Known) -> bool:
    """Whether the number is that of a figure, to the last digit that the draft prints."""
    scale = SCALE.get(quantity.figure.unit, Decimal(1))
    half = quantity.figure.half_width * scale
    return abs(quantity.figure.value * scale - one.figure.exact) <= half * Decimal("0.999")


def slip_of(
    quantity: Quantity, about: About, same: Iterable[Known], others: Iterable[Known], province: str
) -> tuple[str, Known | None]:
    """The code of the likely slip and the figure that was taken, if any; same: what the claim should have been.

    Figures of one difference come first, then what a hand does to digits, then figures that differ in more.
    """
    near = [(differences(about, one, province), one) for one in others if is_printed_as(quantity, one)]
    if quantity.kind == "percent" and any(one.is_points and is_printed_as(quantity, one) for one in same):
        return "percent_for_points", None
    for apart, one in sorted(near, key=lambda pair: len(pair[0])):
        if 0 < len(apart) <= 2 and (code := _named(apart, one)):
            return code, one
    for one in same:
        if code := _mishandled(quantity, one):
            return code, None
    return "", None


def _named(apart: frozenset[str], one: Known) -> str:
    if "status" in apart:
        return "estimate_as_actual" if one.status == "estimate" else "actual_as_estimate"
    return next((_BY_ENTRY[name] for name in _BY_ENTRY if name in apart), "")


def _mishandled(quantity: Quantity, one: Known) -> str:
    scale = SCALE.get(quantity.figure.unit, Decimal(1))
    value = quantity.figure.value * scale
    if any(slip.exact == value for slip in transpositions(one.figure)):
        return "digits"
    if any(slip.value * scale == one.figure.exact for slip in transpositions(quantity.figure)):
        return "digits"
    for power, code in ((1000, "unit_1000"), (10**6, "unit_1000"), (10, "decimal_mark"), (100, "decimal_mark")):
        if value and any(one.low <= each < one.high for each in (value * power, value / power)):
            return code
    return ""
