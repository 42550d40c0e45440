"""Amounts against what is possible: a unit cannot plan more than its province, nor disburse more than its plan."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mtqg_analysis.domain.language import tr, written
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.money import MONEY, WORDS
from mtqg_analysis.intake.record import Record
from mtqg_analysis.intake.sums import Term
from mtqg_analysis.intake.values import Values
from mtqg_analysis.intake.workbook import At, Where
from mtqg_analysis.ledger.finding import Finding

OTHER_YEARS = 2  # times the plan of the year that is known, for years whose plan is not
SIX_DIGITS = 10**6
LEAST_OF_TABLE = 1_000_000  # đồng; a table whose largest amount is smaller states the wrong unit


def province_plan(province: str, year: int | None) -> Decimal:
    """The most that a unit of a province can have planned in a year, in đồng, from the plan that is known."""
    rows = table("rules").query("rule == 'province_plan' and applies_to == @province")
    known = {row["valid_from"][:4]: Decimal(row["value"]) * MONEY[row["unit"]] for row in rows.to_dict("records")}
    if not known:
        return Decimal("Infinity")
    return known.get(str(year)) or OTHER_YEARS * max(known.values())


def largest(lines: Sequence[Line], fields: Iterable[Field], values: Values, unit: str) -> tuple[Decimal, At]:
    """The largest amount of money (đồng) of some rows and columns, and its cell; nought where there is none."""
    amounts: list[tuple[Decimal, At]] = [(Decimal(0), (0, 0))]
    for field in fields:
        if field.role == "money" and not field.hidden:
            for line in lines:
                value = values.at(line.row, field.column)
                if value.state == "number":
                    amount = abs(value.amount) * MONEY[value.unit or field.unit or unit]
                    amounts.append((amount, (line.row, field.column)))
    return max(amounts)


def implausible(amount: Decimal, limit: Decimal, unit: str, where: Where) -> list[Finding]:
    """One finding if a table's largest amount exceeds the province's plan, or is next to nothing (đồng).

    unit: of money, as the table states it; empty where only its columns do.
    """
    if not amount or LEAST_OF_TABLE <= amount <= limit:
        return []
    found, stated = f"{_printed(amount / MONEY['bn_vnd'])} tỷ đồng", WORDS.get(unit, "theo tiêu đề cột")
    if amount > limit:
        expected = f"đến {_printed(round(limit / MONEY['bn_vnd']))} tỷ đồng"
        message = tr(
            "Với đơn vị tính {stated}, số ở ô này là {found}, lớn hơn kế hoạch của cả tỉnh ({expected}); đơn vị "
            "tính ghi trong tệp hẳn sai. Bảng không được đọc; hãy sửa đơn vị tính hoặc nêu --unit.",
            stated=stated,
            found=found,
            expected=expected,
        )
    else:
        expected = f"từ {_printed(LEAST_OF_TABLE)} đồng"
        message = tr(
            "Với đơn vị tính {stated}, số lớn nhất của bảng chỉ là {amount} đồng; đơn vị tính ghi trong tệp hẳn "
            "sai. Bảng không được đọc; hãy sửa đơn vị tính hoặc nêu --unit.",
            stated=stated,
            amount=_printed(amount),
        )
    return [finding("UNIT_IMPLAUSIBLE", message, where, found, expected)]


ROUNDED = Decimal("1.01")  # the province's plan may be known from an amount and a rounded rate only


def over_province(records: Iterable[Record], province: str) -> list[Finding]:
    """One finding where the plans that a file holds of a year add up to more than the province's plan of that year.

    Of each day and kind of plan by itself, and of units below the province; at the largest of the amounts.
    """
    groups: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for record in records:
        if (
            record.meaning.measure == "plan"
            and record.value
            and record.meaning.level in ("district", "agency", "commune")
        ):
            one = record.meaning
            level = "commune" if one.level == "commune" else "district"
            groups[one.year, one.as_of, record.measure, level].append(record)
    findings = []
    for (year, *_), found in groups.items():
        limit = province_plan(province, year if isinstance(year, int) else None)
        total = sum(record.value or 0 for record in found)
        if total > limit * ROUNDED:
            worst = max(found, key=lambda record: record.value or 0)
            message = tr(
                "Kế hoạch của các đơn vị trong tệp cộng lại là {total} tỷ đồng, lớn hơn kế hoạch của cả tỉnh ({limit} "
                "tỷ đồng); đơn vị tính ghi trong tệp hẳn sai, hoặc có số bị tính hai lần. Hãy kiểm tra.",
                total=_printed(round(Decimal(total) / MONEY["bn_vnd"])),
                limit=_printed(round(limit / MONEY["bn_vnd"])),
            )
            findings.append(finding("UNIT_IMPLAUSIBLE", message, worst.where, str(total), str(limit)))
    return findings


def _printed(amount: Decimal | int) -> str:
    """A number as the reader writes it: six digits, or all before the comma where there are more.

    >>> _printed(Decimal("1234567.89")), _printed(Decimal("0.000021")), _printed(Decimal("2506.4"))
    ('1.234.568', '0,000021', '2.506,4')
    """
    return written(f"{Decimal(f'{amount:.6g}'):,f}" if amount < SIX_DIGITS else f"{amount:,.0f}")


def over_plan(
    lines: Sequence[Line], fields: Sequence[Field], sums: dict[int, list[Term]], values: Values, sheet: str
) -> list[Finding]:
    """Rows that disbursed more than they planned, this year's and carried-over capital together.

    values: in one unit of money. Reported at the rate where the table prints one, else at the amount disbursed.
    """
    findings = []
    shown = [field for field in fields if not field.hidden]
    for paid in shown:
        if paid.meaning.measure != "disbursed" or paid.role != "money" or paid.doubt:
            continue
        if any(one.meaning.measure == "change" and _same(one, paid) for one in shown):
            continue  # the plan is what was assigned and what was added to it or taken from it since
        bases = _bases(paid, shown, sums)
        rate = next((field for field in shown if field.role == "rate" and _same(field, paid)), None)
        if paid.column in sums and rate is None:
            continue  # its parts are judged
        for line in lines:
            spent = values.at(line.row, paid.column)
            plans = [values.at(line.row, base.column) for base in bases]
            known = [plan for plan in plans if plan.state == "number"]
            if spent.state != "number" or not known or any(plan.state == "blocked" for plan in plans):
                continue
            planned = sum((plan.amount for plan in known), Decimal(0))
            slack = spent.half + sum((plan.half for plan in known), Decimal(0))
            if planned >= 0 and spent.amount > planned + slack:
                at = (line.row, rate.column if rate and (line.row, rate.column) in values.by_cell else paid.column)
                percent = f"{spent.amount / planned * 100:.1f}%".replace(".", ",") if planned else tr("kế hoạch 0")
                message = tr(
                    "«{label}» giải ngân vượt kế hoạch, kể cả vốn kéo dài ({percent}). Hãy kiểm tra hai số; giải "
                    "ngân chỉ vượt kế hoạch khi kế hoạch bị cắt sau khi đã chi.",
                    label=line.label,
                    percent=percent,
                )
                findings.append(finding("RATE_OVER_100", message, Where(sheet, at), percent, tr("đến 100%")))
    return findings


def _same(one: Field, other: Field) -> bool:
    names = ("programme", "capital", "fund")
    return all(getattr(one.meaning, name) == getattr(other.meaning, name) for name in names)


def _bases(top: Field, fields: Sequence[Field], sums: dict[int, list[Term]]) -> list[Field]:
    """The plan columns that a column of disbursement is measured against: of its own origin, else of both."""
    plans = [one for one in fields if one.meaning.measure == "plan" and one.role == "money" and _same(one, top)]
    plans = [
        one for one in plans if not one.meaning.year or one.meaning.year == top.meaning.year or not top.meaning.year
    ]
    origin = top.meaning.origin
    if origin in ("current_year", "carried_over"):
        own = [one for one in plans if one.meaning.origin == origin]
        return own or ([one for one in plans if not one.meaning.origin] if origin == "current_year" else [])
    whole = [one for one in plans if one.meaning.origin == "both"]
    bases = [
        one for one in plans if one.meaning.basis in ("", "adjusted", "province_assigned") and one.column not in sums
    ]
    return whole or bases or plans[:1]
