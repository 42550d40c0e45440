"""Arithmetic as evidence: totals, subtotals and rates recomputed and compared within the rounding of their digits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.sums import (
    Ratio,
    Sum,
    Summed,
    Term,
    candidates,
    check_column_sum,
    check_row_sum,
    finest_parts,
    is_sum_of_inner,
    ratio_columns,
)
from mtqg_analysis.intake.values import Value, Values
from mtqg_analysis.intake.workbook import At, Where
from mtqg_analysis.ledger.finding import Finding

SCALE = Decimal(1000)


@dataclass
class Arithmetic:
    """What the total rows of a table say: the comparisons that hold and that fail, and which rows are totals."""

    held: list[Sum] = field(default_factory=list)
    failed: list[Sum] = field(default_factory=list)
    totals: set[int] = field(default_factory=set)

    @property
    def right_columns(self) -> set[int]:
        """The columns in which totals hold and none fails."""
        return {one.column for one in self.held} - {one.column for one in self.failed}


def check_rows(lines: Sequence[Line], fields: Sequence[Field], values: Values) -> Arithmetic:
    """Compares every total row with the set of rows that it fits best.

    A total is compared in all columns with the set of rows that agrees in most of them, so that one wrong cell is
    found and a subtotal is not taken for a grand total.
    """
    result, table = Arithmetic(), Summed.of(lines)
    columns = [one.column for one in fields if one.role == "money"]
    for line in lines:
        sums_up = line.kind in ("total", "page", "subtotal") or is_sum_of_inner(line)
        if not sums_up:
            continue
        best = _best_fit(table, line, columns, values)
        held = [one for one in best if one.holds]
        if line.kind == "subtotal" and not line.inner and not held:
            continue
        result.totals.add(line.row)
        result.held += held
        if held or line.kind != "page":
            result.failed += [one for one in best if not one.holds]
    return result


def _best_fit(table: Summed, total: Line, columns: Iterable[int], values: Values) -> list[Sum]:
    columns = list(columns)
    best: list[Sum] = []
    score = -1
    for addends in candidates(table, total):
        sums = [one for column in columns if (one := check_row_sum(values, total, addends, column)) is not None]
        agreed = sum(one.holds for one in sums)
        if agreed > score:
            best, score = sums, agreed
    return best


def check_columns(
    lines: Iterable[Line], sums: dict[int, list[Term]], values: Values
) -> tuple[list[Sum], dict[int, list[Term]]]:
    """Compares every sum column with its terms, row by row; a column that mostly disagrees is not taken for a sum."""
    failed: list[Sum] = []
    kept = {}
    rows = [line.row for line in lines]
    for column, terms in sums.items():
        found = [one for row in rows if (one := check_column_sum(values, row, column, terms)) is not None]
        wrong = [one for one in found if not one.holds]
        if len(wrong) * 2 <= len(found):
            failed += wrong
            kept[column] = terms
    return failed, kept


def explain(failed: Sequence[Sum], values: Values, addable: set[At], unit: str, sheet: str) -> list[Finding]:
    """The failures as findings: one addend that a factor of 1,000 mends is a slip of scale, the rest wrong totals.

    A slip blocks its cell. One cell is reported once, though a row and a column may both disagree with it.
    """
    findings: dict[At, Finding] = {}
    slips: dict[At, Decimal] = {}
    for one in failed:
        slip = _slip(one, values, addable)
        if slip is not None:
            slips[slip[0]] = slip[1]
    for at, meant in slips.items():
        found = values.by_cell[at]
        message = tr(
            "Số {amount} lệch 1.000 lần so với tổng: đúng phải là {meant}. Có thể dấu phân cách bị hiểu sai khi "
            "nhập; ô không được đọc.",
            amount=_written(found.amount),
            meant=_written(meant),
        )
        findings[at] = finding("NUM_SUSPECT_SCALE", message, Where(sheet, at), _written(found.amount), _written(meant))
    for one in failed:
        at = (one.row, one.column)
        if at in findings or any(part in slips for part in one.parts):
            continue
        message = tr(
            "Tổng là {found} nhưng các phần cộng lại là {expected}, lệch {difference} {unit}. Hãy kiểm tra tổng "
            "và các phần.",
            found=_written(one.found),
            expected=_written(one.expected),
            difference=_written(one.found - one.expected),
            unit=unit,
        )
        findings[at] = finding("TOTAL_MISMATCH", message, Where(sheet, at), _written(one.found), _written(one.expected))
    for at in slips:
        values.by_cell[at] = Value("blocked")
    return list(findings.values())


def _slip(one: Sum, values: Values, addable: set[At]) -> tuple[At, Decimal] | None:
    """The one addend that, a thousand times larger or smaller, makes the sum right; None if none or several do."""
    gap = one.found - one.expected
    found = []
    for at in one.parts:
        amount = values.number(*at)
        if amount is None or at not in addable or not amount:
            continue
        for meant in (amount * SCALE, amount / SCALE):
            if abs(meant - amount - gap) <= one.slack and abs(meant - amount) > 10 * one.slack:
                found.append((at, meant.normalize()))
    return found[0] if len(found) == 1 else None


def suspect_scale(
    lines: Sequence[Line], fields: Iterable[Field], values: Values, right: set[int], sheet: str
) -> list[Finding]:
    """Numbers that look like a thousands separator taken for a decimal one: 1.318 among whole numbers in the thousands.

    right: columns whose totals are right as they stand, which clears their cells.
    """
    findings = []
    for one in fields:
        if one.role != "money" or one.hidden or one.column in right:
            continue
        amounts = {
            line.row: amount for line in lines if (amount := values.number(line.row, one.column)) is not None and amount
        }
        whole = sorted(abs(amount) for amount in amounts.values() if amount == amount.to_integral_value())
        if len(whole) < 3 or len(whole) < 0.7 * len(amounts):
            continue
        usual = whole[len(whole) // 2]
        for row, amount in amounts.items():
            fraction = amount != amount.to_integral_value() and amount * SCALE == (amount * SCALE).to_integral_value()
            if fraction and abs(amount) * 50 < usual:
                at = (row, one.column)
                message = tr(
                    "Số {amount} nhỏ bất thường trong cột, nơi số thường khoảng {usual}; có thể là {scale} gõ "
                    "với dấu phân cách kiểu khác. Ô không được đọc.",
                    amount=_written(amount),
                    usual=_written(usual),
                    scale=_written(amount * SCALE),
                )
                findings.append(
                    finding("NUM_SUSPECT_SCALE", message, Where(sheet, at), _written(amount), _written(amount * SCALE))
                )
                values.by_cell[at] = Value("blocked")
    return findings


def _written(number: Decimal) -> str:
    whole = format(number.normalize(), ",f")
    return whole.replace(",", " ").replace(".", ",").replace(" ", ".")


def check_rates(lines: Iterable[Line], fields: Sequence[Field], values: Values, sheet: str) -> list[Finding]:
    """Recomputes every printed rate from the columns that explain most of its cells.

    A column of rates that mostly disagrees with every pair of columns is on another basis and proves nothing.
    """
    findings = []
    lines = list(lines)
    for one in fields:
        if one.role != "rate" or one.hidden:
            continue
        fits = [fit_of(lines, one.column, ratio, values) for ratio in ratios_of(one, fields)]
        agreed, scale, wrong = max(fits, key=lambda fit: fit[0], default=(0, 100, []))
        if agreed < len(wrong) and not (one.formula or len(fits) == 1 == len(wrong)):
            continue
        for row, printed, expected in wrong:
            shown = f"{_written(printed * 100 / scale)}%"
            meant = f"{_written(expected.quantize(Decimal('0.01')))}%"
            message = tr(
                "Tỷ lệ ghi {shown} nhưng tính lại từ số tiền là {meant}; tỷ lệ không được lưu, chỉ số tiền.",
                shown=shown,
                meant=meant,
            )
            findings.append(finding("RATE_MISMATCH", message, Where(sheet, (row, one.column)), shown, meant))
    return findings


def ratios_of(one: Field, fields: Sequence[Field]) -> list[Ratio]:
    """What a rate column can be the ratio of: as its number row says, or by its headings, of one origin or of both."""
    numbered = ratio_columns(one, fields)
    if numbered:
        return [numbered]
    same = [
        other
        for other in fields
        if other.role == "money" and not other.hidden and other.meaning.unit == one.meaning.unit
    ]
    about = [other for other in same if _is_of(other, one, exactly=True)]
    within = [other for other in same if _is_of(other, one, exactly=False)]
    tops = [_choices(about, within, measure) for measure in ("disbursed", "estimate")]
    return [(top, base) for group in tops for top in group for base in _choices(about, within, "plan")]


def _is_of(other: Field, rate: Field, exactly: bool) -> bool:
    """Whether a column is about what a rate is about; otherwise, whether it is about a part of it."""
    pairs = [(getattr(other.meaning, name), getattr(rate.meaning, name)) for name in ("programme", "capital", "fund")]
    return all(own == wanted or (not exactly and wanted in ("", "ALL")) for own, wanted in pairs)


def _choices(fields: Sequence[Field], within: Sequence[Field], measure: str) -> list[tuple[int, ...]]:
    """The columns, or columns together, that can be the amount of a measure: one, two origins, or the finest parts."""
    columns = [one for one in fields if one.meaning.measure == measure]
    parts = tuple(one.column for one in columns if one.meaning.origin in ("current_year", "carried_over"))
    finest = tuple(one.column for one in finest_parts([one for one in within if one.meaning.measure == measure]))
    split = [finest] if len(finest) > 1 else []
    return [(one.column,) for one in columns] + ([parts] if len(parts) == 2 else []) + split


Wrong = tuple[int, Decimal, Decimal]  # row, printed rate, rate in percent


def fit_of(lines: Iterable[Line], column: int, ratio: Ratio, values: Values) -> tuple[int, int, list[Wrong]]:
    """How many printed rates a ratio explains, whether they are fractions (1) or percentages (100), and the others."""
    compared = []
    for line in lines:
        printed = values.at(line.row, column)
        top, base = (_sum_of(values, line.row, columns) for columns in ratio)
        if printed.state == "number" and top and base and base[0]:
            rate = top[0] / base[0]
            compared.append((line.row, printed, rate, (top[1] + rate * base[1]) / base[0]))
    fits = []
    for scale in (100, 1):
        wrong = [
            (row, printed.amount, rate * 100)
            for row, printed, rate, rounding in compared
            if abs(printed.amount - rate * scale) > printed.half + rounding * scale + Decimal("1e-9")
        ]
        fits.append((len(compared) - len(wrong), scale, wrong))
    return max(fits, key=lambda fit: fit[0])


def _sum_of(values: Values, row: int, columns: Iterable[int]) -> tuple[Decimal, Decimal] | None:
    """The sum of cells of a row with its rounding; None where none holds a number or one cannot be read."""
    cells = [values.at(row, column) for column in columns]
    known = [cell for cell in cells if cell.state == "number"]
    if not known or any(cell.state == "blocked" for cell in cells):
        return None
    return sum((cell.amount for cell in known), Decimal(0)), sum((cell.half for cell in known), Decimal(0))
