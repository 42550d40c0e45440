"""Sheets that only sum up other sheets of the same file: evidence about them, and no numbers of their own."""

import re
from collections.abc import Sequence

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lexicon import bare
from mtqg_analysis.intake.record import Record
from mtqg_analysis.intake.values import Value
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.finding import Finding

NAMED = re.compile(r"^(?:\d+[. ]*)?(?:bieu |sheet )?(?:tong hop|th\b|summary|tong\b)")
COVERED, EQUAL = 0.9, 0.8  # shares of a sheet's numbers that others hold too, and that agree with them


def find_summaries(by_sheet: dict[str, list[Record]]) -> tuple[set[str], list[Finding]]:
    """The sheets whose numbers other sheets of the file hold in full, with what disagrees between them.

    A sheet called a summary counts as one when the others cover it; any other only when it also agrees with them.
    """
    summaries: set[str] = set()
    findings = []
    named = [sheet for sheet in by_sheet if NAMED.match(bare(sheet.strip()))]
    others = [sheet for sheet in reversed(by_sheet) if sheet not in named]
    for sheet in [*named, *others]:
        rest = [record for other, records in by_sheet.items() if other not in (sheet, *summaries) for record in records]
        compared = _compare(by_sheet[sheet], rest)
        if not compared or not by_sheet[sheet]:
            continue
        covered = len(compared) / sum(record.value is not None for record in by_sheet[sheet])
        equal = sum(agrees for _, _, agrees in compared) / len(compared)
        if covered < COVERED or (sheet not in named and equal < EQUAL):
            continue
        summaries.add(sheet)
        message = tr(
            "Trang «{sheet}» tổng hợp các trang khác; chỉ dùng để đối chiếu, số liệu lấy từ các trang chi tiết.",
            sheet=sheet,
        )
        findings.append(finding("SUMMARY_SHEET", message, Where(sheet)))
        for record, total, agrees in compared:
            if not agrees:
                message = tr(
                    "Trang tổng hợp ghi {value} đồng nhưng các trang chi tiết cộng lại là {total} đồng.",
                    value=record.value,
                    total=total,
                )
                findings.append(finding("TOTAL_MISMATCH", message, record.where, str(record.value), str(total)))
    return summaries, findings


def _compare(records: Sequence[Record], rest: Sequence[Record]) -> list[tuple[Record, int, bool]]:
    """Each number of a sheet with the sum of what the other sheets say of the same thing, and whether they agree."""
    compared = []
    for record in records:
        parts = [one for one in rest if one.value is not None and _is_part(one, record)]
        if record.value is not None and parts:
            total = sum(one.value or 0 for one in parts)
            slack = sum(_half(one.source, one) for one in parts) + _half(record.source, record)
            compared.append((record, total, abs(total - record.value) <= slack))
    return compared


def _half(value: Value, record: Record) -> float:
    return float(value.half / value.amount * record.value) if value.amount and record.value else 0.0


def _is_part(part: Record, whole: Record) -> bool:
    one, other = part.meaning, whole.meaning
    return (
        part.measure == whole.measure
        and one.fund == other.fund
        and (other.level == "province" or one.unit == other.unit)
        and other.programme in ("", "ALL", one.programme)
        and other.capital in ("", "total", one.capital)
        and (other.as_of is None or one.as_of is None or one.as_of == other.as_of)
    )
